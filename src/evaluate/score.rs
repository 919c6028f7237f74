//! The measures over spans.

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use serde::Serialize;

use super::gold::{Annotation, Gold, Prediction};
use super::pairing::pair;
use super::words::{ContentKind, WordSet, Words, source_agrees};

/// Precision, recall and their harmonic mean, in per cent with one decimal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Measure {
    /// Precision.
    pub p: f64,
    /// Recall.
    pub r: f64,
    /// F1.
    pub f: f64,
}

impl Measure {
    fn new(precision: f64, recall: f64) -> Self {
        let sum = precision + recall;
        Self {
            p: one_decimal(100.0 * precision),
            r: one_decimal(100.0 * recall),
            f: if sum > 0.0 {
                one_decimal(200.0 * precision * recall / sum)
            } else {
                0.0
            },
        }
    }

    fn of_counts(right: usize, predicted: usize, gold: usize) -> Self {
        Self::new(ratio(right, predicted), ratio(right, gold))
    }
}

/// Zero where there is nothing to divide by.
pub(super) fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

/// Rounds the exact value, halves to even: what formatting does, and what the reference scorer does.
pub(super) fn one_decimal(value: f64) -> f64 {
    format!("{value:.1}").parse().unwrap_or(value)
}

/// All measures. The order and the names are those of the reference scorer.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    /// Articles in gold.
    pub documents: usize,
    /// Attributions in gold.
    pub gold: usize,
    /// Predicted attributions in those articles.
    pub predicted: usize,
    /// Every measure by name: `relation`, `relation_direct`, …, `fragments_cue`.
    pub measures: Vec<(String, Measure)>,
    /// Of the contents that overlap, how many have the right source, in per cent.
    pub source_accuracy_on_matched: f64,
}

impl Scores {
    /// The measure called `name`.
    pub fn measure(&self, name: &str) -> Option<Measure> {
        self.measures
            .iter()
            .find(|(known, _)| known == name)
            .map(|&(_, measure)| measure)
    }
}

impl Serialize for Scores {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("documents", &self.documents)?;
        map.serialize_entry("gold", &self.gold)?;
        map.serialize_entry("predicted", &self.predicted)?;
        for (name, measure) in &self.measures {
            map.serialize_entry(name, measure)?;
        }
        map.serialize_entry(
            "source_accuracy_on_matched",
            &self.source_accuracy_on_matched,
        )?;
        map.end()
    }
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:32} {}", "documents", self.documents)?;
        writeln!(f, "{:32} {}", "gold", self.gold)?;
        writeln!(f, "{:32} {}", "predicted", self.predicted)?;
        for (name, Measure { p, r, f: f1 }) in &self.measures {
            writeln!(f, "{name:32} P {p:5.1}  R {r:5.1}  F {f1:5.1}")?;
        }
        writeln!(
            f,
            "{:32} {:.1}",
            "source_accuracy_on_matched", self.source_accuracy_on_matched
        )
    }
}

/// An attribution as sets of words.
pub(super) struct Relation {
    pub(super) content: WordSet,
    pub(super) source: WordSet,
    pub(super) cue: WordSet,
}

impl Relation {
    pub(super) fn new(words: &Words, annotation: &Annotation) -> Self {
        Self {
            content: words.within(&annotation.content),
            source: words.within(&annotation.source),
            cue: words.within(&annotation.cue),
        }
    }

    /// Those with words in their content, each with its annotation.
    pub(super) fn all<'a>(
        words: &Words,
        annotations: &'a [Annotation],
    ) -> Vec<(Self, &'a Annotation)> {
        annotations
            .iter()
            .map(|annotation| (Self::new(words, annotation), annotation))
            .filter(|(relation, _)| !relation.content.is_empty())
            .collect()
    }
}

/// The part of an attribution that a role measure looks at.
const ROLES: [Role; 3] = [
    ("content", |a| &a.content, |r| &r.content),
    ("source", |a| &a.source, |r| &r.source),
    ("cue", |a| &a.cue, |r| &r.cue),
];
type Role = (
    &'static str,
    fn(&Annotation) -> &[[i64; 2]],
    fn(&Relation) -> &WordSet,
);

/// The four ways in which a prediction can be right, with the names they have in the output.
const WAYS: [&str; 4] = ["exact", "overlap", "relation", "relation_exact"];

/// Counts by kind of content.
#[derive(Default)]
struct ByKind([usize; 3]);

impl ByKind {
    fn add(&mut self, kind: ContentKind) {
        self.0[kind as usize] += 1;
    }
    fn get(&self, kind: ContentKind) -> usize {
        self.0[kind as usize]
    }
    fn sum(&self) -> usize {
        self.0.iter().sum()
    }
}

#[derive(Default)]
struct Counts {
    right: usize,
    predicted: usize,
    gold: usize,
}

