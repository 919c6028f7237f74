//! Drafts what the engine found: the surest candidates first, each as far as nobody has its words yet.
//!
//! Contents do not overlap and hold no cue of another, as in what the engine learned from; so a candidate whose cue stands
//! in words that are drafted already is passed over. What is certain overrules the engine: no name is cut, and no pair of
//! quotation marks. Where it takes most of what stands between marks, it means all of it, over all the paragraphs in which
//! the opening mark is repeated; and else none.

use std::ops::Range;

use super::draft::{Drafts, Found};
use super::region::Region;
use crate::document::{Document, Shape};
use crate::engine::{Candidate, LEAST_CONFIDENCE};
use crate::mention::MentionKind;
use crate::span::Span;

/// Drafts the candidates of a paragraph.
pub(super) fn find(region: &Region, drafts: &mut Drafts) {
    let document = region.document;
    let tokens = region.tokens();
    let from = |token| document.candidates.partition_point(|c| c.cue.start < token);
    let candidates = &document.candidates[from(tokens.start)..from(tokens.end)];
    let mut order: Vec<&Candidate> = candidates
        .iter()
        .filter(|c| c.confidence >= LEAST_CONFIDENCE)
        .collect();
    order.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    for candidate in order {
        if let Some(found) = found(document, candidate, drafts) {
            drafts.push_found(document, found);
        }
    }
}

/// What the candidate's best reading says, without what is drafted already; nothing where too little remains.
fn found(document: &Document, candidate: &Candidate, drafts: &Drafts) -> Option<Found> {
    let reading = candidate.analyses.first()?;
    if candidate.cue.clone().any(|token| drafts.is_taken(token)) {
        return None;
    }
    let source = reading
        .source
        .clone()
        .map(|source| trim(document, with_names(document, source)));
    let source = source.filter(|source| !source.is_empty());
    let cue = match &source {
        Some(source) => without(candidate.cue.clone(), source),
        None => candidate.cue.clone(),
    };
    if cue.is_empty() {
        return None;
    }
    let mut evidence = vec![format!("learned: cue {:.2}", candidate.probability)];
    let mut content = Vec::new();
    let (mut wanted, mut kept) = (0, 0);
    for part in &reading.content {
        if let Some(spans) = over_paragraphs(document, part) {
            evidence.push("over all paragraphs of its quotation marks".to_owned());
            wanted += part.len();
            kept += part.len();
            content.extend(spans);
            continue;
        }
        let exact = within_marks(document, part.clone(), candidate.cue.start);
        if exact != *part {
            evidence.push("as far as its quotation marks".to_owned());
        }
        wanted += exact.len();
        let own = |token: &usize| {
            cue.contains(token) || source.as_ref().is_some_and(|s| s.contains(token))
        };
        let free = |&token: &usize| !drafts.is_taken(token) && !own(&token);
        let mut token = exact.start;
        while token < exact.end {
            let end = (token..exact.end)
                .find(|token| !free(token))
                .unwrap_or(exact.end);
            let run = trim(document, token..end);
            kept += run.len();
            if !run.is_empty() {
                content.push(document.span_of(run));
            }
            token = end + 1;
        }
    }
    evidence.dedup();
    (3 * kept > 2 * wanted && !content.is_empty()).then(|| Found {
        content,
        cue: Some(cue),
        source: source.map(|source| document.span_of(source)),
        confidence: candidate.confidence,
        evidence,
    })
}

/// Without punctuation at the ends; marks stay, and so does what ends a question or exclamation.
fn trim(document: &Document, tokens: Range<usize>) -> Range<usize> {
    let idle = |token: usize| {
        document.shape(token) == Shape::Punctuation
            && !matches!(
                document.word(token).chars().next(),
                Some('?' | '!' | '(' | '[' | '$' | '£' | '€')
            )
    };
    let start = tokens
        .clone()
        .find(|&token| !idle(token))
        .unwrap_or(tokens.end);
    let end = (start..tokens.end)
        .rfind(|&token| !idle(token))
        .map_or(start, |last| last + 1);
    start..end
}

/// `tokens` with the whole of every name that they have a part of.
fn with_names(document: &Document, tokens: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = tokens;
    let first = document
        .mentions
        .partition_point(|mention| mention.tokens.end <= start);
    for mention in &document.mentions[first..] {
        let name = &mention.name;
        if name.start >= end {
            break;
        }
        if mention.kind == MentionKind::Person && name.start < end && start < name.end {
            start = start.min(name.start);
            end = end.max(name.end);
        }
    }
    start..end
}

/// `tokens` without those of `other` at either end.
fn without(tokens: Range<usize>, other: &Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = tokens;
    if other.contains(&start) {
        start = other.end.min(end);
    }
    if start < end && other.contains(&(end - 1)) {
        end = other.start.max(start);
    }
    start..end
}

/// All that stands between the marks of a quote that goes over several paragraphs, where `tokens` are most of one of them.
fn over_paragraphs(document: &Document, tokens: &Range<usize>) -> Option<Vec<Span>> {
    let mut near = document.outermost_in(document.span_of(tokens.clone()));
    let (_, quotation) = near.find(|(_, quotation)| quotation.inner.len() > 1)?;
    let most = |inner: &&Span| {
        let inner = document.tokens_in(**inner);
        let both = inner.start.max(tokens.start)..inner.end.min(tokens.end);
        2 * both.len() > inner.len().max(tokens.len())
    };
    let all = || quotation.inner.clone();
    quotation.inner.iter().find(most).map(|_| all())
}

/// `tokens` with both ends moved so that no pair of marks is cut: to take it in where most of it is in, or nothing outside it
/// is; else to leave it out. Where the cue at token `cue` stands between the same marks, the marks say nothing of it.
/// Content that is one marked utterance, and nothing else, is what stands between its marks.
fn within_marks(document: &Document, tokens: Range<usize>, cue: usize) -> Range<usize> {
    let Range { mut start, mut end } = tokens.clone();
    let span = document.span_of(tokens);
    for (_, quotation) in document.outermost_in(span) {
        let outer = document.tokens_in(quotation.outer);
        if !quotation.closed || quotation.inner.len() > 1 || outer.contains(&cue) {
            continue;
        }
        let (before, behind) = (outer.start < start, end < outer.end);
        let inside = outer.start.max(start)..outer.end.min(end);
        let takes = before && behind || 2 * inside.len() > outer.len();
        if before {
            start = if takes { outer.start } else { outer.end };
        }
        if behind {
            end = if takes { outer.end } else { outer.start };
        }
        if start >= end {
            return start..start;
        }
        if outer == (start..end) {
            let inner = quotation.inner.iter().copied().reduce(Span::cover);
            return inner.map_or(outer, |inner| document.tokens_in(inner));
        }
    }
    start..end
}
