//! Weighs who a pronoun may be: every candidate gets points for what speaks for it, in the open.
//!
//! The weights are set by hand on development data and say what every stylebook says: a pronoun in an inquit is whoever
//! spoke last or was last the subject of a sentence, not whoever is merely mentioned inside the quoted words.

use super::{Area, Linker, SpeakerKind};
use crate::attribution::QuoteType;
use crate::document::Shape;
use crate::gazetteer::Gender;
use crate::lexicon::Classes;
use crate::mention::{Mention, MentionKind};

/// What a word can go back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// *he*
    Man,
    /// *she*
    Woman,
    /// *they*
    Many,
    /// *it*
    Thing,
    /// *the agency*
    Body,
}

/// Whom or what a candidate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Antecedent {
    /// An entity of the cast.
    Entity(usize),
    /// A common noun, by mention, that is no entity yet.
    Mention(usize),
}

/// A candidate with its points.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) referent: Antecedent,
    pub(super) score: f32,
    sentences: usize,
    subject: bool,
    spoke: bool,
}

impl Candidate {
    /// Why, for a reader.
    pub(super) fn reason(&self) -> String {
        let who = match (self.spoke, self.subject) {
            (true, _) => "who spoke last",
            (false, true) => "last named as a subject",
            (false, false) => "last named",
        };
        match self.sentences {
            0 => format!("{who}, in this sentence"),
            1 => format!("{who}, 1 sentence before"),
            n => format!("{who}, {n} sentences before"),
        }
    }
}

/// How many mentions before a pronoun are looked at.
const WINDOW: usize = 80;

