//! Owns plain text. The text stays as it is apart from line ends; each line that is not blank is a paragraph.

use casefile::{Code, Diagnostic};

use crate::builder::Builder;
use crate::encoding;
use crate::error::ParseError;

pub(crate) fn read(bytes: &[u8], builder: &mut Builder) -> Result<(), ParseError> {
    let decoded = encoding::decode(bytes).ok_or(ParseError::Unknown)?;
    if decoded.damaged {
        builder.diagnose(Diagnostic::new(Code::EncodingDamaged, "text"));
    }
    builder.whole_text(&with_line_feeds(&decoded.text));
    Ok(())
}

/// Every kind of line end becomes a line feed; a form feed ends a page, hence a line.
fn with_line_feeds(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut previous = '\0';
    for c in text.chars() {
        match c {
            '\n' if previous == '\r' => {}
            '\r' | '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            c => out.push(c),
        }
        previous = c;
    }
    out
}
