//! The act of a cue: is it speech, writing, thought, intention or perception that it reports?
//!
//! Receives the words of a cue, whatever they are, with its content and source; finds the word that carries its meaning (its
//! *head*: *reject* in *has repeatedly rejected*, *claim* in *made the claim*), its lemma, and its act. Acts stand in
//! `data/lexicon/acts.tsv`, and nowhere else: one entry for a lemma, with what changes in context. Rules and any other engine
//! ask here. It does not judge whether a cue reports anything; somebody else has decided that.
//!
//! A word that no list knows is speech where its content is quoted words, and else thought or intention: whoever asks for
//! speech must not get *signed the bill*.

mod list;
mod place;

use std::borrow::Cow;

use list::{Entry, LISTS, lemma};
use place::Place;

use crate::document::{Document, Shape};
use crate::lexicon::Classes;
use crate::span::Span;

pub(crate) use list::is_participle;
pub(super) use list::{force_of, of_lemma};

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

/// As many words as a phrase of the list may have; more would be a mistake in the list.
const PHRASE: usize = 6;

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

#[cfg(test)]
mod tests;
