//! Formats of other tools: what fact-checkers, annotators and archives read without glue code (`docs/feeds.md`).
//!
//! Receives the same records as every [`Writer`]. Each format is one module that says what one article is in it; what they share
//! stands here: the parts of a quote as stretches of text ([`Feed::parts`]), who is to be named ([`who`]), and addresses and ids
//! ([`target`], [`urn`]). A format decides neither what a quote is nor who said it.
//!
//! **Offsets.** All of these tools count code points, as Python does, whatever unit the record counts in: Label Studio and
//! Hypothesis are written in JavaScript, and yet the first counts code points, and the second takes an offset for a hint and
//! finds the words.

use std::io::{self, Write};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::bytes::Bytes;
use super::record::{ArticleRecord, QuoteRecord, StatusRecord};
use super::{JsonArray, Writer};
use crate::span::{OffsetMap, OffsetUnit, Span};

mod brat;
mod check;
mod claims;
mod doccano;
mod hypothesis;
mod labelstudio;
mod prodigy;
mod schemaorg;
mod tei;
mod webannotation;

pub use brat::{BratAnnotations, BratText, brat_configuration};
pub use check::Check;
pub use claims::Claims;
pub use doccano::Doccano;
pub use hypothesis::Hypothesis;
pub use labelstudio::LabelStudio;
pub use prodigy::Prodigy;
pub use schemaorg::{Quotations, SchemaClaims};
pub use tei::Tei;
pub use webannotation::WebAnnotation;

/// Who made it, for formats that ask.
const GENERATOR: &str = concat!("inquit ", env!("CARGO_PKG_VERSION"));

/// A format that is a row of JSON values, of which an article adds none, one or many.
pub trait Items: Send + Sync {
    /// One value.
    type Item<'r>: Serialize;

    /// The values of an article.
    fn items<'r>(&self, feed: &Feed<'r>) -> Vec<Self::Item<'r>>;
}

/// Writes one value a line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lines<F>(pub F);

/// Writes one array of values, each on a line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Array<F>(pub F);

impl<F: Items> Writer for Lines<F> {
    fn article(&self, text: &str, record: &ArticleRecord, out: &mut dyn Write) -> io::Result<()> {
        for item in self.0.items(&Feed::new(text, record)) {
            serde_json::to_writer(&mut *out, &item)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }
}

impl<F: Items> Writer for Array<F> {
    fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        JsonArray.head(out)
    }

    fn article(&self, text: &str, record: &ArticleRecord, out: &mut dyn Write) -> io::Result<()> {
        let items = self.0.items(&Feed::new(text, record));
        for (place, item) in items.iter().enumerate() {
            if place > 0 {
                self.between(out)?;
            }
            serde_json::to_writer(&mut *out, item)?;
        }
        Ok(())
    }

    fn between(&self, out: &mut dyn Write) -> io::Result<()> {
        JsonArray.between(out)
    }

    fn foot(&self, pieces: usize, out: &mut dyn Write) -> io::Result<()> {
        JsonArray.foot(pieces, out)
    }
}

/// What a stretch of text is to its quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Label {
    Content,
    Cue,
    Source,
    Via,
}

impl Label {
    const ALL: [Label; 4] = [Label::Content, Label::Cue, Label::Source, Label::Via];

    fn name(self) -> &'static str {
        match self {
            Label::Content => "content",
            Label::Cue => "cue",
            Label::Source => "source",
            Label::Via => "via",
        }
    }
}

/// A stretch of text with its label, numbered within its article.
#[derive(Clone, Copy, Debug)]
struct Mark {
    /// The place of its quote among those of the article.
    quote: usize,
    label: Label,
    /// In bytes.
    span: Span,
}

/// An article with its record, read in code points.
pub struct Feed<'r> {
    text: &'r str,
    record: &'r ArticleRecord,
    bytes: Bytes<'r>,
    chars: OffsetMap<'r>,
}

