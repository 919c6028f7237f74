//! Which quote of the old record is which of the new one.
//!
//! Pairs are made in passes, each over what the passes before left: what was rejected before stays as it was decided; the same words at the same place; the same words and the
//! same speaker; the same words; contents that overlap; contents that share most words. Offsets count only where both
//! records are of one text, and even there a pair must share words: a snapshot may keep a quote that an older text had.
//!
//! No pass compares all with all. Equal words are looked up, overlaps are found in one sweep, and similar contents through
//! the words that few contents have. Ties go to the pair that stands earlier, so the result does not depend on chance.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

use super::words::{Bag, bag, shared, size};
use super::{Identity, Rejected, Sides};
use crate::report::QuoteRecord;

/// A word of more contents than this says nothing about which one is meant.
const COMMON: usize = 64;

/// So many contents that begin before another ends are looked at.
const NEAR: usize = 16;

/// Contents that share this part of all their words are of one quote.
const ALIKE: f64 = 0.5;

/// One that has this part of the words of a shorter one, and so many of them, is, too: it became longer.
const WITHIN: f64 = 0.8;
const WITHIN_WORDS: usize = 3;

/// A quote of the old record and the quote of the new one that it became; none where it is gone, or new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) old: Option<usize>,
    pub(super) new: Option<usize>,
}

/// Pairs all quotes, in the order of the new record; what is gone stands where it stood.
pub(super) fn align(sides: &Sides) -> Vec<Pair> {
    let mut paired = Paired {
        sides,
        new_of_old: vec![None; sides.old.len()],
        old_of_new: vec![None; sides.new.len()],
        old_is_done: vec![false; sides.old.len()],
        new_is_done: vec![false; sides.new.len()],
    };
    let [old, new] = [sides.old, sides.new].map(|quotes| {
        let identities = quotes.iter().map(Identity::new);
        identities.collect::<Vec<_>>()
    });
    paired.known(&old, &new);
    if sides.one_text {
        paired.equal(
            |at| (&old[at].content, &sides.old[at].content.spans),
            |at| (&new[at].content, &sides.new[at].content.spans),
        );
    }
    paired.equal(|at| &old[at], |at| &new[at]);
    paired.equal(|at| &old[at].content, |at| &new[at].content);
    let [old, new] = [sides.old, sides.new].map(|quotes| {
        let bags = quotes.iter().map(|quote| bag(&quote.content.text));
        bags.collect::<Vec<_>>()
    });
    if sides.one_text {
        let overlapping = paired.overlapping();
        paired.best(overlapping, |one, other| {
            similarity(&old[one], &new[other]).0
        });
    }
    let alike = paired.sharing_words(&old, &new);
    paired.best(alike, |one, other| {
        let (jaccard, within, words) = similarity(&old[one], &new[other]);
        let is_one = jaccard >= ALIKE || (within >= WITHIN && words >= WITHIN_WORDS);
        if is_one { jaccard } else { 0.0 }
    });
    paired.in_order()
}

/// Shared words over all words, over those of the shorter one, and how many they are.
fn similarity(one: &Bag, other: &Bag) -> (f64, f64, usize) {
    let (a, b) = (size(one), size(other));
    let both = shared(one, other);
    let part = |of: usize| {
        if of == 0 {
            0.0
        } else {
            both as f64 / of as f64
        }
    };
    (part(a + b - both), part(a.min(b)), both)
}

struct Paired<'s> {
    sides: &'s Sides<'s>,
    new_of_old: Vec<Option<usize>>,
    old_of_new: Vec<Option<usize>>,
    /// What is paired, or is known to have no other.
    old_is_done: Vec<bool>,
    new_is_done: Vec<bool>,
}

