//! Phrases that name several: *Ana Ruiz and Jo Park*, *he and his allies*.

use std::ops::Range;

use super::noun::kind;
use super::{name_at, name_ending_at, segment_end};
use crate::document::{Document, Shape};
use crate::lexicon::Classes;
use crate::mention::MentionKind;
use crate::speaker::SpeakerKind;

/// How many tokens may say who somebody is, in a list of several.
const LONGEST: usize = 16;

/// A phrase that names several.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::speaker) struct List {
    pub(in crate::speaker) words: Range<usize>,
    /// Each of them, two at least.
    pub(in crate::speaker) items: Vec<Range<usize>>,
}

/// *Ana Ruiz and Jo Park*, *France, Spain and Italy*, *regulators and green groups*: a phrase that names several.
pub(super) fn list(document: &Document, segment: Range<usize>, limit: usize) -> Option<List> {
    if let Some(list) = names(document, segment.start, limit) {
        return Some(list);
    }
    let mut inner = segment.start + 1..segment.end.saturating_sub(1);
    let middle = inner.find(|&token| joins(document, token))?;
    let name_crosses = document
        .mentions
        .get(
            document
                .mentions
                .partition_point(|mention| mention.tokens.start <= middle)
                .saturating_sub(1),
        )
        .is_some_and(|mention| mention.name.contains(&middle));
    if name_crosses {
        return None;
    }
    let left = middle - 1;
    let body = |head: usize| {
        kind(document, head) == SpeakerKind::Organization
            || name_ending_at(document, segment.start..head + 1).is_some()
    };
    let plural = document.classes(left).is(Classes::GROUP)
        || name_ending_at(document, segment.start..middle).is_some()
        || kind(document, left) == SpeakerKind::Organization && body(segment.end - 1);
    let singular = document
        .classes(segment.end - 1)
        .is(Classes::ROLE.or(Classes::PERSON_NOUN));
    // *Ruiz and the mayor*
    let apart = name_ending_at(document, segment.start..middle).is_some()
        && document.classes(middle + 1).is(Classes::DETERMINER)
        // *a friend of Ruiz* has more words than the segment.
        && !(document.folded(segment.end) == "of"
            && matches!(document.folded(middle + 1), "a" | "an"));
    let group = document.classes(left).is(Classes::GROUP);
    let items = vec![segment.start..middle, middle + 1..segment.end];
    (plural && (group || apart || !singular)).then_some(List {
        words: segment,
        items,
    })
}

/// Does a conjunction stand at `token`?
fn joins(document: &Document, token: usize) -> bool {
    matches!(document.folded(token), "and" | "&" | "or")
}

/// A list that begins with a name at `start`: *Ruiz, Park and Moss*; *Sen. Ana Ruiz (D-Ohio) and former governor Jo Park*; *Ruiz of
/// Ohio and Park of Iowa*; *Ruiz, the governor, and Park*; *Ruiz and her aides*.
fn names(document: &Document, start: usize, limit: usize) -> Option<List> {
    name_at(document, start)?;
    let mut items: Vec<Range<usize>> = Vec::new();
    let mut at = start;
    loop {
        let item = name_item(document, at, limit)?;
        let mut behind = behind_name(document, item.end, limit);
        items.push(item);
        let comma = |token: usize| document.word(token) == ",";
        let joined = |token: usize| {
            let from = token + usize::from(comma(token));
            joins(document, from).then_some(from + 1)
        };
        // What stands between commas says who that was.
        let beside = comma(behind)
            && joined(behind).is_none()
            && name_item(document, behind + 1, limit).is_none();
        if beside {
            let within = behind + 1..limit.min(behind + LONGEST);
            behind = within
                .take_while(|&token| !joins(document, token))
                .find(|&token| comma(token) && joined(token).is_some())?;
        }
        if behind >= limit {
            return None;
        }
        if let Some(next) = joined(behind) {
            let last = whole_name(document, next, limit)
                .or_else(|| company(document, next, limit).filter(|_| !beside))?;
            let words = start..last.end;
            items.push(last);
            return Some(List { words, items });
        }
        if !comma(behind) {
            return None;
        }
        at = behind + 1;
    }
}

/// The name at `at`, with what stands before it: *the senator Ana Ruiz*, *former Ohio governor Jo Park*.
fn name_item(document: &Document, at: usize, limit: usize) -> Option<Range<usize>> {
    let at = at + usize::from(document.folded(at) == "the");
    let named =
        |token: usize| name_at(document, token).and_then(|name| document.mentions.get(name));
    let own = |token: usize| {
        let role = Classes::ROLE.or(Classes::TITLE).or(Classes::PERSON_NOUN);
        let mention = named(token).filter(|mention| mention.kind == MentionKind::Person);
        mention.filter(|_| document.classes(token - 1).is(role))
    };
    let stop = Classes::PREPOSITION
        .or(Classes::CONJUNCTION)
        .or(Classes::PRONOUN)
        .or(Classes::DETERMINER);
    let mut behind = (at + 1..limit.min(at + 6)).take_while(|&token| {
        document.shape(token - 1).is_word() && !document.classes(token - 1).is(stop)
    });
    let mention = named(at).or_else(|| behind.find_map(own))?;
    (at < limit && mention.name.end <= limit).then_some(at..mention.name.end)
}

/// *he and his allies*, *him and Ruiz*
pub(super) fn with_company(document: &Document, pronoun: usize, limit: usize) -> Option<List> {
    let personal = matches!(document.folded(pronoun), "he" | "she" | "him" | "her");
    if !personal || !joins(document, pronoun + 1) {
        return None;
    }
    let next = pronoun + 2;
    let last = whole_name(document, next, limit).or_else(|| company(document, next, limit))?;
    Some(List {
        words: pronoun..last.end,
        items: vec![pronoun..pronoun + 1, last],
    })
}

/// Where *(D-Ohio)* or *of Ohio* behind a name that ends at `end` ends.
fn behind_name(document: &Document, end: usize, limit: usize) -> usize {
    if document.word(end) == "(" {
        let mut inside = end..limit.min(end + 7);
        return inside
            .find(|&token| document.word(token) == ")")
            .map_or(end, |close| close + 1);
    }
    let place = name_at(document, end + 1).and_then(|name| document.mentions.get(name));
    match place {
        Some(place) if document.folded(end) == "of" && place.name.end <= limit => place.name.end,
        _ => end,
    }
}

/// The name at `at` that is no part of a longer phrase, as in *Ruiz’s friends*, *the Ruiz camp*.
fn whole_name(document: &Document, at: usize, limit: usize) -> Option<Range<usize>> {
    let name = name_item(document, at, limit)?;
    let end = name.end;
    let clitic = document.shape(end) == Shape::Clitic && end + 1 < limit;
    let goes_on = document.shape(end).is_word() && !document.classes(end).is(Classes::PREPOSITION);
    (end >= limit || !clitic && !goes_on).then_some(name)
}

/// *her aides*, *other leaders*, *others*: who is named together with somebody.
fn company(document: &Document, at: usize, limit: usize) -> Option<Range<usize>> {
    if at >= limit {
        return None;
    }
    let end = segment_end(document, at, limit);
    let several = Classes::GROUP.or(Classes::ORGANIZATION);
    let head = end.checked_sub(1).filter(|&head| head >= at)?;
    (document.classes(head).is(several) || document.folded(head) == "others").then_some(at..end)
}
