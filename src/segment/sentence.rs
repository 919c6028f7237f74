//! Sentences: ends at `.`, `!`, `?` or `…` and what closes after it, where the next word can begin a sentence.
//!
//! A stop that belongs to an abbreviation is inside its token. It ends a sentence only where the next word is one that
//! begins sentences (*the*, *he*, *but*) and the abbreviation is no title.

use crate::document::{Document, Sentence, Shape};
use crate::lexicon::Classes;

/// Appends the sentences of the paragraph whose tokens begin at `first`, and tells each token its sentence.
pub(super) fn split(document: &mut Document, first: usize, paragraph: usize) {
    let end = document.tokens.len();
    let mut start = first;
    let mut at = first;
    while at < end {
        let mut last = at;
        let ends = is_final(document, at) && {
            while last + 1 < end && closes(document, last + 1) {
                last += 1;
            }
            last + 1 == end || begins(document, at, last + 1)
        };
        at = last + 1;
        if ends || at == end {
            let number = document.sentences.len();
            let tokens = start..at;
            for token in document
                .tokens
                .get_mut(tokens.clone())
                .into_iter()
                .flatten()
            {
                token.sentence = number;
            }
            let span = document.span_of(tokens.clone());
            document.sentences.push(Sentence {
                span,
                tokens,
                paragraph,
            });
            start = at;
        }
    }
}

/// May a sentence end with this token?
fn is_final(document: &Document, at: usize) -> bool {
    match document.shape(at) {
        Shape::Punctuation => document.word(at).starts_with(['.', '!', '?', '…']),
        Shape::Lower | Shape::Capitalized | Shape::Upper => document.word(at).ends_with('.'),
        _ => false,
    }
}

/// Does this token close something that the sentence opened, so that it still belongs to it?
fn closes(document: &Document, at: usize) -> bool {
    let word = document.word(at);
    let glued = document
        .tokens
        .get(at)
        .zip(at.checked_sub(1).and_then(|i| document.tokens.get(i)));
    let glued = glued.is_some_and(|(this, before)| before.span.end == this.span.start);
    let followed_by_space = document.tokens.get(at).zip(document.tokens.get(at + 1));
    let followed_by_space = followed_by_space.is_none_or(|(this, after)| {
        this.span.end < after.span.start || document.shape(at + 1) == Shape::Mark
    });
    match word {
        ")" | "]" | "”" | "»" | "’’" | "›" => true,
        "“" | "«" | "„" | "``" | "‘" => false,
        _ if document.shape(at) == Shape::Mark => glued && followed_by_space,
        _ => is_final(document, at) && document.shape(at) == Shape::Punctuation,
    }
}

/// Can token `next` begin a sentence after the final token `last`?
fn begins(document: &Document, last: usize, next: usize) -> bool {
    let shape = document.shape(next);
    let opens = matches!(shape, Shape::Mark)
        || matches!(document.word(next), "(" | "[" | "—" | "–" | "-" | "•" | "*");
    let word = if opens { next + 1 } else { next };
    if document.shape(last) == Shape::Punctuation {
        let ellipsis =
            document.word(last).starts_with("..") || document.word(last).starts_with('…');
        let space = document.tokens.get(next).zip(document.tokens.get(next - 1));
        let space = space.is_some_and(|(next, before)| next.span.start > before.span.end);
        return match document.shape(word) {
            Shape::Capitalized | Shape::Upper => !ellipsis || space,
            Shape::Number => space && !ellipsis,
            Shape::Lower => {
                opens && !ellipsis && document.word(next) == "“"
                    || document.word(word).starts_with('@')
            }
            Shape::Mark => space,
            _ => false,
        };
    }
    // An abbreviation: no title ends a sentence, and only a word that begins sentences may follow one that does.
    let starter = Classes::DETERMINER
        .or(Classes::PRONOUN)
        .or(Classes::CONJUNCTION)
        .or(Classes::SUBORDINATOR)
        .or(Classes::PREPOSITION)
        .or(Classes::ADVERB);
    let abbreviation = document.folded(last).trim_end_matches('.').to_owned();
    let initial = abbreviation.chars().count() == 1;
    !initial
        && !crate::lexicon::classes(&abbreviation).is(Classes::TITLE)
        && !document.classes(word).is(Classes::TIME)
        && (document.shape(word).is_capital() && document.classes(word).is(starter)
            || opens && document.shape(next) == Shape::Mark && document.shape(word).is_capital())
}

#[cfg(test)]
mod tests {
    use crate::document::Document;
    use crate::span::Span;

    fn sentences(text: &str) -> Vec<&str> {
        let mut document = Document {
            text,
            ..Document::default()
        };
        crate::segment::split(&mut document);
        document
            .sentences
            .iter()
            .map(|sentence| Span::slice(sentence.span, text))
            .collect()
    }

    #[test]
    fn ends_and_false_ends() {
        let cases: [(&str, &[&str]); 10] = [
            (
                "Gen. Ito left. Sen. J.D. Roe stayed.",
                &["Gen. Ito left.", "Sen. J.D. Roe stayed."],
            ),
            (
                "It fell in the U.S. The rest rose.",
                &["It fell in the U.S.", "The rest rose."],
            ),
            (
                "The U.S. Navy sailed at 3 p.m. Tuesday.",
                &["The U.S. Navy sailed at 3 p.m. Tuesday."],
            ),
            (
                "“So what?” said Ann. “Go.” Bob left.",
                &["“So what?” said Ann.", "“Go.”", "Bob left."],
            ),
            (
                "It is 3.5 now. Wait... what? No!",
                &["It is 3.5 now.", "Wait... what?", "No!"],
            ),
            (
                "He (Mr. Day) won. (She lost.) We ran.",
                &["He (Mr. Day) won.", "(She lost.)", "We ran."],
            ),
            (
                "\"Bob.\"\"What.\" he said",
                &["\"Bob.\"", "\"What.\" he said"],
            ),
            (
                "over the year. next. It went on",
                &["over the year. next.", "It went on"],
            ),
            ("One.\nTwo", &["One.", "Two"]),
            ("", &[]),
        ];
        for (text, want) in cases {
            assert_eq!(sentences(text), want, "{text}");
        }
    }
}
