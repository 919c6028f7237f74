//! Divides those who bear one name into people.
//!
//! Receives the appearances of one name, each with what its article says of the bearer: gender and roles. Says which of
//! them are one person. It never compares two of them and decides; it asks whether all that is known of the name fits one
//! person, because what fits two people fits neither. So the result does not hang on the order of the appearances.
//!
//! 1. Those with roles are linked where the roles are one person's (below). An article that gives two roles bears witness
//!    that they are one person's.
//! 2. Where men and women are linked, they are parted, and those of whom no gender is known stay open.
//! 3. Those who would be one with another of their own article stay open, and their roles bear no witness.
//! 4. Those without roles go to the one person that their gender allows. Where it allows several, or where that person is
//!    another one of the article, they stay open; where it allows nobody, they are somebody else.
//!
//! **Roles of one person** name the same body (*Oxalis spokeswoman*, *analyst at Oxalis*), or are the same post and say the
//! same beside it (*Ohio senator*, *senator from Ohio*). A role that says less (*senator*) goes with the fuller ones of its
//! post, if these are all one person's. If they are not (*Ohio senator*, *Texas senator*), it fits both, and stays open. The
//! same holds of a role that says something of another sort (*health minister* beside *minister of Lora*), and of *candidate*
//! among posts in politics.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hash;

use rustc_hash::FxHashMap;

use super::role::{LEVELS, Role};
use crate::report::GenderRecord;

/// What one article says of a bearer of the name.
#[derive(Clone, Debug, Default)]
pub(super) struct Bearer<'a> {
    pub(super) gender: Option<GenderRecord>,
    pub(super) roles: Vec<Role>,
    pub(super) article: &'a str,
    /// The id in its article: who has another id there is somebody else.
    pub(super) speaker: &'a str,
}

/// Who the bearers of a name are, by index.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Division {
    /// One list for each person.
    pub(super) people: Vec<Vec<usize>>,
    /// Those who may be several of the people, with these, by index into `people`.
    pub(super) open: Vec<(usize, Vec<usize>)>,
}

/// Of more people than that of one name, the first are listed: a list is for a reader.
const NAMESAKES: usize = 32;

/// More rounds than any name needs: each lets roles that say less go with fuller ones that were linked in the one before.
const ROUNDS: usize = 32;

/// Divides the bearers of one name.
pub(super) fn divide(bearers: &[Bearer]) -> Division {
    let gender = gender_in(bearers);
    let (mut told, silent): (Vec<usize>, Vec<usize>) =
        (0..bearers.len()).partition(|&index| !bearers[index].roles.is_empty());

    let mut told_apart: BTreeSet<usize> = BTreeSet::new();
    let (mut people, mut open) = loop {
        let (mut people, open) = link_by_gender(bearers, &told);
        let apart = keep_articles_word(bearers, &mut people, |_| true);
        told_apart.extend(&apart);
        // Who was put together with another of the article bears no witness for others.
        told.retain(|at| !told_apart.contains(at));
        if apart.is_empty() {
            break (people, open);
        }
    };
    place_silent(&silent, gender, &mut people, &mut open);
    open.extend(told_apart);
    // Of two in one article the one whose role says who it is stays.
    let is_silent = |at: usize| bearers[at].roles.is_empty();
    open.extend(keep_articles_word(bearers, &mut people, is_silent));

    let known: Vec<BTreeSet<GenderRecord>> =
        people.iter().map(|one| genders(one, gender)).collect();
    let articles: Vec<BTreeSet<&str>> = people
        .iter()
        .map(|one| one.iter().map(|&at| bearers[at].article).collect())
        .collect();
    let mut open: Vec<(usize, Vec<usize>)> = open
        .into_iter()
        .map(|index| {
            let allowed = (0..people.len()).filter(|&at| {
                allows(&known[at], gender(index)) && !articles[at].contains(bearers[index].article)
            });
            (index, allowed.take(NAMESAKES).collect())
        })
        .collect();
    for one in &mut people {
        one.sort_unstable();
    }
    open.sort_unstable();
    Division { people, open }
}

/// The gender of each of `bearers`, by index.
fn gender_in(bearers: &[Bearer]) -> impl Fn(usize) -> Option<GenderRecord> + Copy {
    move |index| bearers.get(index).and_then(|bearer| bearer.gender)
}

fn genders(
    group: &[usize],
    gender: impl Fn(usize) -> Option<GenderRecord>,
) -> BTreeSet<GenderRecord> {
    group.iter().filter_map(|&at| gender(at)).collect()
}

fn allows(known: &BTreeSet<GenderRecord>, gender: Option<GenderRecord>) -> bool {
    gender.is_none_or(|gender| known.iter().all(|&known| known == gender))
}

