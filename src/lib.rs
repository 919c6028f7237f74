//! Finds quoted and reported speech in news articles and links each piece to the person or body who said it.
//!
//! It reads English prose, and finds direct speech (also where its quotation marks were lost), indirect speech and mixtures
//! of both. For each quote it gives what was said, the words that signal the reporting (the *cue*), the words that name who
//! (the *source*), and the *speaker*: one canonical name for *Ana Ruiz*, *Ruiz*, *she* and *the adviser*. Where it cannot
//! tell, it says so. Nothing in the text is changed, and every part is a span of it.
//!
//! # Overview
//!
//! - [`Article`] is a text with its id and metadata; [`decode`](decode::decode()) makes text from the bytes of a file.
//! - [`Extractor`] runs every stage over an article. It is built once and shared between threads; what it finds depends on
//!   the article and the [`Gazetteer`] alone.
//! - [`Document`] is what it returns: the text and a layer of annotation per stage, of which
//!   [`attributions`](Document::attributions) and [`speakers`](Document::speakers) are the result.
//! - [`ArticleRecord`](report::ArticleRecord) is the same as plain data in a stable form, to be written as JSON lines, JSON or
//!   CSV by a [`Writer`](report::Writer).
//! - [`repeats`] says which words several articles quote.
//! - [`identity`] says which speakers of many records are the same person or body.
//! - [`evaluate`] scores what was found against gold.
//!
//! # Examples
//!
//! Who said what:
//!
//! ```
//! use inquit::{Article, Extractor};
//!
//! let extractor = Extractor::default();
//! let article = Article::new(
//!     "ferry",
//!     "“We sail on Monday,” said Ana Ruiz, the harbour master. She denied that the ferry was late.",
//! );
//! let document = extractor.extract(&article);
//!
//! for attribution in &document.attributions {
//!     let speaker = attribution.speaker.speaker.map(|index| document.speakers[index].name.as_str());
//!     assert_eq!(speaker, Some("Ana Ruiz"));
//! }
//! let contents: Vec<&str> = document
//!     .attributions
//!     .iter()
//!     .map(|attribution| document.slice(attribution.content[0]))
//!     .collect();
//! assert_eq!(contents, ["We sail on Monday,", "that the ferry was late"]);
//! ```
//!
//! The same as a line of JSON, with offsets in UTF-16 code units, as JavaScript counts:
//!
//! ```
//! use inquit::report::{ArticleRecord, JsonLines, Writer};
//! use inquit::span::OffsetUnit;
//! use inquit::{Article, Extractor};
//!
//! let article = Article::new("ferry", "“We sail on Monday,” said Ana Ruiz.");
//! let document = Extractor::default().extract(&article);
//! let record = ArticleRecord::new(&article, &document, OffsetUnit::Utf16);
//! assert_eq!(record.quotes[0].cue.as_ref().map(|cue| cue.lemma.as_str()), Some("say"));
//!
//! let mut line = Vec::new();
//! JsonLines.article(&article.text, &record, &mut line)?;
//! # assert!(line.starts_with(br#"{"schema":"inquit/1","id":"ferry","#));
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! With names of your own:
//!
//! ```
//! use inquit::engine::Engine;
//! use inquit::{Article, Extractor, Gazetteer};
//!
//! let mut gazetteer = Gazetteer::builtin();
//! gazetteer.add(
//!     "harbour.csv",
//!     "id,name,weak_aliases,titles\nharbour:7,Ana Ruiz,Ruiz,captain\n",
//! )?;
//! let article = Article::new("ferry", "“We sail on Monday,” said Captain Ruiz.");
//! let document = Extractor::new(Engine::accurate()?, gazetteer).extract(&article);
//! assert_eq!(document.speakers[0].id, "harbour:7");
//! # Ok::<(), inquit::Error>(())
//! ```
//!
//! # Crate features
//!
//! - `cli` (default): the `inquit` command and everything that only it needs. Without it the library builds with less
//!   than half of the dependencies: `default-features = false`.
//! - `html` (part of `cli`): articles out of saved pages, feeds and marked-up ninjs.
//! - `schema` (part of `cli`): `report::schema()`, the JSON Schema of a record.

pub mod article;
mod attribute;
mod attribution;
pub mod compare;
pub mod cue;
pub mod decode;
pub mod document;
pub mod engine;
mod error;
pub mod evaluate;
mod extract;
pub mod gazetteer;
pub mod identity;
mod language;
pub mod lexicon;
pub mod mention;
pub mod quotation;
pub mod repeats;
pub mod report;
mod segment;
pub mod signal;
pub mod span;
pub mod speaker;
pub mod verify;

pub use article::{Article, Metadata};
pub use attribution::{Attribution, CuePart, QuoteType};
pub use document::Document;
pub use error::{Error, ErrorKind};
pub use extract::Extractor;
pub use gazetteer::Gazetteer;
