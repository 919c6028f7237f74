//! The words of a text, and which of them a span touches.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

/// A half-open pair of code-point offsets. Predictions come from outside, so nothing is taken for granted about it.
pub(super) type Pair = [i64; 2];

/// Words by index.
pub(super) type WordSet = BTreeSet<usize>;

/// Letters, digits and underscores, joined by an apostrophe or a stop. `\w` would take in combining marks.
static WORD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[\p{L}\p{N}_]+(?:[’'.][\p{L}\p{N}_]+)*").expect("the pattern is well-formed")
});

/// One character of a word.
static WORD_CHAR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[\p{L}\p{N}_]").expect("the pattern is well-formed"));

/// Is it a letter, a digit or an underscore?
pub(super) fn is_word_char(c: char) -> bool {
    WORD_CHAR.is_match(c.encode_utf8(&mut [0; 4]))
}

/// A text with its words.
pub(super) struct Words {
    spans: Vec<Pair>,
    /// Does the word begin inside quotation marks?
    quoted: Vec<bool>,
}

/// What the quotation marks say about a content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ContentKind {
    /// At least nine tenths of the words are inside marks.
    Direct,
    /// Some are.
    Mixed,
    /// None is.
    Indirect,
}

impl ContentKind {
    pub(super) const ALL: [ContentKind; 3] = [
        ContentKind::Direct,
        ContentKind::Mixed,
        ContentKind::Indirect,
    ];
}

impl Words {
    pub(super) fn new(text: &str) -> Self {
        let quoted_chars = quoted(text);
        let mut spans = Vec::new();
        let mut quoted = Vec::new();
        // Matches come in order, so one walk over the characters turns all byte offsets into code points.
        let mut walk = text.char_indices();
        let mut chars = 0_usize;
        let mut point = |byte: usize| {
            while walk.clone().next().is_some_and(|(at, _)| at < byte) {
                walk.next();
                chars += 1;
            }
            chars
        };
        for found in WORD.find_iter(text) {
            let (start, end) = (point(found.start()), point(found.end()));
            spans.push([start as i64, end as i64]);
            quoted.push(quoted_chars.get(start).copied().unwrap_or(false));
        }
        Self { spans, quoted }
    }

    /// The words that share a character with one of `pairs`.
    pub(super) fn within(&self, pairs: &[Pair]) -> WordSet {
        let mut found = WordSet::new();
        for &[start, end] in pairs {
            let first = self.spans.partition_point(|&[_, b]| b <= start);
            let last = self.spans.partition_point(|&[a, _]| a < end);
            found.extend(first..last);
        }
        found
    }

    /// `None` for no words.
    pub(super) fn kind(&self, content: &WordSet) -> Option<ContentKind> {
        let inside = content
            .iter()
            .filter(|&&word| self.quoted.get(word) == Some(&true))
            .count();
        if content.is_empty() {
            None
        } else if inside as f64 >= 0.9 * content.len() as f64 {
            Some(ContentKind::Direct)
        } else if inside > 0 {
            Some(ContentKind::Mixed)
        } else {
            Some(ContentKind::Indirect)
        }
    }
}

/// For every character: does it stand inside double quotation marks? A blank line ends a quotation.
fn quoted(text: &str) -> Vec<bool> {
    let mut inside = false;
    let mut before = None;
    let mut chars = text.chars().peekable();
    let mut quoted = Vec::new();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        if c == '\n' && next == Some('\n') {
            inside = false;
        }
        match c {
            '“' | '«' => inside = true,
            '`' if next == Some('`') => inside = true,
            '”' | '»' => inside = false,
            '"' => inside = !inside,
            '\'' if next == Some('\'') && before != Some('\'') => inside = !inside,
            _ => {}
        }
        quoted.push(inside && !matches!(c, '“' | '”' | '«' | '»' | '"' | '`' | '\''));
        before = Some(c);
    }
    quoted
}

/// Words that both have, over words that one has; 1 for two empty sets.
pub(super) fn jaccard(a: &WordSet, b: &WordSet) -> f64 {
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    let both = a.intersection(b).count();
    both as f64 / (a.len() + b.len() - both) as f64
}

/// Do the words of two sources name the same? Two missing ones do.
pub(super) fn source_agrees(gold: &WordSet, predicted: &WordSet) -> bool {
    if gold.is_empty() || predicted.is_empty() {
        return gold.is_empty() && predicted.is_empty();
    }
    jaccard(gold, predicted) >= 0.5 || gold.is_subset(predicted) || predicted.is_subset(gold)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_letters_and_digits_joined_by_apostrophes_and_stops() {
        let text = "“U.S. don’t,” é e\u{301}x 5.5% ②_a";
        let words = Words::new(text);
        let chars: Vec<char> = text.chars().collect();
        let got: Vec<String> = words
            .spans
            .iter()
            .map(|&[a, b]| chars[a as usize..b as usize].iter().collect())
            .collect();
        assert_eq!(got, ["U.S", "don’t", "é", "e", "x", "5.5", "②_a"]);
        assert_eq!(
            words.quoted,
            [true, true, false, false, false, false, false]
        );
    }

    #[test]
    fn spans_that_touch_a_word_have_it() {
        let words = Words::new("one two three");
        let set = |pairs: &[Pair]| words.within(pairs).into_iter().collect::<Vec<_>>();
        assert_eq!(set(&[[0, 3]]), [0]);
        assert_eq!(set(&[[2, 5]]), [0, 1]);
        assert_eq!(set(&[[3, 4]]), Vec::<usize>::new());
        assert_eq!(set(&[[-5, 2], [9, 900]]), [0, 2]);
        assert_eq!(set(&[[5, 5]]), [1]);
        assert_eq!(set(&[[9, 1]]), Vec::<usize>::new());
    }

    #[test]
    fn kinds_are_told_by_the_marks() {
        for (text, kind) in [
            ("“one two”", ContentKind::Direct),
            ("one \"two\"", ContentKind::Mixed),
            ("``one'' two", ContentKind::Mixed),
            ("one two", ContentKind::Indirect),
            ("“never closed\n\none two", ContentKind::Mixed),
        ] {
            let words = Words::new(text);
            let all = words.within(&[[0, 900]]);
            assert_eq!(words.kind(&all), Some(kind), "{text}");
        }
    }
}
