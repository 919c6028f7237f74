//! One quote a line: the quote object, with the article it stands in added.

use std::io::{self, Write};

use serde::Serialize;

use super::{ArticleRecord, QuoteRecord, Writer};
use crate::article::Metadata;

/// Writes one quote a line.
#[derive(Clone, Copy, Debug, Default)]
pub struct QuoteLines;

/// One line: a quote by itself, with what it needs of its record.
#[derive(Clone, Debug, Serialize)]
pub struct LooseQuote<'r> {
    schema: &'r str,
    #[serde(flatten)]
    quote: &'r QuoteRecord,
    offsets: &'r str,
    article: LooseArticle<'r>,
}

/// The article of a line: its metadata and what names it.
#[derive(Clone, Debug, Serialize)]
struct LooseArticle<'r> {
    id: &'r str,
    #[serde(flatten)]
    metadata: &'r Metadata,
    text_sha256: &'r str,
}

impl<'r> LooseQuote<'r> {
    /// The quotes of `record`.
    pub fn of(record: &'r ArticleRecord) -> impl Iterator<Item = Self> {
        record.quotes.iter().map(|quote| Self {
            schema: &record.schema,
            quote,
            offsets: &record.offsets,
            article: LooseArticle {
                id: &record.id,
                metadata: &record.article,
                text_sha256: &record.text_sha256,
            },
        })
    }
}

impl Writer for QuoteLines {
    fn article(&self, _text: &str, record: &ArticleRecord, out: &mut dyn Write) -> io::Result<()> {
        for line in LooseQuote::of(record) {
            serde_json::to_writer(&mut *out, &line)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }
}
