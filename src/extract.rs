//! The extractor: the only place where the order of the stages stands.

use crate::article::Article;
use crate::document::Document;
use crate::gazetteer::Gazetteer;
use crate::{attribute, cue, mention, quotation, segment, speaker};

/// Finds quotes. Built once, shared between threads; every call is a function of the article and the gazetteer alone.
#[derive(Debug)]
pub struct Extractor {
    gazetteer: Gazetteer,
}

impl Default for Extractor {
    fn default() -> Self {
        Self::new(Gazetteer::builtin())
    }
}

impl Extractor {
    /// An extractor that knows the names of `gazetteer`.
    pub fn new(gazetteer: Gazetteer) -> Self {
        Self { gazetteer }
    }

    /// Runs every stage over `article`, in order.
    pub fn extract<'t>(&self, article: &'t Article) -> Document<'t> {
        let mut document = Document {
            text: &article.text,
            ..Document::default()
        };
        segment::split(&mut document);
        quotation::pair(&mut document);
        mention::find(&mut document, &self.gazetteer);
        cue::detect(&mut document);
        attribute::attribute(&mut document);
        speaker::link(&mut document, &self.gazetteer);
        document
    }
}
