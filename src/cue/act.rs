//! The act of a cue: is it speech, writing, thought, intention or perception that it reports?
//!
//! Receives the words of a cue, whatever they are, with its content and source; finds the word that carries its meaning (its
//! *head*: *reject* in *has repeatedly rejected*, *claim* in *made the claim*), its lemma, and its act. Acts stand in
//! `data/lexicon/acts.tsv`, and nowhere else: one entry for a lemma, with what changes in context. Rules and any other engine
//! ask here. It does not judge whether a cue reports anything; somebody else has decided that.
//!
//! A word that no list knows is speech where its content is quoted words, and else thought or intention: whoever asks for
//! speech must not get *signed the bill*.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::force::Force;
use crate::document::{Document, Shape};
use crate::lexicon::{Classes, lines};
use crate::mention::MentionKind;
use crate::span::Span;

/// What a cue reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// said, told
    #[default]
    Speech,
    /// wrote, the report says
    Writing,
    /// believes, hopes
    Thought,
    /// plans, wants
    Intention,
    /// saw that
    Perception,
}

impl Act {
    fn read(name: &str) -> Option<Act> {
        Some(match name {
            "speech" => Act::Speech,
            "writing" => Act::Writing,
            "thought" => Act::Thought,
            "intention" => Act::Intention,
            "perception" => Act::Perception,
            _ => return None,
        })
    }

    /// Are there words, said or written?
    fn is_verbal(self) -> bool {
        matches!(self, Act::Speech | Act::Writing)
    }
}

/// What a cue reports here, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Judgement {
    pub(crate) act: Act,
    /// The dictionary form of the head, a phrase of the list, or the mark itself; empty where there is no cue.
    pub(crate) lemma: Cow<'static, str>,
    /// What overruled the list, or stood in for it; `None` where its entry says all.
    pub(crate) evidence: Option<&'static str>,
}

/// A row of `acts.tsv`.
#[derive(Clone, Copy, Debug)]
struct Entry {
    lemma: &'static str,
    act: Act,
    /// Before an infinitive: *agreed to sell*.
    to: Option<Act>,
    /// Before an infinitive of speech: *refused to say*.
    say: Option<Act>,
    /// Before a clause: *saw that*, not *saw him as*.
    that: Option<Act>,
    /// Where something written is the source.
    doc: Option<Act>,
    /// Where one person is the source: *she found*.
    one: Option<Act>,
    /// Where the content is quoted words: “Never,” *she thought*.
    marked: Option<Act>,
    /// What saying it amounts to, where it is no assertion.
    force: Option<Force>,
    /// Does a listed word behind it decide? *issued a denial*
    next: bool,
}

const ACTS: &str = include_str!("../../data/lexicon/acts.tsv");
const IRREGULAR: &str = include_str!("../../data/lexicon/irregular.tsv");
const VERBS: &str = include_str!("../../data/lexicon/cue_verbs.tsv");

/// As many words as a phrase of the list may have; more would be a mistake in the list.
const PHRASE: usize = 6;

struct Acts {
    /// By lemma: the entry for any part of speech, and the one for the noun.
    entries: FxHashMap<&'static str, (Option<Entry>, Option<Entry>)>,
    /// Phrases by their first word, the longest first.
    phrases: FxHashMap<&'static str, Vec<(Vec<&'static str>, Entry)>>,
    /// The lemma of each form that no rule leads back.
    forms: FxHashMap<&'static str, &'static str>,
    /// Words that a rule may lead a form back to.
    known: FxHashSet<&'static str>,
}

static LISTS: LazyLock<Acts> = LazyLock::new(|| {
    let mut acts = Acts {
        entries: FxHashMap::default(),
        phrases: FxHashMap::default(),
        forms: FxHashMap::default(),
        known: FxHashSet::default(),
    };
    // A row that cannot be read is left out; a test finds it.
    for (entry, noun) in lines(ACTS).filter_map(read) {
        let words: Vec<&'static str> = entry.lemma.split(' ').collect();
        acts.known.extend(words.first());
        if words.len() > 1 {
            let of_first = acts.phrases.entry(words[0]).or_default();
            of_first.push((words, entry));
        } else {
            let of_lemma = acts.entries.entry(entry.lemma).or_default();
            *(if noun {
                &mut of_lemma.1
            } else {
                &mut of_lemma.0
            }) = Some(entry);
        }
    }
    for phrases in acts.phrases.values_mut() {
        phrases.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }
    for (form, lemma) in lines(IRREGULAR).filter_map(|line| line.split_once('\t')) {
        acts.forms.insert(form, lemma);
    }
    for line in lines(VERBS) {
        let mut fields = line.split('\t');
        if let (Some(lemma), Some(_)) = (fields.next(), fields.next())
            && !lemma.contains(' ')
        {
            for form in fields.chain([lemma]) {
                acts.forms.entry(form).or_insert(lemma);
            }
        }
    }
    acts
});

