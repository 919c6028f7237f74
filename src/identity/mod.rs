//! Who is the same across articles.
//!
//! Receives the records of many articles, in which every speaker is known within one article, and gives one
//! [`IdentityRecord`] for each person or body. It is a function of records alone: it runs beside an extraction and over the
//! records of an earlier one, and keeps of each article only what it says of its speakers ([`Appearance`]).
//!
//! - Speakers with one gazetteer entry are one.
//! - Others are one where they have the same full name and nothing that is said of them contradicts it. `divide` says
//!   what contradicts: genders, and roles that are not one person's.
//! - Everybody else stays alone in the article. A surname is shared by too many, and *officials* here are not *officials*
//!   there. Who could be one of several people of the name is none of them; the record lists whom.
//!
//! A false merge puts words into somebody's mouth, a missed one splits a count. So it merges only where it must be so.

mod date;
mod divide;
mod name;
mod role;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::report::{
    ActCounts, AppearanceRecord, ArticleRecord, BasisRecord, GenderRecord, IDENTITY_SCHEMA,
    IdentityRecord, KindRecord, SpeakerSummary, TypeCounts,
};
use crate::speaker::slug;

pub(crate) use date::Day;
use divide::{Bearer, divide};
use role::Role;

/// The day, as `2021-11-16`, that a date stands for; `None` where it can be read in several ways or none.
#[cfg(feature = "cli")]
pub(crate) fn day(written: &str) -> Option<String> {
    Day::read(written).map(|day| day.to_string())
}

/// One speaker in one article: all that is kept of a record.
// Ordered by every field, so that any order of articles becomes the same one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Appearance {
    article: Arc<str>,
    /// The speaker's id in the article.
    speaker: String,
    published: Option<Day>,
    name: String,
    kind: KindRecord,
    gender: Option<GenderRecord>,
    gazetteer: Option<String>,
    aliases: Vec<String>,
    roles: Vec<String>,
    same_as: Vec<String>,
    types: TypeCounts,
    acts: ActCounts,
}

/// The speakers of one article.
pub fn appearances(record: &ArticleRecord) -> Vec<Appearance> {
    let article: Arc<str> = record.id.as_str().into();
    let published = record.article.published.as_deref().and_then(Day::read);
    let mut found: Vec<Appearance> = record
        .speakers
        .iter()
        .map(|speaker| {
            let SpeakerSummary { id, name, .. } = speaker.clone();
            Appearance {
                article: Arc::clone(&article),
                speaker: id,
                published,
                name,
                kind: speaker.kind,
                gender: speaker.gender,
                gazetteer: None,
                aliases: speaker.aliases.clone(),
                roles: speaker.roles.clone(),
                same_as: speaker.same_as.clone(),
                types: TypeCounts::default(),
                acts: ActCounts::default(),
            }
        })
        .collect();
    let places: BTreeMap<String, usize> = found
        .iter()
        .enumerate()
        .map(|(place, speaker)| (speaker.speaker.clone(), place))
        .collect();
    for quote in &record.quotes {
        let place = quote.speaker.id.as_ref().and_then(|id| places.get(id));
        if let Some(speaker) = place.and_then(|&place| found.get_mut(place)) {
            speaker.types.add(quote.quote_type);
            speaker.acts.add(quote.act);
            if speaker.gazetteer.is_none() {
                speaker.gazetteer.clone_from(&quote.speaker.gazetteer);
            }
        }
    }
    found.retain(|speaker| speaker.types.total() > 0);
    found
}

/// Everybody who speaks in `records`, by number of quotes. The order of the records does not matter.
pub fn identities<'r>(records: impl IntoIterator<Item = &'r ArticleRecord>) -> Vec<IdentityRecord> {
    merge(records.into_iter().flat_map(appearances).collect())
}

/// Merges the [`appearances`] of many articles, in any order.
pub fn merge(mut appearances: Vec<Appearance>) -> Vec<IdentityRecord> {
    appearances.sort_unstable();
    let mut people = People::default();
    let mut known: BTreeMap<&str, Vec<&Appearance>> = BTreeMap::new();
    let mut named: BTreeMap<String, Named> = BTreeMap::new();
    for appearance in &appearances {
        if let Some(id) = &appearance.gazetteer {
            known.entry(id).or_default().push(appearance);
            continue;
        }
        match name::key(&appearance.name, appearance.kind) {
            Some(key) => named.entry(key).or_default().push(appearance),
            None => people.alone(appearance, Vec::new()),
        }
    }
    for (id, those) in known {
        people.add(BasisRecord::Gazetteer, Some(id), those);
    }
    for named in named.into_values() {
        people.divide(named);
    }
    people.records()
}

/// Those of one name, by kind.
#[derive(Default)]
struct Named<'a> {
    persons: Vec<&'a Appearance>,
    bodies: Vec<&'a Appearance>,
    unknown: Vec<&'a Appearance>,
}

