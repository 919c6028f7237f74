//! Snapshots: a record in a form that people review, in a file that insta opens, too.
//!
//! ```text
//! ---
//! source: news/ferry.txt
//! ---
//! {
//!   "schema": "inquit/1",
//!   "id": "news/ferry.txt",
//!   …
//! }
//!
//! {
//!   "id": "news/ferry.txt#q1",
//!   …
//! }
//! ```
//!
//! The record without its quotes is the first block, each quote is one more, each field a line: so a diff of lines shows what
//! changed. What a reviewer would not see (or would see on another character) is written as `\u{…}`.

use std::fmt;
use std::io;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::ser::{CompactFormatter, Formatter, Serializer};
use unicode_normalization::char::is_combining_mark;

use super::record::{ArticleRecord, QuoteRecord, SCHEMA};

/// What stands alone on the line before and after the front matter.
const FENCE: &str = "---";

/// A record with the front matter of its file.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// The lines between the fences; kept as they are, whoever wrote them.
    front: String,
    /// What the article's quotes are to be.
    pub record: ArticleRecord,
}

/// Why a snapshot cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotError {
    /// The line of the file, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub message: String,
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for SnapshotError {}

impl Snapshot {
    /// A snapshot of `record`, which comes from the article at `source`.
    pub fn new(source: &str, record: ArticleRecord) -> Self {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-');
        let bare =
            source.starts_with(|c: char| c.is_ascii_alphabetic()) && source.chars().all(plain);
        let source = if bare {
            source.to_owned()
        } else {
            // A JSON string is one of YAML.
            escaped(&serde_json::Value::from(source).to_string())
        };
        Self {
            front: format!("source: {source}\n"),
            record,
        }
    }

    /// The same file with another record.
    pub fn with_record(&self, record: ArticleRecord) -> Self {
        Self {
            front: self.front.clone(),
            record,
        }
    }

    /// Reads what [`Snapshot`] shows as, or what insta wrote of [`readable`].
    ///
    /// # Errors
    /// Where it is no snapshot, or one of another version.
    pub fn read(text: &str) -> Result<Self, SnapshotError> {
        let mut lines = text.lines().enumerate();
        let error = |line: usize, message: String| SnapshotError { line, message };
        match lines.next() {
            Some((_, first)) if first.trim_end() == FENCE => {}
            _ => {
                let message = format!("a snapshot begins with a line `{FENCE}`");
                return Err(error(1, message));
            }
        }
        let mut front = String::new();
        let mut closed = false;
        for (_, line) in lines.by_ref() {
            if line.trim_end() == FENCE {
                closed = true;
                break;
            }
            // Else a line end of two returns would be another one each time it is read.
            front.push_str(line.trim_end_matches('\r'));
            front.push('\n');
        }
        if !closed {
            return Err(error(1, format!("no line `{FENCE}` ends the front matter")));
        }
        // (the number of its first line, its lines)
        let mut blocks: Vec<(usize, String)> = Vec::new();
        let mut inside = false;
        for (index, line) in lines {
            if line.trim().is_empty() {
                inside = false;
                continue;
            }
            match blocks.last_mut() {
                Some((_, block)) if inside => {
                    block.push('\n');
                    block.push_str(line);
                }
                _ => blocks.push((index + 1, line.to_owned())),
            }
            inside = true;
        }
        let mut blocks = blocks.into_iter();
        let Some((line, block)) = blocks.next() else {
            return Err(error(text.lines().count(), "no record here".to_owned()));
        };
        version(line, &block)?;
        let mut record: ArticleRecord = parse(line, &block)?;
        for (line, block) in blocks {
            let quote: QuoteRecord = parse(line, &block)?;
            record.quotes.push(quote);
        }
        Ok(Self { front, record })
    }
}

impl fmt::Display for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { front, record } = self;
        writeln!(f, "{FENCE}\n{front}{FENCE}\n{}", readable(record))
    }
}

