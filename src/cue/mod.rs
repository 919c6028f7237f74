//! Cues: the words that can signal reported speech.
//!
//! Receives folded tokens; adds [`Document::cues`]: every place where a form from the lexicon stands as a whole word. Whether
//! it reports anything there, `attribute` judges by what stands around it.

mod act;
mod force;
mod lexicon;

use std::ops::Range;

use crate::document::Document;
pub use act::Act;
pub(crate) use act::{is_participle, judge};
pub use force::Force;
pub(crate) use force::force;
pub use lexicon::{CueClass, Form, Frames};

/// A word or phrase that can report speech.
#[derive(Clone, Debug)]
pub struct Cue {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its dictionary form.
    pub lemma: &'static str,
    /// What it reports outside any context.
    pub act: Act,
    /// Verb, noun, adjective or phrase.
    pub class: CueClass,
    /// The form it has here.
    pub form: Form,
    /// What it can take.
    pub frames: Frames,
    /// Is the form a noun too, as *claims* is?
    pub noun: bool,
    /// Is the form a cue adjective too, as *worried* is?
    pub adjective: bool,
}

/// Fills [`Document::cues`].
pub(crate) fn detect(document: &mut Document) {
    let mut cues = Vec::new();
    for (entry, range) in lexicon::find(&document.folded) {
        if let Some(tokens) = document.tokens_at_folded(range.start, range.end) {
            cues.push(Cue {
                tokens,
                lemma: entry.lemma,
                act: entry.act,
                class: entry.class,
                form: entry.form,
                frames: entry.frames,
                noun: entry.noun,
                adjective: entry.adjective,
            });
        }
    }
    document.cues = cues;
}
