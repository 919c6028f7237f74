//! Which names say who somebody is beyond their own article.

use crate::document::{Document, Shape};
use crate::lexicon::Classes;
use crate::mention::{is_particle, is_suffix};
use crate::report::KindRecord;
use crate::segment;

/// Words that name a kind of body and not one body: every town has a *City Council*.
const COMMON: [&str; 14] = [
    "borough", "central", "city", "county", "district", "fire", "high", "local", "primary",
    "public", "regional", "state", "town", "village",
];

/// The folded form under which `name` is compared with those of other articles; `None` where it says who somebody is in
/// its own article only: a surname, a description, a common noun.
///
/// A person needs a given name and a surname. A body's name may be one word (*Oxalis*), as long as it is its own.
pub(super) fn key(name: &str, kind: KindRecord) -> Option<String> {
    let mut document = Document {
        text: name,
        ..Document::default()
    };
    segment::split(&mut document);
    let words: Vec<usize> = (0..document.tokens.len())
        .filter(|&token| document.shape(token).is_word())
        .collect();
    let proper = match kind {
        KindRecord::Person | KindRecord::Unknown => is_full(&document, &words),
        KindRecord::Organization => is_own(&document, &words),
        KindRecord::Group | KindRecord::Document => false,
    };
    if !proper {
        return None;
    }
    let folded: Vec<String> = words
        .iter()
        .map(|&word| document.folded(word).replace('.', ""))
        .collect();
    Some(folded.join(" "))
}

/// Is it a given name with a surname? Initials are a given name where there are two: *J.D. Poe*, not *J. Poe*.
fn is_full(document: &Document, words: &[usize]) -> bool {
    let mut names = 0;
    let mut some_own = false;
    for &word in words {
        let folded = document.folded(word);
        if is_suffix(folded) || is_particle(folded) {
            continue;
        }
        if !document.shape(word).is_capital() {
            return false;
        }
        if folded.chars().filter(|c| c.is_alphanumeric()).count() > 1 {
            names += 1;
        }
        let classes = document.classes(word);
        let common = Classes::ROLE
            .or(Classes::TITLE)
            .or(Classes::PERSON_NOUN)
            .or(Classes::ORGANIZATION)
            .or(Classes::GROUP);
        some_own |= !classes.is(common) || classes.is(given());
    }
    names > 1 && some_own
}

fn given() -> Classes {
    Classes::GIVEN_MALE.or(Classes::GIVEN_FEMALE)
}

/// Is it the name of one body, not what bodies of its kind are called?
fn is_own(document: &Document, words: &[usize]) -> bool {
    let small = Classes::PREPOSITION
        .or(Classes::CONJUNCTION)
        .or(Classes::DETERMINER);
    let mut some_own = false;
    for &word in words {
        let classes = document.classes(word);
        let folded = document.folded(word);
        if !document.shape(word).is_capital() {
            if classes.is(small) || document.shape(word) == Shape::Number {
                continue;
            }
            return false;
        }
        let acronym = document.shape(word) == Shape::Upper && folded.len() > 1;
        let noun = classes.is(Classes::ORGANIZATION.or(Classes::GROUP));
        some_own |= acronym || !noun && !classes.is(small) && !COMMON.contains(&folded);
    }
    some_own
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_names_and_names_of_bodies_are_compared() {
        use KindRecord::{Document, Group, Organization, Person, Unknown};
        for (name, kind, want) in [
            ("Ana Ruiz", Person, Some("ana ruiz")),
            ("Zoë Ruiz", Person, Some("zoe ruiz")),
            ("J.D. Poe", Person, Some("jd poe")),
            ("J. D. Poe", Person, None),
            ("J. Poe", Person, None),
            ("Ana Ruiz Jr.", Person, Some("ana ruiz jr")),
            ("Ruiz Jr.", Person, None),
            ("Jan van der Roe", Person, Some("jan van der roe")),
            ("van der Roe", Person, None),
            ("Dean Baker", Person, Some("dean baker")),
            ("Police Chief", Person, None),
            ("Federal judge", Person, None),
            ("federal judge", Person, None),
            ("Ruiz", Person, None),
            ("Hollis Marsh", Unknown, Some("hollis marsh")),
            ("Hollis", Unknown, None),
            ("", Person, None),
            ("?", Person, None),
            ("Quillon News", Organization, Some("quillon news")),
            ("Oxalis", Organization, Some("oxalis")),
            ("NATO", Organization, Some("nato")),
            ("Bank of Lora", Organization, Some("bank of lora")),
            ("Council", Organization, None),
            ("City Council", Organization, None),
            ("the fisheries ministry", Organization, None),
            ("Fisheries ministry", Organization, None),
            ("Lora Residents", Group, None),
            ("Lora Report", Document, None),
        ] {
            assert_eq!(key(name, kind).as_deref(), want, "{name}");
        }
    }
}
