//! Who speaks: links the source of every attribution to a canonical speaker of the article.
//!
//! This module goes through the attributions in the order a reader meets them, so that a pronoun can go back to whoever spoke
//! last. `entity` says beforehand which names are the same person, `phrase` reads the words of a source. What it reads decides
//! who looks for the speaker:
//!
//! | the source is | looked for in |
//! |---|---|
//! | a name | `named` |
//! | a pronoun | `pronoun` |
//! | several who are named together | `several` |
//! | a description of one person | `description`, a relative in `kin` |
//! | a common noun for a body, for several people or for something written | `unnamed` |
//! | the `Q` or `A` of an interview | `interview` |
//! | not there | `turn` |
//!
//! `rank` weighs whom a pronoun or a description may mean and `choice` takes the best, or those who cannot be told apart. At the
//! end `unite` makes one of speakers of one name and `publish` writes down those who speak. Where nobody fits it says so; a name
//! is never guessed.

mod body;
mod cast;
mod choice;
mod description;
mod interview;
mod kin;
mod named;
mod phrase;
mod pronoun;
mod publish;
mod rank;
mod several;
mod turn;
mod unite;
mod unnamed;

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::attribution::{Attribution, QuoteType};
use crate::document::Document;
use crate::gazetteer::{Gazetteer, Gender};
use crate::mention::MentionKind;
use crate::span::Span;

pub use rank::{FEATURES as ANTECEDENT_FEATURES, Features as AntecedentFeatures};

use cast::Cast;
pub(crate) use cast::{head_class, same_word};
use phrase::{Noun, Referent};
use publish::publish;
pub(crate) use publish::slug;

/// What a speaker is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SpeakerKind {
    /// One human being.
    Person,
    /// Several people: *two officials*.
    Group,
    /// A body: *the Pentagon*.
    Organization,
    /// Something written: *the report*.
    Document,
    /// Cannot be told.
    #[default]
    Unknown,
}

/// A canonical speaker of one article.
#[derive(Clone, Debug, Default)]
pub struct Speaker {
    /// A stable slug, or the gazetteer's id.
    pub id: String,
    /// The fullest proper name in the article or the gazetteer.
    pub name: String,
    /// Person, group, organization, document.
    pub kind: SpeakerKind,
    /// Of a person, as name, title, role, pronouns or gazetteer tell.
    pub gender: Gender,
    /// The other names the article uses, in order of appearance.
    pub aliases: Vec<String>,
    /// The roles the article gives, in order of appearance.
    pub roles: Vec<String>,
    /// The gazetteer entry, by id.
    pub gazetteer: Option<String>,
    /// Identifiers of the same entity elsewhere, from the gazetteer.
    pub same_as: Vec<String>,
}

/// How sure the link from a source to a speaker is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// One speaker fits.
    Linked,
    /// Several fit and nothing settles it.
    Ambiguous,
    /// None is known.
    #[default]
    Unknown,
}

/// How a speaker was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// By the full name in the source.
    Name,
    /// By a surname that a full name elsewhere explains.
    Surname,
    /// By the gazetteer.
    Gazetteer,
    /// By gender, number and recency.
    Pronoun,
    /// By a role or description tied to a name elsewhere.
    Description,
    /// Goes on from the quote before.
    Continuation,
    /// A body, group or document named by its own words.
    Document,
}

/// The link from an attribution's source to a speaker.
#[derive(Clone, Debug, Default)]
pub struct Link {
    /// Index into [`Document::speakers`]; there when `status` is linked.
    pub speaker: Option<usize>,
    /// Linked, ambiguous or unknown.
    pub status: Status,
    /// How it was found.
    pub resolution: Option<Resolution>,
    /// Those that fit, best first, with scores from 0 to 1, by index into [`Document::speakers`]; empty when one does.
    pub candidates: Vec<(usize, f32)>,
}

/// Whom a pronoun, or a word like *the agency*, was weighed to go back to.
#[derive(Clone, Debug)]
pub struct Antecedents {
    /// The attribution in whose source or via it stands, by index.
    pub attribution: usize,
    /// Its token.
    pub token: usize,
    /// Which weights counted: person, many, thing.
    pub kind: &'static str,
    /// Best first.
    pub candidates: Vec<Weighed>,
}

