//! Lines of files, for places that a person is to find.

use std::path::Path;

use inquit::Article;
use inquit::span::Span;

use super::input::Reading;

/// The lines of front matter of the Markdown file at `path`, which are no part of the text but count in the file.
pub(crate) fn lines_before_text(path: &Path, reading: &Reading) -> usize {
    let whole = reading
        .whole(path)
        .ok()
        .and_then(|bytes| inquit::decode::decode(bytes).ok())
        .map_or(String::new(), |decoded| decoded.text);
    let text = Article::from_markdown("", whole.clone()).text;
    let newlines = |text: &str| text.bytes().filter(|&byte| byte == b'\n').count();
    newlines(&whole) - newlines(&text)
}

/// Where the lines of a text begin.
pub(crate) struct Lines {
    starts: Vec<usize>,
    end: usize,
    /// Lines of the file before the text.
    before: usize,
}

impl Lines {
    pub(crate) fn new(text: &str, before: usize) -> Self {
        let breaks = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
        Self {
            starts: std::iter::once(0)
                .chain(breaks.map(|(at, _)| at + 1))
                .collect(),
            end: text.len(),
            before,
        }
    }

    /// The bytes of line `number` of the file, counted from 1.
    pub(crate) fn span(&self, number: usize) -> Option<Span> {
        let index = number.checked_sub(self.before + 1)?;
        let start = *self.starts.get(index)?;
        Some(Span::new(
            start,
            self.starts.get(index + 1).copied().unwrap_or(self.end),
        ))
    }

    /// The line of the file that byte `at` stands in.
    pub(crate) fn number(&self, at: usize) -> usize {
        self.before + self.starts.partition_point(|&start| start <= at)
    }
}