/// A row, and whether it is that of a noun.
fn read(line: &'static str) -> Option<(Entry, bool)> {
    let fields: Vec<&'static str> = line.split('\t').collect();
    let [lemma, part, act, context] = fields[..] else {
        return None;
    };
    let mut entry = Entry {
        lemma,
        act: Act::read(act)?,
        to: None,
        say: None,
        that: None,
        doc: None,
        one: None,
        marked: None,
        force: None,
        next: false,
    };
    for word in context.split(' ').filter(|&word| word != "-") {
        match word.split_once('=') {
            Some(("to", act)) => entry.to = Some(Act::read(act)?),
            Some(("say", act)) => entry.say = Some(Act::read(act)?),
            Some(("that", act)) => entry.that = Some(Act::read(act)?),
            Some(("doc", act)) => entry.doc = Some(Act::read(act)?),
            Some(("one", act)) => entry.one = Some(Act::read(act)?),
            Some(("marked", act)) => entry.marked = Some(Act::read(act)?),
            Some(("force", force)) => entry.force = Some(Force::read(force)?),
            None if word == "next" => entry.next = true,
            _ => return None,
        }
    }
    match part {
        "-" => Some((entry, false)),
        "noun" => Some((entry, true)),
        _ => None,
    }
}

/// The act of `lemma` outside any context; `None` where no list has it.
pub(super) fn of_lemma(lemma: &str) -> Option<Act> {
    Some(entry_of(lemma)?.act)
}

/// What saying `lemma` amounts to, where the list says that it is no assertion.
pub(super) fn force_of(lemma: &str) -> Option<Force> {
    entry_of(lemma)?.force
}

fn entry_of(lemma: &str) -> Option<Entry> {
    let lists = &*LISTS;
    let word = |lemma: &str| {
        let &(any, noun) = lists.entries.get(lemma)?;
        any.or(noun)
    };
    let phrase = |lemma: &str| {
        let phrases = lists.phrases.get(lemma.split(' ').next()?)?;
        let (_, entry) = phrases.iter().find(|(_, entry)| entry.lemma == lemma)?;
        Some(*entry)
    };
    word(lemma).or_else(|| phrase(lemma))
}

/// The dictionary form of a folded word: from a list of forms, else by rules that lead to a word of the lists (*pitted* to
/// *pit*, *vied* to *vie*), else by what regular spelling makes likely (*hectored* to *hector*).
fn lemma(word: &str) -> Cow<'static, str> {
    let lists = &*LISTS;
    if let Some(&lemma) = lists.forms.get(word) {
        return Cow::Borrowed(lemma);
    }
    if let Some(&lemma) = lists.known.get(word) {
        return Cow::Borrowed(lemma);
    }
    let mut likely: Option<String> = None;
    // The ending of a form, and what the lemma may have in its place.
    for (ending, ends) in [
        ("ies", &["y", "ie"][..]),
        ("ied", &["y", "ie"]),
        ("es", &["e", ""]),
        ("s", &[""]),
        ("ed", &["e", ""]),
        ("ing", &["e", ""]),
    ] {
        let Some(stem) = word.strip_suffix(ending) else {
            continue;
        };
        if stem.chars().count() < 2 || ["ss", "us", "is"].iter().any(|end| word.ends_with(end)) {
            continue;
        }
        let mut candidates: Vec<String> = ends.iter().map(|end| format!("{stem}{end}")).collect();
        let single = undoubled(stem).filter(|_| matches!(ending, "ed" | "ing"));
        candidates.extend(single.map(str::to_owned));
        if let Some(known) = candidates
            .iter()
            .find_map(|candidate| lists.known.get(candidate.as_str()))
        {
            return Cow::Borrowed(known);
        }
        if likely.is_none() && stem.chars().any(|c| "aeiouy".contains(c)) {
            likely = Some(match (ending, single) {
                ("ies" | "ied", _) => format!("{stem}y"),
                ("es", _) if !stem.ends_with(['s', 'x', 'z', 'h', 'o']) => {
                    format!("{stem}e")
                }
                ("ed" | "ing", Some(single)) if !stem.ends_with(['l', 's', 'f', 'z']) => {
                    single.to_owned()
                }
                ("ed" | "ing", None) if wants_e(stem) => format!("{stem}e"),
                _ => stem.to_owned(),
            });
        }
    }
    Cow::Owned(likely.unwrap_or_else(|| word.to_owned()))
}

