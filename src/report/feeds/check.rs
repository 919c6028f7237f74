//! Rows to import into Meedan's Check: one a quote.
//!
//! Check has no importer for files of its own: items are made through its API, a row each. So the columns are what a person or a
//! script hands it: the words, who said them, where, and the sentence around them.

use std::io::{self, Write};

use crate::report::Writer;
use crate::report::csv::row;
use crate::report::record::ArticleRecord;

use super::{Feed, who};

/// One quote a row, under a row with the names of the columns.
#[derive(Clone, Copy, Debug, Default)]
pub struct Check;

/// The columns, in order.
const COLUMNS: [&str; 8] = [
    "quote",
    "speaker",
    "url",
    "context",
    "headline",
    "publisher",
    "published",
    "id",
];

impl Writer for Check {
    fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        row(out, COLUMNS)
    }

    fn article(&self, text: &str, record: &ArticleRecord, out: &mut dyn Write) -> io::Result<()> {
        let feed = Feed::new(text, record);
        let metadata = &record.article;
        for quote in &record.quotes {
            let context = feed.words(feed.bytes.span(quote.context.sentence));
            row(
                out,
                [
                    &quote.content.text,
                    who(quote).unwrap_or(""),
                    metadata.url.as_deref().unwrap_or(""),
                    context,
                    metadata.headline.as_deref().unwrap_or(""),
                    metadata.publisher.as_deref().unwrap_or(""),
                    metadata.published.as_deref().unwrap_or(""),
                    &quote.id,
                ],
            )?;
        }
        Ok(())
    }
}
