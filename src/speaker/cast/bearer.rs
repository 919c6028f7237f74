//! Who a bare surname or given name is.

use super::kind::pronoun_after;
use super::post::post;
use super::{Cast, Entity, person_words};
use crate::document::{Document, Shape};
use crate::gazetteer::Gender;
use crate::mention::Mention;

/// Who a bare name may be.
#[derive(Debug)]
pub(in crate::speaker) enum Bearer {
    /// One person.
    One(usize),
    /// Several, best first, with scores from 0 to 1.
    Several(Vec<(usize, f32)>),
    /// Nobody known.
    Nobody,
}

impl Cast {
    /// Who the bare name of mention `index` is.
    pub(in crate::speaker) fn bearer(
        &self,
        document: &Document,
        index: usize,
        mention: &Mention,
    ) -> Bearer {
        let (words, _) = person_words(document, mention);
        let Some(word) = words.last() else {
            return Bearer::Nobody;
        };
        let known = [&self.by_last, &self.by_first, &self.by_middle]
            .into_iter()
            .filter_map(|names| names.get(word))
            .find(|bearers| !bearers.is_empty());
        let Some(known) = known else {
            return Bearer::Nobody;
        };
        let agrees = |entity: &&Entity| {
            mention.gender == Gender::Unknown
                || entity.gender == Gender::Unknown
                || entity.gender == mention.gender
                || !entity.full
        };
        let fits: Vec<usize> = known
            .iter()
            .copied()
            .filter(|&entity| self.entities.get(entity).as_ref().is_some_and(agrees))
            .collect();
        if let Some(one) = self.by_generation(document, mention, &fits) {
            return Bearer::One(one);
        }
        let fits = self.of_post(document, mention, fits);
        match fits.as_slice() {
            [] => Bearer::Nobody,
            [one] => Bearer::One(*one),
            several => self.settle(document, index, several),
        }
    }

    /// *Sen. Ruiz* and *Gov. Ruiz*: those of `bearers` whose post it is, or all where it is nobody's.
    fn of_post(&self, document: &Document, mention: &Mention, bearers: Vec<usize>) -> Vec<usize> {
        let title = mention.tokens.start..mention.name.start;
        if bearers.len() < 2 || title.is_empty() {
            return bearers;
        }
        let here = post(title.map(|token| document.folded(token)));
        let has = |&entity: &usize| {
            let known = self.entities.get(entity);
            known.is_some_and(|known| known.posts.contains(&here))
        };
        let fits: Vec<usize> = bearers.iter().copied().filter(has).collect();
        if fits.is_empty() { bearers } else { fits }
    }

    /// *the younger Ruiz*, *Ruiz senior*: father or son, where their names say which is which.
    fn by_generation(
        &self,
        document: &Document,
        mention: &Mention,
        bearers: &[usize],
    ) -> Option<usize> {
        let before = document.folded(mention.tokens.start.checked_sub(1)?);
        let behind = document.folded(mention.tokens.end);
        let younger = match (before, behind) {
            ("younger", _) | (_, "junior") => true,
            ("elder" | "older", _) | (_, "senior") => false,
            _ => return None,
        };
        let is_younger = |&&entity: &&usize| {
            let words = self.entities.get(entity).map(|known| &known.words);
            words
                .and_then(|words| words.last())
                .is_some_and(|word| word == "jr")
        };
        let (young, old): (Vec<&usize>, Vec<&usize>) =
            bearers.iter().partition(|entity| is_younger(entity));
        match (young.as_slice(), old.as_slice()) {
            ([one], [_, ..]) if younger => Some(**one),
            ([_, ..], [one]) if !younger => Some(**one),
            _ => None,
        }
    }

    /// Tells several bearers of one name apart: who has the full name in this paragraph, whom the bare name meant before, whom
    /// the article speaks of most, which pronoun follows.
    fn settle(&self, document: &Document, index: usize, bearers: &[usize]) -> Bearer {
        let Some(mention) = document.mentions.get(index) else {
            return Bearer::Nobody;
        };
        let paragraph = document.paragraph_at(mention.span.start);
        let total: usize = bearers
            .iter()
            .filter_map(|&entity| self.entities.get(entity))
            .map(|entity| entity.full_mentions.len())
            .sum();
        // *RUIZ:* in a transcript says which of two no more than the last time.
        let label = document.shape(mention.name.start) == Shape::Upper
            && document.word(mention.tokens.end) == ":";
        let follows = pronoun_after(document, index);
        let full_before = |entity: usize| {
            let entity = self.entities.get(entity)?;
            let before = entity.full_mentions.partition_point(|&full| full < index);
            before
                .checked_sub(1)
                .and_then(|at| entity.full_mentions.get(at))
                .copied()
        };
        let latest = bearers
            .iter()
            .filter_map(|&entity| full_before(entity))
            .max();
        // Named side by side, neither is the later one.
        let sentence_of = |index: usize| {
            document
                .mentions
                .get(index)
                .map(|mention| document.sentence_at(mention.span.start))
        };
        let level = bearers
            .iter()
            .filter_map(|&entity| full_before(entity))
            .filter(|&full| latest.and_then(sentence_of) == sentence_of(full))
            .count()
            > 1;
        let mut scored: Vec<(usize, f32)> = bearers
            .iter()
            .filter_map(|&at| {
                let entity = self.entities.get(at)?;
                let last = full_before(at);
                let here = last
                    .and_then(|last| document.mentions.get(last))
                    .is_some_and(|last| document.paragraph_at(last.span.start) == paragraph);
                #[allow(clippy::cast_precision_loss, reason = "counts of mentions are small")]
                let share = entity.full_mentions.len() as f32 / total.max(1) as f32;
                let mut score = 0.45 * share;
                // A surname alone goes back to whoever was introduced.
                score += match last {
                    Some(_) => 0.1,
                    None if latest.is_some() => -0.15,
                    None => 0.0,
                };
                score += if last.is_some() && last == latest && !level {
                    0.2
                } else {
                    0.0
                };
                score += if here { 0.25 } else { 0.0 };
                score += if entity.bare > 0 { 0.15 } else { 0.0 };
                if follows != Gender::Unknown && entity.gender != Gender::Unknown {
                    score += if follows == entity.gender {
                        0.25
                    } else {
                        -0.25
                    };
                }
                Some((at, score.clamp(0.0, 1.0)))
            })
            .collect();
        scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        match scored.as_slice() {
            [best, second, ..] if !label && best.1 - second.1 >= 0.12 => Bearer::One(best.0),
            [best] => Bearer::One(best.0),
            [] => Bearer::Nobody,
            _ => Bearer::Several(scored),
        }
    }
}
