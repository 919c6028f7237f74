//! *According to Roe, …*, *in the words of its chairman, …*: a phrase that reports the clause beside it, or relays what
//! somebody else is drafted to have said.

use std::ops::Range;

use super::clause::{self, Opening};
use super::confidence;
use super::draft::{Drafts, New};
use super::region::Region;
use super::source;
use crate::cue::{CueClass, Form, Frames};
use crate::document::Shape;
use crate::lexicon::Classes;
use crate::span::Span;

/// Drafts what *according to* and its like report.
pub(super) fn find(region: &Region, drafts: &mut Drafts) {
    for e in 0..region.len() {
        if region
            .cue(e)
            .is_some_and(|cue| cue.class == CueClass::Phrase)
            && !drafts.is_used(region, e)
        {
            phrase(region, drafts, e);
        }
    }
}

/// *According to Roe, …*; *…, according to Roe*; *…, according to Roe, …*; *per people briefed on it, …*
fn phrase(region: &Region, drafts: &mut Drafts, e: usize) {
    let Some(cue) = region.cue(e) else { return };
    let after = region.after_cue(e);
    let sentence = region.sentence_start(e, clause::REACH)..region.sentence_end(e, clause::REACH);
    let initial = (sentence.start..e).all(|i| {
        region.is(i, Classes::CONJUNCTION.or(Classes::ADVERB))
            || region.any(i, &[",", "and", "but"])
    });
    let behind_comma =
        e > sentence.start && (region.any(e - 1, &[",", "("]) || region.is_dash(e - 1));
    if region.shape(after) == Shape::Number
        || cue.lemma == "per" && !(initial || behind_comma)
        || cue.lemma == "as per" && !initial
    {
        return;
    }
    // A name, not the preposition: *the judge, Per Rosvik*.
    if region.shape(e).is_capital() && !region.starts(e) {
        return;
    }
    let Some(source) = source::after(region, after) else {
        return;
    };
    let end = if initial {
        whole(region, source.end, sentence.end)
    } else {
        source.end
    };
    let source = source.start..read_until(region, e, &source).unwrap_or(end);
    if cannot_speak(region, &source) || region.any(source.start, &["plan", "schedule"]) {
        return;
    }
    let mut content = Vec::new();
    let close = source.end;
    if !initial {
        let left = sentence.start..e - usize::from(behind_comma);
        let covering = left.clone().rev().find_map(|i| drafts.covering(region, i));
        if let Some(relayed) = covering.or_else(|| spoken(region, drafts, &left)) {
            // Already somebody's words: this source relays them.
            relay(region, drafts, relayed, (&left, sentence.end), source);
            return;
        }
        content.push(left);
    }
    if region.any(close, &[",", ")"]) && close + 1 < sentence.end {
        let from = close + 1;
        let marked = (from..sentence.end).any(|i| drafts.covers(region, i));
        if let Some(quotation) = region.quotation(from).filter(|_| initial && !marked) {
            let spans = region.document.quotations[quotation].inner.clone();
            let found = Found::new(
                e,
                spans,
                confidence::PHRASE_MARKED,
                "the marked words after the phrase",
            );
            push(region, drafts, found.by(Some(source)));
            return;
        }
        let writer = !initial
            && (region.word(from).ends_with("ing")
                || region.any(
                    from,
                    &["which", "who", "and", "but", "while", "as", "after"],
                )
                || is_of_writer(region, from..sentence.end));
        if !marked && !writer {
            content.push(from..clause::end(region, from, Opening::Bare));
        }
    } else if initial
        && close < sentence.end
        && region.quotation(close).is_none()
        && !region.is_final_mark(close)
    {
        content.push(close..clause::end(region, close, Opening::Bare));
    }
    content.retain(|part| {
        part.clone()
            .any(|i| region.shape(i).is_word() || region.quotation(i).is_some())
    });
    if content.is_empty()
        || content
            .iter()
            .any(|part| part.clone().any(|i| drafts.covers(region, i)))
    {
        return;
    }
    let content = all_words(region, content);
    push(
        region,
        drafts,
        Found::new(
            e,
            content,
            confidence::PHRASE,
            "the clause beside the phrase",
        )
        .by(Some(source)),
    );
}