impl<'a> Named<'a> {
    fn push(&mut self, appearance: &'a Appearance) {
        match appearance.kind {
            KindRecord::Person => self.persons.push(appearance),
            KindRecord::Organization => self.bodies.push(appearance),
            _ => self.unknown.push(appearance),
        }
    }
}

/// A person or body.
struct Identity<'a> {
    basis: BasisRecord,
    gazetteer: Option<&'a str>,
    those: Vec<&'a Appearance>,
    /// Whom it may be, by index into [`People`].
    may_be: Vec<usize>,
}

/// Everybody.
#[derive(Default)]
struct People<'a>(Vec<Identity<'a>>);

impl<'a> People<'a> {
    fn add(
        &mut self,
        basis: BasisRecord,
        gazetteer: Option<&'a str>,
        those: Vec<&'a Appearance>,
    ) -> usize {
        self.0.push(Identity {
            basis,
            gazetteer,
            those,
            may_be: Vec::new(),
        });
        self.0.len() - 1
    }

    /// Adds somebody who is known in one article only.
    fn alone(&mut self, appearance: &'a Appearance, may_be: Vec<usize>) {
        let place = self.add(BasisRecord::Article, None, vec![appearance]);
        self.0[place].may_be = may_be;
    }

    /// Adds the people and bodies of one name.
    fn divide(&mut self, named: Named<'a>) {
        let Named {
            mut persons,
            mut bodies,
            unknown,
        } = named;
        // What a name's looks do not tell, other articles may; unless they tell of both a person and a body.
        let mut open = Vec::new();
        match (persons.is_empty(), bodies.is_empty()) {
            (false, false) => open = unknown,
            (true, false) => bodies.extend(unknown),
            _ => persons.extend(unknown),
        }
        let first = self.0.len();
        let persons_of = divide(&persons.iter().map(|one| bearer(one)).collect::<Vec<_>>());
        // A body has its name for itself: what stands beside it in an article is no role of it.
        let bodies_of = divide(&bodies.iter().map(|one| bare(one)).collect::<Vec<_>>());
        let mut alone = Vec::new();
        for (those, division) in [(persons, persons_of), (bodies, bodies_of)] {
            let from = self.0.len();
            for one in division.people {
                let one = one.into_iter().filter_map(|at| those.get(at).copied());
                self.add(BasisRecord::Name, None, one.collect());
            }
            for (at, may_be) in division.open {
                let may_be: Vec<usize> = may_be.into_iter().map(|place| from + place).collect();
                alone.extend(those.get(at).map(|&one| (one, may_be)));
            }
        }
        let all: Vec<usize> = (first..self.0.len()).collect();
        alone.extend(open.into_iter().map(|one| (one, all.clone())));
        for (appearance, may_be) in alone {
            self.alone(appearance, may_be);
        }
    }

    fn records(self) -> Vec<IdentityRecord> {
        let ids = self.ids();
        let mut records: Vec<IdentityRecord> = self
            .0
            .iter()
            .zip(&ids)
            .map(|(identity, id)| {
                let mut record = identity.record(id);
                let may_be = identity.may_be.iter();
                record.may_be = may_be.filter_map(|&at| ids.get(at)).cloned().collect();
                record.may_be.sort_unstable();
                record
            })
            .collect();
        records
            .sort_unstable_by(|a, b| (b.quotes, &a.name, &a.id).cmp(&(a.quotes, &b.name, &b.id)));
        records
    }

    /// The id of each: the gazetteer's; the slug of the name; where several people have it, with what tells them apart; in
    /// one article, the article's id with the speaker's in it.
    fn ids(&self) -> Vec<String> {
        let mut taken = BTreeMap::new();
        let mut ids = vec![String::new(); self.0.len()];
        let mut by_slug: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut rest = Vec::new();
        for (at, identity) in self.0.iter().enumerate() {
            match (identity.basis, identity.gazetteer) {
                (BasisRecord::Gazetteer, Some(id)) => {
                    taken.insert(id.to_owned(), 1);
                    id.clone_into(&mut ids[at]);
                }
                (BasisRecord::Article, _) => rest.push(at),
                _ => {
                    let slug = slug(&identity.name());
                    by_slug.entry(slug).or_default().push(at);
                }
            }
        }
        for (slug, bearers) in by_slug {
            if let &[at] = bearers.as_slice()
                && !taken.contains_key(&slug)
            {
                ids[at] = numbered(&mut taken, slug);
                continue;
            }
            let marks: Vec<String> = bearers.iter().map(|&at| self.0[at].mark()).collect();
            let mut bear: BTreeMap<&str, usize> = BTreeMap::new();
            for mark in &marks {
                *bear.entry(mark).or_default() += 1;
            }
            for (&at, mark) in bearers.iter().zip(&marks) {
                let shared = bear.get(mark.as_str()).is_some_and(|&count| count > 1);
                let gender = self.0[at].gender().filter(|_| shared);
                let id = match gender {
                    Some(gender) => format!("{slug}-{mark}-{}", gender.name()),
                    None => format!("{slug}-{mark}"),
                };
                ids[at] = numbered(&mut taken, id);
            }
        }
        for at in rest {
            if let Some(one) = self.0[at].those.first() {
                ids[at] = numbered(&mut taken, format!("{}#{}", one.article, one.speaker));
            }
        }
        ids
    }
}

