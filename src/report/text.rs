//! The margin view: who speaks on the left, the sentence on the right, for a reader at a terminal.
//!
//! ```text
//! Jake Sullivan           │ “We will look at it,” said Jake Sullivan, White House adviser.
//! direct speech           │  content───────────   cue^ source~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//! ```
//!
//! With colours the parts are coloured and there is no line beneath.

use std::io::{self, Write};
use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::Writer;
use super::bytes::Bytes;
use super::record::{ArticleRecord, QuoteRecord, StatusRecord};
use crate::span::Span;

/// Writes the margin view.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// Columns.
    pub width: usize,
    /// Mark the parts by colour instead of by a line beneath?
    pub color: bool,
}

impl Default for Text {
    fn default() -> Self {
        Self {
            width: 100,
            color: false,
        }
    }
}

const MARGIN: usize = 24;

/// What a character belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Plain,
    Content,
    Source,
    Cue,
    Via,
}

impl Role {
    /// The name and the fill of the line beneath.
    fn label(self) -> (&'static str, char) {
        match self {
            Role::Plain => ("", ' '),
            Role::Content => ("content", '─'),
            Role::Source => ("source", '~'),
            Role::Cue => ("cue", '^'),
            Role::Via => ("via", '.'),
        }
    }

    fn color(self) -> &'static str {
        match self {
            Role::Plain => "",
            Role::Content => "\x1b[32m",
            Role::Source => "\x1b[36m",
            Role::Cue => "\x1b[33m",
            Role::Via => "\x1b[35m",
        }
    }
}

const RESET: &str = "\x1b[0m";
const BOLD: &str = "\x1b[1m";
const DIM: &str = "\x1b[2m";

/// One character as it is shown, with the one that marks it beneath.
struct Cell {
    shown: char,
    beneath: char,
    role: Role,
}

impl Cell {
    fn width(&self) -> usize {
        usize::from(!is_combining_mark(self.shown))
    }
}

impl Writer for Text {
    fn article(&self, text: &str, record: &ArticleRecord, out: &mut dyn Write) -> io::Result<()> {
        let headline = record.article.headline.as_deref().unwrap_or("");
        let title = format!("{}  {headline}", plain(&record.id));
        writeln!(out, "{}", self.paint(BOLD, title.trim_end()))?;
        for note in &record.notes {
            writeln!(out, "{}", self.paint(DIM, &format!("note: {note}")))?;
        }
        if record.quotes.is_empty() {
            writeln!(out, "{}", self.paint(DIM, "no quotes"))?;
        }
        let bytes = Bytes::new(text, &record.offsets);
        for quote in &record.quotes {
            writeln!(out)?;
            self.quote(text, &bytes, quote, out)?;
        }
        Ok(())
    }

    fn between(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out)
    }
}

impl Text {
    fn paint(&self, style: &str, text: &str) -> String {
        if self.color && !style.is_empty() && !text.is_empty() {
            format!("{style}{text}{RESET}")
        } else {
            text.to_owned()
        }
    }

