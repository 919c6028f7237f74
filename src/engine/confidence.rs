//! How sure a candidate is, as a whole: the probability that its content and source are both right.
//!
//! The net's own figures are about one token or one path each, and too sure of themselves. A logistic regression over them
//! and over a few plain facts was fitted on articles that the net had not seen (`train/calibrate.py`); its weights come
//! with those of the net. Each [`FEATURES`] is shown by `inquit explain`.

use std::ops::Range;

use serde_json::{Map, Value};

use super::{Analysis, Candidate, Engine};
use crate::document::{Document, Shape};
use crate::error::{Error, ErrorKind};

/// The names of the features, in the order of `features`.
pub const FEATURES: [&str; 15] = [
    "cue",
    "reading",
    "second",
    "content_min",
    "content_mean",
    "source_mean",
    "before",
    "after",
    "no_source",
    "words",
    "marked",
    "all_marked",
    "cue_in_marks",
    "covered",
    "rival",
];

/// A candidate of less confidence becomes no quote: relation F is highest there, on articles that the nets had not seen.
pub const LEAST_CONFIDENCE: f32 = 0.42;

/// Weights of the regression.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Calibration {
    bias: f32,
    weights: [f32; FEATURES.len()],
}

impl Calibration {
    /// Reads `{"bias": …, "weights": {feature: …}}`. Weights that were never calibrated have none: then the probability of
    /// the cue alone counts.
    pub(super) fn read(name: &str, header: &Map<String, Value>) -> Result<Self, Error> {
        let mut made = Self {
            bias: 0.0,
            weights: [0.0; FEATURES.len()],
        };
        if header.is_empty() {
            made.weights[0] = 1.0;
            return Ok(made);
        }
        let number = |value: Option<&Value>, what: &str| {
            let number = value.and_then(Value::as_f64).map(|number| number as f32);
            number.filter(|number| number.is_finite()).ok_or_else(|| {
                let message = format!("{name}: the calibration has no number `{what}`");
                Error::new(ErrorKind::Weights, message)
            })
        };
        made.bias = number(header.get("bias"), "bias")?;
        for (weight, feature) in made.weights.iter_mut().zip(FEATURES) {
            let given = header.get("weights").and_then(|given| given.get(feature));
            *weight = number(given, feature)?;
        }
        Ok(made)
    }

    fn confidence(&self, features: &[f32; FEATURES.len()]) -> f32 {
        let weighed = self.weights.iter().zip(features).map(|(w, x)| w * x);
        let sum = weighed.sum::<f32>() + self.bias;
        1.0 / (1.0 + (-sum).exp())
    }
}

impl Engine {
    /// Fills the features and the confidence of `candidates`, which are all those of `document`, by the readings that say
    /// different things.
    pub(super) fn judge(&self, document: &Document, candidates: &mut [Candidate]) {
        for candidate in candidates.iter_mut() {
            merge(document, &mut candidate.analyses);
        }
        let marked = marked(document);
        for at in 0..candidates.len() {
            let features = features(document, candidates, at, &marked);
            candidates[at].features = features;
            candidates[at].confidence = self.calibration.confidence(&features);
        }
    }
}

/// Makes one of the readings that differ by nothing but punctuation at the ends of their parts (*Roe, the mayor* and *Roe, the
/// mayor,*): it is as probable as they are together. Keeps the best first.
fn merge(document: &Document, analyses: &mut Vec<Analysis>) {
    let trim = |part: &Range<usize>| {
        let says = |&token: &usize| document.shape(token) != Shape::Punctuation;
        let start = part.clone().find(says).unwrap_or(part.end);
        start..part.clone().rfind(says).map_or(start, |last| last + 1)
    };
    let same = |a: &Analysis, b: &Analysis| {
        a.source.as_ref().map(trim) == b.source.as_ref().map(trim)
            && a.content.iter().map(trim).eq(b.content.iter().map(trim))
    };
    let mut merged: Vec<Analysis> = Vec::with_capacity(analyses.len());
    for analysis in analyses.drain(..) {
        match merged.iter_mut().find(|other| same(other, &analysis)) {
            Some(other) => other.probability += analysis.probability,
            None => merged.push(analysis),
        }
    }
    merged.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    *analyses = merged;
}

