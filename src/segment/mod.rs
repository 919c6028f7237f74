//! Splits the text into paragraphs, tokens and sentences.
//!
//! Receives the decoded text, adds [`Document::paragraphs`], [`Document::tokens`] with their folded forms, and
//! [`Document::sentences`], and a note where a sentence is far too long for one. It does not decide whether a mark quotes: that is for [`quotation`](crate::quotation).

pub(crate) mod dateline;
mod furniture;
mod paragraph;
mod sentence;
mod token;

use crate::document::{Document, Paragraph};

pub(crate) use paragraph::split as paragraphs;

/// A sentence of more tokens is no prose: the engine reads it in pieces, and rules see a part of it.
const LONGEST: usize = 1000;

/// Fills [`Document::paragraphs`], which are furniture and which not, [`Document::sentences`], [`Document::tokens`] and [`Document::folded`].
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
            furniture: None,
        });
    }
    furniture::find(document);
    note_long_sentences(document);
}

fn note_long_sentences(document: &mut Document) {
    let tokens = document.sentences.iter().map(|s| s.tokens.len());
    let (count, longest) = tokens
        .filter(|&tokens| tokens > LONGEST)
        .fold((0, 0), |(count, longest), tokens| {
            (count + 1, tokens.max(longest))
        });
    if count > 0 {
        let sentences = if count == 1 {
            "a sentence"
        } else {
            "sentences"
        };
        document.notes.push(format!(
            "{sentences} of up to {longest} words and marks: quotes may be cut or missing there"
        ));
    }
}

#[cfg(test)]
mod tests {
    use crate::document::Document;

    #[test]
    fn what_is_no_prose_is_noted() {
        let notes = |text: &str| {
            let mut document = Document {
                text,
                ..Document::default()
            };
            super::split(&mut document);
            document.notes
        };
        let long = "said ".repeat(1001);
        assert_eq!(notes(&"said ".repeat(1000)), [""; 0]);
        assert_eq!(
            notes(&long),
            ["a sentence of up to 1001 words and marks: quotes may be cut or missing there"]
        );
        assert_eq!(notes(&format!("{long}\n\n{long}")).len(), 1);
    }
}
