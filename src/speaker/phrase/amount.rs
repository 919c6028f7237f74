//! People who are counted: *six in ten voters*, *a third*, *those polled*.

use std::ops::Range;

use crate::document::{Document, Shape};
use crate::lexicon::Classes;

/// *those **who** know*, *those **polled***, *those **in charge***, *six in ten voters*, *42%*: people of whom no noun says what they are.
pub(super) fn those(document: &Document, tokens: Range<usize>) -> Option<Range<usize>> {
    const LONGEST: usize = 12;
    let stop = tokens
        .clone()
        .find(|&token| {
            matches!(document.shape(token), Shape::Mark)
                || document.shape(token) == Shape::Punctuation && token > tokens.start
        })
        .unwrap_or(tokens.end);
    let function = Classes::PREPOSITION
        .or(Classes::ADVERB)
        .or(Classes::PRONOUN)
        .or(Classes::DETERMINER)
        .or(Classes::CONJUNCTION);
    let goes_on = |at: usize| {
        let word = document.folded(at);
        let participle = (word.ends_with("ed") || word.ends_with("ing"))
            && (at + 1 == stop || document.classes(at + 1).is(function));
        at < stop
            && (participle
                || document.classes(at).is(Classes::PREPOSITION)
                || matches!(word, "who" | "whom" | "whose" | "that"))
    };
    let amount = (tokens.start..stop).find(|&token| !is_about(document.folded(token)))?;
    if let Some(end) = share(document, amount) {
        return Some(tokens.start..end.min(stop));
    }
    let counted = is_count(document, amount);
    // *two of the senators* are senators.
    let partitive = document.folded(amount + 1) == "of";
    let closes = amount + 1 == stop || goes_on(amount + 1) && !partitive;
    let those = document.folded(tokens.start) == "those" && goes_on(tokens.start + 1);
    if !(those || counted && closes) {
        return None;
    }
    let words = tokens.start..stop;
    Some(if words.len() <= LONGEST {
        words
    } else {
        tokens.start..amount + 1
    })
}

/// Where ***one** in five voters*, ***one** out of five* ends; *one in the crowd* is somebody.
fn share(document: &Document, token: usize) -> Option<usize> {
    let of = usize::from(document.folded(token + 2) == "of");
    let number = token + 2 + of;
    let share = document.folded(token) == "one"
        && matches!(document.folded(token + 1), "in" | "out")
        && is_count(document, number);
    let of_whom = document.classes(number + 1).is(Classes::GROUP);
    share.then_some(number + 1 + usize::from(of_whom))
}

/// A number of people: *six*, *42%*.
pub(super) fn is_count(document: &Document, token: usize) -> bool {
    document.shape(token) == Shape::Number
        || matches!(
            document.folded(token),
            "two"
                | "three"
                | "four"
                | "five"
                | "six"
                | "seven"
                | "eight"
                | "nine"
                | "ten"
                | "eleven"
                | "twelve"
        )
}

/// *about*, *nearly*, *at least*: before a number.
fn is_about(word: &str) -> bool {
    matches!(
        word,
        "about"
            | "almost"
            | "approximately"
            | "around"
            | "at"
            | "just"
            | "least"
            | "more"
            | "nearly"
            | "only"
            | "over"
            | "roughly"
            | "some"
            | "than"
    )
}

/// Stands before *of* and those who are counted.
pub(super) fn is_amount(word: &str) -> bool {
    is_fraction(word)
        || matches!(
            word,
            "all"
                | "dozens"
                | "group"
                | "groups"
                | "hundreds"
                | "lot"
                | "many"
                | "member"
                | "members"
                | "millions"
                | "most"
                | "none"
                | "one"
                | "pair"
                | "part"
                | "percent"
                | "series"
                | "some"
                | "thousands"
        )
}

/// Some of those who are counted, by itself too: *a **third** said no*.
pub(super) fn is_fraction(word: &str) -> bool {
    matches!(
        word,
        "couple"
            | "few"
            | "half"
            | "handful"
            | "majority"
            | "minority"
            | "number"
            | "quarter"
            | "third"
    )
}
