//! Signals: the words of a content that make it checkable, or say how it is meant.
//!
//! Receives contents and mentions; adds [`Attribution::signals`], [`Attribution::force`] and [`Attribution::checkable`]. A signal
//! says that the words stand there, never that the claim is true or worth a check, and there is no score: whoever reads the
//! record sees which words counted. Numbers, money and dates are read by `quantity`, everything else stands in
//! `data/lexicon/signals.tsv` or is found in `words`. Signals of different families may overlap (*no more than* has a number
//! behind it, not in it); of one family, the longer one counts.

mod quantity;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;

use rustc_hash::FxHashSet;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::attribution::{Attribution, QuoteType};
use crate::cue::{self, Force};
use crate::document::{Document, Shape};
use crate::mention::MentionKind;
use crate::span::Span;

/// What a signal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum SignalKind {
    /// *forty*, *2.5 million*, *a third of*
    Number,
    /// *40 percent*, *two percentage points*
    Percentage,
    /// *$3bn*, *2 million dollars*, *50p*
    Money,
    /// *16 November 2021*, *last year*, *3 p.m.*
    Date,
    /// *more than*, *twice as many*, *fewer nurses than*
    Comparison,
    /// *the largest*, *record high*
    Superlative,
    /// *because*, *led to*
    Causal,
    /// A name.
    Entity,
    /// *will*, *is expected to*
    Prediction,
    /// *I was*, *we saw*: what the speaker went through.
    Experience,
    /// *might*, *about 40*
    Hedge,
    /// *not*, *nobody*
    Negation,
}

impl SignalKind {
    /// Every one, in order.
    pub const ALL: [SignalKind; 12] = [
        SignalKind::Number,
        SignalKind::Percentage,
        SignalKind::Money,
        SignalKind::Date,
        SignalKind::Comparison,
        SignalKind::Superlative,
        SignalKind::Causal,
        SignalKind::Entity,
        SignalKind::Prediction,
        SignalKind::Experience,
        SignalKind::Hedge,
        SignalKind::Negation,
    ];

    /// The name it has in a record.
    pub fn name(self) -> &'static str {
        match self {
            SignalKind::Number => "number",
            SignalKind::Percentage => "percentage",
            SignalKind::Money => "money",
            SignalKind::Date => "date",
            SignalKind::Comparison => "comparison",
            SignalKind::Superlative => "superlative",
            SignalKind::Causal => "causal",
            SignalKind::Entity => "entity",
            SignalKind::Prediction => "prediction",
            SignalKind::Experience => "experience",
            SignalKind::Hedge => "hedge",
            SignalKind::Negation => "negation",
        }
    }

    /// The kind of that name.
    fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Can the words be held against a source?
    pub fn is_claim(self) -> bool {
        self <= SignalKind::Causal
    }

    /// Kinds of one family do not stand inside each other.
    fn family(self) -> u8 {
        match self {
            SignalKind::Number
            | SignalKind::Percentage
            | SignalKind::Money
            | SignalKind::Date
            | SignalKind::Entity => 0,
            SignalKind::Comparison | SignalKind::Superlative => 1,
            SignalKind::Prediction | SignalKind::Hedge => 2,
            SignalKind::Causal => 3,
            SignalKind::Experience => 4,
            SignalKind::Negation => 5,
        }
    }
}

/// Words that say something about a content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signal {
    /// What they are.
    pub kind: SignalKind,
    /// Where they stand, within one span of the content.
    pub span: Span,
}

/// Fills in what the contents of [`Document::attributions`] signal.
pub(crate) fn detect(document: &mut Document) {
    let mut attributions = std::mem::take(&mut document.attributions);
    let certain = certain_names(document);
    for attribution in &mut attributions {
        let reported = attribution.quote_type != QuoteType::Direct;
        attribution.signals = find(document, &certain, &attribution.content, reported);
        attribution.force = cue::force(document, attribution);
        attribution.checkable = is_checkable(document, attribution);
    }
    document.attributions = attributions;
}

