//! Roles beside a name: title, apposition, copula.

use std::ops::Range;

use super::{Mention, MentionKind, phrase_start};
use crate::document::{Document, Shape};
use crate::gazetteer::Gender;
use crate::lexicon::Classes;

/// The longest apposition that is read.
const LONGEST: usize = 24;

/// Does the word tell whether a man or a woman bears it?
pub(crate) fn gender_of(word: &str) -> Gender {
    // *ex-wife*, *mother-of-three*, *brother-in-law*
    let word = word.strip_prefix("ex-").unwrap_or(word);
    let word = word.split_once("-of-").map_or(word, |(kin, _)| kin);
    let word = word.strip_suffix("-in-law").unwrap_or(word);
    const MEN: [&str; 40] = [
        "mr",
        "mr.",
        "sir",
        "lord",
        "king",
        "prince",
        "baron",
        "duke",
        "count",
        "earl",
        "father",
        "brother",
        "uncle",
        "grandfather",
        "son",
        "nephew",
        "husband",
        "widower",
        "boy",
        "man",
        "pope",
        "imam",
        "herr",
        "monsieur",
        "emperor",
        "grandson",
        "stepfather",
        "boyfriend",
        "actor",
        "waiter",
        "dad",
        "grandad",
        "granddad",
        "monk",
        "senhor",
        "senor",
        "signor",
        "alhaji",
        "monsignor",
        "otunba",
    ];
    const WOMEN: [&str; 44] = [
        "mrs",
        "mrs.",
        "ms",
        "ms.",
        "miss",
        "mme",
        "dame",
        "lady",
        "queen",
        "princess",
        "baroness",
        "duchess",
        "countess",
        "mother",
        "sister",
        "aunt",
        "grandmother",
        "daughter",
        "niece",
        "wife",
        "widow",
        "girl",
        "woman",
        "frau",
        "madame",
        "empress",
        "granddaughter",
        "stepmother",
        "girlfriend",
        "actress",
        "waitress",
        "heiress",
        "headmistress",
        "landlady",
        "nun",
        "mum",
        "mom",
        "senhora",
        "senora",
        "signora",
        "sra",
        "alhaja",
        "hajia",
        "smt",
    ];
    if MEN.contains(&word) {
        Gender::Male
    } else if WOMEN.contains(&word) || word.len() > 6 && word.ends_with("woman") {
        Gender::Female
    } else if word.len() > 6
        && word.ends_with("man")
        && !word.ends_with("human")
        && !word.ends_with("german")
        && !word.ends_with("chairman")
    {
        // A woman may well be a *chairman* still.
        Gender::Male
    } else {
        Gender::Unknown
    }
}

/// The ranks of British police that are written in capitals, from constable to chief superintendent.
pub(crate) fn is_police_rank(word: &str) -> bool {
    matches!(
        word,
        "PC" | "PCSO" | "WPC" | "DC" | "DS" | "DI" | "DCI" | "DSI" | "DCS"
    )
}

fn is_head(document: &Document, token: usize) -> bool {
    // *a fellow at the institute*; any other is one of the same kind: *a fellow driver*.
    let member =
        document.folded(token) == "fellow" && document.classes(token + 1).is(Classes::PREPOSITION);
    let noun = Classes::ROLE.or(Classes::PERSON_NOUN).or(Classes::TITLE);
    (document.classes(token).is(noun) || member) && document.shape(token).is_word()
}

