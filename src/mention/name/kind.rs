//! What a name looks like: a person, a body, a place, or anything.

use std::ops::Range;

use super::{Finder, PARTISAN, REGNAL, WAYS, is_given, is_initial, is_particle};
use crate::document::{Document, Shape};
use crate::gazetteer::Gender;
use crate::lexicon::Classes;
use crate::mention::{MentionKind, role};

/// First words that begin the name of a place or body, hardly of a person.
const NO_PERSON: [&str; 54] = [
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
    "radio",
    "rangers",
    "red",
    "rovers",
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
    "wanderers",
    "west",
    "western",
    "white",
];

/// Whose teams and boards are called by what they do, and the nation.
pub(super) const NATIONS: [&str; 12] = [
    "america",
    "australia",
    "britain",
    "canada",
    "england",
    "europe",
    "india",
    "international",
    "ireland",
    "scotland",
    "wales",
    "zealand",
];

impl Finder<'_, '_> {
    /// What the name looks like; none where it is no name at all.
    pub(super) fn kind(
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
                _ if is_camel(document.word(name.start)) || is_coined(first_word) => {
                    MentionKind::Organization
                }
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
                "park" | "hill" | "day" | "street" | "house" | "sun" | "steel" | "post" | "power"
            );
        // *Tarn Street* is where, not who.
        if WAYS.contains(&last_word) && !surname && !given {
            return Some(MentionKind::Place);
        }
        if name.clone().any(|token| document.word(token) == "&")
            || last.is(Classes::ORGANIZATION)
            || last.is(Classes::BODY_LAST) && !surname
            // *Greenpeace UK*, *Halden ASA*
            || document.shape(name.end - 1) == Shape::Upper
                && matches!(
                    last_word,
                    "ab" | "ag" | "asa" | "bv" | "eu" | "kk" | "nv" | "oyj" | "sa" | "uk" | "us" | "usa"
                )
            || name
                .clone()
                .skip(1)
                .any(|token| document.folded(token) == "of")
        {
            return Some(MentionKind::Organization);
        }
        // *Cricket Australia*, *Arts Council England*
        let before_nation = document.classes(name.end - 2);
        if !given
            && NATIONS.contains(&last_word)
            && (name.len() == 2 || before_nation.is(Classes::ORGANIZATION))
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
    pub(super) fn capitals(&self, token: usize) -> MentionKind {
        let document = self.document;
        let label = document.word(token + 1) == ":" && document.word(token).chars().count() > 2;
        if label {
            MentionKind::Name
        } else {
            MentionKind::Organization
        }
    }
}

/// *Factcheck.org*, *Future45*: nobody is called so.
fn is_coined(folded: &str) -> bool {
    const HOSTS: [&str; 5] = [".com", ".org", ".net", ".info", ".co.uk"];
    HOSTS.iter().any(|host| folded.ends_with(host))
        || folded.ends_with(|c: char| c.is_ascii_digit())
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
pub(super) fn gender(
    document: &Document,
    tokens: Range<usize>,
    name: Range<usize>,
    kind: MentionKind,
) -> Gender {
    if !matches!(kind, MentionKind::Person | MentionKind::Name) {
        return Gender::Unknown;
    }
    for token in (tokens.start..name.start.max(tokens.start + 1)).rev() {
        let told = role::gender_of(document.folded(token));
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
