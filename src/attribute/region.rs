//! A paragraph as the rules see it: tokens, with every quotation that can stand for a whole utterance as one element.

use std::ops::Range;

use crate::cue::{Cue, CueClass, Form};
use crate::document::{Document, Shape};
use crate::lexicon::Classes;
use crate::mention::MentionKind;
use crate::quotation::opens_with_label;
use crate::span::Span;

/// A token, or a quotation as a whole.
#[derive(Clone, Debug)]
pub(super) struct Element {
    pub(super) tokens: Range<usize>,
    pub(super) quotation: Option<usize>,
    /// The cue that begins here.
    pub(super) cue: Option<usize>,
    /// Does a sentence begin here?
    pub(super) starts: bool,
}

/// The elements of one paragraph, or of the inside of one quotation.
pub(super) struct Region<'d, 't> {
    pub(super) document: &'d Document<'t>,
    pub(super) elements: Vec<Element>,
}

/// A marked stretch of at most so many words can be a nickname, a title or a scare quote.
const SHORT: usize = 3;

impl<'d, 't> Region<'d, 't> {
    /// The elements of `tokens`; `quotations` are the candidates for elements, by start, not overlapping.
    pub(super) fn new(
        document: &'d Document<'t>,
        tokens: Range<usize>,
        quotations: &[usize],
    ) -> Self {
        let mut elements = Vec::with_capacity(tokens.len());
        let mut quotations = quotations.iter().copied().peekable();
        let mut cues = document
            .cues
            .partition_point(|cue| cue.tokens.start < tokens.start);
        let mut at = tokens.start;
        while at < tokens.end {
            let start = document.tokens[at].span.start;
            while quotations
                .next_if(|&q| document.quotations[q].outer.end <= start)
                .is_some()
            {}
            let quotation = quotations
                .peek()
                .copied()
                .filter(|&q| document.quotations[q].outer.start <= start);
            let end = quotation.map_or(at + 1, |q| {
                let outer = document.quotations[q].outer;
                document
                    .tokens
                    .partition_point(|token| token.span.start < outer.end)
                    .clamp(at + 1, tokens.end)
            });
            while document
                .cues
                .get(cues)
                .is_some_and(|cue| cue.tokens.start < at)
            {
                cues += 1;
            }
            let cue = document
                .cues
                .get(cues)
                .filter(|cue| quotation.is_none() && cue.tokens.start == at);
            elements.push(Element {
                tokens: at..end,
                quotation,
                cue: cue.map(|_| cues),
                starts: false,
            });
            at = end;
        }
        let mut region = Self { document, elements };
        for e in 0..region.len() {
            region.elements[e].starts = region.begins_sentence(e);
        }
        region
    }

    fn begins_sentence(&self, e: usize) -> bool {
        let Some(before) = e.checked_sub(1) else {
            return true;
        };
        let first = self.elements[e].tokens.start;
        // An empty pair of marks begins nothing.
        if self.shape(before) == Shape::Mark && self.elements[before].starts {
            return true;
        }
        if self.quotation(before).is_some() {
            let last = self.elements[before].tokens.end - 1;
            let ended = (last.saturating_sub(1)..=last)
                .any(|i| self.document.word(i).starts_with(['.', '!', '?', '…']));
            return ended && (self.quotation(e).is_some() || self.shape(e).is_capital());
        }
        let sentence = |token: usize| self.document.tokens[token].sentence;
        sentence(first) != sentence(first - 1) && self.elements[before].tokens.end == first
    }

    pub(super) fn len(&self) -> usize {
        self.elements.len()
    }

    /// The tokens of the region.
    pub(super) fn tokens(&self) -> Range<usize> {
        self.tokens_of(0..self.len())
    }

