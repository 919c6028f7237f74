//! An article as it comes in: its text and what is known about it.

mod front_matter;
mod json;

use serde::{Deserialize, Serialize};

pub use json::{Field, Fields};

/// One article: text and metadata. The text is kept exactly as decoded; every offset points into it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// Names the article in records: a path, or the `id` field of a JSON line.
    pub id: String,
    /// The decoded text.
    pub text: String,
    /// What is known about it.
    pub metadata: Metadata,
    /// What reading it had to guess (the encoding); carried into the record.
    pub notes: Vec<String>,
}

impl Article {
    /// An article without metadata.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            text: text.into(),
            metadata: Metadata::default(),
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
    /// Language code, as given.
    pub language: Option<String>,
}
