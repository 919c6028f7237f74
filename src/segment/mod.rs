//! Splits the text into paragraphs, sentences and tokens.
use crate::document::Document;
/// Fills [`Document::paragraphs`], [`Document::sentences`], [`Document::tokens`] and [`Document::folded`].
pub(crate) fn split(_document: &mut Document) {}
