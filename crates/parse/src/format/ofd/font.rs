//! Owns what an embedded font tells about its characters: which glyph draws which character, and how wide it is. Does
//! not draw.

use std::cell::OnceCell;
use std::collections::HashMap;

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, GlyphId, MetadataProvider};

/// A font of the document; without bytes where it is not embedded.
#[derive(Default)]
pub(super) struct Font {
    bytes: Vec<u8>,
    characters: OnceCell<HashMap<u32, char>>,
}

impl Font {
    pub fn open(bytes: Option<Vec<u8>>) -> Font {
        Font { bytes: bytes.unwrap_or_default(), characters: OnceCell::new() }
    }

    /// The font itself, where it is embedded and sound.
    pub fn face(&self) -> Option<FontRef<'_>> {
        FontRef::from_index(&self.bytes, 0).ok()
    }

    /// The character that a glyph draws, by the font's own table.
    pub fn character_of(&self, glyph: u32) -> Option<char> {
        self.characters.get_or_init(|| self.reversed()).get(&glyph).copied()
    }

    /// Width of a character or glyph in sizes.
    pub fn advance(&self, c: char, glyph: Option<u32>) -> Option<f64> {
        let face = self.face()?;
        let glyph = glyph.map(GlyphId::new).or_else(|| face.charmap().map(c))?;
        let metrics = face.glyph_metrics(Size::new(1.0), LocationRef::default());
        metrics.advance_width(glyph).map(f64::from).filter(|width| (0.01..=4.0).contains(width))
    }

    fn reversed(&self) -> HashMap<u32, char> {
        let mut characters: HashMap<u32, char> = HashMap::new();
        let Some(face) = self.face() else { return characters };
        for (code, glyph) in face.charmap().mappings() {
            let Some(c) = char::from_u32(code).filter(|&c| !is_private(c)) else { continue };
            let known = characters.entry(glyph.to_u32()).or_insert(c);
            // Radicals and compatibility forms share glyphs with the characters that are meant.
            if is_variant(*known) && !is_variant(c) {
                *known = c;
            }
        }
        characters
    }
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}') || c.is_control()
}

fn is_variant(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' | '\u{a0}' | '\u{ad}')
}