/// *sentencing*, but not *Boeing*: the form in *-ing* of a verb of the lists? Folded.
pub(crate) fn is_participle(word: &str) -> bool {
    word.ends_with("ing") && LISTS.known.contains(&*lemma(word))
}

/// *pit* for *pitt*.
fn undoubled(stem: &str) -> Option<&str> {
    let mut chars = stem.chars().rev();
    let (last, before) = (chars.next()?, chars.next()?);
    (last == before && !"aeiou".contains(last)).then(|| stem.strip_suffix(last))?
}

/// Does a stem that lost *-ed* or *-ing* look like one that had an *e*? *rescu-*, *gyrat-*, *singl-*, *trad-* do; *outfox-*, *heat-*,
/// *hector-* do not.
fn wants_e(stem: &str) -> bool {
    let is_vowel = |c: char| "aeiouy".contains(c);
    let mut back = stem.chars().rev();
    let (last, before, third) = (back.next(), back.next(), back.next());
    let (Some(last), Some(before)) = (last, before) else {
        return false;
    };
    let vowels = stem.chars().filter(|&c| is_vowel(c)).count();
    // One syllable with a single consonant at its end would have doubled it: *planning*, but *trading*.
    let short = vowels == 1 && is_vowel(before) && !is_vowel(last) && !"wx".contains(last);
    let ate = stem.ends_with("at") && third.is_some_and(|c| !is_vowel(c));
    let le = last == 'l' && !is_vowel(before) && !"lr".contains(before);
    let ends = ["dg", "is", "ns", "rg", "rs", "ur"];
    short || ate || le || "cuvz".contains(last) || ends.iter().any(|&end| stem.ends_with(end))
}

/// A word of a cue: its token, and its folded form.
#[derive(Clone, Copy)]
struct Word<'d> {
    token: usize,
    folded: &'d str,
}

/// The act and the lemma of the words in `cue`, which report `content` of `source`. The spans are those of an attribution.
pub(crate) fn judge(
    document: &Document,
    cue: &[Span],
    content: &[Span],
    source: Option<Span>,
) -> Judgement {
    let tokens: Vec<usize> = cue
        .iter()
        .flat_map(|&span| document.tokens_in(span))
        .collect();
    let words: Vec<Word> = tokens
        .iter()
        .filter(|&&token| document.shape(token).is_word() || document.shape(token) == Shape::Clitic)
        .map(|&token| Word {
            token,
            folded: document.folded(token),
        })
        .collect();
    let place = Place::new(document, &tokens, content, source);
    if words.is_empty() {
        // A colon, a dash, or nothing at all: somebody's words stand there, and nothing says that they are no speech.
        let mark = tokens.first().map_or("", |&token| document.folded(token));
        let act = if place.by_document() {
            Act::Writing
        } else {
            Act::Speech
        };
        return Judgement {
            act,
            lemma: match mark {
                ":" => Cow::Borrowed(":"),
                other => Cow::Owned(other.to_owned()),
            },
            evidence: (act == Act::Writing).then_some(DOCUMENT),
        };
    }
    let head = Head::find(document, &words);
    let (act, evidence) = match head.entry {
        // *The road was shut, the court heard*: of whoever hears, `attribute` leaves none as the source.
        Some(entry) if entry.lemma == "hear" && source.is_none() => {
            (Act::Speech, Some("what is heard here is said"))
        }
        Some(entry) => of_entry(&entry, &head, &words, &place),
        None if place.marked() => (Act::Speech, Some("an unknown cue of quoted words")),
        None if head.written_by && place.by_document() => (Act::Writing, None),
        None if place.infinitive(&words, head.end) => {
            (Act::Intention, Some("an unknown cue with an infinitive"))
        }
        None => (Act::Thought, Some("an unknown cue without quoted words")),
    };
    let (act, evidence) = match (act, evidence) {
        (Act::Speech, _) if place.by_document() => (Act::Writing, Some(DOCUMENT)),
        (Act::Speech, _) if place.in_writing(&words, head.start) => {
            (Act::Writing, Some("said in something written"))
        }
        settled => settled,
    };
    Judgement {
        act,
        lemma: head.lemma,
        evidence,
    }
}

const DOCUMENT: &str = "the source is something written";

