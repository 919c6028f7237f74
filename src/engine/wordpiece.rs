//! Words to word pieces: the vocabulary of BERT (uncased), which both models share.
//!
//! The longest piece that the word begins with, then the longest that goes on (`##…`), as in Schuster and Nakajima (2012).
//! What BERT does before that (lower case, no diacritics, a cut at every punctuation mark) the tokens' folded form and
//! [`Vocabulary::pieces`] do.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Index of a word piece in the vocabulary.
pub type Piece = u16;

/// How many pieces there are.
pub(super) const PIECES: usize = 30_522;

/// Stands before a window.
pub(super) const CLS: Piece = 101;
/// Stands after a paragraph.
pub(super) const SEP: Piece = 102;
/// Any quotation mark, whatever its style: what a mark does, its feature says.
pub(super) const MARK: Piece = 1000;
const UNKNOWN: Piece = 100;

/// A longer word is one unknown piece, as in BERT.
const LONGEST_WORD: usize = 100;
/// No word of a language needs more; a token of punctuation may have any number.
const MOST_PIECES: usize = 16;

/// Pieces that begin a word and pieces that go on, each with its index.
#[derive(Debug)]
pub(super) struct Vocabulary {
    begin: FxHashMap<&'static str, Piece>,
    go_on: FxHashMap<&'static str, Piece>,
}

static VOCABULARY: LazyLock<Vocabulary> =
    LazyLock::new(|| Vocabulary::read(include_str!("../../data/models/wordpieces.txt")));

impl Vocabulary {
    /// The one that the models are trained with.
    pub(super) fn get() -> &'static Self {
        &VOCABULARY
    }

    /// One piece a line; its index is the number of lines before it.
    fn read(lines: &'static str) -> Self {
        let mut begin = FxHashMap::with_capacity_and_hasher(25_000, Default::default());
        let mut go_on = FxHashMap::with_capacity_and_hasher(6_000, Default::default());
        for (piece, index) in lines.lines().zip(0..=Piece::MAX) {
            match piece.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => go_on.insert(rest, index),
                _ => begin.insert(piece, index),
            };
        }
        Self { begin, go_on }
    }

    /// Appends the pieces of a folded token to `out`: at least one, at most [`MOST_PIECES`].
    pub(super) fn pieces(&self, folded: &str, out: &mut Vec<Piece>) {
        if let Some(&whole) = self.begin.get(folded) {
            out.push(whole);
            return;
        }
        let start = out.len();
        for part in folded.split_inclusive(|c: char| !c.is_alphanumeric()) {
            let mark = part.char_indices().next_back();
            let mark = mark.filter(|(_, c)| !c.is_alphanumeric());
            let word = mark.map_or(part, |(at, _)| part.split_at(at).0);
            if !word.is_empty() {
                self.word(word, out);
            }
            if let Some((at, _)) = mark {
                let mark = part.split_at(at).1;
                out.push(self.begin.get(mark).copied().unwrap_or(UNKNOWN));
            }
            if out.len() - start >= MOST_PIECES {
                break;
            }
        }
        out.truncate(start + MOST_PIECES);
        if out.len() == start {
            out.push(UNKNOWN);
        }
    }

    fn word(&self, word: &str, out: &mut Vec<Piece>) {
        let start = out.len();
        if word.len() > LONGEST_WORD {
            out.push(UNKNOWN);
            return;
        }
        let (mut rest, mut pieces) = (word, &self.begin);
        while !rest.is_empty() {
            let longest = (1..=rest.len())
                .rev()
                .filter_map(|end| rest.split_at_checked(end))
                .find_map(|(piece, after)| Some((*pieces.get(piece)?, after)));
            let Some((piece, after)) = longest else {
                out.truncate(start);
                out.push(UNKNOWN);
                return;
            };
            out.push(piece);
            (rest, pieces) = (after, &self.go_on);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(folded: &str) -> Vec<Piece> {
        let mut out = Vec::new();
        Vocabulary::get().pieces(folded, &mut out);
        out
    }

    #[test]
    fn special_pieces_stand_where_bert_has_them() {
        let vocabulary = Vocabulary::get();
        for (piece, index) in [
            ("[CLS]", CLS),
            ("[SEP]", SEP),
            ("\"", MARK),
            ("[UNK]", UNKNOWN),
        ] {
            assert_eq!(vocabulary.begin.get(piece), Some(&index), "{piece}");
        }
        assert_eq!(vocabulary.begin.len() + vocabulary.go_on.len(), PIECES);
    }

    /// The indices are those of the reference implementation (the crate `tokenizers`).
    #[test]
    fn words_are_cut_as_bert_cuts_them() {
        for (folded, wanted) in [
            ("said", vec![2056]),
            ("denuclearization", vec![7939, 14194, 19738, 26910]),
            ("u.s.", vec![1057, 1012, 1055, 1012]),
            ("n't", vec![1050, 1005, 1056]),
            ("5,550", vec![1019, 1010, 13274]),
        ] {
            assert_eq!(pieces(folded), wanted, "{folded}");
        }
    }

    #[test]
    fn every_token_has_pieces_and_none_has_many() {
        for folded in [
            "",
            "\u{1f600}",
            "字",
            &"x".repeat(1 << 20),
            &"-".repeat(1 << 20),
            &"a-".repeat(9999),
        ] {
            let count = pieces(folded).len();
            assert!((1..=MOST_PIECES).contains(&count), "{count}");
        }
    }
}
