//! Reads the words of a source: whom or what do they name, before any look at the rest of the article?

mod amount;
mod list;
mod noun;

use std::ops::Range;

use amount::those;
use list::{list, with_company};
use noun::noun;

use super::SpeakerKind;
use super::body::is_role_of_bodies;
use crate::document::{Document, Shape};
use crate::lexicon::Classes;
use crate::mention::MentionKind;

pub(super) use list::List;
pub(super) use noun::{Noun, is_collective, is_partisan, kind};

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

/// Reads `tokens`.
pub(super) fn read(document: &Document, tokens: Range<usize>) -> Referent {
    let tokens = trim(document, tokens);
    let article = matches!(document.folded(tokens.start), "the" | "a" | "an");
    if tokens.is_empty() || tokens.len() == 1 && article {
        return Referent::Nothing;
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
    if let Some(token) = pronoun(document, tokens.clone()) {
        return match with_company(document, token, tokens.end) {
            Some(list) => Referent::Several(list),
            None => Referent::Pronoun(token),
        };
    }
    let (mut start, definite) = skip_determiners(document, tokens.clone());
    if definite {
        start = skip_base(document, start..tokens.end);
    }
    let end = segment_end(document, start, tokens.end);
    let end = without_adverbials(document, start, end);
    let segment = start..end;
    if let Some(list) = list(document, segment.clone(), tokens.end) {
        return Referent::Several(list);
    }
    let name = name_ending_at(document, segment.clone())
        .or_else(|| name_behind_role(document, segment.clone(), tokens.end))
        .or_else(|| name_apposed(document, segment.clone(), tokens.end));
    match name {
        Some(name) if !is_inhabitant(document, &segment, start > tokens.start) => {
            Referent::Name(name)
        }
        _ => noun(document, segment, tokens, definite),
    }
}

/// *the Dane*, *the New Zealander*, *the 24-year-old Dane*: somebody from there, and no name.
fn is_inhabitant(document: &Document, segment: &Range<usize>, article: bool) -> bool {
    let head = segment.end - 1;
    let two = segment.start + 1 == head
        && matches!(
            document.folded(segment.start),
            "new" | "north" | "south" | "sri" | "west"
        );
    let alone = (segment.start == head || two) && article;
    document.classes(head).is(Classes::DEMONYM)
        && (alone || head > segment.start && document.shape(head - 1) == Shape::Lower)
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
        || document.folded(first + 1) == "else"
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
                // *a No 10 source*
                let number = word == "no"
                    && document.shape(start) == Shape::Capitalized
                    && document.shape(start + 1) == Shape::Number;
                if document.folded(start + 1) == "of" || number {
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

/// *the Dover, Kent-based **firm***: where from is said of a body that is known, and is no name of it.
fn skip_base(document: &Document, tokens: Range<usize>) -> usize {
    let base = tokens
        .clone()
        .take_while(|&token| document.shape(token).is_capital() || document.word(token) == ",")
        .find(|&token| document.folded(token).ends_with("-based"));
    match base {
        Some(base) if base + 1 < tokens.end => base + 1,
        _ => tokens.start,
    }
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

/// *a rights group, Concerned Citizens,*; *the owner, Calder Lines,*; *the first of them, Ana Ruiz,*; *the leader of the opposition
/// group, councillor Ana Ruiz*: the name between commas behind a noun for a body or for what bodies are, too, a word that only says
/// which, or a role in a body. Of the role before it, the mention itself knows.
fn name_apposed(document: &Document, segment: Range<usize>, limit: usize) -> Option<usize> {
    const WHICH: [&str; 9] = [
        "eldest", "first", "last", "latest", "other", "second", "third", "winner", "youngest",
    ];
    /// *of them*, *of the opposition group*
    const BETWEEN: usize = 5;
    let head = segment
        .end
        .checked_sub(1)
        .filter(|&head| head >= segment.start)?;
    let which = WHICH.contains(&document.folded(head));
    let is_body = |noun: usize| {
        kind(document, noun) == SpeakerKind::Organization && document.shape(noun) == Shape::Lower
    };
    let body = is_body(head);
    let comma = (segment.end..limit.min(segment.end + 1 + BETWEEN))
        .find(|&token| document.word(token) == ",")?;
    let role = document.classes(head).is(Classes::ROLE)
        && document.folded(segment.end) == "of"
        && is_body(comma - 1);
    if comma > segment.end && !which && !role {
        return None;
    }
    // *the operator, Canada-based Norcan*
    let based = document.folded(comma + 1).ends_with("-based");
    let index = if role {
        name_ending_at(document, comma + 1..limit)?
    } else {
        name_at(document, comma + 1 + usize::from(based))?
    };
    let mention = document.mentions.get(index)?;
    let alone = (comma + 1..mention.name.start).all(|token| document.shape(token).is_word());
    let closes = mention.name.end >= limit
        || !document.shape(mention.name.end).is_word()
        || document.folded(mention.name.end) == "of";
    let fits = match mention.kind {
        MentionKind::Person => which || role && alone,
        MentionKind::Name => which || body || based,
        MentionKind::Organization => body || based || is_role_of_bodies(document.folded(head)),
        _ => false,
    };
    (fits && closes && (mention.name.len() > 1 || based)).then_some(index)
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
    let past = word.ends_with("ed")
        || matches!(
            word,
            "drawn" | "held" | "made" | "seen" | "sent" | "shown" | "taken" | "written"
        );
    let present = word.ends_with("ing");
    let passive = (past || present && written)
        && document.shape(at - 1) == Shape::Lower
        && !document
            .classes(at - 1)
            .is(Classes::ADVERB.or(Classes::DETERMINER))
        && document.classes(at + 1).is(Classes::PREPOSITION);
    (document.classes(at - 1).is(noun) || passive)
        && !document
            .classes(at)
            .is(noun.or(Classes::DOCUMENT).or(Classes::ORGANIZATION))
        && (past || present)
}

/// *a barman **everyone** calls “Duke”*, *experts **we** met*, *a study **the** trust ordered*: the subject of a clause about the noun.
fn clause(document: &Document, at: usize) -> bool {
    let about = match document.folded(at) {
        "i" | "we" | "he" | "she" | "they" | "you" | "everyone" | "everybody" | "people" => {
            Classes::ROLE
                .or(Classes::GROUP)
                .or(Classes::PERSON_NOUN)
                .or(Classes::DOCUMENT)
        }
        "the" => Classes::DOCUMENT,
        _ => return false,
    };
    document.shape(at - 1) == Shape::Lower && document.classes(at - 1).is(about)
}

/// Where the naming words that end at `end` do: without *today*, *last week*, *herself*, *filed* behind them.
fn without_adverbials(document: &Document, start: usize, mut end: usize) -> usize {
    let named_until = |end: usize| name_ending_at(document, start..end).is_some();
    while end > start + 1 && !named_until(end) {
        let last = end - 1;
        let (word, before) = (document.folded(last), document.folded(last - 1));
        let classes = document.classes(last);
        let common = document.shape(last - 1) == Shape::Lower;
        let whereabouts = matches!(
            word,
            "abroad" | "downstream" | "elsewhere" | "nearby" | "overseas" | "upstream"
        );
        let adverb = document.shape(last) == Shape::Lower
            && (whereabouts || classes.is(Classes::ADVERB))
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
