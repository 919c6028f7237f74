//! What is done to each number: written once, compiled for every instruction set by `rten-simd`.
//!
//! All rows are multiples of 64 long (the weights are checked for it), so no vector has a rest. An operation goes through
//! its rows one by one and keeps each in the first cache from the sums of products to the next layer's bytes.

use std::ops::Range;

use rten_simd::ops::{BitOps, Extend, FloatOps, IntOps, NarrowSaturate, NumOps, ToFloat};
use rten_simd::{Isa, Simd, SimdOp};

use super::linear::{Linear, Quantised};

/// Gain, shift and epsilon of a layer norm.
pub(super) struct Norm {
    pub(super) weight: Vec<f32>,
    pub(super) bias: Vec<f32>,
    pub(super) epsilon: f32,
}

/// Sums of products, with what makes numbers of them.
pub(super) struct Product<'a> {
    pub(super) sums: &'a mut [i32],
    pub(super) rows: &'a Quantised,
    pub(super) linear: &'a Linear,
}

impl Product<'_> {
    /// The rows of sums, each with its zero point and scale.
    #[inline(always)]
    fn rows<I: Isa>(&mut self, isa: I) -> impl Iterator<Item = (&mut [i32], I::I32, I::F32)> {
        let zeros = self
            .rows
            .zero
            .iter()
            .map(move |&zero| isa.i32().splat(zero));
        let scales = self
            .rows
            .scale
            .iter()
            .map(move |&scale| isa.f32().splat(scale));
        self.sums
            .chunks_exact_mut(self.linear.outputs)
            .zip(zeros.zip(scales))
            .map(|(sums, (zero, scale))| (sums, zero, scale))
    }
}

/// What belongs to the columns of one vector: sums of weights, scale, bias.
type Columns<'a> = (&'a [i32], (&'a [f32], &'a [f32]));

#[inline(always)]
fn columns(
    linear: &Linear,
    columns: Range<usize>,
    lanes: usize,
) -> impl Iterator<Item = Columns<'_>> {
    let sums = linear.sums[columns.clone()].chunks_exact(lanes);
    let scale = linear.scale[columns.clone()].chunks_exact(lanes);
    let bias = linear.bias[columns].chunks_exact(lanes);
    sums.zip(scale.zip(bias))
}

/// Parts of a row that make one vector, with their columns.
#[inline(always)]
fn vectors<'a>(
    sums: &'a mut [i32],
    linear: &'a Linear,
    lanes: usize,
) -> impl Iterator<Item = (&'a mut [i32], Columns<'a>)> {
    let columns = columns(linear, 0..linear.outputs, lanes);
    sums.chunks_exact_mut(lanes).zip(columns)
}

#[inline(always)]
fn number<I: Isa>(
    isa: I,
    sums: &[i32],
    (column, (scale, bias)): Columns,
    zero: I::I32,
    factor: I::F32,
) -> I::F32 {
    let (ops, ints) = (isa.f32(), isa.i32());
    let sum = ints.sub(ints.load(sums), ints.mul(ints.load(column), zero));
    let scale = ops.mul(ops.load(scale), factor);
    ops.mul_add(ints.to_float(sum), scale, ops.load(bias))
}

/// `out = product + bias`.
pub(super) struct Add<'a> {
    pub(super) product: Product<'a>,
    pub(super) out: &'a mut [f32],
}

impl SimdOp for Add<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(mut self, isa: I) {
        let ops = isa.f32();
        let (linear, lanes) = (self.product.linear, ops.len());
        let rows = self.out.chunks_exact_mut(linear.outputs);
        for (out, (sums, zero, factor)) in rows.zip(self.product.rows(isa)) {
            let sums = vectors(sums, linear, lanes);
            for (out, (sums, columns)) in out.chunks_exact_mut(lanes).zip(sums) {
                ops.store(number(isa, sums, columns, zero, factor), out);
            }
        }
    }
}

/// `out = gelu(product + bias)` as bytes. The sums of products are overwritten.
pub(super) struct AddGelu<'a> {
    pub(super) product: Product<'a>,
    pub(super) out: &'a mut Quantised,
}

