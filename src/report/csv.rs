//! One quote a row, for spreadsheets. The columns stand in `docs/output.md`.
//!
//! **No cell is a formula.** A spreadsheet runs what begins with `=`, `+`, `-` or `@`, and an article may begin a quote with it. Such
//! a cell gets an apostrophe in front, which spreadsheets take for *this is text*, and which [`bare`] takes off again: nothing is lost.

use std::borrow::Cow;
use std::io::{self, Write};

use super::{ArticleRecord, SignalRecord, Writer};

/// Writes one quote a row, under a row with the names of the columns.
#[derive(Clone, Copy, Debug, Default)]
pub struct Csv;

/// The columns, in order.
const COLUMNS: [&str; 31] = [
    "id",
    "article",
    "path",
    "url",
    "headline",
    "byline",
    "publisher",
    "published",
    "language",
    "type",
    "act",
    "marked",
    "content",
    "content_spans",
    "cue",
    "cue_lemma",
    "cue_spans",
    "source",
    "source_spans",
    "speaker_id",
    "speaker",
    "speaker_kind",
    "speaker_role",
    "speaker_status",
    "speaker_resolution",
    "candidates",
    "via",
    "confidence",
    "force",
    "checkable",
    "signals",
];

impl Writer for Csv {
    fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        row(out, COLUMNS)
    }

    fn article(&self, _text: &str, record: &ArticleRecord, out: &mut dyn Write) -> io::Result<()> {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let metadata = &record.article;
        for quote in &record.quotes {
            let speaker = &quote.speaker;
            let candidates: Vec<&str> = speaker
                .candidates
                .iter()
                .map(|candidate| candidate.name.as_str())
                .collect();
            let via = quote.via.as_ref().map(|via| {
                let name = via.speaker.name.clone();
                name.unwrap_or_else(|| via.source.text.clone())
            });
            row(
                out,
                [
                    quote.id.clone(),
                    record.id.clone(),
                    text(&metadata.path),
                    text(&metadata.url),
                    text(&metadata.headline),
                    metadata.byline.join("; "),
                    text(&metadata.publisher),
                    text(&metadata.published),
                    text(&metadata.language),
                    quote.quote_type.name().to_owned(),
                    quote.act.name().to_owned(),
                    quote.marked.to_string(),
                    quote.content.text.clone(),
                    spans(&quote.content.spans),
                    quote.cue.as_ref().map_or("", |cue| &cue.text).to_owned(),
                    quote.cue.as_ref().map_or("", |cue| &cue.lemma).to_owned(),
                    quote
                        .cue
                        .as_ref()
                        .map_or(String::new(), |cue| spans(&cue.spans)),
                    quote
                        .source
                        .as_ref()
                        .map_or("", |source| &source.text)
                        .to_owned(),
                    quote
                        .source
                        .as_ref()
                        .map_or(String::new(), |source| spans(&source.spans)),
                    text(&speaker.id),
                    text(&speaker.name),
                    speaker.kind.name().to_owned(),
                    text(&speaker.role),
                    speaker.status.name().to_owned(),
                    speaker
                        .resolution
                        .map_or("", |resolution| resolution.name())
                        .to_owned(),
                    candidates.join("; "),
                    via.unwrap_or_default(),
                    format!("{:.2}", quote.confidence),
                    quote.force.name().to_owned(),
                    quote.checkable.to_string(),
                    signals(&quote.signals),
                ],
            )?;
        }
        Ok(())
    }
}

/// Writes one row, in which no cell is a formula.
pub(super) fn row<T: AsRef<str>, const N: usize>(
    out: &mut dyn Write,
    fields: [T; N],
) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().from_writer(out);
    for field in &fields {
        writer.write_field(safe(field.as_ref()).as_bytes())?;
    }
    writer.write_record(None::<&[u8]>)?;
    writer.flush()
}

/// `cell` with an apostrophe in front where a spreadsheet would run it, also where it has such apostrophes already: one is put,
/// one is taken off, so every cell comes back.
fn safe(cell: &str) -> Cow<'_, str> {
    if is_formula(cell.trim_start_matches('\'')) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// The text that a cell of a written row is of.
pub fn bare(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest.trim_start_matches('\'')) => rest,
        _ => cell,
    }
}

/// Would a spreadsheet run it? Also what begins so in full width, behind white space or behind what is not seen: programs that
/// tidy a cell up before they look at it exist.
fn is_formula(cell: &str) -> bool {
    let unseen = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    cell.starts_with(['\t', '\r', '\n'])
        || cell.trim_start_matches(unseen).starts_with([
            '=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫', '−',
        ])
}

/// Writes what `W` writes, with a byte order mark at the head: without one, Excel takes UTF-8 for something else.
#[derive(Clone, Copy, Debug, Default)]
pub struct Marked<W>(pub W);

impl<W: Writer> Writer for Marked<W> {
    fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all("\u{feff}".as_bytes())?;
        self.0.head(out)
    }

    fn article(&self, text: &str, record: &ArticleRecord, out: &mut dyn Write) -> io::Result<()> {
        self.0.article(text, record, out)
    }

    fn between(&self, out: &mut dyn Write) -> io::Result<()> {
        self.0.between(out)
    }

    fn foot(&self, pieces: usize, out: &mut dyn Write) -> io::Result<()> {
        self.0.foot(pieces, out)
    }
}

/// `money: £3m; date: 2019`
fn signals(signals: &[SignalRecord]) -> String {
    let words: Vec<String> = signals
        .iter()
        .map(|signal| format!("{}: {}", signal.kind.name(), signal.text))
        .collect();
    words.join("; ")
}

/// `120-188;201-240`
fn spans(spans: &[[usize; 2]]) -> String {
    let pairs: Vec<String> = spans
        .iter()
        .map(|[start, end]| format!("{start}-{end}"))
        .collect();
    pairs.join(";")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_each_comes_back() {
        for (cell, want) in [
            ("", ""),
            ("We will go", "We will go"),
            ("1-2;4-5", "1-2;4-5"),
            ("'tis", "'tis"),
            ("'", "'"),
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\rno", "'\rno"),
            ("\nno", "'\nno"),
            ("  =1", "'  =1"),
            ("\u{feff}\u{200b}=1", "'\u{feff}\u{200b}=1"),
            ("＝1", "'＝1"),
            ("＠x", "'＠x"),
            ("'=1", "''=1"),
            ("''=1", "'''=1"),
            ("' =1", "'' =1"),
        ] {
            assert_eq!(safe(cell), want);
            assert_eq!(bare(&safe(cell)), cell);
        }
    }

    #[test]
    fn a_row_is_read_as_it_was_written() {
        let cells = ["=a,b\"c\"", "two\r\nlines", "", "'-1"];
        let mut out = Vec::new();
        row(&mut out, cells).unwrap();
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(&out[..]);
        let read = reader.records().next().unwrap().unwrap();
        let read: Vec<&str> = read.iter().map(bare).collect();
        assert_eq!(read, cells);
    }
}
