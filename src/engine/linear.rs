//! Products with matrices of small integers.
//!
//! A row of activations is turned into bytes, each row by its own scale and zero point; the products are sums of integers,
//! which are the same on every machine. The weights stay within ±63, so that no instruction saturates. The zero points are
//! taken out afterwards, with the sums of the columns: `rten-gemm` 0.27 could do it, but takes the zero points of the first
//! rows for all.

use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_simd::SimdOp;
use rten_tensor::NdTensorView;

use super::simd::Quantise;
use super::weights::{Kind, Weights};
use crate::error::Error;

/// Largest weight: 255 · 63 · 2 still fits in 16 bits.
const MOST: u8 = 63;

/// What multiplies. Made for each article (it is small, and cannot be sent to other threads).
pub(super) struct Gemm {
    integers: GemmExecutor<u8, i8, i32>,
    floats: GemmExecutor<f32, f32, f32>,
}

impl Gemm {
    pub(super) fn new() -> Self {
        Self {
            integers: GemmExecutor::new(),
            floats: GemmExecutor::new(),
        }
    }
}

/// `y = x·W + b` with `W` in integers.
pub(super) struct Linear {
    packed: PackedBMatrix<i8>,
    /// Of the columns of `W`.
    pub(super) sums: Vec<i32>,
    /// Of the columns of `W`.
    pub(super) scale: Vec<f32>,
    pub(super) bias: Vec<f32>,
    inputs: usize,
    pub(super) outputs: usize,
}

impl Linear {
    /// Reads `NAME.weight`, its scale and `NAME.bias`.
    pub(super) fn read(
        weights: &Weights,
        name: &str,
        inputs: usize,
        outputs: usize,
        gemm: &Gemm,
    ) -> Result<Self, Error> {
        let matrix = weights.integers(&format!("{name}.weight"), [inputs, outputs], MOST)?;
        let scale = weights.floats(&format!("{name}.weight.scale"), &[outputs])?;
        let bias = weights.floats(&format!("{name}.bias"), &[outputs])?;
        let mut sums = vec![0; outputs];
        for row in matrix.chunks_exact(outputs) {
            for (sum, &weight) in sums.iter_mut().zip(row) {
                *sum += i32::from(weight);
            }
        }
        let view = NdTensorView::from_data([inputs, outputs], matrix.as_slice());
        Ok(Self {
            packed: gemm.integers.prepack_b(view),
            sums,
            scale,
            bias,
            inputs,
            outputs,
        })
    }

    /// Multiplies the outputs of columns `..columns` by `factor`.
    pub(super) fn stretch(&mut self, columns: usize, factor: f32) {
        for value in self.scale[..columns]
            .iter_mut()
            .chain(&mut self.bias[..columns])
        {
            *value *= factor;
        }
    }

    /// The sums of products; [`simd`](super::simd) makes numbers of them.
    pub(super) fn multiply<'o>(
        &self,
        gemm: &Gemm,
        rows: &Quantised,
        out: &'o mut Vec<i32>,
    ) -> &'o mut [i32] {
        let count = rows.scale.len();
        assert_eq!(rows.width, self.inputs, "rows of another width");
        let out = room(out, count * self.outputs);
        let a = NdTensorView::from_data([count, self.inputs], rows.bytes.as_slice());
        gemm.integers
            .gemm(
                out,
                GemmInputA::Unpacked(a),
                GemmInputB::Packed(&self.packed),
                GemmOptions::default(),
            )
            .expect("sizes were checked, and the matrix was packed by the same kernel");
        out
    }
}

/// Rows of activations as bytes: `x ≈ (byte - zero) · scale`.
#[derive(Default)]
pub(super) struct Quantised {
    pub(super) width: usize,
    pub(super) bytes: Vec<u8>,
    pub(super) scale: Vec<f32>,
    pub(super) zero: Vec<i32>,
}

impl Quantised {
    /// Room for `rows`, without a value.
    pub(super) fn reset(&mut self, rows: usize, width: usize) {
        self.width = width;
        self.bytes.resize(rows * width, 0);
        self.scale.resize(rows, 1.0);
        self.zero.resize(rows, 0);
    }

    /// Takes the place of what was here.
    pub(super) fn set(&mut self, x: &[f32], width: usize) {
        self.reset(x.len() / width, width);
        Quantise { x, out: self }.dispatch();
    }
}

/// `y = x·W` with `W` in floating point: small parts of the net.
pub(super) struct Dense {
    packed: PackedBMatrix<f32>,
    inputs: usize,
    pub(super) outputs: usize,
}

impl Dense {
    /// Reads `NAME.weight` of each name; their columns stand side by side.
    pub(super) fn read(
        weights: &Weights,
        names: &[&str],
        inputs: usize,
        outputs: usize,
        gemm: &Gemm,
    ) -> Result<Self, Error> {
        let all = names.len() * outputs;
        let mut matrix = vec![0.0; inputs * all];
        for (number, name) in names.iter().enumerate() {
            let part = matrix_of(weights, &format!("{name}.weight"), inputs, outputs)?;
            for (row, from) in matrix.chunks_exact_mut(all).zip(part.chunks_exact(outputs)) {
                row[number * outputs..][..outputs].copy_from_slice(from);
            }
        }
        let view = NdTensorView::from_data([inputs, all], matrix.as_slice());
        Ok(Self {
            packed: gemm.floats.prepack_b(view),
            inputs,
            outputs: all,
        })
    }

    pub(super) fn multiply<'o>(
        &self,
        gemm: &Gemm,
        rows: &[f32],
        out: &'o mut Vec<f32>,
    ) -> &'o mut [f32] {
        let count = rows.len() / self.inputs;
        let out = room(out, count * self.outputs);
        let a = NdTensorView::from_data([count, self.inputs], rows);
        gemm.floats
            .gemm(
                out,
                GemmInputA::Unpacked(a),
                GemmInputB::Packed(&self.packed),
                GemmOptions::default(),
            )
            .expect("sizes were checked, and the matrix was packed by the same kernel");
        out
    }
}

/// A matrix of numbers, or of integers with a scale for each column.
fn matrix_of(
    weights: &Weights,
    name: &str,
    inputs: usize,
    outputs: usize,
) -> Result<Vec<f32>, Error> {
    if !weights.has(name, Kind::I8) {
        return weights.floats(name, &[inputs, outputs]);
    }
    let integers = weights.integers(name, [inputs, outputs], i8::MIN.unsigned_abs())?;
    let scale = weights.floats(&format!("{name}.scale"), &[outputs])?;
    let columns = scale.iter().cycle();
    Ok(integers
        .iter()
        .zip(columns)
        .map(|(&n, scale)| f32::from(n) * scale)
        .collect())
}

/// The first `length` elements of a buffer that only grows.
pub(super) fn room<T: Copy + Default>(buffer: &mut Vec<T>, length: usize) -> &mut [T] {
    if buffer.len() < length {
        buffer.resize(length, T::default());
    }
    &mut buffer[..length]
}
