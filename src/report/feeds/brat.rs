//! brat standoff: an article is a pair of files, its text and the annotations of it. Fields are divided by tabs.
//!
//! ```text
//! T1  content 1 12  We will go,
//! T2  cue 14 18  said
//! T3  source 19 36  Ana Ruiz, a nurse
//! R1  cue Arg1:T1 Arg2:T2
//! A1  type T1 direct
//! #1  AnnotatorNotes T1  Ana Ruiz (0.93)
//! ```
//!
//! A part of a quote is one annotation, whatever number of spans it has: brat's may have gaps. Its lines end at line breaks and its
//! fields at tabs, so a span is split where the text has such a thing, and white space at the ends of what is left is left out.

use std::io::{self, Write};

use super::{Feed, Label, short, who};
use crate::report::Writer;
use crate::report::record::{ActRecord, ArticleRecord, QuoteRecord, TypeRecord};
use crate::span::Span;

/// The text of an article, byte for byte: `.txt`.
#[derive(Clone, Copy, Debug, Default)]
pub struct BratText;

/// The annotations of an article: `.ann`.
#[derive(Clone, Copy, Debug, Default)]
pub struct BratAnnotations;

/// What brat has to be told of the annotations: `annotation.conf`.
pub fn brat_configuration() -> String {
    let names = |names: &[&str]| names.join("|");
    let entities: String = Label::ALL
        .iter()
        .map(|label| format!("{}\n", label.name()))
        .collect();
    let relations: String = Label::ALL
        .iter()
        .skip(1)
        .map(|label| format!("{0} Arg1:content, Arg2:{0}\n", label.name()))
        .collect();
    let types = names(&TypeRecord::ALL.map(TypeRecord::name));
    let acts = names(&ActRecord::ALL.map(ActRecord::name));
    format!(
        "[entities]\n{entities}\n[relations]\n{relations}\n[events]\n\n[attributes]\ntype Arg:content, Value:{types}\nact Arg:content, Value:{acts}\n"
    )
}

impl Writer for BratText {
    fn article(&self, text: &str, _record: &ArticleRecord, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(text.as_bytes())
    }
}

impl Writer for BratAnnotations {
    fn article(&self, text: &str, record: &ArticleRecord, out: &mut dyn Write) -> io::Result<()> {
        let feed = Feed::new(text, record);
        let mut numbers = Numbers::default();
        for quote in &record.quotes {
            annotate(&feed, quote, &mut numbers, out)?;
        }
        Ok(())
    }
}

/// The last number of each kind of annotation.
#[derive(Default)]
struct Numbers {
    text: usize,
    relation: usize,
    attribute: usize,
    note: usize,
}

fn next(number: &mut usize) -> usize {
    *number += 1;
    *number
}

fn annotate(
    feed: &Feed,
    quote: &QuoteRecord,
    numbers: &mut Numbers,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut content = None;
    for (label, spans) in feed.parts(quote) {
        let spans: Vec<Span> = spans
            .iter()
            .flat_map(|&span| fragments(feed, span))
            .collect();
        if spans.is_empty() {
            continue;
        }
        let words: Vec<&str> = spans.iter().map(|&span| feed.words(span)).collect();
        let pairs: Vec<String> = spans
            .iter()
            .map(|&span| feed.pair(span))
            .map(|[start, end]| format!("{start} {end}"))
            .collect();
        let number = next(&mut numbers.text);
        let label_name = label.name();
        writeln!(
            out,
            "T{number}\t{label_name} {}\t{}",
            pairs.join(";"),
            words.join(" ")
        )?;
        match content {
            None if label == Label::Content => content = Some(number),
            Some(content) => {
                let relation = next(&mut numbers.relation);
                writeln!(
                    out,
                    "R{relation}\t{label_name} Arg1:T{content} Arg2:T{number}"
                )?;
            }
            None => {}
        }
    }
    let Some(content) = content else {
        return Ok(());
    };
    for (name, value) in [("type", quote.quote_type.name()), ("act", quote.act.name())] {
        let attribute = next(&mut numbers.attribute);
        writeln!(out, "A{attribute}\t{name} T{content} {value}")?;
    }
    let who: Vec<&str> = who(quote).unwrap_or("unknown").split_whitespace().collect();
    writeln!(
        out,
        "#{}\tAnnotatorNotes T{content}\t{}: {} ({:.2})",
        next(&mut numbers.note),
        short(quote),
        who.join(" "),
        quote.confidence
    )
}

/// What of `span` can stand on a line: what lies between line breaks and tabs, without the white space around it.
fn fragments(feed: &Feed, span: Span) -> Vec<Span> {
    // Everything that a reader in Python takes for the end of a line.
    let breaks = |c: char| matches!(c, '\t'..='\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let mut fragments = Vec::new();
    let mut start = span.start;
    for line in feed.words(span).split_inclusive(breaks) {
        let kept = line.trim();
        let before = line.len() - line.trim_start().len();
        if !kept.is_empty() {
            fragments.push(Span::new(start + before, start + before + kept.len()));
        }
        start += line.len();
    }
    fragments
}
