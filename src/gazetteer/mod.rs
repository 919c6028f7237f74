//! Known names: a small built-in list and the user's own files.
//!
//! The gazetteer advises, it never decides alone. A full name or an unambiguous alias found in the text links a mention to
//! its entry; a weak alias (a bare surname, a common word) links nothing by itself: it helps where the article has a strong
//! name of the entry, too, or where a title beside it agrees. Names are folded for comparison only: the article's spelling
//! is never touched.
//!
//! Entries stand in *layers*: the built-in list, then what the user gave, each with its index. Files of entries that
//! follow each other are one layer; a built index is one of its own. A later layer wins over an earlier one where both have
//! an id. Whom an article itself names stands between the two, for that article alone: surer than the built-in list, less sure
//! than the user.

mod check;
mod date;
mod index;
mod name;
mod popolo;
mod read;
mod ruler;

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};

use crate::document::{Document, Shape};
use crate::error::Error;
use crate::speaker::SpeakerKind;

pub use check::{Problem, Severity, check};
pub use date::{Date, Validity};
pub(crate) use name::fold;

use index::{Bearer, Bearers, Index};
use name::Strength;

/// What the gazetteer, a title or a name says about a person's gender.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Gender {
    /// A man: *he*.
    Male,
    /// A woman: *she*.
    Female,
    /// Not known.
    #[default]
    Unknown,
}

/// One person or body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Becomes the speaker's id.
    pub id: String,
    /// The name as it should be written.
    pub name: String,
    /// Other names.
    pub aliases: Vec<Alias>,
    /// Titles that stand before the name: *president*, *prime minister*.
    pub titles: Vec<String>,
    /// *chairman of the Joint Chiefs of Staff*
    pub role: Option<String>,
    /// The body the person belongs to.
    pub org: Option<String>,
    /// Of a person.
    pub gender: Gender,
    /// Person where nothing is said.
    pub kind: SpeakerKind,
    /// Identifiers of the same entity elsewhere.
    pub same_as: Vec<String>,
    /// An article of another time is not about this entry.
    pub valid: Validity,
}

/// Another name of an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alias {
    /// The name.
    pub name: String,
    /// Does it say too little to link on its own?
    pub weak: bool,
    /// When the entry bears it.
    pub valid: Validity,
}

/// People and bodies known by name.
#[derive(Debug, Default)]
pub struct Gazetteer {
    layers: Vec<Layer>,
    /// Names that the user decided about, by their keys.
    decided: Arc<FxHashMap<String, Decision>>,
    skipped: Vec<Problem>,
}

/// Entries that were read together.
#[derive(Clone, Debug)]
struct Layer {
    index: Index,
    /// The number of its first entry among those of all layers.
    first: usize,
    origin: Origin,
}

/// What files hold.
enum Part {
    Built(Index),
    Files(check::Sources),
}

/// Where entries come from; who bears a name in a later origin wins over those of earlier ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    Builtin,
    /// The article that is read.
    Article,
    /// Files of entries: more of them may be added to it.
    Files,
    /// A file that was built.
    Built,
}

/// What the user says of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Decision {
    /// It links by itself though it is weak.
    Accept,
    /// It links nothing.
    Reject,
}

/// A name of the gazetteer found in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its tokens.
    pub tokens: std::ops::Range<usize>,
    /// The entry, for [`Gazetteer::entry`].
    pub entry: usize,
}

/// What the bearers of a name say together.
enum Verdict {
    /// It names one.
    Links(usize),
    /// It names several: nothing, and no part of it does.
    Ambiguous,
    /// These bear it, but it says too little.
    Weak(Vec<usize>),
    /// It is no name here.
    Nothing,
}

/// `builtin.jsonl`, built: a test holds it to that.
const BUILTIN: &[u8] = include_bytes!("../../data/gazetteer/builtin.gaz");

