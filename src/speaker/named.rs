//! The source is a proper name: whose it is, and what kind of speaker bears it.

use std::ops::Range;

use crate::gazetteer::Gender;
use crate::lexicon::Classes;
use crate::mention::PARTISAN;

use super::cast::{Bearer, Tenure, same_word};
use super::choice::Choice;
use super::{Finding, LIKELY, Linker, Resolution, SpeakerKind, phrase, rank};

impl Linker<'_, '_> {
    /// *the Dane*, *the Swiss*: the one person of the article who is told to be from there.
    pub(super) fn only_one_from(&self, word: &str) -> Option<Finding> {
        let entity = self.cast.by_word(same_word(word))?;
        let why = format!("the only {word} named: {}", self.name(entity));
        Some(Finding::linked(entity, Resolution::Description, 0.7, why))
    }

    /// *the Ohio Democrat*, *the Republican*: one person, by party and by where they are from, whom the article names; *an Ohio
    /// Democrat* has no name.
    pub(super) fn partisan(&mut self, mention: usize, index: usize) -> Option<Finding> {
        /// How sure is at most who holds an office and of whom no place is told.
        const MOST: f32 = 0.75;
        let document = self.document;
        let mention = document.mentions.get(mention)?;
        let last = mention.name.end - 1;
        let party = document.folded(last);
        let from = mention.name.start..last;
        let place = |token: usize| {
            document
                .classes(token)
                .is(Classes::PLACE.or(Classes::DEMONYM))
        };
        let of_place = from.is_empty() || from.clone().any(place);
        let article = mention.name.start.checked_sub(1);
        let article = article.map_or("", |article| document.folded(article));
        let somebody = matches!(article, "a" | "an" | "another" | "one") && !from.is_empty();
        if !(article == "the" || somebody) || !of_place || !phrase::is_partisan(party) {
            return None;
        }
        if somebody {
            return Some(self.partisan_without_name(mention.name.clone()));
        }
        let words: Vec<String> = from
            .filter(|&token| place(token))
            .map(|token| same_word(document.folded(token)).to_owned())
            .collect();
        let (fits, is_told) = self.partisans(party, &words, last);
        let description = rank::Description {
            head: party,
            gender: Gender::Unknown,
            more: !words.is_empty(),
            fits: &fits,
            age: None,
        };
        let wanted = rank::Wanted::Described;
        let candidates = rank::candidates(self, last, index, wanted, Some(&description));
        match self.choose(&candidates, last, index, wanted) {
            Choice::One(best, entity) if best.probability >= LIKELY => {
                let why = format!("description matches the party of {}", self.name(entity));
                let most = if is_told { 1.0 } else { MOST };
                let certainty = best.probability.min(most);
                Some(Finding::linked(
                    entity,
                    Resolution::Description,
                    certainty,
                    why,
                ))
            }
            Choice::Several(links) => {
                let why = format!("description fits {}", self.names(&links, " and "));
                Some(Finding::ambiguous(links, Resolution::Description, why))
            }
            _ if words.is_empty() => None,
            _ => Some(self.partisan_without_name(mention.name.clone())),
        }
    }

    /// Who may be of a party, and from the places `words` if there are any, at token `at`, with scores; and whether the article says so,
    /// and not only that they hold an office.
    fn partisans(&self, party: &str, words: &[String], at: usize) -> (Vec<(usize, f32)>, bool) {
        /// What politicians are called.
        const OFFICES: [&str; 4] = ["lawmaker", "governor", "speaker", "leader"];
        /// Sentences back to one of whom no place is told.
        const NEAR: usize = 2;
        let document = self.document;
        let mut fits: Vec<(usize, f32)> = Vec::new();
        for head in std::iter::once(party).chain(OFFICES) {
            for (entity, score) in self.fitting(head, words, Tenure::Current, at) {
                if !fits.iter().any(|&(known, _)| known == entity) {
                    fits.push((entity, score));
                }
            }
            // By party alone nobody is told who holds an office.
            if words.is_empty() {
                break;
            }
        }
        let cast = &self.cast;
        // The Republican senator from Ohio is not the Ohio Democrat.
        let others = || PARTISAN.into_iter().filter(|&other| other != party);
        fits.retain(|&(entity, _)| {
            !others().any(|other| cast.tied(entity, other).next().is_some())
        });
        if words.is_empty() {
            return (fits, true);
        }
        let from_there = |entity: usize| {
            let ties = std::iter::once(party).chain(OFFICES);
            let mut ties = ties.flat_map(|head| cast.tied(entity, head));
            ties.any(|tie| tie.words.iter().any(|word| words.contains(word)))
        };
        let is_told = fits.iter().any(|&(entity, _)| from_there(entity));
        if is_told {
            fits.retain(|&(entity, _)| from_there(entity));
        } else {
            // Of those of whom no place is told, who holds an office and was named just before.
            let sentence =
                |token: usize| document.tokens.get(token).map_or(0, |token| token.sentence);
            let near = |entity: usize| {
                let mention = cast.last_mention(document, entity, at)?;
                let mention = document.mentions.get(mention)?;
                Some(sentence(at).saturating_sub(sentence(mention.tokens.start)) <= NEAR)
            };
            let in_office = |entity: usize| {
                let mut offices = OFFICES.iter();
                offices.any(|office| cast.tied(entity, office).next().is_some())
            };
            fits.retain(|&(entity, _)| in_office(entity) && near(entity) == Some(true));
            if fits.len() > 1 {
                fits.clear();
            }
        }
        (fits, is_told)
    }

    fn partisan_without_name(&mut self, words: Range<usize>) -> Finding {
        let name = self.text(words.clone());
        let entity = self.cast.named(SpeakerKind::Person, &name, words.end - 1);
        let why = format!("nobody is named for {name:?}");
        Finding::linked(entity, Resolution::Description, 0.65, why)
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
