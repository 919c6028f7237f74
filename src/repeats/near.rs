//! Which wordings are nearly the same, without comparing all with all.
//!
//! Two wordings are compared where they share three words in a row that few wordings have (an inverted index with a prefix filter:
//! Chaudhuri, Ganti and Kaushik 2006; Bayardo, Ma and Srikant 2007). Each asks with its rarest runs alone, and what more than
//! [`COMMON`] have leads nowhere, so the comparisons grow with the wordings and not with their pairs. MinHash (Broder 1997) with
//! bands was weighed: it estimates how much of both is shared, and so misses a quote of which one outlet has a sentence and the
//! other a paragraph.

use std::cmp::{max, min};

use rustc_hash::{FxHashMap, FxHashSet};

/// Words in a row that lead from one wording to another.
const RUN: usize = 3;

/// Runs that more wordings have lead nowhere.
const COMMON: usize = 64;

/// A wording asks with so many of its runs.
const ASKED: usize = 8;

/// A cut wording has at least so many words: fewer stand in quotes that have nothing to do with it.
const CUT: usize = 8;

/// Of a longer wording, no more words are compared.
const COMPARED: usize = 1000;

/// How one wording is like another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    /// A few words differ.
    Altered,
    /// The first is a part of the second.
    Cut,
    /// The second is a part of the first.
    Longer,
}

/// The pairs that are nearly the same, each once, in order, and how many pairs were compared. Wordings are words by number.
pub(super) fn pairs(wordings: &[Vec<u32>]) -> (Vec<(usize, usize)>, usize) {
    let mut index: FxHashMap<[u32; RUN], Vec<u32>> = FxHashMap::default();
    for (at, words) in wordings.iter().enumerate() {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        for run in runs(words) {
            let those = index.entry(run).or_default();
            // One more than is common tells that it is.
            if those.last() != Some(&at) && those.len() <= COMMON {
                those.push(at);
            }
        }
    }
    let mut found = FxHashSet::default();
    let mut compared = FxHashSet::default();
    for (at, words) in wordings.iter().enumerate() {
        let mut asked: Vec<&Vec<u32>> = runs(words)
            .filter_map(|run| index.get(&run))
            .filter(|those| (2..=COMMON).contains(&those.len()))
            .collect();
        asked.sort_by_key(|those| those.len());
        for &other in asked.into_iter().take(ASKED).flatten() {
            let other = other as usize;
            let pair = (min(at, other), max(at, other));
            if at != other && compared.insert(pair) && likeness(words, &wordings[other]).is_some() {
                found.insert(pair);
            }
        }
    }
    let mut pairs: Vec<(usize, usize)> = found.into_iter().collect();
    pairs.sort_unstable();
    (pairs, compared.len())
}

fn runs(words: &[u32]) -> impl Iterator<Item = [u32; RUN]> + '_ {
    words.windows(RUN).filter_map(|run| run.try_into().ok())
}

/// How `one` is like `other`; `None` where they are not, or are the same.
pub(super) fn likeness(one: &[u32], other: &[u32]) -> Option<Likeness> {
    let one = &one[..one.len().min(COMPARED)];
    let other = &other[..other.len().min(COMPARED)];
    if one == other {
        return None;
    }
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let Common { shared, run, end } = common(short, long);
    // Three of four words, in order.
    if 4 * shared >= 3 * long.len() && !(run == short.len() && short.len() >= CUT) {
        return Some(Likeness::Altered);
    }
    // Most of the shorter one stands in one place of the longer one.
    let near = &long[end.saturating_sub(run + short.len())..min(end + short.len(), long.len())];
    let cut = short.len() >= CUT
        && 10 * run >= 6 * short.len()
        && 100 * common(short, near).shared >= 85 * short.len();
    let shorter_first = one.len() < other.len();
    match (cut, shorter_first) {
        (true, true) => Some(Likeness::Cut),
        (true, false) => Some(Likeness::Longer),
        (false, _) => None,
    }
}

/// What two wordings have in common.
struct Common {
    /// Words in the same order (the longest common subsequence).
    shared: usize,
    /// Words in a row.
    run: usize,
    /// Where these end in the longer one.
    end: usize,
}

fn common(short: &[u32], long: &[u32]) -> Common {
    let mut best = Common {
        shared: 0,
        run: 0,
        end: 0,
    };
    let mut lengths = vec![0; short.len() + 1];
    let mut rows = vec![0; short.len() + 1];
    for (at, word) in long.iter().enumerate() {
        // The values of the row before, one column back.
        let (mut length, mut row) = (0, 0);
        for (column, other) in short.iter().enumerate() {
            let (above, row_above) = (lengths[column + 1], rows[column + 1]);
            if word == other {
                lengths[column + 1] = length + 1;
                rows[column + 1] = row + 1;
                if row + 1 > best.run {
                    best.run = row + 1;
                    best.end = at + 1;
                }
            } else {
                lengths[column + 1] = max(above, lengths[column]);
                rows[column + 1] = 0;
            }
            (length, row) = (above, row_above);
        }
    }
    best.shared = lengths.last().copied().unwrap_or(0);
    best
}
