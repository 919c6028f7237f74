//! The nets once more, as plain loops in double precision, to compare with; and what is true of any engine.
//!
//! Only the bytes of activations are the same here, by the same formula: without them two right answers would differ more
//! than a right and a wrong one may.

use std::ops::Range;
use std::sync::LazyLock;

use proptest::prelude::*;
use rten_simd::isa::GenericIsa;
use rten_simd::{Isa, SimdOp};
use serde_json::{Value, json};

use super::attention::{self, Attention, HEAD};
use super::head::EDGE;
use super::input::Window;
use super::linear::{Gemm, Linear, Quantised};
use super::simd::{Add, AddGelu, AddNorm, GateNorm, Norm, Product, QuantiseAround};
use super::weights::{Shape, Weights};
use super::{Engine, Raw, Worker, random, windows};
use crate::{Article, Document, ErrorKind, Extractor};

type Rows = Vec<Vec<f64>>;

const HEAD_WIDTH: usize = 64;

fn transformer() -> Value {
    json!({"kind": "transformer", "width": 64, "heads": 2, "inner": 128, "layers": 2, "epsilon": 1e-12})
}

fn convolution() -> Value {
    json!({"kind": "convolution", "width": 128, "embedding": 64, "layers": [1, 0, 2, 0, 4], "epsilon": 1e-12})
}

/// Weights by chance of either kind.
static BYTES: LazyLock<[Vec<u8>; 2]> = LazyLock::new(|| {
    [transformer(), convolution()].map(|shape| random::weights(&shape, HEAD_WIDTH))
});
static ENGINES: LazyLock<[Engine; 2]> =
    LazyLock::new(|| [0, 1].map(|i| Engine::parse("random", BYTES[i].as_slice()).unwrap()));

const TEXT: &str = "“We sail on Monday,” said Ana Ruiz, the harbour master.\n\nShe denied that the ferry was late, and \
    told reporters that nobody had asked. The mayor, Tom Bell, thinks otherwise: it is late, he wrote.\n\nWho knows? \
    According to a report, the ice of 2031 was unusually thick.";

fn article(paragraphs: usize) -> Article {
    let text: String = (0..paragraphs)
        .map(|number| format!("{TEXT}\n\nParagraph {number} says so.\n\n"))
        .collect();
    Article::new("a", text)
}

/// `y = x·W + b`, with the bytes that activations become.
struct Reference<'a>(&'a Weights);

