//! From one row of numbers for each token to cues, and for each cue to its source and content.

use std::ops::Range;

use rten_simd::SimdOp;

use super::crf::{Crf, FORBIDDEN, LABELS, Scratch};
use super::input::Window;
use super::linear::{Dense, Gemm, room};
use super::simd::{Dot3, Emit};
use super::weights::Weights;
use super::{Analysis, Candidate, Marginals, Raw};
use crate::error::Error;

/// Analyses of a candidate.
const ANALYSES: usize = 4;
/// A cue neither begins nor ends with a token that is less probable than this share of its most probable one: *said | on Monday*.
/// Measured on train (docs/evaluation.md).
pub(super) const EDGE: f32 = 0.4;
/// Candidates of a window; the most probable stay.
const MOST: usize = 64;
/// Rows of the table of distances: one for inside the cue, fifteen to either side.
const DISTANCES: usize = 32;
const INSIDE: usize = 16;
/// From these distances on, each row of the table is for a range of them.
const FAR: [usize; 7] = [12, 16, 23, 32, 46, 64, 91];

pub(super) struct Head {
    width: usize,
    /// The columns for outside, begin and inside, as rows.
    cue: Vec<f32>,
    cue_bias: [f32; 3],
    cue_floor: f32,
    tokens: Dense,
    cues: Dense,
    bias: Vec<f32>,
    distance: Vec<f32>,
    emit: Vec<f32>,
    emit_bias: [f32; LABELS],
    crf: Crf,
}

/// Buffers.
#[derive(Default)]
pub(super) struct Buffers {
    logits: Vec<[f32; 3]>,
    found: Vec<Found>,
    rows: Vec<f32>,
    means: Vec<f32>,
    tokens: Vec<f32>,
    cues: Vec<f32>,
    row: Vec<f32>,
    emissions: Vec<[f32; LABELS]>,
    crf: Scratch,
}

/// A candidate before its source and content are known.
#[derive(Clone, Debug)]
struct Found {
    cue: Range<usize>,
    paragraph: Range<usize>,
    probability: f32,
    /// Where the rows of its paragraph begin.
    row: usize,
}

impl Head {
    pub(super) fn read(weights: &Weights, hidden: usize, gemm: &Gemm) -> Result<Self, Error> {
        let width = weights.header().head.width;
        let cue_bias = weights.floats("cue.bias", &[3])?;
        let emit_bias = weights.floats("emit.bias", &[LABELS])?;
        Ok(Self {
            width,
            cue: transposed(&weights.floats("cue.weight", &[hidden, 3])?, 3),
            cue_bias: std::array::from_fn(|i| cue_bias[i]),
            cue_floor: weights.header().cue_floor,
            tokens: Dense::read(weights, &["token", "token_gate"], hidden, width, gemm)?,
            cues: Dense::read(weights, &["cue_to", "cue_gate"], hidden, width, gemm)?,
            bias: weights.floats("token.bias", &[width])?,
            distance: weights.floats("distance", &[DISTANCES, width])?,
            emit: transposed(&weights.floats("emit.weight", &[width, LABELS])?, LABELS),
            emit_bias: std::array::from_fn(|i| emit_bias[i]),
            crf: Crf::read(weights)?,
        })
    }

