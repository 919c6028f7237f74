//! Cues: the words and marks that signal reported speech.

use std::ops::Range;

use crate::document::Document;

/// What a cue reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// said, told
    Speech,
    /// wrote, the report says
    Writing,
    /// believes, hopes
    Thought,
    /// plans, wants
    Intention,
    /// saw that
    Perception,
}

/// A word, phrase or mark that may report speech.
#[derive(Clone, Debug)]
pub struct Cue {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its dictionary form.
    pub lemma: &'static str,
    /// What it reports.
    pub act: Act,
}

/// Fills [`Document::cues`].
pub(crate) fn detect(_document: &mut Document) {}
