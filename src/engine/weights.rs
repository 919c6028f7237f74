//! The file of weights: what is in it, and that it is whole.
//!
//! ```text
//! 0   8  "inquit\0w"
//! 8   4  version of the format, 1                       (all numbers are little-endian)
//! 12  4  CRC-32 (IEEE) of everything from byte 16 on
//! 16  8  length of the file
//! 24  4  length of the header
//! 28     header: JSON, the shape of the net and a list of tensors
//! …      payload: the tensors, each at a multiple of 64 from its start
//! ```
//!
//! A matrix of `i8` comes with the tensor `NAME.scale` of `f32`. Bytes that are not exactly such a file are an [`Error`],
//! and so is a tensor that is missing, misshaped, unknown or not finite.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::error::{Error, ErrorKind};

const MAGIC: [u8; 8] = *b"inquit\0w";
const VERSION: u32 = 1;
/// Where the header begins.
const FIXED: usize = 28;
/// Of the tensors within the payload.
const ALIGNMENT: usize = 64;
/// Widths are multiples of this, so that no vector of any instruction set has a rest.
const LANES: usize = 64;
const WIDEST: usize = 4096;
const DEEPEST: usize = 64;

/// What the header says.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Header {
    /// Of the engine.
    pub(super) name: String,
    /// Of the training.
    pub(super) version: String,
    pub(super) encoder: Shape,
    pub(super) head: HeadShape,
    /// A token is part of a cue candidate from this probability on.
    pub(super) cue_floor: f32,
    /// Figures that turn scores into decisions; read where they are used.
    #[serde(default)]
    pub(super) calibration: Map<String, Value>,
    pub(super) tensors: Vec<Tensor>,
}

/// Sizes of the encoder.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(super) enum Shape {
    Transformer {
        width: usize,
        heads: usize,
        inner: usize,
        layers: usize,
        epsilon: f32,
    },
    Convolution {
        width: usize,
        embedding: usize,
        /// The dilation of each convolution; 0 for a scan.
        layers: Vec<usize>,
        epsilon: f32,
    },
}

/// Sizes of the heads.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct HeadShape {
    pub(super) width: usize,
}

/// Where a tensor is.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Tensor {
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) kind: Kind,
    pub(super) shape: Vec<usize>,
    /// From the start of the payload.
    pub(super) offset: usize,
}

/// What a tensor is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    I8,
    F32,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::I8 => "i8",
            Kind::F32 => "f32",
        })
    }
}

/// A file of weights that is whole. Tensors are checked as they are asked for.
pub(super) struct Weights {
    file: String,
    bytes: Cow<'static, [u8]>,
    header: Header,
    tensors: FxHashMap<String, (Kind, Vec<usize>, Range<usize>)>,
    asked: RefCell<FxHashSet<String>>,
}

