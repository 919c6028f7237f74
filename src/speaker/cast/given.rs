//! Given names: their short forms, and those that share a surname.

use crate::document::Document;
use crate::gazetteer::Gender;
use crate::lexicon::Classes;
use crate::mention::{MentionKind, is_particle, is_suffix};
use crate::speaker::SpeakerKind;

use super::{BEARERS, Cast, Entity, is_full, person_words};

/// Short forms of given names that do not begin alike.
const SHORT: [(&str, &str); 34] = [
    ("andy", "andrew"),
    ("bill", "william"),
    ("billy", "william"),
    ("bob", "robert"),
    ("bobby", "robert"),
    ("chuck", "charles"),
    ("dick", "richard"),
    ("ed", "edward"),
    ("betsy", "elizabeth"),
    ("beth", "elizabeth"),
    ("liz", "elizabeth"),
    ("gene", "eugene"),
    ("hank", "henry"),
    ("harry", "harold"),
    ("jack", "john"),
    ("jake", "jacob"),
    ("jim", "james"),
    ("jimmy", "james"),
    ("joe", "joseph"),
    ("johnny", "john"),
    ("kate", "katherine"),
    ("larry", "lawrence"),
    ("mike", "michael"),
    ("mick", "michael"),
    ("nick", "nicholas"),
    ("peggy", "margaret"),
    ("rick", "richard"),
    ("rob", "robert"),
    ("ted", "edward"),
    ("tony", "anthony"),
    ("tony", "antony"),
    ("will", "william"),
    ("bernie", "bernard"),
    ("meg", "margaret"),
];

/// Can `a` and `b` be given names of one person?
pub(super) fn same_given(a: &str, b: &str) -> bool {
    let (a, b) = (a.replace('.', ""), b.replace('.', ""));
    let (short, long) = if a.len() <= b.len() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    short == long
        || short.len() == 1 && long.starts_with(short.as_str())
        || short.len() >= 3 && long.starts_with(short.as_str())
        || SHORT.contains(&(short.as_str(), long.as_str()))
}

/// That of a given name, where only one sex bears it.
pub(super) fn gender(document: &Document, token: usize) -> Gender {
    let classes = document.classes(token);
    match (
        classes.is(Classes::GIVEN_MALE),
        classes.is(Classes::GIVEN_FEMALE),
    ) {
        (true, false) => Gender::Male,
        (false, true) => Gender::Female,
        _ => Gender::Unknown,
    }
}

impl Cast {
    /// *Mr Roe’s wife, Olive*: she is *Mrs Roe*, where the article calls a woman so who has no other name.
    pub(in crate::speaker) fn marry(&mut self, husband: usize, wife: usize) {
        let Some(husband) = self.entities.get(husband) else {
            return;
        };
        let (Some(last), Some(surname)) = (
            husband.words.last().cloned(),
            husband.name.split(' ').next_back().map(str::to_owned),
        ) else {
            return;
        };
        let given_only =
            |known: &Entity| !known.full && known.words.len() == 1 && known.gender != Gender::Male;
        if !self.entities.get(wife).is_some_and(given_only) {
            return;
        }
        let mrs = |known: &Entity| {
            known.gender == Gender::Female && known.words.as_slice() == [last.as_str()]
        };
        let Some(mrs) = self
            .entities
            .iter()
            .position(mrs)
            .filter(|&mrs| mrs != wife)
        else {
            return;
        };
        self.give_surname(wife, &surname);
        let Ok([known, mrs]) = self.entities.get_disjoint_mut([wife, mrs]) else {
            return;
        };
        known.gender = Gender::Female;
        known.mentions.append(&mut mrs.mentions);
        known.mentions.sort_unstable();
        for mention in &known.mentions {
            if let Some(of) = self.of.get_mut(*mention) {
                *of = Some(wife);
            }
        }
    }

    /// ***Tom** and Helen Ashworth* are Tom Ashworth and Helen Ashworth, where no other Tom is named in full.
    pub(super) fn partners(&mut self, document: &Document) {
        let given = Classes::GIVEN_MALE.or(Classes::GIVEN_FEMALE);
        let is_given =
            |token: usize| document.shape(token).is_capital() && document.classes(token).is(given);
        for (index, pair) in document.mentions.windows(2).enumerate() {
            let [one, other] = pair else { continue };
            let start = one.name.start;
            let alone = one.name.len() == 1
                && one.tokens == one.name
                && matches!(one.kind, MentionKind::Person | MentionKind::Name)
                && is_given(start)
                && self.of.get(index).is_some_and(Option::is_none)
                && !self.by_first.contains_key(document.folded(start));
            let joined = document.folded(one.tokens.end) == "and"
                && other.tokens.start == one.tokens.end + 1
                && other.tokens == other.name
                && is_full(other)
                && is_given(other.name.start);
            let (words, _) = person_words(document, other);
            let (true, [_, .., surname]) = (alone && joined, words.as_slice()) else {
                continue;
            };
            let first = document.folded(start).to_owned();
            let entity = self.push(
                SpeakerKind::Person,
                vec![first.clone(), surname.clone()],
                true,
            );
            // *van Dyke*, without *Jr.*
            let mut names = other.name.clone().skip(1);
            let last = names.rfind(|&token| !is_suffix(document.folded(token)));
            let last = last.unwrap_or(other.name.end - 1);
            let particles = (other.name.start + 1..last).rev();
            let particles = particles.take_while(|&token| is_particle(document.folded(token)));
            let family = document.span_of(last - particles.count()..last + 1);
            if let Some(partner) = self.entities.get_mut(entity) {
                let family = document.slice(family);
                partner.name = format!("{} {family}", document.word(start));
                partner.gender = gender(document, start);
            }
            self.by_first.entry(first).or_default().push(entity);
            let bearers = self.by_last.entry(surname.clone()).or_default();
            if bearers.len() < BEARERS {
                bearers.push(entity);
            }
            self.assign(document, index, entity);
        }
    }
}
