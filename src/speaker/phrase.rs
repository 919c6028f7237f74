//! Reads the words of a source: whom or what do they name, before any look at the rest of the article?

use std::ops::Range;

use super::SpeakerKind;
use crate::document::{Document, Shape};
use crate::gazetteer::Gender;
use crate::lexicon::Classes;
use crate::mention::{MentionKind, gender_of};

/// What the words of a source name.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Referent {
    /// No word that could name anybody.
    Nothing,
    /// *she*, *who*, *some*, at this token.
    Pronoun(usize),
    /// A proper name: the mention, by index.
    Name(usize),
    /// *Ana Ruiz and Jo Park*
    Several(List),
    /// A common noun with what belongs to it.
    Noun(Noun),
}

/// A phrase that names several.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct List {
    pub(super) words: Range<usize>,
    /// Each of them, two at least.
    pub(super) items: Vec<Range<usize>>,
}

/// A noun phrase without a proper name at its head.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Noun {
    pub(super) kind: SpeakerKind,
    /// Its head noun.
    pub(super) head: usize,
    /// The words that name it: without article, up to the head or to the end of *group of …*.
    pub(super) words: Range<usize>,
    /// Also what stands behind the head: *for the mayor*.
    pub(super) phrase: Range<usize>,
    /// *the*, *his*, *this*: it was spoken of before.
    pub(super) definite: bool,
}

/// How many tokens may say who somebody is, in a list of several.
const LONGEST: usize = 16;

/// Reads `tokens`.
pub(super) fn read(document: &Document, tokens: Range<usize>) -> Referent {
    let tokens = trim(document, tokens);
    let article = matches!(document.folded(tokens.start), "the" | "a" | "an");
    if tokens.is_empty() || tokens.len() == 1 && article {
        return Referent::Nothing;
    }
    if let Some(token) = pronoun(document, tokens.clone()) {
        return match with_company(document, token, tokens.end) {
            Some(list) => Referent::Several(list),
            None => Referent::Pronoun(token),
        };
    }
    if let Some(words) = those(document, tokens.clone()) {
        return Referent::Noun(Noun {
            kind: SpeakerKind::Group,
            head: words.start,
            phrase: words.clone(),
            words,
            definite: false,
        });
    }
    let (start, definite) = skip_determiners(document, tokens.clone());
    let end = segment_end(document, start, tokens.end);
    let end = without_adverbials(document, start, end);
    let segment = start..end;
    if let Some(list) = list(document, segment.clone(), tokens.end) {
        return Referent::Several(list);
    }
    if let Some(name) = name_ending_at(document, segment.clone())
        .or_else(|| name_behind_role(document, segment.clone(), tokens.end))
    {
        return Referent::Name(name);
    }
    noun(document, segment, tokens, definite)
}

/// Without marks and punctuation at the ends, *according to* before and a possessive behind.
fn trim(document: &Document, mut tokens: Range<usize>) -> Range<usize> {
    while !tokens.is_empty()
        // *Orrin's* may be all of a name.
        && name_ending_at(document, tokens.clone()).is_none()
        && (!document.shape(tokens.end - 1).is_word()
            || tokens.len() > 1 && is_reflexive(document.folded(tokens.end - 1)))
    {
        tokens.end -= 1;
    }
    while !tokens.is_empty() {
        let classes = document.classes(tokens.start);
        let word = document.folded(tokens.start);
        let lead = !document.shape(tokens.start).is_word()
            || tokens.len() > 1
                && document.shape(tokens.start) != Shape::Upper
                && (classes.is(Classes::PREPOSITION) && !classes.is(Classes::DETERMINER)
                    || matches!(
                        word,
                        "according" | "and" | "but" | "as" | "even" | "said" | "says"
                    ));
        if !lead {
            break;
        }
        tokens.start += 1;
    }
    tokens
}

fn is_reflexive(word: &str) -> bool {
    matches!(word, "himself" | "herself" | "itself" | "themselves")
}

