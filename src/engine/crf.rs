//! A chain of labels over the tokens of a paragraph, for one cue: which are its source, which its content.
//!
//! Receives emissions, gives the best sequences of labels with their probabilities, and for each token the probability
//! that it is source or content. Reads a sequence as spans; does not ask whether they make sense.

use std::cmp::Ordering;
use std::ops::Range;

use super::weights::Weights;
use crate::error::Error;

/// Outside, source begins, source goes on, content begins, content goes on.
pub(super) const LABELS: usize = 5;
type Scores = [f64; LABELS];

const SOURCE: Range<usize> = 1..3;
const CONTENT: Range<usize> = 3..5;

/// What is forbidden has this score.
pub(super) const FORBIDDEN: f32 = -1e4;
/// Sequences that are looked at for the wanted number of different ones.
const TRIES: usize = 32;
/// In powers of e: nothing is less probable than this beside the best label of its token.
const LEAST: f64 = -300.0;

/// Scores of the labels at both ends and of each step.
#[derive(Clone, Debug)]
pub(super) struct Crf {
    pub(super) start: Scores,
    pub(super) end: Scores,
    /// From, to.
    pub(super) transition: [Scores; LABELS],
    /// Their powers of e.
    powers: (Scores, Scores, [Scores; LABELS]),
}

/// What a sequence of labels says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reading {
    pub(super) source: Option<Range<usize>>,
    pub(super) content: Vec<Range<usize>>,
    pub(super) probability: f64,
}

/// Buffers.
#[derive(Default)]
pub(super) struct Scratch {
    best: Vec<Scores>,
    from: Vec<[u8; LABELS]>,
    forward: Vec<Scores>,
    powers: Vec<Scores>,
    /// For each token the probability of source and of content.
    pub(super) marginals: Vec<[f64; 2]>,
    labels: Vec<u8>,
    detours: Vec<Detour>,
    paths: Vec<Path>,
}

/// A sequence that leaves another at one token; before it, it is the best that leads there.
#[derive(Clone, Copy, Debug)]
struct Detour {
    /// How much worse it is than the best of all.
    loss: f64,
    /// The path that it leaves; its own label stands at `token`.
    path: usize,
    token: usize,
    label: u8,
}

/// A sequence that was taken: where it leaves which other.
#[derive(Clone, Copy, Debug)]
struct Path {
    loss: f64,
    parent: Option<Detour>,
}

impl Crf {
    pub(super) fn read(weights: &Weights) -> Result<Self, Error> {
        let five = |name: &str| -> Result<Scores, Error> {
            let floats = weights.floats(name, &[LABELS])?;
            Ok(std::array::from_fn(|i| f64::from(floats[i])))
        };
        let steps = weights.floats("crf.transition", &[LABELS, LABELS])?;
        let step = |from, to| f64::from(steps[from * LABELS + to]);
        Ok(Self::new(
            five("crf.start")?,
            five("crf.end")?,
            std::array::from_fn(|from| std::array::from_fn(|to| step(from, to))),
        ))
    }

    pub(super) fn new(start: Scores, end: Scores, transition: [Scores; LABELS]) -> Self {
        let powers = (
            start.map(f64::exp),
            end.map(f64::exp),
            transition.map(|to| to.map(f64::exp)),
        );
        Self {
            start,
            end,
            transition,
            powers,
        }
    }

    /// The logarithm of the sum over all sequences; fills `marginals`.
    fn sum(&self, emissions: &[[f32; LABELS]], scratch: &mut Scratch) -> f64 {
        let (start, end, steps) = &self.powers;
        let Scratch {
            forward,
            powers,
            marginals,
            ..
        } = scratch;
        forward.clear();
        powers.clear();
        let mut logarithm = 0.0;
        for (token, emission) in emissions.iter().enumerate() {
            let emission = emission.map(f64::from);
            let most = emission.iter().copied().fold(f64::MIN, f64::max);
            let power = emission.map(|e| (e - most).max(LEAST).exp());
            let mut row = match token.checked_sub(1) {
                None => *start,
                Some(before) => ahead(&forward[before], steps),
            };
            for (row, power) in row.iter_mut().zip(power) {
                *row *= power;
            }
            logarithm += most + share(&mut row).ln();
            forward.push(row);
            powers.push(power);
        }
        let Some(last) = forward.last() else {
            marginals.clear();
            return 0.0;
        };
        logarithm += last.iter().zip(end).map(|(a, b)| a * b).sum::<f64>().ln();
        marginals.resize(emissions.len(), [0.0; 2]);
        let mut behind = *end;
        for token in (0..emissions.len()).rev() {
            let mut row = forward[token];
            for (row, behind) in row.iter_mut().zip(behind) {
                *row *= behind;
            }
            share(&mut row);
            let total = |labels: Range<usize>| row[labels].iter().sum::<f64>();
            marginals[token] = [total(SOURCE), total(CONTENT)];
            for (behind, power) in behind.iter_mut().zip(powers[token]) {
                *behind *= power;
            }
            behind = steps.map(|to| to.iter().zip(behind).map(|(a, b)| a * b).sum());
            share(&mut behind);
        }
        logarithm
    }