    /// The tokens of `elements`.
    pub(super) fn tokens_of(&self, elements: Range<usize>) -> Range<usize> {
        let of = |e: usize| self.elements.get(e).map(|element| &element.tokens);
        match (of(elements.start), elements.end.checked_sub(1).and_then(of)) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => 0..0,
        }
    }

    /// The element that `token` is part of, or the last before it.
    pub(super) fn element_at(&self, token: usize) -> Option<usize> {
        let after = self.elements.partition_point(|e| e.tokens.start <= token);
        after.checked_sub(1)
    }

    /// The quotation that element `e` is.
    pub(super) fn quotation(&self, e: usize) -> Option<usize> {
        self.elements.get(e).and_then(|element| element.quotation)
    }

    /// The cue that begins at element `e`.
    pub(super) fn cue(&self, e: usize) -> Option<&'d Cue> {
        self.elements
            .get(e)?
            .cue
            .map(|cue| &self.document.cues[cue])
    }

    /// The element after the cue at `e`.
    pub(super) fn after_cue(&self, e: usize) -> usize {
        e + self.cue(e).map_or(1, |cue| cue.tokens.len())
    }

    /// The folded word; empty for a quotation and past the end.
    pub(super) fn word(&self, e: usize) -> &str {
        match self.elements.get(e) {
            Some(Element {
                tokens,
                quotation: None,
                ..
            }) => self.document.folded(tokens.start),
            _ => "",
        }
    }

    pub(super) fn shape(&self, e: usize) -> Shape {
        match self.elements.get(e) {
            Some(Element {
                tokens,
                quotation: None,
                ..
            }) => self.document.shape(tokens.start),
            _ => Shape::Punctuation,
        }
    }

    pub(super) fn is(&self, e: usize, classes: Classes) -> bool {
        match self.elements.get(e) {
            Some(Element {
                tokens,
                quotation: None,
                ..
            }) => self.document.classes(tokens.start).is(classes),
            _ => false,
        }
    }

    /// Is the word one of `words`?
    pub(super) fn any(&self, e: usize, words: &[&str]) -> bool {
        words.contains(&self.word(e))
    }

    /// Does a sentence begin at `e`, or is the region at its end?
    pub(super) fn starts(&self, e: usize) -> bool {
        self.elements.get(e).is_none_or(|element| element.starts)
    }

    /// The first element of the sentence of `e`, at most `limit` elements back.
    pub(super) fn sentence_start(&self, e: usize, limit: usize) -> usize {
        let floor = e.saturating_sub(limit);
        (floor..=e.min(self.len().saturating_sub(1)))
            .rev()
            .find(|&i| self.starts(i))
            .unwrap_or(floor)
    }

    /// One past the last element of the sentence of `e`, at most `limit` elements on.
    pub(super) fn sentence_end(&self, e: usize, limit: usize) -> usize {
        let ceiling = (e + limit).min(self.len());
        (e + 1..ceiling)
            .find(|&i| self.starts(i))
            .unwrap_or(ceiling)
    }

    pub(super) fn is_final_mark(&self, e: usize) -> bool {
        self.shape(e) == Shape::Punctuation && self.word(e).starts_with(['.', '!', '?', '…'])
    }

    pub(super) fn is_dash(&self, e: usize) -> bool {
        self.any(e, &["—", "–", "--", "-", "―"])
    }

    /// Can the word be the finite verb of a clause: an auxiliary, a listed verb, a finite form of a cue verb?
    pub(super) fn is_finite(&self, e: usize) -> bool {
        if self.quotation(e).is_some() || self.shape(e).is_capital() {
            return false;
        }
        if self.is(e, Classes::AUXILIARY)
            && !self.any(e, &["not", "n't", "never", "having", "being", "been", "be"])
        {
            return true;
        }
        if self.word(e) == "'s" {
            return false;
        }
        if self.is(e, Classes::VERB) {
            // *several retired crews*
            let adjective =
                e > 0 && self.word(e).ends_with("ed") && self.is(e - 1, Classes::DETERMINER);
            return !adjective && !self.is_reduced_relative(e);
        }
        let noun = self.is(
            e,
            Classes::ROLE
                .or(Classes::GROUP)
                .or(Classes::DOCUMENT)
                .or(Classes::PERSON_NOUN),
        );
        !noun
            && self.cue(e).is_some_and(|cue| {
                cue.class == CueClass::Verb
                    && (cue.form == Form::Past || !cue.noun && cue.form == Form::Third)
                    && !self.is_reduced_relative(e)
            })
    }

    /// *the report released last week*, *people briefed on it*: a past form that goes on with a preposition or time and has no
    /// subject pronoun or capitalised name before it.
    fn is_reduced_relative(&self, e: usize) -> bool {
        let word = self.word(e);
        let past = word.ends_with("ed")
            || matches!(
                word,
                "known" | "seen" | "taken" | "held" | "given" | "written" | "made" | "sent"
            );
        // *a welder called “Stump”*
        let named = matches!(word, "called" | "nicknamed" | "named" | "dubbed")
            && (self.shape(e + 1) == Shape::Mark || self.quotation(e + 1).is_some());
        if named && e > 0 && self.shape(e - 1) == Shape::Lower {
            return true;
        }
        past && e > 0
            && (self.any(
                e + 1,
                &[
                    "by", "on", "in", "with", "as", "to", "at", "for", "from", "about", "last",
                    "this",
                ],
            ) || self.is(e + 1, Classes::TIME))
            && self.shape(e - 1) == Shape::Lower
            && !self.is(
                e - 1,
                Classes::PRONOUN.or(Classes::AUXILIARY).or(Classes::ADVERB),
            )
    }

    /// The bytes of `elements`, with the marks of quotations at the ends.
    pub(super) fn span(&self, elements: Range<usize>) -> Span {
        match (
            self.elements.get(elements.start),
            elements
                .end
                .checked_sub(1)
                .and_then(|last| self.elements.get(last)),
        ) {
            (Some(first), Some(last)) if elements.start < elements.end => {
                self.document.span_of(first.tokens.start..last.tokens.end)
            }
            _ => Span::new(0, 0),
        }
    }

    /// `elements` without punctuation (and stray conjunctions) at its ends.
    pub(super) fn trim(&self, elements: Range<usize>) -> Range<usize> {
        let (mut start, mut end) = (elements.start, elements.end.min(self.len()));
        let cuts = |e: usize| {
            self.quotation(e).is_none()
                && (self.any(e, &[",", ";", ":", ".", "…", "...", "(", ")"]) || self.is_dash(e))
        };
        let opens_pair = |start: usize, end: usize| {
            self.word(start) == "(" && (start..end).any(|e| self.word(e) == ")")
        };
        while start < end && cuts(start) && !opens_pair(start, end) {
            start += 1;
        }
        let closes_pair = |start: usize, end: usize| {
            self.word(end - 1) == ")" && (start..end).any(|e| self.word(e) == "(")
        };
        while start < end && cuts(end - 1) && !closes_pair(start, end) {
            end -= 1;
        }
        start..end
    }
}