/// The pronoun that all of the source is, with no noun behind it.
fn pronoun(document: &Document, tokens: Range<usize>) -> Option<usize> {
    if tokens.len() == 1 && document.folded(tokens.start) == "whose" {
        return Some(tokens.start);
    }
    // *no one*, *not everyone*
    let negated = tokens.clone().find(|&token| !narrows(document, token));
    let first = negated.filter(|&token| is_anybody(document.folded(token)));
    let tokens = first.unwrap_or(tokens.start)..tokens.end;
    let first = tokens.start;
    if !document
        .classes(first)
        .is(Classes::PRONOUN.or(Classes::DETERMINER))
        || document.shape(first) == Shape::Upper
            && document.folded(first) != "i"
            && document.folded(first).len() < 3
    {
        return None;
    }
    let word = document.folded(first);
    let alone = tokens.len() == 1;
    let personal = matches!(
        word,
        "he" | "she"
            | "they"
            | "i"
            | "we"
            | "it"
            | "you"
            | "him"
            | "them"
            | "me"
            | "us"
            | "who"
            | "whom"
    );
    let quantity = matches!(
        word,
        "some"
            | "many"
            | "others"
            | "most"
            | "few"
            | "several"
            | "both"
            | "all"
            | "one"
            | "another"
            | "someone"
            | "anyone"
            | "everyone"
            | "nobody"
            | "somebody"
            | "everybody"
    );
    let closed = !document.shape(first + 1).is_word()
        || document.classes(first + 1).is(Classes::PREPOSITION
            .or(Classes::ADVERB)
            .or(Classes::PRONOUN)
            .or(Classes::AUXILIARY));
    let pronoun = document.classes(first).is(Classes::PRONOUN)
        || matches!(
            word,
            "his"
                | "her"
                | "their"
                | "its"
                | "my"
                | "our"
                | "your"
                | "this"
                | "that"
                | "these"
                | "those"
                | "another"
        );
    (alone && (pronoun || quantity)
        || personal && (closed || document.shape(first + 1) == Shape::Lower)
        || quantity && closed && document.folded(first + 1) != "of")
        .then_some(first)
}

/// Of *no one*, *almost everybody*.
pub(super) fn narrows(document: &Document, token: usize) -> bool {
    matches!(
        document.folded(token),
        "almost" | "nearly" | "no" | "not" | "virtually"
    )
}

/// Stands for people whom nothing else tells.
pub(super) fn is_anybody(word: &str) -> bool {
    matches!(
        word,
        "one"
            | "another"
            | "someone"
            | "somebody"
            | "anyone"
            | "anybody"
            | "everyone"
            | "everybody"
            | "nobody"
    )
}

