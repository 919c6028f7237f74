//! *The agency quoted Roe as saying …*: the words are Roe's, and the agency relays them.
//!
//! PolNeAR gives such words to the agency, and so the engine learned it; an exact rule comes first.

use std::ops::Range;

use super::clause::{self, Opening};
use super::confidence;
use super::draft::{Drafts, New};
use super::region::Region;
use super::source;
use crate::span::Span;

/// The verb stands at most this many elements before *as saying*.
const FAR: usize = 20;

/// Drafts what somebody is quoted *as saying*.
pub(super) fn find(region: &Region, drafts: &mut Drafts) {
    for e in 0..region.len() {
        let says = region.any(e, &["saying", "telling"]) && region.cue(e).is_some();
        if says && e > 2 && region.any(e - 1, &["as"]) {
            quoted(region, drafts, e);
        }
    }
}

/// `e` is the *saying* of *as saying*.
fn quoted(region: &Region, drafts: &mut Drafts, e: usize) -> Option<()> {
    const VERBS: [&str; 6] = ["quoted", "quotes", "quoting", "cited", "cites", "citing"];
    let start = region.sentence_start(e, clause::REACH);
    let mut before = (start..e - 1).rev().take(FAR);
    let verb = before.find(|&v| region.any(v, &VERBS))?;
    // *Roe was quoted as saying* names its source before the verb, which the engine reads.
    let source = region.trim(verb + 1..e - 1);
    if source.is_empty() || source.clone().any(|e| region.quotation(e).is_some()) {
        return None;
    }
    let relayer = source::before(region, verb).map(|found| found.elements);
    let content = content(
        region,
        drafts,
        e,
        relayer.as_ref().map_or(verb, |by| by.start),
    )?;
    let draft = New {
        content,
        cue: Some(e),
        verb_group: None,
        source: Some(source),
        confidence: confidence::QUOTED,
        evidence: "quoted as saying".to_owned(),
    };
    let draft = drafts.push(region, draft);
    drafts.claim(region.elements[verb].tokens.start..region.elements[e].tokens.end);
    drafts.get_mut(draft).via = relayer.map(|by| region.span(by));
    Some(())
}

/// What is said: behind *saying*, or, where nothing stands there, the marked words before the clause that begins at `clause`.
fn content(region: &Region, drafts: &Drafts, e: usize, clause: usize) -> Option<Vec<Span>> {
    let marked = |e: usize| {
        let quotation = region.quotation(e).filter(|_| !drafts.covers(region, e))?;
        Some(region.document.quotations[quotation].inner.clone())
    };
    let after = region.after_cue(e);
    let sentence = after..region.sentence_end(e, clause::REACH);
    let words = region.trim(sentence.clone());
    if words.is_empty() {
        let before = clause.checked_sub(1)?;
        return marked(before.saturating_sub(usize::from(region.word(before) == ",")));
    }
    if let Some(inner) = marked(words.start) {
        return Some(inner);
    }
    let opening = if region.any(words.start, &["that"]) {
        Opening::That
    } else {
        Opening::Bare
    };
    let said: Range<usize> = region.trim(words.start..clause::end(region, words.start, opening));
    let free = !said.is_empty() && !said.clone().any(|e| drafts.covers(region, e));
    free.then(|| vec![region.span(said)])
}
