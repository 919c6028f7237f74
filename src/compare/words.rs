//! Words of contents: what is compared in place of offsets, and what differs between two contents.

use std::collections::BTreeMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_normalization::char::is_combining_mark;

use crate::span::Span;

/// The words of a text and each mark by itself; white space is nothing.
pub(super) struct Tokens<'t> {
    text: &'t str,
    spans: Vec<Span>,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut spans: Vec<Span> = Vec::new();
        let mut in_word = false;
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let end = at + c.len_utf8();
            let next = chars.peek().map(|&(_, next)| next);
            let joins = matches!(c, '’' | '\'') && in_word && next.is_some_and(is_word);
            let of_word = is_word(c) || joins;
            match spans.last_mut() {
                Some(last) if of_word && in_word => last.end = end,
                _ if c.is_whitespace() => {}
                _ => spans.push(Span::new(at, end)),
            }
            in_word = of_word;
        }
        Self { text, spans }
    }

    pub(super) fn words(&self) -> Vec<&'t str> {
        self.spans
            .iter()
            .map(|span| span.slice(self.text))
            .collect()
    }

    /// All tokens with one space between: equal for texts that differ in white space alone.
    pub(super) fn key(&self) -> String {
        self.words().join(" ")
    }

    /// The text of tokens `from` up to `to`, white space of any length as one space, also what follows the last one.
    fn run(&self, from: usize, to: usize) -> String {
        let mut run = String::new();
        for at in from..to {
            let Some(span) = self.spans.get(at) else {
                break;
            };
            run.push_str(span.slice(self.text));
            if self
                .spans
                .get(at + 1)
                .is_some_and(|next| next.start > span.end)
            {
                run.push(' ');
            }
        }
        run
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// The words of a content in lower case, each with how often it stands there.
pub(super) type Bag = BTreeMap<String, usize>;

/// The words of `text` without its marks; the marks where there is nothing else.
pub(super) fn bag(text: &str) -> Bag {
    let tokens = Tokens::new(text).words();
    let is_mark = |token: &&str| !token.starts_with(is_word);
    let only_marks = tokens.iter().all(is_mark);
    let mut bag = Bag::new();
    for token in tokens {
        if only_marks || !is_mark(&token) {
            *bag.entry(token.to_lowercase()).or_default() += 1;
        }
    }
    bag
}

/// How many words two bags share.
pub(super) fn shared(one: &Bag, other: &Bag) -> usize {
    let of = |(word, count): (&String, &usize)| other.get(word).map_or(0, |n| *n.min(count));
    one.iter().map(of).sum()
}

/// How many words there are in a bag.
pub(super) fn size(bag: &Bag) -> usize {
    bag.values().sum()
}

/// How one content became another.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Growth {
    Same,
    /// What the longer one has before and after the shorter one.
    Longer(String, String),
    Shorter(String, String),
    Other,
}

/// How content `old` became `new`.
pub(super) fn growth(old: &str, new: &str) -> Growth {
    let (old, new) = (Tokens::new(old), Tokens::new(new));
    let (from, to) = (old.words(), new.words());
    if from == to {
        return Growth::Same;
    }
    match (ends(&from, &new, &to), ends(&to, &old, &from)) {
        (Some((before, after)), _) => Growth::Longer(before, after),
        (_, Some((before, after))) => Growth::Shorter(before, after),
        _ => Growth::Other,
    }
}

/// What `long` has before and after `short`, where it has all of it in one piece.
fn ends(short: &[&str], long: &Tokens, words: &[&str]) -> Option<(String, String)> {
    if short.is_empty() {
        return None;
    }
    // Contents are long and mostly alike, so that few places begin alike.
    let at = words
        .windows(short.len())
        .position(|window| window == short)?;
    let before = long.run(0, at);
    let after = long.run(at + short.len(), words.len());
    Some((before.trim().to_owned(), after.trim().to_owned()))
}

/// A stretch of a text that the other text has, too, or has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The words, with a space at the end where one follows.
    pub text: String,
    /// Does only this text have it?
    pub differs: bool,
}

/// Both texts in runs: what they share and what they do not, word by word. White space of any length is one space.
pub fn word_runs(old: &str, new: &str) -> [Vec<Run>; 2] {
    let (old, new) = (Tokens::new(old), Tokens::new(new));
    let operations = capture_diff_slices(Algorithm::Patience, &old.words(), &new.words());
    let mut runs = [Vec::new(), Vec::new()];
    for operation in operations {
        let differs = !matches!(operation, DiffOp::Equal { .. });
        let ranges = [operation.old_range(), operation.new_range()];
        for ((runs, range), tokens) in runs.iter_mut().zip(ranges).zip([&old, &new]) {
            if !range.is_empty() {
                let text = tokens.run(range.start, range.end);
                runs.push(Run { text, differs });
            }
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_words_and_single_marks() {
        for (text, want) in [
            ("", ""),
            ("We’ll go, now.", "We’ll|go|,|now|."),
            ("the Joneses’ ‘late’ bus", "the|Joneses|’|‘|late|’|bus"),
            ("e\u{301}t  5%\n—x", "e\u{301}t|5|%|—|x"),
        ] {
            assert_eq!(Tokens::new(text).words().join("|"), want);
        }
    }

    #[test]
    fn growth_names_both_ends() {
        let of = |before: &str, after: &str| (before.to_owned(), after.to_owned());
        let longer = |before, after| {
            let (before, after) = of(before, after);
            Growth::Longer(before, after)
        };
        let shorter = |before, after| {
            let (before, after) = of(before, after);
            Growth::Shorter(before, after)
        };
        for (old, new, want) in [
            ("we go", "we\n go", Growth::Same),
            ("we go", "we go on Monday", longer("", "on Monday")),
            ("go", "we go, at once", longer("we", ", at once")),
            ("so we go", "go", shorter("so we", "")),
            ("we go", "we stay", Growth::Other),
            ("we go", "we all go", Growth::Other),
            ("", "we", Growth::Other),
        ] {
            assert_eq!(growth(old, new), want, "{old:?} -> {new:?}");
        }
    }

    #[test]
    fn runs_say_which_words_differ() {
        let shown = |runs: &[Run]| -> String {
            let one = |run: &Run| match run.differs {
                true => format!("[{}]", run.text),
                false => run.text.clone(),
            };
            runs.iter().map(one).collect()
        };
        let [old, new] = word_runs("We go,  on Monday.", "We all go on Monday.");
        assert_eq!(shown(&old), "We go[, ]on Monday.");
        assert_eq!(shown(&new), "We [all ]go on Monday.");
        let [old, new] = word_runs("", "one two");
        assert_eq!(
            (shown(&old), shown(&new)),
            (String::new(), "[one two]".to_owned())
        );
    }
}
