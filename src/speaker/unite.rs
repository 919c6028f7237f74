//! Speakers of one name are one: a name that opens a sentence and the same word inside one (*Police*, *police*), a name that is
//! clearly a person's in one place and could be a body's in another.
//!
//! Two that the gazetteer tells apart, and two of different gender, stay two.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::cast::{Cast, Entity};
use super::{Link, SpeakerKind, Status};
use crate::attribution::Attribution;
use crate::gazetteer::{Gender, fold};

/// Points the links of `attributions` to several entities of one name at the best known of them, which gets what the others have.
pub(super) fn unite(attributions: &mut [Attribution], cast: &mut Cast) {
    let mut speak: Vec<usize> = attributions
        .iter()
        .flat_map(|one| std::iter::once(&one.speaker).chain(&one.via_speaker))
        .flat_map(|link| (link.speaker.into_iter()).chain(link.candidates.iter().map(|one| one.0)))
        .collect();
    speak.sort_unstable();
    speak.dedup();
    let mut of_one_name: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for entity in speak {
        let name = cast.entities.get(entity).map(|known| key(&known.name));
        of_one_name
            .entry(name.unwrap_or_default())
            .or_default()
            .push(entity);
    }
    let mut into: FxHashMap<usize, usize> = FxHashMap::default();
    for mut same in of_one_name.into_values().filter(|same| same.len() > 1) {
        same.sort_by_key(|&entity| (Reverse(cast.entities.get(entity).map(rank)), entity));
        let [best, others @ ..] = same.as_slice() else {
            continue;
        };
        for other in others {
            if cast.unite(*best, *other) {
                into.insert(*other, *best);
            }
        }
    }
    if !into.is_empty() {
        for link in attributions
            .iter_mut()
            .flat_map(|one| std::iter::once(&mut one.speaker).chain(&mut one.via_speaker))
        {
            point(link, &into);
        }
    }
}

/// What names have in common that are the same.
fn key(name: &str) -> String {
    let folded = fold(name);
    folded
        .strip_prefix("the ")
        .map_or(folded.clone(), str::to_owned)
}

/// Which of two is known better: by the gazetteer, by a gender, as something, by mentions.
fn rank(entity: &Entity) -> (bool, bool, bool, usize) {
    (
        entity.gazetteer.is_some(),
        entity.gender != Gender::Unknown,
        entity.kind != SpeakerKind::Unknown,
        entity.mentions.len(),
    )
}

impl Cast {
    /// Gives entity `best` what `other` has, where they can be one; says whether they can.
    fn unite(&mut self, best: usize, other: usize) -> bool {
        let Ok([best, other]) = self.entities.get_disjoint_mut([best, other]) else {
            return false;
        };
        let differ = best.gazetteer.is_some() && other.gazetteer.is_some()
            || best.gender != other.gender
                && best.gender != Gender::Unknown
                && other.gender != Gender::Unknown;
        if differ {
            return false;
        }
        best.first = best.first.min(other.first);
        for alias in std::mem::take(&mut other.aliases) {
            if alias != best.name && !best.aliases.contains(&alias) {
                best.aliases.push(alias);
            }
        }
        for role in std::mem::take(&mut other.roles) {
            if !best.roles.contains(&role) {
                best.roles.push(role);
            }
        }
        true
    }
}

/// Follows `into`; candidates that are one now stand once, with all their weight, and one alone is no longer ambiguous.
fn point(link: &mut Link, into: &FxHashMap<usize, usize>) {
    let goal = |entity: usize| into.get(&entity).copied().unwrap_or(entity);
    link.speaker = link.speaker.map(goal);
    let mut candidates: Vec<(usize, f32)> = Vec::with_capacity(link.candidates.len());
    for (entity, weight) in link.candidates.drain(..) {
        let entity = goal(entity);
        match candidates.iter_mut().find(|known| known.0 == entity) {
            Some(known) => known.1 = (known.1 + weight).min(1.0),
            None => candidates.push((entity, weight)),
        }
    }
    candidates.sort_by(|a, b| b.1.total_cmp(&a.1));
    if let ([(only, _)], Status::Ambiguous) = (candidates.as_slice(), link.status) {
        link.speaker = Some(*only);
        link.status = Status::Linked;
        candidates.clear();
    }
    link.candidates = candidates;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A cast of entities by name, kind, gender and gazetteer entry; nobody has a mention.
    fn cast(entities: &[(&str, SpeakerKind, Gender, Option<usize>)]) -> Cast {
        let mut cast = Cast::default();
        for &(name, kind, gender, gazetteer) in entities {
            let mut entity = Entity::default();
            name.clone_into(&mut entity.name);
            entity.kind = kind;
            entity.gender = gender;
            entity.gazetteer = gazetteer;
            cast.entities.push(entity);
        }
        cast
    }

    /// Whom attributions are linked to after they were linked to each entity of `cast` in turn.
    fn united(mut cast: Cast) -> Vec<usize> {
        let linked = |entity| Attribution {
            speaker: Link {
                speaker: Some(entity),
                status: Status::Linked,
                ..Link::default()
            },
            ..Attribution::default()
        };
        let mut attributions: Vec<Attribution> = (0..cast.entities.len()).map(linked).collect();
        unite(&mut attributions, &mut cast);
        let speakers = attributions.iter().filter_map(|one| one.speaker.speaker);
        speakers.collect()
    }

    #[test]
    fn one_name_is_one_speaker_unless_they_are_known_to_be_two() {
        use Gender::{Female, Male, Unknown};
        use SpeakerKind::{Organization, Person, Unknown as Anything};
        let body = ("Orrin", Organization, Unknown, None);
        let man = ("Orrin", Person, Male, None);
        let woman = ("Orrin", Person, Female, None);
        assert_eq!(united(cast(&[body, man])), [1, 1]);
        assert_eq!(united(cast(&[man, woman])), [0, 1]);
        assert_eq!(
            united(cast(&[("orrin", Anything, Unknown, None), body])),
            [1, 1]
        );
        assert_eq!(
            united(cast(&[("the Orrin", Organization, Unknown, None), body])),
            [0, 0]
        );
        let known = |entry| ("Orrin", Person, Male, Some(entry));
        assert_eq!(united(cast(&[known(3), known(4), body])), [0, 1, 0]);
        assert_eq!(
            united(cast(&[body, ("Orrin Bay", Organization, Unknown, None)])),
            [0, 1]
        );
    }

    #[test]
    fn candidates_that_are_one_are_no_longer_ambiguous() {
        let two = |name| (name, SpeakerKind::Organization, Gender::Unknown, None);
        let mut cast = cast(&[two("Police"), two("police"), two("Orrin")]);
        let ambiguous = |candidates: &[(usize, f32)]| Attribution {
            speaker: Link {
                status: Status::Ambiguous,
                candidates: candidates.to_vec(),
                ..Link::default()
            },
            ..Attribution::default()
        };
        let mut attributions = [
            ambiguous(&[(0, 0.25), (1, 0.25)]),
            ambiguous(&[(2, 0.5), (1, 0.25), (0, 0.5)]),
        ];
        unite(&mut attributions, &mut cast);
        let [one, two] = attributions.map(|one| one.speaker);
        assert_eq!((one.speaker, one.status), (Some(0), Status::Linked));
        assert!(one.candidates.is_empty());
        assert_eq!((two.speaker, two.status), (None, Status::Ambiguous));
        assert_eq!(two.candidates, [(0, 0.75), (2, 0.5)]);
    }
}
