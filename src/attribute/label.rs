//! Lines that are speech by their form (`MOSS: We asked.`, `Q: Why?`), and lines that are no prose at all.

use super::draft::{Drafts, New};
use super::region::Region;
use crate::attribution::QuoteType;
use crate::cue::Act;
use crate::document::{Document, Paragraph, Shape};
use crate::lexicon::Classes;

/// Is the paragraph a byline, a credit or a link line? Nothing in it is speech.
pub(super) fn is_furniture(document: &Document, paragraph: &Paragraph) -> bool {
    let first = paragraph.tokens.start;
    let words = paragraph.tokens.len();
    let byline = document.folded(first) == "by"
        && document.shape(first + 1).is_capital()
        && words <= 14
        && !document.word(paragraph.tokens.end - 1).ends_with('.');
    let link = words <= 20
        && matches!(
            (document.folded(first), document.folded(first + 1)),
            ("read", "more" | "also" | "next")
                | ("related", ":" | "stories")
                | ("see", "also" | "more")
                | ("more", ":")
                | (
                    "photo" | "picture" | "image" | "credit" | "photograph",
                    ":" | "by" | "credit"
                )
        );
    byline || link
}

/// Drafts the paragraph as one labelled turn when it begins with a speaker label; says whether it did.
pub(super) fn find(region: &Region, drafts: &mut Drafts) -> bool {
    let Some(colon) = (0..region.len().min(6)).find(|&e| region.word(e) == ":") else {
        return false;
    };
    if colon == 0 || colon + 1 >= region.len() || region.quotation(colon + 1).is_some() {
        return false;
    }
    let words: Vec<Shape> = (0..colon).map(|e| region.shape(e)).collect();
    let upper = words.iter().all(|shape| matches!(shape, Shape::Upper))
        && region.document.word(region.elements[0].tokens.start).len() < 20;
    let question = colon == 1 && region.any(0, &["q", "a"]);
    let named = words.iter().all(|shape| shape.is_capital())
        && colon <= 3
        && !region.is(0, Classes::DETERMINER.or(Classes::CREDIT).or(Classes::TIME))
        && is_turn(region, colon);
    if !(upper || question || named)
        || region.is(0, Classes::CREDIT) && colon == 1
        || region.any(
            0,
            &[
                "note",
                "update",
                "related",
                "photo",
                "watch",
                "location",
                "date",
                "contact",
                "tel",
                "email",
                "correction",
            ],
        )
    {
        return false;
    }
    let content = region.trim(colon + 1..region.len());
    if content.is_empty() {
        return false;
    }
    let id = drafts.push(
        region,
        New {
            content: vec![region.span(content)],
            cue: Some(colon),
            verb_group: None,
            source: Some(0..colon),
            act: Act::Speech,
            confidence: if named && !upper { 0.6 } else { 0.85 },
            evidence: "a turn behind its speaker's label".to_owned(),
        },
    );
    drafts.get_mut(id).quote_type = QuoteType::Direct;
    true
}

/// Do whole sentences, in somebody's voice, follow the label?
fn is_turn(region: &Region, colon: usize) -> bool {
    let last = region.len() - 1;
    let ended = region.is_final_mark(last) || region.is_final_mark(last - 1);
    ended && region.shape(colon + 1).is_capital() && region.len() - colon > 3
}
