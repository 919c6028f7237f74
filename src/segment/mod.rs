//! Splits the text into paragraphs, tokens and sentences.
//!
//! Receives the decoded text, adds [`Document::paragraphs`], [`Document::tokens`] with their folded forms, and
//! [`Document::sentences`]. It does not decide whether a mark quotes: that is for [`quotation`](crate::quotation).

mod paragraph;
mod sentence;
mod token;

use crate::document::{Document, Paragraph};

/// Fills [`Document::paragraphs`], [`Document::sentences`], [`Document::tokens`] and [`Document::folded`].
pub(crate) fn split(document: &mut Document) {
    document.folded.reserve(document.text.len());
    for span in paragraph::split(document.text) {
        let first_token = document.tokens.len();
        token::split(document, span);
        if document.tokens.len() == first_token {
            continue;
        }
        let first_sentence = document.sentences.len();
        sentence::split(document, first_token, document.paragraphs.len());
        document.paragraphs.push(Paragraph {
            span: document.span_of(first_token..document.tokens.len()),
            sentences: first_sentence..document.sentences.len(),
            tokens: first_token..document.tokens.len(),
        });
    }
}
