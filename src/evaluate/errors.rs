//! Lists what went wrong, by category, for a person to read.

use std::collections::HashMap;
use std::fmt;

use serde::Serialize;

use super::gold::{Annotation, Gold, Prediction};
use super::pairing::pair;
use super::score::{Relation, refs};
use super::words::{Pair, WordSet, Words, source_agrees};

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// No prediction touches the content, and none has its cue.
    CueNotFound,
    /// The paired content takes in too much.
    ContentTooLong,
    /// The paired content leaves out too much.
    ContentTooShort,
    /// The cue was found, but the content lies elsewhere, or the paired content covers another part.
    ContentElsewhere,
    /// Content right, another source.
    WrongSource,
    /// Content right, a source where gold has none.
    InventedSource,
    /// Content right, no source where gold has one.
    MissingSource,
    /// A prediction that no gold attribution accounts for.
    Spurious,
}

impl Category {
    /// Every one, in order.
    pub const ALL: [Category; 8] = [
        Category::CueNotFound,
        Category::ContentTooLong,
        Category::ContentTooShort,
        Category::ContentElsewhere,
        Category::WrongSource,
        Category::InventedSource,
        Category::MissingSource,
        Category::Spurious,
    ];
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Category::CueNotFound => "cue not found",
            Category::ContentTooLong => "content too long",
            Category::ContentTooShort => "content too short",
            Category::ContentElsewhere => "content elsewhere",
            Category::WrongSource => "wrong source",
            Category::InventedSource => "invented source",
            Category::MissingSource => "missing source",
            Category::Spurious => "spurious",
        })
    }
}

/// One error, with the texts of both sides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What is wrong.
    pub category: Category,
    /// The article's id.
    pub article: String,
    /// Where the content begins, in code points: gold's, or a spurious one's.
    pub offset: i64,
    /// What gold has.
    pub gold: Option<Texts>,
    /// What was predicted.
    pub predicted: Option<Texts>,
}

/// The texts of an attribution; the parts of a part are joined by ` … `.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Texts {
    /// What was said.
    pub content: String,
    /// Who said it.
    pub source: String,
    /// What signals the reporting.
    pub cue: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {} at {}", self.category, self.article, self.offset)?;
        for (name, side) in [("gold", &self.gold), ("predicted", &self.predicted)] {
            if let Some(texts) = side {
                writeln!(
                    f,
                    "  {name:9}  [{}] [{}] {}",
                    texts.source, texts.cue, texts.content
                )?;
            }
        }
        Ok(())
    }
}

/// Everything that keeps `predictions` from scoring 100 on *relation*: by category, then in the order of `gold`.
pub fn findings(gold: &[Gold], predictions: &HashMap<String, Prediction>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for article in gold {
        let words = Words::new(&article.text);
        let chars: Vec<char> = article.text.chars().collect();
        let predicted = predictions
            .get(&article.id)
            .map_or(&[][..], |prediction| &prediction.attributions);
        let golds = Relation::all(&words, &article.attributions);
        let guesses = Relation::all(&words, predicted);
        let contents = |relations: &[(Relation, &Annotation)]| -> Vec<WordSet> {
            relations.iter().map(|(r, _)| r.content.clone()).collect()
        };
        let (a, b) = (contents(&golds), contents(&guesses));
        let mut partner = vec![None; golds.len()];
        let mut spurious = vec![true; guesses.len()];
        for found in pair(&refs(&a), &refs(&b), 0.0) {
            partner[found.gold] = Some((found.predicted, found.similarity));
            spurious[found.predicted] = false;
        }
        let mut add = |category, gold: Option<&Annotation>, predicted: Option<&Annotation>| {
            let content = gold.or(predicted).map(|side| side.content.as_slice());
            findings.push(Finding {
                category,
                article: article.id.clone(),
                offset: content
                    .and_then(<[Pair]>::first)
                    .map_or(0, |&[start, _]| start),
                gold: gold.map(|side| texts(&chars, side)),
                predicted: predicted.map(|side| texts(&chars, side)),
            });
        };
        for (index, (want, annotation)) in golds.iter().enumerate() {
            let Some((place, similarity)) = partner[index] else {
                // Another prediction may have the cue: then the cue is known, but its content was taken from elsewhere.
                let same_cue = guesses
                    .iter()
                    .find(|(guess, _)| !guess.cue.is_disjoint(&want.cue));
                match same_cue {
                    Some((_, guess)) => {
                        add(Category::ContentElsewhere, Some(annotation), Some(guess));
                    }
                    None => add(Category::CueNotFound, Some(annotation), None),
                }
                continue;
            };
            let (got, guess) = &guesses[place];
            let category = if similarity < 0.5 {
                if want.content.is_subset(&got.content) {
                    Category::ContentTooLong
                } else if got.content.is_subset(&want.content) {
                    Category::ContentTooShort
                } else {
                    Category::ContentElsewhere
                }
            } else if source_agrees(&want.source, &got.source) {
                continue;
            } else if want.source.is_empty() {
                Category::InventedSource
            } else if got.source.is_empty() {
                Category::MissingSource
            } else {
                Category::WrongSource
            };
            add(category, Some(annotation), Some(guess));
        }
        for (place, (_, guess)) in guesses.iter().enumerate() {
            if spurious[place] {
                add(Category::Spurious, None, Some(guess));
            }
        }
    }
    findings.sort_by_key(|finding| finding.category);
    findings
}

fn texts(chars: &[char], annotation: &Annotation) -> Texts {
    let part = |spans: &[Pair]| {
        let parts: Vec<String> = spans
            .iter()
            .map(|span| {
                let [start, end] = span.map(|at| usize::try_from(at).unwrap_or(0));
                let part = chars.get(start..end.min(chars.len())).unwrap_or_default();
                let part: String = part.iter().collect();
                part.split_whitespace().collect::<Vec<_>>().join(" ")
            })
            .collect();
        parts.join(" … ")
    };
    Texts {
        content: part(&annotation.content),
        source: part(&annotation.source),
        cue: part(&annotation.cue),
    }
}
