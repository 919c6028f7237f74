//! `NEW DELHI: The minister said …`, as Indian papers have it: a place in capitals that begins the article, and a colon that introduces
//! no speech.

use crate::document::{Document, Paragraph, Shape};

/// A dateline has fewer tokens than this.
pub(crate) const LONGEST: usize = 12;

/// Behind headline and byline.
const FIRST: usize = 3;

/// As many paragraphs are looked at.
const MOST: usize = 64;

/// The label of a turn ends within this many tokens.
const LABEL: usize = 6;

/// The colon of the article's dateline: no other paragraph begins with a label, as the turns of an interview would.
pub(crate) fn colon(document: &Document) -> Option<usize> {
    let mut first = document.paragraphs.iter().take(FIRST);
    let colon = first.find_map(|paragraph| {
        let start = paragraph.tokens.start;
        let mut near = start + 1..paragraph.tokens.end.min(start + LONGEST);
        let colon = near.find(|&token| document.word(token) == ":")?;
        let opens = colon + 1 < paragraph.tokens.end && document.shape(colon + 1).is_capital();
        let is_place = opens
            && begins(document, start)
            && (start..colon).all(|token| may_hold(document, token));
        is_place.then_some(colon)
    })?;
    let is_labelled = |paragraph: &&Paragraph| {
        let mut opening = paragraph.tokens.clone().take(LABEL);
        document.shape(paragraph.tokens.start) == Shape::Upper
            && opening.any(|token| document.word(token) == ":")
    };
    let near = document.paragraphs.iter().take(MOST);
    (near.filter(is_labelled).count() <= 1).then_some(colon)
}

/// Can a dateline begin with this token: a place in capitals?
pub(crate) fn begins(document: &Document, token: usize) -> bool {
    document.shape(token) == Shape::Upper && document.word(token).len() >= 3
}

/// Can a dateline have this token: names, dates, brackets?
pub(crate) fn may_hold(document: &Document, token: usize) -> bool {
    document.shape(token).is_capital()
        || document.shape(token) == Shape::Number
        || matches!(document.word(token), "," | "." | "(" | ")" | "/")
}
