//! *The agency quoted Roe as saying …*, *a video shows Roe saying …*: the words are Roe's, and the agency or the video relays them.
//!
//! PolNeAR gives such words to the agency, and so the engine learned it; an exact rule comes first.

use std::ops::Range;

use super::clause::{self, Opening};
use super::confidence;
use super::direct;
use super::draft::{Drafts, New};
use super::region::Region;
use super::source;
use crate::lexicon::Classes;
use crate::span::Span;

/// The verb stands at most this many elements before *saying*.
const FAR: usize = 20;

/// Drafts what somebody is quoted *as saying*, or is seen, heard or remembered *saying*.
pub(super) fn find(region: &Region, drafts: &mut Drafts) {
    for e in 2..region.len() {
        if !region.any(e, &["saying", "telling"]) || region.cue(e).is_none() {
            continue;
        }
        let told = if region.any(e - 1, &["as"]) {
            quoted(region, e)
        } else {
            shown(region, e)
        };
        if let Some(told) = told {
            draft(region, drafts, e, told);
        }
    }
}

/// Who says something by somebody else's account.
struct Told {
    source: Range<usize>,
    relayer: Option<Range<usize>>,
    /// The verb of the account: nothing else counts from it to *saying*.
    verb: usize,
    /// Where the clause of the account begins.
    start: usize,
    /// Where the words begin that stand behind.
    after: usize,
}

/// `e` is the *saying* of *as saying*.
fn quoted(region: &Region, e: usize) -> Option<Told> {
    const VERBS: [&str; 8] = [
        "quote", "quoted", "quotes", "quoting", "cite", "cited", "cites", "citing",
    ];
    let start = region.sentence_start(e, clause::REACH);
    let mut before = (start..e - 1).rev().take(FAR);
    let verb = before.find(|&v| region.any(v, &VERBS))?;
    let after = region.after_cue(e);
    let subject = source::before(region, verb).map(|found| found.elements);
    let first = subject.as_ref().map_or(verb, |subject| subject.start);
    if is_passive(region, verb) {
        // *Roe was quoted as saying*, without *by*, the engine reads.
        let (relayer, after) = if region.any(verb + 1, &["by"]) {
            (region.trim(verb + 2..e - 1), after)
        } else if region.any(after, &["by"]) {
            let by = source::after(region, after + 1)?;
            (by.clone(), by.end)
        } else {
            return None;
        };
        return Some(Told {
            source: subject?,
            relayer: Some(relayer).filter(|by| !by.is_empty()),
            verb,
            start: first,
            after,
        });
    }
    Some(Told {
        source: region.trim(verb + 1..e - 1),
        relayer: subject,
        verb,
        start: first,
        after,
    })
}

/// `e` is the *saying* of *a video shows Roe saying*, *she remembered her mother saying*, *footage of Roe saying*.
fn shown(region: &Region, e: usize) -> Option<Told> {
    const VERBS: [&str; 20] = [
        "capture",
        "captured",
        "captures",
        "caught",
        "hear",
        "heard",
        "hears",
        "overheard",
        "recall",
        "recalled",
        "recalls",
        "record",
        "recorded",
        "remember",
        "remembered",
        "remembers",
        "show",
        "showed",
        "shows",
        "showing",
    ];
    const RECORDINGS: [&str; 7] = [
        "audio",
        "clip",
        "footage",
        "recording",
        "tape",
        "video",
        "videos",
    ];
    let start = region.sentence_start(e, clause::REACH);
    let is_verb = |v: usize| {
        let of = v > start && region.any(v, &["of"]) && region.any(v - 1, &RECORDINGS);
        of || region.any(v, &VERBS)
    };
    let verb = (start..e).rev().take(FAR).find(|&v| is_verb(v))?;
    let object = verb + 1..e;
    let other = Classes::SUBORDINATOR.or(Classes::AUXILIARY);
    let plain = object.clone().all(|i| {
        region.quotation(i).is_none()
            && !region.is(i, other)
            && !region.any(i, &[",", ";", ":", "and", "what", "who"])
            && !region.is_finite(i)
    });
    // *heard Roe on the tape saying*
    let end = object
        .clone()
        .find(|&i| region.is(i, Classes::PREPOSITION) && !region.any(i, &["of"]))
        .unwrap_or(e);
    if !plain || end == verb + 1 || is_passive(region, verb) {
        return None;
    }
    let relayer = source::before(region, verb).map(|found| found.elements);
    Some(Told {
        source: region.trim(verb + 1..end),
        start: relayer.as_ref().map_or(verb, |by| by.start),
        relayer,
        verb,
        after: region.after_cue(e),
    })
}

/// *was quoted*, *has also been caught*
fn is_passive(region: &Region, verb: usize) -> bool {
    let before = direct::before_adverbs(region, verb);
    before > 0
        && region.any(
            before - 1,
            &["is", "are", "was", "were", "be", "been", "being"],
        )
}

/// Drafts what is said by the *saying* at `e`.
fn draft(region: &Region, drafts: &mut Drafts, e: usize, told: Told) -> Option<()> {
    let Told {
        source, relayer, ..
    } = told;
    if source.is_empty() || source.clone().any(|e| region.quotation(e).is_some()) {
        return None;
    }
    let content = content(region, drafts, e, told.after, told.start)?;
    let draft = New {
        content,
        cue: Some(e),
        verb_group: None,
        source: Some(source),
        confidence: confidence::QUOTED,
        evidence: format!("{} … {}", region.word(told.verb), region.word(e)),
    };
    let draft = drafts.push(region, draft);
    drafts.claim(region.elements[told.verb].tokens.start..region.elements[e].tokens.end);
    drafts.get_mut(draft).via = relayer.map(|by| region.span(by));
    Some(())
}

/// What is said by the cue `e`: from `after` on, or, where nothing stands there, the marked words before the clause that begins at
/// `start`.
fn content(
    region: &Region,
    drafts: &Drafts,
    e: usize,
    after: usize,
    start: usize,
) -> Option<Vec<Span>> {
    /// Whoever is told has at most so many words.
    const ADDRESSEE: usize = 6;
    let marked = |e: usize| {
        let quotation = region.quotation(e).filter(|_| !drafts.covers(region, e))?;
        Some(region.document.quotations[quotation].inner.clone())
    };
    let sentence = after..region.sentence_end(e, clause::REACH);
    let words = region.trim(sentence.clone());
    if words.is_empty() {
        let before = start.checked_sub(1)?;
        return marked(before.saturating_sub(usize::from(region.word(before) == ",")));
    }
    if let Some(inner) = marked(words.start) {
        return Some(inner);
    }
    // *telling police, “…”*
    let comma = words
        .clone()
        .take(ADDRESSEE)
        .find(|&i| region.any(i, &[",", ":"]));
    if let Some(inner) = comma.and_then(|comma| marked(comma + 1)) {
        return Some(inner);
    }
    let (from, opening) = match region
        .cue(e)
        .and_then(|cue| clause::opening(region, cue, words.start))
    {
        Some((from, opening @ (Opening::That | Opening::Bare | Opening::Wh))) => (from, opening),
        _ if region.any(e, &["telling"]) => return None,
        _ => (words.start, Opening::Bare),
    };
    let said: Range<usize> = region.trim(from..clause::end(region, from, opening));
    let free = !said.is_empty() && !said.clone().any(|e| drafts.covers(region, e));
    free.then(|| vec![region.span(said)])
}
