//! Known names: a small built-in list and the user's own files.
//!
//! The gazetteer advises, it never decides alone. A full name or an unambiguous alias found in the text links a mention to
//! its entry; a weak alias (a bare surname, a common word) links nothing by itself, it only helps where a title beside it
//! agrees with the entry. Names are folded for comparison only: the article's spelling is never touched.

mod read;

use aho_corasick::{AhoCorasick, Input, MatchKind};
use rustc_hash::FxHashMap;

use crate::document::Document;
use crate::error::{Error, ErrorKind};
use crate::segment;
use crate::speaker::SpeakerKind;

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
}

/// Another name of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The name.
    pub name: String,
    /// Does it say too little to link on its own?
    pub weak: bool,
}

/// People and bodies known by name.
#[derive(Debug, Default)]
pub struct Gazetteer {
    entries: Vec<Entry>,
    /// So many of them, from the first, are built in.
    builtin: usize,
    /// Position in `entries` and the place each id was read at.
    ids: FxHashMap<String, usize>,
    /// Folded alias → the entries that bear it.
    names: FxHashMap<String, Vec<Bearer>>,
    /// Over the folded names that can link, each with a space behind: a match then ends where a token does.
    matcher: Option<AhoCorasick>,
    /// The entry of each pattern of `matcher`.
    patterns: Vec<Pattern>,
}

#[derive(Clone, Copy, Debug)]
struct Bearer {
    entry: usize,
    weak: bool,
    capital: bool,
}

#[derive(Clone, Copy, Debug)]
struct Pattern {
    entry: usize,
    capital: bool,
}

/// A name of the gazetteer found in the text.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// Its tokens.
    pub(crate) tokens: std::ops::Range<usize>,
    /// The entry.
    pub(crate) entry: usize,
}

const BUILTIN: &str = include_str!("../../data/gazetteer/builtin.jsonl");

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
        let mut gazetteer = Self::new();
        gazetteer
            .add("builtin.jsonl", BUILTIN)
            .expect("a test holds the built-in file to the format");
        gazetteer.builtin = gazetteer.entries.len();
        gazetteer
    }

    /// Adds the entries of a JSON-lines or CSV file's contents; `name` names the file in errors and, by its ending, tells the
    /// format (`.csv`, everything else is JSON lines). An entry with the id of an earlier file's replaces it.
    ///
    /// # Errors
    /// The first line that is not an entry, with its number. Nothing is added then.
    pub fn add(&mut self, name: &str, contents: &str) -> Result<(), Error> {
        let csv = name
            .rsplit('.')
            .next()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
        let rows = if csv {
            read::csv(name, contents)?
        } else {
            read::json_lines(name, contents)?
        };
        let mut lines: FxHashMap<&str, usize> = FxHashMap::default();
        for (line, entry) in &rows {
            check(name, *line, entry)?;
            if let Some(before) = lines.insert(&entry.id, *line) {
                return Err(read::error(
                    name,
                    *line,
                    &format!("the id {:?} was given on line {before}", entry.id),
                ));
            }
        }
        for (_, entry) in rows {
            match self.ids.get(&entry.id) {
                Some(&at) => {
                    if let Some(old) = self.entries.get_mut(at) {
                        *old = entry;
                    }
                }
                None => {
                    self.ids.insert(entry.id.clone(), self.entries.len());
                    self.entries.push(entry);
                }
            }
        }
        self.index()
    }

    /// The entries, in the order they were added.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry at `index`.
    pub(crate) fn entry(&self, index: usize) -> Option<&Entry> {
        self.entries.get(index)
    }

    /// Did the user give the entry at `index`, rather than this program?
    pub(crate) fn is_users(&self, index: usize) -> bool {
        index >= self.builtin
    }

    /// Builds the name index and the matcher anew.
    fn index(&mut self) -> Result<(), Error> {
        self.names.clear();
        for (index, entry) in self.entries.iter().enumerate() {
            let own = Alias {
                name: entry.name.clone(),
                weak: false,
            };
            let last = fold(&entry.name)
                .rsplit(' ')
                .next()
                .unwrap_or("")
                .to_owned();
            // A title that fits ties a bare surname to its person: *Mayor Ruiz*.
            let surname = (entry.kind == SpeakerKind::Person).then(|| Alias {
                name: entry.name.rsplit(' ').next().unwrap_or("").to_owned(),
                weak: true,
            });
            for alias in std::iter::once(&own).chain(&entry.aliases).chain(&surname) {
                let folded = fold(&alias.name);
                // A bare surname is weak whatever the file says.
                let surname = entry.kind == SpeakerKind::Person
                    && folded == last
                    && folded != fold(&entry.name);
                let bearer = Bearer {
                    entry: index,
                    weak: alias.weak || surname,
                    capital: alias.name.chars().next().is_some_and(char::is_uppercase),
                };
                let bearers = self.names.entry(folded).or_default();
                match bearers.iter_mut().find(|other| other.entry == index) {
                    Some(other) => other.weak &= bearer.weak,
                    None => bearers.push(bearer),
                }
            }
        }
        // The user's entries win over the built-in ones.
        for bearers in self.names.values_mut() {
            if bearers
                .iter()
                .any(|bearer| bearer.entry >= self.builtin && !bearer.weak)
            {
                bearers.retain(|bearer| bearer.entry >= self.builtin);
            }
        }
        // Two bearers of one name: it links neither.
        let mut names: Vec<(&String, Bearer)> = self
            .names
            .iter()
            .filter_map(|(name, bearers)| match bearers.as_slice() {
                [one] if !one.weak => Some((name, *one)),
                _ => None,
            })
            .collect();
        names.sort_by_key(|(name, _)| name.as_str());
        self.patterns = names
            .iter()
            .map(|(_, bearer)| Pattern {
                entry: bearer.entry,
                capital: bearer.capital,
            })
            .collect();
        let matcher = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(names.iter().map(|(name, _)| format!("{name} ")))
            .map_err(|error| {
                Error::new(
                    ErrorKind::Gazetteer,
                    format!("gazetteer too large: {error}"),
                )
            })?;
        self.matcher = (!self.patterns.is_empty()).then_some(matcher);
        Ok(())
    }

    /// The linking names in `document`, by position; none overlaps another or crosses a sentence.
    pub(crate) fn find(&self, document: &Document) -> Vec<Found> {
        let mut found = Vec::new();
        let Some(matcher) = &self.matcher else {
            return found;
        };
        // The last token needs its space too.
        let haystack = format!("{} ", document.folded);
        let mut at = 0;
        while let Some(hit) = matcher.find(Input::new(&haystack).range(at..)) {
            let tokens = document.tokens_at_folded(hit.start(), hit.end() - 1);
            let pattern = self.patterns.get(hit.pattern().as_usize());
            let (Some(tokens), Some(pattern)) = (tokens, pattern) else {
                // It began inside a word: go on at the next token.
                let next = document
                    .tokens
                    .partition_point(|token| token.folded.start <= hit.start());
                match document.tokens.get(next) {
                    Some(token) => at = token.folded.start,
                    None => break,
                }
                continue;
            };
            at = hit.end();
            let sentence = |token: usize| document.tokens.get(token).map(|token| token.sentence);
            if sentence(tokens.start) == sentence(tokens.end - 1)
                && (!pattern.capital || document.shape(tokens.start).is_capital())
            {
                found.push(Found {
                    tokens,
                    entry: pattern.entry,
                });
            }
        }
        found
    }

    /// The one entry that a title and a bare surname name together: *President Xi*.
    pub(crate) fn by_title(&self, title: &str, surname: &str) -> Option<usize> {
        let mut fits = self
            .names
            .get(surname)?
            .iter()
            .map(|bearer| bearer.entry)
            .filter(|&entry| {
                self.entries.get(entry).is_some_and(|entry| {
                    entry.titles.iter().any(|known| {
                        let known = fold(known);
                        title == known || title.ends_with(&format!(" {known}"))
                    })
                })
            });
        let first = fits.next()?;
        fits.next().is_none().then_some(first)
    }
}

