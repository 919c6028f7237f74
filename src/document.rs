//! One article on its way through the pipeline: the untouched text and a layer of annotation per stage.
//!
//! A stage reads the layers before its own and fills its own; which stage fills which layer, and in which order, stands in
//! `extract`. All spans are bytes of [`Document::text`]; all ranges are indices of [`Document::tokens`].

use std::ops::Range;

use crate::attribution::Attribution;
use crate::cue::Cue;
use crate::engine::Candidate;
use crate::gazetteer::Date;
use crate::lexicon::Classes;
use crate::mention::Mention;
use crate::quotation::Quotation;
use crate::span::Span;
use crate::speaker::{Antecedents, Speaker};

/// The text and its layers.
#[derive(Debug, Default)]
pub struct Document<'t> {
    /// The article text as read. Never rewritten.
    pub text: &'t str,
    /// When the article was published, where its metadata say it in a form that can be read.
    pub published: Option<Date>,
    /// The folded form of every token, each behind one space: what all comparison with word lists uses.
    pub folded: String,
    /// Paragraphs, in order.
    pub paragraphs: Vec<Paragraph>,
    /// Sentences, in order; none crosses a paragraph.
    pub sentences: Vec<Sentence>,
    /// Tokens, in order; none crosses a sentence.
    pub tokens: Vec<Token>,
    /// Pairs of quotation marks, by start.
    pub quotations: Vec<Quotation>,
    /// Those that stand in no other, by index into `quotations`.
    pub outermost: Vec<usize>,
    /// Names, titles, roles, descriptions and pronouns, by start.
    pub mentions: Vec<Mention>,
    /// Words and marks that may report speech, by start.
    pub cues: Vec<Cue>,
    /// What the engine takes for cues, by start, with what may be said by them.
    pub candidates: Vec<Candidate>,
    /// What was said, by start of the content.
    pub attributions: Vec<Attribution>,
    /// Who speaks in this article, in order of first mention.
    pub speakers: Vec<Speaker>,
    /// Whom the pronouns of sources were weighed to go back to.
    pub antecedents: Vec<Antecedents>,
    /// What a reader of the record should know about the article itself (a mark that was never closed).
    pub notes: Vec<String>,
}

/// A block of text between blank lines, or a line where lines stand for paragraphs.
#[derive(Clone, Debug)]
pub struct Paragraph {
    /// Without the surrounding white space.
    pub span: Span,
    /// Its sentences.
    pub sentences: Range<usize>,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it is, where it is no part of what the article tells.
    pub furniture: Option<Furniture>,
}

/// What stands around an article's own words: nothing in it is speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Furniture {
    /// *By Lena Dross*, *Reporting by …*
    Byline,
    /// What a picture shows, and whose it is.
    Caption,
    /// *Read more: …*, *Sign up for our newsletter*
    Link,
}

/// A sentence.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// Without the surrounding white space.
    pub span: Span,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The paragraph it stands in.
    pub paragraph: usize,
}

/// A word, number or mark.
#[derive(Clone, Debug)]
pub struct Token {
    /// In the text.
    pub span: Span,
    /// In [`Document::folded`].
    pub folded: Span,
    /// What it looks like.
    pub shape: Shape,
    /// What the word lists say about it.
    pub classes: Classes,
    /// The sentence it stands in.
    pub sentence: usize,
}

/// The outward form of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `adviser`
    Lower,
    /// `Sullivan`, `McCain`
    Capitalized,
    /// `NATO`, `U.S.`; also a single capital letter
    Upper,
    /// `2030`, `5,550`, `43%`
    Number,
    /// A clitic: `’s`, `n't`, `'re`
    Clitic,
    /// A mark that may quote: `“`, `"`, `''`
    Mark,
    /// Any other punctuation or symbol.
    Punctuation,
}

impl Shape {
    /// Is it a word that begins with a capital?
    pub fn is_capital(self) -> bool {
        matches!(self, Shape::Capitalized | Shape::Upper)
    }

    /// Is it a word or number, not a mark or punctuation?
    pub fn is_word(self) -> bool {
        matches!(
            self,
            Shape::Lower | Shape::Capitalized | Shape::Upper | Shape::Number
        )
    }
}

impl Document<'_> {
    /// The text of `span`.
    pub fn slice(&self, span: Span) -> &str {
        span.slice(self.text)
    }

    /// The text of token `index`; empty past the end.
    pub fn word(&self, index: usize) -> &str {
        self.tokens
            .get(index)
            .map_or("", |token| token.span.slice(self.text))
    }

    /// The folded form (lower case, no diacritics, straight apostrophe) of token `index`; empty past the end.
    pub fn folded(&self, index: usize) -> &str {
        self.tokens
            .get(index)
            .map_or("", |token| token.folded.slice(&self.folded))
    }

    /// The shape of token `index`; [`Shape::Punctuation`] past the end.
    pub fn shape(&self, index: usize) -> Shape {
        self.tokens
            .get(index)
            .map_or(Shape::Punctuation, |token| token.shape)
    }

    /// The word classes of token `index`; none past the end.
    pub fn classes(&self, index: usize) -> Classes {
        self.tokens
            .get(index)
            .map_or(Classes::NONE, |token| token.classes)
    }

    /// The bytes that `tokens` cover; empty at 0 for an empty range.
    pub fn span_of(&self, tokens: Range<usize>) -> Span {
        match (
            self.tokens.get(tokens.start),
            tokens
                .end
                .checked_sub(1)
                .and_then(|last| self.tokens.get(last)),
        ) {
            (Some(first), Some(last)) if tokens.start < tokens.end => first.span.cover(last.span),
            _ => Span::new(0, 0),
        }
    }

    /// The tokens that begin in `span`.
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let start = self
            .tokens
            .partition_point(|token| token.span.start < span.start);
        let end = self
            .tokens
            .partition_point(|token| token.span.start < span.end);
        start..end.max(start)
    }

    /// The token that begins at byte `at` of [`Document::folded`], if one does.
    pub fn token_at_folded(&self, at: usize) -> Option<usize> {
        self.tokens
            .binary_search_by_key(&at, |token| token.folded.start)
            .ok()
    }

    /// The tokens that the byte range `start..end` of [`Document::folded`] covers, if it begins and ends with one.
    pub fn tokens_at_folded(&self, start: usize, end: usize) -> Option<Range<usize>> {
        let first = self.token_at_folded(start)?;
        let last = self
            .tokens
            .partition_point(|token| token.folded.start < end)
            .checked_sub(1)?;
        (self.tokens.get(last)?.folded.end == end && first <= last).then(|| first..last + 1)
    }

    /// The outermost quotations that share a byte with `span`, by start.
    pub fn outermost_in(&self, span: Span) -> impl Iterator<Item = (usize, &Quotation)> {
        // They do not overlap, so their ends are in order, too.
        let first = self
            .outermost
            .partition_point(|&q| self.quotations[q].outer.end <= span.start);
        let from_first = self.outermost[first..]
            .iter()
            .map(|&q| (q, &self.quotations[q]));
        from_first.take_while(move |(_, quotation)| quotation.outer.start < span.end)
    }

    /// The paragraph that byte `at` stands in, or the last one before it.
    pub fn paragraph_at(&self, at: usize) -> usize {
        self.paragraphs
            .partition_point(|paragraph| paragraph.span.start <= at)
            .saturating_sub(1)
    }

    /// The sentence that byte `at` stands in, or the last one before it.
    pub fn sentence_at(&self, at: usize) -> usize {
        self.sentences
            .partition_point(|sentence| sentence.span.start <= at)
            .saturating_sub(1)
    }
}
