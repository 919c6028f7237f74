//! What the names of an entry are for the matcher: their keys, and what they may do.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::{Entry, Validity};
use crate::document::Document;
use crate::lexicon::{self, Classes};
use crate::mention::is_suffix;
use crate::segment;
use crate::speaker::SpeakerKind;

/// How much a name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// Links by itself.
    Strong,
    /// Links where a strong name of the same entry stands in the article.
    Weak,
    /// A bare surname, or another single word of a person's name: the speaker stage ties it to a full name or a title.
    Surname,
}

/// A name of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// What the text is compared with.
    pub(super) key: String,
    pub(super) strength: Strength,
    /// Does the text need a capital?
    pub(super) capital: bool,
    /// Does the text need capitals throughout? *WHO* is no *Who*.
    pub(super) upper: bool,
    /// When it holds.
    pub(super) valid: Validity,
}

/// Every name of `entry`: its own, its aliases, and a person's surname. None twice with the same validity.
pub(super) fn names(entry: &Entry) -> Vec<Name> {
    let own = key(&entry.name);
    let surname = surname(entry);
    let mut names: Vec<Name> = Vec::with_capacity(entry.aliases.len() + 2);
    let aliases = entry
        .aliases
        .iter()
        .map(|alias| (alias.name.as_str(), alias.weak, alias.valid));
    let all = std::iter::once((entry.name.as_str(), false, Validity::default())).chain(aliases);
    for (name, weak, valid) in all {
        let key = key(name);
        let upper = is_common(&key) && is_acronym(name);
        let weak = weak || is_common(&key) && !upper;
        // A bare surname is weak whatever the file says, and so is a word. The family name may come first.
        let is_part = surname.is_some() && own.split(' ').any(|word| word == key);
        let strength = if surname.as_ref() == Some(&key) && key != own || weak && is_part {
            Strength::Surname
        } else if weak {
            Strength::Weak
        } else {
            Strength::Strong
        };
        let capital = name.chars().next().is_some_and(char::is_uppercase);
        names.push(Name {
            capital: capital || is_common(&key),
            upper,
            key,
            strength,
            valid: entry.valid.and(valid),
        });
    }
    if let Some(key) = surname.filter(|surname| names.iter().all(|name| name.key != *surname)) {
        names.push(Name {
            key,
            strength: Strength::Surname,
            capital: true,
            upper: false,
            valid: entry.valid,
        });
    }
    // Said twice, the stronger counts.
    names.sort_by(|a, b| {
        let period = |name: &Name| {
            let number = |date: Option<super::Date>| date.map_or(0, super::Date::number);
            (number(name.valid.from), number(name.valid.to))
        };
        (&a.key, period(a), a.strength).cmp(&(&b.key, period(b), b.strength))
    });
    names.dedup_by(|b, a| {
        let same = a.key == b.key && a.valid == b.valid;
        if same {
            a.capital &= b.capital;
            a.upper &= b.upper || a.strength != b.strength;
        }
        same
    });
    names
}

/// The key of a person's surname: the last word of a name of several, but for *Jr.*
pub(super) fn surname(entry: &Entry) -> Option<String> {
    if entry.kind != SpeakerKind::Person {
        return None;
    }
    let folded = fold(&entry.name);
    let words: Vec<&str> = folded.split(' ').collect();
    let last = words.iter().rposition(|word| !is_suffix(word))?;
    (last > 0)
        .then(|| words.get(last))
        .flatten()
        .map(|word| without_hyphens(word))
}

/// What the text is compared with: folded as the text is, and a hyphen is as good as a space.
pub(super) fn key(name: &str) -> String {
    without_hyphens(&fold(name))
}

/// The form of folded words that keys have.
pub(super) fn without_hyphens(folded: &str) -> String {
    folded.replace('-', " ")
}

/// The form that [`Document::folded`] would have for `name`: tokenized by the same code, so that both always agree.
pub(crate) fn fold(name: &str) -> String {
    let mut document = Document {
        text: name,
        ..Document::default()
    };
    segment::split(&mut document);
    document.folded.trim_start().to_owned()
}

/// Is it one word, and a word of the language, a month or a verb: *may*, *will*, *bush*?
pub(super) fn is_common(key: &str) -> bool {
    // Names of bodies and places, given names and abbreviations are on lists, too.
    let words = Classes::ADVERB
        .or(Classes::AUXILIARY)
        .or(Classes::CONJUNCTION)
        .or(Classes::SUBORDINATOR)
        .or(Classes::DETERMINER)
        .or(Classes::PREPOSITION)
        .or(Classes::PRONOUN)
        .or(Classes::TIME)
        .or(Classes::TITLE)
        .or(Classes::ROLE)
        .or(Classes::DOCUMENT);
    let words = words
        .or(Classes::GROUP)
        .or(Classes::VERB)
        .or(Classes::PERSON_NOUN)
        .or(Classes::INANIMATE);
    lexicon::classes(key).is(words) || COMMON.contains(key)
}

/// Capitals throughout, and more than one.
pub(super) fn is_acronym(name: &str) -> bool {
    let mut letters = name.chars().filter(|c| c.is_alphabetic());
    letters.clone().count() > 1 && letters.all(char::is_uppercase)
}

static COMMON: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| lexicon::lines(include_str!("../../data/lexicon/common.txt")).collect());

#[cfg(test)]
mod tests {
    use super::super::Alias;
    use super::*;

    #[test]
    fn surnames_and_words_are_weak() {
        let alias = |name: &str| Alias {
            name: name.to_owned(),
            ..Alias::default()
        };
        let person = |name: &str, aliases: &[&str]| Entry {
            name: name.to_owned(),
            kind: SpeakerKind::Person,
            aliases: aliases.iter().map(|name| alias(name)).collect(),
            ..Entry::default()
        };
        let body = |name: &str, aliases: &[&str]| Entry {
            kind: SpeakerKind::Organization,
            ..person(name, aliases)
        };
        let cases = [
            (person("Jana Roe-Lee", &[]), "jana roe lee!, roe lee?"),
            (person("Ned Rand Jr.", &["Rand"]), "ned rand jr!, rand?"),
            (person("Pelo", &["Will"]), "pelo!, will~"),
            (person("Mo Jinson", &["Mo"]), "jinson?, mo!, mo jinson!"),
            (person("May Jinson", &["May"]), "jinson?, may?, may jinson!"),
            (person("Pelo", &["pelo"]), "pelo!"),
            (body("Gap", &["WHO", "the Docks"]), "gap~, the docks!, who!"),
        ];
        for (entry, want) in cases {
            let names = names(&entry);
            let said = names.iter().map(|name| {
                let mark = match name.strength {
                    Strength::Strong => '!',
                    Strength::Weak => '~',
                    Strength::Surname => '?',
                };
                format!("{}{mark}", name.key.trim_end_matches('.'))
            });
            assert_eq!(said.collect::<Vec<_>>().join(", "), want);
        }
    }
}
