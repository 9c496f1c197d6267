//! Owns sheets as plain text in the encodings that court systems and text editors write.

use super::sheet::{Line, Sheet};

/// UTF-8 without byte order mark, Unix line ends, no layout: the export of a database.
pub(super) fn render_utf8(sheet: &Sheet) -> Vec<u8> {
    let lines = sheet.lines.iter().map(|line| line.text() + "\n");
    lines.collect::<String>().into_bytes()
}

/// UTF-16 little endian with byte order mark: what Notepad saves as "Unicode".
pub(super) fn render_utf16(sheet: &Sheet) -> Vec<u8> {
    let text = format!("\u{feff}{}", laid_out(sheet));
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// GB18030: what Notepad saved as "ANSI" on Chinese Windows.
pub(super) fn render_gb18030(sheet: &Sheet) -> Vec<u8> {
    encoding_rs::GB18030.encode(&laid_out(sheet)).0.into_owned()
}

/// Windows line ends, and the layout imitated with wide spaces.
fn laid_out(sheet: &Sheet) -> String {
    let mut out = String::new();
    for line in &sheet.lines {
        let indent = match line {
            Line::Title(text) => 14usize.saturating_sub(text.chars().count() / 2),
            Line::Right(text) => 26usize.saturating_sub(text.chars().count()),
            Line::Row(_) => 0,
            Line::Body(_) => 2,
        };
        out.push_str(&"\u{3000}".repeat(indent));
        out.push_str(&line.text());
        out.push_str("\r\n");
    }
    out
}
