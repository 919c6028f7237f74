//! Turns a [`Document`] into its record: the one place where internal types and byte offsets become the contract.

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use super::record::{
    ActRecord, ArticleRecord, CandidateRecord, ContextRecord, CueRecord, GenderRecord, KindRecord,
    PartRecord, QuoteRecord, ResolutionRecord, SCHEMA, SignalRecord, SpeakerRecord, SpeakerSummary,
    StatusRecord, TypeRecord, ViaRecord,
};
use crate::article::Article;
use crate::attribution::{Attribution, QuoteType};
use crate::cue::Act;
use crate::document::Document;
use crate::gazetteer::Gender;
use crate::signal::Signal;
use crate::span::{OffsetMap, OffsetUnit, Span};
use crate::speaker::{Link, Resolution, Speaker, SpeakerKind, Status};

impl ArticleRecord {
    /// The record of `document`, which was extracted from `article`, with offsets in `unit`.
    pub fn new(article: &Article, document: &Document, unit: OffsetUnit) -> Self {
        let converter = Converter {
            document,
            offsets: OffsetMap::new(document.text, unit),
        };
        let quotes: Vec<QuoteRecord> = document
            .attributions
            .iter()
            .enumerate()
            .map(|(index, attribution)| {
                converter.quote(format!("{}#q{}", article.id, index + 1), attribution)
            })
            .collect();
        let mut record = Self {
            schema: SCHEMA.to_owned(),
            id: article.id.clone(),
            article: article.metadata.clone(),
            text_sha256: sha256(document.text),
            text: article.made.then(|| article.text.clone()),
            offsets: unit.name().to_owned(),
            quotes,
            speakers: document.speakers.iter().map(summary).collect(),
            notes: article
                .notes
                .iter()
                .chain(&document.notes)
                .cloned()
                .collect(),
        };
        record.count_speakers();
        record
    }

    /// What stands in `text_sha256` of a record of `text`.
    pub fn text_digest(text: &str) -> String {
        sha256(text)
    }

    /// Was it extracted from `text`?
    pub fn is_of(&self, text: &str) -> bool {
        self.text_sha256 == sha256(text)
    }

    /// Keeps the quotes that `keep` accepts, with their ids, and the speakers of at least one of them.
    pub fn retain(&mut self, keep: impl FnMut(&QuoteRecord) -> bool) {
        self.quotes.retain(keep);
        self.count_speakers();
    }

    /// Counts the quotes of every speaker, orders the speakers by their first quote and drops those without one.
    fn count_speakers(&mut self) {
        // By id: the place of the first quote and the number of quotes.
        let mut counts: FxHashMap<&str, (usize, usize)> = FxHashMap::default();
        for (place, quote) in self.quotes.iter().enumerate() {
            if let Some(id) = quote.speaker.id.as_deref() {
                counts.entry(id).or_insert((place, 0)).1 += 1;
            }
        }
        let of = |speaker: &SpeakerSummary| counts.get(speaker.id.as_str()).copied();
        self.speakers.retain(|speaker| of(speaker).is_some());
        self.speakers.sort_by_key(|speaker| of(speaker));
        for speaker in &mut self.speakers {
            speaker.quotes = of(speaker).map_or(0, |(_, count)| count);
        }
    }
}

/// What every part of one record needs.
struct Converter<'d> {
    document: &'d Document<'d>,
    offsets: OffsetMap<'d>,
}

