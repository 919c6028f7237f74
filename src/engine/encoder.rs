//! From windows of word pieces to one row of numbers for each token.
//!
//! The rows of several windows stand one after another, without padding, so that the products have many rows; attention
//! and convolution look no further than the window. What a row becomes depends on its window alone.

use std::iter;
use std::ops::Range;

use rten_simd::SimdOp;

use super::attention::{self, Attention};
use super::input::{FEATURES, LONGEST, Window};
use super::linear::{Gemm, Linear, Quantised, room};
use super::simd::{
    Add, AddGelu, AddNorm, AddWord, Embed, GateNorm, KindNorm, Norm, Product, QuantiseAround,
    ScanNorm,
};
use super::weights::{Kind, Shape, Weights};
use super::wordpiece::PIECES;
use crate::error::Error;

/// Rows that go through a chain of products together: what they become on the way stays in the second cache.
const STEP: usize = 64;

/// The encoder of an engine.
pub(super) struct Encoder {
    /// Where the embedding of the pieces is in the file, and the scale of each row.
    words: Range<usize>,
    scale: Vec<f32>,
    embedding: usize,
    kind: Vec<f32>,
    norm: Norm,
    input: Input,
    layers: Vec<Layer>,
    pub(super) width: usize,
}

/// What a row is at first.
enum Input {
    /// A word piece; these rows say where in the window it stands.
    Pieces { position: Vec<f32> },
    /// A token, or what stands before a window or after a paragraph: the mean of its pieces.
    Items { linear: Linear },
}

enum Layer {
    Transformer(Box<Transformer>),
    Convolution(Box<Convolution>),
    Scan(Box<Scan>),
}

/// Rows of windows, and buffers.
#[derive(Default)]
pub(super) struct Buffers {
    x: Vec<f32>,
    /// The windows, as ranges of rows.
    bounds: Vec<Range<usize>>,
    /// For each token its row.
    tokens: Vec<usize>,
    sums: Vec<i32>,
    input: Quantised,
    inner: Quantised,
    product: Vec<f32>,
    mixed: Vec<f32>,
    attention: attention::Scratch,
    /// A row for each token.
    pub(super) hidden: Vec<f32>,
}

#[cfg(test)]
impl Buffers {
    /// Numbers that there is room for.
    pub(super) fn size(&self) -> usize {
        let floats = [&self.x, &self.product, &self.mixed, &self.hidden];
        let floats: usize = floats.iter().map(|buffer| buffer.capacity()).sum();
        floats + self.sums.capacity() + self.input.bytes.capacity() + self.inner.bytes.capacity()
    }
}

impl Encoder {
    pub(super) fn read(weights: &Weights, gemm: &Gemm) -> Result<Self, Error> {
        let (width, embedding, epsilon) = match weights.header().encoder {
            Shape::Transformer { width, epsilon, .. } => (width, width, epsilon),
            Shape::Convolution {
                width,
                embedding,
                epsilon,
                ..
            } => (width, embedding, epsilon),
        };
        let norm = |name: &str| -> Result<Norm, Error> {
            Ok(Norm {
                weight: weights.floats(&format!("{name}.weight"), &[width])?,
                bias: weights.floats(&format!("{name}.bias"), &[width])?,
                epsilon,
            })
        };
        let linear = |name: &str, inputs: usize, outputs: usize| {
            Linear::read(weights, name, inputs, outputs, gemm)
        };
        let mut layers = Vec::new();
        let input = match &weights.header().encoder {
            Shape::Transformer {
                inner, layers: all, ..
            } => {
                for layer in 0..*all {
                    let name = |part: &str| format!("layer.{layer}.{part}");
                    let mut qkv = linear(&name("qkv"), width, 3 * width)?;
                    qkv.stretch(width, attention::stretch());
                    layers.push(Layer::Transformer(Box::new(Transformer {
                        qkv,
                        out: linear(&name("out"), width, width)?,
                        norm1: norm(&name("norm1"))?,
                        up: linear(&name("up"), width, *inner)?,
                        down: linear(&name("down"), *inner, width)?,
                        norm2: norm(&name("norm2"))?,
                    })));
                }
                let rows = weights.rows("position");
                if rows < LONGEST {
                    return Err(weights.defect(format_args!(
                        "tensor position has {rows} rows; windows have up to {LONGEST} pieces"
                    )));
                }
                Input::Pieces {
                    position: weights.floats("position", &[rows, width])?,
                }
            }
            Shape::Convolution { layers: all, .. } => {
                for (layer, &dilation) in all.iter().enumerate() {
                    let name = |part: &str| format!("layer.{layer}.{part}");
                    let norm = norm(&name("norm"))?;
                    layers.push(if dilation == 0 {
                        let linear = linear(&name("scan"), width, 2 * width)?;
                        Layer::Scan(Box::new(Scan { linear, norm }))
                    } else {
                        let linear = linear(&name("conv"), 3 * width, 2 * width)?;
                        Layer::Convolution(Box::new(Convolution {
                            dilation,
                            linear,
                            norm,
                        }))
                    });
                }
                Input::Items {
                    linear: linear("input", embedding, width)?,
                }
            }
        };
        Ok(Self {
            words: weights.range("word", Kind::I8, &[PIECES, embedding])?,
            scale: weights.floats("word.scale", &[PIECES])?,
            embedding,
            kind: weights.floats("kind", &[FEATURES, width])?,
            norm: norm("embedding.norm")?,
            input,
            layers,
            width,
        })
    }