    /// Appends the candidates of `windows`, whose tokens have the rows of `hidden`.
    pub(super) fn find(
        &self,
        hidden: &[f32],
        windows: &[Window],
        gemm: &Gemm,
        buffers: &mut Buffers,
        candidates: &mut Vec<Candidate>,
        mut raw: Option<&mut Raw>,
    ) {
        let Some(first) = windows.first().map(|window| window.tokens.start) else {
            return;
        };
        let size = self.cue.len() / 3;
        buffers.logits.clear();
        for row in hidden.chunks_exact(size) {
            let mut logits = Dot3 {
                x: row,
                transposed: &self.cue,
            }
            .dispatch();
            for (logit, bias) in logits.iter_mut().zip(self.cue_bias) {
                *logit += bias;
            }
            buffers.logits.push(logits);
        }
        if let Some(raw) = &mut raw {
            raw.cue_logits.extend_from_slice(&buffers.logits);
        }
        self.cues(first, windows, buffers);

        // The rows of the paragraphs that have candidates, and the mean of each cue.
        let Buffers {
            found, rows, means, ..
        } = buffers;
        rows.clear();
        means.clear();
        let row = |token: usize| &hidden[(token - first) * size..][..size];
        let mut last = None;
        for found in &mut *found {
            if last != Some(found.paragraph.clone()) {
                found.row = rows.len() / size;
                last = Some(found.paragraph.clone());
                let tokens = found.paragraph.start - first..found.paragraph.end - first;
                rows.extend_from_slice(&hidden[tokens.start * size..tokens.end * size]);
            } else {
                found.row = rows.len() / size - found.paragraph.len();
            }
            let at = means.len();
            means.extend_from_slice(row(found.cue.start));
            for token in found.cue.clone().skip(1) {
                for (mean, x) in means[at..].iter_mut().zip(row(token)) {
                    *mean += x;
                }
            }
            let share = (found.cue.len() as f32).recip();
            means[at..].iter_mut().for_each(|mean| *mean *= share);
        }
        let tokens = self.tokens.multiply(gemm, rows, &mut buffers.tokens);
        let cues = self.cues.multiply(gemm, means, &mut buffers.cues);
        let both = 2 * self.width;
        for (found, cue) in found.iter().zip(cues.chunks_exact_mut(both)) {
            for (x, bias) in cue.iter_mut().zip(&self.bias) {
                *x += bias;
            }
            let distances: Vec<&[f32]> = found
                .paragraph
                .clone()
                .map(|token| &self.distance[bucket(token, &found.cue) * self.width..][..self.width])
                .collect();
            let emissions = room(&mut buffers.emissions, found.paragraph.len());
            Emit {
                tokens: &tokens[found.row * both..][..found.paragraph.len() * both],
                cue,
                distances: &distances,
                emit: &self.emit,
                bias: self.emit_bias,
                row: room(&mut buffers.row, self.width),
                out: emissions,
            }
            .dispatch();
            if let Some(raw) = &mut raw {
                raw.emissions.push(emissions.to_vec());
            }
            let start = found.paragraph.start;
            let cue = found.cue.start - start..found.cue.end - start;
            for emission in &mut emissions[cue.clone()] {
                emission[1..].fill(FORBIDDEN);
            }
            candidates.push(self.analyse(found, emissions, &cue, &mut buffers.crf));
        }
    }

    /// Runs of tokens that may be a cue, in order.
    fn cues(&self, first: usize, windows: &[Window], buffers: &mut Buffers) {
        let Buffers { logits, found, .. } = buffers;
        found.clear();
        let probability = |token: usize| {
            let [outside, begin, inside] = logits[token - first];
            1.0 - softmax(outside, begin, inside)
        };
        for window in windows {
            let before = found.len();
            for paragraph in &window.paragraphs {
                let mut open = false;
                for token in paragraph.clone() {
                    let [_, begin, inside] = logits[token - first];
                    let probability = probability(token);
                    // Not `<`: what is no number is no candidate.
                    let is_part = probability >= self.cue_floor;
                    match found.last_mut().filter(|_| open && begin <= inside) {
                        Some(found) if is_part => {
                            found.cue.end = token + 1;
                            found.probability = found.probability.max(probability);
                        }
                        _ if is_part => found.push(Found {
                            cue: token..token + 1,
                            paragraph: paragraph.clone(),
                            probability,
                            row: 0,
                        }),
                        _ => {}
                    }
                    open = is_part;
                }
            }
            for run in &mut found[before..] {
                let least = EDGE * run.probability;
                let is_core = |&token: &usize| probability(token) >= least;
                // Its most probable token stays.
                run.cue.start = run.cue.clone().find(is_core).unwrap_or(run.cue.start);
                run.cue.end = run
                    .cue
                    .clone()
                    .rfind(is_core)
                    .map_or(run.cue.end, |last| last + 1);
            }
            if found.len() - before > MOST {
                let new = &mut found[before..];
                new.sort_by(|a, b| b.probability.total_cmp(&a.probability));
                new[..MOST].sort_by_key(|found| found.cue.start);
                found.truncate(before + MOST);
            }
        }
    }