impl Counts {
    fn add<T: Ord>(&mut self, gold: &BTreeSet<T>, predicted: &BTreeSet<T>) {
        self.right += gold.intersection(predicted).count();
        self.predicted += predicted.len();
        self.gold += gold.len();
    }
    fn measure(&self) -> Measure {
        Measure::of_counts(self.right, self.predicted, self.gold)
    }
}

/// Scores `predictions`, by article, against `gold`. An article without a prediction counts as one without quotes.
pub fn score(gold: &[Gold], predictions: &HashMap<String, Prediction>) -> Scores {
    let mut gold_kinds = ByKind::default();
    let mut predicted_kinds = ByKind::default();
    // Right ones by way, counted under the kind of the gold content and under that of the predicted one.
    let mut right_gold: [ByKind; 4] = Default::default();
    let mut right_predicted: [ByKind; 4] = Default::default();
    let mut tokens: [Counts; 3] = Default::default();
    let mut fragments: [Counts; 3] = Default::default();
    let (mut matched, mut matched_source) = (0_usize, 0_usize);

    for article in gold {
        let words = Words::new(&article.text);
        let predicted = predictions
            .get(&article.id)
            .map_or(&[][..], |prediction| &prediction.attributions);
        let with_kind = |annotations| -> Vec<(Relation, ContentKind)> {
            Relation::all(&words, annotations)
                .into_iter()
                .filter_map(|(relation, _)| {
                    let kind = words.kind(&relation.content)?;
                    Some((relation, kind))
                })
                .collect()
        };
        let golds = with_kind(&article.attributions);
        let guesses = with_kind(predicted);
        for &(_, kind) in &golds {
            gold_kinds.add(kind);
        }
        for &(_, kind) in &guesses {
            predicted_kinds.add(kind);
        }
        let contents = |relations: &'_ [(Relation, ContentKind)]| -> Vec<WordSet> {
            relations.iter().map(|(r, _)| r.content.clone()).collect()
        };
        let (a, b) = (contents(&golds), contents(&guesses));
        for found in pair(&refs(&a), &refs(&b), 0.0) {
            let ((x, x_kind), (y, y_kind)) = (&golds[found.gold], &guesses[found.predicted]);
            let exact = found.similarity == 1.0;
            let overlap = found.similarity >= 0.5;
            let source = source_agrees(&x.source, &y.source);
            let right = [
                exact,
                overlap,
                overlap && source,
                exact && x.source == y.source,
            ];
            for (way, _) in right.iter().enumerate().filter(|(_, right)| **right) {
                right_gold[way].add(*x_kind);
                right_predicted[way].add(*y_kind);
            }
            matched += usize::from(overlap);
            matched_source += usize::from(overlap && source);
        }
        for (index, (_, spans, set)) in ROLES.iter().enumerate() {
            // One span touches a run of words, so its first and last word tell it apart.
            let runs = |annotations: &[Annotation]| -> BTreeSet<(usize, usize)> {
                annotations
                    .iter()
                    .flat_map(spans)
                    .filter_map(|&span| {
                        let run = words.within(&[span]);
                        Some((*run.first()?, *run.last()?))
                    })
                    .collect()
            };
            fragments[index].add(&runs(&article.attributions), &runs(predicted));
            let labelled = |relations: &[(Relation, ContentKind)]| -> WordSet {
                relations
                    .iter()
                    .flat_map(|(r, _)| set(r))
                    .copied()
                    .collect()
            };
            tokens[index].add(&labelled(&golds), &labelled(&guesses));
        }
    }

    let mut measures = Vec::new();
    for (index, way) in WAYS.into_iter().enumerate() {
        let right = right_gold[index].sum();
        let all = Measure::of_counts(right, predicted_kinds.sum(), gold_kinds.sum());
        measures.push((way.to_owned(), all));
        for kind in ContentKind::ALL {
            let name = match kind {
                ContentKind::Direct => "direct",
                ContentKind::Mixed => "mixed",
                ContentKind::Indirect => "indirect",
            };
            let precision = ratio(right_predicted[index].get(kind), predicted_kinds.get(kind));
            let recall = ratio(right_gold[index].get(kind), gold_kinds.get(kind));
            measures.push((format!("{way}_{name}"), Measure::new(precision, recall)));
        }
    }
    for (family, counts) in [("tokens", &tokens), ("fragments", &fragments)] {
        for ((role, _, _), counts) in ROLES.iter().zip(counts) {
            measures.push((format!("{family}_{role}"), counts.measure()));
        }
    }
    Scores {
        documents: gold.len(),
        gold: gold_kinds.sum(),
        predicted: predicted_kinds.sum(),
        measures,
        source_accuracy_on_matched: if matched == 0 {
            0.0
        } else {
            one_decimal((100 * matched_source) as f64 / matched as f64)
        },
    }
}

pub(super) fn refs(sets: &[WordSet]) -> Vec<&WordSet> {
    sets.iter().collect()
}