/// The act of a listed head in its context.
fn of_entry(
    entry: &Entry,
    head: &Head,
    words: &[Word],
    place: &Place,
) -> (Act, Option<&'static str>) {
    if place.marked() {
        return match entry.marked {
            Some(act) => (act, None),
            None if entry.act.is_verbal() => (entry.act, None),
            None if place.utterance() => (Act::Speech, Some("the content is quoted words")),
            None => (entry.act, None),
        };
    }
    if let Some(act) = entry.doc.filter(|_| place.by_document()) {
        return (act, Some(DOCUMENT));
    }
    if place.infinitive(words, head.end) {
        if let Some(act) = entry
            .say
            .filter(|_| place.infinitive_speaks(words, head.end))
        {
            return (act, None);
        }
        if let Some(act) = entry.to {
            let evidence = (act != entry.act).then_some("the cue has an infinitive");
            return (act, evidence);
        }
    }
    if let Some(act) = entry.that.filter(|_| place.clause(words)) {
        return (act, None);
    }
    if let Some(act) = entry.one.filter(|_| place.by_one()) {
        return (act, Some("the source is one person"));
    }
    (entry.act, None)
}

/// The words of a cue that carry its meaning.
struct Head {
    lemma: Cow<'static, str>,
    entry: Option<Entry>,
    /// Its first word, and the one behind its last, by index of the cue's words.
    start: usize,
    end: usize,
    /// Is the cue a mere *in*, *by* or *under*, which says nothing but whose the words are?
    written_by: bool,
}

impl Head {
    /// The first listed phrase or word that is no auxiliary, adverb, determiner or the like. Before *next* words the listed
    /// word behind them is taken; an unknown word is taken where nothing listed follows, or where it is inflected.
    fn find(document: &Document, words: &[Word]) -> Head {
        let mut light: Option<Head> = None;
        let mut unknown: Option<Head> = None;
        let mut at = 0;
        while at < words.len() {
            let phrase = phrase_at(document, words, at);
            if phrase.is_none() && is_skipped(document, words, at) {
                at += 1;
                continue;
            }
            let (entry, end) = phrase.map_or_else(
                || (word_at(document, words, at), at + 1),
                |(entry, end)| (Some(entry), end),
            );
            let lemma = match entry {
                Some(entry) => Cow::Borrowed(entry.lemma),
                None => lemma(words[at].folded),
            };
            let head = Head {
                lemma,
                entry,
                start: at,
                end,
                written_by: false,
            };
            match entry {
                Some(entry) if !entry.next => return light_or(light, unknown, head),
                Some(_) => light = light.or(Some(head)),
                None if unknown.is_none() && light.is_none() => {
                    let inflected = head.lemma != words[at].folded;
                    if inflected {
                        return head;
                    }
                    unknown = Some(head);
                }
                None => {}
            }
            at = end;
        }
        light
            .or(unknown)
            .unwrap_or_else(|| Self::of_skipped(document, words))
    }

    /// Of a cue with nothing but *in*, *'s* or *reportedly*: a listed word, else all of it.
    fn of_skipped(document: &Document, words: &[Word]) -> Head {
        let listed = (0..words.len()).find_map(|at| Some((at, word_at(document, words, at)?)));
        match listed {
            Some((at, entry)) => Head {
                lemma: Cow::Borrowed(entry.lemma),
                entry: Some(entry),
                start: at,
                end: at + 1,
                written_by: false,
            },
            None => Head {
                lemma: Cow::Owned(
                    words
                        .iter()
                        .map(|word| word.folded)
                        .collect::<Vec<_>>()
                        .join(" "),
                ),
                entry: None,
                start: 0,
                end: words.len(),
                written_by: true,
            },
        }
    }
}

/// *made the claim*: a listed word behind a light one counts, and so does one behind an adjective that nothing lists.
fn light_or(light: Option<Head>, unknown: Option<Head>, head: Head) -> Head {
    match light.or(unknown) {
        Some(before) => Head {
            start: before.start,
            ..head
        },
        None => head,
    }
}

