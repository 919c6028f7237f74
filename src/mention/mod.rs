//! Finds mentions: names of persons, bodies and places, with the titles and roles beside them, and plural and written
//! things that may speak.
//!
//! A mention says what a stretch of text looks like on its own and beside its neighbours. Which mentions are the same
//! person is for [`speaker`](crate::speaker) to say, and so are pronouns and descriptions: they mean nothing alone.

mod name;
mod role;

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::{Document, Shape};
use crate::gazetteer::{Found, Gazetteer, Gender};
use crate::lexicon::Classes;
use crate::span::Span;
use crate::speaker::SpeakerKind;

pub(crate) use name::{PARTISAN, is_particle, is_suffix};
pub(crate) use role::{gender_of, head as role_head, is_police_rank};

/// What a mention looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MentionKind {
    /// A person's name.
    Person,
    /// The name of a body.
    Organization,
    /// A place, or the adjective made from one.
    Place,
    /// One person, by a common noun: *a courier*, *her mother*.
    Human,
    /// Several people, by a common noun.
    Group,
    /// A body, by a common noun: *the fisheries ministry*.
    Body,
    /// Something written, by a common noun.
    Document,
    /// A proper name that its looks do not tell.
    Name,
}

impl MentionKind {
    /// Is it a proper name, not a common noun?
    pub fn is_name(self) -> bool {
        match self {
            Self::Person | Self::Organization | Self::Place | Self::Name => true,
            Self::Human | Self::Group | Self::Body | Self::Document => false,
        }
    }
}

/// A mention of somebody or some body.
#[derive(Clone, Debug)]
pub struct Mention {
    /// All of it, with the title before it.
    pub span: Span,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The tokens of the name alone, without title or article.
    pub name: Range<usize>,
    /// What it looks like.
    pub kind: MentionKind,
    /// As title, given name, role or gazetteer tell.
    pub gender: Gender,
    /// The titles and roles beside it, in text order: *health minister*, *executive director of the trust*.
    pub roles: Vec<Range<usize>>,
    /// Does *the* stand before it?
    pub definite: bool,
    /// The gazetteer entry that its name links to.
    pub gazetteer: Option<usize>,
}

/// Fills [`Document::mentions`].
pub(crate) fn find(document: &mut Document, gazetteer: &Gazetteer) {
    let found = gazetteer.find(document);
    let mut mentions = name::find(document, &found);
    let mut added = Vec::new();
    let surnames = surnames(document, &mentions);
    for found in &found {
        if is_of_person(document, gazetteer, &surnames, found) {
            continue;
        }
        link(
            document,
            gazetteer,
            &mut mentions,
            &mut added,
            found.tokens.clone(),
            found.entry,
        );
    }
    mentions.append(&mut added);
    mentions.sort_by_key(|mention| (mention.tokens.start, std::cmp::Reverse(mention.tokens.end)));
    // *Border Protection* is nothing in *Customs and Border Protection*.
    let mut linked = 0;
    mentions.retain(|mention| {
        let within = mention.gazetteer.is_none() && mention.tokens.end <= linked;
        if mention.gazetteer.is_some() {
            linked = linked.max(mention.tokens.end);
        }
        !within
    });
    role::attach(document, &mut mentions);
    settle(document, &mut mentions);
    dignitaries(document, &mut mentions);
    mentions.extend(nouns(document, &mentions));
    mentions.sort_by_key(|mention| (mention.tokens.start, std::cmp::Reverse(mention.tokens.end)));
    document.mentions = mentions;
}

/// The last words of the persons' names that have several.
fn surnames<'d>(document: &'d Document, mentions: &[Mention]) -> FxHashSet<&'d str> {
    let persons = mentions
        .iter()
        .filter(|mention| mention.kind == MentionKind::Person && mention.name.len() > 1)
        // *Will Nordstrom close?*
        .filter(|person| !document.classes(person.name.start).is(Classes::AUXILIARY));
    persons
        .map(|person| document.folded(person.name.end - 1))
        .collect()
}

/// *Nordstrom*, where Jo Nordstrom is somebody of the article: not the body that is called so.
fn is_of_person(
    document: &Document,
    gazetteer: &Gazetteer,
    surnames: &FxHashSet<&str>,
    found: &Found,
) -> bool {
    let known = gazetteer.entry(found.entry);
    found.tokens.len() == 1
        && surnames.contains(document.folded(found.tokens.start))
        && known.is_some_and(|known| known.kind == SpeakerKind::Organization)
}