/// One of those whom a pronoun may go back to.
#[derive(Clone, Debug)]
pub struct Weighed {
    /// Their name as far as the article tells.
    pub name: String,
    /// That they are meant; what is missing to 1 over all candidates is nobody of them.
    pub probability: f32,
    /// What speaks for them, as [`ANTECEDENT_FEATURES`] names it.
    pub features: AntecedentFeatures,
}

/// A link with how sure it is and why.
#[derive(Clone, Debug, Default)]
struct Finding {
    link: Link,
    /// The attribution's confidence is not higher.
    certainty: f32,
    evidence: Option<String>,
}

impl Finding {
    fn linked(
        entity: usize,
        resolution: Resolution,
        certainty: f32,
        evidence: impl Into<Option<String>>,
    ) -> Self {
        Self {
            link: Link {
                speaker: Some(entity),
                status: Status::Linked,
                resolution: Some(resolution),
                candidates: Vec::new(),
            },
            certainty,
            evidence: evidence.into(),
        }
    }

    fn ambiguous(candidates: Vec<(usize, f32)>, resolution: Resolution, evidence: String) -> Self {
        Self {
            link: Link {
                speaker: None,
                status: Status::Ambiguous,
                resolution: Some(resolution),
                candidates,
            },
            certainty: 0.5,
            evidence: Some(evidence),
        }
    }

    fn unknown(evidence: impl Into<Option<String>>) -> Self {
        Self {
            link: Link::default(),
            certainty: 0.5,
            evidence: evidence.into(),
        }
    }
}

/// Who spoke where.
#[derive(Clone, Copy, Debug)]
struct Turn {
    entity: usize,
    /// Where the source stands.
    at: usize,
    /// Did it stand inside somebody else's words?
    nested: bool,
    /// Was it a question: is somebody else to answer?
    asks: bool,
    /// The attribution.
    of: usize,
}

/// A stretch of reported words.
#[derive(Clone, Copy, Debug)]
struct Area {
    span: Span,
    attribution: usize,
}

struct Linker<'d, 't> {
    document: &'d Document<'t>,
    attributions: &'d [Attribution],
    cast: Cast,
    /// The outermost contents, by start; none overlaps another.
    areas: Vec<Area>,
    turns: Vec<Turn>,
    /// Whom a source that describes a person was read as, by its head noun.
    described: FxHashMap<usize, usize>,
    /// Where the article says *the bank* first, by that noun.
    first_bodies: FxHashMap<&'d str, usize>,
    /// The tokens of all cues: *forecast* is no forecast where somebody forecast something.
    cues: FxHashSet<usize>,
    /// Who is whose relative.
    kin: Vec<kin::Tie>,
    findings: Vec<Option<Finding>>,
    antecedents: Vec<Antecedents>,
    /// Who asks and who answers, once a label of an interview was met.
    interview: Option<(Option<usize>, Option<usize>)>,
}

/// How deep an attribution may stand inside others before its surroundings are no longer asked.
const DEPTH: usize = 12;

/// A description or *the company* that nobody fits with this probability stays what it says.
const LIKELY: f32 = 0.3;

/// How many turns and mentions back are looked at.
const LATELY: usize = 64;