/// Adds the roles that stand beside persons' names; a name with a role is a person's.
pub(super) fn attach(document: &Document, mentions: &mut [Mention]) {
    for index in 0..mentions.len() {
        let (earlier, rest) = mentions.split_at_mut(index);
        let Some((mention, later)) = rest.split_first_mut() else {
            break;
        };
        if mention.kind == MentionKind::Place && is_apposed_relative(document, &mention.name) {
            mention.kind = MentionKind::Person;
        }
        let may = match mention.kind {
            MentionKind::Person => true,
            MentionKind::Name => !mention.definite && !is_where(document, mention.tokens.start),
            _ => false,
        };
        if !may || mention.gazetteer.is_some() && mention.kind != MentionKind::Person {
            continue;
        }
        let limit = document
            .tokens
            .get(mention.tokens.start)
            .and_then(|token| document.sentences.get(token.sentence))
            .map_or(0..0, |sentence| sentence.tokens.clone());
        let floor = limit.start.max(earlier.last().map_or(0, |mention| {
            if mention.kind == MentionKind::Person {
                mention.tokens.end
            } else {
                0
            }
        }));
        if let Some(title) = mention.roles.first_mut() {
            title.start = of_state(document, title.start, floor, earlier.last());
        }
        let mut roles = Vec::new();
        if let Some(role) = before(document, mention.tokens.clone(), floor, limit.end) {
            // *White House spokesman Roe*: with the title in the name's own run it is one role.
            match mention.roles.first_mut() {
                Some(title) if role.end == title.start => title.start = role.start,
                _ => roles.push(role),
            }
        }
        roles.append(&mut mention.roles);
        let next_name = later
            .iter()
            .take(3)
            // *Jo Park, **President Roe**’s adviser,*
            .filter(|mention| document.shape(mention.tokens.end) != Shape::Clitic)
            .find(|mention| mention.kind == MentionKind::Person)
            .map_or(limit.end, |mention| mention.tokens.start);
        if let Some(role) = after(document, mention.tokens.end, limit.end, next_name) {
            roles.push(role);
        }
        if mention.gender == Gender::Unknown {
            mention.gender = roles
                .iter()
                .filter_map(|role| head(document, role.clone()))
                .map(|head| gender_of(document.folded(head)))
                .find(|&gender| gender != Gender::Unknown)
                .unwrap_or_default();
        }
        mention.roles = roles;
    }
}

/// *his wife, **Florence**,*: no place.
fn is_apposed_relative(document: &Document, name: &Range<usize>) -> bool {
    const RELATIVES: [&str; 8] = [
        "aunt", "brother", "daughter", "husband", "mother", "sister", "son", "wife",
    ];
    let comma = name
        .start
        .checked_sub(2)
        .filter(|&noun| document.word(noun + 1) == ",");
    name.len() == 1
        && comma.is_some_and(|noun| RELATIVES.contains(&document.folded(noun)))
        && document.word(name.end) == ","
        && document
            .classes(name.start)
            .is(Classes::GIVEN_MALE.or(Classes::GIVEN_FEMALE))
}

/// Where the role of which the title is at `title` begins: *former **Ohio state** Sen. Jo Park* is no Sen. Park.
fn of_state(document: &Document, title: usize, floor: usize, place: Option<&Mention>) -> usize {
    let Some(state) = title
        .checked_sub(1)
        .filter(|&at| at >= floor && document.word(at) == "state")
    else {
        return title;
    };
    let place = place.filter(|place| {
        place.tokens.end == state && matches!(place.kind, MentionKind::Place | MentionKind::Name)
    });
    let start = place.map_or(state, |place| place.tokens.start);
    match start.checked_sub(1).filter(|&at| at >= floor) {
        Some(former) if document.word(former) == "former" => former,
        _ => start,
    }
}

/// *She grew up in **Linz**, the daughter of a clockmaker*, *in a video posted on **Telegram**, a commander*: a place.
fn is_where(document: &Document, start: usize) -> bool {
    let word = |back: usize| start.checked_sub(back).map_or("", |at| document.folded(at));
    match word(1) {
        "across" | "at" | "in" | "into" | "near" | "outside" | "through" => true,
        "on" => matches!(
            word(2),
            "aired" | "broadcast" | "posted" | "published" | "released" | "shared"
        ),
        _ => false,
    }
}

/// The head noun of a role: the last role word before its first preposition.
pub(crate) fn head(document: &Document, role: Range<usize>) -> Option<usize> {
    let end = role
        .clone()
        .find(|&token| {
            document.classes(token).is(Classes::PREPOSITION) && token > role.start
                || document.word(token) == ","
        })
        .unwrap_or(role.end);
    (role.start..end)
        .rev()
        .find(|&token| is_head(document, token))
}