/// Is this line a byline, a photo credit or a pointer to another article? Nobody on it speaks.
pub(crate) fn is_credit(document: &Document, tokens: Range<usize>) -> bool {
    let first = document.folded(tokens.start);
    let second = document.folded(tokens.start + 1);
    if tokens.len() > 16 {
        return false;
    }
    let stop = document.word(tokens.end.saturating_sub(1)) == ".";
    match first {
        "by" => !stop && document.shape(tokens.start + 1).is_capital(),
        "read" => matches!(second, "more" | "also" | "next" | "the"),
        "photo" | "photograph" | "photos" | "picture" | "image" | "credit" | "credits"
        | "illustration" | "video" => {
            matches!(second, ":" | "by" | "credit" | "courtesy" | "/" | "from")
        }
        "related" | "see" => matches!(second, ":" | "also"),
        "copyright" | "©" => true,
        "reporting" | "editing" | "written" | "edited" => second == "by",
        _ => false,
    }
}

/// Gives the mention on `tokens` its gazetteer entry; where there is none, it goes to `added`.
fn link(
    document: &Document,
    gazetteer: &Gazetteer,
    mentions: &mut [Mention],
    added: &mut Vec<Mention>,
    tokens: Range<usize>,
    entry: usize,
) {
    let Some(known) = gazetteer.entry(entry) else {
        return;
    };
    let kind = match known.kind {
        SpeakerKind::Person => MentionKind::Person,
        SpeakerKind::Organization => MentionKind::Organization,
        SpeakerKind::Group => MentionKind::Group,
        SpeakerKind::Document => MentionKind::Document,
        SpeakerKind::Unknown => MentionKind::Name,
    };
    // Names were found left to right: their ends are sorted.
    let near = mentions.partition_point(|mention| mention.tokens.end <= tokens.start);
    if let Some(mention) = mentions
        .get_mut(near)
        .filter(|mention| mention.name.start < tokens.end)
    {
        let covered = mention.name.end == tokens.end && mention.name.start <= tokens.start;
        // *Independent Trade Board* is *Trade Board*; but *Fox News host Roe* is not *Fox News*, nor *Ana Ruiz Lee* *Ruiz Lee*.
        // *Duke Energy* is no duke.
        let title_and_all = kind != MentionKind::Person
            && mention.tokens.start < mention.name.start
            && tokens.start <= mention.tokens.start
            && mention.tokens.end <= tokens.end;
        let fits = match kind {
            MentionKind::Person => {
                tokens.start <= mention.name.start && mention.name.end <= tokens.end
            }
            // Nor is *Street* in *Downing Street* anybody.
            _ => {
                let inside = tokens.start <= mention.name.start && mention.name.end <= tokens.end;
                (covered || inside) && mention.kind != MentionKind::Person
                    || mention.name == tokens
                    || title_and_all
            }
        };
        if fits {
            mention.gazetteer = Some(entry);
            mention.kind = kind;
            mention.tokens =
                mention.tokens.start.min(tokens.start)..mention.tokens.end.max(tokens.end);
            mention.span = document.span_of(mention.tokens.clone());
            mention.name = tokens;
            if title_and_all {
                mention.roles.clear();
            }
            if mention.gender == Gender::Unknown {
                mention.gender = known.gender;
            }
            return;
        }
        if mention.name.contains(&tokens.start) || mention.tokens.contains(&tokens.start) {
            return;
        }
    }
    let mention = Mention {
        span: document.span_of(tokens.clone()),
        name: tokens.clone(),
        definite: tokens.start > 0 && document.folded(tokens.start - 1) == "the",
        tokens,
        kind,
        gender: known.gender,
        roles: Vec::new(),
        gazetteer: Some(entry),
    };
    added.push(mention);
}