impl Weights {
    /// Reads the header; `file` is what errors call it.
    pub(super) fn parse(file: &str, bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, Error> {
        let bytes = bytes.into();
        let wrong = |what: &str| Err(defect(file, what));
        let Some((fixed, rest)) = bytes.split_first_chunk::<FIXED>() else {
            return wrong("too short for a file of weights");
        };
        if fixed[..8] != MAGIC {
            return wrong("not a file of weights (its first bytes are others)");
        }
        let version = number(&fixed[8..12]);
        if version != u64::from(VERSION) {
            return wrong(&format!(
                "weights of format {version}; this program reads format {VERSION}"
            ));
        }
        if number(&fixed[16..24]) != bytes.len() as u64 {
            return wrong("length does not match: the file is truncated or damaged");
        }
        if number(&fixed[12..16]) != u64::from(crc32fast::hash(&bytes[16..])) {
            return wrong("checksum does not match: the file is damaged or truncated");
        }
        let length = usize::try_from(number(&fixed[24..28])).unwrap_or(usize::MAX);
        let Some((header, payload)) = rest.split_at_checked(length) else {
            return wrong("header is longer than the file");
        };
        let payload = bytes.len() - payload.len()..bytes.len();
        let header: Header = match serde_json::from_slice(header) {
            Ok(header) => header,
            Err(error) => return wrong(&format!("header cannot be read: {error}")),
        };
        if let Err(what) = header.check() {
            return wrong(&what);
        }
        let mut tensors = FxHashMap::default();
        for tensor in &header.tensors {
            let Tensor { name, shape, .. } = tensor;
            let Some(range) = tensor.range(payload.clone()) else {
                return wrong(&format!("tensor {name} lies outside the file"));
            };
            let entry = (tensor.kind, shape.clone(), range);
            if tensors.insert(name.clone(), entry).is_some() {
                return wrong(&format!("tensor {name} stands there twice"));
            }
        }
        Ok(Self {
            file: file.to_owned(),
            bytes,
            header,
            tensors,
            asked: RefCell::default(),
        })
    }

    /// What the header says.
    pub(super) fn header(&self) -> &Header {
        &self.header
    }

    /// An error about this file.
    pub(super) fn defect(&self, what: impl fmt::Display) -> Error {
        defect(&self.file, &what.to_string())
    }

    /// Is there a tensor `name` of `kind`?
    pub(super) fn has(&self, name: &str, kind: Kind) -> bool {
        self.tensors.get(name).is_some_and(|&(is, ..)| is == kind)
    }

    /// The numbers of tensor `name`, all of them finite.
    pub(super) fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, Error> {
        let range = self.range(name, Kind::F32, shape)?;
        let (numbers, _) = self.bytes[range].as_chunks::<4>();
        let numbers: Vec<f32> = numbers.iter().map(|&n| f32::from_le_bytes(n)).collect();
        if numbers.iter().all(|number| number.is_finite()) {
            Ok(numbers)
        } else {
            Err(self.defect(format_args!(
                "tensor {name} has numbers that are not finite"
            )))
        }
    }

    /// The matrix `name` of integers, none beyond `most`.
    pub(super) fn integers(
        &self,
        name: &str,
        shape: [usize; 2],
        most: u8,
    ) -> Result<Vec<i8>, Error> {
        let range = self.range(name, Kind::I8, &shape)?;
        let integers: Vec<i8> = self.bytes[range].iter().map(|&b| b.cast_signed()).collect();
        // `max` over all, not `all`, which would stop early and so is not made into vectors.
        let largest = integers.iter().map(|n| n.unsigned_abs()).max();
        if largest > Some(most) {
            return Err(self.defect(format_args!("tensor {name} has numbers beyond ±{most}")));
        }
        Ok(integers)
    }

    /// Where the bytes of tensor `name` are in [`Weights::into_bytes`].
    pub(super) fn range(
        &self,
        name: &str,
        kind: Kind,
        shape: &[usize],
    ) -> Result<Range<usize>, Error> {
        let Some((is, has, range)) = self.tensors.get(name) else {
            return Err(self.defect(format_args!("tensor {name} is missing")));
        };
        if *is != kind || has != shape {
            return Err(self.defect(format_args!(
                "tensor {name} is {is} of shape {has:?}; {kind} of shape {shape:?} was expected"
            )));
        }
        self.asked.borrow_mut().insert(name.to_owned());
        Ok(range.clone())
    }

    /// How many rows the matrix `name` has.
    pub(super) fn rows(&self, name: &str) -> usize {
        let shape = self.tensors.get(name).map(|(_, shape, _)| shape.first());
        shape.flatten().copied().unwrap_or(0)
    }

    /// All bytes, once every tensor has been asked for.
    pub(super) fn into_bytes(self) -> Result<(Header, Cow<'static, [u8]>), Error> {
        let asked = self.asked.borrow();
        let unknown = self.header.tensors.iter();
        if let Some(tensor) = unknown.map(|t| &t.name).find(|&name| !asked.contains(name)) {
            return Err(self.defect(format_args!("tensor {tensor} is not known")));
        }
        drop(asked);
        Ok((self.header, self.bytes))
    }
}

impl Header {
    fn check(&self) -> Result<(), String> {
        let width = |what: &str, width: usize| {
            if width > 0 && width <= WIDEST && width.is_multiple_of(LANES) {
                Ok(())
            } else {
                Err(format!(
                    "{what} of {width}: it has to be a multiple of {LANES}, up to {WIDEST}"
                ))
            }
        };
        let (depth, epsilon) = match &self.encoder {
            Shape::Transformer {
                width: outer,
                heads,
                inner,
                layers,
                epsilon,
            } => {
                width("width", *outer)?;
                width("inner width", *inner)?;
                if heads.checked_mul(super::attention::HEAD) != Some(*outer) {
                    return Err(format!("{heads} heads do not share a width of {outer}"));
                }
                (*layers, *epsilon)
            }
            Shape::Convolution {
                width: outer,
                embedding,
                layers,
                epsilon,
            } => {
                width("width", *outer)?;
                width("width of the embedding", *embedding)?;
                if let Some(far) = layers.iter().find(|&&d| d > WIDEST) {
                    return Err(format!("a dilation of {far}"));
                }
                (layers.len(), *epsilon)
            }
        };
        width("width of the head", self.head.width)?;
        if depth > DEEPEST {
            return Err(format!("{depth} layers: too many"));
        }
        if !(0.0..1.0).contains(&epsilon) {
            return Err(format!("an epsilon of {epsilon}"));
        }
        if !(self.cue_floor > 0.0 && self.cue_floor < 1.0) {
            return Err(format!("a cue floor of {}", self.cue_floor));
        }
        Ok(())
    }
}

impl Tensor {
    /// Its bytes in the file.
    fn range(&self, payload: Range<usize>) -> Option<Range<usize>> {
        let size = match self.kind {
            Kind::I8 => 1,
            Kind::F32 => 4,
        };
        let length = self
            .shape
            .iter()
            .try_fold(size, |n: usize, &side| n.checked_mul(side))?;
        let start = payload.start.checked_add(self.offset)?;
        let end = start.checked_add(length)?;
        (self.offset.is_multiple_of(ALIGNMENT) && end <= payload.end).then_some(start..end)
    }
}

fn defect(file: &str, what: &str) -> Error {
    Error::new(ErrorKind::Weights, format!("{file}: {what}"))
}

/// Little-endian, of up to eight bytes.
fn number(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |n, &b| n << 8 | u64::from(b))
}