/// [`link`]s those of `those` whose roles are one person's, men and women apart.
fn link_by_gender(bearers: &[Bearer], those: &[usize]) -> (Vec<Vec<usize>>, Vec<usize>) {
    let gender = gender_in(bearers);
    let mut people: Vec<Vec<usize>> = Vec::new();
    let (linked, mut open) = link(bearers, those);
    for group in linked {
        if genders(&group, gender).len() < 2 {
            people.push(group);
            continue;
        }
        for wanted in [GenderRecord::Female, GenderRecord::Male] {
            let those = group.iter().copied();
            let those: Vec<usize> = those.filter(|&at| gender(at) == Some(wanted)).collect();
            let (linked, unlinked) = link(bearers, &those);
            people.extend(linked);
            open.extend(unlinked);
        }
        open.extend(group.iter().filter(|&&at| gender(at).is_none()));
    }
    (people, open)
}

/// Gives those without a role to the one person that their gender allows.
fn place_silent(
    silent: &[usize],
    gender: impl Fn(usize) -> Option<GenderRecord>,
    people: &mut Vec<Vec<usize>>,
    open: &mut Vec<usize>,
) {
    let of = |wanted: Option<GenderRecord>| -> Vec<usize> {
        let those = silent.iter().copied();
        those.filter(|&at| gender(at) == wanted).collect()
    };
    let mut added = Vec::new();
    let mut joined: Vec<(usize, Vec<usize>)> = Vec::new();
    let known: Vec<BTreeSet<GenderRecord>> =
        people.iter().map(|one| genders(one, &gender)).collect();
    let both = [GenderRecord::Female, GenderRecord::Male].map(|wanted| (wanted, of(Some(wanted))));
    let two = both.iter().all(|(_, those)| !those.is_empty());
    for (wanted, those) in both {
        if those.is_empty() {
            continue;
        }
        let allowed: Vec<usize> = (0..people.len())
            .filter(|&at| allows(&known[at], Some(wanted)))
            .collect();
        match allowed.as_slice() {
            [] => added.push(those),
            // A man and a woman without roles cannot both be the one whose gender is not known.
            &[one] if two && known[one].is_empty() => added.push(those),
            &[one] => joined.push((one, those)),
            _ => open.extend(those),
        }
    }
    for (one, those) in joined {
        people[one].extend(those);
    }
    people.extend(added);
    let rest = of(None);
    match people.as_mut_slice() {
        _ if rest.is_empty() => {}
        [] => people.push(rest),
        [one] => one.extend(rest),
        _ => open.extend(rest),
    }
}

/// An article that has two speakers of one name tells them apart: takes from `people` and returns those that were put
/// together with another of their own article, of such as `may_go`.
fn keep_articles_word(
    bearers: &[Bearer],
    people: &mut Vec<Vec<usize>>,
    may_go: impl Fn(usize) -> bool,
) -> Vec<usize> {
    let mut apart = Vec::new();
    for one in people.iter_mut() {
        let mut speakers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for &at in one.iter() {
            let bearer = &bearers[at];
            speakers
                .entry(bearer.article)
                .or_default()
                .insert(bearer.speaker);
        }
        let two = |at: &usize| {
            let ids = speakers.get(bearers[*at].article);
            may_go(*at) && ids.is_some_and(|ids| ids.len() > 1)
        };
        apart.extend(one.iter().copied().filter(two));
        one.retain(|at| !two(at));
    }
    people.retain(|one| !one.is_empty());
    apart
}

/// A role without proper words: others of its post may say more.
struct Claim<'r> {
    bearer: usize,
    role: &'r Role,
}

/// Whom a claim goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Nobody,
    One(usize),
    Several,
}

impl Verdict {
    fn of(who: &[usize], sets: &mut Sets) -> Self {
        let mut groups = who.iter().map(|&at| sets.of(at));
        match groups.next() {
            None => Verdict::Nobody,
            Some(first) if groups.all(|group| group == first) => Verdict::One(first),
            Some(_) => Verdict::Several,
        }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Verdict::Nobody, one) | (one, Verdict::Nobody) => one,
            (one, other) if one == other => one,
            _ => Verdict::Several,
        }
    }

    fn or_else(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Verdict::Nobody => other(),
            one => one,
        }
    }
}

