//! Finds mentions: names, titles, roles, descriptions, pronouns.

use std::ops::Range;

use crate::document::Document;
use crate::gazetteer::Gazetteer;
use crate::span::Span;

/// A mention of somebody or some body.
#[derive(Clone, Debug)]
pub struct Mention {
    /// All of it, with title and role.
    pub span: Span,
    /// Its tokens.
    pub tokens: Range<usize>,
}

/// Fills [`Document::mentions`].
pub(crate) fn find(_document: &mut Document, _gazetteer: &Gazetteer) {}