    /// Fills `hidden` with a row for each token of `windows`. `file` is all bytes of the weights.
    pub(super) fn encode(
        &self,
        file: &[u8],
        windows: &[Window],
        gemm: &Gemm,
        buffers: &mut Buffers,
    ) {
        buffers.bounds.clear();
        buffers.tokens.clear();
        let words = &file[self.words.clone()];
        match &self.input {
            Input::Pieces { position } => self.pieces(words, position, windows, buffers),
            Input::Items { linear } => self.items(words, linear, windows, gemm, buffers),
        }
        for layer in &self.layers {
            match layer {
                Layer::Transformer(layer) => layer.forward(gemm, buffers),
                Layer::Convolution(layer) => layer.forward(gemm, buffers),
                Layer::Scan(layer) => layer.forward(gemm, buffers),
            }
        }
        let width = self.width;
        let hidden = room(&mut buffers.hidden, buffers.tokens.len() * width);
        for (to, row) in hidden.chunks_exact_mut(width).zip(&buffers.tokens) {
            to.copy_from_slice(&buffers.x[row * width..][..width]);
        }
    }

    fn pieces(&self, words: &[u8], position: &[f32], windows: &[Window], buffers: &mut Buffers) {
        let width = self.width;
        let rows: usize = windows.iter().map(|window| window.pieces.len()).sum();
        let mut x = room(&mut buffers.x, rows * width).chunks_exact_mut(width);
        let mut at = 0;
        for window in windows {
            let first = window.first.iter().map(|first| at + first);
            buffers.tokens.extend(first);
            buffers.bounds.push(at..at + window.pieces.len());
            at += window.pieces.len();
            let pieces = window.pieces.iter().zip(&window.features);
            let pieces = pieces.zip(position.chunks_exact(width));
            for (((&piece, &feature), position), x) in pieces.zip(&mut x) {
                let piece = usize::from(piece);
                Embed {
                    word: &words[piece * width..][..width],
                    scale: self.scale[piece],
                    position,
                    kind: &self.kind[usize::from(feature) * width..][..width],
                    norm: &self.norm,
                    x,
                }
                .dispatch();
            }
        }
    }

    fn items(
        &self,
        words: &[u8],
        linear: &Linear,
        windows: &[Window],
        gemm: &Gemm,
        buffers: &mut Buffers,
    ) {
        let (width, embedding) = (self.width, self.embedding);
        // The means, and the feature of each.
        let mut means = 0;
        let mut features = Vec::new();
        for window in windows {
            let start = features.len();
            for (pieces, is_token) in window.items() {
                let to = room(&mut buffers.mixed, means + embedding);
                let to = &mut to[means..];
                means += embedding;
                to.fill(0.0);
                let share = (pieces.len() as f32).recip();
                for &piece in &window.pieces[pieces.clone()] {
                    let piece = usize::from(piece);
                    AddWord {
                        word: &words[piece * embedding..][..embedding],
                        scale: self.scale[piece] * share,
                        x: to,
                    }
                    .dispatch();
                }
                if is_token {
                    buffers.tokens.push(features.len());
                }
                features.push(window.features[pieces.start]);
            }
            buffers.bounds.push(start..features.len());
        }
        let x = room(&mut buffers.x, features.len() * width);
        let steps = buffers.mixed[..means].chunks(STEP * embedding);
        for (means, x) in steps.zip(x.chunks_mut(STEP * width)) {
            buffers.input.set(means, embedding);
            let sums = linear.multiply(gemm, &buffers.input, &mut buffers.sums);
            let product = Product {
                sums,
                rows: &buffers.input,
                linear,
            };
            Add { product, out: x }.dispatch();
        }
        for (x, &feature) in x.chunks_exact_mut(width).zip(&features) {
            KindNorm {
                kind: &self.kind[usize::from(feature) * width..][..width],
                norm: &self.norm,
                x,
            }
            .dispatch();
        }
    }
}