impl Gazetteer {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// The small built-in one.
    ///
    /// # Panics
    /// Never: a test reads the built-in file.
    pub fn builtin() -> Self {
        let index = Index::parse("builtin.gaz", BUILTIN.to_vec())
            .expect("a test holds the built-in file to the format");
        let mut gazetteer = Self::new();
        gazetteer.push(index, Origin::Builtin);
        gazetteer
    }

    /// Adds the entries of a file's contents; `name` names the file in errors. JSON lines, CSV, patterns of spaCy's
    /// EntityRuler and Popolo JSON are told by what they look like. An entry with the id of an earlier file's replaces it.
    ///
    /// # Errors
    /// The first problem that [`check`] would call an error, with its line. Nothing is added then.
    pub fn add(&mut self, name: &str, contents: &str) -> Result<(), Error> {
        self.add_files(&[(name, contents.as_bytes())])
    }

    /// Adds several files in their order, as [`Gazetteer::add`] does and in less time than one by one; a file may also be one
    /// that [`Gazetteer::build`] made.
    ///
    /// # Errors
    /// As in [`Gazetteer::add`]; and a built file that is not whole, or of another version.
    pub fn add_files(&mut self, files: &[(&str, &[u8])]) -> Result<(), Error> {
        let is_built = |file: &(&str, &[u8])| Self::is_built(file.1);
        let mut parts = Vec::new();
        for run in files.chunk_by(|a, b| !is_built(a) && !is_built(b)) {
            parts.push(match run {
                [file @ (name, bytes)] if is_built(file) => {
                    Part::Built(Index::parse(name, bytes.to_vec())?)
                }
                files => Part::Files(check::read(files)?),
            });
        }
        for part in parts {
            match part {
                Part::Built(index) => self.push(index, Origin::Built),
                Part::Files(sources) => {
                    let entries = sources.rows.into_iter().map(|row| row.entry);
                    self.push_entries(entries)?;
                    self.skipped.extend(sources.skipped);
                }
            }
        }
        Ok(())
    }

    /// Adds a file that [`Gazetteer::build`] made, and takes its bytes.
    ///
    /// # Errors
    /// The file is not whole, of another version, or no such file at all.
    pub fn add_built(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), Error> {
        self.push(Index::parse(name, bytes)?, Origin::Built);
        Ok(())
    }

    /// Are these the first bytes of a file that [`Gazetteer::build`] made?
    pub fn is_built(bytes: &[u8]) -> bool {
        bytes.starts_with(&index::MAGIC)
    }

    /// Puts `entries` into the last layer if that holds files, too, else into a new one.
    fn push_entries(&mut self, entries: impl Iterator<Item = Entry>) -> Result<(), Error> {
        let last = self.layers.last();
        let before = last.filter(|layer| layer.origin == Origin::Files);
        let joins = before.is_some();
        let before = before.into_iter().flat_map(Layer::entries);
        let index = Index::of(merged(before.chain(entries)))?;
        if joins {
            self.layers.pop();
        }
        self.push(index, Origin::Files);
        Ok(())
    }

    /// The same, and `people`, whom an article names: for that article. Their ids and names give way to the user's.
    ///
    /// # Errors
    /// There are more people than an index can hold.
    pub(crate) fn with_people(&self, people: &[Entry]) -> Result<Self, Error> {
        let index = Index::of(merged(people.iter().cloned()))?;
        let mut gazetteer = Self {
            layers: Vec::new(),
            decided: Arc::clone(&self.decided),
            skipped: Vec::new(),
        };
        let (builtin, own): (Vec<&Layer>, Vec<&Layer>) = self
            .layers
            .iter()
            .partition(|layer| layer.origin == Origin::Builtin);
        for layer in builtin {
            gazetteer.push(layer.index.clone(), layer.origin);
        }
        gazetteer.push(index, Origin::Article);
        for layer in own {
            gazetteer.push(layer.index.clone(), layer.origin);
        }
        Ok(gazetteer)
    }

