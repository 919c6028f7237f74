//! A phrase whose head is a common noun, and what such a noun is.

use std::ops::Range;

use super::amount::{is_amount, is_count, is_fraction};
use super::list::list;
use super::{Referent, name_at, read, segment_end, skip_determiners};
use crate::document::{Document, Shape};
use crate::gazetteer::Gender;
use crate::lexicon::Classes;
use crate::mention::{MentionKind, PARTISAN, gender_of};
use crate::speaker::{SpeakerKind, body};

/// A noun phrase without a proper name at its head.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::speaker) struct Noun {
    pub(in crate::speaker) kind: SpeakerKind,
    /// Its head noun.
    pub(in crate::speaker) head: usize,
    /// The words that name it: without article, up to the head or to the end of *group of …*.
    pub(in crate::speaker) words: Range<usize>,
    /// Also what stands behind the head: *for the mayor*; of a body, *that owns the site*, too.
    pub(in crate::speaker) phrase: Range<usize>,
    /// *the*, *his*, *this*: it was spoken of before.
    pub(in crate::speaker) definite: bool,
}

/// So many words may stand between a comma and the name of whom the noun before it describes.
const APPOSED: usize = 5;

/// Reads a phrase whose head is a common noun.
pub(super) fn noun(
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
            let named = is_named(document, segment.end, start);
            // *a friend, international businessman Jo Park*; *its leader, the Tory councillor Jo Park*
            let before = (segment.end.max(start.saturating_sub(APPOSED))..start)
                .rev()
                .find(|&token| !describes(document, token))
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
                // *a nurse, a registered Democrat*
                SpeakerKind::Person => {
                    mention.kind == MentionKind::Person
                        || mention.kind == MentionKind::Name
                            && !is_partisan(document.folded(end - 1))
                }
                SpeakerKind::Organization => {
                    matches!(mention.kind, MentionKind::Organization | MentionKind::Name)
                        && before + 1 >= start - usize::from(document.folded(start - 1) == "the")
                        && end >= tokens.end
                }
                // *its administrators, Kroll*: a firm
                SpeakerKind::Group => {
                    matches!(mention.kind, MentionKind::Organization | MentionKind::Name)
                        && before + 1 == start
                        && end >= tokens.end
                        && body::is_trade(document, head)
                }
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
        phrase: words.start..match kind {
            SpeakerKind::Organization => clause_end(document, words.end, tokens.end),
            _ => phrase_end(document, words.end, tokens.end),
        },
        words,
    })
}

/// *a man **named** Roe*, *an engineer who gave his **name** only **as** Roe*: is the name at `start` given so behind `from`?
fn is_named(document: &Document, from: usize, start: usize) -> bool {
    const NEAR: usize = 4;
    let gives = |token: usize| {
        matches!(
            document.folded(token),
            "name" | "herself" | "himself" | "themselves"
        )
    };
    match document.folded(start - 1) {
        "called" | "named" => true,
        "as" => (from.max(start.saturating_sub(NEAR))..start).any(gives),
        _ => false,
    }
}

/// Does the word say of a name behind it what somebody is: *the Tory councillor*?
fn describes(document: &Document, token: usize) -> bool {
    match document.shape(token) {
        Shape::Lower => true,
        Shape::Capitalized => {
            document.classes(token).is(Classes::DEMONYM)
                || PARTISAN.contains(&document.folded(token))
        }
        _ => false,
    }
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

/// The end of a clause behind the head that says which body it is, without a comma: *that owns the site*; else of what belongs to the
/// head by a preposition.
fn clause_end(document: &Document, end: usize, limit: usize) -> usize {
    if end >= limit || !matches!(document.folded(end), "that" | "which" | "whose") {
        return phrase_end(document, end, limit);
    }
    let closes = |&token: &usize| matches!(document.shape(token), Shape::Punctuation | Shape::Mark);
    (end..limit).find(closes).unwrap_or(limit)
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
pub(in crate::speaker) fn kind(document: &Document, head: usize) -> SpeakerKind {
    let classes = document.classes(head);
    let word = document.folded(head);
    let before = head.checked_sub(1);
    let body = before.is_some_and(|before| match word {
        "guard" => matches!(document.folded(before), "border" | "coast" | "national"),
        // *the Ohio chapter*, *the state chapter*, *a chapter of the Guild*; one of a book has no such word beside it.
        "chapter" => {
            let the = document.folded(head + 2) == "the";
            document.shape(before).is_capital() && !document.classes(before).is(Classes::DETERMINER)
                || matches!(document.folded(before), "county" | "local" | "state")
                || document.folded(head + 1) == "of"
                    && document.shape(head + 2 + usize::from(the)).is_capital()
        }
        _ => false,
    });
    if body {
        SpeakerKind::Organization
    } else if is_partisan(word)
        || classes.is(Classes::ROLE.or(Classes::PERSON_NOUN))
        || classes.is(Classes::TITLE) && document.shape(head) == Shape::Lower
        || classes.is(Classes::DEMONYM) && document.shape(head).is_capital()
    {
        SpeakerKind::Person
    } else if classes.is(Classes::GROUP) {
        SpeakerKind::Group
    } else if classes.is(Classes::DOCUMENT) && !classes.is(Classes::ORGANIZATION)
        || word == "paper" && is_of_research(document, head)
    {
        SpeakerKind::Document
    } else if classes.is(Classes::ORGANIZATION.or(Classes::PLACE)) || is_governed(word) {
        SpeakerKind::Organization
    } else if is_collective(word) {
        SpeakerKind::Group
    } else if classes.is(Classes::INANIMATE) {
        SpeakerKind::Unknown
    } else if word.ends_with("-year-old")
        || word.starts_with('@')
        || word == "ex"
        || gender_of(word) != Gender::Unknown
    {
        SpeakerKind::Person
    } else if word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") {
        SpeakerKind::Group
    } else {
        SpeakerKind::Unknown
    }
}

/// *a paper published in a journal*, *a research paper*, *a 2020 paper*: no newspaper.
fn is_of_research(document: &Document, paper: usize) -> bool {
    let before = paper.checked_sub(1);
    let kind = before.is_some_and(|before| {
        document.shape(before) == Shape::Number
            || matches!(
                document.folded(before),
                "briefing"
                    | "discussion"
                    | "green"
                    | "policy"
                    | "position"
                    | "research"
                    | "review"
                    | "scientific"
                    | "white"
                    | "working"
            )
    });
    kind || matches!(
        document.folded(paper + 1),
        "by" | "co-authored" | "on" | "presented" | "published" | "submitted" | "written"
    )
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
pub(in crate::speaker) fn is_collective(word: &str) -> bool {
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

/// One who is of a party or belief; *labour* and *green* are other things more often.
pub(in crate::speaker) fn is_partisan(word: &str) -> bool {
    PARTISAN.contains(&word) && !matches!(word, "christian" | "green" | "independent" | "labour")
}
