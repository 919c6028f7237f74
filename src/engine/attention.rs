//! Softmax attention within a window, all heads, in floating point.
//!
//! The queries of a tile stand in the lanes of vectors, so that the greatest score and the sum of a query are taken without
//! a step across lanes. Keys and values of a head are copied side by side first; in the product they are far apart.

use rten_simd::ops::{BitOps, FloatOps, NumOps};
use rten_simd::{Isa, SimdOp};

use super::linear::room;
use super::simd::exp2;

/// Width of a head.
pub(super) const HEAD: usize = 32;
/// Queries of a tile at most: two vectors of the widest instruction set.
const MOST: usize = 32;
/// Rows of keys that are read past the last.
const SLACK: usize = 8;

/// What the queries have to be multiplied by before, as the powers are taken of two.
pub(super) fn stretch() -> f32 {
    std::f32::consts::LOG2_E / (HEAD as f32).sqrt()
}

/// Buffers.
#[derive(Default)]
pub(super) struct Scratch {
    keys: Vec<[f32; HEAD]>,
    values: Vec<[f32; HEAD]>,
    queries: Vec<f32>,
    scores: Vec<f32>,
}

/// `out = softmax(q·kᵀ)·v` for each head of one window.
pub(super) struct Attention<'a> {
    /// Rows of queries (stretched), keys and values side by side.
    pub(super) product: &'a [f32],
    pub(super) width: usize,
    pub(super) out: &'a mut [f32],
    pub(super) scratch: &'a mut Scratch,
}

impl SimdOp for Attention<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let (width, lanes) = (self.width, isa.f32().len());
        let rows = self.out.len() / width;
        let keys = room(&mut self.scratch.keys, rows + SLACK);
        let values = room(&mut self.scratch.values, rows);
        let queries = room(&mut self.scratch.queries, HEAD * MOST);
        let scores = room(&mut self.scratch.scores, (rows + SLACK) * MOST);
        for head in 0..width / HEAD {
            let product = self.product.chunks_exact(3 * width);
            for (row, (key, value)) in product.zip(keys.iter_mut().zip(&mut *values)) {
                key.copy_from_slice(&row[width + head * HEAD..][..HEAD]);
                value.copy_from_slice(&row[2 * width + head * HEAD..][..HEAD]);
            }
            let mut at = 0;
            while at < rows {
                let vectors = if rows - at > lanes { 2 } else { 1 };
                let count = (vectors * lanes).min(rows - at);
                let side = vectors * lanes;
                for query in 0..side {
                    let row = self.product.chunks_exact(3 * width).nth(at + query);
                    let row = row.filter(|_| query < count);
                    let row = row.map_or(&[0.0; HEAD][..], |row| &row[head * HEAD..][..HEAD]);
                    for (to, &x) in queries[query..].iter_mut().step_by(side).zip(row) {
                        *to = x;
                    }
                }
                let queries = &queries[..HEAD * side];
                let scores = &mut scores[..(rows + SLACK) * side];
                let out = &mut self.out[at * width..];
                let out = Out {
                    rows: out,
                    width,
                    first: head * HEAD,
                    count,
                };
                if vectors == 2 {
                    tile::<I, 2>(isa, queries, keys, values, scores, out);
                } else {
                    tile::<I, 1>(isa, queries, keys, values, scores, out);
                }
                at += count;
            }
        }
    }
}

/// Where the results of a tile go.
struct Out<'a> {
    rows: &'a mut [f32],
    width: usize,
    first: usize,
    count: usize,
}

#[inline(always)]
fn tile<I: Isa, const V: usize>(
    isa: I,
    queries: &[f32],
    keys: &[[f32; HEAD]],
    values: &[[f32; HEAD]],
    scores: &mut [f32],
    out: Out,
) {
    let ops = isa.f32();
    let rows = values.len();
    // As many sums as there are registers for.
    if ops.len() >= 16 {
        score::<I, V, 8>(isa, queries, keys, rows, scores);
    } else {
        score::<I, V, 4>(isa, queries, keys, rows, scores);
    }
    let sums = soften::<I, V>(isa, &mut scores[..rows * V * ops.len()]);
    if ops.len() >= 16 {
        mix::<I, 8>(isa, values, scores, V * ops.len(), &sums, out);
    } else {
        mix::<I, 4>(isa, values, scores, V * ops.len(), &sums, out);
    }
}