impl Reference<'_> {
    fn floats(&self, name: &str, shape: &[usize]) -> Vec<f64> {
        let floats = self.0.floats(name, shape).unwrap();
        floats.into_iter().map(f64::from).collect()
    }

    fn linear(&self, name: &str, x: &Rows, outputs: usize) -> Rows {
        let inputs = x[0].len();
        let weight = format!("{name}.weight");
        let matrix = self.0.integers(&weight, [inputs, outputs], 63).unwrap();
        let scale = self.floats(&format!("{weight}.scale"), &[outputs]);
        let bias = self.floats(&format!("{name}.bias"), &[outputs]);
        let row = |row: &Vec<f64>| {
            let row = bytes(row);
            let column = |column: usize| {
                let products = row.iter().enumerate();
                let products =
                    products.map(|(input, x)| x * f64::from(matrix[input * outputs + column]));
                products.sum::<f64>() * scale[column] + bias[column]
            };
            (0..outputs).map(column).collect()
        };
        x.iter().map(row).collect()
    }

    fn dense(&self, name: &str, x: &[f64], outputs: usize) -> Vec<f64> {
        let matrix = self.floats(&format!("{name}.weight"), &[x.len(), outputs]);
        let column = |column: usize| {
            let products = x.iter().enumerate();
            products
                .map(|(i, x)| x * matrix[i * outputs + column])
                .sum()
        };
        (0..outputs).map(column).collect()
    }

    fn norm(&self, name: &str, x: &Rows) -> Rows {
        let width = x[0].len();
        let weight = self.floats(&format!("{name}.weight"), &[width]);
        let bias = self.floats(&format!("{name}.bias"), &[width]);
        let row = |row: &Vec<f64>| {
            let mean = row.iter().sum::<f64>() / width as f64;
            let variance = row.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / width as f64;
            let one = |i: usize| (row[i] - mean) / (variance + 1e-12).sqrt() * weight[i] + bias[i];
            (0..width).map(one).collect()
        };
        x.iter().map(row).collect()
    }

    fn word(&self, piece: u16, width: usize) -> Vec<f64> {
        let piece = usize::from(piece);
        let words = self.0.integers("word", [30_522, width], 127).unwrap();
        let scale = self.floats("word.scale", &[30_522])[piece];
        let row = &words[piece * width..(piece + 1) * width];
        row.iter().map(|&n| f64::from(n) * scale).collect()
    }

    /// The row of each token of `window`.
    fn hidden(&self, window: &Window) -> Rows {
        match self.0.header().encoder.clone() {
            Shape::Transformer {
                width,
                inner,
                layers,
                ..
            } => self.attend(window, width, inner, layers),
            Shape::Convolution {
                width,
                embedding,
                layers,
                ..
            } => self.convolve(window, width, embedding, &layers),
        }
    }

    fn attend(&self, window: &Window, width: usize, inner: usize, layers: usize) -> Rows {
        let position = self.floats("position", &[256, width]);
        let kind = self.floats("kind", &[29, width]);
        let row = |i: usize| -> Vec<f64> {
            let feature = usize::from(window.features[i]);
            let word = self.word(window.pieces[i], width);
            let one = |d: usize| word[d] + position[i * width + d] + kind[feature * width + d];
            (0..width).map(one).collect()
        };
        let mut x: Rows = (0..window.pieces.len()).map(row).collect();
        x = self.norm("embedding.norm", &x);
        for layer in 0..layers {
            let name = |part: &str| format!("layer.{layer}.{part}");
            let qkv = self.linear(&name("qkv"), &x, 3 * width);
            let mixed: Rows = (0..x.len()).map(|i| mix(&qkv, i, width)).collect();
            let y = self.linear(&name("out"), &mixed, width);
            x = self.norm(&name("norm1"), &sum(&x, &y));
            let mut y = self.linear(&name("up"), &x, inner);
            y.iter_mut().flatten().for_each(|x| *x = gelu(*x));
            let y = self.linear(&name("down"), &y, width);
            x = self.norm(&name("norm2"), &sum(&x, &y));
        }
        window.first.iter().map(|&first| x[first].clone()).collect()
    }

    fn convolve(&self, window: &Window, width: usize, embedding: usize, layers: &[usize]) -> Rows {
        let kind = self.floats("kind", &[29, width]);
        // A piece begins an item if it belongs to no token or is a token's first.
        let begins = |i: usize| window.features[i] == 0 || window.first.contains(&i);
        let starts: Vec<usize> = (0..window.pieces.len()).filter(|&i| begins(i)).collect();
        let end = |item: usize| starts.get(item + 1).copied().unwrap_or(window.pieces.len());
        let mean = |item: usize| -> Vec<f64> {
            let pieces = &window.pieces[starts[item]..end(item)];
            let words: Rows = pieces.iter().map(|&p| self.word(p, embedding)).collect();
            let one = |d: usize| words.iter().map(|w| w[d]).sum::<f64>() / words.len() as f64;
            (0..embedding).map(one).collect()
        };
        let means: Rows = (0..starts.len()).map(mean).collect();
        let mut x = self.linear("input", &means, width);
        for (row, &start) in x.iter_mut().zip(&starts) {
            let feature = usize::from(window.features[start]);
            for (d, x) in row.iter_mut().enumerate() {
                *x += kind[feature * width + d];
            }
        }
        x = self.norm("embedding.norm", &x);
        for (layer, &dilation) in layers.iter().enumerate() {
            let y = match dilation {
                0 => self.scan(&format!("layer.{layer}.scan"), &x),
                _ => self.gated(&format!("layer.{layer}.conv"), &x, dilation),
            };
            x = self.norm(&format!("layer.{layer}.norm"), &sum(&x, &y));
        }
        let is_token = |start: &usize| window.first.contains(start);
        let rows = starts.iter().zip(x).filter(|(start, _)| is_token(start));
        rows.map(|(_, row)| row).collect()
    }

    fn gated(&self, name: &str, x: &Rows, dilation: usize) -> Rows {
        let width = x[0].len();
        let zeros = vec![0.0; width];
        let at = |i: Option<usize>| i.and_then(|i| x.get(i)).unwrap_or(&zeros);
        let around = |i: usize| {
            let parts = [i.checked_sub(dilation), Some(i), Some(i + dilation)];
            parts.map(at).into_iter().flatten().copied().collect()
        };
        let gathered: Rows = (0..x.len()).map(around).collect();
        let y = self.linear(name, &gathered, 2 * width);
        let gate = |y: &Vec<f64>| {
            let one = |d: usize| y[d] * sigmoid(y[width + d]);
            (0..width).map(one).collect()
        };
        y.iter().map(gate).collect()
    }

    fn scan(&self, name: &str, x: &Rows) -> Rows {
        let (rows, width) = (x.len(), x[0].len());
        let product = self.linear(name, x, 2 * width);
        let mut y = vec![vec![0.0; width]; rows];
        for d in 0..width {
            let mut state = 0.0;
            for step in 0..rows {
                let row = if d < width / 2 { step } else { rows - 1 - step };
                let keep = sigmoid(product[row][width + d]);
                state = (1.0 - keep) * product[row][d] + keep * state;
                y[row][d] = state;
            }
        }
        y
    }

    fn cue_logits(&self, h: &[f64]) -> Vec<f64> {
        let bias = self.floats("cue.bias", &[3]);
        let logits = self.dense("cue", h, 3);
        logits.iter().zip(bias).map(|(x, bias)| x + bias).collect()
    }

    /// For each token of the paragraph `hidden`, towards the cue.
    fn emissions(&self, hidden: &[Vec<f64>], cue: Range<usize>) -> Rows {
        let width = hidden[0].len();
        let one = |d: usize| cue.clone().map(|t| hidden[t][d]).sum::<f64>() / cue.len() as f64;
        let mean: Vec<f64> = (0..width).map(one).collect();
        let to = self.dense("cue_to", &mean, HEAD_WIDTH);
        let gate = self.dense("cue_gate", &mean, HEAD_WIDTH);
        let bias = self.floats("token.bias", &[HEAD_WIDTH]);
        let distance = self.floats("distance", &[32, HEAD_WIDTH]);
        let emit_bias = self.floats("emit.bias", &[5]);
        let emission = |t: usize| {
            let token = self.dense("token", &hidden[t], HEAD_WIDTH);
            let token_gate = self.dense("token_gate", &hidden[t], HEAD_WIDTH);
            let bucket = super::head::bucket(t, &cue);
            let one = |d: usize| {
                let far = distance[bucket * HEAD_WIDTH + d];
                gelu(token[d] + bias[d] + to[d] + far + token_gate[d] * gate[d])
            };
            let z: Vec<f64> = (0..HEAD_WIDTH).map(one).collect();
            let emission = self.dense("emit", &z, 5);
            emission
                .iter()
                .zip(&emit_bias)
                .map(|(x, b)| x + b)
                .collect()
        };
        (0..hidden.len()).map(emission).collect()
    }
}

