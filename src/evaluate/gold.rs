//! Reads gold, predictions and speaker labels.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;

use super::words::Pair;
use crate::error::{Error, ErrorKind};
use crate::report::{
    ActRecord, ArticleRecord, KindRecord, Only, PartRecord, QuoteRecord, TypeRecord,
};

/// An article with the attributions that somebody marked in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Gold {
    /// The article's id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// What was marked.
    pub attributions: Vec<Annotation>,
}

/// What inquit (or another program) found in an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prediction {
    /// What was found.
    pub attributions: Vec<Annotation>,
    /// Does it say who speaks? Bare attributions do not.
    pub names_speakers: bool,
}

/// One attribution: code-point spans of its parts.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Annotation {
    /// Its id within the article.
    #[serde(default)]
    pub id: Option<String>,
    /// What was said.
    #[serde(default, deserialize_with = "null_as_empty")]
    pub content: Vec<[i64; 2]>,
    /// Who said it.
    #[serde(default, deserialize_with = "null_as_empty")]
    pub source: Vec<[i64; 2]>,
    /// What signals the reporting.
    #[serde(default, deserialize_with = "null_as_empty")]
    pub cue: Vec<[i64; 2]>,
    /// What the cue reports, where that is annotated.
    #[serde(default)]
    pub act: Option<ActRecord>,
    /// Direct, indirect or mixed, where that is annotated.
    #[serde(default, rename = "type")]
    pub quote_type: Option<TypeRecord>,
    /// What the speaker is, where that is annotated.
    #[serde(skip)]
    pub kind: Option<KindRecord>,
    /// Who the source is, in gold.
    #[serde(skip)]
    pub speaker: Option<GoldSpeaker>,
    /// Who the source is, as predicted.
    #[serde(skip)]
    pub predicted_speaker: Option<PredictedSpeaker>,
}

impl Annotation {
    /// Does `only` keep it? What is not annotated rules nothing out.
    pub fn is_kept(&self, only: &Only) -> bool {
        only.allows(self.quote_type, self.act, self.kind)
    }
}

fn null_as_empty<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Vec<Pair>, D::Error> {
    Ok(Option::deserialize(input)?.unwrap_or_default())
}

/// Who speaks, as labelled by a reader.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct GoldSpeaker {
    /// The full name; `None` where nobody can tell.
    pub name: Option<String>,
    /// person, group, organization, document or unknown.
    pub kind: String,
}

/// Who speaks, as predicted.
#[derive(Clone, Debug, PartialEq)]
pub struct PredictedSpeaker {
    /// The canonical name; `None` where it is not linked.
    pub name: Option<String>,
    /// How it was found.
    pub resolution: Option<&'static str>,
    /// The confidence of the quote.
    pub confidence: f64,
}

fn fail(name: &str, line: usize, what: impl std::fmt::Display) -> Error {
    Error::new(
        ErrorKind::Evaluation,
        format!("{name}: line {}: {what}", line + 1),
    )
}

/// The lines of a JSON-lines file that are not blank, with their numbers from 0.
fn json_lines(contents: &str) -> impl Iterator<Item = (usize, &str)> {
    contents
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
}

/// Puts `item` in the place of an earlier one with the same id: the last one counts.
fn replace(gold: &mut Vec<Gold>, places: &mut HashMap<String, usize>, item: Gold) {
    match places.get(&item.id) {
        Some(&place) => gold[place] = item,
        None => {
            places.insert(item.id.clone(), gold.len());
            gold.push(item);
        }
    }
}

/// Reads gold as JSON lines: `{"id", "text", "annotations": [{"attributions": […]}]}`, of which the first annotation counts,
/// or `{"id", "text", "attributions": […]}`. `name` names the file in errors.
///
/// # Errors
/// The first line that is not of this form.
pub fn read_gold(name: &str, contents: &str) -> Result<Vec<Gold>, Error> {
    #[derive(Deserialize)]
    struct Line {
        id: String,
        text: String,
        annotations: Option<Vec<Annotations>>,
        attributions: Option<Vec<Annotation>>,
    }
    #[derive(Deserialize)]
    struct Annotations {
        attributions: Vec<Annotation>,
    }
    let mut gold = Vec::new();
    let mut places = HashMap::new();
    for (number, line) in json_lines(contents) {
        let line: Line = serde_json::from_str(line).map_err(|error| fail(name, number, error))?;
        let attributions = match line.annotations {
            Some(annotations) => annotations
                .into_iter()
                .next()
                .map(|first| first.attributions),
            None => line.attributions,
        };
        let item = Gold {
            id: line.id,
            text: line.text,
            attributions: attributions.ok_or_else(|| fail(name, number, "no attributions"))?,
        };
        replace(&mut gold, &mut places, item);
    }
    Ok(gold)
}