/// *According to officials in the ministry, it was late*: up to the comma, where what stands before it begins as a further
/// part of the source and has no verb.
fn whole(region: &Region, end: usize, limit: usize) -> usize {
    const LONGEST: usize = 8;
    if !region.is(end, Classes::PREPOSITION) {
        return end;
    }
    let comma = (end..limit.min(end + LONGEST))
        .find(|&e| region.any(e, &[","]) || region.is_finite(e) || region.quotation(e).is_some());
    comma
        .filter(|&comma| region.any(comma, &[","]))
        .unwrap_or(end)
}

/// *According to a study **the trust ordered**, it was late*: where the source of the phrase at `e` ends as the engine reads it, if it is
/// sure, begins it where `source` begins, and has a comma or the sentence's end behind it.
fn read_until(region: &Region, e: usize, source: &Range<usize>) -> Option<usize> {
    /// That this is a cue and has this source.
    const SURE: f32 = 0.5;
    let document = region.document;
    let cue = &region.elements[e].tokens;
    let near = document
        .candidates
        .partition_point(|candidate| candidate.cue.end <= cue.start);
    let candidate = document
        .candidates
        .get(near)
        .filter(|candidate| candidate.cue.start < cue.end)?;
    let read = candidate.analyses.first()?.source.clone()?;
    // Whatever its readings make of the content.
    let same = candidate
        .analyses
        .iter()
        .filter(|analysis| analysis.source.as_ref() == Some(&read))
        .map(|analysis| analysis.probability);
    if candidate.probability * same.sum::<f32>() < SURE {
        return None;
    }
    let end = region
        .elements
        .partition_point(|element| element.tokens.start < read.end);
    let longer = read.start == region.elements[source.start].tokens.start && end > source.end;
    (longer && (region.any(end, &[","]) || region.is_final_mark(end))).then_some(end)
}

/// Drafts the inquit of the clause `left`, which a phrase relays: *The governor said the dam would hold, according to the
/// agency*; *the dam would hold, the governor said, according to the agency*. The engine learned to see the phrase alone.
fn spoken(region: &Region, drafts: &mut Drafts, left: &Range<usize>) -> Option<usize> {
    let is_inquit = |&e: &usize| {
        let cue = region.cue(e);
        cue.is_some_and(|cue| {
            cue.class == CueClass::Verb
                && cue.frames.has(Frames::INQUIT)
                && matches!(cue.form, Form::Past | Form::Third)
        })
    };
    for e in left.clone().filter(is_inquit) {
        let Some(subject) = source::before(region, e) else {
            continue;
        };
        let cue = region.cue(e)?;
        let from = subject.elements.start;
        let content = match clause::opening(region, cue, region.after_cue(e)) {
            Some((start, Opening::That | Opening::Bare)) if from == left.start => start..left.end,
            _ if region.after_cue(e) == left.end && from > left.start + 1 => {
                if region.word(from - 1) != "," {
                    continue;
                }
                left.start..from - 1
            }
            _ => continue,
        };
        let draft = New {
            content: vec![words(region, content)],
            cue: Some(e),
            verb_group: Some(subject.verb_group),
            source: Some(subject.elements),
            confidence: confidence::RELAYED,
            evidence: format!("cue {} in a clause that is relayed", cue.lemma),
        };
        return Some(drafts.push(region, draft));
    }
    None
}

/// Is what stands behind *…, according to Roe,* the writer's? A clause with a subject of its own would be odd there, and a noun phrase
/// without a verb is a remark on what was said: *…, **an unexpected thaw after a winter of insults***.
fn is_of_writer(region: &Region, behind: Range<usize>) -> bool {
    region.any(behind.start, &["he", "she", "they", "it"])
        || region.any(behind.start, &["a", "an", "the"])
            && !behind
                .clone()
                .any(|e| region.is_finite(e) || region.quotation(e).is_some())
}

