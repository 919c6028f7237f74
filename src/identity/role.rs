//! What a role says about who somebody is.
//!
//! A role is read as a *post*, the class of its head noun (*Sen.* and *senator* are one), and what else it says: proper
//! words, other words, and nouns of bodies (*the council leader*). What tells nobody from anybody is left out: courtesy
//! titles, rank (*senior*, *former*), party and nation. Whether two roles can be one person's is for
//! [`divide`](super::divide) to say, which sees all that a name is called.

use crate::document::{Document, Shape};
use crate::lexicon::Classes;
use crate::mention::PARTISAN;
use crate::segment;
use crate::speaker::{head_class, same_word};

/// The levels of a role's words, from what tells most.
pub(super) const LEVELS: usize = 3;

/// A role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Role {
    /// The class of its head noun.
    pub(super) post: String,
    /// Its proper words (*Ohio*), its other words (*health*), and its nouns of bodies (*council*), folded.
    pub(super) words: [Vec<String>; LEVELS],
    /// The bodies that it names: *lora hospital* for *head of Lora Hospital*. They tell who somebody is whatever the post.
    pub(super) bodies: Vec<String>,
}

/// Titles that everybody may bear.
const COURTESY: [&str; 32] = [
    "alhaja",
    "alhaji",
    "dame",
    "dr",
    "frau",
    "haji",
    "hajia",
    "herr",
    "hon",
    "honorable",
    "honourable",
    "lady",
    "lord",
    "madame",
    "messrs",
    "miss",
    "mme",
    "monsieur",
    "mr",
    "mrs",
    "ms",
    "mx",
    "senhor",
    "senhora",
    "senor",
    "senora",
    "shri",
    "signor",
    "signora",
    "smt",
    "sr",
    "sra",
];

/// What somebody is to somebody else. It goes with any post and says nothing of one.
const RELATIONS: [&str; 52] = [
    "adversary",
    "ally",
    "aunt",
    "backer",
    "boyfriend",
    "brother",
    "brother-in-law",
    "colleague",
    "companion",
    "cousin",
    "critic",
    "daughter",
    "daughter-in-law",
    "enemy",
    "father",
    "father-in-law",
    "foe",
    "friend",
    "girlfriend",
    "grandfather",
    "grandmother",
    "husband",
    "lady",
    "lover",
    "man",
    "mate",
    "mother",
    "mother-in-law",
    "nephew",
    "niece",
    "opponent",
    "parent",
    "person",
    "predecessor",
    "rival",
    "sibling",
    "sister",
    "sister-in-law",
    "son",
    "son-in-law",
    "spouse",
    "stepdaughter",
    "stepfather",
    "stepmother",
    "stepson",
    "successor",
    "supporter",
    "uncle",
    "widow",
    "widower",
    "wife",
    "woman",
];

/// Rank, time, praise and what an office is run for: the same person has them or not. With them the nations that news does
/// not always name.
const PASSING: [&str; 55] = [
    "acting",
    "assistant",
    "associate",
    "chief",
    "co",
    "congressional",
    "current",
    "democratic",
    "deputy",
    "executive",
    "famous",
    "first",
    "former",
    "general",
    "gubernatorial",
    "incoming",
    "incumbent",
    "interim",
    "joint",
    "junior",
    "kingdom",
    "late",
    "leading",
    "likely",
    "longtime",
    "long-time",
    "managing",
    "mayoral",
    "national",
    "new",
    "newly",
    "now",
    "one-time",
    "only",
    "outgoing",
    "presidential",
    "presumptive",
    "previous",
    "prominent",
    "retired",
    "ret",
    "senatorial",
    "senior",
    "sir",
    "sole",
    "states",
    "then",
    "top",
    "uk",
    "united",
    "us",
    "veteran",
    "vice",
    "vice-presidential",
    "well-known",
];

/// Posts that say no more than that somebody is in politics.
const GENERAL: [&str; 4] = ["candidate", "incumbent", "lawmaker", "politician"];

/// Posts in politics.
const OFFICES: [&str; 15] = [
    "assemblyman",
    "assemblywoman",
    "chancellor",
    "councillor",
    "governor",
    "mayor",
    "mep",
    "minister",
    "mp",
    "premier",
    "president",
    "representative",
    "secretary",
    "senator",
    "speaker",
];

/// Words beside the noun of a body that do not make it one of its kind.
const COMMON: [&str; 12] = [
    "borough", "city", "county", "district", "fire", "high", "local", "primary", "public", "state",
    "town", "village",
];

