//! The source is a proper name: whose it is, and what kind of speaker bears it.

use crate::lexicon::Classes;
use crate::mention::PARTISAN;

use super::cast::{Bearer, Tenure, same_word};
use super::{Finding, Linker, Resolution, SpeakerKind};

impl Linker<'_, '_> {
    /// *the Dane*, *the Swiss*: the one person of the article who is told to be from there.
    pub(super) fn only_one_from(&self, word: &str) -> Option<Finding> {
        let entity = self.cast.by_word(same_word(word))?;
        let why = format!("the only {word} named: {}", self.name(entity));
        Some(Finding::linked(entity, Resolution::Description, 0.7, why))
    }

    /// The source is a proper name.
    pub(super) fn named(&mut self, index: usize) -> Finding {
        let document = self.document;
        let Some(mention) = document.mentions.get(index) else {
            return Finding::unknown(None);
        };
        // *the Republican*: one person, by party.
        let word = document.folded(mention.name.start);
        if mention.definite && mention.name.len() == 1 && PARTISAN.contains(&word) {
            let scored = self.fitting(
                "candidate",
                &[same_word(word).to_owned()],
                Tenure::Current,
                mention.name.start,
            );
            if let [(best, _), rest @ ..] = scored.as_slice()
                && rest.is_empty()
            {
                return Finding::linked(
                    *best,
                    Resolution::Description,
                    0.75,
                    format!("the only {word} named: {}", self.name(*best)),
                );
            }
        }
        // *The Swiss intends to return*
        if mention.definite
            && mention.name.len() == 1
            && document.classes(mention.name.start).is(Classes::PLACE)
            && let Some(finding) = self.only_one_from(word)
        {
            return finding;
        }
        let Some(entity) = self.entity_of(index) else {
            return match self.cast.bearer(document, index, mention) {
                Bearer::One(entity) => Finding::linked(
                    entity,
                    Resolution::Surname,
                    0.8,
                    format!("surname of {}", self.name(entity)),
                ),
                Bearer::Several(candidates) => {
                    let names: Vec<&str> = candidates
                        .iter()
                        .map(|&(entity, _)| self.name(entity))
                        .collect();
                    let why = format!(
                        "{:?} may be {}",
                        document.slice(mention.span),
                        names.join(" or ")
                    );
                    Finding::ambiguous(candidates, Resolution::Surname, why)
                }
                Bearer::Nobody => Finding::unknown(None),
            };
        };
        if let Some(entity) = self.cast.entities.get_mut(entity)
            && entity.kind == SpeakerKind::Unknown
            && mention.name.len() <= 3
        {
            // Bodies were told by their looks; what is left and speaks is a person more often than not. *Islanders* at the head of
            // a sentence, and nowhere else with a capital, are many.
            let many = mention.name.len() == 1
                && word.len() > 5
                && word.ends_with('s')
                && !word.ends_with("ss")
                && !entity.acts;
            // *the annual Fissile Ledger*
            let written = mention.name.len() > 1
                && document.classes(mention.name.end - 1).is(Classes::DOCUMENT);
            entity.kind = if written {
                SpeakerKind::Document
            } else if many {
                SpeakerKind::Group
            } else {
                SpeakerKind::Person
            };
        }
        let known = self.cast.entities.get(entity);
        let surname = known.is_some_and(|known| known.full && known.kind == SpeakerKind::Person)
            && mention.name.len() == 1;
        let by_title = known.is_some_and(|known| {
            known.gazetteer.is_some() && !known.full && known.kind == SpeakerKind::Person
        });
        if surname {
            Finding::linked(
                entity,
                Resolution::Surname,
                0.97,
                format!(
                    "{} is {}",
                    self.text(mention.name.clone()),
                    self.name(entity)
                ),
            )
        } else if by_title {
            Finding::linked(
                entity,
                Resolution::Gazetteer,
                0.95,
                format!(
                    "title and surname as in the gazetteer: {}",
                    self.name(entity)
                ),
            )
        } else {
            let certainty = if known.is_some_and(|known| known.kind == SpeakerKind::Unknown) {
                0.8
            } else {
                1.0
            };
            Finding::linked(
                entity,
                Resolution::Name,
                certainty,
                format!("named in the source: {}", self.name(entity)),
            )
        }
    }
}
