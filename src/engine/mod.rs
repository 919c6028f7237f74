//! The learned engine: a small neural net that finds cues, and for each cue its source and content.
//!
//! Receives tokens and quotations. For each run of tokens that may be a cue it gives the [`Candidate`]: how probable it is,
//! and the most probable readings of who says what by it. Which candidates are cues, and which reading counts, it does not
//! decide.
//!
//! `input` cuts the article into windows of word pieces; `encoder` makes a row of numbers of each token; `head` finds
//! cues in them and `crf` the spans. The numbers that were learned are read by `weights`.
//!
//! Products are sums of integers and the same everywhere. The rest is floating point, but each sum is taken in an order that
//! does not depend on the width of vectors: the result is the same on each run, whatever the number of threads, and on AVX2,
//! AVX-512 and NEON. Where none of them is there, a byte may be rounded the other way, which moves a probability by up to a
//! few per cent.

mod attention;
mod confidence;
mod crf;
mod encoder;
mod head;
mod input;
mod linear;
#[cfg(test)]
mod random;
#[cfg(test)]
mod reference;
mod simd;
mod weights;
mod wordpiece;

use std::borrow::Cow;
use std::fmt;
use std::fs;
use std::ops::Range;
use std::path::Path;

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::document::Document;
use crate::error::{Error, ErrorKind};
use confidence::Calibration;
use encoder::Encoder;
use head::Head;
use linear::Gemm;
use weights::{Header, Weights};

pub use confidence::{FEATURES, LEAST_CONFIDENCE};
pub use input::{Window, windows};
pub use wordpiece::Piece;

/// Windows are read together up to this many pieces.
const BLOCK: usize = 256;

/// What was learned, ready to be used. Built once, shared between threads.
pub struct Engine {
    header: Header,
    /// The file of weights; the embedding of the word pieces is read from it.
    file: Cow<'static, [u8]>,
    encoder: Encoder,
    head: Head,
    calibration: Calibration,
}

/// Tokens that may be a cue, and what they may say. All ranges are indices of [`Document::tokens`].
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The tokens of the cue.
    pub cue: Range<usize>,
    /// The paragraph, or part of a long one, in which source and content were looked for.
    pub paragraph: Range<usize>,
    /// That these tokens are a cue.
    pub probability: f32,
    /// The most probable readings, the best first; up to four.
    pub analyses: Vec<Analysis>,
    /// How sure each token of the best reading is.
    pub marginals: Marginals,
    /// What its confidence was computed from: one value for each of [`FEATURES`].
    pub features: [f32; FEATURES.len()],
    /// That the content and the source of the best reading are both right.
    pub confidence: f32,
}

/// One reading of a candidate.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// Who says it; the part nearest to the cue, where several were found.
    pub source: Option<Range<usize>>,
    /// What is said, in order.
    pub content: Vec<Range<usize>>,
    /// Of this reading among all, if the candidate is a cue.
    pub probability: f32,
}

/// Probabilities of the tokens of the best reading, summed over all readings.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Marginals {
    /// Of the least sure token of the content; one, if there is none.
    pub content_min: f32,
    /// Mean over the content.
    pub content_mean: f32,
    /// Mean over the source.
    pub source_mean: f32,
    /// That the token before the content is content, too.
    pub before: f32,
    /// That the token after the content is content, too.
    pub after: f32,
}

/// What the net says before anything is decided: to compare it with the trainer's.
#[derive(Clone, Debug, Default)]
pub struct Raw {
    /// For each token: outside, cue begins, cue goes on.
    pub cue_logits: Vec<[f32; 3]>,
    /// For each candidate, for each token of its paragraph: outside, source begins, source goes on, content begins, content
    /// goes on.
    pub emissions: Vec<Vec<[f32; 5]>>,
}

/// Buffers of one thread. Holds nothing from one article to the next.
#[derive(Default)]
pub struct Worker {
    buffers: Buffers,
    pool: Option<ThreadPool>,
}

#[derive(Default)]
struct Buffers {
    encoder: encoder::Buffers,
    head: head::Buffers,
}