/// Which of the outermost quotations in `quotations` stand for an utterance, so that the rules may treat them as one element?
/// The others (nicknames, titles, scare quotes, islands of one to three words) stay tokens of the sentence around them.
pub(super) fn is_utterance(document: &Document, quotation: usize) -> bool {
    let quotation = &document.quotations[quotation];
    let Some(inner) = quotation.inner.first() else {
        return false;
    };
    let words = document.tokens_in(*inner);
    // A transcript in marks: “WALLACE: Let us start.” The label tells the speaker.
    if opens_with_label(document, words.clone()) {
        return false;
    }
    let count = words
        .clone()
        .filter(|&i| document.shape(i).is_word())
        .count();
    if quotation.inner.len() > 1 || count > SHORT || !quotation.closed {
        return true;
    }
    let outer = document.tokens_in(quotation.outer);
    let (first, last) = (words.start, words.end.saturating_sub(1));
    let before = outer.start.checked_sub(1);
    let starts_paragraph = before.is_none_or(|before| {
        document.tokens[before].span.end
            <= document.paragraphs[document.paragraph_at(quotation.outer.start)]
                .span
                .start
    });
    let ends_alone = document.word(last).starts_with([',', '!', '?', '.', '…']);
    let comma_after = document.word(outer.end) == ",";
    let introduced = before.is_some_and(|before| {
        matches!(document.word(before), ":" | ",")
            || is_inquit_word(document, before)
            || document.word(before).ends_with(['.', '!', '?', '”', '"'])
    });
    let capital = document.shape(first).is_capital();
    let cue_follows = (outer.end..outer.end + 8).any(|i| is_inquit_word(document, i));
    // “The bridge,” she said, “is sound.”
    let resumed = before.is_some_and(|before| {
        document.word(before) == ","
            && (before.saturating_sub(8)..before).any(|i| is_inquit_word(document, i))
    });
    let announced = capital && before.is_some_and(|before| document.word(before) == ":");
    announced
        || resumed && ends_alone
        || document.word(last).starts_with(',') && cue_follows
        || comma_after && cue_follows && (starts_paragraph || introduced)
        || ends_alone && capital && (starts_paragraph || introduced)
        || starts_paragraph && cue_follows && capital
}

/// The tokens of the person whose name ends right before the token `end`.
pub(super) fn person_before(document: &Document, end: usize) -> Option<Range<usize>> {
    let at = document
        .mentions
        .partition_point(|mention| mention.tokens.end < end);
    let name = document.mentions.get(at)?;
    let is_person = name.kind == MentionKind::Person && name.tokens.end == end;
    is_person.then(|| name.tokens.clone())
}

/// Are marked words the name of something, of two words or more: *in his memoir, “Tough Winters,” he wrote*?
pub(super) fn is_title(document: &Document, tokens: Range<usize>) -> bool {
    const LONGEST: usize = 8;
    let mut words = tokens.filter(|&token| document.shape(token).is_word());
    let small = Classes::PREPOSITION
        .or(Classes::DETERMINER)
        .or(Classes::CONJUNCTION);
    let named = |token: usize| {
        let shape = document.shape(token);
        shape.is_capital() || shape == Shape::Clitic || document.classes(token).is(small)
    };
    (2..=LONGEST).contains(&words.clone().count()) && words.all(named)
}

/// Is the token a form of a verb that takes direct words?
fn is_inquit_word(document: &Document, token: usize) -> bool {
    let at = document
        .cues
        .partition_point(|cue| cue.tokens.start < token);
    document.cues.get(at).is_some_and(|cue| {
        cue.tokens.start == token
            && cue.class == CueClass::Verb
            && cue.frames.has(crate::cue::Frames::INQUIT)
    })
}
