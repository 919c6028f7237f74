//! The folded words of a quote: what makes two quotes the same words.

use std::iter::once;

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::span::Span;

/// The words of `text` in NFKC and lower case. Quotation marks, apostrophes, other punctuation, invisible characters and white space of
/// any kind are nothing; a hyphen or dash divides.
pub fn words(text: &str) -> Vec<String> {
    placed(text).into_iter().map(|(word, _)| word).collect()
}

/// The [`words`] of `text`, each with where it stands there.
pub(crate) fn placed(text: &str) -> Vec<(String, Span)> {
    let mut words: Vec<(String, Span)> = Vec::new();
    let mut open = false;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if is_nothing(c) {
            continue;
        }
        // One character may be several: ½, ﬁ.
        for c in once(c).nfkc().flat_map(char::to_lowercase) {
            // ŉ has an apostrophe of its own.
            if is_nothing(c) {
                continue;
            }
            // No word begins with a mark, also with one that counts as a letter: put in their order, another may be the first.
            let of_word = if is_combining_mark(c) {
                open
            } else {
                c.is_alphanumeric()
            };
            match words.last_mut().filter(|_| open && of_word) {
                Some((word, span)) => {
                    word.push(c);
                    span.end = end;
                }
                None if of_word => words.push((c.to_string(), Span::new(at, end))),
                None => {}
            }
            open = of_word;
        }
    }
    for (word, _) in &mut words {
        // A letter and its accent may be two characters.
        if !word.is_ascii() {
            *word = word.nfkc().collect();
        }
    }
    words
}

/// Is it passed over, also within a word?
fn is_nothing(c: char) -> bool {
    matches!(
        c,
        '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '\u{ad}' | '\u{200b}'
            ..='\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}

/// Sixteen hexadecimal digits that are the same for texts of the same folded words, in every version that keeps `inquit-repeats/1`.
pub fn fingerprint(text: &str) -> String {
    of_words(&words(text))
}

/// The fingerprint of a text that has these folded words.
pub(super) fn of_words(words: &[String]) -> String {
    let digest = Sha256::digest(words.join(" ").as_bytes());
    digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