/// A row as the engine's bytes give it back.
fn bytes(row: &[f64]) -> Vec<f64> {
    let low = row.iter().fold(0.0_f32, |low, &x| low.min(x as f32));
    let high = row.iter().fold(0.0_f32, |high, &x| high.max(x as f32));
    let scale = (high - low) / 255.0;
    let scale = if scale > 0.0 { scale } else { 1.0 };
    let zero = (-low / scale).round_ties_even();
    let byte = |x: f64| ((x as f32 * scale.recip()).round_ties_even() + zero).clamp(0.0, 255.0);
    row.iter()
        .map(|&x| f64::from((byte(x) - zero) * scale))
        .collect()
}

fn mix(qkv: &Rows, query: usize, width: usize) -> Vec<f64> {
    let mut out = Vec::new();
    for head in 0..width / HEAD {
        let part = |row: usize, which: usize| &qkv[row][which * width + head * HEAD..][..HEAD];
        let score = |key: usize| {
            let pairs = part(query, 0).iter().zip(part(key, 1));
            (pairs.map(|(a, b)| a * b).sum::<f64>() / (HEAD as f64).sqrt()).exp()
        };
        let scores: Vec<f64> = (0..qkv.len()).map(score).collect();
        let total: f64 = scores.iter().sum();
        out.extend((0..HEAD).map(|d| {
            let values = scores.iter().enumerate();
            values.map(|(key, s)| s * part(key, 2)[d]).sum::<f64>() / total
        }));
    }
    out
}

