//! Owns what a page draws as text: every character with its box, direction and size, in the order of drawing. Does not
//! know lines.

use casefile::{Rect, limits};
use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, interpret_page,
};
use hayro_syntax::page::Page;
use kurbo::{Affine, BezPath, Point};

use super::unicode::{self, FontTables};
use crate::layout::{DrawnChar, PageText};

/// Descent and ascent of the box of a character, in thousandths of its size. Fonts seldom tell the truth about theirs;
/// these cover Chinese characters and stand within 0.15 of the size of what other readers show.
const BOX_DESCENT: f64 = -200.0;
const BOX_ASCENT: f64 = 800.0;

/// Below this size (in points) text is a trick, not for reading.
const SIZE_MIN: f32 = 0.5;

pub(super) fn read_page<'a>(page: &Page<'a>, cache: &InterpreterCache<'a>, tables: &FontTables<'a>) -> PageText {
    let (width, height) = page.render_dimensions();
    let transform = page.initial_transform(true);
    let rect = kurbo::Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let transform = Affine::new(transform.as_coeffs());
    let mut context = Context::new(transform, rect, cache, page.xref(), InterpreterSettings::default());
    let text = PageText { width, height, chars: Vec::new(), unmapped: 0, drawings: 0, is_cut: false };
    let mut device = TextDevice { text, tables, last_fill: None };
    interpret_page(page, &mut context, &mut device);
    device.text
}

struct TextDevice<'t, 'a> {
    text: PageText,
    tables: &'t FontTables<'a>,
    /// Place and length of the last filled run, to know its outline by.
    last_fill: Option<(Affine, usize)>,
}

impl<'a> Device<'a> for TextDevice<'_, 'a> {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.text.drawings += 1;
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let glyphs = run.glyphs();
        let Some(first) = glyphs.first() else { return };
        let place = (props.transform * first.transform(), glyphs.len());
        // Bold text is often filled and then outlined: two runs, one text.
        if matches!(mode, DrawMode::Stroke(_)) && self.last_fill == Some(place) {
            return;
        }
        self.last_fill = Some(place);
        let is_invisible = matches!(mode, DrawMode::Invisible);
        let is_vertical = run.writing_mode() == WritingMode::Vertical;
        let codes: Vec<u32> = glyphs.iter().map(|glyph| glyph.char_code()).collect();
        let texts: Vec<Option<BfString>> = glyphs.iter().map(|glyph| self.text_of(glyph)).collect();
        if let Some(pairs) = unicode::gbk_pairs(&codes, &texts) {
            for (at, len, c) in pairs {
                let boxes =
                    glyphs[at..at + len].iter().map(|glyph| glyph_box(glyph, props.transform * glyph.transform()));
                let Some(rect) = boxes.reduce(Rect::union) else { continue };
                let transform = props.transform * glyphs[at].transform();
                self.push(c, rect, transform, is_invisible, is_vertical);
            }
            return;
        }
        for (glyph, text) in glyphs.iter().zip(texts) {
            let transform = props.transform * glyph.transform();
            let rect = glyph_box(glyph, transform);
            match text {
                Some(BfString::Char(c)) => self.push(c, rect, transform, is_invisible, is_vertical),
                Some(BfString::String(string)) => {
                    let count = string.chars().count();
                    for (index, c) in string.chars().enumerate() {
                        self.push(c, part_of(rect, index, count), transform, is_invisible, is_vertical);
                    }
                }
                None => {
                    self.text.unmapped += 1;
                    self.push('\u{fffd}', rect, transform, is_invisible, is_vertical);
                }
            }
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.text.drawings += 1;
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

impl<'a> TextDevice<'_, 'a> {
    fn text_of(&self, glyph: &Glyph<'a>) -> Option<BfString> {
        let known = glyph.as_unicode().filter(|text| !is_empty(text));
        match (known, glyph) {
            (Some(text), _) => Some(text),
            (None, Glyph::Outline(outline)) => self.tables.char_of(outline).map(BfString::Char),
            (None, Glyph::Type3(_)) => None,
        }
    }

    fn push(&mut self, c: char, rect: Rect, transform: Affine, is_invisible: bool, is_vertical: bool) {
        let origin = transform * Point::ORIGIN;
        let along = transform * Point::new(1000.0, 0.0) - origin;
        let up = transform * Point::new(0.0, 1000.0) - origin;
        let size = up.hypot() as f32;
        // Vertical writing advances downwards from the character's own upright position.
        let along = if is_vertical { -up } else { along };
        let center = ((rect.x0 + rect.x1) / 2.0, (rect.y0 + rect.y1) / 2.0);
        let is_on_page = (0.0..=self.text.width).contains(&center.0) && (0.0..=self.text.height).contains(&center.1);
        if !is_on_page || !size.is_finite() || size < SIZE_MIN || along.hypot() == 0.0 {
            return;
        }
        if self.text.chars.len() >= limits::PAGE_GLYPHS_MAX {
            self.text.is_cut = true;
            return;
        }
        let direction = ((along.x / along.hypot()) as f32, (along.y / along.hypot()) as f32);
        let origin = (origin.x as f32, origin.y as f32);
        let c = unicode::folded(c);
        self.text.chars.push(DrawnChar { c, rect, origin, direction, size, is_invisible, is_vertical });
    }
}

fn is_empty(text: &BfString) -> bool {
    match text {
        BfString::Char(c) => *c == '\0',
        BfString::String(string) => string.trim_matches('\0').is_empty(),
    }
}

fn glyph_box(glyph: &Glyph<'_>, transform: Affine) -> Rect {
    let advance = match glyph {
        Glyph::Outline(outline) => outline.advance_width(),
        Glyph::Type3(type3) => type3.advance_width(),
    };
    let advance = f64::from(advance.filter(|advance| advance.is_finite() && *advance > 0.0).unwrap_or(500.0));
    let corners = [(0.0, BOX_DESCENT), (advance, BOX_DESCENT), (0.0, BOX_ASCENT), (advance, BOX_ASCENT)];
    let points = corners.map(|(x, y)| transform * Point::new(x, y));
    let rects =
        points.map(|point| Rect { x0: point.x as f32, y0: point.y as f32, x1: point.x as f32, y1: point.y as f32 });
    rects.into_iter().reduce(Rect::union).expect("there are four corners")
}

/// One of `count` equal parts from left to right: ligatures are horizontal.
fn part_of(rect: Rect, index: usize, count: usize) -> Rect {
    let width = rect.x1 - rect.x0;
    let at = |index: usize| rect.x0 + width * index as f32 / count as f32;
    Rect { x0: at(index), x1: at(index + 1), ..rect }
}
