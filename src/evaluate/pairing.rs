//! Pairs gold and predicted contents.

use super::words::{WordSet, jaccard};

/// A gold content and the predicted content it was paired with, by index.
pub(super) struct Pairing {
    pub(super) similarity: f64,
    pub(super) gold: usize,
    pub(super) predicted: usize,
}

/// Pairs one to one, the most similar first; of equals the later ones first (the reference scorer sorts in reverse).
/// Nothing less similar than `least` is paired, nor what has no word in common.
pub(super) fn pair(gold: &[&WordSet], predicted: &[&WordSet], least: f64) -> Vec<Pairing> {
    let mut pairs: Vec<Pairing> = Vec::new();
    for (i, x) in gold.iter().enumerate() {
        for (j, y) in predicted.iter().enumerate() {
            if !x.is_disjoint(y) {
                pairs.push(Pairing {
                    similarity: jaccard(x, y),
                    gold: i,
                    predicted: j,
                });
            }
        }
    }
    pairs.sort_by(|a, b| {
        b.similarity
            .total_cmp(&a.similarity)
            .then(b.gold.cmp(&a.gold))
            .then(b.predicted.cmp(&a.predicted))
    });
    let mut gold_free = vec![true; gold.len()];
    let mut predicted_free = vec![true; predicted.len()];
    pairs.retain(|pair| {
        let free =
            pair.similarity >= least && gold_free[pair.gold] && predicted_free[pair.predicted];
        if free {
            gold_free[pair.gold] = false;
            predicted_free[pair.predicted] = false;
        }
        free
    });
    pairs
}
