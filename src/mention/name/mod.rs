//! Proper names: runs of capitalised words, taken apart into title and name.
//!
//! `run` says where a name begins and ends, `title` where the titles in front of it end, `kind` what it looks like.

mod kind;
mod run;
mod title;

use std::ops::Range;

use kind::gender;
use rustc_hash::FxHashSet;
use title::is_portfolio;

use super::{Mention, MentionKind, is_credit, speaks};
use crate::document::{Document, Furniture, Shape};
use crate::gazetteer::{Found, Gender};
use crate::lexicon::{self, Classes};

/// Lower-case words inside a name: *van der Leyen*, *bin Salman*.
const PARTICLES: [&str; 26] = [
    "al", "bin", "bint", "ben", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos",
    "du", "el", "ibn", "la", "le", "ter", "ten", "van", "von", "y", "zu", "e",
];

/// Of a party or belief: stands before a name as a title does.
pub(crate) const PARTISAN: [&str; 12] = [
    "christian",
    "communist",
    "conservative",
    "democrat",
    "green",
    "independent",
    "labour",
    "liberal",
    "libertarian",
    "republican",
    "socialist",
    "tory",
];

/// Titles that are part of the name of those who bear one name only.
const REGNAL: [&str; 12] = [
    "pope",
    "king",
    "queen",
    "prince",
    "princess",
    "emperor",
    "empress",
    "saint",
    "patriarch",
    "sultan",
    "emir",
    "archbishop",
];

/// Is it a word that stands inside names in lower case?
pub(crate) fn is_particle(folded: &str) -> bool {
    PARTICLES.contains(&folded)
}

/// *Jr.*, *III*
pub(crate) fn is_suffix(folded: &str) -> bool {
    matches!(
        folded.trim_end_matches('.'),
        "jr" | "sr" | "ii" | "iii" | "iv"
    )
}

/// Does a given name stand at `token`?
fn is_given(document: &Document, token: usize) -> bool {
    document.shape(token).is_capital()
        && document
            .classes(token)
            .is(Classes::GIVEN_MALE.or(Classes::GIVEN_FEMALE))
}

/// `J.`, `J.D.`: initials of a person.
fn is_initial(document: &Document, token: usize) -> bool {
    let word = document.word(token);
    word.ends_with('.')
        && word.len() <= 6
        && word
            .split_terminator('.')
            .all(|letter| letter.chars().count() == 1)
        && word.starts_with(char::is_uppercase)
        && !document
            .classes(token)
            .is(Classes::PLACE.or(Classes::TITLE))
}

/// All names of the article, in order.
pub(super) fn find(document: &Document, known: &[Found]) -> Vec<Mention> {
    let lower: FxHashSet<&str> = (0..document.tokens.len())
        .filter(|&token| document.shape(token) == Shape::Lower)
        .map(|token| document.folded(token))
        .collect();
    let mut finder = Finder {
        document,
        lower,
        names: FxHashSet::default(),
        mentions: Vec::new(),
    };
    let mut headings = Vec::new();
    let mut known = known.iter().peekable();
    for sentence in &document.sentences {
        let tokens = sentence.tokens.clone();
        while known
            .next_if(|known| known.tokens.start < tokens.start)
            .is_some()
        {}
        let furniture = document.paragraphs.get(sentence.paragraph);
        let furniture = furniture.and_then(|paragraph| paragraph.furniture);
        let names_nobody = matches!(furniture, Some(Furniture::Byline | Furniture::Link));
        if names_nobody || is_credit(document, tokens.clone()) {
            continue;
        }
        if is_heading(document, sentence.paragraph, tokens.clone()) {
            headings.push(tokens);
            continue;
        }
        finder.sentence(tokens, false);
    }
    // Headings capitalise everything: there only what the body of the text shows to be a name is one.
    for mention in &finder.mentions {
        for token in mention.name.clone() {
            finder.names.insert(document.folded(token));
        }
    }
    for tokens in headings {
        finder.sentence(tokens, true);
    }
    finder.common_surnames();
    finder.brands();
    finder.mentions.sort_by_key(|mention| mention.tokens.start);
    finder.mentions
}

/// Is the sentence a paragraph of its own, without a full stop, and nearly all of it capitalised?
fn is_heading(document: &Document, paragraph: usize, tokens: Range<usize>) -> bool {
    let alone = document
        .paragraphs
        .get(paragraph)
        .is_none_or(|paragraph| paragraph.sentences.len() <= 2);
    if !alone {
        return false;
    }
    let single = document
        .paragraphs
        .get(paragraph)
        .is_some_and(|paragraph| paragraph.sentences.len() == 1);
    let (mut long, mut capital) = (0, 0);
    for token in tokens.clone() {
        if document.shape(token).is_word() && document.folded(token).len() > 3 {
            long += 1;
            capital += usize::from(document.shape(token).is_capital());
        }
    }
    let colon = tokens
        .clone()
        .take(4)
        .any(|token| document.word(token) == ":");
    long >= 4
        && capital * 10 >= long * 8
        && (document.word(tokens.end - 1) != "." || single && !colon && capital == long && long > 5)
}

