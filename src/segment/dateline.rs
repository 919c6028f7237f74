//! `LIMA, Oct. 14 (Newswire) - The minister said …`, `NEW DELHI: The minister said …`: where a paragraph's text begins behind a place in
//! capitals. The colon, as Indian papers have it, introduces no speech.

use std::ops::Range;

use crate::document::{Document, Paragraph, Shape};

/// A dateline has fewer tokens than this.
const LONGEST: usize = 12;

/// Behind headline and byline.
const FIRST: usize = 3;

/// As many paragraphs are looked at.
const MOST: usize = 64;

/// The label of a turn ends within this many tokens.
pub(crate) const LABEL: usize = 6;

/// The first of `tokens`, with which a paragraph begins, behind its dateline: a place in capitals, whatever names, dates and brackets follow
/// it, and a dash or the colon of the article's dateline.
pub(crate) fn after(document: &Document, tokens: Range<usize>) -> usize {
    let start = tokens.start;
    let dash = closing(document, tokens, &["-", "--", "–", "—", ":"]);
    dash.filter(|&dash| document.word(dash) != ":" || colon(document) == Some(dash))
        .map_or(start, |dash| dash + 1)
}

/// The colon of the article's dateline: no other paragraph begins with a label, as the turns of an interview would.
pub(crate) fn colon(document: &Document) -> Option<usize> {
    let paragraphs = &document.paragraphs;
    let mut first = paragraphs.iter().take(FIRST);
    let (start, colon) = first.find_map(|paragraph| {
        let colon = closing(document, paragraph.tokens.clone(), &[":"])?;
        Some((paragraph.tokens.start, colon))
    })?;
    let is_labelled = |paragraph: &Paragraph| {
        let mut opening = paragraph.tokens.clone().take(LABEL);
        document.shape(paragraph.tokens.start) == Shape::Upper
            && opening.any(|token| document.word(token) == ":")
    };
    let mut others = paragraphs
        .iter()
        .take(MOST)
        .filter(|other| other.tokens.start != start);
    (!others.any(is_labelled)).then_some(colon)
}

/// The first of `signs` in `tokens`, where it closes a dateline and text opens behind it.
fn closing(document: &Document, tokens: Range<usize>, signs: &[&str]) -> Option<usize> {
    let Range { start, end } = tokens;
    let begins = document.shape(start) == Shape::Upper && document.word(start).len() >= 3;
    let mut near = start + 1..end.min(start + LONGEST);
    let sign = near.find(|&token| signs.contains(&document.word(token)))?;
    let may_hold = |token: usize| {
        document.shape(token).is_capital()
            || document.shape(token) == Shape::Number
            || matches!(document.word(token), "," | "." | "(" | ")" | "/")
    };
    let opens = sign + 1 < end && document.shape(sign + 1).is_capital();
    (begins && opens && (start..sign).all(may_hold)).then_some(sign)
}