/// Does the word at `at` only stand before the head: *has*, *not*, *repeatedly*, *the*, *his*, *to*, *in*, *Tuesday*?
fn is_skipped(document: &Document, words: &[Word], at: usize) -> bool {
    const FUNCTION: Classes = Classes::AUXILIARY
        .or(Classes::ADVERB)
        .or(Classes::CONJUNCTION)
        .or(Classes::SUBORDINATOR)
        .or(Classes::DETERMINER)
        .or(Classes::PREPOSITION)
        .or(Classes::PRONOUN)
        .or(Classes::TIME);
    let Word { token, folded } = words[at];
    let going = folded == "going" && words.get(at + 1).is_some_and(|next| next.folded == "to");
    going
        || matches!(document.shape(token), Shape::Clitic | Shape::Number)
        || document.classes(token).is(FUNCTION)
        || matches!(folded, "to" | "s" | "been" | "able")
        || is_adverb(folded) && !LISTS.known.contains(folded)
}

/// By its ending.
fn is_adverb(folded: &str) -> bool {
    folded.ends_with("ly") && folded.len() > 4
}

/// The entry of the word at `at`: the noun's behind *the*, *his*, *of*, where there is one.
fn word_at(document: &Document, words: &[Word], at: usize) -> Option<Entry> {
    let Word { token, folded } = words[at];
    let lemma = lemma(folded);
    let &(any, noun) = LISTS
        .entries
        .get(lemma.as_ref())
        .or_else(|| LISTS.entries.get(folded))?;
    let before = token
        .checked_sub(1)
        .map_or(Classes::NONE, |token| document.classes(token));
    let possessive = token
        .checked_sub(1)
        .is_some_and(|token| matches!(document.folded(token), "'s" | "'"));
    let nominal = possessive || before.is(Classes::DETERMINER.or(Classes::PREPOSITION));
    if nominal { noun.or(any) } else { any.or(noun) }
}

/// The longest listed phrase that begins at `at`, and the word behind it. Adverbs may stand in it: *pointed repeatedly to*.
fn phrase_at(document: &Document, words: &[Word], at: usize) -> Option<(Entry, usize)> {
    let first = words[at].folded;
    let phrases = LISTS
        .phrases
        .get(first)
        .or_else(|| LISTS.phrases.get(lemma(first).as_ref()))?;
    phrases.iter().find_map(|(phrase, entry)| {
        let mut end = at + 1;
        for want in phrase.iter().skip(1).take(PHRASE) {
            let matches = |index: usize| {
                words
                    .get(index)
                    .is_some_and(|word| word.folded == *want || lemma(word.folded) == *want)
            };
            if !matches(end)
                && words.get(end).is_some_and(|word| {
                    is_adverb(word.folded) || document.classes(word.token).is(Classes::ADVERB)
                })
            {
                end += 1;
            }
            if !matches(end) {
                return None;
            }
            end += 1;
        }
        Some((*entry, end))
    })
}

/// Where a cue stands: what is around it, its content and its source.
struct Place<'d, 't> {
    document: &'d Document<'t>,
    /// The tokens of the cue.
    cue: &'d [usize],
    content: &'d [Span],
    source: Option<Span>,
    /// Words of the content, and how many of them stand in quotation marks that do not hold the cue, too.
    words: usize,
    quoted: usize,
}

impl<'d, 't> Place<'d, 't> {
    fn new(
        document: &'d Document<'t>,
        cue: &'d [usize],
        content: &'d [Span],
        source: Option<Span>,
    ) -> Self {
        let mut place = Self {
            document,
            cue,
            content,
            source,
            words: 0,
            quoted: 0,
        };
        // In “I think it rains,” she said, the marks are not around what *think* reports.
        let around = cue.first().map_or(0, |&token| {
            let at = document.tokens[token].span;
            quotations(document, at)
                .filter(|(_, outer)| outer.contains(at))
                .count()
        });
        for &span in content {
            let tokens = document.tokens_in(span);
            place.words += place.count(tokens.clone());
            let inside: usize = quotations(document, span)
                .filter(|&(depth, _)| depth == around)
                .map(|(_, outer)| {
                    let both = document.tokens_in(outer);
                    let both = both.start.max(tokens.start)..both.end.min(tokens.end);
                    place.count(both)
                })
                .sum();
            place.quoted += inside;
        }
        place
    }

    fn count(&self, tokens: Range<usize>) -> usize {
        tokens
            .filter(|&token| self.document.shape(token).is_word())
            .count()
    }

    /// Is the content quoted words, all of it?
    fn marked(&self) -> bool {
        self.words > 0 && self.quoted >= self.words
    }

    /// Are those words said, rather than a term in marks: *wants “change”*? They come first, or there are some of them.
    fn utterance(&self) -> bool {
        let first = self.content.iter().map(|span| span.start).min();
        let cue = self
            .cue
            .first()
            .map(|&token| self.document.tokens[token].span.start);
        self.words > 3 || first < cue
    }

