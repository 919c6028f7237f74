//! Tokens: words, numbers, clitics, marks and punctuation, each with its span in the untouched text.
//!
//! - `U.S.`, `p.m.`, `J.D.`, `Gen.` keep their stop; a stop that ends a sentence is a token of its own.
//! - `it’s`, `don't`, `Ruiz’s` are split before the clitic (`do` + `n't`); `O’Brien` and `o'clock` are not.
//! - `’em` and `'90s` keep their apostrophe. Every other apostrophe at the edge of a word becomes a mark;
//!   [`quotation`](crate::quotation) tells possessives (`Americans’`) from closing marks.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::document::{Document, Shape, Token};
use crate::lexicon::{self, Classes};
use crate::span::{Span, char_at, char_before};

/// Words that are written with an apostrophe in front: it is part of the word, no mark.
const ELIDED: [&str; 9] = [
    "em", "til", "tis", "twas", "cause", "round", "bout", "n", "cos",
];

/// Endings that are split off as clitics; the apostrophe is folded to `'`.
const CLITICS: [&str; 6] = ["s", "re", "ve", "ll", "d", "m"];

/// Appends the tokens of `paragraph`. Their sentence is filled in by the sentence splitter.
pub(super) fn split(document: &mut Document, paragraph: Span) {
    let text = document.text;
    let mut at = paragraph.start;
    while at < paragraph.end {
        let Some(c) = char_at(text, at) else { break };
        if c.is_whitespace() || is_invisible(c) {
            at += c.len_utf8();
            continue;
        }
        at = next(document, at, c, paragraph.end);
    }
}

/// Reads the token at `at`, pushes it (and its clitic) and returns where it ends.
fn next(document: &mut Document, at: usize, c: char, limit: usize) -> usize {
    let text = document.text;
    if is_word(c) || (matches!(c, '@' | '#') && char_at(text, at + 1).is_some_and(is_word)) {
        return word(document, at, limit);
    }
    if is_apostrophe(c) && is_elision(text, at + c.len_utf8()) {
        return word(document, at, limit);
    }
    let mut end = at + c.len_utf8();
    // Three in a row: the single mark is the inner one.
    let glued = char_before(text, at).is_some_and(|before| !before.is_whitespace());
    let tripled = glued && char_at(text, end + c.len_utf8()) == Some(c);
    let doubled = char_at(text, end) == Some(c) && !tripled;
    let shape = match c {
        '\'' | '`' | '’' | '‘' if doubled => {
            end += c.len_utf8();
            Shape::Mark
        }
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '‘' | '’' | '‚' | '‛' | '\''
        | '`' | '´' | '＂' => Shape::Mark,
        '.' | '-' | '!' | '?' | '…' => {
            while char_at(text, end) == Some(c) && end < limit {
                end += c.len_utf8();
            }
            Shape::Punctuation
        }
        _ => Shape::Punctuation,
    };
    push(document, Span::new(at, end), shape);
    end
}

/// Reads a word or number that begins at `start` and splits its clitic off.
fn word(document: &mut Document, start: usize, limit: usize) -> usize {
    let text = document.text;
    let mut at = start + char_at(text, start).map_or(1, char::len_utf8);
    let mut apostrophe = None;
    while at < limit {
        let Some(c) = char_at(text, at) else { break };
        let width = c.len_utf8();
        if is_word(c) || is_invisible(c) && c != '\u{feff}' {
            at += width;
            continue;
        }
        let before = char_before(text, at).unwrap_or(' ');
        let after = char_at(text, at + width).unwrap_or(' ');
        let joins = match c {
            '-' | '‑' | '_' | '&' | '/' => after.is_alphanumeric(),
            '.' => {
                after.is_lowercase() && before.is_alphabetic()
                    || is_initials(text, start, at) && after.is_alphabetic()
                    || before.is_ascii_digit() && after.is_ascii_digit()
            }
            ',' | ':' => before.is_ascii_digit() && after.is_ascii_digit(),
            '%' => before.is_ascii_digit(),
            // *PeÃ±a*: what is left of *ñ* in a text that was decoded wrongly before it came here.
            '\u{80}'..='\u{bf}' => matches!(before, 'Ã' | 'Â') && after.is_alphabetic(),
            _ if is_apostrophe(c) => after.is_alphanumeric() && before.is_alphanumeric(),
            _ => false,
        };
        if !joins {
            break;
        }
        if is_apostrophe(c) {
            apostrophe = Some(at);
        }
        at += width;
    }
    let (stem, clitic) = split_clitic(text, Span::new(start, at), apostrophe);
    let takes_stop = clitic.is_none() && char_at(text, at) == Some('.') && at < limit && {
        let folded = fold(stem.slice(text));
        // *(D-Mass.)*
        let state = behind_party(&folded) != folded && char_at(text, at + 1) == Some(')');
        state
            || is_initials(text, start, at)
            || lexicon::classes(&folded).is(Classes::ABBREVIATION)
                && !(folded == "sen" && nobody_follows(text, at + 1))
    };
    if takes_stop {
        at += 1;
        push(document, Span::new(start, at), shape_of(stem.slice(text)));
        return at;
    }
    if !stem.is_empty() {
        push(document, stem, shape_of(stem.slice(text)));
    }
    if let Some(clitic) = clitic {
        push(document, clitic, Shape::Clitic);
    }
    at
}