impl Converter<'_> {
    fn quote(&self, id: String, attribution: &Attribution) -> QuoteRecord {
        QuoteRecord {
            id,
            quote_type: match attribution.quote_type {
                QuoteType::Direct => TypeRecord::Direct,
                QuoteType::Indirect => TypeRecord::Indirect,
                QuoteType::Mixed => TypeRecord::Mixed,
            },
            act: match attribution.act {
                Act::Speech => ActRecord::Speech,
                Act::Writing => ActRecord::Writing,
                Act::Thought => ActRecord::Thought,
                Act::Intention => ActRecord::Intention,
                Act::Perception => ActRecord::Perception,
            },
            force: attribution.force,
            marked: attribution.marked,
            content: self.part(&attribution.content),
            cue: attribution.cue.as_ref().map(|cue| {
                let PartRecord { text, spans } = self.part(&cue.spans);
                CueRecord {
                    text,
                    lemma: cue.lemma.clone().into_owned(),
                    spans,
                }
            }),
            source: attribution.source.map(|source| self.part(&[source])),
            speaker: self.speaker(&attribution.speaker),
            via: attribution.via.map(|via| ViaRecord {
                source: self.part(&[via]),
                speaker: self.speaker(attribution.via_speaker.as_ref().unwrap_or(&Link::default())),
            }),
            context: self.context(attribution),
            confidence: two_decimals(attribution.confidence),
            evidence: attribution.evidence.clone(),
            checkable: attribution.checkable,
            signals: attribution
                .signals
                .iter()
                .map(|signal| self.signal(signal))
                .collect(),
        }
    }

    fn part(&self, spans: &[Span]) -> PartRecord {
        let texts: Vec<&str> = spans
            .iter()
            .map(|&span| self.document.slice(span))
            .collect();
        PartRecord {
            text: texts.join(" "),
            spans: spans.iter().map(|&span| self.pair(span)).collect(),
        }
    }

    fn signal(&self, signal: &Signal) -> SignalRecord {
        SignalRecord {
            kind: signal.kind,
            text: self.document.slice(signal.span).to_owned(),
            span: self.pair(signal.span),
        }
    }

    fn pair(&self, span: Span) -> [usize; 2] {
        [
            self.offsets.offset(span.start),
            self.offsets.offset(span.end),
        ]
    }

    fn context(&self, attribution: &Attribution) -> ContextRecord {
        let cue = attribution.cue.iter().flat_map(|cue| &cue.spans);
        let touched = attribution
            .content
            .iter()
            .chain(cue)
            .chain(&attribution.source)
            .copied()
            .reduce(Span::cover)
            .unwrap_or(Span::new(0, 0));
        let first = self.document.sentence_at(touched.start);
        let last = self
            .document
            .sentence_at(touched.end.saturating_sub(1).max(touched.start));
        // Without sentences (or before the first one) the touched text itself is the context.
        let context = self
            .document
            .sentences
            .get(first..=last)
            .unwrap_or_default()
            .iter()
            .map(|sentence| sentence.span)
            .fold(touched, Span::cover);
        let start = attribution.content.first().map_or(0, |span| span.start);
        ContextRecord {
            sentence: self.pair(context),
            paragraph: self.document.paragraph_at(start),
        }
    }

    fn speaker(&self, link: &Link) -> SpeakerRecord {
        let known = |index: usize| self.document.speakers.get(index);
        let speaker = link.speaker.and_then(known);
        let candidates: Vec<(&Speaker, f32)> = link
            .candidates
            .iter()
            .filter_map(|&(index, score)| Some((known(index)?, score)))
            .collect();
        SpeakerRecord {
            id: speaker.map(|speaker| speaker.id.clone()),
            name: speaker.map(|speaker| speaker.name.clone()),
            kind: kind(match (speaker, candidates.as_slice()) {
                (Some(speaker), _) => speaker.kind,
                (None, [(first, _), rest @ ..])
                    if rest.iter().all(|(other, _)| other.kind == first.kind) =>
                {
                    first.kind
                }
                _ => SpeakerKind::Unknown,
            }),
            role: speaker.and_then(fullest_role),
            status: match link.status {
                Status::Linked => StatusRecord::Linked,
                Status::Ambiguous => StatusRecord::Ambiguous,
                Status::Unknown => StatusRecord::Unknown,
            },
            resolution: link.resolution.map(|resolution| match resolution {
                Resolution::Name => ResolutionRecord::Name,
                Resolution::Surname => ResolutionRecord::Surname,
                Resolution::Gazetteer => ResolutionRecord::Gazetteer,
                Resolution::Pronoun => ResolutionRecord::Pronoun,
                Resolution::Description => ResolutionRecord::Description,
                Resolution::Continuation => ResolutionRecord::Continuation,
                Resolution::Document => ResolutionRecord::Document,
            }),
            gazetteer: speaker.and_then(|speaker| speaker.gazetteer.clone()),
            candidates: candidates
                .into_iter()
                .map(|(speaker, score)| CandidateRecord {
                    id: speaker.id.clone(),
                    name: speaker.name.clone(),
                    score: two_decimals(score),
                })
                .collect(),
        }
    }
}

fn summary(speaker: &Speaker) -> SpeakerSummary {
    SpeakerSummary {
        id: speaker.id.clone(),
        name: speaker.name.clone(),
        kind: kind(speaker.kind),
        // A given name may be a place's or a body's: its gender counts where it is a person's.
        gender: match (speaker.kind, speaker.gender) {
            (SpeakerKind::Person, Gender::Female) => Some(GenderRecord::Female),
            (SpeakerKind::Person, Gender::Male) => Some(GenderRecord::Male),
            _ => None,
        },
        aliases: speaker.aliases.clone(),
        roles: speaker.roles.clone(),
        same_as: speaker.same_as.clone(),
        quotes: 0,
    }
}

fn kind(kind: SpeakerKind) -> KindRecord {
    match kind {
        SpeakerKind::Person => KindRecord::Person,
        SpeakerKind::Group => KindRecord::Group,
        SpeakerKind::Organization => KindRecord::Organization,
        SpeakerKind::Document => KindRecord::Document,
        SpeakerKind::Unknown => KindRecord::Unknown,
    }
}

/// The longest role, the first of several.
fn fullest_role(speaker: &Speaker) -> Option<String> {
    speaker
        .roles
        .iter()
        .rev()
        .max_by_key(|role| role.len())
        .cloned()
}

fn two_decimals(value: f32) -> f64 {
    (f64::from(value) * 100.0).round() / 100.0
}

fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