/// *the bank’s chief economist **Jo Park***, *the chief economist, **Jo Park**,*
fn before(
    document: &Document,
    name: Range<usize>,
    floor: usize,
    limit: usize,
) -> Option<Range<usize>> {
    let last = name.start.checked_sub(1).filter(|&last| last >= floor)?;
    if is_head(document, last) && document.shape(last) != Shape::Upper {
        let start = phrase_start(document, last, floor);
        return Some(start..last + 1);
    }
    // *The moderator was **Jo Park**.*
    if matches!(document.folded(last), "is" | "was" | "remains")
        && let Some(noun) = last.checked_sub(1).filter(|&noun| noun >= floor)
        && is_head(document, noun)
        && document.shape(noun) == Shape::Lower
    {
        let start = phrase_start(document, noun, floor);
        let opener = start.checked_sub(1).filter(|&opener| opener >= floor);
        let article = opener
            .is_some_and(|opener| matches!(document.folded(opener), "the" | "its" | "their"))
            || (start..noun).any(|token| document.shape(token) == Shape::Clitic);
        return article.then_some(start..noun + 1);
    }
    // Between commas; *former* may stand before the title: *the running mate, former Sen. Jo Park,*.
    let more = matches!(
        document.folded(last),
        "former" | "ex" | "then" | "state" | "fellow"
    );
    let last = last - usize::from(last > floor && more);
    let noun = last
        .checked_sub(1)
        .filter(|&noun| noun >= floor && document.word(last) == ",")?;
    let closed = name.end >= limit
        || matches!(
            document.word(name.end),
            "," | "." | ";" | "—" | "–" | ":" | ")"
        );
    if !closed {
        return None;
    }
    // The head may have *of the board* behind it.
    let head = (floor.max(noun.saturating_sub(8))..=noun)
        .rev()
        .find(|&token| is_head(document, token))?;
    let plain = (head + 1..=noun).all(|token| {
        (document.shape(token).is_word() || matches!(document.folded(token), "'s" | "'"))
            && !document
                .classes(token)
                .is(Classes::AUXILIARY.or(Classes::VERB).or(Classes::PRONOUN))
    });
    if head < noun && !(plain && document.classes(head + 1).is(Classes::PREPOSITION)) {
        return None;
    }
    let start = phrase_start(document, head, floor);
    let opener = start.checked_sub(1)?;
    let mut clitics = (opener.max(floor)..head).map(|token| document.shape(token));
    let possessive = clitics.any(|shape| shape == Shape::Clitic);
    let determined = document.classes(opener).is(Classes::DETERMINER) && opener >= floor;
    (possessive || determined).then_some(start..noun + 1)
}