impl Role {
    /// Reads a role as a record has it; `None` where it says nothing about who somebody is (*Mr.*, *Republican*).
    pub(super) fn read(role: &str) -> Option<Self> {
        let mut document = Document {
            text: role,
            ..Document::default()
        };
        segment::split(&mut document);
        let document = &document;
        let count = document.tokens.len();
        let end = (0..count)
            .find(|&token| {
                token > 0 && document.classes(token).is(Classes::PREPOSITION)
                    || document.word(token) == ","
            })
            .unwrap_or(count);
        let heads = Classes::ROLE.or(Classes::TITLE).or(Classes::PERSON_NOUN);
        let head = (0..end).rev().find(|&token| {
            let word = document.shape(token).is_word() && document.classes(token).is(heads);
            word && !COURTESY.contains(&bare(document, token))
        })?;
        if RELATIONS.contains(&bare(document, head)) {
            return None;
        }
        let mut read = Self {
            post: post(bare(document, head)).to_owned(),
            ..Self::default()
        };
        let named = read.read_bodies(document, head);
        // In *Medical Director* the capital of *Medical* says nothing, and neither does that of the first word.
        let title = document.shape(head).is_capital();
        for token in (0..count).filter(|&token| token != head && tells(document, token)) {
            let classes = document.classes(token);
            let own = classes.is(Classes::PLACE)
                || is_acronym(document, token)
                || named.contains(&token)
                || document.shape(token).is_capital() && (token > head || token > 0 && !title);
            let level = match (own, classes.is(Classes::ORGANIZATION)) {
                (true, false) => 0,
                (true, true) if is_acronym(document, token) => 0,
                (false, false) => 1,
                (_, true) => 2,
            };
            let word = same_word(document.folded(token));
            let word = if is_acronym(document, token) {
                word.replace('.', "")
            } else {
                word.to_owned()
            };
            if let Some(words) = read.words.get_mut(level)
                && !words.contains(&word)
            {
                words.push(word);
            }
        }
        Some(read)
    }

    /// Fills `bodies`; returns the tokens beside the nouns of bodies.
    fn read_bodies(&mut self, document: &Document, head: usize) -> Vec<usize> {
        let count = document.tokens.len();
        self.bodies.extend(initials(document, head));
        let mut named = Vec::new();
        let partner = |token: usize| {
            document.shape(token).is_capital()
                && tells(document, token)
                && !document.classes(token).is(Classes::ORGANIZATION)
                && !COMMON.contains(&document.folded(token))
        };
        for token in 0..count {
            if is_acronym(document, token) {
                self.bodies.push(document.folded(token).replace('.', ""));
            } else if document.classes(token).is(Classes::ORGANIZATION) {
                // *Lora Marine Institute*, *Lora’s campaign*; *University of Lora*.
                let before = (0..token)
                    .rev()
                    .take_while(|&at| partner(at) || document.shape(at) == Shape::Clitic)
                    .filter(|&at| partner(at));
                let after = (token + 2..count)
                    .take_while(|&at| document.folded(token + 1) == "of" && partner(at));
                let partners: Vec<usize> = before.chain(after).collect();
                for at in partners {
                    let noun = document.folded(token);
                    self.bodies.push(format!("{} {noun}", document.folded(at)));
                    named.push(at);
                }
            } else if matches!(document.folded(token), "at" | "with") {
                // *analyst at Oxalis*
                let name: Vec<&str> = (token + 1..count)
                    .take_while(|&at| partner(at))
                    .map(|at| document.folded(at))
                    .collect();
                // *at Lora University* is one of the bodies of Lora.
                let next = token + 1 + name.len();
                let whole = !document.shape(next).is_capital()
                    && !document.classes(next).is(Classes::ORGANIZATION);
                if whole && !name.is_empty() {
                    self.bodies.push(name.join(" "));
                }
            }
        }
        named
    }

    /// Does it say no more than that somebody is in politics?
    pub(super) fn is_general(&self) -> bool {
        GENERAL.contains(&self.post.as_str())
    }

    /// Is it a post in politics?
    pub(super) fn is_office(&self) -> bool {
        OFFICES.contains(&self.post.as_str())
    }

    /// The level of the words that tell most; [`LEVELS`] where there are none.
    pub(super) fn level(&self) -> usize {
        let level = self.words.iter().position(|words| !words.is_empty());
        level.unwrap_or(LEVELS)
    }
}

/// A folded word without its stop.
fn bare<'d>(document: &'d Document, token: usize) -> &'d str {
    document.folded(token).trim_end_matches('.')
}

/// Members of the two houses of a parliament are told apart, other than within one article.
fn post(head: &str) -> &str {
    match head {
        "sen" | "sens" | "senator" => "senator",
        "rep" | "reps" | "representative" | "congressman" | "congresswoman" => "representative",
        _ => head_class(head),
    }
}