/// A score as a number from 0 to 1.
pub(super) fn squash(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

/// Those that the word at `token`, in the source of attribution `index`, may go back to, best first.
pub(super) fn candidates(
    linker: &Linker,
    token: usize,
    index: usize,
    wanted: Wanted,
) -> Vec<Candidate> {
    let document = linker.document;
    let Some(at) = document.tokens.get(token) else {
        return Vec::new();
    };
    let position = at.span.start;
    let sentence = at.sentence;
    let own = area_at(linker, position);
    let paragraph = document.paragraph_at(position);
    let near = document
        .mentions
        .partition_point(|mention| mention.tokens.start < token);
    let mut found: Vec<Candidate> = Vec::new();
    let turns: Vec<usize> = linker
        .turns
        .iter()
        .rev()
        .take(64)
        .filter(|turn| turn.at < position && !turn.nested)
        .map(|turn| turn.entity)
        .take(3)
        .collect();
    for mention_index in (near.saturating_sub(WINDOW)..near).rev() {
        let Some(mention) = document.mentions.get(mention_index) else {
            continue;
        };
        let Some(referent) = fits(linker, mention, mention_index, wanted) else {
            continue;
        };
        let its_sentence = document
            .tokens
            .get(mention.tokens.start)
            .map_or(0, |token| token.sentence);
        let sentences = sentence.saturating_sub(its_sentence);
        let subject = is_subject(linker, mention);
        #[allow(clippy::cast_precision_loss, reason = "capped at 10")]
        let mut score = -0.22 * sentences.min(10) as f32;
        if subject {
            score += 0.45;
        }
        if document.shape(mention.name.end) == Shape::Clitic {
            score -= 0.1;
        }
        if document.paragraph_at(mention.span.start) == paragraph {
            score += 0.2;
        }
        let area = area_at(linker, mention.span.start);
        // *Ruiz was cheered when she said*
        if sentences == 0
            && subject
            && area.is_none_or(|area| own.is_some_and(|own| own.attribution == area.attribution))
        {
            score += 0.6;
        }
        if let Some(area) = area
            && own.is_none_or(|own| own.attribution != area.attribution)
        {
            let direct = linker
                .attributions
                .get(area.attribution)
                .is_some_and(|area| area.quote_type == QuoteType::Direct);
            score -= if area.attribution == index {
                0.9
            } else if direct {
                0.7
            } else {
                0.35
            };
        }
        match wanted {
            Wanted::Many
                if mention.kind == MentionKind::Organization
                    || mention.kind == MentionKind::Place =>
            {
                score -= 0.5
            }
            Wanted::Thing
                if mention.kind == MentionKind::Place || mention.kind == MentionKind::Document =>
            {
                score -= 0.25
            }
            _ => {}
        }
        add(
            linker,
            &mut found,
            Candidate {
                referent,
                score,
                sentences,
                subject,
                spoke: false,
            },
        );
    }
    // Those who spoke lately may have no mention in the window: a man without a name, a board.
    for (back, &entity) in turns.iter().enumerate() {
        let Some(known) = linker.cast.entities.get(entity) else {
            continue;
        };
        let person = matches!(wanted, Wanted::Man | Wanted::Woman);
        if !agrees(known.kind, known.gender, wanted) || person && known.kind != SpeakerKind::Person
        {
            continue;
        }
        let bonus = match back {
            0 => 0.85,
            1 => 0.3,
            _ => 0.1,
        };
        let referent = Antecedent::Entity(entity);
        match found
            .iter_mut()
            .find(|candidate| candidate.referent == referent)
        {
            Some(candidate) => {
                candidate.score += bonus;
                candidate.spoke = back == 0;
            }
            None => found.push(Candidate {
                referent,
                score: bonus - 0.6,
                sentences: 0,
                subject: false,
                spoke: back == 0,
            }),
        }
    }
    for candidate in &mut found {
        let Antecedent::Entity(entity) = candidate.referent else {
            continue;
        };
        let Some(known) = linker.cast.entities.get(entity) else {
            continue;
        };
        #[allow(clippy::cast_precision_loss, reason = "counts of mentions are small")]
        let often = known.mentions.len().min(50) as f32;
        candidate.score += 0.12 * (1.0 + often).ln();
        candidate.score += match (wanted, known.gender) {
            (Wanted::Man, Gender::Male) | (Wanted::Woman, Gender::Female) => 0.4,
            _ => 0.0,
        };
        if matches!(wanted, Wanted::Man | Wanted::Woman) {
            candidate.score += if known.kind == SpeakerKind::Person {
                0.2
            } else {
                -0.9
            };
        }
        if wanted == Wanted::Body {
            candidate.score += 0.3 * (1.0 + often).ln();
        }
        // Inside somebody's words: *he* in a paraphrase is often that somebody, in the words themselves never.
        let outer = linker
            .attributions
            .get(index)
            .and_then(|attribution| attribution.inside);
        if let Some(outer) = outer
            && let Some(Some(finding)) = linker.findings.get(outer)
            && finding.link.speaker == Some(entity)
        {
            let direct = linker
                .attributions
                .get(outer)
                .is_some_and(|outer| outer.quote_type == QuoteType::Direct);
            candidate.score += if direct { -1.5 } else { 0.5 };
        }
    }
    found.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then(a.sentences.cmp(&b.sentences))
    });
    found
}

/// Keeps the better of two views of one candidate.
fn add(linker: &Linker, found: &mut Vec<Candidate>, candidate: Candidate) {
    let same = |other: &Candidate| match (other.referent, candidate.referent) {
        (Antecedent::Mention(a), Antecedent::Mention(b)) => same_words(linker, a, b),
        (a, b) => a == b,
    };
    match found.iter_mut().find(|other| same(other)) {
        Some(other) if candidate.score > other.score => {
            *other = Candidate {
                sentences: other.sentences,
                subject: other.subject || candidate.subject,
                ..candidate
            };
        }
        Some(_) => {}
        None => found.push(candidate),
    }
}

/// Are two mentions the same words?
fn same_words(linker: &Linker, a: usize, b: usize) -> bool {
    let document = linker.document;
    let (Some(a), Some(b)) = (document.mentions.get(a), document.mentions.get(b)) else {
        return false;
    };
    a.name.len() == b.name.len()
        && a.name
            .clone()
            .zip(b.name.clone())
            .all(|(a, b)| document.folded(a) == document.folded(b))
}