    fn push(&mut self, index: Index, origin: Origin) {
        let first = self
            .layers
            .last()
            .map_or(0, |layer| layer.first + layer.index.len());
        self.layers.push(Layer {
            index,
            first,
            origin,
        });
    }

    /// The bytes of a file that [`Gazetteer::add_files`] reads in no time: all entries but the built-in ones. The same entries give
    /// the same bytes.
    ///
    /// # Errors
    /// There are more entries than a file can hold.
    pub fn build(&self) -> Result<Vec<u8>, Error> {
        let layers = self.layers.iter();
        let own = layers.filter(|layer| layer.origin != Origin::Builtin);
        Index::build(merged(own.flat_map(Layer::entries)))
    }

    /// Names that link by themselves though they are weak, one a line; `#` begins a comment. A name still links only where one
    /// entry alone bears it.
    ///
    /// # Errors
    /// A line that holds no name, or a name that is rejected.
    pub fn accept(&mut self, name: &str, contents: &str) -> Result<(), Error> {
        self.decide(name, contents, Decision::Accept)
    }

    /// Names that link nothing, whoever bears them, one a line; `#` begins a comment.
    ///
    /// # Errors
    /// A line that holds no name, or a name that is accepted.
    pub fn reject(&mut self, name: &str, contents: &str) -> Result<(), Error> {
        self.decide(name, contents, Decision::Reject)
    }

    fn decide(&mut self, file: &str, contents: &str, decision: Decision) -> Result<(), Error> {
        for (line, name) in check::listed(contents) {
            let key = name::key(name);
            let problem = if !key.chars().any(char::is_alphanumeric) {
                Some(format!("no name: {name:?}"))
            } else {
                let other = self
                    .decided
                    .get(&key)
                    .is_some_and(|&other| other != decision);
                other.then(|| format!("{name:?} is on both lists, accepted and rejected"))
            };
            if let Some(problem) = problem {
                return Err(check::error(file, line, &problem));
            }
            Arc::make_mut(&mut self.decided).insert(key, decision);
        }
        Ok(())
    }

    /// What was left out of the files, and why: patterns that no name can be made of.
    pub fn skipped(&self) -> &[Problem] {
        &self.skipped
    }

    /// A digest, in hexadecimal, of everything that decides what is found: entries, their order, and what is accepted and
    /// rejected. Files of other names or another format that say the same have the same one.
    pub fn sha256(&self) -> String {
        let mut digest = Sha256::new();
        for layer in &self.layers {
            digest.update([0, layer.origin as u8]);
            digest.update(Sha256::digest(layer.index.bytes()));
        }
        let mut decided: Vec<(&String, Decision)> = self
            .decided
            .iter()
            .map(|(name, &decision)| (name, decision))
            .collect();
        decided.sort_unstable_by_key(|&(name, _)| name);
        for (name, decision) in decided {
            digest.update([1, decision as u8]);
            digest.update(Sha256::digest(name));
        }
        digest
            .finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// The entries, by layer and id; not those that a later layer replaces.
    pub fn entries(&self) -> impl Iterator<Item = Entry> {
        self.layers.iter().enumerate().flat_map(move |(at, layer)| {
            let entries = layer.entries();
            entries.filter(move |entry| !self.is_replaced(at, &entry.id))
        })
    }

    /// The entry at `index`, without its aliases.
    pub fn entry(&self, index: usize) -> Option<Entry> {
        let layer = self.layer_of(index)?;
        layer.index.entry(index - layer.first, false)
    }

    /// Did the user give the entry at `index`, rather than this program?
    pub(crate) fn is_users(&self, index: usize) -> bool {
        self.layer_of(index)
            .is_some_and(|layer| layer.origin != Origin::Builtin)
    }

    fn layer_of(&self, index: usize) -> Option<&Layer> {
        let after = self.layers.partition_point(|layer| layer.first <= index);
        self.layers.get(after.checked_sub(1)?)
    }

    /// Does a layer behind `layer` have the id, too?
    fn is_replaced(&self, layer: usize, id: &str) -> bool {
        let later = self.layers.get(layer + 1..).unwrap_or_default();
        later.iter().any(|layer| layer.index.has(id))
    }

    /// The linking names in `document`, by position; none overlaps another or crosses a sentence.
    pub fn find(&self, document: &Document) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let mut weak = Vec::new();
        let mut hits: Vec<(usize, usize, Bearers)> = Vec::new();
        // Up to here the text is taken.
        let mut taken = 0;
        for start in 0..document.tokens.len() {
            if start < taken {
                continue;
            }
            hits.clear();
            for (at, layer) in self.layers.iter().enumerate() {
                let mut hit = |end, bearers| hits.push((end, at, bearers));
                layer.index.walk(document, start, &mut hit);
            }
            if hits.is_empty() {
                continue;
            }
            // The longest name first; in the order of the layers.
            hits.sort_by_key(|&(end, at, _)| (std::cmp::Reverse(end), at));
            for same in hits.chunk_by(|a, b| a.0 == b.0) {
                let Some(&(end, ..)) = same.first() else {
                    continue;
                };
                match self.judge(document, start..end, same) {
                    Verdict::Links(entry) => found.push(Found {
                        tokens: start..end,
                        entry,
                    }),
                    Verdict::Ambiguous => {}
                    Verdict::Weak(entries) => {
                        weak.push((start..end, entries));
                        continue;
                    }
                    Verdict::Nothing => continue,
                }
                taken = end;
                break;
            }
        }
        self.explained(found, &weak)
    }

