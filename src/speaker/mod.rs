//! Who speaks: links the source of every attribution to a canonical speaker of the article.
//!
//! `entity` says which names are the same person, `phrase` reads the words of a source, `rank` weighs who a pronoun
//! may be. This module goes through the attributions in the order a reader meets them, so that a pronoun can go back to
//! whoever spoke last. Where nobody fits it says so; a name is never guessed.

mod body;
mod entity;
mod kin;
mod phrase;
mod rank;
mod unite;

use std::collections::hash_map::Entry as Slot;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::attribution::{Attribution, QuoteType};
use crate::document::{Document, Paragraph, Shape};
use crate::gazetteer::{Gazetteer, Gender};
use crate::lexicon::Classes;
use crate::mention::{Mention, MentionKind, PARTISAN, gender_of, phrase_start};
use crate::span::Span;

pub use rank::{FEATURES as ANTECEDENT_FEATURES, Features as AntecedentFeatures};

use entity::{Bearer, Cast, LEADERS, Tie, tells};
pub(crate) use entity::{head_class, same_word};
use phrase::{Noun, Referent};

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

/// What came of weighing candidates.
enum Choice {
    Nobody,
    One(rank::Candidate, usize),
    /// Nothing tells them apart.
    Several(Vec<(usize, f32)>),
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
    /// Who is whose relative.
    kin: Vec<kin::Tie>,
    findings: Vec<Option<Finding>>,
    antecedents: Vec<Antecedents>,
    /// Who asks and who answers, once a label of an interview was met.
    interview: Option<(Option<usize>, Option<usize>)>,
}

/// The one body that is no less known without *the* or a name.
const POLICE: &str = "police";

/// How deep an attribution may stand inside others before its surroundings are no longer asked.
const DEPTH: usize = 12;

/// Two candidates whose probabilities are nearer than this cannot be told apart.
const MARGIN: f32 = 0.05;

/// A description or *the company* that nobody fits with this probability stays what it says.
const LIKELY: f32 = 0.3;

/// With less than this, *the bank* is rather the one that it was before.
const STICKY: f32 = 0.5;

/// How many candidates are kept for a reader to see.
const SHOWN: usize = 8;

/// How many turns and mentions back are looked at.
const LATELY: usize = 64;

/// How many paragraphs back somebody may have spoken who takes turns here.
const DIALOGUE: usize = 6;

