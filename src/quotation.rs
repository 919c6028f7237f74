//! Pairs quotation marks.

use crate::document::Document;
use crate::span::Span;

/// A pair of marks, or an opening mark that is never closed.
#[derive(Clone, Debug)]
pub struct Quotation {
    /// With its marks.
    pub outer: Span,
    /// What stands between the marks, without white space at the ends; one span per paragraph.
    pub inner: Vec<Span>,
    /// 0 for an outermost pair, 1 for a pair inside another.
    pub depth: usize,
    /// Was a closing mark found?
    pub closed: bool,
}

/// Fills [`Document::quotations`].
pub(crate) fn pair(_document: &mut Document) {}
