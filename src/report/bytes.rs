//! From the offsets of a record back to the text: what shows a record together with its article needs that.

use crate::span::{OffsetMap, OffsetUnit, Span};

/// From a record's offsets back to bytes of the text.
pub(super) struct Bytes<'t> {
    map: OffsetMap<'t>,
    len: usize,
}

impl<'t> Bytes<'t> {
    /// For a record over `text` whose offsets are in the unit of this name; in code points where there is no such unit.
    pub(super) fn new(text: &'t str, unit: &str) -> Self {
        Self {
            map: OffsetMap::new(text, OffsetUnit::named(unit)),
            len: text.len(),
        }
    }

    /// The last byte before which there are no more than `offset` units: where the unit `offset` begins.
    fn at(&self, offset: usize) -> usize {
        let (mut low, mut high) = (0, self.len);
        while low < high {
            let middle = (low + high).div_ceil(2);
            if self.map.offset(middle) <= offset {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        low
    }

    /// The bytes of a pair of offsets; of a pair that is not in the text, what is.
    pub(super) fn span(&self, [start, end]: [usize; 2]) -> Span {
        let start = self.at(start);
        Span::new(start, self.at(end).max(start))
    }
}
