//! Writes down the entities that speak as [`Document::speakers`], in order of first mention.

use std::collections::hash_map::Entry as Slot;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::Document;
use crate::gazetteer::Gazetteer;

use super::Speaker;
use super::cast::Cast;

/// Writes down the entities that speak, in order of first mention, and points the links at them.
pub(super) fn publish(document: &mut Document, gazetteer: &Gazetteer, cast: &Cast) {
    let mut speak: FxHashSet<usize> = FxHashSet::default();
    for attribution in &document.attributions {
        for link in std::iter::once(&attribution.speaker).chain(&attribution.via_speaker) {
            speak.extend(link.speaker);
            speak.extend(link.candidates.iter().map(|&(entity, _)| entity));
        }
    }
    let mut order: Vec<usize> = speak.into_iter().collect();
    order.sort_by_key(|&entity| {
        (
            cast.entities.get(entity).map_or(0, |entity| entity.first),
            entity,
        )
    });
    let mut places: FxHashMap<usize, usize> = FxHashMap::default();
    let mut ids: FxHashMap<String, usize> = FxHashMap::default();
    for entity_index in order {
        let Some(entity) = cast.entities.get(entity_index) else {
            continue;
        };
        let known = entity.gazetteer.and_then(|known| gazetteer.entry(known));
        let known = known.as_ref();
        let mut id = known.map_or_else(|| slug(&entity.name), |known| known.id.clone());
        // Two speakers of one slug are numbered, in order of mention.
        loop {
            match ids.entry(id.clone()) {
                Slot::Vacant(free) => {
                    free.insert(1);
                    break;
                }
                Slot::Occupied(mut taken) => {
                    *taken.get_mut() += 1;
                    id = format!("{id}-{}", taken.get());
                }
            }
        }
        places.insert(entity_index, document.speakers.len());
        let (mut name, mut aliases, mut roles) = (
            entity.name.clone(),
            entity.aliases.clone(),
            entity.roles.clone(),
        );
        roles.retain_mut(keep_office);
        let mut said: FxHashSet<String> = FxHashSet::default();
        roles.retain(|role| said.insert(role.clone()));
        // The user's list has the last word on names and roles. The built-in one does not: who held an office when the article
        // was written, the article knows better.
        if let Some(own) =
            known.filter(|_| entity.gazetteer.is_some_and(|at| gazetteer.is_users(at)))
        {
            if own.name != name {
                let short = std::mem::replace(&mut name, own.name.clone());
                aliases.retain(|alias| *alias != name && *alias != short);
                aliases.insert(0, short);
            }
            roles.extend(
                own.role
                    .iter()
                    .filter(|role| !entity.roles.contains(role))
                    .cloned(),
            );
        }
        document.speakers.push(Speaker {
            id,
            name,
            kind: entity.kind,
            gender: entity.gender,
            aliases,
            roles,
            gazetteer: known.map(|known| known.id.clone()),
            same_as: known.map(|known| known.same_as.clone()).unwrap_or_default(),
        });
    }
    for attribution in &mut document.attributions {
        for link in std::iter::once(&mut attribution.speaker).chain(&mut attribution.via_speaker) {
            link.speaker = link.speaker.and_then(|entity| places.get(&entity).copied());
            for (entity, _) in &mut link.candidates {
                *entity = places.get(entity).copied().unwrap_or_default();
            }
        }
    }
}

/// Cuts *Prime Minister Sir* down to the office. Is it a role at all? *Neither Mr.* is none.
pub(super) fn keep_office(role: &mut String) -> bool {
    let Some((office, last)) = role.rsplit_once(' ') else {
        return !is_courtesy(role);
    };
    if last == "Sir" {
        role.truncate(office.len());
    }
    !role.rsplit(' ').next().is_some_and(is_courtesy)
}

/// Does `role` only say how somebody is addressed?
pub(super) fn is_courtesy(role: &str) -> bool {
    matches!(
        role.trim_end_matches('.'),
        "Mr" | "Mrs" | "Ms" | "Miss" | "Mx" | "Sir" | "Madam" | "Messrs"
    )
}

/// A name as an identifier: ASCII, lower case, hyphens.
pub(crate) fn slug(name: &str) -> String {
    let folded = crate::gazetteer::fold(name);
    let mut slug = String::with_capacity(folded.len());
    for c in folded.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() && !matches!(c, '\'' | '.') {
            slug.push('-');
        }
    }
    while slug.ends_with('-') {
        slug.pop();
    }
    if slug.is_empty() {
        "speaker".to_owned()
    } else {
        slug
    }
}