/// *said Adhir Sen. He left.*: no senator, whose name would stand behind the stop. No other title is a surname that often.
fn nobody_follows(text: &str, at: usize) -> bool {
    let rest = Span::new(at, text.len()).slice(text);
    let next = rest.trim_start();
    let blank = rest.len() - next.len();
    let paragraph = Span::new(at, at + blank).slice(text).matches('\n').count() > 1;
    let word = next.split(|c: char| !c.is_alphanumeric()).next();
    let opens = word.is_some_and(|word| lexicon::classes(&fold(word)).is(Classes::PRONOUN));
    next.is_empty() || paragraph || opens
}

/// Splits `’s`, `’re`, `n’t` … off; `apostrophe` is where the word's last apostrophe stands.
fn split_clitic(text: &str, word: Span, apostrophe: Option<usize>) -> (Span, Option<Span>) {
    let Some(apostrophe) = apostrophe.filter(|&at| at > word.start) else {
        return (word, None);
    };
    let width = char_at(text, apostrophe).map_or(1, char::len_utf8);
    let tail = Span::new(apostrophe + width, word.end)
        .slice(text)
        .to_lowercase();
    let before = char_before(text, apostrophe).unwrap_or(' ');
    if tail == "t" && matches!(before, 'n' | 'N') && apostrophe > word.start + 1 {
        return (
            Span::new(word.start, apostrophe - 1),
            Some(Span::new(apostrophe - 1, word.end)),
        );
    }
    if CLITICS.contains(&tail.as_str()) {
        return (
            Span::new(word.start, apostrophe),
            Some(Span::new(apostrophe, word.end)),
        );
    }
    (word, None)
}

/// *S.C* of *R-S.C*, *mass* of *d-mass*: what stands behind the letter of a party and its hyphen.
fn behind_party(word: &str) -> &str {
    let mut chars = word.chars();
    match (chars.next(), chars.next()) {
        (Some('D' | 'R' | 'I' | 'd' | 'r' | 'i'), Some('-')) => chars.as_str(),
        _ => word,
    }
}

/// Is `start..at` a run of single letters with stops between, as in `U.S` or `J`, or an upper-case initial?
fn is_initials(text: &str, start: usize, at: usize) -> bool {
    let run = Span::new(start, at).slice(text);
    // Longer runs are words; the bound keeps this constant.
    if run.len() > 12 {
        return false;
    }
    let run = behind_party(run);
    let mut letters = 0;
    for piece in run.split('.') {
        let mut chars = piece.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) if c.is_alphabetic() => letters += 1,
            _ => return false,
        }
    }
    letters > 1
        || run.chars().all(|c| c.is_uppercase() && c != 'I')
        || run == "I" && char_at(text, at + 1).is_some_and(|c| c.is_alphabetic())
}

/// Does an elided word or a decade (`em`, `90s`) begin at `at`?
fn is_elision(text: &str, at: usize) -> bool {
    let tail = Span::new(at, floor(text, at + 8)).slice(text);
    let word: String = tail.chars().take_while(|c| c.is_alphanumeric()).collect();
    let decade =
        word.len() == 3 && word.ends_with('s') && word.bytes().take(2).all(|b| b.is_ascii_digit());
    decade || ELIDED.contains(&word.to_lowercase().as_str())
}

