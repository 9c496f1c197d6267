//! Owns the outlines of the characters of a text object, in pixels: from the embedded font, or from the typeface for
//! Chinese where there is none. Does not colour them.

use kurbo::{Affine, BezPath};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

use crate::format::ofd::content::Object;
use crate::format::ofd::font::Font;
use crate::format::ofd::text_object::{self, SetChar};

/// How far slanted text leans, as in word processors.
const SLANT: f64 = 0.2;

/// Outlines of the characters, in the order of the text.
pub(super) fn outlines(object: &Object<'_>, font: Option<&Font>) -> Vec<BezPath> {
    let embedded = font.and_then(Font::face);
    let fallback = FontRef::new(crate::font::song()).ok();
    let slant = if object.node.is_true("Italic") { Affine::skew(-SLANT, 0.0) } else { Affine::IDENTITY };
    let mut out = Vec::new();
    for set in text_object::characters(object, font) {
        let place = set.transform * Affine::scale_non_uniform(set.stretch, 1.0) * slant;
        let own = embedded.as_ref().map(|face| own_outlines(face, &set)).unwrap_or_default();
        if !own.is_empty() {
            out.extend(own.into_iter().map(|outline| place * outline));
            continue;
        }
        let Some(face) = fallback.as_ref().filter(|_| !set.c.is_whitespace() && set.c != '\u{fffd}') else { continue };
        let Some(glyph) = face.charmap().map(set.c) else { continue };
        let Some(outline) = outline_of(face, glyph) else { continue };
        // Latin letters of the typeface are wider than those of most fonts that are asked for.
        let natural = face.glyph_metrics(Size::new(1.0), LocationRef::default()).advance_width(glyph).unwrap_or(1.0);
        let narrow = (set.width / set.stretch / f64::from(natural)).clamp(0.3, 1.0);
        out.push(place * Affine::scale_non_uniform(narrow, 1.0) * outline);
    }
    out
}

/// What the embedded font draws: the glyphs that are named, side by side, or that of the character.
fn own_outlines(face: &FontRef<'_>, set: &SetChar) -> Vec<BezPath> {
    if set.glyphs.is_empty() {
        return face.charmap().map(set.c).and_then(|glyph| outline_of(face, glyph)).into_iter().collect();
    }
    let metrics = face.glyph_metrics(Size::new(1.0), LocationRef::default());
    let mut at = 0.0;
    let mut out = Vec::new();
    for &glyph in &set.glyphs {
        let glyph = GlyphId::new(glyph);
        out.extend(outline_of(face, glyph).map(|outline| Affine::translate((at, 0.0)) * outline));
        at += f64::from(metrics.advance_width(glyph).unwrap_or(0.0));
    }
    out
}

/// The outline of a glyph in units of the size, y downwards.
fn outline_of(face: &FontRef<'_>, glyph: GlyphId) -> Option<BezPath> {
    let mut pen = Pen(BezPath::new());
    let settings = DrawSettings::unhinted(Size::new(1.0), LocationRef::default());
    face.outline_glyphs().get(glyph)?.draw(settings, &mut pen).ok()?;
    Some(pen.0)
}

struct Pen(BezPath);

fn point(x: f32, y: f32) -> (f64, f64) {
    (f64::from(x), -f64::from(y))
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(point(x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(point(x, y));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.quad_to(point(cx, cy), point(x, y));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.0.curve_to(point(cx0, cy0), point(cx1, cy1), point(x, y));
    }

    fn close(&mut self) {
        self.0.close_path();
    }
}
