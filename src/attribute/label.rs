//! Lines that are speech by their form (`MOSS: We asked.`, `Q: Why?`), and lines that are no prose at all.

use std::ops::Range;

use super::confidence;
use super::draft::{Drafts, New};
use super::region::Region;
use super::{direct, learned, phrase};
use crate::attribution::QuoteType;
use crate::document::{Document, Paragraph, Shape};
use crate::engine::LEAST_CONFIDENCE;
use crate::lexicon::Classes;
use crate::segment::dateline;
use crate::span::Span;

/// The first token of a paragraph's own text: behind the time stamp of a live blog (`14.32 The mayor said …`, `**14.32** …`) and
/// behind a dateline (`LIMA, Oct. 14 (Newswire) - The mayor said …`, `NEW DELHI: The mayor said …`).
pub(super) fn start_of_text(document: &Document, paragraph: &Paragraph) -> usize {
    dateline::after(
        document,
        after_time_stamp(document, paragraph)..paragraph.tokens.end,
    )
}

/// Behind `14.32` or `**14.32**`.
fn after_time_stamp(document: &Document, paragraph: &Paragraph) -> usize {
    let Range { start, end } = paragraph.tokens;
    let skip_stars = |from: usize| {
        (from..end.min(from + 3))
            .find(|&i| document.word(i) != "*")
            .unwrap_or(from)
    };
    let number = skip_stars(start);
    let time =
        document.shape(number) == Shape::Number && document.word(number).contains(['.', ':']);
    let text = skip_stars(number + 1);
    let opens = document.shape(text).is_capital()
        || document.shape(text) == Shape::Mark
        || document.word(text).starts_with('@');
    if time && opens && text < end {
        text
    } else {
        start
    }
}

/// First words that label no speaker.
const NO_SPEAKER: [&str; 27] = [
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
    "clarification",
    "analysis",
    "breaking",
    "claim",
    "exclusive",
    "fact",
    "live",
    "opinion",
    "poll",
    "rating",
    "recap",
    "result",
    "ruling",
    "score",
    "verdict",
    "video",
];

/// Drafts the paragraph as one labelled turn when it begins with a speaker label; says whether it did. `quotations` are the
/// outermost utterances from the paragraph on; what the turn itself reports is drafted inside it.
pub(super) fn find(region: &Region, quotations: &[usize], drafts: &mut Drafts) -> bool {
    // A transcript may stand in marks, and a live blog puts the time first.
    let skips = |e: usize| {
        matches!(region.shape(e), Shape::Mark | Shape::Number) && region.quotation(e).is_none()
    };
    let start = (0..region.len().min(3)).find(|&e| !skips(e)).unwrap_or(0);
    let reach = region.len().min(start + dateline::LABEL);
    let Some(colon) = (start..reach).find(|&e| region.word(e) == ":") else {
        return false;
    };
    if colon == start || colon + 1 >= region.len() || region.quotation(colon + 1).is_some() {
        return false;
    }
    let words: Vec<Shape> = (start..colon).map(|e| region.shape(e)).collect();
    let upper = words.iter().all(|shape| matches!(shape, Shape::Upper));
    let question = colon == start + 1 && region.any(start, &["q", "a"]);
    let named = words.iter().all(|shape| shape.is_capital())
        && words.len() <= 3
        && !region.is(
            start,
            Classes::DETERMINER.or(Classes::CREDIT).or(Classes::TIME),
        )
        && is_turn(region, colon);
    // *LOOK: …*, *Revealed: …* are headlines.
    let speaker = question || is_name(region.document, region.tokens_of(start..colon));
    let credit = region.is(start, Classes::CREDIT) && words.len() == 1;
    if !(upper || question || named) || !speaker || credit || region.any(start, &NO_SPEAKER) {
        return false;
    }
    if !question && is_headline(region.document, region.tokens_of(start..colon).start) {
        return false;
    }
    // *“MOSS: We left.”*: both marks stand around the label, too.
    let in_marks = (0..start).any(|e| region.shape(e) == Shape::Mark);
    let closes = in_marks && region.shape(region.len() - 1) == Shape::Mark;
    let content = region.trim(colon + 1..region.len() - usize::from(closes));
    if content.is_empty() {
        return false;
    }
    let span = region.span(content);
    let inner = Region::new(region.document, region.document.tokens_in(span), quotations);
    let first_inside = drafts.len();
    direct::find(&inner, drafts, direct::Sides::Both);
    learned::find(&inner, drafts, LEAST_CONFIDENCE);
    phrase::find(&inner, drafts);
    let mut turn_content = vec![span];
    turn_content.extend(further_paragraphs(region.document, span));
    let turn = drafts.push(
        region,
        New {
            content: turn_content,
            cue: Some(colon),
            verb_group: None,
            source: Some(start..colon),
            confidence: if named && !upper {
                confidence::LABEL_NAME
            } else {
                confidence::LABEL
            },
            evidence: "a turn behind its speaker's label".to_owned(),
        },
    );
    drafts.get_mut(turn).quote_type = QuoteType::Direct;
    drafts.get_mut(turn).marked = false;
    drafts.put_inside(first_inside..turn, turn);
    true
}

/// *“MOSS: It rained. ¶ “(Crosstalk.) ¶ “And we left.*: the paragraphs behind `turn` that repeat its opening mark.
fn further_paragraphs(document: &Document, turn: Span) -> Vec<Span> {
    let holds = |inner: &Span| inner.overlaps(turn);
    let mut near = document.outermost_in(turn).map(|(_, quotation)| quotation);
    let quotation = near.find(|quotation| quotation.inner.first().is_some_and(holds));
    let aside = |span: &Span| {
        let text = document.slice(*span);
        text.starts_with(['(', '[']) && text.ends_with([')', ']'])
    };
    let spoken = |span: &&Span| {
        let paragraph = &document.paragraphs[document.paragraph_at(span.start)];
        paragraph.furniture.is_none() && !aside(span)
    };
    let further = quotation.iter().flat_map(|quotation| &quotation.inner);
    further.skip(1).filter(spoken).copied().collect()
}

/// Do the tokens share one with somebody's name?
fn is_name(document: &Document, tokens: Range<usize>) -> bool {
    let first = document
        .mentions
        .partition_point(|mention| mention.tokens.end <= tokens.start);
    let near = document.mentions.get(first);
    near.is_some_and(|mention| mention.tokens.start < tokens.end)
}

/// Does the label at `token` open the article, and no other the paragraph behind it? *DONOR TRACKER: Who Gives to Whom* is a
/// headline; a transcript goes on.
fn is_headline(document: &Document, token: usize) -> bool {
    let mut paragraphs = document.paragraphs.iter();
    let first = paragraphs
        .next()
        .is_some_and(|first| first.tokens.contains(&token));
    first
        && paragraphs.next().is_some_and(|second| {
            let mut opening = second.tokens.clone().take(dateline::LABEL);
            !opening.any(|token| document.word(token) == ":")
        })
}

/// Do whole sentences, in somebody's voice, follow the label?
fn is_turn(region: &Region, colon: usize) -> bool {
    let last = region.len() - 1;
    let ended = region.is_final_mark(last) || region.is_final_mark(last - 1);
    ended && region.shape(colon + 1).is_capital() && region.len() - colon > 3
}
