//! Byte spans, and the only place where text is sliced.
//!
//! Every layer of a [`Document`](crate::document::Document) points into the untouched article text with a [`Span`]. Keeping
//! the slicing here means one place upholds the invariant that both ends lie on character boundaries; everywhere else
//! `clippy::string_slice` forbids it.

/// A half-open range of bytes in the article text as read; both ends are character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from byte `start` up to byte `end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "span {start}..{end} runs backwards");
        Self { start, end }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Does it cover nothing?
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Does it cover all of `other`?
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Does it share a byte with `other`?
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The text of the span; empty when the span does not lie in `text` on character boundaries.
    #[allow(
        clippy::string_slice,
        reason = "`get` checks the boundaries; this is the one place that slices"
    )]
    pub fn slice(self, text: &str) -> &str {
        let slice = text.get(self.start..self.end);
        debug_assert!(slice.is_some(), "span {self:?} does not fit its text");
        slice.unwrap_or("")
    }
}

/// The character that begins at byte `at`; `None` at the end or inside a character.
pub(crate) fn char_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
        Some(_) => text.get(at..)?.chars().next(),
        None => None,
    }
}

/// The character that ends at byte `at`; `None` at the start or inside a character.
pub(crate) fn char_before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

/// The unit in which a record counts offsets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OffsetUnit {
    /// Unicode code points: what Python strings count.
    #[default]
    Chars,
    /// Bytes of the UTF-8 text.
    Bytes,
    /// UTF-16 code units: what JavaScript and Java strings count.
    Utf16,
}

impl OffsetUnit {
    /// The name that a record carries in `offsets`.
    pub fn name(self) -> &'static str {
        match self {
            OffsetUnit::Chars => "chars",
            OffsetUnit::Bytes => "bytes",
            OffsetUnit::Utf16 => "utf16",
        }
    }

    /// The unit that a record calls `name`; code points where there is no such unit.
    pub fn named(name: &str) -> Self {
        let units = [OffsetUnit::Chars, OffsetUnit::Bytes, OffsetUnit::Utf16];
        units
            .into_iter()
            .find(|unit| unit.name() == name)
            .unwrap_or_default()
    }
}

/// Converts byte offsets of one text into another unit in constant time each.
///
/// A checkpoint is stored every `OffsetMap::STEP` bytes, so a lookup walks at most that many bytes and a long article
/// costs no more per quote than a short one.
#[derive(Debug)]
pub struct OffsetMap<'t> {
    text: &'t str,
    unit: OffsetUnit,
    checkpoints: Vec<usize>,
}

impl<'t> OffsetMap<'t> {
    const STEP: usize = 256;

    /// Reads `text` once.
    pub fn new(text: &'t str, unit: OffsetUnit) -> Self {
        let mut checkpoints = Vec::new();
        if unit != OffsetUnit::Bytes {
            let mut count = 0;
            for (at, byte) in text.bytes().enumerate() {
                if at % Self::STEP == 0 {
                    checkpoints.push(count);
                }
                count += width(byte, unit);
            }
        }
        Self {
            text,
            unit,
            checkpoints,
        }
    }

    /// The offset of byte `at` (a character boundary) in the map's unit.
    pub fn offset(&self, at: usize) -> usize {
        if self.unit == OffsetUnit::Bytes {
            return at;
        }
        let step = at / Self::STEP;
        let Some(&base) = self.checkpoints.get(step) else {
            // `at` is the end of a text whose length is a multiple of the step (or of an empty one).
            let from = self.checkpoints.len().saturating_sub(1);
            return self
                .checkpoints
                .last()
                .map_or(0, |&base| self.count(base, from * Self::STEP, at));
        };
        self.count(base, step * Self::STEP, at)
    }

    fn count(&self, base: usize, from: usize, to: usize) -> usize {
        let bytes = self.text.as_bytes().get(from..to).unwrap_or(&[]);
        base + bytes
            .iter()
            .map(|&byte| width(byte, self.unit))
            .sum::<usize>()
    }
}

/// Units that begin at this UTF-8 byte: a continuation byte begins none.
fn width(byte: u8, unit: OffsetUnit) -> usize {
    match (byte, unit) {
        (0x80..=0xbf, OffsetUnit::Chars | OffsetUnit::Utf16) => 0,
        (0xf0.., OffsetUnit::Utf16) => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_agree_with_counting_from_the_start() {
        let text = "a“é𝄞b”\n".repeat(200);
        for unit in [OffsetUnit::Chars, OffsetUnit::Bytes, OffsetUnit::Utf16] {
            let map = OffsetMap::new(&text, unit);
            for at in (0..=text.len()).filter(|&at| text.is_char_boundary(at)) {
                let before = Span::new(0, at).slice(&text);
                let want = match unit {
                    OffsetUnit::Chars => before.chars().count(),
                    OffsetUnit::Bytes => at,
                    OffsetUnit::Utf16 => before.encode_utf16().count(),
                };
                assert_eq!(map.offset(at), want, "{unit:?} at {at}");
            }
        }
        assert_eq!(OffsetMap::new("", OffsetUnit::Chars).offset(0), 0);
    }
}
