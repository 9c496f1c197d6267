//! Owns the signs of symbol fonts that forms use for check boxes and ticks. Other signs of these fonts are ornament and
//! have no text.

/// The character that a symbol font shows for a code, which may stand in the private-use area. Unknown fonts are taken
/// for Wingdings, as programs leave the font out.
pub(crate) fn character(font: &str, code: u32) -> Option<char> {
    if !(0xf000..=0xf0ff).contains(&code) && !is_symbol_font(font) {
        return char::from_u32(code).filter(|c| !matches!(c, '\u{e000}'..='\u{f8ff}'));
    }
    let code = code & 0xff;
    match font.trim_matches([' ', '\'', '"']).to_ascii_lowercase().as_str() {
        "wingdings 2" | "wingdings2" => match code {
            0xa3 | 0x2a | 0x30 | 0x35 => Some('□'),
            0x52 => Some('☑'),
            0x51 | 0x53 | 0x54 => Some('☒'),
            0x50 => Some('✓'),
            0x4f => Some('✗'),
            _ => None,
        },
        "webdings" => match code {
            0x63 => Some('□'),
            0x61 => Some('✓'),
            0x72 => Some('✗'),
            _ => None,
        },
        "symbol" => match code {
            0xa3 => Some('≤'),
            0xb0 => Some('°'),
            0xb1 => Some('±'),
            0xb3 => Some('≥'),
            0xb4 => Some('×'),
            0xd7 => Some('·'),
            _ => None,
        },
        "wingdings 3" | "wingdings3" => None,
        _ => match code {
            0x6f | 0x70 | 0x71 | 0x72 | 0xa3 | 0xa8 => Some('□'),
            0xfe | 0x52 => Some('☑'),
            0xfd | 0x51 | 0x54 | 0x78 => Some('☒'),
            0xfc | 0x50 => Some('✓'),
            0xfb => Some('✗'),
            0x6c => Some('●'),
            0xa1 => Some('○'),
            _ => None,
        },
    }
}

/// Whether the letters of a font are signs.
pub(crate) fn is_symbol_font(font: &str) -> bool {
    let font = font.trim_matches([' ', '\'', '"']).to_ascii_lowercase();
    font.starts_with("wingdings") || font == "webdings"
}