impl Engine {
    /// The engine that finds most.
    pub fn accurate() -> Result<Self, Error> {
        let bytes: &'static [u8] = include_bytes!("../../data/models/accurate.weights");
        Self::parse("accurate.weights", bytes)
    }

    /// The engine that is about ten times as fast.
    pub fn fast() -> Result<Self, Error> {
        let bytes: &'static [u8] = include_bytes!("../../data/models/fast.weights");
        Self::parse("fast.weights", bytes)
    }

    /// The engine with the weights of a file.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let name = path.display().to_string();
        let bytes = fs::read(path).map_err(|error| {
            Error::new(
                ErrorKind::Weights,
                format!("{name}: cannot be read: {error}"),
            )
        })?;
        Self::parse(&name, bytes)
    }

    /// The engine with these weights, which errors call `name`.
    pub fn parse(name: &str, bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, Error> {
        let gemm = Gemm::new();
        let weights = Weights::parse(name, bytes)?;
        let encoder = Encoder::read(&weights, &gemm)?;
        let head = Head::read(&weights, encoder.width, &gemm)?;
        let calibration = Calibration::read(name, &weights.header().calibration)?;
        let (header, file) = weights.into_bytes()?;
        Ok(Self {
            header,
            file,
            encoder,
            head,
            calibration,
        })
    }

    /// What the weights call themselves.
    pub fn name(&self) -> &str {
        &self.header.name
    }

    /// Of the weights.
    pub fn version(&self) -> &str {
        &self.header.version
    }

    /// The candidates of `document`, in order.
    pub fn find(&self, document: &Document, worker: &mut Worker) -> Vec<Candidate> {
        worker.run(|buffers| self.run(document, buffers, None))
    }

    /// As [`find`](Self::find), with what led to it.
    pub fn find_raw(&self, document: &Document, worker: &mut Worker) -> (Vec<Candidate>, Raw) {
        worker.run(|buffers| {
            let mut raw = Raw::default();
            let candidates = self.run(document, buffers, Some(&mut raw));
            (candidates, raw)
        })
    }

    fn run(
        &self,
        document: &Document,
        buffers: &mut Buffers,
        mut raw: Option<&mut Raw>,
    ) -> Vec<Candidate> {
        let gemm = Gemm::new();
        let windows = windows(document);
        let mut candidates = Vec::new();
        let mut rest = windows.as_slice();
        while !rest.is_empty() {
            let mut pieces = 0;
            let fits = |window: &&Window| {
                pieces += window.pieces.len();
                pieces <= BLOCK
            };
            let count = rest.iter().take_while(fits).count().max(1);
            let (block, after) = rest.split_at(count);
            rest = after;
            self.encoder
                .encode(&self.file, block, &gemm, &mut buffers.encoder);
            let tokens: usize = block.iter().map(|window| window.tokens.len()).sum();
            let hidden = &buffers.encoder.hidden[..tokens * self.encoder.width];
            let raw = raw.as_deref_mut();
            let head = &mut buffers.head;
            self.head
                .find(hidden, block, &gemm, head, &mut candidates, raw);
        }
        self.judge(document, &mut candidates);
        candidates
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine")
            .field("name", &self.header.name)
            .field("version", &self.header.version)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Worker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Worker").finish_non_exhaustive()
    }
}

impl Worker {
    /// Runs `work` where products are not shared out between threads: an article is too little for that, and a thread that
    /// waits for others would begin another article meanwhile.
    ///
    /// `rten-gemm` uses as many threads as the pool it runs in has. So this thread does the work if it is the only one of its
    /// pool (as in the command), and else a thread of the worker's own.
    fn run<R: Send>(&mut self, work: impl FnOnce(&mut Buffers) -> R + Send) -> R {
        let alone = rayon::current_thread_index().is_some() && rayon::current_num_threads() == 1;
        if !alone && self.pool.is_none() {
            self.pool = ThreadPoolBuilder::new().num_threads(1).build().ok();
        }
        let buffers = &mut self.buffers;
        match self.pool.as_ref().filter(|_| !alone) {
            Some(pool) => pool.install(|| work(buffers)),
            None => work(buffers),
        }
    }
}