fn sum(x: &Rows, y: &Rows) -> Rows {
    let rows = x.iter().zip(y);
    rows.map(|(x, y)| x.iter().zip(y).map(|(x, y)| x + y).collect())
        .collect()
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// By the integral of the density, to 1e-9.
fn gelu(x: f64) -> f64 {
    let steps = 200;
    let step = x / f64::from(steps);
    let density = |t: f64| (-t * t / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let simpson = |i: i32| {
        let at = f64::from(i) * step;
        step / 6.0 * (density(at) + 4.0 * density(at + step / 2.0) + density(at + step))
    };
    x * (0.5 + (0..steps).map(simpson).sum::<f64>())
}

/// All differ little, and most much less. A byte that is rounded the other way in an early layer makes others do so in the
/// next, hence the room; what is wrong differs by one and more.
fn assert_close(got: &[f32], wanted: &[f64], what: &str) {
    assert_eq!(got.len(), wanted.len(), "{what}");
    let off = |(got, wanted): (&f32, &f64)| (f64::from(*got) - wanted).abs();
    let all: Vec<f64> = got.iter().zip(wanted).map(off).collect();
    let most = all.iter().copied().fold(0.0, f64::max);
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    assert!(
        most < 0.2 && mean < 0.03,
        "{what}: most {most}, mean {mean}"
    );
}

#[test]
fn both_nets_say_what_the_reference_says() {
    for (engine, bytes) in ENGINES.iter().zip(&*BYTES) {
        let weights = Weights::parse("random", bytes.as_slice()).unwrap();
        let reference = Reference(&weights);
        let article = article(8);
        let document = Extractor::prepare(&article);
        let (candidates, raw) = engine.find_raw(&document, &mut Worker::default());
        assert!(!candidates.is_empty());
        let hidden: Rows = windows(&document)
            .iter()
            .flat_map(|window| reference.hidden(window))
            .collect();
        let logits: Vec<f64> = hidden
            .iter()
            .flat_map(|h| reference.cue_logits(h))
            .collect();
        assert_close(raw.cue_logits.as_flattened(), &logits, "cue logits");
        for (candidate, emissions) in candidates.iter().zip(&raw.emissions) {
            let start = candidate.paragraph.start;
            let cue = candidate.cue.start - start..candidate.cue.end - start;
            let wanted = reference.emissions(&hidden[candidate.paragraph.clone()], cue);
            let wanted: Vec<f64> = wanted.into_iter().flatten().collect();
            assert_close(emissions.as_flattened(), &wanted, "emissions");
        }
    }
}

#[test]
fn candidates_are_as_they_are_defined() {
    for engine in &*ENGINES {
        let article = article(20);
        let document = Extractor::prepare(&article);
        let (candidates, raw) = engine.find_raw(&document, &mut Worker::default());
        assert_eq!(candidates.len(), raw.emissions.len());
        assert_eq!(raw.cue_logits.len(), document.tokens.len());
        let power = |token: usize, label: usize| raw.cue_logits[token][label].exp();
        let probability =
            |token: usize| 1.0 - power(token, 0) / (0..3).map(|l| power(token, l)).sum::<f32>();
        let (mut next, mut previous) = (0, 0.0);
        for candidate in &candidates {
            let (cue, paragraph) = (&candidate.cue, &candidate.paragraph);
            assert!(paragraph.start <= cue.start && cue.end <= paragraph.end);
            let is_part = |token: &usize| probability(*token) > 0.1 - 1e-5;
            assert!(cue.clone().all(|token| is_part(&token)));
            let begins = |token: usize| power(token, 1) > power(token, 2);
            assert!(!cue.clone().skip(1).any(begins));
            let most = cue.clone().map(probability).fold(0.0, f32::max);
            assert!((candidate.probability - most).abs() < 1e-5);
            let least = EDGE * most;
            assert!(probability(cue.start).min(probability(cue.end - 1)) > least - 1e-5);
            // None was passed over but what is improbable, or improbable beside the cue that it touches.
            let edge =
                |token: &usize, least: f32| is_part(token) && probability(*token) < least + 1e-5;
            let before = (next..cue.start).rev();
            let cut = before
                .take_while(|token| edge(token, least) && !begins(token + 1))
                .count();
            let left = (next..cue.start - cut)
                .skip_while(|token| edge(token, EDGE * previous) && !begins(*token));
            assert!(left.clone().all(|token| probability(token) < 0.1 + 1e-5));
            if cue.start == next && next > paragraph.start && next > 0 {
                assert!(begins(next));
            }
            (next, previous) = (cue.end, most);
            assert!((1..=4).contains(&candidate.analyses.len()));
            let probable =
                |a: &super::Analysis, b: &super::Analysis| a.probability >= b.probability;
            assert!(candidate.analyses.is_sorted_by(probable));
            for analysis in &candidate.analyses {
                let spans = analysis.content.iter().chain(&analysis.source);
                for span in spans {
                    assert!(!span.is_empty());
                    assert!(paragraph.start <= span.start && span.end <= paragraph.end);
                    assert!(
                        span.end <= cue.start || cue.end <= span.start,
                        "a cue is no content"
                    );
                }
            }
        }
    }
}

#[test]
fn results_depend_on_the_article_alone() {
    fn is_shared<T: Send + Sync>() {}
    fn is_sent<T: Send>() {}
    is_shared::<Engine>();
    is_sent::<Worker>();
    let articles = [article(3), article(1), article(0), article(9)];
    let documents = articles.each_ref().map(Extractor::prepare);
    for engine in &*ENGINES {
        let fresh = |document: &Document| engine.find(document, &mut Worker::default());
        let wanted = documents.each_ref().map(fresh);
        assert!(wanted[2].is_empty());
        let mut worker = Worker::default();
        let mut again = |document: &Document| engine.find(document, &mut worker);
        for threads in [1, 3] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
            let pool = pool.build().unwrap();
            for (document, wanted) in documents.iter().zip(&wanted) {
                assert_eq!(&again(document), wanted);
                let within = pool.install(|| engine.find(document, &mut Worker::default()));
                assert_eq!(&within, wanted);
            }
        }
        // The same paragraphs in a longer article, where blocks begin with the same window.
        let (_, raw): (_, Raw) = engine.find_raw(&documents[0], &mut worker);
        let (_, longer): (_, Raw) = engine.find_raw(&documents[3], &mut worker);
        let windows = windows(&documents[0]);
        let same = windows[windows.len() - 1].tokens.start;
        assert_eq!(raw.cue_logits[..same], longer.cue_logits[..same]);
    }
}

#[test]
fn strange_texts_are_read() {
    let words = "word ".repeat(20_000);
    let texts = [
        "",
        "\u{1f600}\u{1f680} \u{1f600}",
        "12 34 5,6 7",
        &"x".repeat(1 << 20),
        &"“".repeat(3000),
        words.trim(),
    ];
    for text in texts {
        let article = Article::new("a", text);
        let document = Extractor::prepare(&article);
        for engine in &*ENGINES {
            let mut worker = Worker::default();
            engine.find(&document, &mut worker);
            // Buffers are those of a block, whatever the length of the article.
            let most = super::BLOCK * 64 * 64;
            assert!(
                worker.buffers.encoder.size() < most,
                "{}",
                worker.buffers.encoder.size()
            );
        }
    }
}

/// Instruction sets.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Set {
    Best,
    /// The best where this one is not there.
    Avx2,
    Portable,
}