/// For each token: does it stand inside quotation marks?
fn marked(document: &Document) -> Vec<bool> {
    let mut marked = vec![false; document.tokens.len()];
    let outermost = document.quotations.iter().filter(|q| q.depth == 0);
    for &inner in outermost.flat_map(|quotation| &quotation.inner) {
        marked[document.tokens_in(inner)].fill(true);
    }
    marked
}

/// How many candidates to either side are asked whether they claim the same tokens.
const NEIGHBOURS: usize = 6;

fn features(
    document: &Document,
    candidates: &[Candidate],
    at: usize,
    marked: &[bool],
) -> [f32; FEATURES.len()] {
    let candidate = &candidates[at];
    let marginals = &candidate.marginals;
    let mut readings = candidate.analyses.iter();
    let (Some(best), second) = (readings.next(), readings.next()) else {
        return [0.0; FEATURES.len()];
    };
    let word = |&token: &usize| document.shape(token) != Shape::Mark;
    let content = || best.content.iter().flat_map(Clone::clone).filter(word);
    let words = content().count();
    let inside = content().filter(|&token| marked[token]).count();
    let (mut covered, mut rival) = (0.0_f32, 0.0_f32);
    let near = at.saturating_sub(NEIGHBOURS)..candidates.len().min(at + NEIGHBOURS + 1);
    for other in near
        .filter(|&other| other != at)
        .map(|other| &candidates[other])
    {
        let Some(theirs) = other.analyses.first() else {
            continue;
        };
        if theirs
            .content
            .iter()
            .any(|part| part.contains(&candidate.cue.start))
        {
            covered = covered.max(other.probability);
        }
        let overlap = |a: &std::ops::Range<usize>, b: &std::ops::Range<usize>| {
            a.start < b.end && b.start < a.end
        };
        let same = |a| best.content.iter().any(|b| overlap(a, b));
        if theirs.content.iter().any(same) {
            rival = rival.max(other.probability);
        }
    }
    let flag = |is: bool| f32::from(u8::from(is));
    [
        logit(candidate.probability),
        logarithm(best.probability),
        second.map_or(-8.0, |second| logarithm(second.probability)),
        logit(marginals.content_min),
        logit(marginals.content_mean),
        if best.source.is_some() {
            logit(marginals.source_mean)
        } else {
            0.0
        },
        marginals.before,
        marginals.after,
        flag(best.source.is_none()),
        (words as f32).ln_1p(),
        inside as f32 / words.max(1) as f32,
        flag(words > 0 && inside == words),
        flag(marked[candidate.cue.start]),
        covered,
        rival,
    ]
}

fn logarithm(probability: f32) -> f32 {
    probability.max(3e-4).ln()
}

fn logit(probability: f32) -> f32 {
    let p = probability.clamp(1e-4, 1.0 - 1e-4);
    (p / (1.0 - p)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_that_differ_by_a_comma_are_one() {
        let mut document = Document {
            text: "Roe, the mayor, said it was late.",
            ..Document::default()
        };
        crate::segment::split(&mut document);
        let reading = |source: Range<usize>, content: Range<usize>, probability: f32| Analysis {
            source: Some(source),
            content: vec![content],
            probability,
        };
        let mut analyses = vec![
            reading(0..1, 6..9, 0.375),
            reading(0..5, 6..9, 0.25),
            reading(0..4, 6..9, 0.25),
            reading(0..4, 6..10, 0.125),
        ];
        merge(&document, &mut analyses);
        let want = [reading(0..5, 6..9, 0.625), reading(0..1, 6..9, 0.375)];
        assert_eq!(analyses, want);
    }
}
