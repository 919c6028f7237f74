//! Records and the formats they are written in.
//!
//! [`ArticleRecord::new`] turns a document into its record; a [`Writer`] per format writes records. Writers hold no state
//! between articles, so that articles can be formatted on several threads and the pieces joined in order.

use std::io::{self, Write};

mod bytes;
mod convert;
mod csv;
mod feeds;
mod identity;
mod json;
mod jsonl;
mod only;
#[cfg(feature = "cli")]
pub mod page;
mod quotes;
mod record;
mod repeats;
#[cfg(feature = "schema")]
mod schema;
mod snapshot;
mod table;
mod text;

pub use self::csv::{Csv, Marked, bare};
pub use feeds::{
    Array, BratAnnotations, BratText, Check, Claims, Doccano, Feed, Hypothesis, Items, LabelStudio,
    Lines, Prodigy, Quotations, SchemaClaims, Tei, WebAnnotation, brat_configuration,
};
pub use identity::{
    ActCounts, AppearanceRecord, BasisRecord, IDENTITY_SCHEMA, IdentityRecord, TypeCounts,
};
pub use json::JsonArray;
pub use jsonl::JsonLines;
pub use only::Only;
pub use quotes::{LooseQuote, QuoteLines};
pub use record::{
    ActRecord, ArticleRecord, CandidateRecord, ContextRecord, CueRecord, GenderRecord, KindRecord,
    PartRecord, QuoteRecord, ResolutionRecord, SCHEMA, SignalRecord, SpeakerRecord, SpeakerSummary,
    StatusRecord, TypeRecord, ViaRecord,
};
pub use repeats::{
    ConflictRecord, OccurrenceRecord, REPEATS_SCHEMA, RelationRecord, RepeatRecord, RepeatTable,
    WordingRecord,
};

#[cfg(feature = "schema")]
pub use schema::{identity_schema, repeats_schema, schema};
pub use snapshot::{Snapshot, SnapshotError, readable};
pub use table::Table;
pub use text::Text;
pub use text::plain;

/// Writes records in one format.
pub trait Writer: Send + Sync {
    /// Writes what stands before the first article.
    ///
    /// # Errors
    /// Those of `out`.
    fn head(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// Writes one article; `text` is the text it was extracted from.
    ///
    /// # Errors
    /// Those of `out`.
    fn article(&self, text: &str, record: &ArticleRecord, out: &mut dyn Write) -> io::Result<()>;

    /// Writes what stands between two articles that wrote anything.
    ///
    /// # Errors
    /// Those of `out`.
    fn between(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// Writes what stands after the last of `pieces` articles that wrote anything.
    ///
    /// # Errors
    /// Those of `out`.
    fn foot(&self, _pieces: usize, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}