    /// The `count` most probable readings, different from each other, the best first. Where several parts are labelled
    /// source, the one nearest to `cue` counts. Fills the marginals of `scratch`.
    pub(super) fn best(
        &self,
        emissions: &[[f32; LABELS]],
        cue: &Range<usize>,
        count: usize,
        scratch: &mut Scratch,
    ) -> Vec<Reading> {
        let logarithm = self.sum(emissions, scratch);
        let Some((score, last)) = self.lead(emissions, scratch) else {
            return Vec::new();
        };
        let mut readings: Vec<Reading> = Vec::with_capacity(count);
        scratch.detours.clear();
        scratch.paths.clear();
        for label in (0..LABELS).filter(|&label| label != last) {
            let end = scratch.best.last().map_or(0.0, |best| best[label]) + self.end[label];
            scratch.detours.push(Detour {
                loss: score - end,
                path: 0,
                token: emissions.len() - 1,
                label: label as u8,
            });
        }
        let mut path = Path {
            loss: 0.0,
            parent: None,
        };
        for _ in 0..TRIES {
            let number = scratch.paths.len();
            scratch.paths.push(path);
            self.spell(number, last, scratch);
            let probability = (score - path.loss - logarithm).exp().min(1.0);
            let reading = read(&scratch.labels, cue, probability);
            let known =
                |old: &Reading| old.source == reading.source && old.content == reading.content;
            if !readings.iter().any(known) {
                readings.push(reading);
                if readings.len() == count {
                    break;
                }
            }
            self.detours(number, emissions, scratch);
            let order = |a: &Detour, b: &Detour| a.loss.total_cmp(&b.loss);
            let next = scratch.detours.iter().enumerate();
            let next = next.min_by(|(_, a), (_, b)| order(a, b));
            let Some(next) = next.map(|(at, _)| at) else {
                break;
            };
            let detour = scratch.detours.swap_remove(next);
            // What is forbidden is not read.
            if detour.loss > f64::from(-FORBIDDEN) / 2.0 {
                break;
            }
            path = Path {
                loss: detour.loss,
                parent: Some(detour),
            };
        }
        readings
    }

    /// For each token and label the score of the best sequence that leads there; the best of all, and its last label.
    fn lead(&self, emissions: &[[f32; LABELS]], scratch: &mut Scratch) -> Option<(f64, usize)> {
        scratch.best.clear();
        scratch.from.clear();
        for (token, emission) in emissions.iter().enumerate() {
            let mut row = self.start;
            let mut from = [0; LABELS];
            if let Some(before) = token.checked_sub(1) {
                let before = scratch.best[before];
                for label in 0..LABELS {
                    let score = |from: usize| before[from] + self.transition[from][label];
                    let best = greatest(score);
                    from[label] = best as u8;
                    row[label] = score(best);
                }
            }
            for (row, &emission) in row.iter_mut().zip(emission) {
                *row += f64::from(emission);
            }
            scratch.best.push(row);
            scratch.from.push(from);
        }
        let last = scratch.best.last()?;
        let score = |label: usize| last[label] + self.end[label];
        let best = greatest(score);
        Some((score(best), best))
    }

