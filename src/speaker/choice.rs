//! The best of the candidates that `rank` weighed, or those that cannot be told from it.

use crate::mention::MentionKind;

use super::{Antecedents, Linker, SpeakerKind, Weighed, rank};

/// Two candidates whose probabilities are nearer than this cannot be told apart.
const MARGIN: f32 = 0.05;

/// How many candidates are kept for a reader to see.
const SHOWN: usize = 8;

/// What came of weighing candidates.
pub(super) enum Choice {
    Nobody,
    One(rank::Candidate, usize),
    /// Nothing tells them apart.
    Several(Vec<(usize, f32)>),
}

impl Linker<'_, '_> {
    /// The best of `candidates`, or those that cannot be told from it; all are kept for a reader to see.
    pub(super) fn choose(
        &mut self,
        candidates: &[rank::Candidate],
        token: usize,
        index: usize,
        wanted: rank::Wanted,
    ) -> Choice {
        let weighed = candidates.iter().take(SHOWN).map(|candidate| Weighed {
            name: self.name_of(candidate.referent),
            probability: candidate.probability,
            features: candidate.features,
        });
        let weighed = weighed.collect();
        self.antecedents.push(Antecedents {
            attribution: index,
            token,
            kind: wanted.name(),
            candidates: weighed,
        });
        let Some(&best) = candidates.first() else {
            return Choice::Nobody;
        };
        let rivals: Vec<rank::Candidate> = candidates
            .iter()
            .take(4)
            .take_while(|candidate| best.probability - candidate.probability < MARGIN)
            .copied()
            .collect();
        if rivals.len() > 1 {
            let links = rivals
                .iter()
                .map(|candidate| (self.entity_for(candidate.referent), candidate.probability))
                .collect();
            return Choice::Several(links);
        }
        Choice::One(best, self.entity_for(best.referent))
    }

    fn name_of(&self, referent: rank::Antecedent) -> String {
        match referent {
            rank::Antecedent::Entity(entity) => self.name(entity).to_owned(),
            rank::Antecedent::Pair(first, second) => {
                format!("{} and {}", self.name(first), self.name(second))
            }
            rank::Antecedent::Mention(index) => self
                .document
                .mentions
                .get(index)
                .map_or(String::new(), |mention| self.text(mention.name.clone())),
        }
    }

    /// The entity of a candidate: a common noun becomes one when it is chosen.
    pub(super) fn entity_for(&mut self, referent: rank::Antecedent) -> usize {
        match referent {
            rank::Antecedent::Entity(entity) => entity,
            rank::Antecedent::Pair(first, _) => {
                let name = self.name_of(referent);
                let at = self
                    .cast
                    .entities
                    .get(first)
                    .map_or(0, |entity| entity.first);
                self.cast.named(SpeakerKind::Group, &name, at)
            }
            rank::Antecedent::Mention(index) => {
                let Some(mention) = self.document.mentions.get(index) else {
                    return 0;
                };
                let kind = match mention.kind {
                    MentionKind::Human => SpeakerKind::Person,
                    MentionKind::Group => SpeakerKind::Group,
                    MentionKind::Body => SpeakerKind::Organization,
                    _ => SpeakerKind::Document,
                };
                let name = self.text(mention.name.clone());
                let entity = self.cast.named(kind, &name, mention.name.start);
                self.cast.is_of_gender(entity, mention.gender);
                entity
            }
        }
    }
}
