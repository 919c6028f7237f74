//! The force of what is said: is it put forward as true, believed, intended, asked for or asked?
//!
//! Beside the [act](super::Act), which says how it was brought forth. It follows from the cue (`force=` in `data/lexicon/acts.tsv`,
//! frames, act) and from the form of the content: quoted words that end with a question mark ask, and quoted words of nothing but
//! imperatives command, whatever the cue is.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::act::{Act, force_of};
use super::lexicon::{Frames, frames_of};
use crate::attribution::{Attribution, QuoteType};
use crate::document::{Document, Shape};
use crate::lexicon::{Classes, lines};
use crate::span::Span;

/// What saying something amounts to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Force {
    /// said that, wrote
    #[default]
    Assertion,
    /// believes, hopes
    Belief,
    /// plans, promised
    Intention,
    /// urged, told her to; *“Stay inside”*
    Command,
    /// asked whether; *“Who knew?”*
    Question,
}

impl Force {
    /// Every one, in order.
    pub const ALL: [Force; 5] = [
        Force::Assertion,
        Force::Belief,
        Force::Intention,
        Force::Command,
        Force::Question,
    ];

    /// The name it has in a record.
    pub fn name(self) -> &'static str {
        match self {
            Force::Assertion => "assertion",
            Force::Belief => "belief",
            Force::Intention => "intention",
            Force::Command => "command",
            Force::Question => "question",
        }
    }

    pub(super) fn read(name: &str) -> Option<Force> {
        Self::ALL.into_iter().find(|force| force.name() == name)
    }
}

const IMPERATIVES: &str = include_str!("../../data/lexicon/imperatives.txt");

static COMMANDS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| lines(IMPERATIVES).collect());

/// The force of `attribution`.
pub(crate) fn force(document: &Document, attribution: &Attribution) -> Force {
    let content = &attribution.content;
    if attribution.quote_type == QuoteType::Direct {
        if asks(document, content) {
            return Force::Question;
        }
        if commands(document, content) {
            return Force::Command;
        }
    }
    let lemma = attribution
        .cue
        .as_ref()
        .map_or("", |cue| cue.lemma.as_ref());
    let infinitive = is_infinitive(document, content);
    match (force_of(lemma), attribution.act) {
        // *asked to leave*, *asked for help*
        (Some(Force::Question), _) if infinitive || begins_with(document, content, "for") => {
            Force::Command
        }
        (Some(force), _) => force,
        (None, Act::Speech | Act::Writing) if infinitive => {
            let to_others =
                frames_of(lemma).is_some_and(|frames| frames.has(Frames::OBJECT_INFINITIVE));
            if to_others {
                Force::Command
            } else {
                Force::Intention
            }
        }
        (None, Act::Thought) => Force::Belief,
        (None, Act::Intention) => Force::Intention,
        (None, Act::Speech | Act::Writing | Act::Perception) => Force::Assertion,
    }
}

/// Do the words end with a question mark?
fn asks(document: &Document, content: &[Span]) -> bool {
    let text = content.last().map_or("", |&span| document.slice(span));
    text.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '?' | '.' | '!'))
        .ends_with('?')
}

fn begins_with(document: &Document, content: &[Span], word: &str) -> bool {
    let first = content.first().map(|&span| document.tokens_in(span).start);
    first.is_some_and(|first| document.folded(first) == word)
}

/// *to leave*, *not to leave*; but *to have left* tells of what was.
fn is_infinitive(document: &Document, content: &[Span]) -> bool {
    let Some(first) = content.first().map(|&span| document.tokens_in(span).start) else {
        return false;
    };
    let at = first + usize::from(document.folded(first) == "not");
    let next = document.classes(at + 1);
    document.folded(at) == "to"
        && document.folded(at + 1) != "have"
        && !next.is(Classes::DETERMINER)
        && !document.shape(at + 1).is_capital()
}

/// Is every sentence of `content` an imperative?
fn commands(document: &Document, content: &[Span]) -> bool {
    let mut any = false;
    for &span in content {
        let mut at = document.tokens_in(span);
        while let Some(token) = document.tokens.get(at.start).filter(|_| !at.is_empty()) {
            let end = document.sentences[token.sentence].tokens.end.min(at.end);
            // Marks alone are no sentence.
            if (at.start..end).any(|token| document.shape(token).is_word()) {
                if !is_imperative(document, at.start, end) {
                    return false;
                }
                any = true;
            }
            at.start = end.max(at.start + 1);
        }
    }
    any
}

/// *Stay inside*, *please don’t run*, *be careful*
fn is_imperative(document: &Document, start: usize, end: usize) -> bool {
    let word = |at: usize| if at < end { document.folded(at) } else { "" };
    let skipped = |at: &usize| {
        matches!(
            word(*at),
            "please" | "and" | "so" | "but" | "just" | "now" | "then" | "always" | "never" | ","
        ) || document.shape(*at) == Shape::Mark
    };
    let Some(at) = (start..end).find(|at| !skipped(at)) else {
        return false;
    };
    let subject = |at: usize| {
        matches!(
            word(at),
            "i" | "you" | "he" | "she" | "we" | "they" | "it" | "the" | "people"
        )
    };
    match (word(at), word(at + 1)) {
        ("be", _) | ("let", "'s" | "us" | "me" | "them" | "him" | "her") => true,
        ("do", "n't" | "not") => !subject(at + 2),
        (verb, next) if COMMANDS.contains(verb) => {
            let classes = document.classes(at + 1);
            let object = classes.is(Classes::DETERMINER
                .or(Classes::PRONOUN)
                .or(Classes::PREPOSITION)
                .or(Classes::ADVERB));
            let subject = matches!(next, "i" | "you" | "he" | "she" | "we" | "they");
            let over = at + 1 >= end
                || !document.shape(at + 1).is_word()
                    && next != "n't"
                    && document.shape(at + 1) != Shape::Clitic;
            over || object && !subject
                || matches!(
                    next,
                    "home"
                        | "inside"
                        | "outside"
                        | "back"
                        | "away"
                        | "up"
                        | "down"
                        | "calm"
                        | "safe"
                        | "to"
                )
        }
        _ => false,
    }
}
