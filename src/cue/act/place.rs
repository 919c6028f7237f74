//! Where a cue stands: what its content and source are, and what is around it.

use std::ops::Range;

use super::list::{LISTS, lemma, of_lemma};
use super::{Act, Word, is_adverb};
use crate::document::Document;
use crate::lexicon::Classes;
use crate::mention::MentionKind;
use crate::span::Span;

/// Where a cue stands: what is around it, its content and its source.
pub(super) struct Place<'d, 't> {
    document: &'d Document<'t>,
    /// The tokens of the cue.
    cue: &'d [usize],
    content: &'d [Span],
    source: Option<Span>,
    /// Words of the content, and how many of them stand in quotation marks that do not hold the cue, too.
    words: usize,
    quoted: usize,
}

impl<'d, 't> Place<'d, 't> {
    pub(super) fn new(
        document: &'d Document<'t>,
        cue: &'d [usize],
        content: &'d [Span],
        source: Option<Span>,
    ) -> Self {
        let mut place = Self {
            document,
            cue,
            content,
            source,
            words: 0,
            quoted: 0,
        };
        // In “I think it rains,” she said, the marks are not around what *think* reports.
        let around = cue.first().map_or(0, |&token| {
            let at = document.tokens[token].span;
            quotations(document, at)
                .filter(|(_, outer)| outer.contains(at))
                .count()
        });
        for &span in content {
            let tokens = document.tokens_in(span);
            place.words += place.count(tokens.clone());
            let inside: usize = quotations(document, span)
                .filter(|&(depth, _)| depth == around)
                .map(|(_, outer)| {
                    let both = document.tokens_in(outer);
                    let both = both.start.max(tokens.start)..both.end.min(tokens.end);
                    place.count(both)
                })
                .sum();
            place.quoted += inside;
        }
        place
    }

    fn count(&self, tokens: Range<usize>) -> usize {
        tokens
            .filter(|&token| self.document.shape(token).is_word())
            .count()
    }

    /// Is the content quoted words, all of it?
    pub(super) fn marked(&self) -> bool {
        self.words > 0 && self.quoted >= self.words
    }

    /// Are those words said, rather than a term in marks: *wants “change”*? They come first, or there are some of them.
    pub(super) fn utterance(&self) -> bool {
        let first = self.content.iter().map(|span| span.start).min();
        let cue = self
            .cue
            .first()
            .map(|&token| self.document.tokens[token].span.start);
        self.words > 3 || first < cue
    }

    /// The token behind the cue.
    fn after(&self) -> Option<usize> {
        self.cue.last().map(|&token| token + 1)
    }

    /// The first word of the content.
    fn first_word(&self) -> Option<usize> {
        let start = self.content.iter().min()?;
        self.document
            .tokens_in(*start)
            .find(|&token| self.document.shape(token).is_word())
    }

    /// The *to* of an infinitive behind the head, whose last word is before `end`: in the cue, or behind it.
    fn to(&self, words: &[Word], end: usize) -> Option<usize> {
        let is_to = |&token: &usize| self.document.folded(token) == "to";
        let in_cue = words.get(end).map(|word| word.token);
        let token = match in_cue {
            Some(token) => Some(token).filter(is_to),
            None => self
                .first_word()
                .filter(is_to)
                .or_else(|| self.after().filter(is_to)),
        }?;
        // *agreed to the plan* has no infinitive.
        let next = self.document.classes(token + 1);
        let nominal = next.is(Classes::DETERMINER) || !self.document.shape(token + 1).is_word();
        (!nominal).then_some(token)
    }

    pub(super) fn infinitive(&self, words: &[Word], end: usize) -> bool {
        self.to(words, end).is_some()
    }

    /// Is the infinitive one of saying or writing? Adverbs before it are passed over.
    pub(super) fn infinitive_speaks(&self, words: &[Word], end: usize) -> bool {
        let Some(to) = self.to(words, end) else {
            return false;
        };
        let verb = (to + 1..to + 4).find(|&token| {
            !is_adverb(self.document.folded(token))
                && !self.document.classes(token).is(Classes::ADVERB)
        });
        verb.and_then(|token| of_lemma(&lemma(self.document.folded(token))))
            .is_some_and(Act::is_verbal)
    }

    /// Does a clause with *that*, *if*, *who* follow, as far as its first word tells?
    pub(super) fn clause(&self, words: &[Word]) -> bool {
        const OPENS: [&str; 11] = [
            "that", "if", "whether", "how", "why", "what", "who", "whom", "which", "when", "where",
        ];
        let opens = |token: usize| OPENS.contains(&self.document.folded(token));
        let in_cue = words.last().is_some_and(|word| word.folded == "that");
        in_cue || self.first_word().is_some_and(opens) || self.after().is_some_and(opens)
    }

