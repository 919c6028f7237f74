//! Proper names: runs of capitalised words, taken apart into title and name.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::{Mention, MentionKind, is_credit, speaks};
use crate::document::{Document, Furniture, Shape};
use crate::gazetteer::{Found, Gender};
use crate::lexicon::{self, Classes};

/// Lower-case words inside a name: *van der Leyen*, *bin Salman*.
const PARTICLES: [&str; 26] = [
    "al", "bin", "bint", "ben", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos",
    "du", "el", "ibn", "la", "le", "ter", "ten", "van", "von", "y", "zu", "e",
];

/// First words that begin the name of a place or body, hardly of a person.
const NO_PERSON: [&str; 50] = [
    "air",
    "big",
    "black",
    "blue",
    "capitol",
    "central",
    "chief",
    "civil",
    "east",
    "eastern",
    "federal",
    "first",
    "free",
    "general",
    "global",
    "grand",
    "great",
    "high",
    "human",
    "international",
    "middle",
    "national",
    "new",
    "north",
    "northern",
    "old",
    "public",
    "red",
    "royal",
    "san",
    "santa",
    "second",
    "silicon",
    "social",
    "south",
    "southern",
    "state",
    "super",
    "supreme",
    "united",
    "upper",
    "lower",
    "port",
    "mount",
    "lake",
    "fort",
    "wall",
    "west",
    "western",
    "white",
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

/// Of what somebody is secretary or minister, in one word.
const PORTFOLIOS: [&str; 14] = [
    "agriculture",
    "commerce",
    "defence",
    "defense",
    "education",
    "energy",
    "health",
    "interior",
    "justice",
    "labor",
    "state",
    "transport",
    "transportation",
    "treasury",
];

/// *Secretary of **State** Ruiz*: what stands behind is a name of its own.
fn is_portfolio(document: &Document, token: usize) -> bool {
    PORTFOLIOS.contains(&document.folded(token))
        && token > 1
        && document.folded(token - 1) == "of"
        && matches!(document.folded(token - 2), "minister" | "secretary")
}

/// Words that headlines capitalise, too (*Ruiz Breaks With Park*): no name begins with them. *Under* and *beyond* are not among
/// them, which are brands' (*Beyond Meat*).
const LINKS: [&str; 14] = [
    "as", "at", "by", "for", "from", "if", "in", "of", "on", "than", "to", "when", "while", "with",
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

/// No name has more tokens: what runs on is a list in capitals.
const LONGEST: usize = 16;

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
            .filter(|mention| mention.kind == MentionKind::Person && mention.name.len() > 1)
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

    /// Can a name begin at `at`?
    fn begins(&self, at: usize, sentence: Range<usize>, heading: bool) -> bool {
        let document = self.document;
        if !document.shape(at).is_capital() {
            return is_particle(document.folded(at))
                && document.folded(at).len() > 1
                && matches!(document.folded(at), "van" | "von" | "de" | "del" | "al")
                && document.shape(at + 1) == Shape::Capitalized
                && !(at > 0 && document.shape(at - 1).is_capital())
                && at + 1 < sentence.end;
        }
        // *Ana Ruiz (D-Ohio)*, *Ana Ruiz, D-Ohio,*; not *Ana Ruiz, AFL-CIO president,*
        let word = document.word(at);
        let marks = match at.checked_sub(1).map(|before| document.word(before)) {
            Some("(") => is_party_mark(word),
            Some(",") => is_party_mark(word) && word.find('-') == Some(1),
            _ => false,
        };
        if marks {
            return false;
        }
        let classes = document.classes(at);
        let next = at + 1 < sentence.end && document.shape(at + 1).is_capital();
        if is_given(document, at) && next {
            return true;
        }
        let never = Classes::PRONOUN
            .or(Classes::DETERMINER)
            .or(Classes::CONJUNCTION)
            .or(Classes::TIME)
            .or(Classes::AUXILIARY);
        if classes.is(never)
            || classes.is(Classes::GROUP)
                && !classes.is(Classes::TITLE.or(Classes::PLACE).or(Classes::ORGANIZATION))
                && !self.is_part_of_office(at)
                && !self.owns_body(at, sentence.end)
        {
            return false;
        }
        if heading {
            return self.names.contains(document.folded(at)) || classes.is(Classes::TITLE) && next;
        }
        // The first word of a sentence, of a quotation or after a bracket is capitalised anyway.
        let first = at == sentence.start
            || matches!(document.shape(at - 1), Shape::Mark)
            || matches!(document.word(at - 1), "(" | "[" | ":");
        if !first {
            return !LINKS.contains(&document.folded(at));
        }
        let function = Classes::ADVERB
            .or(Classes::SUBORDINATOR)
            .or(Classes::PREPOSITION)
            .or(Classes::VERB);
        let keeps = Classes::TITLE
            .or(Classes::PLACE)
            .or(Classes::ORGANIZATION)
            .or(Classes::ROLE);
        // *New Jersey Gov. Ana Ruiz*
        let state = matches!(document.folded(at), "new" | "north" | "south" | "west")
            && next
            && document.classes(at + 1).is(Classes::PLACE);
        if classes.is(keeps) || state {
            return true;
        }
        let given = is_given(document, at);
        let gerund = document.folded(at).ends_with("ing") && next
            || document.folded(at).ends_with("ed") && !next;
        let partitive = document.folded(at + 1) == "of" && !given;
        let common = self.lower.contains(document.folded(at)) && (!given || next);
        !(classes.is(function) || gerund || partitive || common)
    }

    /// The run of name words that begins at `at`.
    fn run(&self, at: usize, limit: usize, heading: bool) -> Range<usize> {
        let document = self.document;
        let mut end = at + if self.owns_body(at, limit) { 3 } else { 1 };
        while end < limit && end < at + LONGEST {
            if self.goes_on(end, heading) {
                end += 1;
                continue;
            }
            // *Ruiz & Park*
            if document.word(end) == "&" && end + 1 < limit && self.goes_on(end + 1, heading) {
                end += 2;
                continue;
            }
            if self.owns_body(end, limit) {
                end += 3;
                continue;
            }
            // Particles, any number of them, before a capital.
            if is_particle(document.folded(end)) && document.shape(end) == Shape::Lower {
                let mut after = end + 1;
                while after < limit && after < end + 3 && is_particle(document.folded(after)) {
                    after += 1;
                }
                if after < limit && self.goes_on(after, heading) && document.folded(end) != "e" {
                    end = after + 1;
                    continue;
                }
            }
            // *bin Jaber al-Hazm*
            if is_arabic(document.word(end)) {
                end += 1;
                continue;
            }
            // A nickname: Ana “Nan” Ruiz, Ana (Nan) Ruiz.
            let opens = document.shape(end) == Shape::Mark || document.word(end) == "(";
            if opens && end + 3 < limit && document.shape(end + 1) == Shape::Capitalized {
                let closes = |at: usize| {
                    at + 1 < limit
                        && (document.shape(at) == Shape::Mark || document.word(at) == ")")
                };
                // One word or two: David “Big Dave” Swann.
                let close = [end + 2, end + 3].into_iter().find(|&at| closes(at));
                let spaced = document
                    .tokens
                    .get(end - 1)
                    .zip(document.tokens.get(end))
                    .is_some_and(|(before, mark)| before.span.end < mark.span.start);
                // In brackets may stand much else.
                let named = document.shape(end) == Shape::Mark || is_given(document, at);
                if let Some(close) = close
                    && spaced
                    && named
                    && document.shape(close - 1) == Shape::Capitalized
                    && self.goes_on(close + 1, heading)
                {
                    end = close + 2;
                    continue;
                }
            }
            if document.word(end) == "," && end + 1 < limit && is_suffix(document.folded(end + 1)) {
                end += 2;
                continue;
            }
            break;
        }
        at..end
    }

    /// Does the capitalised word at `at` go on with a name that stands before it?
    fn goes_on(&self, at: usize, heading: bool) -> bool {
        let document = self.document;
        let classes = document.classes(at);
        let stop = Classes::PRONOUN
            .or(Classes::DETERMINER)
            .or(Classes::CONJUNCTION)
            .or(Classes::PREPOSITION)
            .or(Classes::SUBORDINATOR)
            .or(Classes::AUXILIARY)
            .or(Classes::TIME);
        // *Ana May*, *Ana Will*: behind a given name, and no date.
        let surname = is_given(document, at - 1)
            && matches!(
                document.folded(at),
                "may" | "will" | "march" | "june" | "august" | "winter" | "noon" | "day"
            )
            && document.shape(at + 1) != Shape::Number
            // *Mr Day*, *Sen. May*
            || matches!(
                document.folded(at - 1).trim_end_matches('.'),
                "mr" | "mrs" | "ms" | "miss" | "dr" | "sen" | "rep" | "gov" | "prof" | "judge"
            ) && document.shape(at + 1) != Shape::Number
                && !classes.is(Classes::PRONOUN.or(Classes::DETERMINER));
        let stops =
            classes.is(stop) && !surname && !is_given(document, at) && !is_initial(document, at)
                || classes.is(Classes::GROUP) && !self.is_part_of_office(at);
        document.shape(at).is_capital()
            && !self.breaks(at)
            && !stops
            && (!heading
                || self.names.contains(document.folded(at))
                || is_given(document, at - 1)
                    && !self.names.contains(document.folded(at - 1))
                    && !self.lower.contains(document.folded(at)))
    }

    /// *National **Farmers’** Union*: what stands before the possessive is part of the name.
    fn owns_body(&self, at: usize, limit: usize) -> bool {
        let document = self.document;
        let owner = document
            .classes(at)
            .is(Classes::GROUP.or(Classes::PERSON_NOUN))
            || matches!(document.folded(at), "people" | "king" | "queen");
        let body = Classes::ORGANIZATION.or(Classes::BODY_LAST);
        owner
            && at + 2 < limit
            && document.shape(at) == Shape::Capitalized
            && document.shape(at + 1) == Shape::Clitic
            && matches!(document.folded(at + 1), "'" | "'s")
            && document.shape(at + 2) == Shape::Capitalized
            && document.classes(at + 2).is(body)
    }

    /// *House **Minority** Leader Ana Ruiz*: of the office that is named next, and no crowd.
    fn is_part_of_office(&self, at: usize) -> bool {
        let document = self.document;
        matches!(document.folded(at), "majority" | "minority")
            && document.shape(at + 1).is_capital()
            && document
                .classes(at + 1)
                .is(Classes::ROLE.or(Classes::TITLE))
    }

    /// Does an agency's mark in capitals touch a name here: *in Oslo REUTERS Ruiz said*?
    fn breaks(&self, at: usize) -> bool {
        let document = self.document;
        let capitals = |token: usize| {
            document.shape(token) == Shape::Upper
                && document
                    .word(token)
                    .chars()
                    .filter(|c| c.is_alphabetic())
                    .count()
                    >= 4
                && !is_suffix(document.folded(token))
        };
        let noun = Classes::TITLE.or(Classes::ROLE).or(Classes::ORGANIZATION);
        let before = at.saturating_sub(1);
        capitals(at)
            && document.shape(before) == Shape::Capitalized
            && !document.classes(before).is(noun)
            || capitals(before)
                && document.shape(at) == Shape::Capitalized
                && !document.classes(at).is(noun)
                && !document.classes(at + 1).is(noun)
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

    /// Is the run an office without a name: *Prime Minister*, *Press Secretary*?
    fn is_office(&self, name: Range<usize>) -> bool {
        let document = self.document;
        let last = document.classes(name.end - 1);
        let given = is_given(document, name.start) || is_initial(document, name.start);
        // *Georgia Secretary of State*
        let place =
            document.classes(name.start).is(Classes::PLACE) && document.folded(name.end) == "of";
        last.is(Classes::ROLE.or(Classes::TITLE))
            && !(given && name.len() > 1 && !place)
            && document.shape(name.end - 1) != Shape::Upper
    }

    /// Where the name begins in `run`, after the titles: *Former Ohio Gov. **Ana Ruiz***.
    fn name_start(&self, run: Range<usize>) -> usize {
        let document = self.document;
        let role = Classes::TITLE.or(Classes::ROLE);
        let mut start = run.start;
        // *Tanner Street* is no tanner.
        if run.len() == 2 && WAYS.contains(&document.folded(run.end - 1)) {
            return start;
        }
        // *King's College*
        if self.owns_body(run.start, run.end) {
            return start;
        }
        for token in run.clone() {
            let follows_given = token > run.start
                && is_given(document, token - 1)
                && !document.classes(token - 1).is(role)
                && !self.is_title_of_place(token, run.end);
            let given_itself = is_given(document, token)
                && (token + 1 == run.end
                    || run.len() == 2
                        && token == run.start
                        && !document.word(token).ends_with('.')
                    // *Sen. Earl Roe*
                    || token + 2 == run.end
                        && token > run.start
                        && document.word(token - 1).ends_with('.'));
            let rest = run.end - token - 1;
            // *Karl “Duke” Lang*: a nickname is no title.
            let nickname = token > run.start && document.shape(token - 1) == Shape::Mark;
            // *Det Con Roe*
            let constable = document.folded(token) == "con"
                && token > run.start
                && document.folded(token - 1) == "det";
            if (document.classes(token).is(role) || constable)
                && !nickname
                && !follows_given
                && !given_itself
                && rest <= 5
            {
                // *Judge* in *Aaron Judge* was ruled out above; *James Earl Roe* keeps *Earl*.
                if token > run.start
                    && is_given(document, token)
                    && is_given(document, run.start)
                    && !document.word(token).ends_with('.')
                {
                    continue;
                }
                let regnal = REGNAL.contains(&document.folded(token)) && rest == 1;
                start = if regnal { token } else { token + 1 };
                if regnal {
                    return start;
                }
            }
        }
        // *Witness Ana Ruiz said*
        let first = document.classes(run.start);
        if start == run.start
            && run.len() > 2
            && first.is(Classes::PERSON_NOUN)
            && !first.is(Classes::PLACE.or(Classes::ORGANIZATION))
            && !is_given(document, run.start)
            && is_given(document, run.start + 1)
        {
            start += 1;
        }
        // *President Pro Tempore Ana Ruiz*
        if start > run.start
            && start + 2 < run.end
            && document.folded(start) == "pro"
            && matches!(
                document.folded(start + 1).trim_end_matches('.'),
                "tem" | "tempore"
            )
        {
            start += 2;
        }
        // *Democrat Ana Ruiz*, *Ohio Republican Ana Ruiz*
        while start + 2 < run.end {
            let classes = document.classes(start);
            let word = document.folded(start);
            let adjective = PARTISAN.contains(&word)
                || classes.is(Classes::PLACE)
                || word == "former"
                || word == "then";
            let later = (start + 1..run.end - 1).any(|token| is_given(document, token));
            // *Virginia Democrat Ana Ruiz*: Virginia is where.
            let name = is_given(document, start)
                && !(classes.is(Classes::PLACE) && PARTISAN.contains(&document.folded(start + 1)));
            if adjective && !name && later {
                start += 1;
            } else {
                break;
            }
        }
        start
    }

    /// *South Carolina **Gov.** Ana Ruiz*, *Charlotte **Mayor** Ana Ruiz*: what looks like a given name before the title is where. *Aaron
    /// Judge*, *Ana Baker Ruiz* are names.
    fn is_title_of_place(&self, token: usize, end: usize) -> bool {
        let document = self.document;
        let word = document.folded(token);
        let abbreviated = word.ends_with('.') && word != "st." && !is_suffix(word);
        let place = document.classes(token - 1).is(Classes::PLACE);
        let before_name = token + 2 < end && (is_given(document, token + 1) || place);
        let title = document.classes(token).is(Classes::TITLE);
        title && abbreviated && token + 1 < end || before_name
    }

    /// What the name looks like; none where it is no name at all.
    fn kind(
        &self,
        name: Range<usize>,
        titled: bool,
        definite: bool,
        heading: bool,
    ) -> Option<MentionKind> {
        let document = self.document;
        let first = document.classes(name.start);
        let first_word = document.folded(name.start);
        let last = document.classes(name.end - 1);
        let last_word = document.folded(name.end - 1);
        let given = is_given(document, name.start) || is_initial(document, name.start);
        let title = titled.then(|| document.folded(name.start - 1).trim_end_matches('.'));
        if name.len() == 1 {
            return Some(match title {
                Some("st") => MentionKind::Place,
                Some(_)
                    if !last.is(Classes::ORGANIZATION.or(Classes::DOCUMENT))
                        || last.is(Classes::PLACE) =>
                {
                    MentionKind::Person
                }
                _ if first.is(Classes::PLACE) => MentionKind::Place,
                _ if first.is(Classes::ORGANIZATION) => MentionKind::Organization,
                _ if first.is(Classes::ROLE.or(Classes::TITLE).or(Classes::PERSON_NOUN))
                    && !given =>
                {
                    return None;
                }
                _ if first.is(Classes::DOCUMENT.or(Classes::INANIMATE)) && !given => return None,
                _ if document.shape(name.start) == Shape::Upper
                    && !heading
                    && first_word.len() > 1 =>
                {
                    self.capitals(name.start)
                }
                // *Ruiz, a Democrat,*
                _ if PARTISAN.contains(&first_word)
                    && name
                        .start
                        .checked_sub(1)
                        .is_some_and(|before| matches!(document.folded(before), "a" | "an")) =>
                {
                    return None;
                }
                _ if definite => MentionKind::Organization,
                _ if is_camel(document.word(name.start)) => MentionKind::Organization,
                _ => MentionKind::Name,
            });
        }
        // *Lam “Nine” Hoa*: bodies have no nickname.
        if name
            .clone()
            .any(|token| document.shape(token) == Shape::Mark)
        {
            return Some(MentionKind::Person);
        }
        let regnal = REGNAL.contains(&first_word);
        if titled || regnal {
            let body = last.is(Classes::ORGANIZATION) && !given;
            return Some(if title == Some("st") {
                MentionKind::Place
            } else if body {
                MentionKind::Organization
            } else {
                MentionKind::Person
            });
        }
        let all_places = name
            .clone()
            .all(|token| document.classes(token).is(Classes::PLACE));
        if all_places && !given {
            return Some(MentionKind::Place);
        }
        // *Jo Park*, *Ben Hill*
        let surname = given
            && name.len() == 2
            && matches!(
                last_word,
                "park" | "hill" | "day" | "street" | "house" | "sun" | "steel" | "post"
            );
        // *Tarn Street* is where, not who.
        if WAYS.contains(&last_word) && !surname && !given {
            return Some(MentionKind::Place);
        }
        if name.clone().any(|token| document.word(token) == "&")
            || last.is(Classes::ORGANIZATION)
            || last.is(Classes::BODY_LAST) && !surname
            // *Greenpeace UK*
            || document.shape(name.end - 1) == Shape::Upper
                && matches!(last_word, "eu" | "uk" | "us" | "usa")
            || name
                .clone()
                .skip(1)
                .any(|token| document.folded(token) == "of")
        {
            return Some(MentionKind::Organization);
        }
        if given && !definite && name.len() <= 6 {
            return Some(MentionKind::Person);
        }
        if definite || name.len() > 4 || first.is(Classes::ORGANIZATION) {
            return Some(MentionKind::Organization);
        }
        if NO_PERSON.contains(&first_word) || first.is(Classes::PLACE) {
            return Some(
                if name.len() == 2
                    && matches!(first_word, "new" | "san" | "santa" | "north" | "south")
                {
                    MentionKind::Place
                } else {
                    MentionKind::Organization
                },
            );
        }
        // A middle initial or a particle: a person.
        let inner = name.start + 1..name.end - 1;
        if inner
            .clone()
            .any(|token| is_initial(document, token) || is_particle(document.folded(token)))
        {
            return Some(MentionKind::Person);
        }
        if is_given(document, name.start + 1) && name.len() <= 4 {
            return Some(MentionKind::Person);
        }
        Some(MentionKind::Name)
    }

    /// A single word in capitals: an acronym, or a surname that the article also writes otherwise (a label).
    fn capitals(&self, token: usize) -> MentionKind {
        let document = self.document;
        let label = document.word(token + 1) == ":" && document.word(token).chars().count() > 2;
        if label {
            MentionKind::Name
        } else {
            MentionKind::Organization
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

/// *al-Hazm*, *el-Sayed*: a particle and a name in one token.
fn is_arabic(word: &str) -> bool {
    ["al-", "el-", "ad-", "an-", "ar-", "as-", "ash-", "az-"]
        .into_iter()
        .filter_map(|particle| word.strip_prefix(particle))
        .any(|rest| rest.starts_with(char::is_uppercase))
}

/// `PolitiFact`: a capital inside that no surname has.
fn is_camel(word: &str) -> bool {
    let inner = word.char_indices().skip(1).find(|(_, c)| c.is_uppercase());
    match inner {
        Some((at, _)) => {
            let before = word.get(..at).unwrap_or("");
            !(matches!(
                before,
                "Mc" | "Mac" | "De" | "Di" | "Du" | "La" | "Le" | "Van" | "Von" | "Fitz" | "Del"
            ) || before.ends_with(['-', '’', '\'']))
                && word.chars().any(char::is_lowercase)
        }
        None => false,
    }
}

/// What title and given name say.
fn gender(
    document: &Document,
    tokens: Range<usize>,
    name: Range<usize>,
    kind: MentionKind,
) -> Gender {
    if !matches!(kind, MentionKind::Person | MentionKind::Name) {
        return Gender::Unknown;
    }
    for token in (tokens.start..name.start.max(tokens.start + 1)).rev() {
        let told = super::role::gender_of(document.folded(token));
        if told != Gender::Unknown {
            return told;
        }
    }
    // The first full given name: initials tell nothing, and a lone name may be a surname (*Clinton*, *Graham*).
    for token in name.start..name.end.saturating_sub(1) {
        let classes = document.classes(token);
        match (
            classes.is(Classes::GIVEN_MALE),
            classes.is(Classes::GIVEN_FEMALE),
        ) {
            (true, false) => return Gender::Male,
            (false, true) => return Gender::Female,
            (true, true) => return Gender::Unknown,
            (false, false) if is_initial(document, token) => {}
            (false, false) => return Gender::Unknown,
        }
    }
    Gender::Unknown
}

/// *D-Ohio*, *R-Tenn.*: a party and a place.
fn is_party_mark(word: &str) -> bool {
    let capital = |part: &str| part.starts_with(|c: char| c.is_uppercase());
    word.split_once('-').is_some_and(|(party, place)| {
        (1..=3).contains(&party.len()) && party.chars().all(char::is_uppercase) && capital(place)
    })
}