    /// What a name that stands on `tokens` says, by its bearers in each layer.
    fn judge(
        &self,
        document: &Document,
        tokens: std::ops::Range<usize>,
        hits: &[(usize, usize, Bearers)],
    ) -> Verdict {
        let decision = self.decision(|| {
            let folded = |token: usize| document.tokens.get(token).map(|token| token.folded);
            let words = folded(tokens.start).zip(folded(tokens.end - 1));
            let words = words.map_or("", |(first, last)| {
                first.cover(last).slice(&document.folded)
            });
            Cow::Owned(name::without_hyphens(words))
        });
        if decision == Some(Decision::Reject) {
            return Verdict::Nothing;
        }
        let shape = document.shape(tokens.start);
        let fits = |bearer: &Bearer| {
            (!bearer.capital || shape.is_capital())
                && (!bearer.upper || is_acronym(document, tokens.start))
                && bearer.valid.holds(document.published)
        };
        let bearers = |strengths: &[Strength], most: usize| {
            let mut entries: Vec<usize> = Vec::new();
            // The user's entries win over the article's, and those over the built-in ones: they are asked for only where there are
            // no others.
            let mut best = Origin::Builtin;
            for &(_, at, found) in hits.iter().rev() {
                let Some(layer) = self.layers.get(at) else {
                    continue;
                };
                if layer.origin <= Origin::Article && layer.origin < best {
                    break;
                }
                for bearer in strengths.iter().flat_map(|&strength| found.of(strength)) {
                    let entry = layer.first + bearer.entry;
                    if !entries.contains(&entry) && fits(&bearer) && !self.is_gone(at, bearer) {
                        entries.push(entry);
                        best = layer.origin;
                        if entries.len() >= most {
                            return entries;
                        }
                    }
                }
            }
            entries
        };
        let strong: &[Strength] = if decision == Some(Decision::Accept) {
            &[Strength::Strong, Strength::Weak, Strength::Surname]
        } else {
            &[Strength::Strong]
        };
        match bearers(strong, 2).as_slice() {
            [] => {}
            [one] => return Verdict::Links(*one),
            _ => return Verdict::Ambiguous,
        }
        let weak = bearers(&[Strength::Weak], BEARERS);
        if weak.is_empty() || is_first_word(document, &tokens) {
            Verdict::Nothing
        } else {
            Verdict::Weak(weak)
        }
    }