/// Decides what the names are that do not tell by themselves, from how the rest of the article uses them.
fn settle(document: &Document, mentions: &mut [Mention]) {
    let mut bodies: FxHashSet<String> = FxHashSet::default();
    let mut surnames: FxHashMap<&str, bool> = FxHashMap::default();
    for mention in mentions.iter() {
        if mention.definite && mention.kind == MentionKind::Name && mention.name.len() > 1 {
            bodies.insert(folded_name(document, mention.name.clone()));
        }
        if mention.name.len() == 1 && !mention.definite {
            let titled = surnames
                .entry(document.folded(mention.name.start))
                .or_insert(false);
            *titled |= mention.kind == MentionKind::Person;
        }
    }
    let mut changes = Vec::new();
    for (index, mention) in mentions.iter().enumerate() {
        if mention.kind != MentionKind::Name {
            continue;
        }
        let last = document.folded(mention.name.end - 1);
        // The family name may come first.
        let first = document.folded(mention.name.start);
        let kind = if !mention.roles.is_empty() {
            MentionKind::Person
        } else if mention.name.len() == 1 {
            match surnames.get(last) {
                Some(true) => MentionKind::Person,
                _ => MentionKind::Name,
            }
        } else if mention.definite || bodies.contains(&folded_name(document, mention.name.clone()))
        {
            MentionKind::Organization
        } else if surnames.contains_key(last)
            || surnames
                .get(first)
                .is_some_and(|&titled| titled || last.contains('-'))
            || mention.name.len() <= 3
                && speaks(document, mention.tokens.end)
                && !speaks_of_its(document, mention.tokens.end)
        {
            MentionKind::Person
        } else {
            MentionKind::Name
        };
        changes.push((index, kind));
    }
    for (index, kind) in changes {
        if let Some(mention) = mentions.get_mut(index) {
            mention.kind = kind;
        }
    }
}

/// Does a verb of saying follow? Only the commonest: it settles what a name is, no more.
pub(crate) fn speaks(document: &Document, at: usize) -> bool {
    matches!(
        document.folded(at),
        "said" | "says" | "told" | "added" | "argued" | "wrote" | "insisted" | "who" | "asked"
    )
}

/// *Larkspur Orbital says **its** second rocket will fly*: no person does.
fn speaks_of_its(document: &Document, verb: usize) -> bool {
    let that = usize::from(document.folded(verb + 1) == "that");
    document.folded(verb + 1 + that) == "its"
}

/// The folded words of `tokens`, joined by spaces.
pub(crate) fn folded_name(document: &Document, tokens: Range<usize>) -> String {
    let words: Vec<&str> = tokens
        .filter(|&token| document.shape(token).is_word())
        .map(|token| document.folded(token).trim_end_matches('.'))
        .collect();
    words.join(" ")
}

/// Where the noun phrase that ends with token `head` begins, without its article; not before `limit`.
///
/// ```text
/// … told the bank 's chief economist
///            ^start              ^head
/// ```
pub(crate) fn phrase_start(document: &Document, head: usize, limit: usize) -> usize {
    let stop = Classes::PREPOSITION
        .or(Classes::CONJUNCTION)
        .or(Classes::SUBORDINATOR)
        .or(Classes::AUXILIARY)
        .or(Classes::PRONOUN)
        .or(Classes::DETERMINER)
        .or(Classes::TIME);
    let limit = limit.max(head.saturating_sub(10));
    let mut start = head;
    while start > limit {
        let before = start - 1;
        let classes = document.classes(before);
        let noun = Classes::ROLE
            .or(Classes::TITLE)
            .or(Classes::ORGANIZATION)
            .or(Classes::PERSON_NOUN)
            .or(Classes::PLACE);
        let inside = match document.shape(before) {
            // `’s` goes on only where it is a possessive: a name or noun before it.
            Shape::Clitic => {
                matches!(document.folded(before), "'s" | "'")
                    && before > limit
                    && document.shape(before - 1).is_word()
            }
            Shape::Capitalized | Shape::Upper => !classes.is(stop) || classes.is(noun),
            Shape::Lower => {
                let word = document.folded(before);
                (!classes.is(stop) || is_shift(document, before))
                    && (!classes.is(Classes::VERB) || classes.is(noun))
                    && !classes.is(Classes::ADVERB)
                    && (!(word.ends_with("ed")
                        || matches!(word, "said" | "told" | "says" | "added"))
                        || classes.is(noun)
                        || word.contains('-'))
            }
            Shape::Number => true,
            Shape::Mark | Shape::Punctuation => false,
        };
        if !inside {
            break;
        }
        start = before;
    }
    start
}

/// *a **night** nurse*, *the **weekend** editor*, but *that night officials left*: when somebody works.
fn is_shift(document: &Document, token: usize) -> bool {
    let time = matches!(
        document.folded(token),
        "day" | "evening" | "morning" | "night" | "weekend"
    );
    let article = token
        .checked_sub(1)
        .map_or("", |before| document.folded(before));
    time && matches!(
        article,
        "a" | "an" | "another" | "her" | "his" | "its" | "one" | "our" | "the" | "their"
    )
}

