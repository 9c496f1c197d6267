//! Owns the bytes in which documents travel between the parent and its children and lie in storage: numbers, texts and
//! lists in little-endian order. What comes in is checked at every step, so that a child that a file has taken over can
//! neither make the parent panic nor let it allocate more than the message holds. Does not know processes.

pub(crate) mod document;
pub(crate) mod error;
pub(crate) mod pages;
#[cfg(test)]
mod tests;

/// The message does not hold what it claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

/// A message in the making.
pub(crate) struct Writer(Vec<u8>);

impl Writer {
    /// An empty message with room for so many bytes.
    pub fn with_room(bytes: usize) -> Writer {
        Writer(Vec::with_capacity(bytes))
    }

    pub fn u8(&mut self, value: u8) {
        self.0.push(value);
    }

    pub fn u32(&mut self, value: u32) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    pub fn u64(&mut self, value: u64) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    /// The very bits, so that a document from a child equals one from this process.
    pub fn f32(&mut self, value: f32) {
        self.u32(value.to_bits());
    }

    /// The length of a text or a list.
    pub fn length(&mut self, length: usize) {
        self.u64(length as u64);
    }

    pub fn bytes(&mut self, value: &[u8]) {
        self.length(value.len());
        self.0.extend_from_slice(value);
    }

    pub fn text(&mut self, value: &str) {
        self.bytes(value.as_bytes());
    }

    pub fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Writer, T)) {
        match value {
            None => self.u8(0),
            Some(value) => {
                self.u8(1);
                write(self, value);
            }
        }
    }

    /// The finished message.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// A message that is read from its beginning.
pub(crate) struct Reader<'m>(&'m [u8]);

impl<'m> Reader<'m> {
    /// Reads these bytes.
    pub fn of(message: &'m [u8]) -> Reader<'m> {
        Reader(message)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let (head, tail) = self.0.split_first_chunk::<N>().ok_or(Malformed)?;
        self.0 = tail;
        Ok(*head)
    }

    pub fn u8(&mut self) -> Result<u8, Malformed> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub fn u32(&mut self) -> Result<u32, Malformed> {
        self.array().map(u32::from_le_bytes)
    }

    pub fn u64(&mut self) -> Result<u64, Malformed> {
        self.array().map(u64::from_le_bytes)
    }

    pub fn f32(&mut self) -> Result<f32, Malformed> {
        self.u32().map(f32::from_bits)
    }

    /// So many bytes.
    pub fn take(&mut self, length: usize) -> Result<&'m [u8], Malformed> {
        let (head, tail) = self.0.split_at_checked(length).ok_or(Malformed)?;
        self.0 = tail;
        Ok(head)
    }

    pub fn bytes(&mut self) -> Result<&'m [u8], Malformed> {
        let length = usize::try_from(self.u64()?).map_err(|_| Malformed)?;
        self.take(length)
    }

    pub fn text(&mut self) -> Result<&'m str, Malformed> {
        std::str::from_utf8(self.bytes()?).map_err(|_| Malformed)
    }

    pub fn option<T>(
        &mut self,
        read: impl FnOnce(&mut Reader<'m>) -> Result<T, Malformed>,
    ) -> Result<Option<T>, Malformed> {
        match self.u8()? {
            0 => Ok(None),
            1 => read(self).map(Some),
            _ => Err(Malformed),
        }
    }

    /// A list whose items take at least `bytes_min` each: a longer one than the message can hold is refused before room
    /// is made for it.
    pub fn list<T>(
        &mut self,
        bytes_min: usize,
        mut read: impl FnMut(&mut Reader<'m>) -> Result<T, Malformed>,
    ) -> Result<Vec<T>, Malformed> {
        let length = usize::try_from(self.u64()?).map_err(|_| Malformed)?;
        if length > self.0.len() / bytes_min {
            return Err(Malformed);
        }
        let mut items = Vec::with_capacity(length);
        for _ in 0..length {
            items.push(read(self)?);
        }
        Ok(items)
    }

    /// Everything that is left.
    pub fn rest(self) -> &'m [u8] {
        self.0
    }

    /// Nothing may stand after the last part of a message.
    pub fn end(self) -> Result<(), Malformed> {
        if self.0.is_empty() { Ok(()) } else { Err(Malformed) }
    }
}