/// The last character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ')
}

/// Zero-width and direction characters, soft hyphens and controls: part of no token of their own.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        || c.is_control()
}

fn shape_of(word: &str) -> Shape {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    if word
        .chars()
        .find(|c| c.is_alphanumeric())
        .is_some_and(char::is_numeric)
    {
        return Shape::Number;
    }
    match letters.next() {
        Some(c) if c.is_uppercase() => {
            if letters.all(char::is_uppercase) {
                Shape::Upper
            } else {
                Shape::Capitalized
            }
        }
        _ => Shape::Lower,
    }
}

fn push(document: &mut Document, span: Span, shape: Shape) {
    document.folded.push(' ');
    let start = document.folded.len();
    fold_into(span.slice(document.text), &mut document.folded);
    let folded = Span::new(start, document.folded.len());
    let classes = lexicon::classes(folded.slice(&document.folded));
    document.tokens.push(Token {
        span,
        folded,
        shape,
        classes,
        sentence: 0,
    });
}

/// The form that all comparison uses: lower case, no diacritics, straight apostrophes. No spaces inside.
pub(crate) fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_into(word, &mut folded);
    folded
}

fn fold_into(word: &str, folded: &mut String) {
    if word.is_ascii() {
        folded.extend(word.chars().map(|c| c.to_ascii_lowercase()));
        return;
    }
    for c in word
        .nfd()
        .filter(|&c| !is_combining_mark(c) && !is_invisible(c))
    {
        match c {
            '’' | '‘' | 'ʼ' => folded.push('\''),
            '‑' => folded.push('-'),
            'ł' | 'Ł' => folded.push('l'),
            'ø' | 'Ø' => folded.push('o'),
            _ => folded.extend(c.to_lowercase().filter(|c| !c.is_whitespace())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<String> {
        let mut document = Document {
            text,
            ..Document::default()
        };
        split(&mut document, Span::new(0, text.len()));
        (0..document.tokens.len())
            .map(|i| document.word(i).to_owned())
            .collect()
    }

    #[test]
    fn words_keep_what_belongs_to_them() {
        let cases: [(&str, &[&str]); 15] = [
            ("PeÃ±a said 3§2", &["PeÃ±a", "said", "3", "§", "2"]),
            (
                "Gen. Ito met Sen. J.D. Roe.",
                &["Gen.", "Ito", "met", "Sen.", "J.D.", "Roe", "."],
            ),
            (
                "the U.S. fleet at 3 p.m. Tuesday",
                &["the", "U.S.", "fleet", "at", "3", "p.m.", "Tuesday"],
            ),
            (
                "Roe (R-S.C.) and Lind (D-Mass.) met.",
                &[
                    "Roe", "(", "R-S.C.", ")", "and", "Lind", "(", "D-Mass.", ")", "met", ".",
                ],
            ),
            (
                "it’s O’Brien's, don't",
                &["it", "’s", "O’Brien", "'s", ",", "do", "n't"],
            ),
            ("the Joneses’ boat", &["the", "Joneses", "’", "boat"]),
            (
                "'Get 'em in the ’90s,'",
                &["'", "Get", "'em", "in", "the", "’90s", ",", "'"],
            ),
            (
                "5,550 at 3.5% of $2bn",
                &["5,550", "at", "3.5%", "of", "$", "2bn"],
            ),
            (
                "``Yes,'' he said...",
                &["``", "Yes", ",", "''", "he", "said", "..."],
            ),
            ("end.Next one", &["end", ".", "Next", "one"]),
            ("@roe of example.com", &["@roe", "of", "example.com"]),
            ("well-known —Roe", &["well-known", "—", "Roe"]),
            ("so I. Then", &["so", "I", ".", "Then"]),
            ("John F. Kerr", &["John", "F.", "Kerr"]),
            ("AT&T and/or C’est", &["AT&T", "and/or", "C’est"]),
        ];
        for (text, want) in cases {
            assert_eq!(tokens(text), want, "{text}");
        }
    }

    #[test]
    fn folding_drops_case_and_diacritics() {
        assert_eq!(fold("Erdoğan’s"), "erdogan's");
        assert_eq!(fold("ÅSA"), "asa");
        assert_eq!(fold("Wałęsa"), "walesa");
    }
}
