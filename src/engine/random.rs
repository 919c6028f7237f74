//! Files of weights with numbers by chance, of any size: for tests, and for benches, which include this file.

use serde_json::{Value, json};

/// A tensor of a file.
pub(crate) struct Tensor {
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    pub(crate) shape: Vec<usize>,
    pub(crate) bytes: Vec<u8>,
}

/// Sizes of MiniLM.
pub(crate) fn accurate() -> Value {
    json!({"kind": "transformer", "width": 384, "heads": 12, "inner": 1536, "layers": 6, "epsilon": 1e-12})
}

/// Sizes of a net that is about ten times as fast.
pub(crate) fn fast() -> Value {
    json!({"kind": "convolution", "width": 192, "embedding": 128, "layers": [1, 1, 0, 2, 0, 1, 0], "epsilon": 1e-12})
}

/// The header of a file, without its tensors.
pub(crate) fn header(encoder: &Value, head: usize) -> Value {
    json!({
        "name": "random",
        "version": "0",
        "encoder": encoder,
        "head": {"width": head},
        "cue_floor": 0.1,
        "calibration": {},
    })
}

/// A file.
pub(crate) fn file(mut header: Value, tensors: &[Tensor]) -> Vec<u8> {
    let mut payload = Vec::new();
    let mut list = Vec::new();
    for tensor in tensors {
        payload.resize(payload.len().next_multiple_of(64), 0);
        list.push(json!({
            "name": tensor.name,
            "type": tensor.kind,
            "shape": tensor.shape,
            "offset": payload.len(),
        }));
        payload.extend_from_slice(&tensor.bytes);
    }
    header["tensors"] = Value::Array(list);
    let header = header.to_string();
    let length = 28 + header.len() + payload.len();
    let mut behind = (length as u64).to_le_bytes().to_vec();
    behind.extend_from_slice(&(header.len() as u32).to_le_bytes());
    behind.extend_from_slice(header.as_bytes());
    behind.extend_from_slice(&payload);
    let mut file = b"inquit\0w".to_vec();
    file.extend_from_slice(&1_u32.to_le_bytes());
    file.extend_from_slice(&crc32fast::hash(&behind).to_le_bytes());
    file.extend_from_slice(&behind);
    file
}

/// A file with weights by chance; about one token in twenty is part of a candidate.
pub(crate) fn weights(encoder: &Value, head: usize) -> Vec<u8> {
    file(header(encoder, head), &tensors(encoder, head))
}

/// All tensors of such a file.
pub(crate) fn tensors(encoder: &Value, head: usize) -> Vec<Tensor> {
    let size = |name: &str| encoder[name].as_u64().expect("a number") as usize;
    let width = size("width");
    let mut random = Random {
        state: 1,
        tensors: Vec::new(),
    };
    let word = if encoder["kind"] == "transformer" {
        random.floats("position", &[256, width], 0.02, 0.0);
        for layer in 0..size("layers") {
            let name = |part: &str| format!("layer.{layer}.{part}");
            random.linear(&name("qkv"), width, 3 * width);
            random.linear(&name("out"), width, width);
            random.norm(&name("norm1"), width);
            random.linear(&name("up"), width, size("inner"));
            random.linear(&name("down"), size("inner"), width);
            random.norm(&name("norm2"), width);
        }
        width
    } else {
        random.linear("input", size("embedding"), width);
        let layers = encoder["layers"].as_array().expect("a list");
        for (layer, dilation) in layers.iter().enumerate() {
            if dilation == 0 {
                random.linear(&format!("layer.{layer}.scan"), width, 2 * width);
            } else {
                random.linear(&format!("layer.{layer}.conv"), 3 * width, 2 * width);
            }
            random.norm(&format!("layer.{layer}.norm"), width);
        }
        size("embedding")
    };
    random.integers("word", &[30_522, word], 127);
    random.floats("word.scale", &[30_522], 1e-4, 5e-4);
    random.floats("kind", &[29, width], 0.02, 0.0);
    random.norm("embedding.norm", width);
    let spread = (width as f32).sqrt().recip();
    random.floats("cue.weight", &[width, 3], spread, 0.0);
    random.floats("cue.bias", &[3], 0.0, 0.0);
    if let Some(bias) = random.tensors.last_mut() {
        bias.bytes[..4].copy_from_slice(&4_f32.to_le_bytes());
    }
    for name in ["token", "token_gate", "cue_to", "cue_gate"] {
        random.floats(&format!("{name}.weight"), &[width, head], spread, 0.0);
    }
    random.floats("token.bias", &[head], 0.1, 0.0);
    random.floats("distance", &[32, head], 0.3, 0.0);
    random.floats("emit.weight", &[head, 5], 2.0 / (head as f32).sqrt(), 0.0);
    random.floats("emit.bias", &[5], 0.5, 0.0);
    random.floats("crf.end", &[5], 0.5, 0.0);
    for (name, shape) in [("crf.start", &[5][..]), ("crf.transition", &[5, 5])] {
        random.floats(name, shape, 0.5, 0.0);
        let last = random.tensors.last_mut().expect("just made");
        for (number, score) in last.bytes.chunks_exact_mut(4).enumerate() {
            let (from, to) = (number / 5, number % 5);
            let begins = name == "crf.transition" && (from == to || from + 1 == to);
            if [2, 4].contains(&to) && !begins {
                score.copy_from_slice(&(-1e4_f32).to_le_bytes());
            }
        }
    }
    random.tensors
}

struct Random {
    state: u64,
    tensors: Vec<Tensor>,
}

impl Random {
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Uniform, with this deviation.
    fn floats(&mut self, name: &str, shape: &[usize], deviation: f32, mean: f32) {
        let count: usize = shape.iter().product();
        let float = |_| {
            let unit = (self.next() >> 40) as f32 / (1 << 24) as f32;
            (mean + (unit - 0.5) * 3.46 * deviation).to_le_bytes()
        };
        let bytes = (0..count).flat_map(float).collect();
        self.push(name, "f32", shape, bytes);
    }

    fn integers(&mut self, name: &str, shape: &[usize], most: u64) {
        let count: usize = shape.iter().product();
        let integer = |_| (self.next() % (2 * most + 1)).wrapping_sub(most) as u8;
        let bytes = (0..count).map(integer).collect();
        self.push(name, "i8", shape, bytes);
    }

    fn linear(&mut self, name: &str, inputs: usize, outputs: usize) {
        self.integers(&format!("{name}.weight"), &[inputs, outputs], 63);
        let scale = (inputs as f32).sqrt().recip() / 36.0;
        self.floats(
            &format!("{name}.weight.scale"),
            &[outputs],
            0.1 * scale,
            scale,
        );
        self.floats(&format!("{name}.bias"), &[outputs], 0.1, 0.0);
    }

    fn norm(&mut self, name: &str, width: usize) {
        self.floats(&format!("{name}.weight"), &[width], 0.1, 1.0);
        self.floats(&format!("{name}.bias"), &[width], 0.1, 0.0);
    }

    fn push(&mut self, name: &str, kind: &'static str, shape: &[usize], bytes: Vec<u8>) {
        self.tensors.push(Tensor {
            name: name.to_owned(),
            kind,
            shape: shape.to_vec(),
            bytes,
        });
    }
}