    /// The token behind the cue.
    fn after(&self) -> Option<usize> {
        self.cue.last().map(|&token| token + 1)
    }

    /// The first word of the content.
    fn first_word(&self) -> Option<usize> {
        let start = self.content.iter().min()?;
        self.document
            .tokens_in(*start)
            .find(|&token| self.document.shape(token).is_word())
    }

    /// The *to* of an infinitive behind the head, whose last word is before `end`: in the cue, or behind it.
    fn to(&self, words: &[Word], end: usize) -> Option<usize> {
        let is_to = |&token: &usize| self.document.folded(token) == "to";
        let in_cue = words.get(end).map(|word| word.token);
        let token = match in_cue {
            Some(token) => Some(token).filter(is_to),
            None => self
                .first_word()
                .filter(is_to)
                .or_else(|| self.after().filter(is_to)),
        }?;
        // *agreed to the plan* has no infinitive.
        let next = self.document.classes(token + 1);
        let nominal = next.is(Classes::DETERMINER) || !self.document.shape(token + 1).is_word();
        (!nominal).then_some(token)
    }

    fn infinitive(&self, words: &[Word], end: usize) -> bool {
        self.to(words, end).is_some()
    }

    /// Is the infinitive one of saying or writing? Adverbs before it are passed over.
    fn infinitive_speaks(&self, words: &[Word], end: usize) -> bool {
        let Some(to) = self.to(words, end) else {
            return false;
        };
        let verb = (to + 1..to + 4).find(|&token| {
            !is_adverb(self.document.folded(token))
                && !self.document.classes(token).is(Classes::ADVERB)
        });
        verb.and_then(|token| of_lemma(&lemma(self.document.folded(token))))
            .is_some_and(Act::is_verbal)
    }

    /// Does a clause with *that*, *if*, *who* follow, as far as its first word tells?
    fn clause(&self, words: &[Word]) -> bool {
        const OPENS: [&str; 11] = [
            "that", "if", "whether", "how", "why", "what", "who", "whom", "which", "when", "where",
        ];
        let opens = |token: usize| OPENS.contains(&self.document.folded(token));
        let in_cue = words.last().is_some_and(|word| word.folded == "that");
        in_cue || self.first_word().is_some_and(opens) || self.after().is_some_and(opens)
    }

    /// Is the source something written: a report, a poll?
    fn by_document(&self) -> bool {
        let Some(source) = self.source else {
            return false;
        };
        let document = self.document;
        let tokens = document.tokens_in(source);
        let phrase: Vec<usize> = tokens
            .take_while(|&token| {
                !matches!(
                    document.folded(token),
                    "," | "of" | "on" | "by" | "from" | "for" | "in" | "to"
                )
            })
            .collect();
        // The account of somebody is where they write.
        let account = phrase
            .first()
            .is_some_and(|&token| document.word(token).starts_with('@'));
        // *the report*, *a poll taken in May*, not *the report author*
        let written = phrase.iter().enumerate().any(|(index, &token)| {
            let is_head = phrase.get(index + 1).is_none_or(|&next| {
                let next = document.folded(next);
                next.ends_with("ed") || LISTS.forms.contains_key(next)
            });
            is_head
                && (document.classes(token).is(Classes::DOCUMENT) || is_medium(document, token))
                && !self.of_person(token)
        });
        account || written
    }

    /// Is `token` of a person's name: Jo *Page*?
    fn of_person(&self, token: usize) -> bool {
        let mentions = &self.document.mentions;
        let behind = mentions.partition_point(|mention| mention.tokens.start <= token);
        mentions[..behind].last().is_some_and(|mention| {
            mention.kind == MentionKind::Person && mention.name.contains(&token)
        })
    }

    /// Is the source one person: *she*, a name, *the nurse*?
    fn by_one(&self) -> bool {
        let Some(source) = self.source else {
            return false;
        };
        let tokens = self.document.tokens_in(source);
        let pronoun = matches!(self.document.folded(tokens.start), "he" | "she" | "i");
        let mentions = &self.document.mentions;
        let from = mentions.partition_point(|mention| mention.tokens.start < tokens.start);
        let named = mentions[from..]
            .iter()
            .take_while(|mention| mention.tokens.start < tokens.end)
            .next()
            .is_some_and(|mention| mention.kind == MentionKind::Person);
        pronoun || named
    }