struct Finder<'d, 't> {
    document: &'d Document<'t>,
    /// Words that the article also writes in lower case: capitalised at the start of a sentence they are no names.
    lower: FxHashSet<&'d str>,
    /// The words of the names found in running text.
    names: FxHashSet<&'d str>,
    mentions: Vec<Mention>,
}

/// What the names of ways and waters end in.
const WAYS: [&str; 8] = [
    "avenue", "lane", "road", "square", "street", "river", "valley", "bridge",
];

impl Finder<'_, '_> {
    fn sentence(&mut self, tokens: Range<usize>, heading: bool) {
        let mut at = tokens.start;
        while at < tokens.end {
            if !self.begins(at, tokens.clone(), heading) {
                at += 1;
                continue;
            }
            let run = self.run(at, tokens.end, heading);
            at = run.end.max(at + 1);
            self.take(run, tokens.end, heading);
            // A name may have swallowed more than its run (*Department of …*).
            if let Some(last) = self.mentions.last() {
                at = at.max(last.tokens.end).min(tokens.end.max(at));
            }
        }
    }

    /// Surnames that are words as well (*Baker*, *May*): with the full name in the article they are found alone, too.
    fn common_surnames(&mut self) {
        let document = self.document;
        let surnames: FxHashSet<&str> = self
            .mentions
            .iter()
            .filter(|mention| mention.name.len() > 1)
            .filter(|mention| match mention.kind {
                MentionKind::Person => true,
                // *Adhir Sen*
                MentionKind::Name => document
                    .classes(mention.name.end - 1)
                    .is(Classes::ABBREVIATION),
                _ => false,
            })
            .map(|mention| document.folded(mention.name.end - 1))
            .filter(|surname| {
                let classes = lexicon::classes(surname);
                let word = Classes::ROLE
                    .or(Classes::TITLE)
                    .or(Classes::TIME)
                    .or(Classes::AUXILIARY)
                    .or(Classes::DOCUMENT)
                    .or(Classes::INANIMATE);
                let word = word
                    .or(Classes::PERSON_NOUN)
                    .or(Classes::VERB)
                    .or(Classes::ADVERB)
                    .or(Classes::GROUP);
                classes.is(word) && !classes.is(Classes::PRONOUN.or(Classes::DETERMINER))
            })
            .collect();
        if surnames.is_empty() {
            return;
        }
        let mut taken = vec![false; document.tokens.len()];
        for mention in &self.mentions {
            for token in mention.tokens.clone() {
                if let Some(taken) = taken.get_mut(token) {
                    *taken = true;
                }
            }
        }
        for token in 0..document.tokens.len() {
            let free = taken.get(token).is_some_and(|taken| !taken);
            if !free
                || document.shape(token) != Shape::Capitalized
                || !surnames.contains(document.folded(token))
            {
                continue;
            }
            let before = token.checked_sub(1);
            let article =
                before.is_some_and(|before| document.classes(before).is(Classes::DETERMINER));
            // *in May*, *May 3*
            let date = document.classes(token).is(Classes::TIME)
                && (document.shape(token + 1) == Shape::Number
                    || before
                        .is_some_and(|before| document.classes(before).is(Classes::PREPOSITION)));
            if !article && !date && !document.shape(token + 1).is_capital() {
                self.push(token..token + 1, token..token + 1, MentionKind::Name, false);
            }
        }
    }

    /// *Orrin's said that …*: bodies whose name is never without its *'s*. Of somebody with that name, it would be *has said*.
    fn brands(&mut self) {
        let document = self.document;
        let brand = |mention: &Mention| {
            mention.tokens == mention.name
                && mention.name.len() <= 2
                && document.folded(mention.name.end) == "'s"
                && document.shape(mention.name.end) == Shape::Clitic
        };
        let last = |mention: &Mention| document.folded(mention.name.end - 1);
        let mut brands: FxHashSet<&str> = self
            .mentions
            .iter()
            .filter(|mention| {
                let behind = mention.name.end + 1;
                brand(mention) && speaks(document, behind) && document.folded(behind) != "who"
            })
            .map(last)
            .collect();
        if brands.is_empty() {
            return;
        }
        for mention in self.mentions.iter().filter(|mention| !brand(mention)) {
            brands.remove(last(mention));
        }
        for mention in &mut self.mentions {
            if brands.contains(document.folded(mention.name.end - 1)) {
                mention.name.end += 1;
                mention.tokens.end = mention.name.end;
                mention.span = document.span_of(mention.tokens.clone());
                mention.kind = MentionKind::Organization;
                mention.gender = Gender::Unknown;
            }
        }
    }

