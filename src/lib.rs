//! Finds quoted and reported speech in news articles and links each piece to the person or body who said it.

pub mod article;
mod attribute;
mod attribution;
pub mod cue;
pub mod decode;
pub mod document;
mod error;
pub mod evaluate;
mod extract;
pub mod gazetteer;
pub mod lexicon;
pub mod mention;
pub mod quotation;
pub mod report;
mod segment;
pub mod span;
pub mod speaker;

pub use article::{Article, Metadata};
pub use attribution::{Attribution, CuePart, QuoteType};
pub use document::Document;
pub use error::{Error, ErrorKind};
pub use extract::Extractor;
pub use gazetteer::Gazetteer;
