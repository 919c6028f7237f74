//! What the encoder reads: the article's tokens as word pieces, in windows of whole paragraphs.
//!
//! Receives tokens and quotations; adds nothing to the document. A piece carries the [feature](Window::features) of its
//! token: its shape (the pieces have no capitals) and where it stands towards the quotation marks. The mark itself is one
//! piece whatever its style, so that straight, curly, single and pointed marks, and marks that were paired across styles,
//! all read the same.

use std::ops::Range;

use super::wordpiece::{CLS, MARK, Piece, SEP, Vocabulary};
use crate::document::{Document, Shape};
use crate::segment::dateline;

/// Paragraphs share a window as long as it has no more pieces than this.
const PACKED: usize = 128;
/// No window has more pieces: a longer paragraph is cut, at the end of a sentence where one is near.
pub(super) const LONGEST: usize = 256;

/// Paragraphs that are read together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// The tokens, by index into [`Document::tokens`].
    pub tokens: Range<usize>,
    /// The word pieces: one in front, those of the tokens, one after each paragraph.
    pub pieces: Vec<Piece>,
    /// For each piece: 0 for the pieces that belong to no token, else one plus four times the shape plus the place
    /// (outside marks, inside, opening mark, closing mark).
    pub features: Vec<u8>,
    /// For each token of the window: its first piece.
    pub first: Vec<usize>,
    /// The paragraphs, as ranges of [`Document::tokens`]. A part of a long paragraph counts as one.
    pub paragraphs: Vec<Range<usize>>,
}

/// How many different features there are.
pub(super) const FEATURES: usize = 1 + 7 * 4;

impl Window {
    fn begin(at: usize) -> Self {
        Self {
            tokens: at..at,
            pieces: vec![CLS],
            features: vec![0],
            ..Self::default()
        }
    }

    fn append(&mut self, part: &Part) {
        let offset = self.pieces.len();
        self.first.extend(part.first.iter().map(|at| at + offset));
        self.pieces.extend_from_slice(&part.pieces);
        self.features.extend_from_slice(&part.features);
        self.pieces.push(SEP);
        self.features.push(0);
        self.paragraphs.push(part.tokens.clone());
        self.tokens.end = part.tokens.end;
    }
}

/// A paragraph, or as much of one as a window holds.
#[derive(Default)]
struct Part {
    tokens: Range<usize>,
    pieces: Vec<Piece>,
    features: Vec<u8>,
    first: Vec<usize>,
}

impl Part {
    fn clear(&mut self, at: usize) {
        self.tokens = at..at;
        self.pieces.clear();
        self.features.clear();
        self.first.clear();
    }

    fn cut(&mut self, tokens: usize) {
        let pieces = self.first.get(tokens).copied();
        let pieces = pieces.unwrap_or(self.pieces.len());
        self.pieces.truncate(pieces);
        self.features.truncate(pieces);
        self.first.truncate(tokens);
        self.tokens.end = self.tokens.start + tokens;
    }
}

/// The windows of `document`, in order. Every token stands in one.
pub fn windows(document: &Document) -> Vec<Window> {
    let vocabulary = Vocabulary::get();
    let places = places(document);
    let colon = dateline::colon(document);
    let mut windows: Vec<Window> = Vec::new();
    let mut part = Part::default();
    for paragraph in &document.paragraphs {
        let mut at = paragraph.tokens.start;
        while at < paragraph.tokens.end {
            part.clear(at);
            for (token, &place) in (at..paragraph.tokens.end).zip(&places[at..]) {
                let start = part.pieces.len();
                match document.shape(token) {
                    Shape::Mark => part.pieces.push(MARK),
                    // The engine knows datelines with a dash; behind a colon it expects speech.
                    _ if colon == Some(token) => vocabulary.pieces("-", &mut part.pieces),
                    _ => vocabulary.pieces(document.folded(token), &mut part.pieces),
                }
                if part.pieces.len() > LONGEST - 2 {
                    part.pieces.truncate(start);
                    break;
                }
                let feature = 1 + 4 * document.shape(token) as u8 + place as u8;
                part.features.resize(part.pieces.len(), feature);
                part.first.push(start);
                part.tokens.end = token + 1;
            }
            if part.tokens.end < paragraph.tokens.end {
                part.cut(sentence_end(document, &part.tokens));
            }
            let packed = |window: &&mut Window| window.pieces.len() + part.pieces.len() < PACKED;
            match windows.last_mut().filter(packed) {
                Some(window) => window.append(&part),
                None => {
                    let mut window = Window::begin(at);
                    window.append(&part);
                    windows.push(window);
                }
            }
            at = part.tokens.end;
        }
    }
    windows
}