    fn quote(
        &self,
        text: &str,
        bytes: &Bytes,
        quote: &QuoteRecord,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let cells = cells(text, bytes, quote);
        let body = self.width.saturating_sub(MARGIN + 2).max(20);
        let mut right = Vec::new();
        for line in wrap(&cells, body) {
            let line = cells.get(line).unwrap_or_default();
            if self.color {
                right.push(colored(line));
                continue;
            }
            right.push(line.iter().map(|cell| cell.shown).collect());
            let beneath: String = line
                .iter()
                .filter(|cell| cell.width() > 0)
                .map(|cell| cell.beneath)
                .collect();
            if !beneath.trim().is_empty() {
                right.push(beneath.trim_end().to_owned());
            }
        }
        let left = margin(quote);
        for row in 0..left.len().max(right.len()) {
            let (style, name) = left
                .get(row)
                .map_or(("", ""), |(s, name)| (*s, name.as_str()));
            let width: usize = name.chars().filter(|&c| !is_combining_mark(c)).count();
            let line = format!(
                "{}{:pad$}│ {}",
                self.paint(style, name),
                "",
                right.get(row).map_or("", String::as_str),
                pad = MARGIN.saturating_sub(width)
            );
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// The context of a quote, character by character; white space of any kind and length is one space.
fn cells(text: &str, bytes: &Bytes, quote: &QuoteRecord) -> Vec<Cell> {
    let spans = |pairs: &[[usize; 2]]| -> Vec<Span> {
        pairs.iter().map(|&pair| bytes.span(pair)).collect()
    };
    // The first one that covers a character marks it: the source inside a content is shown as source.
    let mut parts: Vec<(Role, Vec<Span>)> = Vec::new();
    if let Some(cue) = &quote.cue {
        parts.push((Role::Cue, spans(&cue.spans)));
    }
    if let Some(source) = &quote.source {
        parts.push((Role::Source, spans(&source.spans)));
    }
    if let Some(via) = &quote.via {
        parts.push((Role::Via, spans(&via.source.spans)));
    }
    parts.push((Role::Content, spans(&quote.content.spans)));
    let whole = bytes.span(quote.context.sentence);
    let touched = parts
        .iter()
        .flat_map(|(_, spans)| spans)
        .copied()
        .reduce(Span::cover)
        .unwrap_or(whole);
    let context = crop(text, whole.cover(touched), touched);

    let mut cells: Vec<Cell> = Vec::new();
    let mut at = context.start;
    for c in context.slice(text).chars() {
        let here = Span::new(at, at + c.len_utf8());
        at = here.end;
        let role = parts
            .iter()
            .find(|(_, spans)| {
                let next = spans.partition_point(|span| span.end <= here.start);
                spans.get(next).is_some_and(|span| span.contains(here))
            })
            .map_or(Role::Plain, |(role, _)| *role);
        let shown = match c {
            c if c.is_whitespace() => ' ',
            c if c.is_control() || is_direction(c) => '\u{fffd}',
            c => c,
        };
        if shown == ' ' && cells.last().is_none_or(|last| last.shown == ' ') {
            continue;
        }
        cells.push(Cell {
            shown,
            beneath: role.label().1,
            role,
        });
    }
    write_labels(&mut cells);
    cells
}

/// Bytes of a sentence that are shown before and after its parts: a sentence without end is not shown whole each time.
const AROUND: usize = 1000;

/// `context` without what stands far from `touched`.
fn crop(text: &str, context: Span, touched: Span) -> Span {
    let mut start = context.start.max(touched.start.saturating_sub(AROUND));
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let mut end = context.end.min(touched.end.saturating_add(AROUND));
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    Span::new(start, end.max(start))
}

/// Puts the name of a part at its beginning where there is room for it.
fn write_labels(cells: &mut [Cell]) {
    for run in cells.chunk_by_mut(|a, b| a.role == b.role) {
        let Some(first) = run.first() else { continue };
        let (name, _) = first.role.label();
        // A combining mark has no column of its own for a letter to stand in.
        let room = run.iter().take_while(|cell| cell.width() > 0).count();
        if room > name.len() {
            for (cell, letter) in run.iter_mut().zip(name.chars()) {
                cell.beneath = letter;
            }
        }
    }
}

/// Breaks at spaces so that no line is wider than `width`, unless a word is.
fn wrap(cells: &[Cell], width: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut columns = 0;
    let mut space = None;
    for (index, cell) in cells.iter().enumerate() {
        if cell.shown == ' ' {
            space = Some(index);
        }
        columns += cell.width();
        if columns > width
            && let Some(at) = space.filter(|&at| at > start)
        {
            lines.push(start..at);
            start = at + 1;
            space = None;
            columns = cells
                .get(start..=index)
                .unwrap_or_default()
                .iter()
                .map(Cell::width)
                .sum();
        }
    }
    if start < cells.len() {
        lines.push(start..cells.len());
    }
    lines
}

fn colored(line: &[Cell]) -> String {
    let mut text = String::new();
    for run in line.chunk_by(|a, b| a.role == b.role) {
        let color = run.first().map_or("", |cell| cell.role.color());
        text.push_str(color);
        text.extend(run.iter().map(|cell| cell.shown));
        if !color.is_empty() {
            text.push_str(RESET);
        }
    }
    text
}

/// The lines left of a quote, with their styles.
fn margin(quote: &QuoteRecord) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    let speaker = &quote.speaker;
    let room = MARGIN - 1;
    match (speaker.status, speaker.name.as_deref()) {
        (StatusRecord::Linked, Some(name)) => {
            lines.extend(fold(name, room).into_iter().map(|line| (BOLD, line)));
        }
        (StatusRecord::Ambiguous, _) => {
            for candidate in &speaker.candidates {
                let name = format!("{}?", candidate.name);
                lines.extend(fold(&name, room).into_iter().map(|line| (BOLD, line)));
            }
        }
        _ => lines.push((BOLD, "unknown".to_owned())),
    }
    if let Some(via) = &quote.via {
        let name = via.speaker.name.as_ref().unwrap_or(&via.source.text);
        lines.extend(
            fold(&format!("via {name}"), room)
                .into_iter()
                .map(|line| ("", line)),
        );
    }
    let what = format!("{} {}", quote.quote_type.name(), quote.act.name());
    lines.push((DIM, what));
    lines
}

/// Breaks at spaces; a word that is too long is cut.
fn fold(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in plain(text).split_whitespace() {
        let word: String = if word.chars().count() > width {
            word.chars().take(width - 1).chain(['…']).collect()
        } else {
            word.to_owned()
        };
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

/// A character that turns the direction of what a terminal shows: an article must not be able to dress up the view.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Without control characters, which could command the terminal.
pub fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            c if c.is_whitespace() => ' ',
            c if c.is_control() || is_direction(c) => '\u{fffd}',
            c => c,
        })
        .collect()
}