    /// Takes a run apart and keeps what is a name.
    fn take(&mut self, mut run: Range<usize>, limit: usize, heading: bool) {
        let document = self.document;
        let mut definite = run.start > 0
            && matches!(
                document.folded(run.start - 1),
                "the" | "a" | "an" | "this" | "these"
            );
        let mut start = self.name_start(run.clone());
        // *the secretary of State Ana Ruiz*
        if run.len() > 1 && start == run.start && is_portfolio(document, start) {
            run.start += 1;
            start = run.start;
        }
        let last = document.classes(run.end - 1);
        let headless = start == run.end || self.is_office(start..run.end);
        // *Secretary of State Ana Ruiz*, *Department of Justice*, *Bank of England*
        if (headless || last.is(Classes::ORGANIZATION))
            && matches!(document.folded(run.end), "of" | "for" | "on")
        {
            let mut from = run.end + 1;
            if document.folded(from) == "the" {
                from += 1;
            }
            if from < limit
                && document.shape(from).is_capital()
                && !document
                    .classes(from)
                    .is(Classes::PRONOUN.or(Classes::DETERMINER).or(Classes::TIME))
            {
                let mut rest = self.run(from, limit, heading);
                // *Department for Environment, Food and Rural Affairs*
                if let Some(last) = self.matters(from, limit) {
                    rest.end = rest.end.max(self.run(last, limit, heading).end);
                }
                if document.folded(rest.end) == "and"
                    && !headless
                    && rest.end + 1 < limit
                    && document.shape(rest.end + 1).is_capital()
                    && !is_given(document, rest.end + 1)
                {
                    rest = rest.start..self.run(rest.end + 1, limit, heading).end;
                }
                if headless && !last.is(Classes::ORGANIZATION) {
                    let within = rest.start + 1..rest.end;
                    let person = if is_portfolio(document, rest.start) {
                        within.clone().next().filter(|_| !self.is_office(within))
                    } else {
                        (rest.start + 1..rest.end.saturating_sub(1))
                            .find(|&token| is_given(document, token))
                    };
                    match person {
                        Some(person) => {
                            start = person;
                            run = run.start..rest.end;
                        }
                        // An office: a description, no name. The body it belongs to is found on its own.
                        None => return,
                    }
                } else {
                    run = run.start..rest.end;
                    self.push(
                        run.clone(),
                        run.clone(),
                        MentionKind::Organization,
                        definite,
                    );
                    return;
                }
            } else if headless {
                return;
            }
        } else if headless {
            return;
        }
        let titled = start > run.start;
        definite &= !titled;
        let name = start..run.end;
        let kind = self.kind(name.clone(), titled, definite, heading);
        if let Some(kind) = kind {
            self.push(run, name, kind, definite);
        }
    }

    /// *Alliance to Save Our Canals (ASOC)*: the words whose initials stand in brackets behind them are one name.
    fn spelled_out(&self, token: usize) -> Option<Range<usize>> {
        let document = self.document;
        let letters: Vec<char> = document
            .folded(token)
            .chars()
            .filter(|c| c.is_alphabetic())
            .collect();
        if !(3..=8).contains(&letters.len())
            || token < 3
            || document.word(token - 1) != "("
            || document.word(token + 1) != ")"
        {
            return None;
        }
        let end = token - 1;
        let floor = end.saturating_sub(letters.len() * 2);
        let mut left = letters.len();
        for at in (floor..end).rev() {
            let first = document.folded(at).chars().next();
            if left > 0 && first == letters.get(left - 1).copied() && document.shape(at).is_word() {
                left -= 1;
                if left == 0 {
                    return document.shape(at).is_capital().then_some(at..end);
                }
            } else if document.shape(at) != Shape::Lower || document.folded(at).len() > 3 {
                return None;
            }
        }
        None
    }

    fn push(
        &mut self,
        tokens: Range<usize>,
        name: Range<usize>,
        kind: MentionKind,
        definite: bool,
    ) {
        let document = self.document;
        if kind == MentionKind::Organization
            && name.len() == 1
            && let Some(full) = self.spelled_out(name.start)
        {
            // What was found of it before is part of it.
            while self
                .mentions
                .last()
                .is_some_and(|last| last.tokens.start >= full.start)
            {
                self.mentions.pop();
            }
            let definite = document.folded(full.start.saturating_sub(1)) == "the";
            self.mentions.push(Mention {
                span: document.span_of(full.clone()),
                tokens: full.clone(),
                name: full,
                kind,
                gender: Gender::Unknown,
                roles: Vec::new(),
                definite,
                gazetteer: None,
            });
        }
        let title = tokens.start..name.start;
        let mut roles = Vec::new();
        if !title.is_empty() && kind == MentionKind::Person {
            roles.push(title);
        } else if kind == MentionKind::Person
            && name.len() > 1
            && REGNAL.contains(&document.folded(name.start))
        {
            // *Pope Leo* is *the pope*.
            roles.push(name.start..name.start + 1);
        }
        self.mentions.push(Mention {
            span: document.span_of(tokens.clone()),
            gender: gender(document, tokens.clone(), name.clone(), kind),
            tokens,
            name,
            kind,
            roles,
            definite,
            gazetteer: None,
        });
    }
}