impl<'r> Feed<'r> {
    /// `text` is the text that `record` is of.
    fn new(text: &'r str, record: &'r ArticleRecord) -> Self {
        Self {
            text,
            record,
            bytes: Bytes::new(text, &record.offsets),
            chars: OffsetMap::new(text, OffsetUnit::Chars),
        }
    }

    /// Bytes of what the record counts in its own unit, without what is empty.
    fn spans(&self, pairs: &[[usize; 2]]) -> Vec<Span> {
        let spans = pairs.iter().map(|&pair| self.bytes.span(pair));
        spans.filter(|span| !span.is_empty()).collect()
    }

    /// The parts of a quote that are there, content first, each with its spans in bytes.
    fn parts(&self, quote: &QuoteRecord) -> Vec<(Label, Vec<Span>)> {
        let cue = quote.cue.as_ref().map(|cue| &cue.spans);
        let source = quote.source.as_ref().map(|source| &source.spans);
        let via = quote.via.as_ref().map(|via| &via.source.spans);
        let parts = [
            (Label::Content, Some(&quote.content.spans)),
            (Label::Cue, cue),
            (Label::Source, source),
            (Label::Via, via),
        ];
        parts
            .into_iter()
            .filter_map(|(label, pairs)| Some((label, self.spans(pairs?))))
            .filter(|(_, spans)| !spans.is_empty())
            .collect()
    }

    /// Every stretch of every quote: of one quote after another, its content first.
    fn marks(&self) -> Vec<Mark> {
        let mut marks = Vec::new();
        for (quote, of) in self.record.quotes.iter().enumerate() {
            for (label, spans) in self.parts(of) {
                marks.extend(spans.into_iter().map(|span| Mark { quote, label, span }));
            }
        }
        marks
    }

    /// What ties the stretches of each quote to each other, as places among `marks`: its first stretch of content to the first of
    /// each other part, and each stretch of a part to the next one.
    fn ties(marks: &[Mark]) -> Vec<Tie> {
        let mut ties = Vec::new();
        let mut content = 0;
        for (to, mark) in marks.iter().enumerate() {
            let before = to.checked_sub(1).and_then(|before| marks.get(before));
            let before = before.filter(|before| before.quote == mark.quote);
            match before {
                Some(before) if before.label == mark.label => ties.push(Tie {
                    from: to - 1,
                    to,
                    name: NEXT,
                }),
                Some(_) if mark.label != Label::Content => ties.push(Tie {
                    from: content,
                    to,
                    name: mark.label.name(),
                }),
                _ => content = to,
            }
        }
        ties
    }

    /// A span in code points.
    fn pair(&self, span: Span) -> [usize; 2] {
        [self.chars.offset(span.start), self.chars.offset(span.end)]
    }

    /// The text of a span.
    fn words(&self, span: Span) -> &'r str {
        span.slice(self.text)
    }

    /// As many as `count` code points before `span`, and after it.
    fn around(&self, span: Span, count: usize) -> (&'r str, &'r str) {
        let before = Span::new(0, span.start).slice(self.text);
        let from = before
            .char_indices()
            .rev()
            .take(count)
            .last()
            .map_or(span.start, |(at, _)| at);
        let after = Span::new(span.end, self.text.len()).slice(self.text);
        let length = after.chars().take(count).map(char::len_utf8).sum::<usize>();
        (
            Span::new(from, span.start).slice(self.text),
            Span::new(span.end, span.end + length).slice(self.text),
        )
    }

    /// Where the article is.
    fn target(&self) -> String {
        target(self.record)
    }
}

/// Ties a stretch of text to another one of its quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Tie {
    from: usize,
    to: usize,
    /// The label of what it leads to, or [`NEXT`].
    name: &'static str,
}

/// A part goes on in another stretch of text.
const NEXT: &str = "next";

/// The name to give beside a quote: of its speaker, where that is settled, else the article's own words for it. Candidates are
/// not named: which of them it was is not known.
fn who(quote: &QuoteRecord) -> Option<&str> {
    let speaker = &quote.speaker;
    let name = speaker
        .name
        .as_deref()
        .filter(|_| speaker.status == StatusRecord::Linked);
    let source = quote.source.as_ref().map(|source| source.text.as_str());
    name.or(source)
}

