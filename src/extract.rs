//! The extractor: the only place where the order of the stages stands.

use crate::article::Article;
use crate::document::Document;
use crate::engine::{Engine, Worker};
use crate::gazetteer::{Date, Gazetteer};
use crate::{attribute, cue, mention, quotation, segment, signal, speaker};

/// Finds quotes. Built once, shared between threads; every call is a function of the article, the engine and the gazetteer
/// alone.
#[derive(Debug)]
pub struct Extractor {
    engine: Engine,
    gazetteer: Gazetteer,
}

impl Default for Extractor {
    /// The accurate engine and the built-in names.
    fn default() -> Self {
        let engine =
            Engine::accurate().expect("the weights in the program are whole: a test reads them");
        Self::new(engine, Gazetteer::builtin())
    }
}

impl Extractor {
    /// An extractor with this engine that knows the names of `gazetteer`.
    pub fn new(engine: Engine, gazetteer: Gazetteer) -> Self {
        Self { engine, gazetteer }
    }

    /// The first stages: the layers that the engine reads, tokens and quotation marks.
    pub fn prepare(article: &Article) -> Document<'_> {
        let mut document = Document {
            text: &article.text,
            published: article
                .metadata
                .published
                .as_deref()
                .and_then(Date::leading),
            ..Document::default()
        };
        segment::split(&mut document);
        quotation::pair(&mut document);
        document
    }

    /// Runs every stage over `article`. Whoever reads many articles saves time with [`extract_with`](Self::extract_with).
    pub fn extract<'t>(&self, article: &'t Article) -> Document<'t> {
        self.extract_with(article, &mut Worker::default())
    }

    /// Runs every stage over `article`, in order, with the buffers of `worker`, one for each thread. They change nothing in
    /// the result.
    pub fn extract_with<'t>(&self, article: &'t Article, worker: &mut Worker) -> Document<'t> {
        let mut document = Self::prepare(article);
        mention::find(&mut document, &self.gazetteer);
        cue::detect(&mut document);
        document.candidates = self.engine.find(&document, worker);
        attribute::attribute(&mut document);
        speaker::link(&mut document, &self.gazetteer);
        signal::detect(&mut document);
        document
    }
}