/// *a courier*, *several officials*, *the annual report*: common nouns that *she*, *they* and *it* may go back to.
fn nouns(document: &Document, names: &[Mention]) -> Vec<Mention> {
    let roles = names.iter().flat_map(|name| name.roles.iter().cloned());
    let roles: FxHashSet<usize> = roles.flatten().collect();
    let mut mentions = Vec::new();
    let mut names = names.iter().peekable();
    for sentence in &document.sentences {
        let mut limit = sentence.tokens.start;
        for head in sentence.tokens.clone() {
            while names.next_if(|name| name.tokens.end <= head).is_some() {}
            let classes = document.classes(head);
            let kind = if classes.is(Classes::GROUP)
                && !classes.is(Classes::ROLE
                    .or(Classes::PERSON_NOUN)
                    .or(Classes::DETERMINER)
                    .or(Classes::PRONOUN))
            {
                MentionKind::Group
            } else if classes.is(Classes::DOCUMENT) && document.shape(head) == Shape::Lower {
                MentionKind::Document
            } else if classes.is(Classes::ORGANIZATION)
                && document.shape(head) == Shape::Lower
                // *Kestrel's chief executive*
                && !(document.folded(head) == "executive"
                    && document.folded(head.saturating_sub(1)) == "chief")
            {
                MentionKind::Body
            } else if classes.is(Classes::ROLE.or(Classes::PERSON_NOUN))
                && document.shape(head) == Shape::Lower
                && !roles.contains(&head)
            {
                MentionKind::Human
            } else {
                continue;
            };
            let inside_name = names.peek().is_some_and(|name| name.tokens.contains(&head));
            // *who studies devices*, *they report*: a verb.
            let is_verb = head.checked_sub(1).is_some_and(|before| {
                matches!(
                    document.folded(before),
                    "he" | "i" | "it" | "she" | "they" | "we" | "which" | "who" | "you"
                )
                // *Roe will pay*, but *Roe's will*, *the will*
                    || classes.is(Classes::AUXILIARY)
                        && document.folded(before) != "'s"
                        && !document.classes(before).is(Classes::DETERMINER)
            });
            let goes_on = document.shape(head + 1) == Shape::Lower
                && document.classes(head + 1).is(Classes::ROLE
                    .or(Classes::GROUP)
                    .or(Classes::DOCUMENT)
                    .or(Classes::ORGANIZATION));
            if inside_name || goes_on || is_verb {
                continue;
            }
            let mut start = phrase_start(document, head, limit);
            // *00.09 Niamh’s father*: the time in front of an entry.
            while kind == MentionKind::Human
                && start < head
                && document.shape(start) == Shape::Number
            {
                start += 1;
            }
            // *somebody’s grandmother*
            if document.shape(start) == Shape::Clitic && start > limit {
                start -= 1;
            }
            let tokens = start..head + 1;
            if kind == MentionKind::Human && !stands_for_itself(document, tokens.clone()) {
                continue;
            }
            limit = head + 1;
            // *their own scholars*
            let own = document.folded(start) == "own" && start < head;
            let tokens = start + usize::from(own)..head + 1;
            mentions.push(Mention {
                span: document.span_of(tokens.clone()),
                name: tokens.clone(),
                definite: start > 0 && document.folded(start - 1) == "the",
                tokens,
                kind,
                gender: match kind {
                    MentionKind::Human => gender_of(document.folded(head)),
                    _ => Gender::Unknown,
                },
                roles: Vec::new(),
                gazetteer: None,
            });
        }
    }
    mentions
}

