//! Joins cues with contents and sources.
use crate::document::Document;
/// Fills [`Document::attributions`].
pub(crate) fn attribute(_document: &mut Document) {}