/// How many of `tokens` to keep, so that the cut falls at the end of a sentence: all, where none ends in the second half.
fn sentence_end(document: &Document, tokens: &Range<usize>) -> usize {
    let begins = document.tokens.get(tokens.end).map(|next| next.sentence);
    let begun = begins.map_or(tokens.end, |s| document.sentences[s].tokens.start);
    let kept = begun.saturating_sub(tokens.start);
    if kept > tokens.len() / 2 {
        kept.min(tokens.len())
    } else {
        tokens.len()
    }
}

/// Where a token stands towards the outermost quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Outside,
    Inside,
    Opens,
    Closes,
}

fn places(document: &Document) -> Vec<Place> {
    let mut places = vec![Place::Outside; document.tokens.len()];
    for quotation in &document.quotations {
        if quotation.depth != 0 {
            continue;
        }
        for (number, &inner) in quotation.inner.iter().enumerate() {
            let tokens = document.tokens_in(inner);
            if let Some(before) = tokens.start.checked_sub(1)
                && document.shape(before) == Shape::Mark
            {
                places[before] = Place::Opens;
            }
            let last = number + 1 == quotation.inner.len();
            if last && quotation.closed && document.shape(tokens.end) == Shape::Mark {
                places[tokens.end] = Place::Closes;
            }
            places[tokens].fill(Place::Inside);
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Article, Extractor};

    fn check(text: &str) -> Vec<Window> {
        let article = Article::new("a", text);
        let document = Extractor::prepare(&article);
        let windows = windows(&document);
        let mut next = 0;
        for window in &windows {
            assert_eq!(window.tokens.start, next);
            next = window.tokens.end;
            assert!(window.pieces.len() <= LONGEST);
            assert_eq!(window.pieces.len(), window.features.len());
            assert_eq!(window.first.len(), window.tokens.len());
            assert!(window.first.is_sorted_by(|a, b| a < b));
            assert!(window.features.iter().all(|&f| usize::from(f) < FEATURES));
        }
        assert_eq!(next, document.tokens.len());
        windows
    }

    #[test]
    fn marks_of_every_style_read_the_same() {
        let pieces = |text| check(text)[0].pieces.clone();
        let curly = check("“We sail,” said Ruiz.");
        for text in [
            "\"We sail,\" said Ruiz.",
            "«We sail,» said Ruiz.",
            "‘We sail,’ said Ruiz.",
            "``We sail,'' said Ruiz.",
        ] {
            assert_eq!(check(text), curly, "{text}");
        }
        assert_ne!(pieces("We sail, said Ruiz."), curly[0].pieces);
    }

    #[test]
    fn paragraphs_share_windows_and_long_ones_are_cut() {
        assert_eq!(check("One.\n\nTwo.\n\nThree.")[0].paragraphs.len(), 3);
        let long = check(&"Ruiz said that it was late. ".repeat(200));
        assert!(long.len() > 3);
        assert_eq!(long[0].tokens.len() % 7, 0, "cut at a sentence");
        check(&"word ".repeat(5000));
        check(&"x".repeat(1 << 20));
        check("");
    }
}