/// Makes `source` the relayer of the draft that ends in `left`, when nothing of the sentence's clause stands between. The phrase is no
/// part of what was said: *no rescue was planned, **according to the Wire, a news agency***.
fn relay(
    region: &Region,
    drafts: &mut Drafts,
    draft: usize,
    (left, sentence_end): (&Range<usize>, usize),
    source: Range<usize>,
) {
    let says_so = left
        .clone()
        .rev()
        .take(12)
        .any(|i| drafts.is_used(region, i) || drafts.covers(region, i));
    let span = region.span(source.clone());
    let relayed = drafts.get(draft);
    if !says_so || relayed.via.is_some() || relayed.source.is_none_or(|own| own.overlaps(span)) {
        return;
    }
    let is_said = |e: &usize| drafts.covering(region, *e) == Some(draft);
    let mut said = left.clone().filter(is_said).peekable();
    if said.peek().is_some() && said.all(|e| region.any(e, &["that"])) {
        return; // *the agency reported that, according to its count, …*
    }
    let rest = (source.end..sentence_end).take_while(is_said);
    let end = if rest.clone().any(|e| region.is_finite(e)) {
        source.end + usize::from(region.any(source.end, &[",", ")"]))
    } else {
        rest.last().map_or(source.end, |e| e + 1)
    };
    drafts.cut(region.document, draft, region.tokens_of(left.end..end));
    let relayed = drafts.get_mut(draft);
    relayed.via = Some(span);
    relayed.evidence.push("relayed: according to".to_owned());
}

/// What a phrase at element `e` reports.
struct Found<'a> {
    e: usize,
    source: Option<Range<usize>>,
    content: Vec<Span>,
    confidence: f32,
    /// For the evidence: what the cue governs.
    what: &'a str,
}

impl<'a> Found<'a> {
    fn new(e: usize, content: Vec<Span>, confidence: f32, what: &'a str) -> Self {
        Self {
            e,
            source: None,
            content,
            confidence,
            what,
        }
    }

    fn by(self, source: Option<Range<usize>>) -> Self {
        Self { source, ..self }
    }
}

/// The words of `elements`, without punctuation at the ends.
fn words(region: &Region, elements: Range<usize>) -> Span {
    region.span(region.trim(elements))
}

fn all_words(region: &Region, parts: Vec<Range<usize>>) -> Vec<Span> {
    parts.into_iter().map(|part| words(region, part)).collect()
}

fn push(region: &Region, drafts: &mut Drafts, found: Found) {
    let Found {
        e,
        source,
        mut content,
        confidence,
        what,
    } = found;
    content.retain(|span| !span.is_empty());
    let Some(cue) = region.cue(e).filter(|_| !content.is_empty()) else {
        return;
    };
    let source = source
        .map(|source| region.trim(source))
        .filter(|source| !source.is_empty());
    drafts.push(
        region,
        New {
            content,
            cue: Some(e),
            verb_group: None,
            source,
            confidence,
            evidence: format!("cue {} with {what}", cue.lemma),
        },
    );
}

/// *the sign said nothing*, *experience shows*, *that said*: no speaker.
fn cannot_speak(region: &Region, source: &Range<usize>) -> bool {
    // *whatever the brochure says*
    if region.any(source.start, &["whatever", "whichever"]) {
        return true;
    }
    let head = (source.start..source.end)
        .take_while(|&e| !region.any(e, &[",", "of", "on", "by", "from", "for", "in", "who"]))
        .last();
    head.is_none_or(|head| {
        region.is(head, Classes::INANIMATE) && !region.shape(head).is_capital()
            || region.is(head, Classes::INANIMATE) && region.starts(head)
    }) || region.any(source.start, &["that", "this", "it", "there", "which"])
        && source.len() == 1
        && !region.any(source.start, &["it", "which"])
}