    /// Writes the labels of path `number`.
    fn spell(&self, number: usize, last: usize, scratch: &mut Scratch) {
        let Scratch {
            from,
            labels,
            paths,
            ..
        } = scratch;
        // Each parent's label is left at a token before that of its own parent, so the last word is the path's own.
        labels.resize(from.len(), 0);
        let mut left = Vec::new();
        let mut at = paths[number].parent;
        while let Some(detour) = at {
            left.push(detour);
            at = paths[detour.path].parent;
        }
        let mut label = last as u8;
        for token in (0..from.len()).rev() {
            if left.last().is_some_and(|detour| detour.token == token) {
                label = left.pop().map_or(label, |detour| detour.label);
            }
            labels[token] = label;
            label = from[token][usize::from(label)];
        }
    }

    /// Adds all ways to leave path `number`, whose labels are spelled, before the token at which it left its own parent.
    fn detours(&self, number: usize, emissions: &[[f32; LABELS]], scratch: &mut Scratch) {
        let path = scratch.paths[number];
        let end = path
            .parent
            .map_or(emissions.len() - 1, |detour| detour.token);
        for token in 0..end {
            let (label, next) = (scratch.labels[token], scratch.labels[token + 1]);
            let score =
                |from: usize| scratch.best[token][from] + self.transition[from][usize::from(next)];
            let taken = score(usize::from(label));
            for other in (0..LABELS).filter(|&other| other != usize::from(label)) {
                let loss = path.loss + (taken - score(other));
                let detour = Detour {
                    loss,
                    path: number,
                    token,
                    label: other as u8,
                };
                if loss <= f64::from(-FORBIDDEN) / 2.0 {
                    scratch.detours.push(detour);
                }
            }
        }
        // No more are needed than paths that may be taken yet.
        if scratch.detours.len() > TRIES {
            let order = |a: &Detour, b: &Detour| {
                let tie = || (a.path, a.token, a.label).cmp(&(b.path, b.token, b.label));
                a.loss.total_cmp(&b.loss).then_with(tie)
            };
            scratch.detours.select_nth_unstable_by(TRIES, order);
            scratch.detours.truncate(TRIES);
            scratch.detours.sort_unstable_by(order);
        }
    }
}

/// One step forward.
fn ahead(row: &Scores, steps: &[Scores; LABELS]) -> Scores {
    let mut to = [0.0; LABELS];
    for (from, step) in row.iter().zip(steps) {
        for (to, step) in to.iter_mut().zip(step) {
            *to += from * step;
        }
    }
    to
}

/// Divides by the sum, and returns it. Where nothing is left, all are the same.
fn share(row: &mut Scores) -> f64 {
    let total: f64 = row.iter().sum();
    if total > 0.0 && total.is_finite() {
        *row = row.map(|x| x / total);
        total
    } else {
        *row = [1.0 / LABELS as f64; LABELS];
        1.0
    }
}

/// The label with the greatest score, the first of equals.
fn greatest(score: impl Fn(usize) -> f64) -> usize {
    let better = |best: usize, label: usize| match score(label).total_cmp(&score(best)) {
        Ordering::Greater => label,
        _ => best,
    };
    (1..LABELS).fold(0, better)
}

