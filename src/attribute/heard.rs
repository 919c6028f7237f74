//! *He was late, the court heard*, *She knew, an inquest has been told*: what a court was told, without who told it.
//!
//! Court reports live by it; PolNeAR has none, so the engine is seldom sure of it. Who hears says nothing: there is no source.

use std::ops::Range;

use super::clause;
use super::confidence;
use super::draft::{Drafts, New};
use super::region::Region;
use super::source;
use crate::document::Document;
use crate::lexicon::Classes;

/// Who hears what is said before them.
const AUDIENCES: [&str; 16] = [
    // The Old Bailey.
    "bailey",
    "commission",
    "committee",
    "court",
    "hearing",
    "inquest",
    "inquiry",
    "judge",
    "jurors",
    "jury",
    "magistrates",
    "panel",
    "sheriff",
    "trial",
    "tribunal",
    "tribunals",
];

/// Drafts the clause before a comma and the clause that says who heard it.
pub(super) fn find(region: &Region, drafts: &mut Drafts) {
    for e in 2..region.len() {
        if region.any(e, &["heard", "told"]) && !drafts.covers(region, e) {
            clause(region, drafts, e);
        }
    }
}

fn clause(region: &Region, drafts: &mut Drafts, e: usize) -> Option<()> {
    let limit = region.sentence_end(e, clause::REACH);
    let closes = (e + 1..limit).all(|i| {
        region.is(i, Classes::TIME.or(Classes::ADVERB))
            || region.any(i, &["on"])
            || region.is_final_mark(i)
    });
    let heard = source::before(region, e)?;
    let passive = (heard.verb_group..e).any(|i| region.any(i, &["is", "was", "were", "been"]));
    let fits = passive == region.any(e, &["told"]);
    let audience = is_audience(region.document, region.tokens_of(heard.elements.clone()));
    let start = region.sentence_start(e, clause::REACH);
    let before = heard.elements.start.checked_sub(1);
    let comma = before.filter(|&comma| comma > start && region.any(comma, &[","]))?;
    let said = region.trim(start..comma);
    let taken = (start..comma).any(|i| drafts.covers(region, i));
    if !(closes && fits && audience) || taken || said.is_empty() {
        return None;
    }
    let draft = New {
        content: vec![region.span(said)],
        cue: Some(e),
        verb_group: Some(heard.verb_group),
        source: None,
        confidence: confidence::HEARD,
        evidence: "who hears says nothing".to_owned(),
    };
    drafts.push(region, draft);
    Some(())
}

/// Do the words name somebody that things are said before: *the court*, *Teesside Crown Court*, *jurors at the Old Bailey*?
pub(super) fn is_audience(document: &Document, source: Range<usize>) -> bool {
    let head = source
        .clone()
        .find(|&token| document.classes(token).is(Classes::PREPOSITION))
        .unwrap_or(source.end)
        .checked_sub(1)
        .filter(|&head| head >= source.start);
    head.is_some_and(|head| AUDIENCES.contains(&document.folded(head)))
}
