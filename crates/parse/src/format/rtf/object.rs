//! Owns what is said of an embedded object: its class and how large it is. Does not read objects.

use casefile::Attachment;

/// Classes are names like `Excel.Sheet.8`; what is longer is none.
const CLASS_CHARS_MAX: usize = 64;

/// The object being read.
#[derive(Default)]
pub(super) struct EmbeddedObject {
    class: String,
    /// Its data are hexadecimal digits, two a byte, or bytes as they are.
    digits: u64,
    bytes: u64,
}

impl EmbeddedObject {
    /// Takes a character of the name of the class.
    pub fn class_text(&mut self, c: char) {
        if self.class.len() < CLASS_CHARS_MAX && !c.is_control() {
            self.class.push(c);
        }
    }

    /// Takes a byte of the data.
    pub fn digit(&mut self, byte: u8) {
        self.digits += u64::from(byte.is_ascii_hexdigit());
    }

    /// Takes data that stand in the file as they are.
    pub fn bytes(&mut self, count: i64) {
        self.bytes = self.bytes.saturating_add(u64::try_from(count).unwrap_or(0));
    }

    /// The object, when its data end.
    pub fn end(&mut self) -> Attachment {
        let object = std::mem::take(self);
        let class = object.class.trim();
        let name = if class.is_empty() { "object" } else { class }.to_owned();
        Attachment { name, bytes: object.bytes.saturating_add(object.digits / 2) }
    }
}
