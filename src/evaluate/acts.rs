//! Act accuracy: does a matched quote report what a reader says it does: speech, writing, thought, intention, perception?

use std::collections::HashMap;
use std::fmt;

use serde::Serialize;

use super::gold::{Gold, Prediction};
use super::pairing::pair;
use super::score::{one_decimal, ratio, refs};
use super::words::{WordSet, Words};
use crate::report::ActRecord;

/// How often an act is right, over the matched quotes whose act is annotated on both sides.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ActCounts {
    /// Which act.
    pub act: ActRecord,
    /// Those with this act in gold.
    pub gold: usize,
    /// Those with this act as predicted.
    pub predicted: usize,
    /// Those with this act on both sides.
    pub right: usize,
}

/// Act accuracy, in all and by act.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActScores {
    /// Matched quotes whose act is annotated.
    pub matched: usize,
    /// Those whose act is right.
    pub right: usize,
    /// Those that are on the right side of `--only speech`: speech and writing, or neither.
    pub right_side: usize,
    /// By act.
    pub acts: Vec<ActCounts>,
}

impl fmt::Display for ActScores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |part, whole| one_decimal(100.0 * ratio(part, whole));
        writeln!(
            f,
            "acts of {} matched   accuracy {:.1}   speech or not {:.1}",
            self.matched,
            percent(self.right, self.matched),
            percent(self.right_side, self.matched),
        )?;
        for counts in &self.acts {
            writeln!(
                f,
                "  {:13} gold {:5}   predicted {:5}   P {:5.1}  R {:5.1}",
                counts.act.name(),
                counts.gold,
                counts.predicted,
                percent(counts.right, counts.predicted),
                percent(counts.right, counts.gold),
            )?;
        }
        Ok(())
    }
}

/// Compares the acts of matched quotes; `None` where gold or predictions have none.
pub fn acts(gold: &[Gold], predictions: &HashMap<String, Prediction>) -> Option<ActScores> {
    let mut scores = ActScores {
        matched: 0,
        right: 0,
        right_side: 0,
        acts: ActRecord::ALL
            .map(|act| ActCounts {
                act,
                gold: 0,
                predicted: 0,
                right: 0,
            })
            .to_vec(),
    };
    let verbal = |act| matches!(act, ActRecord::Speech | ActRecord::Writing);
    for article in gold {
        let Some(prediction) = predictions.get(&article.id) else {
            continue;
        };
        let words = Words::new(&article.text);
        let (want, got) = (&article.attributions, &prediction.attributions);
        let contents = |annotations: &[super::Annotation]| -> Vec<WordSet> {
            annotations
                .iter()
                .map(|annotation| words.within(&annotation.content))
                .collect()
        };
        let (golds, guesses) = (contents(want), contents(got));
        for found in pair(&refs(&golds), &refs(&guesses), 0.5) {
            let (Some(want), Some(got)) = (want[found.gold].act, got[found.predicted].act) else {
                continue;
            };
            scores.matched += 1;
            scores.right += usize::from(want == got);
            scores.right_side += usize::from(verbal(want) == verbal(got));
            for counts in &mut scores.acts {
                counts.gold += usize::from(counts.act == want);
                counts.predicted += usize::from(counts.act == got);
                counts.right += usize::from(counts.act == want && counts.act == got);
            }
        }
    }
    (scores.matched > 0).then_some(scores)
}