/// Fills [`Document::speakers`] and the speaker of every attribution, and says why in its evidence.
pub(crate) fn link(document: &mut Document, gazetteer: &Gazetteer) {
    if document.attributions.is_empty() {
        return;
    }
    let mut attributions = std::mem::take(&mut document.attributions);
    let mut linker = Linker {
        document,
        attributions: &attributions,
        cast: Cast::new(document, &attributions, gazetteer),
        areas: areas(&attributions),
        turns: Vec::new(),
        described: FxHashMap::default(),
        first_bodies: first_bodies(document),
        cues: cues(document, &attributions),
        kin: Vec::new(),
        findings: vec![None; attributions.len()],
        antecedents: Vec::new(),
        interview: None,
    };
    linker.read_kin();
    let mut order: Vec<usize> = (0..attributions.len()).collect();
    order.sort_by_key(|&index| (place(&attributions[index]), index));
    for &index in &order {
        linker.settle(index, 0);
    }
    let mut relayed = Vec::new();
    for (index, attribution) in attributions.iter().enumerate() {
        if let Some(via) = attribution.via {
            relayed.push((index, linker.find(via, index)));
        }
    }
    let Linker {
        mut cast,
        findings,
        antecedents,
        ..
    } = linker;
    for (attribution, finding) in attributions.iter_mut().zip(findings) {
        let finding = finding.unwrap_or_default();
        attribution.speaker = finding.link;
        // Not their product: whether content and source are right does not hang on who the source is. But no wrong name
        // may stand at a high confidence.
        attribution.confidence = attribution.confidence.min(finding.certainty);
        attribution.evidence.extend(finding.evidence);
    }
    for (index, finding) in relayed {
        if let Some(attribution) = attributions.get_mut(index) {
            attribution.via_speaker = Some(finding.link);
            attribution
                .evidence
                .extend(finding.evidence.map(|why| format!("via: {why}")));
        }
    }
    unite::unite(&mut attributions, &mut cast);
    document.attributions = attributions;
    document.antecedents = antecedents;
    publish(document, gazetteer, &cast);
}

/// The first *the bank*, *the agency* of `document`, by noun: their tokens.
fn first_bodies<'d>(document: &'d Document) -> FxHashMap<&'d str, usize> {
    let mut first = FxHashMap::default();
    for mention in &document.mentions {
        if mention.kind == MentionKind::Body && mention.definite && mention.name.len() == 1 {
            let noun = mention.name.start;
            first.entry(document.folded(noun)).or_insert(noun);
        }
    }
    first
}

/// The tokens of the cues of `attributions`.
fn cues(document: &Document, attributions: &[Attribution]) -> FxHashSet<usize> {
    let cues = attributions
        .iter()
        .filter_map(|attribution| attribution.cue.as_ref());
    let spans = cues.flat_map(|cue| cue.spans.iter().copied());
    spans.flat_map(|span| document.tokens_in(span)).collect()
}

/// Where a reader learns who speaks: at the source, else at the content.
fn place(attribution: &Attribution) -> usize {
    attribution
        .source
        .or_else(|| attribution.content.first().copied())
        .map_or(0, |span| span.start)
}

/// The outermost contents of `attributions`. What nobody is told to say, *Roe is expected to resign*, is the article's own.
fn areas(attributions: &[Attribution]) -> Vec<Area> {
    let own = |one: &Attribution| {
        one.quote_type == QuoteType::Indirect && one.cue.is_some() && one.source.is_none()
    };
    let mut all: Vec<Area> = attributions
        .iter()
        .enumerate()
        .filter(|(_, one)| !own(one))
        .flat_map(|(attribution, one)| {
            one.content
                .iter()
                .map(move |&span| Area { span, attribution })
        })
        .collect();
    all.sort_by_key(|area| (area.span.start, std::cmp::Reverse(area.span.end)));
    let mut outermost: Vec<Area> = Vec::with_capacity(all.len());
    for area in all {
        if outermost
            .last()
            .is_none_or(|last| area.span.start >= last.span.end)
        {
            outermost.push(area);
        }
    }
    outermost
}

impl Linker<'_, '_> {
    /// Finds the speaker of attribution `index`, after those it depends on.
    fn settle(&mut self, index: usize, depth: usize) {
        if self.findings.get(index).is_none_or(Option::is_some) {
            return;
        }
        let Some(attribution) = self.attributions.get(index) else {
            return;
        };
        for before in [
            attribution.inside,
            attribution.continues,
            attribution.answers,
        ]
        .into_iter()
        .flatten()
        {
            if depth < DEPTH && before != index {
                self.settle(before, depth + 1);
            }
        }
        // A cycle came back here.
        if self.findings.get(index).is_none_or(Option::is_some) {
            return;
        }
        let finding = match (attribution.source, attribution.continues) {
            (Some(source), _) => self.find(source, index),
            (None, Some(before)) => self.continued(index, before),
            (None, None) => match attribution.answers {
                Some(other) if attribution.beside.is_none() => self.in_turn(index, other),
                _ => self.beside(index),
            },
        };
        if let Some(entity) = finding.link.speaker {
            self.turns.push(Turn {
                entity,
                at: place(attribution),
                nested: attribution.inside.is_some(),
                asks: self.asks(attribution),
                of: index,
            });
        }
        if let Some(slot) = self.findings.get_mut(index) {
            *slot = Some(finding);
        }
    }

