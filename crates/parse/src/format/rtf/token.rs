//! Owns cutting RTF into tokens. Does not know any control word but `\bin`, whose data must not be cut.

/// Longest control word; the specification allows 32 letters.
const WORD_LEN_MAX: usize = 32;

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'b> {
    Open,
    Close,
    /// A control word and its number.
    Word(&'b [u8], Option<i64>),
    /// A control character such as `\~`.
    Sign(u8),
    /// A byte of text, written as it is or as `\'xx`.
    Byte(u8),
}

/// The tokens of a file.
pub(super) struct Tokens<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Tokens<'b> {
    pub fn new(bytes: &'b [u8]) -> Tokens<'b> {
        Tokens { bytes, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn run(&mut self, len_max: usize, belongs: impl Fn(u8) -> bool) -> &'b [u8] {
        let rest = &self.bytes[self.at..];
        let len = rest.iter().take(len_max).take_while(|byte| belongs(**byte)).count();
        self.at += len;
        &rest[..len]
    }

    /// What stands after a backslash.
    fn control(&mut self) -> Option<Token<'b>> {
        let first = self.peek()?;
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            return Some(if first == b'\'' { self.hexadecimal() } else { Token::Sign(first) });
        }
        let word = self.run(WORD_LEN_MAX, |byte| byte.is_ascii_alphabetic());
        let digit_follows = self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_digit);
        let is_negative = self.peek() == Some(b'-') && digit_follows;
        self.at += usize::from(is_negative);
        let digits = self.run(usize::MAX, |byte| byte.is_ascii_digit());
        let value =
            digits.iter().fold(0i64, |value, digit| value.saturating_mul(10).saturating_add((digit - b'0').into()));
        let number = (!digits.is_empty()).then_some(if is_negative { -value } else { value });
        // One blank after a control word belongs to it.
        self.at += usize::from(self.peek() == Some(b' '));
        if word == b"bin" {
            let len = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            self.at = self.at.saturating_add(len).min(self.bytes.len());
        }
        Some(Token::Word(word, number))
    }

    fn hexadecimal(&mut self) -> Token<'b> {
        let digits = self.run(2, |byte| byte.is_ascii_hexdigit());
        let digit = |byte: u8| char::from(byte).to_digit(16).unwrap_or(0) as u8;
        Token::Byte(digits.iter().fold(0, |value, byte| value * 16 + digit(*byte)))
    }
}

impl<'b> Iterator for Tokens<'b> {
    type Item = Token<'b>;

    fn next(&mut self) -> Option<Token<'b>> {
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'{' => return Some(Token::Open),
                b'}' => return Some(Token::Close),
                b'\\' => return self.control(),
                // Line ends of the source mean nothing; zeros are padding.
                b'\r' | b'\n' | 0 => {}
                byte => return Some(Token::Byte(byte)),
            }
        }
    }
}