/// `q3` of `ARTICLE#q3`
fn short(quote: &QuoteRecord) -> &str {
    quote.id.rsplit('#').next().unwrap_or(&quote.id)
}

/// Where the article is: its address, or, where there is none, the digest of its text as RFC 6920 writes it.
fn target(record: &ArticleRecord) -> String {
    let url = record.article.url.as_deref().and_then(iri);
    url.unwrap_or_else(|| format!("nih:sha-256;{}", record.text_sha256))
}

/// `url` as an absolute IRI, with what may not stand in one written as `%20`; nothing where it has no scheme.
fn iri(url: &str) -> Option<String> {
    let url = url.trim();
    let (scheme, _) = url.split_once(':')?;
    let mut letters = scheme.chars();
    let is_scheme = letters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && letters.all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    is_scheme.then(|| {
        let escape = |c: char| {
            let forbidden = c.is_control() || c.is_whitespace() || "<>\"{}|\\^`".contains(c);
            let mut bytes = [0; 4];
            let bytes = c.encode_utf8(&mut bytes);
            if forbidden {
                bytes.bytes().map(|byte| format!("%{byte:02X}")).collect()
            } else {
                bytes.to_owned()
            }
        };
        url.chars().map(escape).collect()
    })
}

/// An id that is the same for the same `parts`: a UUID of version 8 made of their digest.
fn urn(parts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    }
    let mut bytes: [u8; 32] = digest.finalize().into();
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut urn = "urn:uuid:".to_owned();
    for (place, byte) in bytes.iter().take(16).enumerate() {
        if matches!(place, 4 | 6 | 8 | 10) {
            urn.push('-');
        }
        urn.push_str(&format!("{byte:02x}"));
    }
    urn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_absolute_and_without_what_may_not_stand_in_them() {
        for (url, want) in [
            (
                "https://a.example/x?y=1#z",
                Some("https://a.example/x?y=1#z"),
            ),
            (" https://a.example/é b ", Some("https://a.example/é%20b")),
            (
                "https://a.example/\"><x>",
                Some("https://a.example/%22%3E%3Cx%3E"),
            ),
            ("a.example/x", None),
            ("news/a b: c.txt", None),
            ("", None),
        ] {
            assert_eq!(iri(url).as_deref(), want, "{url}");
        }
    }

    #[test]
    fn ids_are_uuids_of_their_parts() {
        let id = urn(&["a", "b"]);
        assert_eq!(id, urn(&["a", "b"]));
        assert_ne!(id, urn(&["ab", ""]));
        let [time, middle, version, variant, node] = id
            .trim_start_matches("urn:uuid:")
            .split('-')
            .collect::<Vec<_>>()[..]
        else {
            panic!("{id}");
        };
        let lengths = [time, middle, version, variant, node].map(str::len);
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        assert!(version.starts_with('8') && variant.starts_with(['8', '9', 'a', 'b']));
    }

    #[test]
    fn stretches_are_tied_within_their_quote() {
        let mark = |quote, label| Mark {
            quote,
            label,
            span: Span::new(0, 1),
        };
        let marks = [
            mark(0, Label::Content),
            mark(0, Label::Content),
            mark(0, Label::Cue),
            mark(0, Label::Source),
            mark(1, Label::Content),
            mark(2, Label::Content),
            mark(2, Label::Source),
            mark(2, Label::Via),
        ];
        let ties: Vec<(usize, usize, &str)> = Feed::ties(&marks)
            .iter()
            .map(|tie| (tie.from, tie.to, tie.name))
            .collect();
        assert_eq!(
            ties,
            [
                (0, 1, "next"),
                (0, 2, "cue"),
                (0, 3, "source"),
                (5, 6, "source"),
                (5, 7, "via")
            ]
        );
    }
}