    /// The attribution in whose content attribution `index` stands.
    fn outer(&self, index: usize) -> Option<usize> {
        self.attributions.get(index)?.inside
    }

    fn name(&self, entity: usize) -> &str {
        self.cast
            .entities
            .get(entity)
            .map_or("", |entity| &entity.name)
    }

    /// The names of several that cannot be told apart.
    fn names(&self, links: &[(usize, f32)], joint: &str) -> String {
        let names: Vec<&str> = links.iter().map(|&(entity, _)| self.name(entity)).collect();
        names.join(joint)
    }

    /// Has the entity no name of its own?
    fn is_unnamed(&self, entity: usize) -> bool {
        let known = self.cast.entities.get(entity);
        known.is_none_or(|known| known.mentions.is_empty())
    }

    fn entity_of(&self, mention: usize) -> Option<usize> {
        self.cast.of.get(mention).copied().flatten()
    }

    /// Whom `source` names, for attribution `index`.
    fn find(&mut self, source: Span, index: usize) -> Finding {
        let tokens = self.document.tokens_in(source);
        if tokens.len() == 1 && matches!(self.document.word(tokens.start), "Q" | "A") {
            return self.label(tokens.start);
        }
        match phrase::read(self.document, tokens.clone()) {
            Referent::Nothing => Finding::unknown("the source names nobody".to_owned()),
            Referent::Pronoun(token) => self.pronoun(token, index),
            Referent::Name(mention) => {
                let finding = match self.partisan(mention, index) {
                    Some(finding) => finding,
                    None => self.named(mention),
                };
                self.not_to_himself(finding, index)
            }
            Referent::Several(list) => self.several(&list, index),
            Referent::Noun(noun) => {
                let finding = self.noun(&noun, index);
                // *The winner* that nobody was found for is somebody who has a name: no rival of them. *The woman*, and *the
                // witness* who was *a witness* before, have none.
                let head = self.document.folded(noun.head);
                let only_gender =
                    noun.phrase.len() == 1 && matches!(head, "man" | "woman" | "boy" | "girl");
                let known = |&entity: &usize| {
                    !noun.definite
                        || !self.is_unnamed(entity)
                        || only_gender
                        || self.is_introduced(&noun)
                        || description::is_unnamed_by_wish(self.document, &noun)
                };
                let entity = finding.link.speaker.filter(known);
                if let (SpeakerKind::Person, Some(entity)) = (noun.kind, entity) {
                    self.described.insert(noun.head, entity);
                }
                finding
            }
        }
    }

    /// Was *the witness* a witness before?
    fn is_introduced(&self, noun: &Noun) -> bool {
        let document = self.document;
        let mentions = &document.mentions;
        let near = mentions.partition_point(|mention| mention.tokens.start < noun.words.start);
        let mut before = mentions.iter().take(near).rev().take(LATELY);
        before.any(|mention| {
            let article = mention.tokens.start.checked_sub(1);
            mention.kind == MentionKind::Human
                && document.folded(mention.name.end - 1) == document.folded(noun.head)
                && article.is_some_and(|article| matches!(document.folded(article), "a" | "an"))
        })
    }

    /// The words of `tokens` with single spaces.
    fn text(&self, tokens: Range<usize>) -> String {
        let text = self.document.slice(self.document.span_of(tokens));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The source is a common noun with its words.
    fn noun(&mut self, noun: &Noun, index: usize) -> Finding {
        match noun.kind {
            SpeakerKind::Person => self.description(noun, index),
            SpeakerKind::Organization => self.body(noun, index),
            SpeakerKind::Group | SpeakerKind::Document => self.plural_or_written(noun, index),
            SpeakerKind::Unknown => {
                if let Some(finding) = self.both(noun, index) {
                    return finding;
                }
                let entity = self.cast.named(
                    SpeakerKind::Unknown,
                    &self.text(noun.words.clone()),
                    noun.head,
                );
                Finding::linked(entity, Resolution::Document, 0.6, None)
            }
        }
    }
}

#[cfg(test)]
mod tests;