const SETS: [Set; 3] = [Set::Best, Set::Avx2, Set::Portable];

fn apply<O: SimdOp>(op: O, set: Set) -> O::Output {
    #[cfg(target_arch = "x86_64")]
    if set == Set::Avx2
        && let Some(isa) = rten_simd::isa::Avx2Isa::new()
    {
        return op.eval(isa);
    }
    match set {
        Set::Portable => op.eval(GenericIsa::new()),
        _ => op.dispatch(),
    }
}

/// Numbers by chance between -3 and 3.
fn numbers(count: usize, seed: u64) -> Vec<f32> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let number = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 40) as f32 / (1 << 24) as f32 * 6.0 - 3.0
    };
    (0..count).map(number).collect()
}

#[test]
fn attention_is_right_for_windows_of_any_length() {
    let width = 2 * HEAD;
    for rows in (1..=40).chain([63, 64, 65, 100, 255, 256]) {
        let product = numbers(rows * 3 * width, rows as u64);
        let mut stretched = product.clone();
        for row in stretched.chunks_exact_mut(3 * width) {
            row[..width]
                .iter_mut()
                .for_each(|x| *x *= attention::stretch());
        }
        let wide: Rows = product
            .chunks_exact(3 * width)
            .map(|row| row.iter().copied().map(f64::from).collect())
            .collect();
        let wanted: Rows = (0..rows).map(|query| mix(&wide, query, width)).collect();
        let results = SETS.map(|set| {
            let mut out = vec![0.0; rows * width];
            let op = Attention {
                product: &stretched,
                width,
                out: &mut out,
                scratch: &mut attention::Scratch::default(),
            };
            apply(op, set);
            out
        });
        assert_eq!(results[0], results[1]);
        for got in results {
            for (got, wanted) in got.iter().zip(wanted.iter().flatten()) {
                assert!(
                    (f64::from(*got) - wanted).abs() < 1e-4,
                    "{rows}: {got} {wanted}"
                );
            }
        }
    }
}

