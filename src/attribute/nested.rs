//! Speech inside marked speech: marks inside marks, with an inquit of their own.

use super::direct::{self, Sides};
use super::draft::Drafts;
use super::region::{self, Region};
use crate::document::Document;

/// Drafts what is said inside the marked speech of another.
pub(super) fn find(document: &Document, drafts: &mut Drafts) {
    for outer in 0..document.quotations.len() {
        let quotation = &document.quotations[outer];
        if quotation.depth != 0 {
            continue;
        }
        let Some(owner) = drafts.owner(outer) else {
            continue;
        };
        let inner: Vec<usize> = (outer + 1..document.quotations.len())
            .take_while(|&q| document.quotations[q].outer.start < quotation.outer.end)
            .filter(|&q| document.quotations[q].depth == 1 && region::is_utterance(document, q))
            .collect();
        if inner.is_empty() {
            continue;
        }
        for &span in &quotation.inner {
            let region = Region::new(document, document.tokens_in(span), &inner);
            let from = drafts.len();
            direct::find(&region, drafts, Sides::Both);
            drafts.put_inside(from..drafts.len(), owner);
        }
    }
}
