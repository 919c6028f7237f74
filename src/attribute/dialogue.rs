//! Dialogue that prose introduces: *The coastguard hailed Mr Eide, and he answered:* before paragraphs of marked words without
//! an inquit. Who acts first speaks first.

use super::draft::Drafts;
use super::region::Region;
use super::source;
use crate::document::Document;
use crate::lexicon::Classes;
use crate::span::Span;

/// No sentence is longer than this many elements, as far as this rule goes.
const REACH: usize = 80;

/// Tells the first two turns of every dialogue without an inquit who takes part, where the paragraph before it says so.
/// `quotations` are those that stand for an utterance, by start.
pub(super) fn find(document: &Document, quotations: &[usize], drafts: &mut Drafts) {
    for second in 1..drafts.len() {
        let Some(first) = drafts.get(second).answers else {
            continue;
        };
        let opening = drafts.get(first);
        let known = opening.source.is_some()
            || opening.continues.is_some()
            || opening.answers.is_some()
            || opening.beside.is_some();
        let Some(before) = drafts.paragraph_of(first).checked_sub(1) else {
            continue;
        };
        if known || drafts.paragraph_of(second) != before + 2 {
            continue;
        }
        let paragraph = &document.paragraphs[before];
        let from = quotations
            .partition_point(|&q| document.quotations[q].outer.end <= paragraph.span.start);
        let region = Region::new(document, paragraph.tokens.clone(), &quotations[from..]);
        if let Some([one, other]) = parties(&region) {
            drafts.get_mut(first).beside = Some(one);
            drafts.get_mut(second).beside = Some(other);
        }
    }
}

/// Who speaks with whom, as the last words about it in a paragraph say.
fn parties(region: &Region) -> Option<[Span; 2]> {
    (0..region.len())
        .rev()
        .find_map(|e| answered(region, e).or_else(|| taking_turns(region, e)))
}

/// *She turns to the padlock, and he answers*: the subjects of the sentence and of the verb at `e`.
fn answered(region: &Region, e: usize) -> Option<[Span; 2]> {
    let answers = [
        "answered",
        "answers",
        "replied",
        "replies",
        "responded",
        "responds",
    ];
    if !region.any(e, &answers) {
        return None;
    }
    let other = source::before(region, e)?;
    let start = region.sentence_start(e, REACH);
    let verb = (start + 1..other.elements.start).find(|&i| acts(region, i))?;
    let one = source::before(region, verb)?;
    (one.elements.end <= other.elements.start)
        .then(|| [one.elements, other.elements].map(|who| region.span(region.trim(who))))
}

/// Can the word be the verb of a clause? Lists of verbs are not complete, but after a subject an *-s* or *-ed* is one.
fn acts(region: &Region, e: usize) -> bool {
    let word = region.word(e);
    let after_pronoun = region.any(e - 1, &["he", "she", "they", "it", "who"]);
    region.is_finite(e)
        || (word.ends_with("ed") || after_pronoun && word.ends_with('s'))
            && !region.shape(e).is_capital()
            && !region.is(e, Classes::PREPOSITION)
}

/// *an exchange between the King and the Fool*, *lines for Ana Ruiz and her brother, in turn*: the two that the *and* at `e` joins.
fn taking_turns(region: &Region, e: usize) -> Option<[Span; 2]> {
    const SHORT: usize = 8;
    if region.word(e) != "and" {
        return None;
    }
    let start = region.sentence_start(e, REACH);
    let end = region.sentence_end(e, REACH);
    let named = (start..end).any(|i| {
        region.any(i, &["conversation", "dialogue", "exchange"])
            || region.any(i, &["in", "turn"]) && region.any(i + 1, &["turn", "turns", "about"])
    });
    let opener = (e.saturating_sub(SHORT).max(start)..e)
        .rev()
        .find(|&i| region.any(i, &["between", "for"]))?;
    let one = source::noun_phrase(region, opener + 1, e)?;
    let stop = (e + 1..end.min(e + SHORT)).find(|&i| {
        region.any(i, &[",", ":", ";", "."])
            || region.is(i, Classes::PREPOSITION)
            || region.is_finite(i)
    });
    let other = source::noun_phrase(region, e + 1, stop.unwrap_or(end))?;
    named.then(|| [one, other].map(|who| region.span(region.trim(who))))
}