/// Links those of `those` whose roles are one person's; returns the groups, and those whose roles fit several.
fn link(bearers: &[Bearer], those: &[usize]) -> (Vec<Vec<usize>>, Vec<usize>) {
    let mut sets = Sets::new(bearers.len());
    let mut same_body = Firsts::default();
    let mut same_words = Firsts::default();
    // By post, level and word: who says this and more.
    let mut fuller: FxHashMap<(&str, usize, &str), Vec<usize>> = FxHashMap::default();
    // By post: who says a proper word.
    let mut proper: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    let mut offices: Vec<usize> = Vec::new();
    let mut claims: Vec<Claim> = Vec::new();
    for &at in those {
        for role in &bearers[at].roles {
            for body in &role.bodies {
                same_body.join(body, at, &mut sets);
            }
            if role.is_office() {
                offices.push(at);
            }
            let own = role.level();
            if own == 0 {
                for word in &role.words[0] {
                    same_words.join((&role.post, word), at, &mut sets);
                }
                proper.entry(&role.post).or_default().push(at);
            } else {
                claims.push(Claim { bearer: at, role });
            }
            for level in own + 1..=LEVELS {
                for word in said(role, level) {
                    let key = (role.post.as_str(), level, word);
                    fuller.entry(key).or_default().push(at);
                }
            }
        }
    }
    // Where nobody says the same and more, those who say the same are one.
    let mut same_claim = Firsts::default();
    let mut beside: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for claim in &claims {
        let (post, level) = (claim.role.post.as_str(), claim.role.level());
        if said(claim.role, level).all(|word| !fuller.contains_key(&(post, level, word))) {
            for word in said(claim.role, level) {
                same_claim.join((post, level, word), claim.bearer, &mut sets);
            }
            if level < LEVELS {
                beside.entry(post).or_default().push(claim.bearer);
            }
        }
    }

    // Where all who say more are one, those who say less are, too. Each round sees only what stood before it.
    let mut verdicts: Vec<Verdict> = Vec::new();
    for _ in 0..ROUNDS {
        let mut of = |who: &Vec<usize>| Verdict::of(who, &mut sets);
        let fuller: FxHashMap<(&str, usize, &str), Verdict> =
            fuller.iter().map(|(&key, who)| (key, of(who))).collect();
        let proper: FxHashMap<&str, Verdict> =
            proper.iter().map(|(&post, who)| (post, of(who))).collect();
        let beside: FxHashMap<&str, Verdict> =
            beside.iter().map(|(&post, who)| (post, of(who))).collect();
        let offices = of(&offices);
        verdicts.clear();
        for Claim { role, .. } in &claims {
            let (post, level) = (role.post.as_str(), role.level());
            let same = said(role, level)
                .filter_map(|word| fuller.get(&(post, level, word)).copied())
                .fold(Verdict::Nobody, Verdict::and);
            // *Health minister* does not contradict *minister of Lora*, unless there is a *finance minister*, too.
            let alone = level < LEVELS && beside.get(post) != Some(&Verdict::Several);
            let other = proper.get(post).copied().filter(|_| alone);
            let other = other.unwrap_or(Verdict::Nobody);
            verdicts.push(same.or_else(|| other).or_else(|| match role.is_general() {
                true => offices,
                false => Verdict::Nobody,
            }));
        }
        let mut changed = false;
        for (claim, verdict) in claims.iter().zip(&verdicts) {
            if let &Verdict::One(group) = verdict {
                changed |= sets.join(claim.bearer, group);
            }
        }
        if !changed {
            break;
        }
    }

    // Open is who has no other role than such as fit several.
    let mut unsure: FxHashMap<usize, usize> = FxHashMap::default();
    for (claim, verdict) in claims.iter().zip(&verdicts) {
        if *verdict == Verdict::Several {
            *unsure.entry(claim.bearer).or_default() += 1;
        }
    }
    let is_open = |at: usize| {
        unsure
            .get(&at)
            .is_some_and(|&count| count == bearers[at].roles.len())
    };
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut open = Vec::new();
    for &at in those {
        if is_open(at) {
            open.push(at);
        } else {
            groups.entry(sets.of(at)).or_default().push(at);
        }
    }
    (groups.into_values().collect(), open)
}

/// What `role` says at `level`; at the last one, nothing but its post.
fn said(role: &Role, level: usize) -> impl Iterator<Item = &str> {
    let words = role.words.get(level).into_iter().flatten();
    // A proper word may elsewhere stand where its capital tells nothing: *Lora Mayor*.
    let proper = role
        .words
        .first()
        .filter(|_| level == 1)
        .into_iter()
        .flatten();
    let post = (level == LEVELS).then_some("");
    words.chain(proper).map(String::as_str).chain(post)
}

/// Joins all that have the same key with the first that had it.
struct Firsts<K>(FxHashMap<K, usize>);

impl<K> Default for Firsts<K> {
    fn default() -> Self {
        Self(FxHashMap::default())
    }
}

impl<K: Hash + Eq> Firsts<K> {
    fn join(&mut self, key: K, at: usize, sets: &mut Sets) {
        let first = *self.0.entry(key).or_insert(at);
        sets.join(first, at);
    }
}

/// Disjoint sets; each goes by its least member, so that its name does not hang on the order of joins.
struct Sets(Vec<usize>);

impl Sets {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn of(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            // Halves the way for whoever goes it next.
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    /// Were they apart?
    fn join(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (self.of(a), self.of(b));
        let (low, high) = (a.min(b), a.max(b));
        self.0[high] = low;
        a != b
    }
}