impl SimdOp for AddGelu<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(mut self, isa: I) {
        let (ops, ints) = (isa.f32(), isa.i32());
        let (linear, lanes) = (self.product.linear, ops.len());
        self.out
            .reset(self.product.rows.scale.len(), linear.outputs);
        let outputs = self.out.bytes.chunks_exact_mut(linear.outputs);
        let scales = self.out.scale.iter_mut().zip(&mut self.out.zero);
        for ((bytes, to), (sums, zero, factor)) in outputs.zip(scales).zip(self.product.rows(isa)) {
            let (mut low, mut high) = (ops.zero(), ops.zero());
            for (sums, columns) in vectors(sums, linear, lanes) {
                let y = gelu(isa, number(isa, sums, columns, zero, factor));
                (low, high) = (ops.min(low, y), ops.max(high, y));
                ints.store(y.reinterpret_cast(), sums);
            }
            let scale = Scale::new(isa, low, high);
            (*to.0, *to.1) = (scale.scale, scale.zero);
            for (sums, bytes) in sums
                .chunks_exact(4 * lanes)
                .zip(bytes.chunks_exact_mut(4 * lanes))
            {
                let x = ints.load_many::<4>(sums).map(Simd::reinterpret_cast);
                scale.store(isa, x, bytes);
            }
        }
    }
}

/// `x = norm(x + product + bias)`.
pub(super) struct AddNorm<'a> {
    pub(super) product: Product<'a>,
    pub(super) norm: &'a Norm,
    pub(super) x: &'a mut [f32],
}

impl SimdOp for AddNorm<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(mut self, isa: I) {
        let ops = isa.f32();
        let (linear, lanes) = (self.product.linear, ops.len());
        let rows = self.x.chunks_exact_mut(linear.outputs);
        for (x, (sums, zero, factor)) in rows.zip(self.product.rows(isa)) {
            let mut total = ops.zero();
            let sums = vectors(sums, linear, lanes);
            for (x, (sums, columns)) in x.chunks_exact_mut(lanes).zip(sums) {
                let y = number(isa, sums, columns, zero, factor);
                let y = ops.add(ops.load(x), y);
                total = ops.add(total, y);
                ops.store(y, x);
            }
            normalise(isa, x, ops.sum(total), self.norm);
        }
    }
}

/// `x = norm(x + y·sigmoid(z))`, where `y` and `z` are the halves of the product.
pub(super) struct GateNorm<'a> {
    pub(super) product: Product<'a>,
    pub(super) norm: &'a Norm,
    pub(super) x: &'a mut [f32],
}

impl SimdOp for GateNorm<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(mut self, isa: I) {
        let ops = isa.f32();
        let (linear, lanes) = (self.product.linear, ops.len());
        let width = linear.outputs / 2;
        let rows = self.x.chunks_exact_mut(width);
        for (x, (sums, zero, factor)) in rows.zip(self.product.rows(isa)) {
            let mut total = ops.zero();
            let (values, gates) = sums.split_at_mut(width);
            let values = values
                .chunks_exact(lanes)
                .zip(columns(linear, 0..width, lanes));
            let gates = gates.chunks_exact(lanes);
            let gates = gates.zip(columns(linear, width..2 * width, lanes));
            for (x, (value, gate)) in x.chunks_exact_mut(lanes).zip(values.zip(gates)) {
                let y = number(isa, value.0, value.1, zero, factor);
                let z = number(isa, gate.0, gate.1, zero, factor);
                let y = ops.mul_add(y, sigmoid(isa, z), ops.load(x));
                total = ops.add(total, y);
                ops.store(y, x);
            }
            normalise(isa, x, ops.sum(total), self.norm);
        }
    }
}

/// `x = norm(x + state)` with `state = (1 - keep)·y + keep·state`, where `y` and the argument of `keep = sigmoid` are the
/// halves of the product. From row to row of a window, forward in the first half of the columns, backward in the second.
pub(super) struct ScanNorm<'a> {
    pub(super) product: Product<'a>,
    pub(super) windows: &'a [Range<usize>],
    pub(super) norm: &'a Norm,
    /// Room for a row.
    pub(super) state: &'a mut [f32],
    pub(super) x: &'a mut [f32],
}