    /// Has a later layer an entry in the place of this one?
    fn is_gone(&self, layer: usize, bearer: Bearer) -> bool {
        layer + 1 < self.layers.len()
            && self.layers.get(layer).is_some_and(|it| {
                let id = it.index.id(bearer.entry);
                id.is_some_and(|id| self.is_replaced(layer, id))
            })
    }

    /// What the user says of the name with a key, which is made only where there is a list.
    fn decision<'k>(&self, key: impl FnOnce() -> Cow<'k, str>) -> Option<Decision> {
        if self.decided.is_empty() {
            return None;
        }
        self.decided.get(key().as_ref()).copied()
    }

    /// `found` with those weak names that name one entry whose strong name is found: *the Docks* beside *Port Lora Docks*.
    fn explained(
        &self,
        mut found: Vec<Found>,
        weak: &[(std::ops::Range<usize>, Vec<usize>)],
    ) -> Vec<Found> {
        if weak.is_empty() || found.is_empty() {
            return found;
        }
        let present: FxHashSet<usize> = found.iter().map(|found| found.entry).collect();
        let strong = found.len();
        let mut taken = 0;
        for (tokens, entries) in weak {
            let mut fits = entries.iter().filter(|entry| present.contains(*entry));
            let (Some(&entry), None) = (fits.next(), fits.next()) else {
                continue;
            };
            let known = found.get(..strong).unwrap_or_default();
            let near = known.partition_point(|found| found.tokens.end <= tokens.start);
            let free = known
                .get(near)
                .is_none_or(|found| tokens.end <= found.tokens.start);
            if free && taken <= tokens.start {
                taken = tokens.end;
                found.push(Found {
                    tokens: tokens.clone(),
                    entry,
                });
            }
        }
        found.sort_by_key(|found| found.tokens.start);
        found
    }

    /// The one entry that a title and a bare surname name together: *President Xi*. Both are folded.
    pub(crate) fn by_title(
        &self,
        title: &str,
        surname: &str,
        published: Option<Date>,
    ) -> Option<usize> {
        let key = name::without_hyphens(surname);
        if self.decision(|| Cow::Borrowed(&key)) == Some(Decision::Reject) {
            return None;
        }
        let mut fits: Option<usize> = None;
        let mut own: Option<Origin> = None;
        for (at, layer) in self.layers.iter().enumerate().rev() {
            // The user's entries win over the article's, and those over the built-in ones.
            if layer.origin <= Origin::Article && own.is_some_and(|own| layer.origin < own) {
                break;
            }
            let Some(bearers) = layer.index.get(&key) else {
                continue;
            };
            for strength in [Strength::Strong, Strength::Weak, Strength::Surname] {
                for bearer in bearers.of(strength) {
                    if !bearer.valid.holds(published) {
                        continue;
                    }
                    if strength == Strength::Strong {
                        own = Some(layer.origin);
                    }
                    if bearer.titled
                        && layer.has_title(bearer.entry, title)
                        && !self.is_gone(at, bearer)
                    {
                        let entry = layer.first + bearer.entry;
                        if fits.is_some_and(|other| other != entry) {
                            return None;
                        }
                        fits = Some(entry);
                    }
                }
            }
        }
        fits
    }
}

/// How many bearers of one weak name are weighed.
const BEARERS: usize = 64;

impl Layer {
    fn entries(&self) -> impl Iterator<Item = Entry> {
        (0..self.index.len()).filter_map(|entry| self.index.entry(entry, true))
    }

    /// Has an entry this title, which is folded, or one that it ends with?
    fn has_title(&self, entry: usize, title: &str) -> bool {
        self.index.entry(entry, false).is_some_and(|entry| {
            entry.titles.iter().any(|known| {
                let known = fold(known);
                title == known || title.ends_with(&format!(" {known}"))
            })
        })
    }
}