    /// Is the source something written: a report, a poll?
    pub(super) fn by_document(&self) -> bool {
        let Some(source) = self.source else {
            return false;
        };
        let document = self.document;
        let tokens = document.tokens_in(source);
        let phrase: Vec<usize> = tokens
            .take_while(|&token| {
                !matches!(
                    document.folded(token),
                    "," | "of" | "on" | "by" | "from" | "for" | "in" | "to"
                )
            })
            .collect();
        // The account of somebody is where they write.
        let account = phrase
            .first()
            .is_some_and(|&token| document.word(token).starts_with('@'));
        // *the report*, *a poll taken in May*, not *the report author*
        let written = phrase.iter().enumerate().any(|(index, &token)| {
            let is_head = phrase.get(index + 1).is_none_or(|&next| {
                let next = document.folded(next);
                next.ends_with("ed") || LISTS.forms.contains_key(next)
            });
            is_head
                && (document.classes(token).is(Classes::DOCUMENT) || is_medium(document, token))
                && !self.of_person(token)
        });
        account || written
    }

    /// Is `token` of a person's name: Jo *Page*?
    fn of_person(&self, token: usize) -> bool {
        let mentions = &self.document.mentions;
        let behind = mentions.partition_point(|mention| mention.tokens.start <= token);
        mentions[..behind].last().is_some_and(|mention| {
            mention.kind == MentionKind::Person && mention.name.contains(&token)
        })
    }

    /// Is the source one person: *she*, a name, *the nurse*?
    pub(super) fn by_one(&self) -> bool {
        let Some(source) = self.source else {
            return false;
        };
        let tokens = self.document.tokens_in(source);
        let pronoun = matches!(self.document.folded(tokens.start), "he" | "she" | "i");
        let mentions = &self.document.mentions;
        let from = mentions.partition_point(|mention| mention.tokens.start < tokens.start);
        let named = mentions[from..]
            .iter()
            .take_while(|mention| mention.tokens.start < tokens.end)
            .next()
            .is_some_and(|mention| mention.kind == MentionKind::Person);
        pronoun || named
    }

    /// Is it said in a letter, a tweet, a book: behind the head, or at the head of the sentence?
    pub(super) fn in_writing(&self, words: &[Word], head: usize) -> bool {
        let Some(first) = words.get(head).map(|word| word.token) else {
            return false;
        };
        let sentence = &self.document.sentences[self.document.tokens[first].sentence];
        self.medium_in(first..(first + REACH).min(sentence.tokens.end))
            || self.medium_in(sentence.tokens.start..(sentence.tokens.start + 1).min(first))
    }

    /// Does a medium of writing begin in `tokens`, outside the content? *in a letter to*, *on Facebook*, *by email*
    fn medium_in(&self, tokens: Range<usize>) -> bool {
        let document = self.document;
        let is_content = |token: usize| {
            let at = document.tokens[token].span;
            self.content.iter().any(|span| span.overlaps(at))
        };
        tokens
            .take_while(|&token| !is_content(token))
            .filter(|&token| {
                matches!(
                    document.folded(token),
                    "in" | "on" | "via" | "by" | "over" | "through"
                ) || document.folded(token) == "to" && self.cue.contains(&token)
            })
            .any(|preposition| {
                (preposition + 1..preposition + 7)
                    .take_while(|&token| {
                        document.shape(token).is_word()
                            && !document.classes(token).is(Classes::PREPOSITION)
                            && !is_content(token)
                    })
                    .any(|token| is_medium(document, token))
            })
    }
}

/// As far as a medium is looked for behind the head.
const REACH: usize = 14;

/// Is the token a noun for something that people write?
fn is_medium(document: &Document, token: usize) -> bool {
    let folded = document.folded(token);
    let lemma = lemma(folded);
    let entry = LISTS
        .entries
        .get(lemma.as_ref())
        .filter(|_| folded == lemma || folded.ends_with('s'));
    entry.is_some_and(|(_, noun)| noun.is_some_and(|noun| noun.act == Act::Writing))
}

/// The marked spans that touch `span`, each with the number of marks around it.
fn quotations(document: &Document, span: Span) -> impl Iterator<Item = (usize, Span)> {
    let all = &document.quotations;
    let from = all.partition_point(|quotation| quotation.outer.start < span.start);
    let before = all[from.saturating_sub(NESTED)..from].iter();
    let after = all[from..]
        .iter()
        .take_while(move |quotation| quotation.outer.start < span.end);
    before
        .chain(after)
        .filter(move |quotation| quotation.outer.overlaps(span))
        .map(|quotation| (quotation.depth, quotation.outer))
}

/// How many marked spans before a place may be those around it: outer ones, and what else is quoted inside them.
const NESTED: usize = 32;
