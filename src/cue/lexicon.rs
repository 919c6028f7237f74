//! The cue lexicon: `data/lexicon/cue_*.tsv`, compiled once into one Aho-Corasick automaton.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use rustc_hash::FxHashMap;

use super::act::{self, Act};
use crate::lexicon::lines;

/// The part of speech of a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CueClass {
    /// *said*
    Verb,
    /// *claim*, before a content clause
    Noun,
    /// *confident*, after a form of *be*
    Adjective,
    /// *according to*, before its source
    Phrase,
}

/// The inflected form of a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// *say*; also a singular noun, an adjective, a phrase
    Base,
    /// *says*; also a plural noun
    Third,
    /// *said*
    Past,
    /// *saying*
    Ing,
    /// *shown*, where it differs from the past
    Participle,
}

/// What a cue verb can take as its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frames(u16);

impl Frames {
    /// No frame.
    pub const NONE: Frames = Frames(0);
    /// Inquit of direct words: *“…,” she sighed*
    pub const INQUIT: Frames = Frames(1);
    /// A clause without *that*: *said he left*
    pub const BARE: Frames = Frames(2);
    /// A clause with *that*.
    pub const THAT: Frames = Frames(4);
    /// A clause with *whether, if, how, why …*
    pub const WH: Frames = Frames(8);
    /// An addressee before the content: *told Lee that*
    pub const ADDRESSEE: Frames = Frames(16);
    /// An infinitive: *vowed to*
    pub const INFINITIVE: Frames = Frames(32);
    /// An object and an infinitive: *urged Lee to*
    pub const OBJECT_INFINITIVE: Frames = Frames(64);
    /// A noun phrase: *criticized the plan*
    pub const NOUN_PHRASE: Frames = Frames(128);

    const LETTERS: [(char, Frames); 8] = [
        ('q', Frames::INQUIT),
        ('b', Frames::BARE),
        ('t', Frames::THAT),
        ('w', Frames::WH),
        ('o', Frames::ADDRESSEE),
        ('i', Frames::INFINITIVE),
        ('u', Frames::OBJECT_INFINITIVE),
        ('n', Frames::NOUN_PHRASE),
    ];

    /// Reads the letters of the lexicon; `None` for an unknown one.
    fn read(letters: &str) -> Option<Frames> {
        letters.chars().try_fold(Frames::NONE, |frames, letter| {
            let (_, frame) = Self::LETTERS
                .into_iter()
                .find(|(known, _)| *known == letter)?;
            Some(Frames(frames.0 | frame.0))
        })
    }

    /// Does it have `frame`?
    pub fn has(self, frame: Frames) -> bool {
        self.0 & frame.0 != 0
    }
}

/// One inflected form.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) lemma: &'static str,
    pub(super) act: Act,
    pub(super) class: CueClass,
    pub(super) form: Form,
    pub(super) frames: Frames,
    /// Is the form a cue noun too, as *claims* is?
    pub(super) noun: bool,
    /// Is the form a cue adjective too, as *worried* is?
    pub(super) adjective: bool,
}

const VERBS: &str = include_str!("../../data/lexicon/cue_verbs.tsv");
const NOUNS: &str = include_str!("../../data/lexicon/cue_nouns.tsv");
const ADJECTIVES: &str = include_str!("../../data/lexicon/cue_adjectives.tsv");
const PHRASES: &str = include_str!("../../data/lexicon/cue_phrases.tsv");

struct Lexicon {
    entries: Vec<Entry>,
    automaton: AhoCorasick,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let rows = read();
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        // The space in front makes a hit begin with a word; where it ends, the caller checks.
        .build(rows.iter().map(|(form, _)| format!(" {form}")))
        .expect("the lexicon is built in; a test builds it");
    Lexicon {
        entries: rows.into_iter().map(|(_, entry)| entry).collect(),
        automaton,
    }
});

/// Every inflected form with its entry, verbs first. A row that cannot be read, or whose act is not listed, is left out; a test
/// finds it.
fn read() -> Vec<(&'static str, Entry)> {
    let mut rows: Vec<(&'static str, Entry)> = Vec::new();
    let mut add = |word: &'static str, entry: Entry| match rows
        .iter_mut()
        .find(|(known, _)| *known == word)
    {
        Some((_, known)) => {
            known.noun |= entry.noun;
            known.adjective |= entry.class == CueClass::Adjective;
        }
        None => rows.push((word, entry)),
    };
    for line in lines(VERBS) {
        let fields: Vec<&'static str> = line.split('\t').collect();
        let [lemma, frames, third, past, ing, participle] = fields[..] else {
            continue;
        };
        let (Some(act), Some(frames)) = (act::of_lemma(lemma), Frames::read(frames)) else {
            continue;
        };
        let entry = |form| Entry {
            lemma,
            act,
            class: CueClass::Verb,
            form,
            frames,
            noun: false,
            adjective: false,
        };
        // The past comes first: *read* and *forecast* are past forms more often than base forms.
        for (word, form) in [
            (past, Form::Past),
            (lemma, Form::Base),
            (third, Form::Third),
            (ing, Form::Ing),
            (participle, Form::Participle),
        ] {
            add(word, entry(form));
        }
    }
    for line in lines(NOUNS) {
        let fields: Vec<&'static str> = line.split('\t').collect();
        let [lemma, plural] = fields[..] else {
            continue;
        };
        let Some(act) = act::of_lemma(lemma) else {
            continue;
        };
        for (word, form) in [(lemma, Form::Base), (plural, Form::Third)] {
            add(
                word,
                Entry {
                    lemma,
                    act,
                    class: CueClass::Noun,
                    form,
                    frames: Frames::THAT,
                    noun: true,
                    adjective: false,
                },
            );
        }
    }
    for (contents, class) in [
        (ADJECTIVES, CueClass::Adjective),
        (PHRASES, CueClass::Phrase),
    ] {
        for lemma in lines(contents) {
            let Some(act) = act::of_lemma(lemma) else {
                continue;
            };
            add(
                lemma,
                Entry {
                    lemma,
                    act,
                    class,
                    form: Form::Base,
                    frames: Frames::THAT,
                    noun: false,
                    adjective: false,
                },
            );
        }
    }
    rows
}

/// What the verb `lemma` can take; `None` where it is no cue verb.
pub(super) fn frames_of(lemma: &str) -> Option<Frames> {
    static VERB_FRAMES: LazyLock<FxHashMap<&'static str, Frames>> = LazyLock::new(|| {
        let entries = LEXICON.entries.iter();
        let verbs = entries.filter(|entry| entry.class == CueClass::Verb);
        verbs.map(|entry| (entry.lemma, entry.frames)).collect()
    });
    VERB_FRAMES.get(lemma).copied()
}

/// Every lexicon form that begins a token of `folded` (tokens, each behind one space), with its bytes there; it may end
/// inside a token.
pub(super) fn find(folded: &str) -> impl Iterator<Item = (&'static Entry, Range<usize>)> + '_ {
    let lexicon = &*LEXICON;
    lexicon.automaton.find_iter(folded).filter_map(|hit| {
        let entry = lexicon.entries.get(hit.pattern().as_usize())?;
        Some((entry, hit.start() + 1..hit.end()))
    })
}