/// ***Jo Park**, chief economist of the bank,*; ***Jo Park** is the bank’s chief economist*
fn after(document: &Document, end: usize, limit: usize, next_name: usize) -> Option<Range<usize>> {
    let mut at = end;
    // *(D-Ohio)*
    if document.word(at) == "(" {
        at = (at..limit.min(at + 7)).find(|&token| document.word(token) == ")")? + 1;
    }
    let comma = |at: usize| matches!(document.word(at), "," | "—" | "–" | "--");
    let copula = |at: usize| matches!(document.folded(at), "is" | "was" | "became" | "remains");
    let mut needs_article = false;
    if comma(at) {
        at += 1;
        // An age.
        if document.shape(at) == Shape::Number && comma(at + 1) {
            at += 2;
        }
        if matches!(document.folded(at), "who" | "himself" | "herself") && copula(at + 1) {
            at += 2;
            needs_article = true;
        }
    } else if copula(at) {
        at += 1;
        needs_article = true;
    } else {
        return None;
    }
    // *now the majority leader*
    let since = matches!(
        document.folded(at),
        "now" | "then" | "currently" | "still" | "also"
    );
    if since && document.classes(at + 1).is(Classes::DETERMINER) {
        at += 1;
    }
    let article = document.classes(at).is(Classes::DETERMINER);
    if needs_article && !article {
        return None;
    }
    if article {
        at += 1;
    }
    let start = at;
    // *Ken Rudd, 81, wants the regulator to step in*
    let noun = is_head(document, start) || document.classes(start).is(Classes::ORGANIZATION);
    // *Jo Park, a friend, succeeded the mayor*
    let acts = document.classes(start).is(Classes::VERB)
        || document.shape(start) == Shape::Lower
            && document.classes(start + 1).is(Classes::DETERMINER);
    if !article && !noun && acts {
        return None;
    }
    let limit = limit.min(start + LONGEST).min(next_name.max(start));
    let stop = Classes::PRONOUN
        .or(Classes::AUXILIARY)
        .or(Classes::SUBORDINATOR)
        .or(Classes::PREPOSITION);
    let mut head = None;
    while at < limit && at < start + 9 {
        // *the Borders **and** Customs commissioner*, *a University **of** Oslo professor*
        if head.is_none()
            && matches!(document.folded(at), "and" | "of" | "for")
            && document.shape(at - 1).is_capital()
            && document.shape(at + 1).is_capital()
        {
            at += 1;
            continue;
        }
        let classes = document.classes(at);
        let word = document.shape(at).is_word() || document.shape(at) == Shape::Clitic;
        let noun = is_head(document, at) || classes.is(Classes::ORGANIZATION);
        if !word
            // *the US adviser*
            || classes.is(stop) && !noun && !matches!(document.shape(at), Shape::Clitic | Shape::Upper)
            || classes.is(Classes::VERB) && !noun && head.is_some()
        {
            break;
        }
        if classes.is(Classes::CONJUNCTION) && head.is_none() {
            return None;
        }
        // *a former senior White House adviser*
        let grade = document.folded(at) == "senior" && document.shape(at + 1).is_word();
        // ***President** Roe’s adviser*
        let title = classes.is(Classes::TITLE)
            && document.shape(at).is_capital()
            && document.shape(at + 1).is_capital()
            && !is_head(document, at + 1);
        let owner = document.shape(at + 1) == Shape::Clitic;
        if is_head(document, at) && !owner && !grade && !title {
            head = Some(at);
        } else if head.is_some() && document.shape(at).is_capital() && !noun {
            break;
        }
        at += 1;
    }
    let head = head?;
    let mut end = head + 1;
    if document.classes(end).is(Classes::PREPOSITION) {
        while end < limit {
            let classes = document.classes(end);
            let shape = document.shape(end);
            let noun = Classes::ROLE
                .or(Classes::ORGANIZATION)
                .or(Classes::PLACE)
                .or(Classes::TITLE);
            let ends = matches!(shape, Shape::Punctuation | Shape::Mark)
                && !matches!(document.word(end), "&" | "/")
                || classes.is(Classes::PRONOUN
                    .or(Classes::AUXILIARY)
                    .or(Classes::SUBORDINATOR))
                    && shape == Shape::Lower
                || classes.is(Classes::VERB) && shape == Shape::Lower && !classes.is(noun)
                || matches!(document.folded(end), "said" | "says" | "told" | "added");
            if ends {
                break;
            }
            end += 1;
        }
        while end > head + 1
            && (document.classes(end - 1).is(Classes::PREPOSITION
                .or(Classes::CONJUNCTION)
                .or(Classes::ADVERB))
                || document.folded(end - 1) == "former")
        {
            end -= 1;
        }
    }
    // *Asked by Roe, the officer said*: the next clause begins, and no comma closes.
    let reports = document.shape(end) == Shape::Lower
        && (document
            .classes(end)
            .is(Classes::VERB.or(Classes::AUXILIARY))
            || document.folded(end).ends_with("ed")
            || matches!(document.folded(end), "said" | "says" | "told"));
    let owned = (start..head).any(|token| document.shape(token) == Shape::Clitic);
    (needs_article || !(article || owned) || !reports).then_some(start..end)
}
