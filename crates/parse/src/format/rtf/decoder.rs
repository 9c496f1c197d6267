//! Owns how bytes and `\u` numbers become characters. A character of two bytes may be spread over runs and groups, so
//! what is incomplete waits. Does not know where text goes.

use std::collections::HashMap;

use encoding_rs::{Encoding, GB18030, SHIFT_JIS, UTF_8};

use crate::format::code_page;
use crate::symbol;

/// The character set of symbol fonts.
const CHARSET_SYMBOL: i64 = 2;

/// How the bytes of a font are read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum FontText {
    /// As the document says.
    Document,
    Encoded(&'static Encoding),
    Symbols,
}

/// The fonts by their numbers.
#[derive(Default)]
pub(super) struct Fonts(HashMap<i64, FontText>);

impl Fonts {
    pub fn set_charset(&mut self, font: i64, charset: i64) {
        let text = match (charset, code_page::of_charset(charset)) {
            (CHARSET_SYMBOL, _) => FontText::Symbols,
            // Programs on Chinese systems call every font ANSI and mean the code page of the document.
            (0, _) | (_, None) => FontText::Document,
            (_, Some(encoding)) => FontText::Encoded(encoding),
        };
        self.0.insert(font, text);
    }

    pub fn set_code_page(&mut self, font: i64, number: i64) {
        self.0.insert(font, FontText::Encoded(code_page::of_number(number)));
    }

    pub fn text_of(&self, font: i64) -> FontText {
        self.0.get(&font).copied().unwrap_or(FontText::Document)
    }
}

/// Characters in the making.
pub(super) struct Decoder {
    /// The code page of the document.
    pub document: &'static Encoding,
    /// Bytes of an incomplete character, and their encoding.
    waiting: Vec<u8>,
    encoding: &'static Encoding,
    high_surrogate: Option<u16>,
    /// Whether some bytes were no text.
    pub is_damaged: bool,
}

impl Decoder {
    pub fn new() -> Decoder {
        let western = code_page::of_number(1252);
        Decoder { document: western, waiting: Vec::new(), encoding: western, high_surrogate: None, is_damaged: false }
    }

    /// Takes a byte and returns what it completes.
    pub fn byte(&mut self, byte: u8, font: FontText) -> Option<char> {
        self.high_surrogate = None;
        if self.waiting.is_empty() {
            self.encoding = match font {
                FontText::Encoded(encoding) => encoding,
                FontText::Document => self.document,
                FontText::Symbols => {
                    return symbol::character("", 0xf000 + u32::from(byte));
                }
            };
        }
        self.waiting.push(byte);
        if self.waiting.len() < self.expected_len() {
            return None;
        }
        let (text, is_damaged) = self.encoding.decode_without_bom_handling(&self.waiting);
        self.is_damaged |= is_damaged;
        let c = text.chars().next();
        self.waiting.clear();
        c
    }

    /// How many bytes the character has, as far as those that wait say.
    fn expected_len(&self) -> usize {
        let first = self.waiting[0];
        let is_lead = match self.encoding {
            encoding if encoding.is_single_byte() => false,
            encoding if encoding == SHIFT_JIS => matches!(first, 0x81..=0x9f | 0xe0..=0xfc),
            encoding if encoding == UTF_8 => return utf8_len(first),
            _ => matches!(first, 0x81..=0xfe),
        };
        let is_four_bytes =
            self.encoding == GB18030 && self.waiting.get(1).is_some_and(|second| second.is_ascii_digit());
        match (is_lead, is_four_bytes) {
            (false, _) => 1,
            (true, false) => 2,
            (true, true) => 4,
        }
    }

    /// Takes the number after `\u`, which may be half of a character. Returns what it completes, after the mark for a
    /// half before it that stays alone.
    pub fn unicode(&mut self, number: i64) -> (Option<char>, Option<char>) {
        self.drop_waiting();
        let lone = |half: Option<u16>| half.map(|_| '\u{fffd}');
        let high = self.high_surrogate.take();
        // Numbers above 32767 are written as negative ones.
        let number = if number < 0 { number.saturating_add(0x1_0000) } else { number };
        let Ok(unit) = u16::try_from(number) else {
            return (lone(high), u32::try_from(number).ok().and_then(char::from_u32));
        };
        match (high, unit) {
            (high, 0xd800..=0xdbff) => {
                self.high_surrogate = Some(unit);
                (lone(high), None)
            }
            (Some(high), 0xdc00..=0xdfff) => (None, char::decode_utf16([high, unit]).next().and_then(Result::ok)),
            (high, 0xf000..=0xf0ff) => (lone(high), symbol::character("", unit.into())),
            (high, _) => (lone(high), Some(char::from_u32(unit.into()).unwrap_or('\u{fffd}'))),
        }
    }

    /// A paragraph ends, or text of another kind follows: nothing completes what waits.
    pub fn drop_waiting(&mut self) {
        self.is_damaged |= !self.waiting.is_empty();
        self.waiting.clear();
    }
}

fn utf8_len(first: u8) -> usize {
    match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 1,
    }
}
