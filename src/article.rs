//! An article as it comes in: its text and what is known about it.
//!
//! One module for each form that articles come in. Each takes text and gives an [`Article`]; files, folders and what is
//! packed are the command's. Where the text is made here (out of HTML, of nested JSON), the article says so, and its record
//! keeps the text: nobody else has what the offsets point into.

#[cfg(feature = "html")]
mod feed;
mod front_matter;
#[cfg(feature = "html")]
mod html;
mod json;
mod ninjs;

use serde::{Deserialize, Serialize};

use crate::gazetteer::Entry;

#[cfg(feature = "html")]
pub use feed::items;
pub use json::{Field, Fields};

/// One article: text and metadata. The text is kept exactly as decoded; every offset points into it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// Names the article in records: a path, or the `id` field of a JSON line.
    pub id: String,
    /// The decoded text.
    pub text: String,
    /// Was the text made while it was read, so that no file holds it as it stands? Then its record keeps it.
    pub made: bool,
    /// What is known about it.
    pub metadata: Metadata,
    /// People whom whoever sent the article names in it: known in this article alone.
    pub people: Vec<Entry>,
    /// What reading it had to guess (the encoding); carried into the record.
    pub notes: Vec<String>,
}

impl Article {
    /// An article without metadata.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            text: text.into(),
            made: false,
            metadata: Metadata::default(),
            people: Vec::new(),
            notes: Vec::new(),
        }
    }
}

/// Metadata that is carried into the record unchanged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Metadata {
    /// The file it was read from; null for standard input.
    pub path: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// Its headline, where that is given beside the text.
    pub headline: Option<String>,
    /// Who wrote it.
    pub byline: Vec<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When, as given.
    pub published: Option<String>,
    /// When it was last changed, as given. Left out where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    /// Language code, as given.
    pub language: Option<String>,
}