/// *the Princess of Wales*, *the Bishop of Durham*: one person without a name, and the place is nobody; where a name stands
/// beside it, it is the role of that.
fn dignitaries(document: &Document, mentions: &mut Vec<Mention>) {
    const TITLES: [&str; 20] = [
        "archbishop",
        "baroness",
        "bishop",
        "count",
        "countess",
        "dean",
        "duchess",
        "duke",
        "earl",
        "emir",
        "emperor",
        "king",
        "marquess",
        "patriarch",
        "prince",
        "princess",
        "provost",
        "queen",
        "sultan",
        "viscount",
    ];
    let roles = mentions.iter().flat_map(|name| name.roles.iter().cloned());
    let roles: FxHashSet<usize> = roles.flatten().collect();
    let titles = (0..document.tokens.len()).filter(|&token| {
        document.shape(token) == Shape::Capitalized
            && TITLES.contains(&document.folded(token))
            && document.folded(token + 1) == "of"
            && document.shape(token + 2).is_capital()
    });
    let mut titles: Vec<Range<usize>> = titles
        .map(|title| {
            let sentence = |token: usize| document.tokens.get(token).map(|token| token.sentence);
            let place = (title + 2..document.tokens.len()).take_while(|&token| {
                document.shape(token).is_capital() && sentence(token) == sentence(title)
            });
            title..title + 2 + place.count()
        })
        .collect();
    // *HMS Prince of Wales* is no prince.
    let mut at = 0;
    titles.retain(|title| {
        while mentions
            .get(at)
            .is_some_and(|mention| mention.tokens.end <= title.start)
        {
            at += 1;
        }
        title.len() > 2
            && mentions
                .get(at)
                .is_none_or(|mention| mention.tokens.start > title.start)
    });
    let mut next = 0;
    mentions.retain(|mention| {
        while titles
            .get(next)
            .is_some_and(|title| title.end <= mention.tokens.start)
        {
            next += 1;
        }
        mention.kind == MentionKind::Person
            || titles
                .get(next)
                .is_none_or(|title| mention.tokens.end <= title.start)
    });
    titles.retain(|title| !roles.contains(&title.start));
    mentions.extend(titles.into_iter().map(|tokens| Mention {
        span: document.span_of(tokens.clone()),
        name: tokens.clone(),
        definite: tokens.start > 0 && document.folded(tokens.start - 1) == "the",
        kind: MentionKind::Human,
        gender: gender_of(document.folded(tokens.start)),
        tokens,
        roles: Vec::new(),
        gazetteer: None,
    }));
    mentions.sort_by_key(|mention| (mention.tokens.start, std::cmp::Reverse(mention.tokens.end)));
}