impl Paired<'_> {
    fn pair(&mut self, old: usize, new: usize) {
        self.old_is_done[old] = true;
        self.new_is_done[new] = true;
        self.new_of_old[old] = Some(new);
        self.old_of_new[new] = Some(old);
    }

    fn old_left(&self) -> impl Iterator<Item = usize> {
        (0..self.old_is_done.len()).filter(|&at| !self.old_is_done[at])
    }

    fn new_left(&self) -> impl Iterator<Item = usize> {
        (0..self.new_is_done.len()).filter(|&at| !self.new_is_done[at])
    }

    /// Pairs what was rejected as a pair, and leaves alone what was rejected as new or gone.
    fn known(&mut self, old: &[Identity], new: &[Identity]) {
        let mut places: [HashMap<&Identity, VecDeque<usize>>; 2] = Default::default();
        if self.sides.known.is_empty() {
            return;
        }
        for (places, identities) in places.iter_mut().zip([old, new]) {
            for (at, identity) in identities.iter().enumerate() {
                places.entry(identity).or_default().push_back(at);
            }
        }
        for Rejected { old, new } in self.sides.known {
            let [was, is] = [old, new].map(|quote| quote.as_ref().map(Identity::new));
            let [olds, news] = &mut places;
            let mut olds = was.as_ref().and_then(|was| olds.get_mut(was));
            let mut news = is.as_ref().and_then(|is| news.get_mut(is));
            let there = |places: &Option<&mut VecDeque<usize>>| {
                places.as_ref().is_some_and(|places| !places.is_empty())
            };
            // All of it has to be as it was.
            if was.is_some() != there(&olds) || is.is_some() != there(&news) {
                continue;
            }
            let sides = self.sides;
            let old = olds.as_mut().zip(old.as_ref());
            let old = old.and_then(|(places, quote)| take(places, quote, sides.old));
            let new = news.as_mut().zip(new.as_ref());
            let new = new.and_then(|(places, quote)| take(places, quote, sides.new));
            match (old, new) {
                (Some(old), Some(new)) => self.pair(old, new),
                (Some(old), None) => self.old_is_done[old] = true,
                (None, Some(new)) => self.new_is_done[new] = true,
                (None, None) => {}
            }
        }
    }

    /// Pairs what has the same key, the first with the first.
    fn equal<K: Eq + Hash>(&mut self, old: impl Fn(usize) -> K, new: impl Fn(usize) -> K) {
        let mut places: HashMap<K, VecDeque<usize>> = HashMap::new();
        for at in self.old_left() {
            places.entry(old(at)).or_default().push_back(at);
        }
        let left: Vec<usize> = self.new_left().collect();
        for at in left {
            if let Some(old) = places.get_mut(&new(at)).and_then(VecDeque::pop_front) {
                self.pair(old, at);
            }
        }
    }

    /// Pairs those of `candidates` with the highest score; a score of 0 is no pair.
    fn best(&mut self, candidates: Vec<(usize, usize)>, score: impl Fn(usize, usize) -> f64) {
        let mut scored: Vec<(f64, usize, usize)> = candidates
            .into_iter()
            .map(|(old, new)| (score(old, new), old, new))
            .filter(|&(score, ..)| score > 0.0)
            .collect();
        scored.sort_by(|a, b| {
            let earlier = (a.1, a.2).cmp(&(b.1, b.2));
            b.0.total_cmp(&a.0).then(earlier)
        });
        for (_, old, new) in scored {
            if !self.old_is_done[old] && !self.new_is_done[new] {
                self.pair(old, new);
            }
        }
    }

    /// What is left and overlaps, in one sweep over both by start.
    fn overlapping(&self) -> Vec<(usize, usize)> {
        let mut all: Vec<([usize; 2], bool, usize)> = Vec::new();
        for (quotes, is_new, left) in [
            (self.sides.old, false, self.old_left().collect::<Vec<_>>()),
            (self.sides.new, true, self.new_left().collect()),
        ] {
            for at in left {
                if let Some(extent) = extent(&quotes[at]) {
                    all.push((extent, is_new, at));
                }
            }
        }
        all.sort_unstable();
        // What began and has not ended, of either side.
        let mut open: [VecDeque<(usize, usize)>; 2] = Default::default();
        let mut found = Vec::new();
        for ([start, end], is_new, at) in all {
            let [mine, others] = if is_new { [1, 0] } else { [0, 1] };
            open[others].retain(|&(end, _)| end > start);
            for &(_, other) in &open[others] {
                let (old, new) = if is_new { (other, at) } else { (at, other) };
                if overlap(&self.sides.old[old], &self.sides.new[new]) {
                    found.push((old, new));
                }
            }
            open[mine].push_back((end, at));
            if open[mine].len() > NEAR {
                open[mine].pop_front();
            }
        }
        found
    }

    /// What is left and shares a word that few have.
    fn sharing_words(&self, old: &[Bag], new: &[Bag]) -> Vec<(usize, usize)> {
        let mut having: HashMap<&str, Vec<usize>> = HashMap::new();
        for at in self.old_left() {
            for word in old[at].keys() {
                having.entry(word).or_default().push(at);
            }
        }
        having.retain(|_, places| places.len() <= COMMON);
        let mut found = Vec::new();
        for at in self.new_left() {
            let words = new[at].keys();
            let places = words.filter_map(|word| having.get(word.as_str()));
            let mut places: Vec<usize> = places.flatten().copied().collect();
            places.sort_unstable();
            places.dedup();
            found.extend(places.into_iter().map(|old| (old, at)));
        }
        found
    }

    fn in_order(&self) -> Vec<Pair> {
        let mut pairs = Vec::with_capacity(self.old_of_new.len());
        let gone = (0..self.new_of_old.len()).filter(|&at| self.new_of_old[at].is_none());
        let mut gone = gone.peekable();
        for (new, &old) in self.old_of_new.iter().enumerate() {
            if let Some(old) = old {
                while let Some(before) = gone.next_if(|&gone| gone < old) {
                    pairs.push(Pair {
                        old: Some(before),
                        new: None,
                    });
                }
            }
            pairs.push(Pair {
                old,
                new: Some(new),
            });
        }
        pairs.extend(gone.map(|old| Pair {
            old: Some(old),
            new: None,
        }));
        pairs
    }
}

/// Takes the place of the quote that is most like `quote`; of equals, the first.
fn take(
    places: &mut VecDeque<usize>,
    quote: &QuoteRecord,
    quotes: &[QuoteRecord],
) -> Option<usize> {
    let unlike = |at: usize| {
        let other = &quotes[at];
        let moved = quote.content.spans != other.content.spans;
        // The place may be that of another text.
        (quote.confidence != other.confidence, moved)
    };
    let best = (0..places.len()).min_by_key(|&index| unlike(places[index]))?;
    places.remove(best)
}

/// From the start of the first span to the end of the last.
fn extent(quote: &QuoteRecord) -> Option<[usize; 2]> {
    let spans = &quote.content.spans;
    let start = spans.iter().map(|span| span[0]).min()?;
    let end = spans.iter().map(|span| span[1]).max()?;
    Some([start, end])
}

/// Do two contents share a character?
fn overlap(one: &QuoteRecord, other: &QuoteRecord) -> bool {
    let [mut a, mut b] = [one, other].map(|quote| quote.content.spans.iter().peekable());
    while let (Some([start, end]), Some([from, to])) = (a.peek(), b.peek()) {
        if start < to && from < end {
            return true;
        }
        if end <= to {
            a.next();
        } else {
            b.next();
        }
    }
    false
}