    fn analyse(
        &self,
        found: &Found,
        emissions: &[[f32; LABELS]],
        cue: &Range<usize>,
        scratch: &mut Scratch,
    ) -> Candidate {
        let readings = self.crf.best(emissions, cue, ANALYSES, scratch);
        let marginals = readings.first().map_or_else(Marginals::default, |best| {
            let source = |token: usize| scratch.marginals[token][0] as f32;
            let content = |token: usize| scratch.marginals[token][1] as f32;
            let outside = |token: Option<usize>| {
                let token = token.filter(|&token| token < scratch.marginals.len());
                token.map_or(0.0, content)
            };
            let (first, last) = (best.content.first(), best.content.last());
            Marginals {
                content_min: all(&best.content).map(content).fold(1.0, f32::min),
                content_mean: mean(all(&best.content).map(content)),
                source_mean: mean(best.source.clone().into_iter().flatten().map(source)),
                before: outside(first.and_then(|first| first.start.checked_sub(1))),
                after: outside(last.map(|last| last.end)),
            }
        });
        let start = found.paragraph.start;
        let moved = |span: &Range<usize>| span.start + start..span.end + start;
        let analyses = readings.iter().map(|reading| Analysis {
            source: reading.source.as_ref().map(moved),
            content: reading.content.iter().map(moved).collect(),
            probability: reading.probability as f32,
        });
        Candidate {
            cue: found.cue.clone(),
            paragraph: found.paragraph.clone(),
            probability: found.probability,
            analyses: analyses.collect(),
            marginals,
            features: Default::default(),
            confidence: 0.0,
        }
    }
}

fn all(spans: &[Range<usize>]) -> impl Iterator<Item = usize> {
    spans.iter().cloned().flatten()
}

/// Zero of none.
fn mean(numbers: impl Iterator<Item = f32>) -> f32 {
    let (sum, count) = numbers.fold((0.0, 0.0), |(sum, count), x| (sum + x, count + 1.0));
    if count > 0.0 { sum / count } else { 0.0 }
}

/// The probability of the first.
fn softmax(a: f32, b: f32, c: f32) -> f32 {
    ((b - a).exp() + (c - a).exp() + 1.0).recip()
}

/// The row of the table of distances for `token`.
pub(super) fn bucket(token: usize, cue: &Range<usize>) -> usize {
    let far = |distance: usize| match distance {
        0..8 => distance,
        _ => 8 + FAR.iter().filter(|&&from| distance >= from).count(),
    };
    if token < cue.start {
        INSIDE - far(cue.start - token)
    } else if token < cue.end {
        INSIDE
    } else {
        INSIDE + far(token - cue.end + 1)
    }
}

/// The columns of a matrix, one after another.
fn transposed(matrix: &[f32], columns: usize) -> Vec<f32> {
    (0..columns)
        .flat_map(|column| matrix.iter().skip(column).step_by(columns))
        .copied()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_those_of_the_formula() {
        let cue = 500..503;
        for token in 0..1000_usize {
            let d = if token < cue.start {
                token as i32 - cue.start as i32
            } else if token < cue.end {
                0
            } else {
                token as i32 - cue.end as i32 + 1
            };
            let m = d.unsigned_abs();
            let m = if m < 8 {
                m as i32
            } else {
                15.min(8 + (2.0 * (f64::from(m) / 8.0).log2()).floor() as i32)
            };
            assert_eq!(bucket(token, &cue) as i32, 16 + d.signum() * m, "{token}");
        }
    }
}