    /// Is it said in a letter, a tweet, a book: behind the head, or at the head of the sentence?
    fn in_writing(&self, words: &[Word], head: usize) -> bool {
        let Some(first) = words.get(head).map(|word| word.token) else {
            return false;
        };
        let sentence = &self.document.sentences[self.document.tokens[first].sentence];
        self.medium_in(first..(first + REACH).min(sentence.tokens.end))
            || self.medium_in(sentence.tokens.start..(sentence.tokens.start + 1).min(first))
    }

    /// Does a medium of writing begin in `tokens`, outside the content? *in a letter to*, *on Facebook*, *by email*
    fn medium_in(&self, tokens: Range<usize>) -> bool {
        let document = self.document;
        let is_content = |token: usize| {
            let at = document.tokens[token].span;
            self.content.iter().any(|span| span.overlaps(at))
        };
        tokens
            .take_while(|&token| !is_content(token))
            .filter(|&token| {
                matches!(
                    document.folded(token),
                    "in" | "on" | "via" | "by" | "over" | "through"
                ) || document.folded(token) == "to" && self.cue.contains(&token)
            })
            .any(|preposition| {
                (preposition + 1..preposition + 7)
                    .take_while(|&token| {
                        document.shape(token).is_word()
                            && !document.classes(token).is(Classes::PREPOSITION)
                            && !is_content(token)
                    })
                    .any(|token| is_medium(document, token))
            })
    }
}

/// As far as a medium is looked for behind the head.
const REACH: usize = 14;

/// Is the token a noun for something that people write?
fn is_medium(document: &Document, token: usize) -> bool {
    let folded = document.folded(token);
    let lemma = lemma(folded);
    let entry = LISTS
        .entries
        .get(lemma.as_ref())
        .filter(|_| folded == lemma || folded.ends_with('s'));
    entry.is_some_and(|(_, noun)| noun.is_some_and(|noun| noun.act == Act::Writing))
}

/// The marked spans that touch `span`, each with the number of marks around it.
fn quotations(document: &Document, span: Span) -> impl Iterator<Item = (usize, Span)> {
    let all = &document.quotations;
    let from = all.partition_point(|quotation| quotation.outer.start < span.start);
    let before = all[from.saturating_sub(NESTED)..from].iter();
    let after = all[from..]
        .iter()
        .take_while(move |quotation| quotation.outer.start < span.end);
    before
        .chain(after)
        .filter(move |quotation| quotation.outer.overlaps(span))
        .map(|quotation| (quotation.depth, quotation.outer))
}