/// The acronyms that the names of three words and more would have: *rnc* for *Regional Navigation Committee*.
fn initials(document: &Document, head: usize) -> Vec<String> {
    let mut found = Vec::new();
    let mut run = String::new();
    for token in 0..=document.tokens.len() {
        if document.shape(token) == Shape::Capitalized && token != head {
            run.extend(document.folded(token).chars().next());
        } else if !matches!(document.folded(token), "of" | "for" | "and" | "the") {
            if run.len() > 2 {
                found.push(std::mem::take(&mut run));
            }
            run.clear();
        }
    }
    found
}

/// *FBI*, *NATO*; two letters (*TV*, *PR*) are seldom a body.
fn is_acronym(document: &Document, token: usize) -> bool {
    let classes = document.classes(token);
    let word = document.folded(token);
    document.shape(token) == Shape::Upper
        && word.bytes().filter(|&byte| byte != b'.').count() > 2
        && !classes.is(Classes::ROLE.or(Classes::TITLE).or(Classes::PLACE))
        && !matches!(word, "gop" | "pac")
}

/// Does the word say something that tells one person from another?
fn tells(document: &Document, token: usize) -> bool {
    let word = same_word(document.folded(token));
    let small = Classes::PREPOSITION
        .or(Classes::DETERMINER)
        .or(Classes::CONJUNCTION)
        .or(Classes::PRONOUN)
        .or(Classes::AUXILIARY)
        .or(Classes::ADVERB)
        .or(Classes::TIME);
    let shape = document.shape(token);
    shape.is_word()
        && shape != Shape::Number
        && !document.classes(token).is(small)
        && !COURTESY.contains(&word)
        && !PASSING.contains(&word)
        && !RELATIONS.contains(&word)
        && !GENERAL.contains(&post(word))
        && !PARTISAN.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_read() {
        // Post, proper words, other words, nouns of bodies, named bodies.
        #[rustfmt::skip]
        let cases: [(&str, [&str; 5]); 23] = [
            ("Sen.", ["senator", "", "", "", ""]),
            ("US senator", ["senator", "", "", "", ""]),
            ("former Republican U.S. Senator", ["senator", "", "", "", ""]),
            ("Ohio Sen.", ["senator", "ohio", "", "", ""]),
            ("senator from Ohio", ["senator", "ohio", "", "", ""]),
            ("Rep.", ["representative", "", "", "", ""]),
            ("goalkeeper", ["goalkeeper", "", "", "", ""]),
            ("harbour master", ["master", "", "harbour", "", ""]),
            ("Retired neurosurgeon", ["neurosurgeon", "", "", "", ""]),
            ("health minister", ["minister", "", "health", "", ""]),
            ("Medical Director", ["director", "", "medical", "", ""]),
            ("council leader", ["leader", "", "", "council", ""]),
            ("FBI Director", ["director", "fbi", "", "", "fbi"]),
            ("Quillon campaign spokesman", ["spokesperson", "quillon", "", "campaign", "quillon campaign"]),
            ("spokeswoman for Quillon’s campaign", ["spokesperson", "quillon", "", "campaign", "quillon campaign"]),
            ("plant biologist at the Lora Marine Institute", ["biologist", "lora marine", "plant", "institute", "lmi, marine institute, lora institute"]),
            ("professor at the University of Lora", ["professor", "lora", "", "university", "lora university"]),
            ("analyst at Oxalis", ["analyst", "oxalis", "", "", "oxalis"]),
            ("City Council member", ["member", "", "city", "council", ""]),
            ("F.B.I. director", ["director", "fbi", "", "", "fbi"]),
            ("director of the Lora Bureau of Tides", ["director", "lora tides", "", "bureau", "lbt, lora bureau, tides bureau"]),
            ("rival presidential candidate Sen.", ["senator", "", "", "", ""]),
            ("mayor of Port Lora", ["mayor", "port lora", "", "", ""]),
        ];
        for (role, [post, proper, other, nouns, bodies]) in cases {
            let read = Role::read(role).expect(role);
            assert_eq!(read.post, post, "{role}");
            assert_eq!(
                read.words.each_ref().map(|words| words.join(" ")),
                [proper, other, nouns],
                "{role}"
            );
            assert_eq!(read.bodies.join(", "), bodies, "{role}");
        }
        for role in [
            "",
            "Mr.",
            "Dr.",
            "Republican",
            "?",
            "the late",
            "Mr. , senator",
            "longtime friend",
            "wife",
        ] {
            assert_eq!(Role::read(role), None, "{role}");
        }
    }
}