/// Is the person noun with these words, and an article or *his* before them, not what somebody is (*is a nurse*, *as a nurse*)?
fn stands_for_itself(document: &Document, words: Range<usize>) -> bool {
    let Some(article) = words.start.checked_sub(1) else {
        return false;
    };
    // *put his head round the door*
    let noun = words.end - 1;
    if matches!(document.folded(noun), "chair" | "head") && document.folded(noun + 1) != "of" {
        return false;
    }
    let possessive = words
        .clone()
        .any(|token| document.shape(token) == Shape::Clitic);
    let opened = document.classes(article).is(Classes::DETERMINER)
        || matches!(
            document.folded(article),
            "his" | "her" | "their" | "my" | "your"
        );
    let before = article.checked_sub(usize::from(opened));
    let says_what = before.is_some_and(|before| {
        document.shape(before).is_word()
            && (document.classes(before).is(Classes::AUXILIARY)
                || matches!(
                    document.folded(before),
                    "as" | "became" | "become" | "becoming" | "like" | "than"
                ))
    });
    (opened || possessive) && !says_what
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `Kind name (role; role)` of every name in `text`.
    fn names(text: &str) -> Vec<String> {
        let mut document = Document {
            text,
            ..Document::default()
        };
        crate::segment::split(&mut document);
        find(&mut document, &Gazetteer::builtin());
        let slice =
            |tokens: &Range<usize>| document.slice(document.span_of(tokens.clone())).to_owned();
        document
            .mentions
            .iter()
            .filter(|mention| mention.kind.is_name())
            .map(|mention| {
                let roles: Vec<String> = mention.roles.iter().map(&slice).collect();
                let roles = if roles.is_empty() {
                    String::new()
                } else {
                    format!(" ({})", roles.join("; "))
                };
                format!("{:?} {}{roles}", mention.kind, slice(&mention.name))
            })
            .collect()
    }

    #[test]
    fn names_titles_and_roles() {
        let cases: [(&str, &[&str]); 70] = [
            (
                "Food and Prisons Authority staff met the Culture, Media and Sport Committee.",
                &[
                    "Organization Food and Prisons Authority",
                    "Organization Culture, Media and Sport Committee",
                ],
            ),
            (
                "It was the Department for Environment, Food and Rural Affairs.",
                &["Organization Department for Environment, Food and Rural Affairs"],
            ),
            (
                "Officials at Customs and Border Protection left.",
                &["Organization Customs and Border Protection"],
            ),
            ("It was Bowls Ireland.", &["Organization Bowls Ireland"]),
            (
                "DC Ana Ruiz left. DC Ruiz met DCI Roe.",
                &[
                    "Person Ana Ruiz (DC)",
                    "Person Ruiz (DC)",
                    "Person Roe (DCI)",
                ],
            ),
            ("DC Mayor Ana Ruiz left.", &["Person Ana Ruiz (DC Mayor)"]),
            (
                "Mountaineering Scotland left.",
                &["Organization Mountaineering Scotland"],
            ),
            ("Leaving Scotland was hard.", &["Place Scotland"]),
            (
                "The bills for water rose. Water UK, the trade body, left.",
                &["Organization Water UK"],
            ),
            (
                "The latest figures are in. Latest UK figures show a fall.",
                &["Place UK"],
            ),
            ("Save Wenlow Pier left.", &["Name Save Wenlow Pier"]),
            ("Dean van Wyk left.", &["Person Dean van Wyk"]),
            ("It was the Ven Piers Lacey.", &["Person Piers Lacey (Ven)"]),
            ("Prosecuting, Ana Ruiz left.", &["Person Ana Ruiz"]),
            ("Third-placed Ana Ruiz left.", &["Person Ana Ruiz"]),
            ("Save Our Pier left.", &["Name Save Our Pier"]),
            (
                "Adhir Sen left. Sen said no.",
                &["Person Adhir Sen", "Name Sen"],
            ),
            (
                "It was Adhir Sen. He saw Sen. Ruiz.",
                &["Name Adhir Sen", "Person Ruiz (Sen.)"],
            ),
            (
                "It was former Ohio state Sen. Ana Ruiz.",
                &["Place Ohio", "Person Ana Ruiz (former Ohio state Sen.)"],
            ),
            (
                "The state Sen. Ana Ruiz left.",
                &["Person Ana Ruiz (state Sen.)"],
            ),
            ("Ruiz, D-Ohio, left the state.", &["Name Ruiz"]),
            (
                "It was Lora Tide Organization Director-General Uxo Lind.",
                &["Person Uxo Lind (Lora Tide Organization Director-General)"],
            ),
            (
                "It was South Carolina Gov. Ana Ruiz.",
                &["Person Ana Ruiz (South Carolina Gov.)"],
            ),
            (
                "It was Charlotte Mayor Ana Ruiz.",
                &["Person Ana Ruiz (Charlotte Mayor)"],
            ),
            (
                "It was Virginia Democrat Ana Ruiz.",
                &["Person Ana Ruiz (Virginia Democrat)"],
            ),
            (
                "It was Georgia Secretary of State Ana Ruiz.",
                &["Person Ana Ruiz (Georgia Secretary of State)"],
            ),
            (
                "It was Secretary of State Lund.",
                &["Person Lund (Secretary of State)"],
            ),
            ("It was Mary Baker Lund.", &["Person Mary Baker Lund"]),
            ("It was Ana St. John.", &["Person Ana St. John"]),
            (
                "Ruiz, now the majority leader, left.",
                &["Person Ruiz (majority leader)"],
            ),
            (
                "Ana Lund, a friend of Ruiz, succeeded the mayor.",
                &["Person Ana Lund (friend of Ruiz)", "Name Ruiz"],
            ),
            (
                "Health Minister Karin Lauber left.",
                &["Person Karin Lauber (Health Minister)"],
            ),
            (
                "Gov. Ana Ruiz met Sen. J.D. Kerr.",
                &["Person Ana Ruiz (Gov.)", "Person J.D. Kerr (Sen.)"],
            ),
            (
                "Former Ohio Gov. Ned Rand spoke.",
                &["Person Ned Rand (Former Ohio Gov.)"],
            ),
            (
                "Ruiz, a professor of law at Aalborg University, left.",
                &[
                    "Person Ruiz (professor of law at Aalborg University)",
                    "Organization Aalborg University",
                ],
            ),
            (
                "It hurt the bank’s chief economist, Jo Park, most.",
                &["Person Jo Park (bank’s chief economist)"],
            ),
            (
                "Ada Moss, 52, the port’s harbour master and safety chief, left.",
                &["Person Ada Moss (port’s harbour master and safety chief)"],
            ),
            (
                "Olga Brandt is the mayor of Lund.",
                &["Person Olga Brandt (mayor of Lund)", "Name Lund"],
            ),
            (
                "Secretary of State Ana Ruiz met the Department of Fisheries.",
                &[
                    "Person Ana Ruiz (Secretary of State)",
                    "Organization Department of Fisheries",
                ],
            ),
            (
                "They met Ursula van der Meer and Omar bin Rashid.",
                &["Person Ursula van der Meer", "Person Omar bin Rashid"],
            ),
            (
                "Robert “Bobby” Lind Jr. won.",
                &["Person Robert “Bobby” Lind Jr."],
            ),
            (
                "Pope Francis met the Prime Minister.",
                &["Person Pope Francis (Pope)"],
            ),
            ("By Jo Park, in Oslo", &[]),
            ("Read more: Jo Park on eels", &[]),
            (
                "On Monday the White House met NATO.",
                &["Organization White House", "Organization NATO"],
            ),
            ("Yesterday Tom Vance ran.", &["Person Tom Vance"]),
            (
                "Republican Ana Ruiz beat Democrat Jo Park.",
                &["Person Ana Ruiz (Republican)", "Person Jo Park (Democrat)"],
            ),
            (
                "Ana Ruiz, Jon Lind and the chairman left.",
                &["Person Ana Ruiz", "Person Jon Lind"],
            ),
            (
                "Shares of Ambler & Stowe fell in New York.",
                &["Organization Ambler & Stowe", "Place New York"],
            ),
            (
                "In Oslo REUTERS Ruiz spoke.",
                &["Place Oslo", "Organization REUTERS", "Name Ruiz"],
            ),
            (
                "House Minority Leader Ana Ruiz spoke.",
                &["Person Ana Ruiz (House Minority Leader)"],
            ),
            (
                "It is “quite cold.” New Jersey Gov. Jo Park left.",
                &["Person Jo Park (New Jersey Gov.)"],
            ),
            (
                "Jo Park, a former senior White House adviser, left.",
                &[
                    "Person Jo Park (former senior White House adviser)",
                    "Organization White House",
                ],
            ),
            (
                "Jo Park, an outspoken critic of Loe v. Marsh, left.",
                &[
                    "Person Jo Park (outspoken critic of Loe v. Marsh)",
                    "Name Loe",
                    "Name Marsh",
                ],
            ),
            (
                "Jo Park, the Borders and Customs Agency commissioner, left.",
                &[
                    "Person Jo Park (Borders and Customs Agency commissioner)",
                    "Organization Borders",
                    "Organization Customs Agency",
                ],
            ),
            (
                "Jo Park, a senior fellow at the Lora Institute, left.",
                &[
                    "Person Jo Park (senior fellow at the Lora Institute)",
                    "Organization Lora Institute",
                ],
            ),
            ("Her fellow Jo Park left.", &["Person Jo Park"]),
            (
                "President Pro Tempore Jo Park left.",
                &["Person Jo Park (President Pro Tempore)"],
            ),
            // A body that the gazetteer knows, and no duke.
            ("Duke Energy left.", &["Organization Duke Energy"]),
            (
                "The National Children’s Hospital and King’s College left.",
                &[
                    "Organization National Children’s Hospital",
                    "Organization King’s College",
                ],
            ),
            // No name crosses a paragraph.
            (
                "She saw King’s\n\nCollege closed.",
                &["Organization College"],
            ),
            ("Witness Jo Park left.", &["Person Jo Park (Witness)"]),
            ("Lund, a Democrat, left.", &["Name Lund"]),
            ("Dale Aid UK left.", &["Organization Dale Aid UK"]),
            ("She said that Roe left.", &["Name Roe"]),
            ("She sold Orrin Robotics.", &["Organization Orrin Robotics"]),
            (
                "Jo Park, President Roe’s trade adviser, left.",
                &[
                    "Person Jo Park (President Roe’s trade adviser)",
                    "Person Roe (President)",
                ],
            ),
            (
                "Jo Park, Roe’s aide said, left.",
                &["Person Jo Park", "Name Roe"],
            ),
            (
                "Jo Park, the US trade adviser, left.",
                &["Person Jo Park (US trade adviser)"],
            ),
            (
                "Mayor Ana Ruiz Opens New Bridge Over River\n\nMayor Ana Ruiz opened a new bridge over the river.",
                &["Person Ana Ruiz (Mayor)", "Person Ana Ruiz (Mayor)"],
            ),
        ];
        for (text, want) in cases {
            assert_eq!(names(text), want, "{text}");
        }
    }
}