impl SimdOp for ScanNorm<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let ops = isa.f32();
        let width = self.product.linear.outputs / 2;
        let (product, state) = (&self.product, self.state);
        for window in self.windows {
            state.fill(0.0);
            for row in window.clone() {
                scan(isa, product, row, 0..width / 2, state, self.x);
            }
            for row in window.clone().rev() {
                scan(isa, product, row, width / 2..width, state, self.x);
            }
        }
        for x in self.x.chunks_exact_mut(width) {
            let mut total = ops.zero();
            for x in x.chunks_exact(ops.len()) {
                total = ops.add(total, ops.load(x));
            }
            normalise(isa, x, ops.sum(total), self.norm);
        }
    }
}

/// One step in some columns of the values; their gates stand behind all values.
#[inline(always)]
fn scan<I: Isa>(
    isa: I,
    product: &Product,
    row: usize,
    part: Range<usize>,
    state: &mut [f32],
    x: &mut [f32],
) {
    let (ops, linear) = (isa.f32(), product.linear);
    let (width, lanes) = (linear.outputs / 2, ops.len());
    let zero = isa.i32().splat(product.rows.zero[row]);
    let factor = ops.splat(product.rows.scale[row]);
    let sums = &product.sums[row * linear.outputs..][..linear.outputs];
    let gates = part.start + width..part.end + width;
    let values = sums[part.clone()].chunks_exact(lanes);
    let values = values.zip(columns(linear, part.clone(), lanes));
    let gates = sums[gates.clone()]
        .chunks_exact(lanes)
        .zip(columns(linear, gates, lanes));
    let states = state[part.clone()].chunks_exact_mut(lanes);
    let x = x[row * width..][part].chunks_exact_mut(lanes);
    for ((x, state), (value, gate)) in x.zip(states).zip(values.zip(gates)) {
        let y = number(isa, value.0, value.1, zero, factor);
        let keep = sigmoid(isa, number(isa, gate.0, gate.1, zero, factor));
        let new = ops.mul_add(keep, ops.sub(ops.load(state), y), y);
        ops.store(new, state);
        ops.store(ops.add(ops.load(x), new), x);
    }
}

/// Rows of numbers to rows of bytes.
pub(super) struct Quantise<'a> {
    pub(super) x: &'a [f32],
    pub(super) out: &'a mut Quantised,
}

impl SimdOp for Quantise<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let width = self.out.width;
        let out = self.out.bytes.chunks_exact_mut(width);
        let scales = self.out.scale.iter_mut().zip(&mut self.out.zero);
        for ((x, out), to) in self.x.chunks_exact(width).zip(out).zip(scales) {
            let scale = Scale::of(isa, &[x]);
            (*to.0, *to.1) = (scale.scale, scale.zero);
            scale.write(isa, x, out);
        }
    }
}

/// For each row the row `distance` before it, itself, and the one `distance` after it, side by side, as bytes: zeros
/// where there is none.
pub(super) struct QuantiseAround<'a> {
    pub(super) x: &'a [f32],
    pub(super) width: usize,
    pub(super) distance: usize,
    pub(super) out: (&'a mut [u8], &'a mut [f32], &'a mut [i32]),
}

impl SimdOp for QuantiseAround<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let (width, out) = (self.width, self.out);
        let row = |number: usize| self.x.get(number * width..(number + 1) * width);
        let rows = out.0.chunks_exact_mut(3 * width);
        for (number, (out, to)) in rows.zip(out.1.iter_mut().zip(out.2)).enumerate() {
            let parts = [
                number.checked_sub(self.distance).and_then(row),
                row(number),
                row(number + self.distance),
            ]
            .map(Option::unwrap_or_default);
            let scale = Scale::of(isa, &parts);
            (*to.0, *to.1) = (scale.scale, scale.zero);
            for (part, out) in parts.iter().zip(out.chunks_exact_mut(width)) {
                if part.is_empty() {
                    out.fill(scale.zero as u8);
                } else {
                    scale.write(isa, part, out);
                }
            }
        }
    }
}

/// How the numbers of a row become bytes.
#[derive(Clone, Copy)]
struct Scale {
    scale: f32,
    inverse: f32,
    zero: i32,
}