/// Reads a `*.gold.json` file, which `name` names in errors, as gold of the article `id` with text `text`.
///
/// A part is `{"text", "spans"}` or bare spans; a speaker is `{"name", "kind"}` or a bare name of unknown kind.
///
/// # Errors
/// Where it is not of the form that `docs/annotation-guide.md` describes.
pub fn read_corpus_gold(name: &str, contents: &str, id: &str, text: &str) -> Result<Gold, Error> {
    #[derive(Deserialize)]
    struct File {
        attributions: Vec<Marked>,
    }
    #[derive(Deserialize)]
    struct Marked {
        id: String,
        act: Option<ActRecord>,
        #[serde(rename = "type")]
        quote_type: Option<TypeRecord>,
        content: Part,
        cue: Option<Part>,
        source: Option<Part>,
        speaker: Option<Who>,
    }
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Part {
        Text { spans: Vec<Pair> },
        Spans(Vec<Pair>),
    }
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Who {
        Labelled(GoldSpeaker),
        Name(String),
    }
    let file: File = serde_json::from_str(contents)
        .map_err(|error| Error::new(ErrorKind::Evaluation, format!("{name}: {error}")))?;
    let spans = |part: Option<Part>| match part {
        Some(Part::Text { spans } | Part::Spans(spans)) => spans,
        None => Vec::new(),
    };
    Ok(Gold {
        id: id.to_owned(),
        text: text.to_owned(),
        attributions: file
            .attributions
            .into_iter()
            .map(|marked| Annotation {
                id: Some(marked.id),
                content: spans(Some(marked.content)),
                source: spans(marked.source),
                cue: spans(marked.cue),
                act: marked.act,
                quote_type: marked.quote_type,
                kind: match &marked.speaker {
                    Some(Who::Labelled(speaker)) => kind(&speaker.kind),
                    _ => None,
                },
                speaker: match marked.speaker {
                    Some(Who::Labelled(speaker)) => Some(speaker),
                    Some(Who::Name(name)) => Some(GoldSpeaker {
                        name: Some(name),
                        kind: "unknown".to_owned(),
                    }),
                    None => None,
                },
                predicted_speaker: None,
            })
            .collect(),
    })
}

/// The kind of speaker that is called `name`.
fn kind(name: &str) -> Option<KindRecord> {
    KindRecord::ALL.into_iter().find(|kind| kind.name() == name)
}

/// Reads speaker labels, `{"id", "speakers": {ATTRIBUTION: {"name", "kind"}}}` a line, into the attributions of `gold`.
///
/// # Errors
/// The first line that is not of this form.
pub fn read_speakers(gold: &mut [Gold], name: &str, contents: &str) -> Result<(), Error> {
    #[derive(Deserialize)]
    struct Line {
        id: String,
        speakers: HashMap<String, GoldSpeaker>,
    }
    let mut labels = HashMap::new();
    for (number, line) in json_lines(contents) {
        let line: Line = serde_json::from_str(line).map_err(|error| fail(name, number, error))?;
        labels.insert(line.id, line.speakers);
    }
    for article in gold {
        let Some(speakers) = labels.get(&article.id) else {
            continue;
        };
        for attribution in &mut article.attributions {
            attribution.speaker = attribution
                .id
                .as_ref()
                .and_then(|id| speakers.get(id))
                .cloned();
            attribution.kind = attribution
                .speaker
                .as_ref()
                .and_then(|speaker| kind(&speaker.kind));
        }
    }
    Ok(())
}

/// Reads predictions as JSON lines, by article: inquit's records or `{"id", "attributions": […]}`.
///
/// # Errors
/// The first line that is neither, or a record whose offsets do not count code points.
pub fn read_predictions(name: &str, contents: &str) -> Result<HashMap<String, Prediction>, Error> {
    #[derive(Deserialize)]
    struct Bare {
        id: String,
        attributions: Vec<Annotation>,
    }
    let mut predictions = HashMap::new();
    for (number, line) in json_lines(contents) {
        let broken = |error: serde_json::Error| fail(name, number, error);
        let value: Value = serde_json::from_str(line).map_err(broken)?;
        let (id, prediction) = if value.get("quotes").is_some() {
            let record: ArticleRecord = serde_json::from_value(value).map_err(broken)?;
            if record.offsets != "chars" {
                let what = format!("offsets count {}, not chars", record.offsets);
                return Err(fail(name, number, what));
            }
            let prediction = Prediction::from(&record);
            (record.id, prediction)
        } else {
            let bare: Bare = serde_json::from_value(value).map_err(broken)?;
            let prediction = Prediction {
                attributions: bare.attributions,
                names_speakers: false,
            };
            (bare.id, prediction)
        };
        predictions.insert(id, prediction);
    }
    Ok(predictions)
}

impl From<&ArticleRecord> for Prediction {
    /// The quotes of a record whose offsets count code points.
    fn from(record: &ArticleRecord) -> Self {
        Self {
            attributions: record.quotes.iter().map(annotation).collect(),
            names_speakers: true,
        }
    }
}

fn annotation(quote: &QuoteRecord) -> Annotation {
    Annotation {
        id: Some(quote.id.clone()),
        content: pairs(&quote.content.spans),
        source: quote
            .source
            .as_ref()
            .map_or(Vec::new(), |PartRecord { spans, .. }| pairs(spans)),
        cue: quote
            .cue
            .as_ref()
            .map_or(Vec::new(), |cue| pairs(&cue.spans)),
        act: Some(quote.act),
        quote_type: Some(quote.quote_type),
        kind: Some(quote.speaker.kind),
        speaker: None,
        predicted_speaker: Some(PredictedSpeaker {
            name: quote.speaker.name.clone(),
            resolution: quote.speaker.resolution.map(|resolution| resolution.name()),
            confidence: quote.confidence,
        }),
    }
}

fn pairs(spans: &[[usize; 2]]) -> Vec<Pair> {
    spans
        .iter()
        .map(|span| span.map(|offset| i64::try_from(offset).unwrap_or(i64::MAX)))
        .collect()
}