/// The spans of a sequence of labels.
fn read(labels: &[u8], cue: &Range<usize>, probability: f64) -> Reading {
    let mut source: Option<Range<usize>> = None;
    let mut content: Vec<Range<usize>> = Vec::new();
    let away = |span: &Range<usize>| {
        let before = cue.start.saturating_sub(span.end);
        before.max(span.start.saturating_sub(cue.end))
    };
    let mut at = 0;
    while at < labels.len() {
        let start = at;
        let label = labels[at];
        at += 1;
        // The label that goes on from here; what goes on without a beginning begins.
        let going_on = match label {
            1 | 2 => 2,
            3 | 4 => 4,
            _ => continue,
        };
        while labels.get(at) == Some(&going_on) {
            at += 1;
        }
        let span = start..at;
        if going_on == 4 {
            content.push(span);
        } else if source.as_ref().is_none_or(|old| away(&span) < away(old)) {
            source = Some(span);
        }
    }
    Reading {
        source,
        content,
        probability,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// With the transitions that a model forbids.
    fn crf(scores: &[f32]) -> Crf {
        let score = |i: usize| f64::from(scores[i]);
        let mut start: Scores = std::array::from_fn(score);
        let end = std::array::from_fn(|i| score(5 + i));
        let mut transition: [Scores; 5] =
            std::array::from_fn(|f| std::array::from_fn(|t| score(10 + f * 5 + t)));
        for going_on in [2, 4] {
            start[going_on] = f64::from(FORBIDDEN);
            for (from, to) in transition.iter_mut().enumerate() {
                if from != going_on && from + 1 != going_on {
                    to[going_on] = f64::from(FORBIDDEN);
                }
            }
        }
        Crf::new(start, end, transition)
    }

    /// All sequences with their scores.
    fn all(crf: &Crf, emissions: &[[f32; 5]]) -> Vec<(Vec<u8>, f64)> {
        let count = 5_usize.pow(emissions.len() as u32);
        let sequence = |mut number: usize| {
            let mut labels = Vec::new();
            for _ in emissions {
                labels.push((number % 5) as u8);
                number /= 5;
            }
            let mut score = crf.start[usize::from(labels[0])];
            score += crf.end[usize::from(labels[labels.len() - 1])];
            for (emission, &label) in emissions.iter().zip(&labels) {
                score += f64::from(emission[usize::from(label)]);
            }
            for pair in labels.windows(2) {
                score += crf.transition[usize::from(pair[0])][usize::from(pair[1])];
            }
            (labels, score)
        };
        (0..count).map(sequence).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn readings_and_marginals_are_those_of_all_sequences(
            scores in prop::collection::vec(-3.0_f32..3.0, 35),
            emissions in prop::collection::vec(prop::array::uniform5(-6.0_f32..6.0), 1..6),
            cue in 0_usize..5,
        ) {
            let crf = crf(&scores);
            let cue = cue.min(emissions.len() - 1);
            let cue = cue..cue + 1;
            let mut emissions = emissions;
            emissions[cue.start][1..].fill(FORBIDDEN);
            let mut sequences = all(&crf, &emissions);
            sequences.sort_by(|a, b| b.1.total_cmp(&a.1));
            let logarithm = sequences.iter().map(|(_, score)| score.exp()).sum::<f64>().ln();
            let mut wanted: Vec<Reading> = Vec::new();
            for (labels, score) in &sequences {
                let reading = read(labels, &cue, (score - logarithm).exp());
                if *score > -4000.0 && wanted.len() < 4 && !wanted.iter().any(|old| {
                    old.source == reading.source && old.content == reading.content
                }) {
                    wanted.push(reading);
                }
            }
            let mut scratch = Scratch::default();
            let got = crf.best(&emissions, &cue, 4, &mut scratch);
            prop_assert_eq!(got.len(), wanted.len());
            for (got, wanted) in got.iter().zip(&wanted) {
                prop_assert_eq!(&got.source, &wanted.source);
                prop_assert_eq!(&got.content, &wanted.content);
                prop_assert!((got.probability - wanted.probability).abs() < 1e-9);
            }
            for (token, got) in scratch.marginals.iter().enumerate() {
                for (got, labels) in got.iter().zip([SOURCE, CONTENT]) {
                    let is = |labels_: &Vec<u8>| labels.contains(&usize::from(labels_[token]));
                    let wanted: f64 = sequences.iter().filter(|(l, _)| is(l))
                        .map(|(_, score)| (score - logarithm).exp()).sum();
                    prop_assert!((got - wanted).abs() < 1e-9);
                }
            }
        }

        #[test]
        fn no_number_is_too_much(
            scores in prop::collection::vec(any::<f32>(), 35),
            emissions in prop::collection::vec(prop::array::uniform5(any::<f32>()), 0..9),
        ) {
            let mut scratch = Scratch::default();
            crf(&scores).best(&emissions, &(0..1), 4, &mut scratch);
            prop_assert_eq!(scratch.marginals.len(), emissions.len());
            for marginals in &scratch.marginals {
                prop_assert!(marginals.iter().all(|p| (0.0..=1.0 + 1e-9).contains(p)));
            }
        }
    }

    #[test]
    fn nearest_source_counts() {
        let labels = [1, 2, 0, 3, 4, 3, 0, 1, 2, 2];
        let reading = read(&labels, &(6..7), 1.0);
        assert_eq!(reading.source, Some(7..10));
        assert_eq!(reading.content, [3..5, 5..6]);
        assert_eq!(read(&labels, &(2..3), 1.0).source, Some(0..2));
    }
}