impl Scale {
    /// For numbers between `low` and `high`, which hold zero between them.
    #[inline(always)]
    fn new<I: Isa>(isa: I, low: I::F32, high: I::F32) -> Self {
        let _ = isa;
        let low = low.to_array().into_iter().fold(0.0, f32::min);
        let high = high.to_array().into_iter().fold(0.0, f32::max);
        let scale = (high - low) / 255.0;
        let scale = if scale > 0.0 { scale } else { 1.0 };
        let zero = (-low / scale).round_ties_even();
        Self {
            scale,
            inverse: scale.recip(),
            zero: zero as i32,
        }
    }

    #[inline(always)]
    fn of<I: Isa>(isa: I, parts: &[&[f32]]) -> Self {
        let ops = isa.f32();
        let lanes = ops.len();
        let mut low = [ops.zero(); 2];
        let mut high = [ops.zero(); 2];
        for part in parts {
            for x in part.chunks_exact(2 * lanes) {
                let x = ops.load_many::<2>(x);
                for i in 0..2 {
                    low[i] = ops.min(low[i], x[i]);
                    high[i] = ops.max(high[i], x[i]);
                }
            }
        }
        Self::new(isa, ops.min(low[0], low[1]), ops.max(high[0], high[1]))
    }

    #[inline(always)]
    fn store<I: Isa>(self, isa: I, x: [I::F32; 4], out: &mut [u8]) {
        let (ops, ints, shorts) = (isa.f32(), isa.i32(), isa.i16());
        let inverse = ops.splat(self.inverse);
        let zero = ints.splat(self.zero);
        let x = x.map(
            #[inline(always)]
            |x| ints.add(ops.to_int_round(ops.mul(x, inverse)), zero),
        );
        let low = ints.narrow_saturate(x[0], x[1]);
        let high = ints.narrow_saturate(x[2], x[3]);
        isa.u8().store(shorts.narrow_saturate(low, high), out);
    }

    #[inline(always)]
    fn write<I: Isa>(self, isa: I, x: &[f32], out: &mut [u8]) {
        let ops = isa.f32();
        let lanes = 4 * ops.len();
        for (x, out) in x.chunks_exact(lanes).zip(out.chunks_exact_mut(lanes)) {
            self.store(isa, ops.load_many::<4>(x), out);
        }
    }
}

/// `x = norm(word·scale + position + kind)`.
pub(super) struct Embed<'a> {
    /// Bytes of an `i8` row.
    pub(super) word: &'a [u8],
    pub(super) scale: f32,
    pub(super) position: &'a [f32],
    pub(super) kind: &'a [f32],
    pub(super) norm: &'a Norm,
    pub(super) x: &'a mut [f32],
}

impl SimdOp for Embed<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let ops = isa.f32();
        let (lanes, mut total) = (ops.len(), ops.zero());
        let others = self.position.chunks_exact(4 * lanes);
        let others = others.zip(self.kind.chunks_exact(4 * lanes));
        let words = self.word.chunks_exact(4 * lanes);
        for (x, (word, (position, kind))) in
            self.x.chunks_exact_mut(4 * lanes).zip(words.zip(others))
        {
            let word = floats(isa, word, self.scale);
            for (i, word) in word.into_iter().enumerate() {
                let at = i * lanes;
                let other = ops.add(ops.load(&position[at..]), ops.load(&kind[at..]));
                let y = ops.add(word, other);
                total = ops.add(total, y);
                ops.store(y, &mut x[at..]);
            }
        }
        normalise(isa, self.x, ops.sum(total), self.norm);
    }
}

/// `x += word·scale`.
pub(super) struct AddWord<'a> {
    /// Bytes of an `i8` row.
    pub(super) word: &'a [u8],
    pub(super) scale: f32,
    pub(super) x: &'a mut [f32],
}

impl SimdOp for AddWord<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let ops = isa.f32();
        let lanes = ops.len();
        let words = self.word.chunks_exact(4 * lanes);
        for (x, word) in self.x.chunks_exact_mut(4 * lanes).zip(words) {
            let word = floats(isa, word, self.scale);
            for (i, word) in word.into_iter().enumerate() {
                let x = &mut x[i * lanes..];
                ops.store(ops.add(ops.load(x), word), x);
            }
        }
    }
}