/// One entry for each id, the last; in the place of the first.
fn merged(entries: impl Iterator<Item = Entry>) -> Vec<Entry> {
    let mut merged: Vec<Entry> = Vec::new();
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    for entry in entries {
        match places.get(&entry.id).and_then(|&at| merged.get_mut(at)) {
            Some(old) => *old = entry,
            None => {
                places.insert(entry.id.clone(), merged.len());
                merged.push(entry);
            }
        }
    }
    merged
}

/// Is it one common word at the head of a sentence, where a capital says nothing?
fn is_first_word(document: &Document, tokens: &std::ops::Range<usize>) -> bool {
    let sentence = document
        .tokens
        .get(tokens.start)
        .map(|token| token.sentence);
    let sentence = sentence.and_then(|sentence| document.sentences.get(sentence));
    let first = sentence.and_then(|sentence| {
        let mut words = sentence.tokens.clone();
        words.find(|&token| document.shape(token).is_word())
    });
    tokens.len() == 1
        && first == Some(tokens.start)
        && name::is_common(document.folded(tokens.start))
}

/// Is the word at `token` in capitals where not everything is?
fn is_acronym(document: &Document, token: usize) -> bool {
    let sentence = document.tokens.get(token).map_or(0, |token| token.sentence);
    let tokens = document
        .sentences
        .get(sentence)
        .map(|sentence| sentence.tokens.clone());
    // A sentence says within a few words how it is set.
    let mut near = tokens.unwrap_or_default().take(64);
    document.shape(token) == Shape::Upper && near.any(|near| document.shape(near) == Shape::Lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builtin_is_well_formed_and_sorted() {
        let gazetteer = Gazetteer::builtin();
        assert!(gazetteer.entries().count() > 60);
        let source = include_str!("../../data/gazetteer/builtin.jsonl");
        let lines: Vec<&str> = source.lines().collect();
        assert!(lines.is_sorted(), "one entry a line, by id");
        assert!(
            of(source).build().expect("small") == BUILTIN,
            "builtin.gaz is stale: inquit gazetteer build data/gazetteer/builtin.jsonl -o data/gazetteer/builtin.gaz"
        );
    }

    fn found(gazetteer: &Gazetteer, text: &str) -> Vec<String> {
        found_on(gazetteer, text, "")
    }

    fn found_on(gazetteer: &Gazetteer, text: &str, published: &str) -> Vec<String> {
        let mut document = Document {
            text,
            published: Date::read(published),
            ..Document::default()
        };
        crate::segment::split(&mut document);
        gazetteer
            .find(&document)
            .into_iter()
            .map(|found| {
                let name = document.slice(document.span_of(found.tokens)).to_owned();
                let entry = gazetteer.entry(found.entry).expect("it was found");
                format!("{name}={}", entry.id)
            })
            .collect()
    }

    #[test]
    fn the_digest_is_of_what_is_said() {
        let read = |contents: &str| {
            let mut gazetteer = Gazetteer::builtin();
            gazetteer.add("a.csv", contents).expect("well formed");
            gazetteer
        };
        let csv = read("id,name\nport:7,Ana Ruiz\n");
        let jsonl = read(r#"{"id":"port:7","name":"Ana Ruiz"}"#);
        let other = read("id,name\nport:7,Ana Ruis\n");
        let mut rejects = read("id,name\nport:7,Ana Ruiz\n");
        rejects.reject("r.txt", "Ana Ruiz\n").expect("a name");
        assert_eq!(csv.sha256(), jsonl.sha256());
        let all = [Gazetteer::builtin(), Gazetteer::new(), csv, other, rejects];
        let digests: FxHashSet<String> = all.iter().map(Gazetteer::sha256).collect();
        assert_eq!(digests.len(), all.len());
    }

    #[test]
    fn names_match_whole_tokens_longest_first() {
        let mut gazetteer = Gazetteer::new();
        let lines = r#"{"id":"roe","name":"Jana Roe","aliases":["J. Roe",{"name":"Roe","weak":true}]}
{"id":"trade","name":"Trade Board","kind":"organization"}
{"id":"court","name":"Trade Board Court","kind":"organization"}
{"id":"zed","name":"Zed","kind":"organization"}
{"id":"rene","name":"René Øst"}
"#;
        gazetteer.add("a.jsonl", lines).expect("well formed");
        let cases: [(&str, &[&str]); 7] = [
            ("Jana Roe spoke.", &["Jana Roe=roe"]),
            ("Roe spoke", &[]),
            ("the Trade Board Courts", &["Trade Board=trade"]),
            ("the Trade Board Court", &["Trade Board Court=court"]),
            ("It may zed in Zed", &["Zed=zed"]),
            ("Rene Ost", &["Rene Ost=rene"]),
            ("for trade. Board members", &[]),
        ];
        for (text, want) in cases {
            assert_eq!(found(&gazetteer, text), want, "{text}");
        }
    }

    #[test]
    fn a_title_and_a_surname_that_agree_name_one_entry() {
        let mut gazetteer = Gazetteer::new();
        let csv = "id,name,weak_aliases,titles\nroe,Jana Roe,Roe,prime minister|senator\nroe2,Max Roe,Roe,senator\n";
        gazetteer.add("a.csv", csv).expect("well formed");
        let entry = |title, name| {
            gazetteer
                .by_title(title, name, None)
                .and_then(|at| gazetteer.entry(at))
                .map(|entry| entry.id)
        };
        assert_eq!(
            entry("former prime minister", "roe"),
            Some("roe".to_owned())
        );
        assert_eq!(entry("senator", "roe"), None, "two senators");
        assert_eq!(entry("captain", "roe"), None);
    }

    fn of(lines: &str) -> Gazetteer {
        let mut gazetteer = Gazetteer::new();
        gazetteer.add("a.jsonl", lines).expect("well formed");
        gazetteer
    }

    #[test]
    fn weak_names_need_a_strong_one_or_the_users_word() {
        let lines = r#"{"id":"docks","name":"Port Lora Authority","kind":"organization","aliases":[{"name":"the Docks","weak":true},{"name":"Authority","weak":true}]}
{"id":"water","name":"Lora Water Authority","kind":"organization","aliases":[{"name":"Authority","weak":true}]}
{"id":"who","name":"Healing Office","kind":"organization","aliases":["WHO"]}
{"id":"gap","name":"Gap","kind":"organization"}
{"id":"roe","name":"Jana Roe"}
{"id":"one","name":"Bo Lind","aliases":["Bo Lind Lee"]}
{"id":"two","name":"Bo Lind Lee"}
"#;
        let gazetteer = of(lines);
        let cases: [(&str, &[&str]); 9] = [
            ("The Docks and the Authority closed.", &[]),
            (
                "Port Lora Authority said the Docks and the Authority closed.",
                &[
                    "Port Lora Authority=docks",
                    "the Docks=docks",
                    "Authority=docks",
                ],
            ),
            (
                "Port Lora Authority met Lora Water Authority. The Authority closed.",
                &["Port Lora Authority=docks", "Lora Water Authority=water"],
            ),
            ("Who said so? The WHO did.", &["WHO=who"]),
            ("WHO SAID SO", &[]),
            ("Gap and Roe were there.", &[]),
            ("Jana Roe met Roe.", &["Jana Roe=roe"]),
            // Two bear the longer name: the shorter is no part of it.
            ("Bo Lind Lee left. Bo Lind stayed.", &["Bo Lind=one"]),
            ("Jana-Roe met Bo-Lind.", &["Jana-Roe=roe", "Bo-Lind=one"]),
        ];
        for (text, want) in cases {
            assert_eq!(found(&gazetteer, text), want, "{text}");
        }
        let mut gazetteer = of(lines);
        gazetteer
            .accept("a.txt", "Gap\nroe # she\nAuthority\n")
            .expect("names");
        gazetteer.reject("r.txt", "jana roe\nWHO").expect("names");
        let text = "Gap, a gap, Roe, Jana Roe, the WHO and the Authority.";
        assert_eq!(found(&gazetteer, text), ["Gap=gap", "Roe=roe", "Roe=roe"]);
        for (list, want) in [("gap\n", "a.txt:1: "), ("Lee\n#\n !\n", "a.txt:3: no name")] {
            let error = gazetteer.reject("a.txt", list).expect_err(want);
            assert!(error.to_string().starts_with(want), "{error}");
        }
    }

    #[test]
    fn a_name_links_in_its_time() {
        let gazetteer = of(
            r#"{"id":"old","name":"Port Board","kind":"organization","valid_to":"2019"}
{"id":"new","name":"Port Board","kind":"organization","valid_from":"2020"}
{"id":"roe","name":"Jana Roe","aliases":[{"name":"Jana Lind","valid_to":"2015-06"}],"titles":["mayor"],"valid_from":"2010"}
"#,
        );
        let cases: [(&str, &[&str]); 4] = [
            ("", &["Jana Roe=roe", "Jana Lind=roe"]),
            ("2019-12-31", &["Port Board=old", "Jana Roe=roe"]),
            ("2015", &["Port Board=old", "Jana Roe=roe", "Jana Lind=roe"]),
            ("2009", &["Port Board=old"]),
        ];
        for (published, want) in cases {
            let found = found_on(&gazetteer, "Port Board, Jana Roe, Jana Lind.", published);
            assert_eq!(found, want, "{published}");
        }
        let by_title = |published| gazetteer.by_title("mayor", "roe", Date::read(published));
        assert!(by_title("2020").is_some() && by_title("2009").is_none());
    }

    #[test]
    fn layers_are_as_one() {
        let first = r#"{"id":"a","name":"Ana Ruiz"}
{"id":"b","name":"Bo Lind"}"#;
        let second = r#"{"id":"b","name":"Bo Moss","titles":["mayor"]}
{"id":"c","name":"Ana Ruiz"}
{"id":"barack-obama","name":"Barack Obama"}
{"id":"who","name":"Angela Merkel"}"#;
        let files: [(&str, &[u8]); 2] = [("a", first.as_bytes()), ("b", second.as_bytes())];
        let mut together = Gazetteer::new();
        together.add_files(&files).expect("well formed");
        let built = |contents: &str| of(contents).build().expect("small");
        assert_eq!(
            built(second),
            built(&second.lines().rev().collect::<Vec<_>>().join("\n"))
        );
        let variants: [&[(&str, &[u8])]; 4] = [
            &files,
            &[("ab", &together.build().expect("small"))],
            &[("a", &built(first)), ("b", second.as_bytes())],
            &[("a", first.as_bytes()), ("b", &built(second))],
        ];
        let text = "Ana Ruiz, Bo Lind, Bo Moss, Barack Obama, Angela Merkel.";
        for files in variants {
            let mut gazetteer = Gazetteer::builtin();
            gazetteer.add_files(files).expect("well formed");
            let want = [
                "Bo Moss=b",
                "Barack Obama=barack-obama",
                "Angela Merkel=who",
            ];
            assert_eq!(found(&gazetteer, text), want);
            let by_title = |name| gazetteer.by_title("mayor", name, None);
            assert!(by_title("moss").is_some_and(|at| gazetteer.is_users(at)));
            assert_eq!(by_title("lind"), None);
            assert_eq!(
                gazetteer.entries().filter(|entry| entry.id == "b").count(),
                1
            );
            // One after the other is the same.
            let mut one_by_one = Gazetteer::new();
            for file in files {
                one_by_one.add_files(&[*file]).expect("well formed");
            }
            assert_eq!(
                one_by_one.build().expect("small"),
                together.build().expect("small")
            );
        }
    }
}
