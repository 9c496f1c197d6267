//! Owns reading little-endian numbers and the arrays that Word calls PLC. A place outside the bytes has no value.

pub(super) fn u8_at(bytes: &[u8], at: usize) -> Option<u8> {
    bytes.get(at).copied()
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes([pair[0], pair[1]]))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

/// The part of the bytes from `at`, as much of `len` as there is.
pub(super) fn part(bytes: &[u8], at: u32, len: u32) -> &[u8] {
    let (at, len) = (at as usize, len as usize);
    let start = at.min(bytes.len());
    &bytes[start..at.saturating_add(len).clamp(start, bytes.len())]
}

/// Positions, one more than items, and then the items.
#[derive(Clone, Copy)]
pub(super) struct Plc<'b> {
    bytes: &'b [u8],
    item_len: usize,
    count: usize,
}

impl<'b> Plc<'b> {
    pub fn new(bytes: &'b [u8], item_len: usize) -> Plc<'b> {
        Plc { bytes, item_len, count: bytes.len().saturating_sub(4) / (4 + item_len) }
    }

    /// How many items there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The position at which an item begins, or the last one ends.
    pub fn position(&self, index: usize) -> u32 {
        u32_at(self.bytes, index * 4).unwrap_or(u32::MAX)
    }

    pub fn item(&self, index: usize) -> &'b [u8] {
        let start = (self.count + 1) * 4 + index * self.item_len;
        self.bytes.get(start..start + self.item_len).unwrap_or_default()
    }

    /// The item whose range holds `position`.
    pub fn index_at(&self, position: u32) -> Option<usize> {
        let (mut low, mut high) = (0, self.count + 1);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.position(middle) <= position { low = middle + 1 } else { high = middle }
        }
        low.checked_sub(1).filter(|index| *index < self.count)
    }
}