/// Is there something in every field that needs it?
fn check(file: &str, line: usize, entry: &Entry) -> Result<(), Error> {
    let problem = if entry.id.trim().is_empty() {
        "the id is empty"
    } else if fold(&entry.name).is_empty() {
        "the name is empty"
    } else if entry
        .aliases
        .iter()
        .any(|alias| fold(&alias.name).is_empty())
    {
        "an alias is empty"
    } else {
        return Ok(());
    };
    Err(read::error(file, line, problem))
}

/// The form that [`Document::folded`] would have for `name`: tokenized by the same code, so that both always agree.
pub(crate) fn fold(name: &str) -> String {
    let mut document = Document {
        text: name,
        ..Document::default()
    };
    segment::split(&mut document);
    document.folded.trim_start().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builtin_is_well_formed_and_sorted() {
        let gazetteer = Gazetteer::builtin();
        assert!(gazetteer.entries().len() > 60);
        let lines: Vec<&str> = BUILTIN.lines().collect();
        assert!(lines.is_sorted(), "one entry a line, by id");
    }

    fn found(gazetteer: &Gazetteer, text: &str) -> Vec<String> {
        let mut document = Document {
            text,
            ..Document::default()
        };
        segment::split(&mut document);
        gazetteer
            .find(&document)
            .into_iter()
            .map(|found| {
                let name = document.slice(document.span_of(found.tokens)).to_owned();
                format!("{name}={}", gazetteer.entries()[found.entry].id)
            })
            .collect()
    }

    #[test]
    fn names_match_whole_tokens_longest_first() {
        let mut gazetteer = Gazetteer::new();
        let lines = r#"{"id":"roe","name":"Jana Roe","aliases":["J. Roe",{"name":"Roe","weak":true}]}
{"id":"trade","name":"Trade Board","kind":"organization"}
{"id":"court","name":"Trade Board Court","kind":"organization"}
{"id":"may","name":"May","kind":"organization"}
{"id":"rene","name":"René Øst"}
"#;
        gazetteer.add("a.jsonl", lines).expect("well formed");
        let cases: [(&str, &[&str]); 7] = [
            ("Jana Roe spoke.", &["Jana Roe=roe"]),
            ("Roe spoke", &[]),
            ("the Trade Board Courts", &["Trade Board=trade"]),
            ("the Trade Board Court", &["Trade Board Court=court"]),
            ("It may rain in May", &["May=may"]),
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
                .by_title(title, name)
                .map(|at| gazetteer.entries()[at].id.as_str())
        };
        assert_eq!(entry("former prime minister", "roe"), Some("roe"));
        assert_eq!(entry("senator", "roe"), None, "two senators");
        assert_eq!(entry("captain", "roe"), None);
    }
}