/// Four vectors of numbers from a vector of `i8`.
#[inline(always)]
fn floats<I: Isa>(isa: I, bytes: &[u8], scale: f32) -> [I::F32; 4] {
    let (ops, ints, shorts, chars) = (isa.f32(), isa.i32(), isa.i16(), isa.i8());
    let bytes: I::I8 = isa.u8().load(bytes).reinterpret_cast();
    let (low, high) = (chars.extend_low(bytes), chars.extend_high(bytes));
    let scale = ops.splat(scale);
    [
        shorts.extend_low(low),
        shorts.extend_high(low),
        shorts.extend_low(high),
        shorts.extend_high(high),
    ]
    .map(
        #[inline(always)]
        |x| ops.mul(ints.to_float(x), scale),
    )
}

/// `x = norm(x + kind)`.
pub(super) struct KindNorm<'a> {
    pub(super) kind: &'a [f32],
    pub(super) norm: &'a Norm,
    pub(super) x: &'a mut [f32],
}

impl SimdOp for KindNorm<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let ops = isa.f32();
        let (lanes, mut total) = (ops.len(), ops.zero());
        for (x, kind) in self
            .x
            .chunks_exact_mut(lanes)
            .zip(self.kind.chunks_exact(lanes))
        {
            let y = ops.add(ops.load(x), ops.load(kind));
            total = ops.add(total, y);
            ops.store(y, x);
        }
        normalise(isa, self.x, ops.sum(total), self.norm);
    }
}

/// Layer norm of a row whose sum is `total`.
#[inline(always)]
fn normalise<I: Isa>(isa: I, x: &mut [f32], total: f32, norm: &Norm) {
    let ops = isa.f32();
    let lanes = ops.len();
    let count = x.len() as f32;
    let mean = ops.splat(total / count);
    let mut squares = [ops.zero(); 2];
    for x in x.chunks_exact(2 * lanes) {
        let x = ops.load_many::<2>(x);
        for i in 0..2 {
            let off = ops.sub(x[i], mean);
            squares[i] = ops.mul_add(off, off, squares[i]);
        }
    }
    let variance = ops.sum(ops.add(squares[0], squares[1])) / count;
    let factor = ops.splat((variance + norm.epsilon).sqrt().recip());
    let weights = norm.weight.chunks_exact(lanes);
    let weights = weights.zip(norm.bias.chunks_exact(lanes));
    for (x, (weight, bias)) in x.chunks_exact_mut(lanes).zip(weights) {
        let off = ops.mul(ops.sub(ops.load(x), mean), factor);
        let y = ops.mul_add(off, ops.load(weight), ops.load(bias));
        ops.store(y, x);
    }
}

/// The three dot products with the columns of a matrix (`transposed`: each column is a row).
pub(super) struct Dot3<'a> {
    pub(super) x: &'a [f32],
    pub(super) transposed: &'a [f32],
}

impl SimdOp for Dot3<'_> {
    type Output = [f32; 3];

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) -> [f32; 3] {
        let ops = isa.f32();
        let lanes = ops.len();
        let (a, rest) = self.transposed.split_at(self.x.len());
        let (b, c) = rest.split_at(self.x.len());
        let mut sums = [ops.zero(); 3];
        let columns = a.chunks_exact(lanes);
        let columns = columns.zip(b.chunks_exact(lanes).zip(c.chunks_exact(lanes)));
        for (x, (a, (b, c))) in self.x.chunks_exact(lanes).zip(columns) {
            let x = ops.load(x);
            sums[0] = ops.mul_add(x, ops.load(a), sums[0]);
            sums[1] = ops.mul_add(x, ops.load(b), sums[1]);
            sums[2] = ops.mul_add(x, ops.load(c), sums[2]);
        }
        sums.map(
            #[inline(always)]
            |sum| ops.sum(sum),
        )
    }
}

/// The emissions of tokens towards one cue: `gelu(token + cue + distance + gate·cue_gate)·emit + bias`.
pub(super) struct Emit<'a> {
    /// For each token what it says, and its gate behind it.
    pub(super) tokens: &'a [f32],
    /// What the cue says, and its gate behind it.
    pub(super) cue: &'a [f32],
    /// For each token, the row of its distance.
    pub(super) distances: &'a [&'a [f32]],
    /// Five rows.
    pub(super) emit: &'a [f32],
    pub(super) bias: [f32; 5],
    pub(super) out: &'a mut [[f32; 5]],
}