fn bearer(appearance: &Appearance) -> Bearer<'_> {
    let roles = appearance.roles.iter();
    Bearer {
        gender: appearance.gender,
        roles: roles.filter_map(|role| Role::read(role)).collect(),
        ..bare(appearance)
    }
}

/// Without what tells people apart.
fn bare(appearance: &Appearance) -> Bearer<'_> {
    Bearer {
        article: &appearance.article,
        speaker: &appearance.speaker,
        ..Bearer::default()
    }
}

/// `id`, with a number where it is taken.
fn numbered(taken: &mut BTreeMap<String, usize>, id: String) -> String {
    let mut id = id;
    loop {
        match taken.entry(id.clone()) {
            Entry::Vacant(free) => {
                free.insert(1);
                return id;
            }
            Entry::Occupied(mut count) => {
                *count.get_mut() += 1;
                id = format!("{id}-{}", count.get());
            }
        }
    }
}

impl Identity<'_> {
    fn record(&self, id: &str) -> IdentityRecord {
        let name = self.name();
        let aliases = self.those.iter().map(|one| {
            let aliases = one.aliases.iter().chain([&one.name]);
            aliases.filter(|&alias| *alias != name).map(String::as_str)
        });
        let roles = self
            .those
            .iter()
            .map(|one| one.roles.iter().map(String::as_str));
        let same_as = self
            .those
            .iter()
            .map(|one| one.same_as.iter().map(String::as_str));
        let mut types = TypeCounts::default();
        let mut acts = ActCounts::default();
        let mut articles = Vec::with_capacity(self.those.len());
        for one in &self.those {
            types.sum(one.types);
            acts.sum(one.acts);
            articles.push(AppearanceRecord {
                id: one.article.to_string(),
                speaker: one.speaker.clone(),
                quotes: one.types.total(),
            });
        }
        let days = || self.those.iter().filter_map(|one| one.published);
        IdentityRecord {
            schema: IDENTITY_SCHEMA.to_owned(),
            id: id.to_owned(),
            name: name.clone(),
            kind: self.kind(),
            gender: self.gender(),
            gazetteer: self.gazetteer.map(str::to_owned),
            basis: self.basis,
            may_be: Vec::new(),
            aliases: by_count(aliases),
            roles: by_count(roles),
            same_as: by_count(same_as),
            quotes: types.total(),
            types,
            acts,
            articles,
            first_published: days().min().map(|day| day.to_string()),
            last_published: days().max().map(|day| day.to_string()),
        }
    }

    /// The spelling that most articles have.
    fn name(&self) -> String {
        let names = self.those.iter().map(|one| [one.name.as_str()].into_iter());
        by_count(names).into_iter().next().unwrap_or_default()
    }

    /// The kind that most articles say it is; *unknown* where all do.
    fn kind(&self) -> KindRecord {
        let mut counts: BTreeMap<KindRecord, usize> = BTreeMap::new();
        for one in &self.those {
            if one.kind != KindRecord::Unknown {
                *counts.entry(one.kind).or_default() += 1;
            }
        }
        // The first of several.
        let most = counts.iter().rev().max_by_key(|(_, count)| **count);
        most.map_or(KindRecord::Unknown, |(&kind, _)| kind)
    }

    /// Where all that say it agree.
    fn gender(&self) -> Option<GenderRecord> {
        let said: BTreeSet<GenderRecord> = self.those.iter().filter_map(|one| one.gender).collect();
        said.first().copied().filter(|_| said.len() == 1)
    }

    /// What tells it from others of the name: the post most articles give it, else gender or kind.
    fn mark(&self) -> String {
        let posts = self.those.iter().map(|one| {
            let roles: BTreeSet<String> = one
                .roles
                .iter()
                .filter_map(|role| Some(slug(&Role::read(role)?.post)))
                .collect();
            roles.into_iter()
        });
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for post in posts.flatten() {
            *counts.entry(post).or_default() += 1;
        }
        let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
        most.map(|(post, _)| post)
            .or_else(|| self.gender().map(|gender| gender.name().to_owned()))
            .unwrap_or_else(|| self.kind().name().to_owned())
    }
}

/// Distinct texts, those of most articles first.
fn by_count<'t>(of_each: impl Iterator<Item = impl Iterator<Item = &'t str>>) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for texts in of_each {
        for text in texts.collect::<BTreeSet<&str>>() {
            *counts.entry(text).or_default() += 1;
        }
    }
    let mut texts: Vec<(&str, usize)> = counts.into_iter().collect();
    texts.sort_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
    texts.into_iter().map(|(text, _)| text.to_owned()).collect()
}

#[cfg(test)]
mod tests;