/// Is it a record of this version?
fn version(line: usize, block: &str) -> Result<(), SnapshotError> {
    #[derive(Deserialize)]
    struct Head {
        schema: String,
    }
    let Head { schema } = parse(line, block)?;
    if schema == SCHEMA {
        return Ok(());
    }
    let at = block.lines().position(|line| line.contains("\"schema\""));
    Err(SnapshotError {
        line: line + at.unwrap_or(0),
        message: format!("`{schema}` is no record of `{SCHEMA}`"),
    })
}

fn parse<T: DeserializeOwned>(line: usize, block: &str) -> Result<T, SnapshotError> {
    serde_json::from_str(&unescaped(block)).map_err(|error| {
        let told = error.to_string();
        let what = told.split(" at line ").next().unwrap_or_default();
        SnapshotError {
            line: line + error.line().saturating_sub(1),
            message: format!("no block of a record: {what}"),
        }
    })
}

/// The record as JSON, one quote a block, one field a line; what a [`Snapshot`] holds.
pub fn readable(record: &ArticleRecord) -> String {
    let mut head = record.clone();
    let quotes = std::mem::take(&mut head.quotes);
    let mut blocks = vec![block(&head)];
    blocks.extend(quotes.iter().map(block));
    blocks.join("\n\n")
}

fn block(value: &impl Serialize) -> String {
    let mut out = Vec::new();
    value
        .serialize(&mut Serializer::with_formatter(&mut out, Block::default()))
        .expect("a record has a JSON form, and a vector takes it");
    escaped(&String::from_utf8_lossy(&out))
}

/// Writes each member of the outermost object on a line of its own and everything deeper on that line.
#[derive(Default)]
struct Block {
    depth: usize,
}

impl Formatter for Block {
    fn begin_object<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.depth += 1;
        CompactFormatter.begin_object(out)
    }

    fn end_object<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.depth -= 1;
        if self.depth == 0 {
            out.write_all(b"\n")?;
        }
        CompactFormatter.end_object(out)
    }

    fn begin_object_key<W: io::Write + ?Sized>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        match (self.depth, first) {
            (1, true) => out.write_all(b"\n  "),
            (1, false) => out.write_all(b",\n  "),
            (_, true) => Ok(()),
            (_, false) => out.write_all(b", "),
        }
    }

    fn begin_object_value<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn begin_array_value<W: io::Write + ?Sized>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        if first { Ok(()) } else { out.write_all(b", ") }
    }
}

/// `text` with everything a reviewer would not see, or would see on another character, as `\u{…}`.
fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        let plain = matches!(c, ' ' | '\n');
        if !plain && (c.is_whitespace() || c.is_control() || is_combining_mark(c) || is_format(c)) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Soft hyphen, zero-width characters, bidirectional controls, byte order mark.
fn is_format(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// What [`escaped`] was made of. JSON's own escapes stay: a backslash that was in the text is two.
fn unescaped(shown: &str) -> String {
    let mut text = String::with_capacity(shown.len());
    let mut rest = shown.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        let mut after = rest.clone();
        if (after.next(), after.next()) == (Some('u'), Some('{')) {
            let digits: String = after.by_ref().take_while(|&c| c != '}').collect();
            let number = u32::from_str_radix(&digits, 16).ok();
            if let Some(c) = number.and_then(char::from_u32) {
                text.push(c);
                rest = after;
                continue;
            }
        }
        text.push(c);
        text.extend(rest.next());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_reviewer_cannot_see_is_escaped() {
        let text = "{\"a b\": \"e\u{301}\u{a0}\u{202e}é\u{200b}”\u{2009}\"}\n";
        let want = "{\"a b\": \"e\\u{301}\\u{a0}\\u{202e}é\\u{200b}”\\u{2009}\"}\n";
        assert_eq!(escaped(text), want);
        assert_eq!(unescaped(want), text);
    }

    #[test]
    fn a_backslash_of_the_text_is_no_escape() {
        for text in [
            "\\u{41}",
            "\\\\u{301}",
            "\u{301}\\",
            "\\n\u{a0}",
            "\\u{",
            "\\u{zz}",
        ] {
            let json = serde_json::Value::from(text).to_string();
            assert_eq!(unescaped(&escaped(&json)), json);
        }
    }
}