impl SimdOp for Emit<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let ops = isa.f32();
        let (lanes, width) = (ops.len(), self.cue.len() / 2);
        let (cue, cue_gate) = self.cue.split_at(width);
        let mut emit = self.emit.chunks_exact(width);
        let emit: [&[f32]; 5] = std::array::from_fn(|_| emit.next().unwrap_or_default());
        let tokens = self.tokens.chunks_exact(2 * width).zip(self.distances);
        for (out, (token, distance)) in self.out.iter_mut().zip(tokens) {
            let (token, gate) = token.split_at(width);
            let mut sums = [ops.zero(); 5];
            for at in (0..width).step_by(lanes) {
                let z = ops.add(ops.load(&token[at..]), ops.load(&cue[at..]));
                let z = ops.add(z, ops.load(&distance[at..]));
                let z = ops.mul_add(ops.load(&gate[at..]), ops.load(&cue_gate[at..]), z);
                let z = gelu(isa, z);
                for (sum, emit) in sums.iter_mut().zip(emit) {
                    *sum = ops.mul_add(z, ops.load(&emit[at..]), *sum);
                }
            }
            *out = self.bias;
            for (out, sum) in out.iter_mut().zip(sums) {
                *out += ops.sum(sum);
            }
        }
    }
}

/// `2^x` for `x <= 0`, to a relative error of 2e-7 (coefficients of Cephes' `exp2f`).
#[inline(always)]
pub(super) fn exp2<I: Isa>(isa: I, x: I::F32) -> I::F32 {
    let (ops, ints) = (isa.f32(), isa.i32());
    let x = ops.max(x, ops.splat(-126.0));
    let whole = ops.to_int_round(x);
    let x = ops.sub(x, ints.to_float(whole));
    let mut y = ops.splat(1.535_336_2e-4);
    for c in [
        1.339_887_4e-3,
        9.618_437e-3,
        5.550_332_5e-2,
        2.402_264_8e-1,
        6.931_472e-1,
        1.0,
    ] {
        y = ops.mul_add(y, x, ops.splat(c));
    }
    let y: I::I32 = y.reinterpret_cast();
    ints.add(y, ints.shift_left::<23>(whole)).reinterpret_cast()
}

/// `1 / (1 + e^-x)`.
#[inline(always)]
fn sigmoid<I: Isa>(isa: I, x: I::F32) -> I::F32 {
    let ops = isa.f32();
    // Of the number of either sign that is below zero; the other is its complement.
    let below = ops.lt(x, ops.zero());
    let power = exp2(
        isa,
        ops.mul(ops.abs(x), ops.splat(-std::f32::consts::LOG2_E)),
    );
    let y = ops.reciprocal(ops.add(ops.one(), power));
    ops.select(ops.mul(y, power), y, below)
}

/// `x · Φ(x)`, by the error function of Abramowitz and Stegun (7.1.26), to 7e-7.
#[inline(always)]
pub(super) fn gelu<I: Isa>(isa: I, x: I::F32) -> I::F32 {
    let ops = isa.f32();
    let scaled = ops.mul(ops.abs(x), ops.splat(std::f32::consts::FRAC_1_SQRT_2));
    let t = ops.reciprocal(ops.mul_add(scaled, ops.splat(0.327_591_1), ops.one()));
    let mut y = ops.splat(1.061_405_4);
    for c in [-1.453_152, 1.421_413_7, -0.284_496_74, 0.254_829_6] {
        y = ops.mul_add(y, t, ops.splat(c));
    }
    let square = ops.mul(scaled, scaled);
    let power = exp2(isa, ops.mul(square, ops.splat(-std::f32::consts::LOG2_E)));
    // Half of 1 - erf of |x|/√2: the tail beyond |x|.
    let tail = ops.mul(ops.mul(y, t), ops.mul(power, ops.splat(0.5)));
    let below = ops.mul(x, tail);
    ops.select(below, ops.sub(x, below), ops.lt(x, ops.zero()))
}
