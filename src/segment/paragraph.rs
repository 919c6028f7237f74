//! Paragraphs: blocks between blank lines, or single lines where the text puts one paragraph on each line.
//!
//! A line break inside a block is a paragraph break (transcripts, feeds, headlines) unless the block is *wrapped*: set to a
//! fixed width, with sentences running over the line ends. Then the whole block is one paragraph.

use crate::span::Span;

/// Lines of wrapped text are at least this long in bytes, all but the last of a block …
const WRAPPED_MIN: usize = 45;
/// … and at most this long.
const WRAPPED_MAX: usize = 140;

/// The paragraphs of `text`, in order, without surrounding white space.
pub(crate) fn split(text: &str) -> Vec<Span> {
    let mut paragraphs = Vec::new();
    let mut block: Vec<Span> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let span = trim(text, Span::new(start, end));
        start = end;
        if span.is_empty() {
            flush(text, &mut block, &mut paragraphs);
        } else {
            block.push(span);
        }
    }
    flush(text, &mut block, &mut paragraphs);
    paragraphs
}

fn flush(text: &str, block: &mut Vec<Span>, paragraphs: &mut Vec<Span>) {
    match (block.first(), block.last()) {
        (Some(first), Some(last)) if is_wrapped(text, block) => {
            paragraphs.push(first.cover(*last));
            block.clear();
        }
        _ => paragraphs.append(block),
    }
}

/// Is the block set to a fixed width? Its lines are of middling length and most of them end inside a sentence.
fn is_wrapped(text: &str, block: &[Span]) -> bool {
    let Some((_, all_but_last)) = block.split_last() else {
        return false;
    };
    if all_but_last.is_empty()
        || all_but_last
            .iter()
            .any(|line| !(WRAPPED_MIN..=WRAPPED_MAX).contains(&line.len()))
    {
        return false;
    }
    let runs_on = |line: &&Span| {
        let end = line
            .slice(text)
            .trim_end_matches(['"', '”', '\'', '’', ')', '»']);
        !end.ends_with(['.', '!', '?', ':', '…'])
    };
    2 * all_but_last.iter().filter(runs_on).count() > all_but_last.len()
}

/// `span` without white space at its ends.
fn trim(text: &str, span: Span) -> Span {
    let line = span.slice(text);
    let start = span.start + (line.len() - line.trim_start().len());
    Span::new(start, start + line.trim().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        split(text)
            .into_iter()
            .map(|span| span.slice(text))
            .collect()
    }

    #[test]
    fn blank_lines_and_single_lines_end_paragraphs() {
        assert_eq!(
            texts(" One.\r\n \r\nTwo.\nThree. \n"),
            ["One.", "Two.", "Three."]
        );
        assert_eq!(texts(" \n\t\n"), [""; 0]);
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        let text = "The ferry was late again on Friday and nobody in the\nharbour office would say why, let alone when the next\none would sail.\n\nNext.";
        assert_eq!(texts(text).len(), 2);
    }
}