#[test]
fn operations_are_the_same_on_every_instruction_set() {
    let gemm = Gemm::new();
    let weights = Weights::parse("random", BYTES[1].as_slice()).unwrap();
    let linear = Linear::read(&weights, "layer.0.conv", 3 * 128, 2 * 128, &gemm).unwrap();
    let norm = |width: usize| Norm {
        weight: numbers(width, 1),
        bias: numbers(width, 2),
        epsilon: 1e-12,
    };
    let rows = 5;
    let x = numbers(rows * 128, 3);
    let around = SETS.map(|set| {
        let mut around = Quantised::default();
        around.reset(rows, 3 * 128);
        let op = QuantiseAround {
            x: &x,
            width: 128,
            distance: 2,
            out: (&mut around.bytes, &mut around.scale, &mut around.zero),
        };
        apply(op, set);
        around
    });
    for other in &around[1..] {
        assert_eq!(around[0].bytes, other.bytes);
        assert_eq!(around[0].scale, other.scale);
        assert_eq!(around[0].zero, other.zero);
    }
    let mut sums = Vec::new();
    linear.multiply(&gemm, &around[0], &mut sums);
    let results = SETS.map(|set| {
        let mut sums = sums.clone();
        let mut add = vec![0.0; rows * 256];
        apply(
            Add {
                product: Product {
                    sums: &mut sums,
                    rows: &around[0],
                    linear: &linear,
                },
                out: &mut add,
            },
            set,
        );
        let mut normed = numbers(rows * 256, 4);
        apply(
            AddNorm {
                product: Product {
                    sums: &mut sums,
                    rows: &around[0],
                    linear: &linear,
                },
                norm: &norm(256),
                x: &mut normed,
            },
            set,
        );
        let mut gated = x.clone();
        apply(
            GateNorm {
                product: Product {
                    sums: &mut sums,
                    rows: &around[0],
                    linear: &linear,
                },
                norm: &norm(128),
                x: &mut gated,
            },
            set,
        );
        let mut out = Quantised::default();
        apply(
            AddGelu {
                product: Product {
                    sums: &mut sums,
                    rows: &around[0],
                    linear: &linear,
                },
                out: &mut out,
            },
            set,
        );
        let byte = |(i, &byte): (usize, &u8)| {
            (f32::from(byte) - out.zero[i / 256] as f32) * out.scale[i / 256]
        };
        let gelu = out.bytes.iter().enumerate().map(byte);
        let others: Vec<f32> = normed.into_iter().chain(gated).collect();
        (add, others, gelu.collect::<Vec<f32>>())
    });
    assert_eq!(results[0], results[1]);
    let [(add, others, _), _, (portable_add, portable_others, _)] = &results;
    let pairs = add.iter().zip(portable_add);
    for (got, wanted) in pairs.chain(others.iter().zip(portable_others)) {
        assert!((got - wanted).abs() < 1e-4, "{got} {wanted}");
    }
    // Also right: the same as the plain formula, to half a byte.
    for (add, _, bytes) in &results {
        for (x, got) in add.iter().zip(bytes) {
            assert!(
                (gelu(f64::from(*x)) - f64::from(*got)).abs() < 0.05,
                "{x} {got}"
            );
        }
    }
}