/// The signals in `content`, by place; `reported` where it is in the writer's words, which put *will* as *would*.
fn find(
    document: &Document,
    certain: &FxHashSet<&str>,
    content: &[Span],
    reported: bool,
) -> Vec<Signal> {
    let mut signals = Vec::new();
    for &span in content {
        let stretch = Stretch {
            document,
            tokens: document.tokens_in(span),
            reported,
        };
        let mut found: Vec<(SignalKind, Range<usize>)> = Vec::new();
        let idioms = words::find(&stretch, &mut found);
        quantity::find(&stretch, &idioms, &mut found);
        names(&stretch, certain, &mut found);
        let found = found.into_iter().map(|(kind, tokens)| Signal {
            kind,
            span: document.span_of(tokens),
        });
        // A token may go on behind a content that was cut inside it.
        signals.extend(outermost(found.collect()).filter(|signal| span.contains(signal.span)));
    }
    signals
}

/// By place, without those that stand in another one of their family.
fn outermost(mut signals: Vec<Signal>) -> impl Iterator<Item = Signal> {
    signals.sort_by_key(|signal| {
        (
            signal.span.start,
            std::cmp::Reverse(signal.span.end),
            signal.kind,
        )
    });
    let mut ends = [0; 6];
    signals.into_iter().filter(move |signal| {
        let end = &mut ends[usize::from(signal.kind.family())];
        let free = signal.span.start >= *end;
        if free {
            *end = signal.span.end;
        }
        free
    })
}

/// The words of names that have a capital where no sentence begins.
fn certain_names<'d>(document: &'d Document) -> FxHashSet<&'d str> {
    let mentions = document.mentions.iter();
    let inside = mentions.filter(|mention| !begins_sentence(document, mention.tokens.start));
    inside
        .flat_map(|mention| mention.name.clone())
        .map(|token| document.folded(token))
        .collect()
}

/// Is it the first word of its sentence, or of what a mark opens there?
fn begins_sentence(document: &Document, token: usize) -> bool {
    let sentence = |at: usize| document.tokens.get(at).map(|token| token.sentence);
    match token.checked_sub(1) {
        Some(before) => {
            sentence(before) != sentence(token)
                || !document.shape(before).is_word() && document.shape(before) != Shape::Clitic
        }
        None => true,
    }
}

/// Adds the names among the mentions. Of one word at the head of a sentence, which has a capital whatever it is, something else
/// must say that it is a name.
fn names(
    stretch: &Stretch,
    certain: &FxHashSet<&str>,
    found: &mut Vec<(SignalKind, Range<usize>)>,
) {
    let Stretch {
        document, tokens, ..
    } = stretch;
    let mentions = &document.mentions;
    let first = mentions.partition_point(|mention| mention.tokens.start < tokens.start);
    let inside = mentions
        .iter()
        .skip(first)
        .take_while(|mention| mention.tokens.start < tokens.end);
    found.extend(
        inside
            .filter(|mention| {
                let named = match mention.kind {
                    MentionKind::Person | MentionKind::Organization | MentionKind::Place => true,
                    MentionKind::Name => {
                        let at = mention.tokens.start;
                        mention.tokens.len() > 1
                            || mention.gazetteer.is_some()
                            || certain.contains(document.folded(at))
                            || !begins_sentence(document, at)
                    }
                    MentionKind::Human
                    | MentionKind::Group
                    | MentionKind::Body
                    | MentionKind::Document => false,
                };
                named && mention.tokens.end <= tokens.end
            })
            .map(|mention| (SignalKind::Entity, mention.tokens.clone())),
    );
}

/// Is it an assertion with a sentence that has something to check and is no mere prediction?
fn is_checkable(document: &Document, attribution: &Attribution) -> bool {
    if attribution.force != Force::Assertion {
        return false;
    }
    let sentences = |of: fn(SignalKind) -> bool| {
        let signals = attribution
            .signals
            .iter()
            .filter(move |signal| of(signal.kind));
        signals.map(|signal| document.sentence_at(signal.span.start))
    };
    let predicted: FxHashSet<usize> = sentences(|kind| kind == SignalKind::Prediction).collect();
    sentences(SignalKind::is_claim).any(|sentence| !predicted.contains(&sentence))
}

/// One span of a content, as tokens: what is outside of it is not there.
struct Stretch<'d, 't> {
    document: &'d Document<'t>,
    tokens: Range<usize>,
    reported: bool,
}

impl<'d> Stretch<'d, '_> {
    /// The folded word at `at`; empty outside.
    fn word(&self, at: usize) -> &'d str {
        if self.tokens.contains(&at) {
            self.document.folded(at)
        } else {
            ""
        }
    }

    /// The folded word before `at`; empty outside.
    fn before(&self, at: usize) -> &'d str {
        at.checked_sub(1).map_or("", |before| self.word(before))
    }
}
