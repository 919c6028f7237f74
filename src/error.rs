//! The library's error: opaque, with a kind to match on.

use std::fmt;

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Bytes that are no text.
    Decode,
    /// An article record that cannot be read (a broken JSON line, a missing text field).
    Article,
    /// A gazetteer entry that cannot be read.
    Gazetteer,
    /// A filter over records that names no type, act or kind.
    Record,
    /// Gold or predictions that cannot be read.
    Evaluation,
    /// A file of weights that is not whole, or of another version.
    Weights,
}

/// An error with the place it happened at.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
        }
    }

    /// What went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