#[test]
fn powers_and_gelu_are_exact_enough() {
    struct Each<'a>(&'a mut [f32], bool);
    impl SimdOp for Each<'_> {
        type Output = ();
        fn eval<I: Isa>(self, isa: I) {
            use rten_simd::ops::BitOps;
            let ops = isa.f32();
            for x in self.0.chunks_exact_mut(ops.len()) {
                let y = ops.load(x);
                let y = if self.1 {
                    super::simd::gelu(isa, y)
                } else {
                    super::simd::exp2(isa, y)
                };
                ops.store(y, x);
            }
        }
    }
    for set in SETS {
        let x: Vec<f32> = (0..16_000).map(|i| i as f32 / 1000.0 - 8.0).collect();
        let mut y = x.clone();
        apply(Each(&mut y, true), set);
        for (x, y) in x.iter().zip(&y) {
            assert!(
                (gelu(f64::from(*x)) - f64::from(*y)).abs() < 2e-6,
                "{x} {y}"
            );
        }
        let x: Vec<f32> = (0..16_000).map(|i| i as f32 / -128.0).collect();
        let mut y = x.clone();
        apply(Each(&mut y, false), set);
        for (x, y) in x.iter().zip(&y) {
            let wanted = f64::from(*x).max(-126.0).exp2();
            assert!((f64::from(*y) / wanted - 1.0).abs() < 3e-7, "{x} {y}");
        }
    }
}

/// The error that these bytes give.
fn refused(bytes: Vec<u8>) -> String {
    let error = Engine::parse("some.weights", bytes).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Weights);
    error.to_string()
}

#[test]
fn defects_of_the_file_are_told() {
    let good = &BYTES[1];
    assert!(refused(Vec::new()).starts_with("some.weights: too short"));
    assert!(refused(good[..27].to_vec()).contains("too short"));
    assert!(
        refused(b"PK\x03\x04 and some more bytes of a file".to_vec()).contains("not a file of")
    );
    assert!(refused(good[..good.len() - 1].to_vec()).contains("truncated"));
    let mut longer = good.clone();
    longer.push(0);
    assert!(refused(longer).contains("length does not match"));
    let changed = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        refused(bytes)
    };
    assert!(changed(8).contains("format 0; this program reads format 1"));
    for at in [12, 24, 100, good.len() - 1, good.len() / 2] {
        assert_eq!(
            changed(at),
            "some.weights: checksum does not match: the file is damaged or truncated"
        );
    }
}