impl Window {
    /// What stands before the window, the tokens, and what stands after each paragraph, as ranges of pieces; with
    /// whether each is a token.
    fn items(&self) -> impl Iterator<Item = (Range<usize>, bool)> {
        let base = self.tokens.start;
        let paragraphs = self.paragraphs.iter().flat_map(move |paragraph| {
            let tokens = paragraph.start - base..paragraph.end - base;
            // One piece stands between the paragraph and the next.
            let after = self.first.get(tokens.end).unwrap_or(&self.pieces.len()) - 1;
            let starts = &self.first[tokens];
            let ends = starts[1..].iter().copied().chain([after]);
            let tokens = starts.iter().zip(ends);
            let tokens = tokens.map(|(&start, end)| (start..end, true));
            tokens.chain([(after..after + 1, false)])
        });
        iter::once((0..1, false)).chain(paragraphs)
    }
}

/// A layer of attention and one of words by themselves.
struct Transformer {
    qkv: Linear,
    out: Linear,
    norm1: Norm,
    up: Linear,
    down: Linear,
    norm2: Norm,
}

impl Transformer {
    fn forward(&self, gemm: &Gemm, buffers: &mut Buffers) {
        let width = self.out.outputs;
        let rows = buffers.bounds.last().map_or(0, |window| window.end);
        let Buffers {
            x,
            sums,
            input,
            inner,
            ..
        } = buffers;
        let x = &mut x[..rows * width];
        let product = room(&mut buffers.product, rows * 3 * width);
        for (x, out) in x
            .chunks(STEP * width)
            .zip(product.chunks_mut(STEP * 3 * width))
        {
            input.set(x, width);
            let product = Product {
                sums: self.qkv.multiply(gemm, input, sums),
                rows: input,
                linear: &self.qkv,
            };
            Add { product, out }.dispatch();
        }
        let mixed = room(&mut buffers.mixed, rows * width);
        for window in &buffers.bounds {
            Attention {
                product: &product[window.start * 3 * width..window.end * 3 * width],
                width,
                out: &mut mixed[window.start * width..window.end * width],
                scratch: &mut buffers.attention,
            }
            .dispatch();
        }
        for (x, mixed) in x.chunks_mut(STEP * width).zip(mixed.chunks(STEP * width)) {
            input.set(mixed, width);
            let product = Product {
                sums: self.out.multiply(gemm, input, sums),
                rows: input,
                linear: &self.out,
            };
            let norm = &self.norm1;
            AddNorm { product, norm, x }.dispatch();
            input.set(x, width);
            let product = Product {
                sums: self.up.multiply(gemm, input, sums),
                rows: input,
                linear: &self.up,
            };
            AddGelu {
                product,
                out: inner,
            }
            .dispatch();
            let product = Product {
                sums: self.down.multiply(gemm, inner, sums),
                rows: inner,
                linear: &self.down,
            };
            let norm = &self.norm2;
            AddNorm { product, norm, x }.dispatch();
        }
    }
}

/// A gated layer over three rows.
struct Convolution {
    dilation: usize,
    linear: Linear,
    norm: Norm,
}

impl Convolution {
    fn forward(&self, gemm: &Gemm, buffers: &mut Buffers) {
        let width = self.linear.outputs / 2;
        let rows = buffers.bounds.last().map_or(0, |window| window.end);
        let Buffers { x, sums, inner, .. } = buffers;
        let x = &mut x[..rows * width];
        // All rows are read before the first is changed.
        inner.reset(rows, 3 * width);
        for window in &buffers.bounds {
            QuantiseAround {
                x: &x[window.start * width..window.end * width],
                width,
                distance: self.dilation,
                out: (
                    &mut inner.bytes[window.start * 3 * width..window.end * 3 * width],
                    &mut inner.scale[window.clone()],
                    &mut inner.zero[window.clone()],
                ),
            }
            .dispatch();
        }
        let product = Product {
            sums: self.linear.multiply(gemm, inner, sums),
            rows: inner,
            linear: &self.linear,
        };
        GateNorm {
            product,
            norm: &self.norm,
            x,
        }
        .dispatch();
    }
}

/// A gated running mean over the window: half of the columns go forward, half backward.
struct Scan {
    linear: Linear,
    norm: Norm,
}

impl Scan {
    fn forward(&self, gemm: &Gemm, buffers: &mut Buffers) {
        let width = self.linear.outputs / 2;
        let rows = buffers.bounds.last().map_or(0, |window| window.end);
        let x = &mut buffers.x[..rows * width];
        buffers.input.set(x, width);
        let sums = self
            .linear
            .multiply(gemm, &buffers.input, &mut buffers.sums);
        ScanNorm {
            product: Product {
                sums,
                rows: &buffers.input,
                linear: &self.linear,
            },
            windows: &buffers.bounds,
            norm: &self.norm,
            state: room(&mut buffers.mixed, width),
            x,
        }
        .dispatch();
    }
}