/// How many marked spans before a place may be those around it: outer ones, and what else is quoted inside them.
const NESTED: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_lead_to_lemmas() {
        for (form, want) in [
            ("said", "say"),
            ("has", "have"),
            ("took", "take"),
            ("rejected", "reject"),
            ("denied", "deny"),
            ("vied", "vie"),
            ("planning", "plan"),
            ("referring", "refer"),
            ("telling", "tell"),
            ("dismisses", "dismiss"),
            ("accuses", "accuse"),
            ("allegations", "allegation"),
            ("claims", "claim"),
            ("press", "press"),
            // Words that no list has.
            ("hectored", "hector"),
            ("outfoxes", "outfox"),
            ("gutting", "gut"),
            ("gyrated", "gyrate"),
            ("heaped", "heap"),
            ("jading", "jade"),
            ("dangling", "dangle"),
            ("diagnosis", "diagnosis"),
            ("sesquipedalian", "sesquipedalian"),
        ] {
            assert_eq!(lemma(form), want, "{form}");
        }
    }

    /// The judgement over `text`, in which the cue is in `[]`, the content in `{}` and the source in `()`.
    fn judged(marked: &str) -> Judgement {
        let mut text = String::new();
        let mut open = Vec::new();
        let (mut cue, mut content, mut source) = (Vec::new(), Vec::new(), None);
        for c in marked.chars() {
            match c {
                '[' | '{' | '(' => open.push(text.len()),
                ']' => cue.push(Span::new(open.pop().unwrap(), text.len())),
                '}' => content.push(Span::new(open.pop().unwrap(), text.len())),
                ')' => source = Some(Span::new(open.pop().unwrap(), text.len())),
                c => text.push(c),
            }
        }
        let mut document = Document {
            text: &text,
            ..Document::default()
        };
        crate::segment::split(&mut document);
        crate::quotation::pair(&mut document);
        crate::mention::find(&mut document, &crate::Gazetteer::default());
        judge(&document, &cue, &content, source)
    }

    #[test]
    fn acts_are_judged_in_context() {
        use Act::{Intention, Perception, Speech, Thought, Writing};
        for (text, act, lemma) in [
            // The head.
            (
                "(Roe) [has repeatedly rejected] {the plan}.",
                Speech,
                "reject",
            ),
            ("(Roe) [made the claim] {that it rained}.", Speech, "claim"),
            ("(Roe) [went on to say] {it rained}.", Speech, "go on"),
            (
                "(Roe) [issued a statement saying] {it rained}.",
                Speech,
                "statement",
            ),
            ("(Roe) [is widely expected] {to win}.", Thought, "expect"),
            ("(Roe)[’s claim] {that it rained} is odd.", Speech, "claim"),
            ("{It rained}, [according to] (Roe).", Speech, "according to"),
            (
                "(Roe) [pointed repeatedly to] {the rain}.",
                Speech,
                "point to",
            ),
            ("(Roe) [took aim at] {the plan}.", Speech, "take aim"),
            ("(Roe) [would like] {a word}.", Intention, "would like"),
            (
                "(Roe) [voiced passionate support for] {the plan}.",
                Speech,
                "voice",
            ),
            // Marks.
            ("(Roe)[:] {We sail.}", Speech, ":"),
            ("“{We sail.}” [―] (Roe)", Speech, "―"),
            // Writing: a source, a medium.
            ("(The report) [said] {it rained}.", Writing, "say"),
            (
                "(A poll taken in May) [found] {that it rained}.",
                Writing,
                "find",
            ),
            ("(The report author) [said] {it rained}.", Speech, "say"),
            (
                "{It rained}, (Roe) [said] in a letter to staff.",
                Writing,
                "say",
            ),
            (
                "In an email on Monday, (Roe) [said] {it rained}.",
                Writing,
                "say",
            ),
            ("(Roe) [said] {it rained in the letters}.", Speech, "say"),
            ("{It rained}, (Roe) [said] in an interview.", Speech, "say"),
            (
                "(Roe) [took to Twitter] {to say it rained}.",
                Writing,
                "take to",
            ),
            ("(@roe) [replied], “{So it did.}”", Writing, "reply"),
            // Infinitives.
            ("(Roe) [agreed] {to sell the farm}.", Intention, "agree"),
            ("(Roe) [agreed] {that it rained}.", Speech, "agree"),
            ("(Roe) [hopes] {to win}.", Intention, "hope"),
            ("(Roe) [hopes] {that it rains}.", Thought, "hope"),
            ("(Roe) [threatened] {to leave}.", Speech, "threaten"),
            ("(Roe) [offered] {to pay}.", Speech, "offer"),
            ("(Roe) [refused] {to pay}.", Intention, "refuse"),
            ("(Roe) [refused to say] {who paid}.", Speech, "refuse"),
            // Complements and persons.
            ("(Roe) [saw] {that it rained}.", Perception, "see"),
            ("(Roe) [sees] {rain as a gift}.", Thought, "see"),
            ("(Rain) [is seen] {as a gift}.", Thought, "see"),
            (
                "(Roe) [could be heard grousing] {that it rained}.",
                Speech,
                "grouse",
            ),
            ("(He) [found] {that it rained}.", Perception, "find"),
            (
                "(Dutch scientists) [found] {that it rained}.",
                Speech,
                "find",
            ),
            (
                "(Roe) [is confident] {that it will rain}.",
                Thought,
                "confident",
            ),
            (
                "(Roe) [was worried] {that it would rain}.",
                Thought,
                "worry",
            ),
            ("(Roe) [signed] {the bill}.", Intention, "sign"),
            ("(their) [plan] {to sell}", Intention, "plan"),
            // Quoted words.
            (
                "“{We sail on Monday,}” (she) [believes].",
                Speech,
                "believe",
            ),
            ("“{We sail on Monday,}” (she) [thought].", Thought, "think"),
            ("(Roe) [wants] “{change}.”", Intention, "want"),
            ("“(I) [think] {it rains},” she said.", Thought, "think"),
            ("“{We sail on Monday,}” (Roe) [hectored].", Speech, "hector"),
            ("(Roe) [hectored] {the crew}.", Thought, "hector"),
            ("(Roe) [hectored] {to sail}.", Intention, "hector"),
        ] {
            let got = judged(text);
            assert_eq!((got.act, got.lemma.as_ref()), (act, lemma), "{text}");
        }
    }

    #[test]
    fn any_span_gets_an_answer() {
        for text in [
            "[]{}",
            "a []{} b",
            "[, –] {}",
            "(’s)[’s]{’s}",
            "{“[}“]",
            "[to]{to}",
        ] {
            judged(text);
        }
    }
}