#[test]
fn defects_of_tensors_are_told() {
    let shape = convolution();
    let with = |change: &dyn Fn(&mut Vec<random::Tensor>)| {
        let mut tensors = random::tensors(&shape, HEAD_WIDTH);
        change(&mut tensors);
        refused(random::file(random::header(&shape, HEAD_WIDTH), &tensors))
    };
    fn find<'a>(tensors: &'a mut [random::Tensor], name: &str) -> &'a mut random::Tensor {
        tensors.iter_mut().find(|t| t.name == name).unwrap()
    }
    assert!(with(&|t| t.retain(|t| t.name != "emit.bias")).contains("emit.bias is missing"));
    assert!(with(&|t| t.retain(|t| t.name != "word.scale")).contains("word.scale is missing"));
    assert!(
        with(&|t| find(t, "distance").shape = vec![64, 32])
            .contains("distance is f32 of shape [64, 32]; f32 of shape [32, 64] was expected")
    );
    assert!(with(&|t| find(t, "word").kind = "f32").contains("outside the file"));
    assert!(with(&|t| find(t, "kind").kind = "i8").contains("kind is i8"));
    assert!(
        with(&|t| find(t, "kind").bytes[..4].copy_from_slice(&f32::NAN.to_le_bytes()))
            .contains("not finite")
    );
    assert!(with(&|t| find(t, "input.weight").bytes[0] = 64).contains("beyond ±63"));
    assert!(with(&|t| find(t, "crf.end").name = "crf.start".to_owned()).contains("twice"));
    assert!(
        with(&|t| t.push(random::Tensor {
            name: "more".to_owned(),
            kind: "f32",
            shape: vec![],
            bytes: vec![0; 4],
        }))
        .contains("more is not known")
    );
    let header = |change: &dyn Fn(&mut Value)| {
        let mut header = random::header(&shape, HEAD_WIDTH);
        change(&mut header);
        refused(random::file(header, &random::tensors(&shape, HEAD_WIDTH)))
    };
    assert!(header(&|h| h["cue_floor"] = json!(2)).contains("cue floor of 2"));
    assert!(header(&|h| h["head"]["width"] = json!(65)).contains("multiple of 64"));
    assert!(header(&|h| h["encoder"]["kind"] = json!("other")).contains("header cannot be read"));
    assert!(header(&|h| h["encoder"]["layers"] = json!([5000])).contains("dilation of 5000"));
    assert!(header(&|h| h["encoder"] = transformer()).contains("missing"));
}

#[test]
fn files_of_the_sizes_of_both_engines_are_read() {
    for (shape, most) in [(random::accurate(), 26), (random::fast(), 7)] {
        let bytes = random::weights(&shape, 256);
        assert!(bytes.len() < most << 20, "{}", bytes.len());
        Engine::parse("random", bytes).unwrap();
    }
}

#[test]
fn figures_for_calibration_are_read() {
    let with = |calibration: Value| {
        let shape = convolution();
        let mut header = random::header(&shape, HEAD_WIDTH);
        header["calibration"] = calibration;
        random::file(header, &random::tensors(&shape, HEAD_WIDTH))
    };
    let weights: serde_json::Map<String, Value> = super::FEATURES
        .iter()
        .map(|&feature| (feature.to_owned(), json!(0.5)))
        .collect();
    let good = with(json!({"bias": 0.5, "weights": weights}));
    let engine = Engine::parse("a", good).unwrap();
    assert_eq!((engine.name(), engine.version()), ("random", "0"));
    assert!(refused(with(json!({"bias": 0.5}))).contains("calibration"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), is_magic: bool) {
        let mut bytes = bytes;
        if is_magic {
            bytes.splice(0..bytes.len().min(12), *b"inquit\0w\x01\0\0\0");
        }
        prop_assert!(Engine::parse("a", bytes).is_err());
    }

    /// Damage that the checksum does not show.
    #[test]
    fn no_whole_file_panics(
        which in 0_usize..2,
        damage in prop::collection::vec((0_usize..4000, any::<u8>()), 1..4),
    ) {
        let mut bytes = BYTES[which].clone();
        for (at, byte) in damage {
            bytes[24 + at] = byte;
        }
        let checksum = crc32fast::hash(&bytes[16..]);
        bytes[12..16].copy_from_slice(&checksum.to_le_bytes());
        if let Ok(engine) = Engine::parse("a", bytes) {
            let article = article(1);
            engine.find(&Extractor::prepare(&article), &mut Worker::default());
        }
    }
}