/// Fills [`Document::speakers`] and the speaker of every attribution, and says why in its evidence.
pub(crate) fn link(document: &mut Document, gazetteer: &Gazetteer) {
    if document.attributions.is_empty() {
        return;
    }
    let mut attributions = std::mem::take(&mut document.attributions);
    let mut linker = Linker {
        document,
        attributions: &attributions,
        cast: Cast::new(document, gazetteer),
        areas: areas(&attributions),
        turns: Vec::new(),
        described: FxHashMap::default(),
        first_bodies: first_bodies(document),
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

/// Where a reader learns who speaks: at the source, else at the content.
fn place(attribution: &Attribution) -> usize {
    attribution
        .source
        .or_else(|| attribution.content.first().copied())
        .map_or(0, |span| span.start)
}

/// The outermost contents of `attributions`.
fn areas(attributions: &[Attribution]) -> Vec<Area> {
    let mut all: Vec<Area> = attributions
        .iter()
        .enumerate()
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
            (None, Some(before)) => self.continued(before),
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

    /// Is it a question that somebody put?
    fn asks(&self, attribution: &Attribution) -> bool {
        let asked = attribution
            .cue
            .as_ref()
            .is_some_and(|cue| cue.lemma == "ask");
        let last = attribution
            .content
            .last()
            .map_or("", |&span| self.document.slice(span));
        let direct = attribution.marked || attribution.quote_type == QuoteType::Direct;
        asked || direct && last.trim_end().ends_with('?')
    }

    /// *Roe asked if she had tasted it. “Once,” she said.*: whoever asks about *she* is not the *she* at `token` who answers,
    /// unless for leave: *she asked if she could*.
    fn asked_about(&self, token: usize, index: usize) -> Option<usize> {
        let document = self.document;
        let at = document.tokens.get(token)?.span.start;
        let own = self.attributions.get(index)?;
        let last = self.turns.iter().rev().find(|turn| !turn.nested)?;
        let question = self.attributions.get(last.of)?;
        let near = document.paragraph_at(last.at) + 1 >= document.paragraph_at(at);
        if !last.asks || question.marked || !own.marked || !near {
            return None;
        }
        let words = document.tokens_in(*question.content.first()?);
        let mut about = words.filter(|&word| document.folded(word) == document.folded(token));
        about
            .any(|word| !matches!(document.folded(word + 1), "can" | "could" | "may" | "might"))
            .then_some(last.entity)
    }

    /// Who acts before words that nobody is said to have spoken: in the sentence before a person; but whoever it is that a
    /// paragraph introduces a dialogue with.
    fn beside(&mut self, index: usize) -> Finding {
        let Some(own) = self.attributions.get(index) else {
            return Finding::unknown(None);
        };
        let Some(span) = own.beside else {
            return Finding::unknown(None);
        };
        let paragraph = |span: Span| self.document.paragraph_at(span.start);
        let introduced = own
            .content
            .first()
            .is_some_and(|&content| paragraph(span) < paragraph(content));
        let finding = self.find(span, index);
        let known = finding
            .link
            .speaker
            .and_then(|entity| self.cast.entities.get(entity));
        match known.filter(|known| introduced || known.kind == SpeakerKind::Person) {
            Some(known) => Finding {
                evidence: Some(format!("{} acts just before", known.name)),
                certainty: finding.certainty * 0.9,
                ..finding
            },
            None => Finding::unknown(None),
        }
    }

    /// The speaker of the attribution that this one goes on from.
    fn continued(&self, before: usize) -> Finding {
        let Some(finding) = self.findings.get(before).and_then(Option::as_ref) else {
            return Finding::unknown("goes on from a quote whose speaker is not known".to_owned());
        };
        let mut finding = finding.clone();
        finding.link.resolution = finding.link.resolution.map(|_| Resolution::Continuation);
        finding.evidence = finding
            .link
            .speaker
            .map(|entity| format!("goes on from the quote before: {}", self.name(entity)));
        finding
    }

    /// Who takes turns with the speaker of attribution `other`: the other one who spoke lately or is named here.
    fn in_turn(&self, index: usize, other: usize) -> Finding {
        let document = self.document;
        let speaker = |index: usize| {
            let finding = self.findings.get(index).and_then(Option::as_ref)?;
            finding.link.speaker
        };
        // Of two who take turns, whoever spoke before the other speaks again.
        let before = self.attributions.get(other).and_then(|other| other.answers);
        if let Some(again) = before.and_then(speaker) {
            let why = format!(
                "takes turns: {} spoke before the last turn",
                self.name(again)
            );
            return Finding::linked(again, Resolution::Continuation, 0.6, why);
        }
        let Some(known) = speaker(other) else {
            return Finding::unknown("takes turns with somebody who is not known".to_owned());
        };
        let at = self.attributions.get(index).map_or(0, place);
        let paragraph = document.paragraph_at(at);
        // Nobody calls himself by name: *“Ana, I know.”*
        let own = self
            .attributions
            .get(index)
            .and_then(|own| own.content.first());
        let named_in = |words: Span| {
            let from = document
                .mentions
                .partition_point(|mention| mention.span.start < words.start);
            let inside = document.mentions.iter().enumerate().skip(from).take(LATELY);
            let inside = inside.take_while(move |(_, mention)| mention.span.start < words.end);
            inside.filter_map(|(mention, _)| self.entity_of(mention))
        };
        let called: Vec<usize> = own.into_iter().flat_map(|&words| named_in(words)).collect();
        let person = |&entity: &usize| {
            let other = self.cast.entities.get(entity);
            entity != known
                && !called.contains(&entity)
                && other.is_some_and(|other| other.kind == SpeakerKind::Person)
        };
        let turns = self.turns.iter().rev().take(LATELY);
        let spoke: Vec<(usize, usize)> = turns
            .filter(|turn| turn.at < at && !turn.nested)
            .map(|turn| (document.paragraph_at(turn.at), turn.entity))
            .collect();
        let near = document
            .mentions
            .partition_point(|mention| mention.span.start < at);
        let mentions = document.mentions.iter().enumerate().take(near).rev();
        let named: Vec<(usize, usize)> = mentions
            .take(LATELY)
            .map(|(index, mention)| (document.paragraph_at(mention.span.start), index))
            .take_while(|&(there, _)| there + 1 >= paragraph)
            .filter_map(|(there, mention)| Some((there, self.entity_of(mention)?)))
            .collect();
        // The nearest paragraph in which another spoke, or that is this one or the next before it and names another.
        let mut others: Vec<usize> = Vec::new();
        for there in (paragraph.saturating_sub(DIALOGUE)..=paragraph).rev() {
            let here = spoke.iter().chain(&named).filter(|&&(at, _)| at == there);
            for entity in here
                .map(|(_, entity)| entity)
                .filter(|entity| person(entity))
            {
                if !others.contains(entity) {
                    others.push(*entity);
                }
            }
            if !others.is_empty() {
                break;
            }
        }
        match others.as_slice() {
            [] => Finding::unknown(format!("takes turns with {}", self.name(known))),
            [one] => {
                let why = format!("takes turns with {}: {}", self.name(known), self.name(*one));
                Finding::linked(*one, Resolution::Continuation, 0.6, why)
            }
            several => {
                #[allow(clippy::cast_precision_loss, reason = "few take part in a dialogue")]
                let share = 1.0 / several.len() as f32;
                let links = several.iter().take(4).map(|&entity| (entity, share));
                let why = format!("takes turns with {}", self.name(known));
                Finding::ambiguous(links.collect(), Resolution::Continuation, why)
            }
        }
    }

    fn name(&self, entity: usize) -> &str {
        self.cast
            .entities
            .get(entity)
            .map_or("", |entity| &entity.name)
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
                let finding = self.named(mention);
                self.not_to_himself(finding, index)
            }
            Referent::Several(list) => self.several(&list, index),
            Referent::Noun(noun) => {
                let finding = self.noun(&noun, index);
                // *The winner* that nobody was found for is somebody who has a name: no rival of them.
                let known = |&entity: &usize| !noun.definite || !self.is_unnamed(entity);
                let entity = finding.link.speaker.filter(known);
                if let (SpeakerKind::Person, Some(entity)) = (noun.kind, entity) {
                    self.described.insert(noun.head, entity);
                }
                finding
            }
        }
    }

    /// *Ruiz and trade minister Jo Park*: several named together, by the names that they have in the article.
    fn several(&mut self, list: &phrase::List, index: usize) -> Finding {
        let (name, certainty) = match self.each(list, index) {
            Some((names, certainty)) => {
                let (last, first) = names
                    .split_last()
                    .map_or(("", &[][..]), |(last, first)| (last.as_str(), first));
                (format!("{} and {last}", first.join(", ")), certainty)
            }
            None if self.is_pronoun(&list.items) => (self.text(list.words.clone()), 0.5),
            None => (self.text(list.words.clone()), 0.9),
        };
        let entity = self.cast.named(SpeakerKind::Group, &name, list.words.start);
        let why = format!("several named together: {name}");
        Finding::linked(entity, Resolution::Document, certainty, why)
    }

    /// Is the first of `items` *she*?
    fn is_pronoun(&self, items: &[Range<usize>]) -> bool {
        items.first().is_some_and(|item| {
            item.len() == 1 && self.document.classes(item.start).is(Classes::PRONOUN)
        })
    }

    /// What those of `list` are called, and how sure that is; nothing where the first has no name (*her friends and Ruiz*), or where
    /// it is one of them (*Ruiz or Park*).
    fn each(&mut self, list: &phrase::List, index: usize) -> Option<(Vec<String>, f32)> {
        if list
            .words
            .clone()
            .any(|token| self.document.folded(token) == "or")
        {
            return None;
        }
        let mut names: Vec<String> = Vec::with_capacity(list.items.len());
        let mut certainty: f32 = 0.9;
        for item in &list.items {
            let named = if names.is_empty() && self.is_pronoun(&list.items) {
                let finding = self.pronoun(item.start, index);
                certainty = certainty.min(finding.certainty);
                finding.link.speaker
            } else {
                self.head_name(item.clone())
            };
            names.push(match named {
                Some(entity) => self.name(entity).to_owned(),
                None if names.is_empty() => return None,
                None => self.text(item.clone()),
            });
        }
        Some((names, certainty))
    }

    /// Who it is that `item` names: *former governor Jo Park (D-Ohio)*, but neither *Park’s friends* nor *friends of Park*.
    fn head_name(&self, item: Range<usize>) -> Option<usize> {
        let document = self.document;
        let from = document
            .mentions
            .partition_point(|mention| mention.tokens.start < item.start);
        let governed = |mention: &Mention| {
            let before = mention.tokens.start.checked_sub(1);
            before.is_some_and(|token| {
                token > item.start && document.classes(token).is(Classes::PREPOSITION)
            })
        };
        let inside = document.mentions.iter().enumerate().skip(from);
        let (entity, end) = inside
            .take_while(|(_, mention)| mention.tokens.start < item.end)
            .take_while(|(_, mention)| !governed(mention))
            .filter_map(|(index, mention)| Some((self.entity_of(index)?, mention.name.end)))
            .last()?;
        (end >= item.end || matches!(document.folded(end), "(" | "of")).then_some(entity)
    }

    /// `Q` and `A` of an interview: who asks and who answers, as the lines before it tell.
    fn label(&mut self, token: usize) -> Finding {
        let (host, guest) = match self.interview {
            Some(pair) => pair,
            None => {
                let pair = self.introduced(token);
                *self.interview.insert(pair)
            }
        };
        let asks = self.document.word(token) == "Q";
        match if asks { host } else { guest } {
            Some(entity) => {
                let what = if asks { "asks" } else { "answers" };
                let why = format!("{} {what} in this interview", self.name(entity));
                Finding::linked(entity, Resolution::Description, 0.7, why)
            }
            None => {
                Finding::unknown("an interview: the article does not say who this is".to_owned())
            }
        }
    }

    /// Who asks (*spoke to …*, *interview by …*) and who answers (spoken of most) in the interview that begins at `token`.
    fn introduced(&mut self, token: usize) -> (Option<usize>, Option<usize>) {
        let document = self.document;
        let signed = (0..token.saturating_sub(3))
            .find(|&at| document.folded(at) == "interview" && document.folded(at + 1) == "by")
            .map(|at| at + 2..token)
            .map(|rest| {
                rest.start
                    ..rest
                        .clone()
                        .find(|&at| !document.shape(at).is_capital())
                        .unwrap_or(rest.end)
            })
            .filter(|name| !name.is_empty());
        if let Some(name) = signed {
            let text = self.text(name.clone());
            let host = self.cast.named(SpeakerKind::Person, &text, name.start);
            return (Some(host), self.most_named(token, Some(host)));
        }
        let end = document
            .mentions
            .partition_point(|mention| mention.tokens.start < token);
        let mut host = None;
        for (index, mention) in document.mentions.iter().enumerate().take(end) {
            let Some(entity) = self.entity_of(index) else {
                continue;
            };
            if !self
                .cast
                .entities
                .get(entity)
                .is_some_and(|known| known.full && known.kind == SpeakerKind::Person)
            {
                continue;
            }
            let before = mention
                .tokens
                .start
                .checked_sub(1)
                .map_or("", |before| document.folded(before));
            let two_before = mention
                .tokens
                .start
                .checked_sub(2)
                .map_or("", |before| document.folded(before));
            let met = (mention.tokens.start.saturating_sub(4)..mention.tokens.start).any(|at| {
                matches!(
                    document.folded(at),
                    "sat" | "sits" | "spoke" | "talked" | "speaks" | "talks" | "met" | "meets"
                )
            });
            if before == "with" && met
                || before == "to"
                    && matches!(
                        two_before,
                        "spoke" | "talked" | "speaks" | "talks" | "speaking"
                    )
            {
                host = Some(entity);
            }
        }
        (host, self.most_named(token, host))
    }

    /// The person, other than `host`, who is named by a full name most often before `token`.
    fn most_named(&self, token: usize, host: Option<usize>) -> Option<usize> {
        let end = self
            .document
            .mentions
            .partition_point(|mention| mention.tokens.start < token);
        let mut counts: FxHashMap<usize, usize> = FxHashMap::default();
        for entity in (0..end).filter_map(|index| self.entity_of(index)) {
            let known = self.cast.entities.get(entity);
            if Some(entity) != host
                && known.is_some_and(|known| known.full && known.kind == SpeakerKind::Person)
            {
                *counts.entry(entity).or_default() += 1;
            }
        }
        let most = counts
            .into_iter()
            .max_by_key(|&(entity, count)| (count, std::cmp::Reverse(entity)));
        most.map(|(entity, _)| entity)
    }

    /// The words of `tokens` with single spaces.
    fn text(&self, tokens: Range<usize>) -> String {
        let text = self.document.slice(self.document.span_of(tokens));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The source is a proper name.
    fn named(&mut self, index: usize) -> Finding {
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
        // *The Italian intends to return*
        if mention.definite
            && mention.name.len() == 1
            && document.classes(mention.name.start).is(Classes::PLACE)
            && let Some(entity) = self.cast.by_word(same_word(word))
        {
            let why = format!("the only {word} named: {}", self.name(entity));
            return Finding::linked(entity, Resolution::Description, 0.7, why);
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

    /// The source is a pronoun.
    fn pronoun(&mut self, token: usize, index: usize) -> Finding {
        let word = self.document.folded(token).to_owned();
        match word.as_str() {
            "he" | "him" | "his" | "himself" => self.ranked(token, index, rank::Wanted::Man),
            "she" | "her" | "hers" | "herself" => self.ranked(token, index, rank::Wanted::Woman),
            "they" | "them" | "their" | "themselves" | "these" | "those" | "both" => {
                self.ranked(token, index, rank::Wanted::Many)
            }
            "it" | "its" | "itself" => self.ranked(token, index, rank::Wanted::Thing),
            "i" | "me" | "my" | "mine" | "myself" | "we" | "us" | "our" | "ours" => {
                self.first_person(&word, index)
            }
            "who" | "whom" | "that" | "which" | "whose" => self.relative(token, index),
            "you" | "your" | "this" | "what" => {
                Finding::unknown(format!("{word}: nobody in the article"))
            }
            // *one in five voters*
            "one" if matches!(self.document.folded(token + 1), "in" | "out") => {
                let of = usize::from(self.document.folded(token + 2) == "of");
                let mut end = (token + 3 + of).min(self.document.tokens.len());
                end += usize::from(self.document.classes(end).is(Classes::GROUP));
                let name = self.text(token..end);
                let entity = self.cast.named(SpeakerKind::Group, &name, token);
                Finding::linked(entity, Resolution::Document, 0.85, None)
            }
            _ => {
                let kind = if matches!(
                    word.as_str(),
                    "one"
                        | "another"
                        | "someone"
                        | "somebody"
                        | "anyone"
                        | "anybody"
                        | "everyone"
                        | "everybody"
                        | "nobody"
                ) {
                    SpeakerKind::Person
                } else {
                    SpeakerKind::Group
                };
                let entity = self.cast.named(kind, &self.text(token..token + 1), token);
                Finding::linked(entity, Resolution::Document, 0.7, None)
            }
        }
    }

    /// The name that signs the letter in which attribution `index` stands: a line with a given name and a surname alone,
    /// after it and near it; or one at the very end, which may be a given name alone.
    fn signature(&mut self, index: usize) -> Option<usize> {
        const NEAR: usize = 6;
        let document = self.document;
        let start = self.attributions.get(index)?.content.first()?.start;
        let number = document.paragraph_at(start) + 1;
        let signs = |paragraph: &&Paragraph, least: usize| {
            let tokens = paragraph.tokens.clone();
            (least..=4).contains(&tokens.len())
                && tokens.clone().all(|at| document.shape(at).is_capital())
                && document
                    .classes(tokens.start)
                    .is(Classes::GIVEN_MALE.or(Classes::GIVEN_FEMALE))
        };
        let mut after = document.paragraphs.iter().skip(number);
        let line = after
            .clone()
            .take(NEAR)
            .find(|paragraph| signs(paragraph, 2))
            .or_else(|| after.next_back().filter(|paragraph| signs(paragraph, 1)))?;
        let name = self.text(line.tokens.clone());
        Some(
            self.cast
                .named(SpeakerKind::Person, &name, line.tokens.start),
        )
    }

    /// *“…,” Sullivan replied* after words of one Sullivan is the other.
    fn not_to_himself(&self, finding: Finding, index: usize) -> Finding {
        let cue = self
            .attributions
            .get(index)
            .and_then(|one| one.cue.as_ref());
        let replies = cue.is_some_and(|cue| {
            matches!(
                cue.lemma.as_ref(),
                "answer" | "counter" | "reply" | "respond" | "retort"
            )
        });
        let last = self.turns.last().filter(|turn| !turn.nested);
        match (finding.link.resolution, last) {
            (Some(Resolution::Surname), Some(last))
                if replies && finding.link.speaker == Some(last.entity) =>
            {
                let Some(other) = self.cast.namesake(last.entity) else {
                    return finding;
                };
                let why = format!(
                    "{} spoke last and is replied to: {}",
                    self.name(last.entity),
                    self.name(other)
                );
                Finding::linked(other, Resolution::Surname, 0.75, why)
            }
            _ => finding,
        }
    }

    /// *I* and *we*: whoever's words the source stands in.
    fn first_person(&mut self, word: &str, index: usize) -> Finding {
        let outer = self
            .attributions
            .get(index)
            .and_then(|attribution| attribution.inside)
            .and_then(|outer| self.findings.get(outer))
            .and_then(Option::as_ref);
        match outer {
            Some(outer) if outer.link.status == Status::Linked => {
                let mut finding = outer.clone();
                finding.link.resolution = Some(Resolution::Pronoun);
                finding.certainty *= 0.95;
                finding.evidence = finding
                    .link
                    .speaker
                    .map(|entity| format!("{word} inside the words of {}", self.name(entity)));
                finding
            }
            Some(outer) => outer.clone(),
            None => match self.signature(index) {
                Some(entity) => {
                    let why = format!("{word}: {} signed these words", self.name(entity));
                    Finding::linked(entity, Resolution::Pronoun, 0.8, why)
                }
                None => {
                    Finding::unknown(format!("{word}: the writer, or a speaker who is not known"))
                }
            },
        }
    }

    /// *who*, *which*: what stands immediately before.
    fn relative(&mut self, token: usize, index: usize) -> Finding {
        let document = self.document;
        let sentence = document.tokens.get(token).map_or(0, |token| token.sentence);
        let start = document
            .sentences
            .get(sentence)
            .map_or(0, |sentence| sentence.tokens.start);
        let mut end = token;
        // *Ruiz, of the trade board, who said*: a comma may stand between.
        while end > start && !document.shape(end - 1).is_word() {
            end -= 1;
        }
        if end == start {
            return match document.folded(token) {
                "that" => self.ranked(token, index, rank::Wanted::Thing),
                _ => Finding::unknown(None),
            };
        }
        // Back over one prepositional phrase: *officials in the capital who say*.
        let near = document
            .mentions
            .partition_point(|mention| mention.tokens.start < end);
        let person = document.folded(token) == "who";
        for back in (near.saturating_sub(6)..near).rev() {
            let Some(mention) = document.mentions.get(back) else {
                break;
            };
            if mention.tokens.start < start {
                break;
            }
            let human = mention.kind == MentionKind::Person
                || mention.kind == MentionKind::Name
                    && self
                        .entity_of(back)
                        .and_then(|entity| self.cast.entities.get(entity))
                        .is_some_and(|entity| entity.kind == SpeakerKind::Person);
            if mention.name.end == end && (!person || human) && mention.kind.is_name() {
                let mut finding = self.named(back);
                finding.link.resolution = finding.link.resolution.map(|_| Resolution::Pronoun);
                finding.certainty *= 0.95;
                return finding;
            }
        }
        let noun = end - 1;
        let head_start = phrase_start(document, noun, start);
        let direct = phrase::kind(document, noun);
        let wanted = |kind: SpeakerKind| {
            if person {
                matches!(kind, SpeakerKind::Person | SpeakerKind::Group)
            } else {
                kind != SpeakerKind::Unknown
            }
        };
        if wanted(direct) {
            let from =
                if head_start > start && document.classes(head_start - 1).is(Classes::DETERMINER) {
                    head_start - 1
                } else {
                    head_start
                };
            return self.antecedent(from..end, index);
        }
        // The nearest person or group before, in the same sentence.
        let floor = start.max(end.saturating_sub(14));
        for head in (floor..end).rev() {
            let kind = phrase::kind(document, head);
            if let Some(name) = phrase::name_at(document, head)
                && document
                    .mentions
                    .get(name)
                    .is_some_and(|mention| mention.kind == MentionKind::Person)
            {
                return self.named(name);
            }
            if wanted(kind)
                && document.shape(head) == Shape::Lower
                && document
                    .classes(head + 1)
                    .is(Classes::PREPOSITION.or(Classes::VERB))
            {
                let from = phrase_start(document, head, start);
                let from = if from > start && document.classes(from - 1).is(Classes::DETERMINER) {
                    from - 1
                } else {
                    from
                };
                return self.antecedent(from..head + 1, index);
            }
        }
        let entity = self.cast.named(
            SpeakerKind::Unknown,
            &self.text(head_start..end),
            head_start,
        );
        Finding::linked(entity, Resolution::Pronoun, 0.5, None)
    }

    /// Links the phrase that a relative pronoun goes back to.
    fn antecedent(&mut self, tokens: Range<usize>, index: usize) -> Finding {
        let mut finding = match phrase::read(self.document, tokens) {
            Referent::Name(mention) => self.named(mention),
            Referent::Noun(noun) => self.noun(&noun, index),
            Referent::Several(list) => self.several(&list, index),
            Referent::Pronoun(token)
                if self.document.folded(token) != "who"
                    && self.document.folded(token) != "that" =>
            {
                self.pronoun(token, index)
            }
            _ => Finding::unknown(None),
        };
        finding.link.resolution = finding.link.resolution.map(|_| Resolution::Pronoun);
        finding.certainty *= 0.9;
        finding
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

    /// *the trade adviser*: somebody whose role that is.
    fn description(&mut self, noun: &Noun, index: usize) -> Finding {
        let document = self.document;
        let head = document.folded(noun.head).to_owned();
        let words: Vec<String> = noun
            .phrase
            .clone()
            .filter(|&token| token != noun.head)
            .filter(|&token| tells(document, token) && !describes(document.folded(token)))
            .map(|token| same_word(document.folded(token)).to_owned())
            .collect();
        if let Some(entity) = self.cast.by_handle(&head) {
            return Finding::linked(
                entity,
                Resolution::Name,
                0.85,
                format!("the account bears the name of {}", self.name(entity)),
            );
        }
        if let Some(&entity) = self.cast.tied_at.get(&noun.head) {
            return Finding::linked(
                entity,
                Resolution::Description,
                0.95,
                format!("the role of {}", self.name(entity)),
            );
        }
        if let Some(finding) = self.kin(noun, &head, index) {
            return finding;
        }
        // *the Ohio senator and presidential candidate*: the first of two roles may be the one that was told.
        if let Some(first) = first_role(document, noun) {
            let finding = self.description(&first, index);
            let known = finding
                .link
                .speaker
                .and_then(|entity| self.cast.entities.get(entity));
            if known.is_some_and(|known| known.full) {
                return finding;
            }
        }
        // *Trade Minister* at the start of a sentence stands for *the trade minister*.
        // and so does a noun without any article, as headlines have it.
        let opener = noun.words.start.checked_sub(1);
        let article = opener.is_some_and(|opener| document.classes(opener).is(Classes::DETERMINER));
        let definite = noun.definite || !article;
        // *Roe’s father* is not the one whom a role calls somebody else's.
        let of_other = kin::is_relative(&head) && self.whose(noun, index).is_some();
        if definite && !of_other {
            let fits = self.fitting(&head, &words, noun.head);
            let description = rank::Description {
                head: &head,
                gender: gender_of(&head),
                more: !words.is_empty(),
                fits: &fits,
                age: None,
            };
            // *MODERATOR:* speaks again, however far his name is.
            let label =
                document.shape(noun.head) == Shape::Upper && document.word(noun.head + 1) == ":";
            if let (true, [(entity, _)]) = (label, fits.as_slice()) {
                let why = format!("the label is the role of {}", self.name(*entity));
                return Finding::linked(*entity, Resolution::Description, 0.9, why);
            }
            let wanted = rank::Wanted::Described;
            let candidates = rank::candidates(self, noun.head, index, wanted, Some(&description));
            match self.choose(&candidates, noun.head, index, wanted) {
                Choice::One(best, entity) if best.probability >= LIKELY => {
                    // *His lawyer* is not everybody's.
                    let somebodys = opener.is_some_and(|opener| {
                        matches!(
                            document.folded(opener),
                            "his" | "her" | "their" | "my" | "our"
                        )
                    });
                    let most = if somebodys { 0.7 } else { 1.0 };
                    let why = format!("description matches the role of {}", self.name(entity));
                    return Finding::linked(
                        entity,
                        Resolution::Description,
                        best.probability.min(most),
                        why,
                    );
                }
                Choice::Several(links)
                    if links.iter().all(|&(_, probability)| probability >= 0.2) =>
                {
                    let names: Vec<&str> =
                        links.iter().map(|&(entity, _)| self.name(entity)).collect();
                    let why = format!("description fits {}", names.join(" and "));
                    return Finding::ambiguous(links, Resolution::Description, why);
                }
                _ => {}
            }
        }
        if let Some(finding) = self
            .relative_of(noun, &head, index)
            .or_else(|| self.counterpart(noun, &head, index))
        {
            return finding;
        }
        if noun.definite
            && let Some(finding) = self.told_of(noun, &head, index)
        {
            return finding;
        }
        // Nobody is named: *spokesman for the port* says more than *spokesman*.
        let words_of = if noun.phrase.len() <= 12 {
            noun.phrase.clone()
        } else {
            noun.words.clone()
        };
        let name = self.text(words_of);
        let entity = self.cast.named(SpeakerKind::Person, &name, noun.head);
        self.cast.is_of_gender(entity, gender_of(&head));
        self.cast.add_tie(entity, noun.head, &head, words);
        Finding::linked(
            entity,
            Resolution::Description,
            0.65,
            format!("nobody is named for {name:?}"),
        )
    }

    /// *the 52-year-old*, *the Lille-born striker*: news tells so of somebody whom it has named; whom, as with a pronoun.
    fn told_of(&mut self, noun: &Noun, head: &str, index: usize) -> Option<Finding> {
        let document = self.document;
        let mut told = noun.phrase.clone().map(|token| document.folded(token));
        let told = told.find(|word| word.ends_with("-year-old") || word.ends_with("-born"))?;
        let description = rank::Description {
            head,
            gender: gender_of(head),
            more: false,
            fits: &[],
            age: told.ends_with("-year-old").then_some(told),
        };
        let wanted = rank::Wanted::Anybody;
        let candidates = rank::candidates(self, noun.head, index, wanted, Some(&description));
        match self.choose(&candidates, noun.head, index, wanted) {
            Choice::One(best, entity) if best.probability >= LIKELY => {
                let why = format!("{told}: {}, {}", self.name(entity), best.reason());
                Some(Finding::linked(
                    entity,
                    Resolution::Description,
                    best.probability,
                    why,
                ))
            }
            Choice::Several(links) => {
                let names: Vec<&str> = links.iter().map(|&(entity, _)| self.name(entity)).collect();
                let why = format!("{told}: {}", names.join(" or "));
                Some(Finding::ambiguous(links, Resolution::Description, why))
            }
            _ => None,
        }
    }

    /// Those whose roles a description with this head and these words fits, best first.
    fn fitting(&self, head: &str, words: &[String], at: usize) -> Vec<(usize, f32)> {
        let gender = gender_of(head);
        let sentence = |token: usize| {
            self.document
                .tokens
                .get(token)
                .map_or(0, |token| token.sentence)
        };
        let here = sentence(at);
        let last_speaker = self
            .turns
            .iter()
            .rev()
            .take(4)
            .find(|turn| !turn.nested)
            .map(|turn| turn.entity);
        let mut scores: FxHashMap<usize, f32> = FxHashMap::default();
        let class = head_class(head);
        // *the Russian leader* is who presides over Russia.
        let leaders = LEADERS
            .iter()
            .filter(|_| class == "leader" && !words.is_empty());
        let heads = std::iter::once(class).chain(leaders.copied());
        let ties = heads.flat_map(|head| {
            self.cast
                .ties
                .get(head)
                .into_iter()
                .flatten()
                .rev()
                .take(256)
        });
        let says =
            |tie: &Tie, what: &[&str]| tie.words.iter().any(|word| what.contains(&word.as_str()));
        const OTHERS: [&str; 3] = ["vice", "deputy", "shadow"];
        const LESSER: [&str; 6] = [
            "vice",
            "deputy",
            "shadow",
            "assistant",
            "acting",
            "associate",
        ];
        for tie in ties {
            let named = || tie.words.iter().any(|word| words.contains(word));
            let leads = match head_class(&tie.head) {
                other if other == class => true,
                "minister" => named() && says(tie, &["prime"]),
                _ => named() && !says(tie, &LESSER),
            };
            if !leads {
                continue;
            }
            let Some(entity) = self.cast.entities.get(tie.entity) else {
                continue;
            };
            if gender != Gender::Unknown
                && entity.gender != Gender::Unknown
                && gender != entity.gender
            {
                continue;
            }
            #[allow(clippy::cast_precision_loss, reason = "a description has few words")]
            let share = if words.is_empty() {
                // The bare noun is best explained by the bare role: *the president* is the president, not a vice president.
                if says(tie, &LESSER) { 0.25 } else { 0.6 }
            } else {
                let shared = words.iter().filter(|word| tie.words.contains(word)).count();
                // A bare title says nothing against: *the Ohio senator* may be *Sen. Ruiz*.
                // *the home secretary* is not the shadow one.
                let other =
                    says(tie, &OTHERS) && !words.iter().any(|word| OTHERS.contains(&word.as_str()));
                if other {
                    0.0
                } else if tie.words.is_empty() {
                    0.5
                } else {
                    shared as f32 / words.len() as f32
                }
            };
            if share < if words.is_empty() { 0.2 } else { 0.5 } {
                continue;
            }
            let mut score = 0.6 * share + if tie.head == head { 0.1 } else { 0.0 };
            if tie.at < at {
                score += 0.1;
            }
            if last_speaker == Some(tie.entity) {
                score += 0.15;
            }
            if let Some(last) = self.cast.last_mention(self.document, tie.entity, at) {
                let distance = self.document.mentions.get(last).map_or(0, |mention| {
                    here.saturating_sub(sentence(mention.tokens.start))
                });
                #[allow(clippy::cast_precision_loss, reason = "capped at 20")]
                let nearness = 1.0 - distance.min(20) as f32 / 20.0;
                score += 0.2 * nearness;
            }
            let best = scores.entry(tie.entity).or_insert(0.0);
            *best = best.max(score);
        }
        let mut scored: Vec<(usize, f32)> = scores.into_iter().collect();
        scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        scored.truncate(8);
        scored
    }

    /// *the board*: a body named before by more words, else a body of these words.
    fn body(&mut self, noun: &Noun, index: usize) -> Finding {
        let document = self.document;
        let head = document.folded(noun.head).to_owned();
        let words: Vec<&str> = noun
            .words
            .clone()
            .filter(|&token| token != noun.head)
            .filter(|&token| tells(document, token))
            .map(|token| document.folded(token))
            .collect();
        if noun.definite && words.is_empty() || head == POLICE && noun.words.len() == 1 {
            if let Some(finding) = self.named_body(noun, &head) {
                return finding;
            }
            if let Some(mut finding) = self.earlier_phrase(noun, SpeakerKind::Organization) {
                finding.certainty = 0.8;
                return finding;
            }
            let generic = matches!(
                head.as_str(),
                "agency"
                    | "airline"
                    | "alliance"
                    | "association"
                    | "bank"
                    | "board"
                    | "body"
                    | "broadcaster"
                    | "charity"
                    | "club"
                    | "coalition"
                    | "commission"
                    | "company"
                    | "firm"
                    | "foundation"
                    | "fund"
                    | "group"
                    | "institute"
                    | "magazine"
                    | "network"
                    | "newspaper"
                    | "organisation"
                    | "organization"
                    | "outlet"
                    | "paper"
                    | "publication"
                    | "retailer"
                    | "site"
                    | "union"
                    | "website"
                    | "carmaker"
                    | "thinktank"
                    | "nonprofit"
                    | "manufacturer"
                    | "maker"
                    | "regulator"
                    | "watchdog"
            );
            if generic {
                let mut finding = self.ranked(noun.head, index, rank::Wanted::Body);
                let sure = finding.link.status == Status::Linked && finding.certainty >= STICKY;
                if !sure && let Some(first) = self.first_of(&head, noun.head, index) {
                    finding = first;
                }
                if finding.link.status == Status::Linked && finding.certainty >= LIKELY {
                    finding.link.resolution = Some(Resolution::Description);
                    return finding;
                }
            }
        }
        let name = self.text(noun.words.clone());
        let kind = if is_plural_body(document.folded(noun.head)) {
            SpeakerKind::Group
        } else {
            SpeakerKind::Organization
        };
        let entity = self.cast.named(kind, &name, noun.head);
        Finding::linked(
            entity,
            Resolution::Document,
            certainty_of(noun),
            format!("a body: {name}"),
        )
    }

    /// *the board*, *police*: the body whose name ends so.
    fn named_body(&self, noun: &Noun, head: &str) -> Option<Finding> {
        let bodies = &self.cast.bodies;
        // Where no name ends so, *the force* is the police.
        let head = match head {
            "force" if !bodies.contains_key(head) => POLICE,
            head => head,
        };
        let named = bodies.get(head).into_iter().flatten().rev();
        let is_one = |&entity: &usize| {
            self.cast.entities.get(entity).is_some_and(|known| {
                known.kind == SpeakerKind::Organization && known.name.contains(' ')
            })
        };
        let mut named: Vec<usize> = named.take(LATELY).copied().filter(is_one).collect();
        named.sort_unstable();
        named.dedup();
        let last = |entity: usize| self.cast.last_mention(self.document, entity, noun.head);
        // The one force of the article has its name sometimes further on; which of two *police* are nobody says.
        if head != POLICE || named.len() != 1 {
            named.retain(|&entity| noun.definite && last(entity).is_some());
        }
        let certainty = if named.len() == 1 { 0.85 } else { 0.7 };
        let entity = named.into_iter().max_by_key(|&entity| last(entity))?;
        let place = if last(entity).is_some() {
            "before"
        } else {
            "further on"
        };
        let why = format!("{} named {place}", self.name(entity));
        Some(Finding::linked(
            entity,
            Resolution::Description,
            certainty,
            why,
        ))
    }

    /// Which body *the bank* was where the article called one so first: more often than not the same one for all of it.
    fn first_of(&mut self, head: &str, before: usize, index: usize) -> Option<Finding> {
        let first = *self.first_bodies.get(head)?;
        (first < before).then(|| self.ranked(first, index, rank::Wanted::Body))
    }

    /// *the report*, *the officials*: those of that noun named before by more words, else these words.
    fn plural_or_written(&mut self, noun: &Noun, index: usize) -> Finding {
        if let Some(finding) = self.both(noun, index) {
            return finding;
        }
        if noun.definite
            && noun.words.len() == 1
            && let Some(finding) = self.earlier_phrase(noun, noun.kind)
        {
            return finding;
        }
        let document = self.document;
        let head = document.folded(noun.head);
        if noun.definite
            && head == "document"
            && let Some(finding) = self.last_document(noun.words.start)
        {
            return finding;
        }
        let words = apposed_family(document, noun).unwrap_or(noun.words.clone());
        let name = self.text(words);
        let entity = self.cast.named(noun.kind, &name, noun.head);
        let what = if noun.kind == SpeakerKind::Group {
            "a group"
        } else {
            "a document"
        };
        Finding::linked(
            entity,
            Resolution::Document,
            certainty_of(noun),
            format!("{what}: {name}"),
        )
    }

    /// *the two lawmakers*, *both men*, *the two*: two persons who were named together before.
    fn both(&mut self, noun: &Noun, index: usize) -> Option<Finding> {
        let document = self.document;
        let counts = |token: usize| matches!(document.folded(token), "two" | "both");
        let pair = matches!(document.folded(noun.head), "two" | "pair" | "duo");
        let counted = (noun.words.start.saturating_sub(2)..noun.head).any(counts);
        let definite = noun.definite || document.folded(noun.words.start.checked_sub(1)?) == "both";
        let two = pair || counted && noun.kind == SpeakerKind::Group;
        if !(definite && two) {
            return None;
        }
        let candidates = rank::candidates(self, noun.head, index, rank::Wanted::Many, None);
        let mut pairs = candidates
            .iter()
            .filter(|candidate| matches!(candidate.referent, rank::Antecedent::Pair(..)));
        let best = *pairs.next()?;
        let rival = pairs.next().map_or(0.0, |rival| rival.probability);
        // What is weighed are pairs and not what else *they* may be.
        let share = best.probability / (best.probability + rival);
        if share < 0.6 || best.probability < 0.05 {
            return None;
        }
        let entity = self.entity_for(best.referent);
        let why = format!("two who were named together: {}", self.name(entity));
        Some(Finding::linked(
            entity,
            Resolution::Description,
            0.7 * share,
            why,
        ))
    }

    /// *the document*: what was written was last spoken of so, whatever it is.
    fn last_document(&mut self, before: usize) -> Option<Finding> {
        let document = self.document;
        let near = document
            .mentions
            .partition_point(|mention| mention.tokens.start < before);
        let before = document.mentions.iter().enumerate().take(near).rev();
        let mut last = before.take(LATELY);
        // *the annual Fissile Ledger* has a name.
        let is_written = |(_, mention): &(usize, &Mention)| match mention.kind {
            MentionKind::Document => document.folded(mention.name.end - 1) != "document",
            MentionKind::Name | MentionKind::Organization => {
                document.classes(mention.name.end - 1).is(Classes::DOCUMENT)
            }
            _ => false,
        };
        let (index, written) = last.find(is_written)?;
        let entity = self.entity_of(index).unwrap_or_else(|| {
            let name = self.text(written.name.clone());
            let start = written.name.start;
            self.cast.named(SpeakerKind::Document, &name, start)
        });
        let why = format!("spoken of before: {}", self.name(entity));
        Some(Finding::linked(entity, Resolution::Description, 0.6, why))
    }

    /// The latest longer phrase with the same head noun before `noun`.
    fn earlier_phrase(&mut self, noun: &Noun, kind: SpeakerKind) -> Option<Finding> {
        let document = self.document;
        let head = document.folded(noun.head);
        let near = document
            .mentions
            .partition_point(|mention| mention.tokens.start < noun.words.start);
        let wanted = match kind {
            SpeakerKind::Group => MentionKind::Group,
            SpeakerKind::Document => MentionKind::Document,
            SpeakerKind::Organization => MentionKind::Body,
            _ => return None,
        };
        let earlier = (near.saturating_sub(120)..near).rev().find(|&index| {
            document.mentions.get(index).is_some_and(|mention| {
                mention.kind == wanted
                    && mention.name.len() > 1
                    && document.folded(mention.name.start) != "same"
                    && document.folded(mention.name.end - 1) == head
            })
        })?;
        let words = document.mentions.get(earlier)?.name.clone();
        let name = self.text(words.clone());
        let entity = self.cast.named(kind, &name, words.start);
        Some(Finding::linked(
            entity,
            Resolution::Description,
            0.7,
            format!("spoken of before: {name}"),
        ))
    }

    /// Weighs who the pronoun, or *agency*, at `token` goes back to.
    fn ranked(&mut self, token: usize, index: usize, wanted: rank::Wanted) -> Finding {
        let word = self.document.folded(token).to_owned();
        let head = rank::Description {
            head: &word,
            gender: Gender::Unknown,
            more: false,
            fits: &[],
            age: None,
        };
        let description = (wanted == rank::Wanted::Body).then_some(&head);
        let candidates = rank::candidates(self, token, index, wanted, description);
        match self.choose(&candidates, token, index, wanted) {
            Choice::Nobody => Finding::unknown(format!("pronoun {word}: nobody before it fits")),
            Choice::Several(links) => {
                let names: Vec<&str> = links.iter().map(|&(entity, _)| self.name(entity)).collect();
                let why = format!("pronoun {word}: {}", names.join(" or "));
                Finding::ambiguous(links, Resolution::Pronoun, why)
            }
            Choice::One(best, entity) => {
                // *The group has agreed …, it said*: whichever *the group* is.
                if let rank::Antecedent::Mention(mention) = best.referent
                    && let Some(finding) = self.generic(mention, index)
                {
                    return Finding {
                        certainty: finding.certainty.min(best.probability),
                        ..finding
                    };
                }
                let why = format!("pronoun {word}: {}, {}", self.name(entity), best.reason());
                self.learn_gender(entity, wanted, best.probability);
                Finding::linked(entity, Resolution::Pronoun, best.probability, why)
            }
        }
    }

    /// The body with a name that mention `index`, *the group*, goes back to.
    fn generic(&mut self, index: usize, of: usize) -> Option<Finding> {
        let mention = self.document.mentions.get(index)?;
        if mention.kind != MentionKind::Body || mention.name.len() > 1 || !mention.definite {
            return None;
        }
        let noun = Noun {
            kind: SpeakerKind::Organization,
            head: mention.name.start,
            words: mention.name.clone(),
            phrase: mention.name.clone(),
            definite: true,
        };
        let finding = self.body(&noun, of);
        let entity = finding.link.speaker?;
        (!self.is_unnamed(entity)).then_some(finding)
    }

    /// The best of `candidates`, or those that cannot be told from it; all are kept for a reader to see.
    fn choose(
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

    /// Whoever is surely meant by *he* is a man from here on.
    fn learn_gender(&mut self, entity: usize, wanted: rank::Wanted, probability: f32) {
        const SURE: f32 = 0.9;
        let gender = match wanted {
            rank::Wanted::Man => Gender::Male,
            rank::Wanted::Woman => Gender::Female,
            _ => return,
        };
        if probability >= SURE
            && let Some(known) = self.cast.entities.get_mut(entity)
            && known.gender == Gender::Unknown
        {
            known.gender = gender;
        }
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
    fn entity_for(&mut self, referent: rank::Antecedent) -> usize {
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

/// Writes down the entities that speak, in order of first mention, and points the links at them.
fn publish(document: &mut Document, gazetteer: &Gazetteer, cast: &Cast) {
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
        roles.retain(|role| !is_courtesy(role));
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

/// Does `role` only say how somebody is addressed?
fn is_courtesy(role: &str) -> bool {
    matches!(
        role.trim_end_matches('.'),
        "Mr" | "Mrs" | "Ms" | "Miss" | "Mx" | "Sir" | "Madam" | "Messrs"
    )
}

/// *companies*, *banks*: several bodies are a group. *Authorities* and *forces* are one.
fn is_plural_body(folded: &str) -> bool {
    let is_body = |word: &str| crate::lexicon::classes(word).is(Classes::ORGANIZATION);
    let singular = folded.strip_suffix('s').filter(|word| !word.ends_with('s'));
    let singular = singular.is_some_and(is_body)
        || folded
            .strip_suffix("ies")
            .is_some_and(|stem| is_body(&format!("{stem}y")));
    singular && !matches!(folded, "authorities" | "forces")
}

/// How sure a phrase is that names itself: *the company*, with no other word, has a name that was not found.
fn certainty_of(noun: &Noun) -> f32 {
    if noun.definite && noun.phrase.len() == 1 {
        0.65
    } else {
        0.85
    }
}

/// *Rovers’ owners, the Whitlocks, want it moved*: the name of several, behind what they are.
fn apposed_family(document: &Document, noun: &Noun) -> Option<Range<usize>> {
    const LONGEST: usize = 3;
    let comma = noun.words.end;
    let start = comma + 2;
    let opened = noun.kind == SpeakerKind::Group
        && document.word(comma) == ","
        && document.folded(comma + 1) == "the";
    let end = (start..start + LONGEST)
        .find(|&at| !document.shape(at).is_capital())
        .filter(|&end| opened && end > start && document.word(end) == ",")?;
    document
        .folded(end - 1)
        .ends_with('s')
        .then_some(start..end)
}

/// The noun phrase before the *and* of two roles that one person has.
fn first_role(document: &Document, noun: &Noun) -> Option<Noun> {
    let joint = noun
        .words
        .clone()
        .find(|&token| document.folded(token) == "and")?;
    let head = joint
        .checked_sub(1)
        .filter(|head| noun.words.contains(head))?;
    let words = noun.words.start..joint;
    (phrase::kind(document, head) == SpeakerKind::Person).then(|| Noun {
        kind: SpeakerKind::Person,
        head,
        phrase: words.clone(),
        words,
        definite: noun.definite,
    })
}

/// Does the word say what somebody is like and not which one: *Lille-born*, *29-year-old*?
fn describes(word: &str) -> bool {
    word.ends_with("-born")
        || word.ends_with("-year-old")
        || matches!(word, "veteran" | "longtime" | "long-time")
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cue::Act;

    /// Runs the stages on `text` with hand-made attributions: what was said, and the source nearest to it (none: it goes on
    /// from the one before). Returns the names found.
    fn speakers(text: &str, quotes: &[(&str, &str)]) -> Vec<String> {
        let gazetteer = Gazetteer::builtin();
        let mut document = Document {
            text,
            ..Document::default()
        };
        crate::segment::split(&mut document);
        crate::mention::find(&mut document, &gazetteer);
        let mut attributions: Vec<Attribution> = Vec::new();
        for &(content, source) in quotes {
            let start = text.find(content).expect("the content is in the text");
            let content = Span::new(start, start + content.len());
            let found = (!source.is_empty()).then(|| {
                let at = text
                    .match_indices(source)
                    .map(|(at, _)| at)
                    .filter(|&at| at + source.len() <= content.start || at >= content.end)
                    .min_by_key(|&at| {
                        if at < start {
                            start - at
                        } else {
                            at - content.end
                        }
                    })
                    .expect("the source is in the text");
                Span::new(at, at + source.len())
            });
            let inside = attributions
                .iter()
                .position(|outer| outer.content[0].contains(found.unwrap_or(content)));
            let marked = start > 0
                && text
                    .get(..start)
                    .is_some_and(|before| before.ends_with(['“', '"', '‘']));
            attributions.push(Attribution {
                content: vec![content],
                quote_type: if marked {
                    crate::QuoteType::Direct
                } else {
                    crate::QuoteType::Indirect
                },
                act: Act::Speech,
                marked,
                cue: None,
                source: found,
                via: None,
                continues: (found.is_none() && !attributions.is_empty())
                    .then(|| attributions.len() - 1),
                answers: None,
                beside: None,
                inside,
                evidence: Vec::new(),
                confidence: 1.0,
                ..Attribution::default()
            });
        }
        document.attributions = attributions;
        link(&mut document, &gazetteer);
        let name = |link: &Link| match (link.status, link.speaker) {
            (Status::Linked, Some(speaker)) => document.speakers[speaker].name.clone(),
            (status, _) => format!("{status:?} {}", link.candidates.len()),
        };
        document
            .attributions
            .iter()
            .map(|attribution| name(&attribution.speaker))
            .collect()
    }

    /// A text, what is said in it with its source, and the names wanted.
    type Case = (
        &'static str,
        &'static [(&'static str, &'static str)],
        &'static [&'static str],
    );

    fn check(cases: &[Case]) {
        for &(text, quotes, wanted) in cases {
            assert_eq!(speakers(text, quotes), wanted, "{text}");
        }
    }

    #[test]
    fn sources_are_linked_to_who_speaks() {
        let cases: [Case; 43] = [
            (
                "Ada Moss, a nurse, said: “We need beds.”\n\n“We asked twice,” she added. “Nobody came.”",
                &[
                    ("We need beds.", "Ada Moss"),
                    ("We asked twice", "she"),
                    ("Nobody came.", ""),
                ],
                &["Ada Moss", "Ada Moss", "Ada Moss"],
            ),
            (
                "The plan holds, said Ana Ruiz, harbour trade adviser. The adviser said it was late. Ruiz said no. The trade adviser agreed it was.",
                &[
                    ("The plan holds", "Ana Ruiz, harbour trade adviser"),
                    ("it was late", "The adviser"),
                    ("no.", "Ruiz"),
                    ("it was.", "The trade adviser"),
                ],
                &["Ana Ruiz", "Ana Ruiz", "Ana Ruiz", "Ana Ruiz"],
            ),
            (
                "Health Minister Tom Vance met Eva Lund. Vance said it rained. Lund said it did not.",
                &[("it rained", "Vance"), ("it did not", "Lund")],
                &["Tom Vance", "Eva Lund"],
            ),
            // The last one named inside the quoted words is not the speaker.
            (
                "Mayor Olga Brandt opened the fair. “Nadia Kerr paid for it,” she said.",
                &[("Nadia Kerr paid for it", "she")],
                &["Olga Brandt"],
            ),
            // A surname that two share.
            (
                "Mr Ivan Holm sued Mrs Clara Holm. Mr Holm said the boat was his. Mrs Holm said it was not.",
                &[("the boat was his", "Mr Holm"), ("it was not", "Mrs Holm")],
                &["Ivan Holm", "Clara Holm"],
            ),
            (
                "Ivan Holm and Erik Holm quarrelled. The boat was sold, Holm said.",
                &[("The boat was sold", "Holm")],
                &["Ambiguous 2"],
            ),
            // Bodies, groups, documents.
            (
                "The Harbour Trade Board’s annual report on eels said stocks fell. Senior Baltic officials said little. The board said more.",
                &[
                    (
                        "stocks fell",
                        "The Harbour Trade Board’s annual report on eels",
                    ),
                    ("little", "Senior Baltic officials"),
                    ("more", "The board"),
                ],
                &[
                    "Harbour Trade Board’s annual report",
                    "Senior Baltic officials",
                    "Harbour Trade Board",
                ],
            ),
            (
                "Per the Alliance to Save Our Canals (ASOC) work stopped. Work may start, ASOC said.",
                &[
                    ("work stopped", "the Alliance to Save Our Canals (ASOC)"),
                    ("Work may start", "ASOC"),
                ],
                &["Alliance to Save Our Canals", "Alliance to Save Our Canals"],
            ),
            // First and relative persons.
            (
                "“My aunt told me I was late,” Jo Park said. The man who drove, Per Dahl, said no. Ulla Berg, who said it was dark, left.",
                &[
                    ("My aunt told me I was late", "Jo Park"),
                    ("I was late", "me"),
                    ("it was dark", "who"),
                ],
                &["Jo Park", "Jo Park", "Ulla Berg"],
            ),
            (
                "Q: Why is it late?",
                &[("Why is it late?", "Q")],
                &["Unknown 0"],
            ),
            // Names as the world writes them.
            (
                "Ursula van der Meer spoke. Van der Meer said yes. Minister Lars O’Dea Jr. said no. O’Dea said why.",
                &[
                    ("yes", "Van der Meer"),
                    ("no", "Minister Lars O’Dea Jr."),
                    ("why", "O’Dea"),
                ],
                &["Ursula van der Meer", "Lars O’Dea Jr.", "Lars O’Dea Jr."],
            ),
            (
                "Park Min-ji won. Park said it was luck. KIM: I saw it.",
                &[("it was luck", "Park"), ("I saw it", "KIM")],
                &["Park Min-ji", "KIM"],
            ),
            (
                "President Xi spoke. The pact holds, Xi said.",
                &[("The pact holds", "Xi")],
                &["Xi"],
            ),
            // A job that is also a surname, a month that is one.
            (
                "Dora Baker and Theresa May met. Baker said yes. May said no.",
                &[("yes", "Baker"), ("no", "May")],
                &["Dora Baker", "Theresa May"],
            ),
            (
                "Two shots, said a man known as “Shorty”. Keep it, said a barman everyone calls “Duke.”",
                &[
                    ("Two shots", "a man known as “Shorty”"),
                    ("Keep it", "a barman everyone calls “Duke"),
                ],
                &["Shorty", "Duke"],
            ),
            (
                "The editor sat down with Tom Bell. Ines Roe kept the light. Roe left in May.\n\nQ: Why?\n\nA: For love.",
                &[("Why?", "Q"), ("For love.", "A")],
                &["Tom Bell", "Ines Roe"],
            ),
            (
                "Eva Roe and Jon Lind objected. Roads flood, Eva Roe and Jon Lind wrote. A spokesman for the port said no. The spokesman said never.",
                &[
                    ("Roads flood", "Eva Roe and Jon Lind"),
                    ("no.", "A spokesman for the port"),
                    ("never", "The spokesman"),
                ],
                &[
                    "Eva Roe and Jon Lind",
                    "spokesman for the port",
                    "spokesman for the port",
                ],
            ),
            // Age, family, generation, account.
            (
                "Ada Moss, 52, met Kit Lund, 31. It rained, the 31-year-old said. It did not, the 52-year-old said.",
                &[
                    ("It rained", "the 31-year-old"),
                    ("It did not", "the 52-year-old"),
                ],
                &["Kit Lund", "Ada Moss"],
            ),
            (
                "Anton Holm cooks. Nora Holm keeps the books. Their daughter, Mila Holm, paints. Mr Anton Holm said it was late. It was early, Anton Holm’s wife said.",
                &[
                    ("it was late", "Mr Anton Holm"),
                    ("It was early", "Anton Holm’s wife"),
                ],
                &["Anton Holm", "Nora Holm"],
            ),
            (
                "Glenn Roe Sr. built it and Glenn Roe Jr. sold it. It leaks, the younger Roe said. It did not, the elder Roe said.",
                &[
                    ("It leaks", "the younger Roe"),
                    ("It did not", "the elder Roe"),
                ],
                &["Glenn Roe Jr.", "Glenn Roe Sr."],
            ),
            (
                "Fergus Daly left the Harbour Board. No more boats, @senfergusdaly wrote. More boats, @harbourboard_hq wrote. Boats, @dalyfan4 wrote.",
                &[
                    ("No more boats", "@senfergusdaly"),
                    ("More boats", "@harbourboard_hq"),
                    ("Boats,", "@dalyfan4"),
                ],
                &["Fergus Daly", "Harbour Board", "@dalyfan4"],
            ),
            (
                "Ronnie ‘Spanner’ Tebb fixed it. Delete this, @spanner_tebb4 wrote. It holds, Spanner said. It leaks, one user @kitlund wrote.",
                &[
                    ("Delete this", "@spanner_tebb4"),
                    ("It holds", "Spanner"),
                    ("It leaks", "one user @kitlund"),
                ],
                &["Ronnie ‘Spanner’ Tebb", "Ronnie ‘Spanner’ Tebb", "@kitlund"],
            ),
            // What is news about somebody who was named.
            (
                "Ada Moss, the mayor’s choice to run the harbour, came late. It leaks, the 52-year-old said. The nominee said no.",
                &[("It leaks", "the 52-year-old"), ("no.", "The nominee")],
                &["Ada Moss", "Ada Moss"],
            ),
            (
                "Ada Moss, 52, met Kit Lund. It rained, the 31-year-old said.",
                &[("It rained", "the 31-year-old")],
                &["Kit Lund"],
            ),
            // Another than he.
            (
                "The paper is by Thora Lund and Inga Roe. Lund said it was late. It was early, her co-author said.",
                &[("it was late", "Lund"), ("It was early", "her co-author")],
                &["Thora Lund", "Inga Roe"],
            ),
            (
                "Wes Pruitt, a cousin of Dana Pruitt, wrote that he had won. He had not, read his cousin’s reply.",
                &[
                    ("he had won", "Wes Pruitt"),
                    ("He had not", "his cousin’s reply"),
                ],
                &["Wes Pruitt", "Dana Pruitt"],
            ),
            // Who signs at the very end.
            (
                "We plan to refund all of it.\n\nThank you for everything.\n\nJoost",
                &[("to refund all of it", "We")],
                &["Joost"],
            ),
            // Who leads a country; whose account it is.
            (
                "President Xi Jinping met Mayor Ann Roe. It holds, the Chinese leader said. It leaks, said a reply from the mayor’s account.",
                &[
                    ("It holds", "the Chinese leader"),
                    ("It leaks", "a reply from the mayor’s account"),
                ],
                &["Xi Jinping", "Ann Roe"],
            ),
            // A name that follows what describes it.
            (
                "It rains, said one of them, Tess Bright. It pours, said an old friend, retired dentist Max Kerr. One group, Open Canals, said no.",
                &[
                    ("It rains", "one of them, Tess Bright"),
                    ("It pours", "an old friend, retired dentist Max Kerr"),
                    ("no.", "One group, Open Canals"),
                ],
                &["Tess Bright", "Max Kerr", "Open Canals"],
            ),
            (
                "Senators Ann Roe and Kit Lund met. The pact holds, the two senators said.",
                &[("The pact holds", "the two senators")],
                &["Ann Roe and Kit Lund"],
            ),
            (
                "Piotr Roe, known in the trade as ‘Bez’, met Ann Lund. It rained, Bez said.",
                &[("It rained", "Bez")],
                &["Piotr Roe"],
            ),
            // By the names that they have, and by *the two*.
            (
                "Ann Roe met Kit Lund. It rained, Roe and Trade Minister Kit Lund said. It poured, the two said. No rain, Roe and her friends said.",
                &[
                    ("It rained", "Roe and Trade Minister Kit Lund"),
                    ("It poured", "the two"),
                    ("No rain", "Roe and her friends"),
                ],
                &[
                    "Ann Roe and Kit Lund",
                    "Ann Roe and Kit Lund",
                    "Ann Roe and her friends",
                ],
            ),
            // Where a senator is from; the first of two roles.
            (
                "Sen. Ann Roe (D-Vt.) met Sen. Kit Lund of New York. It rained, the Vermont senator said. It poured, the New York senator and candidate said.",
                &[
                    ("It rained", "the Vermont senator"),
                    ("It poured", "the New York senator and candidate"),
                ],
                &["Ann Roe", "Kit Lund"],
            ),
            (
                "It rained, said the mayor’s rival, Sen. Ann Roe of Utah. Lund’s inner circle said no. Kit Lund left.",
                &[
                    ("It rained", "the mayor’s rival, Sen. Ann Roe of Utah"),
                    ("no.", "Lund’s inner circle"),
                ],
                &["Ann Roe", "Lund’s inner circle"],
            ),
            // Relatives, the other way about and over one more; *my* in an article is the writer's.
            (
                "Hester Locke keeps the ponds. Her brother Jonah Locke keeps the books. Their father, Tobias Locke, keeps out. Jonah blames his niece Wren. It rained, Hester Locke’s brother said. It poured, Jonah’s sister said. No rain, Wren’s grandfather said.",
                &[
                    ("It rained", "Hester Locke’s brother"),
                    ("It poured", "Jonah’s sister"),
                    ("No rain", "Wren’s grandfather"),
                ],
                &["Jonah Locke", "Hester Locke", "Tobias Locke"],
            ),
            (
                "Jonah Locke and Hester Locke fish. Their father Tobias Locke drives. Ann Roe called. It rained, Roe’s father said.",
                &[("It rained", "Roe’s father")],
                &["Roe’s father"],
            ),
            (
                "My parents, James and Olive Meehan, met in Oslo. It rained, my father said. It poured, my mother said.",
                &[("It rained", "my father"), ("It poured", "my mother")],
                &["James Meehan", "Olive Meehan"],
            ),
            (
                "It was hard for the Ferrante twins, Luca in blue and Marco in red. It rained, Luca said.",
                &[("It rained", "Luca")],
                &["Luca Ferrante"],
            ),
            // People without a name speak again; *the niece, Maud* is a subject.
            (
                "Ada Moss left. A courier from Lund came in. It rained, a shop steward said. It poured, he said.",
                &[("It rained", "a shop steward"), ("It poured", "he")],
                &["shop steward", "shop steward"],
            ),
            (
                "Ana Ruiz asked one of the seven, Per Moss. It rained, one of the seven, a physicist who would not be named, said.",
                &[(
                    "It rained",
                    "one of the seven, a physicist who would not be named,",
                )],
                &["physicist"],
            ),
            // A title in front of a particle.
            (
                "Bill de Blasio spoke. It rained, Mr. de Blasio said.",
                &[("It rained", "Mr. de Blasio")],
                &["Bill de Blasio"],
            ),
            // Bodies by their first word, and *the bank* that is one from the first.
            (
                "Hobley Foods, which bakes, met Ann Roe. Hobley said it rained. Rovers’ owners, the Whitlocks, said no.",
                &[
                    ("it rained", "Hobley"),
                    ("no.", "Rovers’ owners, the Whitlocks,"),
                ],
                &["Hobley Foods", "Whitlocks"],
            ),
            // A label that two share says nothing.
            (
                "Dr Amy Young met Kester Young.\n\nYOUNG: It is cheese.",
                &[("It is cheese.", "YOUNG")],
                &["Ambiguous 2"],
            ),
        ];
        check(&cases);
    }

    #[test]
    fn names_stand_behind_what_somebody_heads() {
        let cases: [Case; 7] = [
            (
                "It rained, former secretary of state Orla Quint said.",
                &[("It rained", "former secretary of state Orla Quint")],
                &["Orla Quint"],
            ),
            (
                "Head of research at the bank Tom Vale said it rained.",
                &[("it rained", "Head of research at the bank Tom Vale")],
                &["Tom Vale"],
            ),
            (
                "The wife of candidate Tom Vale said it rained.",
                &[("it rained", "The wife of candidate Tom Vale")],
                &["wife of candidate Tom Vale"],
            ),
            // Whoever the others are of does not speak.
            (
                "Orla Quint and Senator Tom Vale of Ohio said it rained.",
                &[("it rained", "Orla Quint and Senator Tom Vale of Ohio")],
                &["Orla Quint and Tom Vale"],
            ),
            (
                "Orla Quint and a friend of Tom Vale said it rained.",
                &[("it rained", "Orla Quint and a friend of Tom Vale")],
                &["Orla Quint and a friend of Tom Vale"],
            ),
            // In headlines words are capitalised that begin no name.
            (
                "Quint Breaks With Vale On Rain.\n\nOrla Quint met Tom Vale. Vale said it rained.",
                &[("it rained", "Vale")],
                &["Tom Vale"],
            ),
            (
                "~ As Lantern put it, it rained.",
                &[("it rained", "Lantern")],
                &["Lantern"],
            ),
        ];
        check(&cases);
    }

    #[test]
    fn several_are_named_by_their_full_names() {
        let cases: [Case; 9] = [
            (
                "Sen. Orla Quint (D-Ohio) and former Iowa governor Tom Vale said it rained.",
                &[(
                    "it rained",
                    "Sen. Orla Quint (D-Ohio) and former Iowa governor Tom Vale",
                )],
                &["Orla Quint and Tom Vale"],
            ),
            (
                "Orla Quint, the former Iowa governor, and Senator Tom Vale said it rained.",
                &[(
                    "it rained",
                    "Orla Quint, the former Iowa governor, and Senator Tom Vale",
                )],
                &["Orla Quint and Tom Vale"],
            ),
            (
                "Orla Quint left. Quint and her aides said it rained.",
                &[("it rained", "Quint and her aides")],
                &["Orla Quint and her aides"],
            ),
            (
                "Orla Quint left. She and Tom Vale said it rained.",
                &[("it rained", "She and Tom Vale")],
                &["Orla Quint and Tom Vale"],
            ),
            (
                "Orla Quint and Vale’s friends said it rained.",
                &[("it rained", "Orla Quint and Vale’s friends")],
                &["Orla Quint and Vale’s friends"],
            ),
            (
                "Orla Quint met Tom Vale. Quint or Vale said it rained.",
                &[("it rained", "Quint or Vale")],
                &["Quint or Vale"],
            ),
            // One with two trades.
            (
                "Orla Quint, the mayor and a lawyer, said it rained.",
                &[("it rained", "Orla Quint, the mayor and a lawyer")],
                &["Orla Quint"],
            ),
            (
                "Orla Quint, a lawyer, and mayor of Moss, said it rained.",
                &[("it rained", "Orla Quint, a lawyer, and mayor of Moss")],
                &["Orla Quint"],
            ),
            (
                "One in five voters said it rained.",
                &[("it rained", "One in five voters")],
                &["One in five voters"],
            ),
        ];
        check(&cases);
    }

    #[test]
    fn police_are_one_body_unless_two_forces_are_named() {
        let cases: [Case; 3] = [
            (
                "It rained, police said. Police said it was cold. The force said it was late. Welland Police saw a van.",
                &[
                    ("It rained", "police"),
                    ("it was cold", "Police"),
                    ("it was late", "The force"),
                ],
                &["Welland Police", "Welland Police", "Welland Police"],
            ),
            // Which of two nobody says.
            (
                "Welland Police met Harlow Police. It rained, police said. Police said it was cold.",
                &[("It rained", "police"), ("it was cold", "Police")],
                &["Police", "Police"],
            ),
            (
                "It rained, police said. Police said it was cold.",
                &[("It rained", "police"), ("it was cold", "Police")],
                &["Police", "Police"],
            ),
        ];
        check(&cases);
    }

    #[test]
    fn how_somebody_is_addressed_is_no_role() {
        let roles = ["Mr.", "Mr", "Ms.", "Miss", "Messrs."];
        assert!(roles.into_iter().all(is_courtesy));
        let roles = ["Dr", "Sen.", "mayor", "Mr. President"];
        assert!(!roles.into_iter().any(is_courtesy));
    }

    #[test]
    fn slugs_are_ascii() {
        for (name, want) in [
            ("José O’Dea-Łoś", "jose-odea-los"),
            ("“!”", "speaker"),
            ("U.S. Army", "us-army"),
        ] {
            assert_eq!(slug(name), want);
        }
    }

    #[test]
    fn cycles_and_wild_spans_do_no_harm() {
        let text = "Ada said he said she said it.";
        let one = |inside, continues| Attribution {
            content: vec![Span::new(0, text.len())],
            quote_type: crate::QuoteType::Direct,
            act: Act::Speech,
            marked: false,
            cue: None,
            source: None,
            via: Some(Span::new(0, 0)),
            continues,
            answers: None,
            beside: None,
            inside,
            evidence: Vec::new(),
            confidence: 1.0,
            ..Attribution::default()
        };
        let mut document = Document {
            text,
            ..Document::default()
        };
        crate::segment::split(&mut document);
        document.attributions = vec![
            one(Some(1), Some(0)),
            one(Some(0), Some(9)),
            one(Some(7), Some(1)),
        ];
        link(&mut document, &Gazetteer::builtin());
        assert!(
            document
                .attributions
                .iter()
                .all(|one| one.speaker.status == Status::Unknown)
        );
    }
}