/// Does an entity of this kind and gender fit?
fn agrees(kind: SpeakerKind, gender: Gender, wanted: Wanted) -> bool {
    match wanted {
        Wanted::Man => {
            matches!(kind, SpeakerKind::Person | SpeakerKind::Unknown) && gender != Gender::Female
        }
        Wanted::Woman => {
            matches!(kind, SpeakerKind::Person | SpeakerKind::Unknown) && gender != Gender::Male
        }
        Wanted::Many => matches!(kind, SpeakerKind::Group | SpeakerKind::Organization),
        Wanted::Thing => matches!(kind, SpeakerKind::Organization | SpeakerKind::Document),
        Wanted::Body => kind == SpeakerKind::Organization,
    }
}

/// The referent of a mention, if it can be meant.
fn fits(linker: &Linker, mention: &Mention, index: usize, wanted: Wanted) -> Option<Antecedent> {
    let common = match mention.kind {
        MentionKind::Group => Some((SpeakerKind::Group, wanted == Wanted::Many)),
        MentionKind::Document => Some((SpeakerKind::Document, wanted == Wanted::Thing)),
        MentionKind::Body => Some((
            SpeakerKind::Organization,
            wanted == Wanted::Thing || wanted == Wanted::Many && mention.definite,
        )),
        MentionKind::Place if wanted == Wanted::Body => return None,
        _ => None,
    };
    if let Some((kind, fits)) = common {
        let referent = known(linker, mention, kind).unwrap_or(Antecedent::Mention(index));
        return fits.then_some(referent);
    }
    let entity = linker.entity_of(index)?;
    let known = linker.cast.entities.get(entity)?;
    agrees(known.kind, known.gender, wanted).then_some(Antecedent::Entity(entity))
}

/// The entity that a common noun already is, because it spoke.
fn known(linker: &Linker, mention: &Mention, kind: SpeakerKind) -> Option<Antecedent> {
    linker
        .cast
        .existing(kind, &linker.text(mention.name.clone()))
        .map(Antecedent::Entity)
}

/// Does the mention look like the subject of its clause?
fn is_subject(linker: &Linker, mention: &Mention) -> bool {
    let document = linker.document;
    let before = mention.tokens.start.checked_sub(1);
    let before = match before {
        Some(article) if document.classes(article).is(Classes::DETERMINER) => {
            article.checked_sub(1)
        }
        other => other,
    };
    let governed = before.is_some_and(|before| {
        document.shape(before) == Shape::Lower && document.classes(before).is(Classes::PREPOSITION)
    });
    if governed || document.shape(mention.name.end) == Shape::Clitic {
        return false;
    }
    let sentence = document
        .tokens
        .get(mention.tokens.start)
        .and_then(|token| document.sentences.get(token.sentence));
    let opens = sentence.is_some_and(|sentence| sentence.tokens.start + 2 >= mention.tokens.start);
    let after = mention.name.end;
    let verb = document
        .classes(after)
        .is(Classes::VERB.or(Classes::AUXILIARY))
        && document.shape(after) == Shape::Lower
        || document.shape(after) == Shape::Lower
            && (document.folded(after).ends_with("ed")
                || matches!(document.folded(after), "said" | "says" | "told"));
    let inverted = before.is_some_and(|before| {
        matches!(document.folded(before), "said" | "says" | "added" | "asked")
    });
    opens || verb || inverted
}

/// The outermost reported words that byte `at` stands in.
fn area_at(linker: &Linker, at: usize) -> Option<Area> {
    let near = linker
        .areas
        .partition_point(|area| area.span.start <= at)
        .checked_sub(1)?;
    linker
        .areas
        .get(near)
        .filter(|area| at < area.span.end)
        .copied()
}