/// `scores[key][query] = query · key`; some rows past the last key have no meaning.
#[inline(always)]
fn score<I: Isa, const V: usize, const R: usize>(
    isa: I,
    queries: &[f32],
    keys: &[[f32; HEAD]],
    rows: usize,
    scores: &mut [f32],
) {
    let ops = isa.f32();
    let side = V * ops.len();
    let blocks = scores.chunks_exact_mut(R * side);
    for (keys, scores) in keys
        .as_chunks::<R>()
        .0
        .iter()
        .zip(blocks)
        .take(rows.div_ceil(R))
    {
        let mut sums = [[ops.zero(); V]; R];
        for (d, query) in queries.chunks_exact(side).enumerate().take(HEAD) {
            let query = ops.load_many::<V>(query);
            for r in 0..R {
                let key = ops.splat(keys[r][d]);
                for v in 0..V {
                    sums[r][v] = ops.mul_add(key, query[v], sums[r][v]);
                }
            }
        }
        let lanes = scores.chunks_exact_mut(ops.len());
        for (sum, to) in sums.as_flattened().iter().zip(lanes) {
            ops.store(*sum, to);
        }
    }
}

/// Powers of the scores, less the greatest; one over their sum.
#[inline(always)]
fn soften<I: Isa, const V: usize>(isa: I, scores: &mut [f32]) -> [f32; MOST] {
    let ops = isa.f32();
    let (lanes, side) = (ops.len(), V * ops.len());
    let mut greatest = [ops.splat(f32::MIN); V];
    for scores in scores.chunks_exact(side) {
        let scores = ops.load_many::<V>(scores);
        for v in 0..V {
            greatest[v] = ops.max(greatest[v], scores[v]);
        }
    }
    let mut sums = [ops.zero(); V];
    for scores in scores.chunks_exact_mut(side) {
        for (v, scores) in scores.chunks_exact_mut(lanes).enumerate().take(V) {
            let power = exp2(isa, ops.sub(ops.load(scores), greatest[v]));
            sums[v] = ops.add(sums[v], power);
            ops.store(power, scores);
        }
    }
    let mut inverse = [0.0; MOST];
    for (sum, to) in sums.into_iter().zip(inverse.chunks_exact_mut(lanes)) {
        ops.store(ops.reciprocal(sum), to);
    }
    inverse
}

/// `out[query] = Σ scores[key][query] · values[key] / sum[query]`.
#[inline(always)]
fn mix<I: Isa, const R: usize>(
    isa: I,
    values: &[[f32; HEAD]],
    scores: &[f32],
    side: usize,
    inverse: &[f32; MOST],
    out: Out,
) {
    let ops = isa.f32();
    let lanes = ops.len();
    for first in (0..out.count).step_by(R) {
        for part in (0..HEAD).step_by(2 * lanes) {
            let mut sums = [[ops.zero(); 2]; R];
            for (value, scores) in values.iter().zip(scores.chunks_exact(side)) {
                let value = ops.load_many::<2>(&value[part..]);
                let scores = scores[first..].first_chunk::<R>().unwrap_or(&[0.0; R]);
                for r in 0..R {
                    let score = ops.splat(scores[r]);
                    for v in 0..2 {
                        sums[r][v] = ops.mul_add(score, value[v], sums[r][v]);
                    }
                }
            }
            let rows = out.rows.chunks_exact_mut(out.width).take(out.count);
            for ((row, sums), inverse) in rows.skip(first).zip(sums).zip(&inverse[first..]) {
                let to = &mut row[out.first + part..];
                let inverse = ops.splat(*inverse);
                for (v, sum) in sums.into_iter().enumerate() {
                    ops.store(ops.mul(sum, inverse), &mut to[v * lanes..]);
                }
            }
        }
    }
}