/// *those **who** know*, *those **polled***, *those **in charge***, *six in ten voters*, *42%*: people of whom no noun says what they are.
fn those(document: &Document, tokens: Range<usize>) -> Option<Range<usize>> {
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

/// A number of people: *six*, *42%*.
fn is_count(document: &Document, token: usize) -> bool {
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

/// Skips *the*, *his*, *several of*: where the naming words begin, and whether they speak of something known.
fn skip_determiners(document: &Document, tokens: Range<usize>) -> (usize, bool) {
    let mut start = tokens.start;
    let mut definite = false;
    while start + 1 < tokens.end {
        let word = document.folded(start);
        match word {
            "the" | "this" | "that" | "these" | "those" | "his" | "her" | "their" | "its"
            | "my" | "our" | "your" | "same" => definite = true,
            "a" | "an" | "another" | "one" | "some" | "any" | "each" | "every" | "both" | "all"
            | "several" | "many" | "few" | "most" | "other" | "no" => {
                if document.folded(start + 1) == "of" {
                    break;
                }
            }
            // *their own scholars*
            "own" if definite => {}
            _ => break,
        }
        start += 1;
    }
    (start, definite)
}

/// The proper name that begins at `token`.
pub(super) fn name_at(document: &Document, token: usize) -> Option<usize> {
    let near = document
        .mentions
        .partition_point(|mention| mention.tokens.start < token);
    // The title before a name belongs to its mention: look a little to the left as well.
    let from = near.saturating_sub(2);
    (from..near + 2).find(|&index| {
        document.mentions.get(index).is_some_and(|mention| {
            mention.kind.is_name() && (mention.tokens.start == token || mention.name.start == token)
        })
    })
}

/// The proper name that ends where `segment` does.
pub(super) fn name_ending_at(document: &Document, segment: Range<usize>) -> Option<usize> {
    let near = document
        .mentions
        .partition_point(|mention| mention.tokens.start < segment.end);
    let mut index = near;
    while index > 0 && near - index < 4 {
        index -= 1;
        let mention = document.mentions.get(index)?;
        if mention.kind.is_name()
            && mention.name.end == segment.end
            && mention.name.end > segment.start
        {
            return Some(index);
        }
    }
    None
}

/// *former secretary of state Ana Ruiz*, *head of research at the bank Jo Park*: the full name that a role stands before, with what
/// it is a role of. In *the wife of candidate Jo Park*, Park has a role of his own.
fn name_behind_role(document: &Document, segment: Range<usize>, limit: usize) -> Option<usize> {
    /// Words between the role and the name.
    const MOST: usize = 6;
    let role = segment.end.checked_sub(1)?;
    if !document.classes(role).is(Classes::ROLE) || document.folded(segment.end) != "of" {
        return None;
    }
    let own = Classes::ROLE
        .or(Classes::TITLE)
        .or(Classes::PERSON_NOUN)
        .or(Classes::PREPOSITION)
        .or(Classes::DETERMINER)
        .or(Classes::CONJUNCTION);
    let within = segment.end + 2..limit.min(segment.end + 2 + MOST);
    let start = within
        .take_while(|&token| document.shape(token - 1) == Shape::Lower)
        .find(|&token| document.shape(token).is_capital())?;
    let index = name_at(document, start)?;
    let mention = document.mentions.get(index)?;
    let closes = mention.name.end >= limit || !document.shape(mention.name.end).is_word();
    (mention.kind == MentionKind::Person
        && mention.name.start == start
        && mention.name.len() > 1
        && closes
        && document.shape(mention.name.end) != Shape::Clitic
        && !document.classes(start - 1).is(own))
    .then_some(index)
}

/// Where the head's own words end: before a comma, a preposition, *who*, a verb. Names are passed over whole.
fn segment_end(document: &Document, start: usize, limit: usize) -> usize {
    let mut at = start;
    while at < limit {
        if let Some(name) = name_at(document, at).and_then(|name| document.mentions.get(name))
            && name.name.end <= limit
        {
            // *reports Ms Ruiz filed*
            let clause = at > start
                && document.shape(at - 1) == Shape::Lower
                && document
                    .classes(at - 1)
                    .is(Classes::DOCUMENT.or(Classes::GROUP))
                && document.classes(name.name.end).is(Classes::VERB)
                && name.name.end < limit;
            if clause {
                break;
            }
            at = name.name.end.max(at + 1);
            continue;
        }
        let classes = document.classes(at);
        let noun = Classes::ROLE
            .or(Classes::GROUP)
            .or(Classes::ORGANIZATION)
            .or(Classes::PERSON_NOUN)
            .or(Classes::DOCUMENT)
            .or(Classes::TITLE);
        let lower = document.shape(at) == Shape::Lower;
        let ends = match document.shape(at) {
            // *the bespectacled, 71-year-old envoy*
            Shape::Punctuation if at > start && document.folded(at + 1).ends_with("-year-old") => {
                false
            }
            Shape::Punctuation => !matches!(document.word(at), "&" | "/" | "-"),
            // A scare quote inside: *the “so-called” expert*.
            Shape::Mark => at > start && !document.shape(at + 1).is_word(),
            Shape::Clitic => !matches!(document.folded(at), "'s" | "'"),
            _ if at > start && clause(document, at) => true,
            _ => {
                at > start
                    && lower
                    && !premodifier(document, at)
                    && (classes.is(Classes::PREPOSITION)
                        || matches!(
                            document.folded(at),
                            "who"
                                | "which"
                                | "that"
                                | "whose"
                                | "being"
                                | "where"
                                | "while"
                                | "when"
                                | "named"
                                | "called"
                                | "known"
                                | "dubbed"
                                | "nicknamed"
                        )
                        || participle(document, at)
                        || classes.is(Classes::VERB.or(Classes::AUXILIARY))
                            && !classes.is(noun)
                            && !document.folded(at).ends_with("ing"))
            }
        };
        if ends {
            break;
        }
        at += 1;
    }
    while at > start + 1
        && !document.shape(at - 1).is_word()
        && name_ending_at(document, start..at).is_none()
    {
        at -= 1;
    }
    at
}

/// *a personally **signed** letter*, *the court’s own **published** rules*
fn premodifier(document: &Document, at: usize) -> bool {
    let before = document.folded(at - 1);
    let behind = document.classes(at + 1);
    let article = |token: usize| document.classes(token).is(Classes::DETERMINER);
    let adverb = before.ends_with("ly") && at.checked_sub(2).is_some_and(article);
    document.folded(at).ends_with("ed")
        && (before == "own" || adverb)
        && document.shape(at + 1) == Shape::Lower
        && !behind.is(Classes::PREPOSITION.or(Classes::DETERMINER))
}

/// *people **briefed** on it*, *residents **living** there*, *officials **close** to her*: more about the noun begins.
fn participle(document: &Document, at: usize) -> bool {
    let noun = Classes::ROLE.or(Classes::GROUP).or(Classes::PERSON_NOUN);
    let word = document.folded(at);
    if document.classes(at - 1).is(noun)
        && matches!(word, "aware" | "close" | "familiar" | "present")
    {
        return true;
    }
    // *a trial **published** in the Annals*, whatever a trial is.
    let written = document.classes(at - 1).is(Classes::DOCUMENT);
    let passive = (word.ends_with("ed") || word.ends_with("ing") && written)
        && document.shape(at - 1) == Shape::Lower
        && !document
            .classes(at - 1)
            .is(Classes::ADVERB.or(Classes::DETERMINER))
        && document.classes(at + 1).is(Classes::PREPOSITION);
    (document.classes(at - 1).is(noun) || passive)
        && !document
            .classes(at)
            .is(noun.or(Classes::DOCUMENT).or(Classes::ORGANIZATION))
        && (word.ends_with("ed") || word.ends_with("ing"))
}

/// *a barman **everyone** calls “Duke”*, *experts **we** met*: the subject of a clause about the noun.
fn clause(document: &Document, at: usize) -> bool {
    matches!(
        document.folded(at),
        "i" | "we" | "he" | "she" | "they" | "you" | "everyone" | "everybody" | "people"
    ) && document.shape(at - 1) == Shape::Lower
        && document.classes(at - 1).is(Classes::ROLE
            .or(Classes::GROUP)
            .or(Classes::PERSON_NOUN)
            .or(Classes::DOCUMENT))
}

/// Where the naming words that end at `end` do: without *today*, *last week*, *herself*, *filed* behind them.
fn without_adverbials(document: &Document, start: usize, mut end: usize) -> usize {
    let named_until = |end: usize| name_ending_at(document, start..end).is_some();
    while end > start + 1 && !named_until(end) {
        let last = end - 1;
        let (word, before) = (document.folded(last), document.folded(last - 1));
        let classes = document.classes(last);
        let common = document.shape(last - 1) == Shape::Lower;
        let adverb = document.shape(last) == Shape::Lower
            && classes.is(Classes::ADVERB)
            && !classes.is(Classes::GROUP.or(Classes::DETERMINER).or(Classes::PRONOUN))
            && document.folded(end) != "of";
        let day = classes.is(Classes::TIME)
            && is_day(word)
            && (common || document.classes(last - 1).is(Classes::ADVERB));
        let deictic = matches!(before, "this" | "last" | "next" | "earlier");
        // *the report filed*, *17-year-old Jo Park echoed*
        let participle = word.ends_with("ed")
            && document.shape(last) == Shape::Lower
            && (document.classes(last - 1).is(Classes::DOCUMENT) || named_until(last));
        let cut = if deictic && classes.is(Classes::TIME) {
            2
        } else if adverb || participle || is_reflexive(word) || day {
            1
        } else {
            break;
        };
        if end < start + cut + 1 {
            break;
        }
        end -= cut;
    }
    end
}

/// Says when by itself: *today*, *Monday*.
fn is_day(word: &str) -> bool {
    word.ends_with("day") || matches!(word, "tonight" | "tomorrow")
}

/// *Ana Ruiz and Jo Park*, *France, Spain and Italy*, *regulators and green groups*: a phrase that names several.
fn list(document: &Document, segment: Range<usize>, limit: usize) -> Option<List> {
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
    let group = document.classes(left).is(Classes::GROUP);
    let items = vec![segment.start..middle, middle + 1..segment.end];
    (plural && (group || !singular)).then_some(List {
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
fn with_company(document: &Document, pronoun: usize, limit: usize) -> Option<List> {
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

/// Stands before *of* and those who are counted.
fn is_amount(word: &str) -> bool {
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
fn is_fraction(word: &str) -> bool {
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

/// Reads a phrase whose head is a common noun.
fn noun(
    document: &Document,
    segment: Range<usize>,
    tokens: Range<usize>,
    definite: bool,
) -> Referent {
    let mut head = segment.end.saturating_sub(1).max(segment.start);
    let mut words = segment.clone();
    let quantity = document.folded(segment.end) == "of"
        && (document
            .classes(head)
            .is(Classes::DETERMINER.or(Classes::PRONOUN))
            || document.shape(head) == Shape::Number
            || is_amount(document.folded(head)));
    let mut kind = kind(document, head);
    // *one user @roe4*
    if document.word(head).starts_with('@') {
        words.start = head;
    }
    if quantity {
        let quantifier = document.folded(head);
        let (start, _) = skip_determiners(document, segment.end + 1..tokens.end);
        let end = segment_end(document, start, tokens.end);
        if start < end {
            let inner = self::kind(document, end - 1);
            let them = matches!(document.folded(end - 1), "them" | "us" | "these" | "those")
                || is_count(document, end - 1);
            kind = match (quantifier, inner) {
                (
                    "one" | "another" | "member" | "each",
                    SpeakerKind::Group | SpeakerKind::Organization,
                ) => SpeakerKind::Person,
                ("one" | "another", _) if them => SpeakerKind::Person,
                (_, SpeakerKind::Document) => SpeakerKind::Document,
                _ => SpeakerKind::Group,
            };
            // *one of the seven, a physicist who did not want her name in it*
            if kind == SpeakerKind::Person
                && them
                && document.word(end) == ","
                && matches!(document.folded(end + 1), "a" | "an")
                && end + 2 < tokens.end
            {
                let apposed = end + 2..segment_end(document, end + 2, tokens.end);
                if self::kind(document, apposed.end - 1) == SpeakerKind::Person {
                    return noun(document, apposed.clone(), apposed.start..tokens.end, false);
                }
            }
            if kind == SpeakerKind::Document {
                head = end - 1;
                words = start..end;
            } else {
                words.end = end;
            }
        }
    }
    // *a third*, *a few of you*: without its article it is none.
    if words.start == segment.start
        && segment.start > tokens.start
        && segment.len() == 1
        && document.folded(segment.start - 1) == "a"
        && is_fraction(document.folded(head))
    {
        words.start -= 1;
        kind = SpeakerKind::Group;
    }
    if kind != SpeakerKind::Document {
        // *the chief economist at the bank, Jo Park,*; *a man named Jo Park*; *one group, Open Streets,*
        let from = document
            .mentions
            .partition_point(|mention| mention.tokens.start < segment.end);
        for (index, mention) in document.mentions.iter().enumerate().skip(from).take(8) {
            let start = mention.tokens.start;
            if start >= tokens.end {
                break;
            }
            let end = mention.name.end;
            let named = matches!(document.folded(start - 1), "named" | "called");
            // *a friend, international businessman Jo Park*
            let before = (segment.end.max(start.saturating_sub(3))..start)
                .rev()
                .find(|&token| document.shape(token) != Shape::Lower)
                .unwrap_or(start - 1);
            // *his colleagues, including Ana Ruiz and Jo Park*: they are some of them.
            let some = matches!(document.folded(before + 1), "among" | "including" | "like");
            let opened =
                named || matches!(document.word(before), "," | "—" | "–" | "--" | "(") && !some;
            let closed = end >= tokens.end
                || matches!(document.word(end), "," | "—" | "–" | "--" | ")" | "(")
                || document.folded(end) == "who"
                // *Sen. Ana Ruiz of Ohio*
                || document.folded(end) == "of" && document.shape(end + 1).is_capital();
            let fits = match kind {
                SpeakerKind::Person => {
                    matches!(mention.kind, MentionKind::Person | MentionKind::Name)
                }
                SpeakerKind::Organization => {
                    matches!(mention.kind, MentionKind::Organization | MentionKind::Name)
                        && before + 1 >= start - usize::from(document.folded(start - 1) == "the")
                        && end >= tokens.end
                }
                SpeakerKind::Group => false,
                _ => {
                    mention.kind == MentionKind::Person
                        || named && mention.kind == MentionKind::Name
                }
            };
            if fits && opened && closed {
                return Referent::Name(index);
            }
            // *her rivals, Ana Ruiz and Jo Park,*
            let person = mention.kind == MentionKind::Person;
            if kind == SpeakerKind::Group
                && person
                && opened
                && let Some(list) = list(document, start..tokens.end, tokens.end)
                && list.words.end >= tokens.end
            {
                return Referent::Several(list);
            }
        }
    }
    // *a man known as “Shorty”*: the nickname is all the name there is.
    if kind == SpeakerKind::Person
        && let Some(nickname) = nickname(
            document,
            segment.end..tokens.end.saturating_add(1).min(document.tokens.len()),
        )
    {
        return Referent::Noun(Noun {
            kind,
            head,
            words: nickname.clone(),
            phrase: nickname,
            definite: false,
        });
    }
    // *Ruiz’s surprise*: things do not speak, their owner does.
    let words_of_somebody = is_utterance(document.folded(head))
        && matches!(
            kind,
            SpeakerKind::Document | SpeakerKind::Group | SpeakerKind::Unknown
        );
    if (kind == SpeakerKind::Unknown || words_of_somebody)
        && let Some(clitic) = clitic(document, segment.clone())
        && let Some(owner) = owner(document, tokens.start..clitic)
    {
        return owner;
    }
    if words_of_somebody {
        // *her post said*
        if matches!(document.folded(tokens.start), "his" | "her" | "my")
            && clitic(document, segment.clone()).is_none()
        {
            return Referent::Pronoun(tokens.start);
        }
        // *a speech Ms Ruiz gave*, *an email she wrote*
        let from = segment.end;
        if from < tokens.end && matches!(document.folded(from), "he" | "she") {
            return Referent::Pronoun(from);
        }
        if from < tokens.end
            && let Some(name) = name_at(document, from)
            && let Some(mention) = document.mentions.get(name)
            && mention.kind == MentionKind::Person
            && document.classes(mention.name.end).is(Classes::VERB)
        {
            return Referent::Name(name);
        }
        // *a post from the mayor’s account*
        if from < tokens.end
            && document.folded(from) == "from"
            && let Some(clitic) = clitic(document, from..tokens.end)
            && document.folded(clitic + 1) == "account"
            && let Some(owner) = owner(document, from + 1..clitic)
        {
            return owner;
        }
    }
    if kind == SpeakerKind::Document && !quantity {
        // The maker says which: *survey by the water board*.
        while words.start < head
            && matches!(
                document.folded(words.start),
                "new" | "latest" | "recent" | "newest" | "separate"
            )
        {
            words.start += 1;
        }
        let at = words.end;
        if at + 1 < tokens.end && matches!(document.folded(at), "by" | "from" | "of") {
            let (start, _) = skip_determiners(document, at + 1..tokens.end);
            words.end = segment_end(document, start, tokens.end)
                .max(words.end)
                .min(at + 12);
        }
    }
    Referent::Noun(Noun {
        kind,
        head,
        definite: definite
            || words
                .clone()
                .any(|token| document.shape(token) == Shape::Clitic),
        phrase: words.start..phrase_end(document, words.end, tokens.end),
        words,
    })
}

/// Where a genitive ends: the *’s* of *the mayor’s*.
fn clitic(document: &Document, mut tokens: Range<usize>) -> Option<usize> {
    tokens.find(|&token| document.shape(token) == Shape::Clitic)
}

/// The person that these words name or describe.
fn owner(document: &Document, tokens: Range<usize>) -> Option<Referent> {
    let owner = read(document, tokens);
    let person = match &owner {
        Referent::Name(name) => document
            .mentions
            .get(*name)
            .is_some_and(|mention| matches!(mention.kind, MentionKind::Person | MentionKind::Name)),
        Referent::Noun(noun) => noun.kind == SpeakerKind::Person,
        _ => false,
    };
    person.then_some(owner)
}

/// The words between marks behind *known as*, *called*.
fn nickname(document: &Document, tokens: Range<usize>) -> Option<Range<usize>> {
    let named = tokens.clone().take(3).any(|token| {
        matches!(
            document.folded(token),
            "known" | "called" | "nicknamed" | "dubbed" | "call" | "calls"
        )
    });
    let open = tokens
        .clone()
        .take(8)
        .find(|&token| document.shape(token) == Shape::Mark)?;
    let start = open + 1 + usize::from(document.folded(open + 1) == "the");
    let length = (start..tokens.end)
        .take(4)
        .take_while(|&token| document.shape(token).is_capital())
        .count();
    (named && length > 0).then_some(start..start + length)
}

/// The end of what belongs to the head by a preposition: *for the mayor*, *at the bank*.
fn phrase_end(document: &Document, end: usize, limit: usize) -> usize {
    let mut at = end;
    if !(at < limit && document.classes(at).is(Classes::PREPOSITION)) {
        return end;
    }
    while at < limit {
        let ends = matches!(document.shape(at), Shape::Punctuation | Shape::Mark)
            || matches!(document.folded(at), "who" | "which" | "that" | "whose");
        if ends {
            break;
        }
        at += 1;
    }
    at
}

/// Written or said by one person, and nothing but that person's words: *Roe's post said*, not *Roe's report*.
fn is_utterance(head: &str) -> bool {
    matches!(
        head,
        "caption"
            | "comment"
            | "comments"
            | "email"
            | "message"
            | "messages"
            | "note"
            | "post"
            | "posts"
            | "remark"
            | "remarks"
            | "speech"
            | "speeches"
            | "reply"
            | "text"
            | "tweet"
            | "tweets"
            | "words"
    )
}

/// What the head noun is.
pub(super) fn kind(document: &Document, head: usize) -> SpeakerKind {
    let classes = document.classes(head);
    let word = document.folded(head);
    let force = word == "guard"
        && head.checked_sub(1).is_some_and(|before| {
            matches!(document.folded(before), "border" | "coast" | "national")
        });
    if force {
        SpeakerKind::Organization
    } else if classes.is(Classes::ROLE.or(Classes::PERSON_NOUN))
        || classes.is(Classes::TITLE) && document.shape(head) == Shape::Lower
    {
        SpeakerKind::Person
    } else if classes.is(Classes::GROUP) {
        SpeakerKind::Group
    } else if classes.is(Classes::DOCUMENT) && !classes.is(Classes::ORGANIZATION) {
        SpeakerKind::Document
    } else if classes.is(Classes::ORGANIZATION.or(Classes::PLACE)) || is_governed(word) {
        SpeakerKind::Organization
    } else if is_collective(word) {
        SpeakerKind::Group
    } else if classes.is(Classes::INANIMATE) {
        SpeakerKind::Unknown
    } else if word.ends_with("-year-old")
        || word.starts_with('@')
        || gender_of(word) != Gender::Unknown
    {
        SpeakerKind::Person
    } else if word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") {
        SpeakerKind::Group
    } else {
        SpeakerKind::Unknown
    }
}

/// Has a government or a head that speaks for it: *the city said*. No word of the lexicon, which would make a body of every *state*.
fn is_governed(word: &str) -> bool {
    matches!(
        word,
        "borough"
            | "city"
            | "country"
            | "county"
            | "district"
            | "kingdom"
            | "mission"
            | "nation"
            | "province"
            | "state"
            | "town"
            | "village"
    )
}

/// Many, where it heads a source; elsewhere a word like others: *left*, *base*.
pub(super) fn is_collective(word: &str) -> bool {
    matches!(
        word,
        "audience"
            | "base"
            | "couple"
            | "generation"
            | "left"
            | "mainstream"
            | "personnel"
            | "poor"
            | "public"
            | "rest"
            | "rich"
            | "right"
            | "wing"
    )
}
