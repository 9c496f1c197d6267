//! Owns what a page draws: every character with its box, direction and size, in the order of drawing, and the rules and
//! images beside them. Does not know lines.

use casefile::{Rect, limits};
use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, Paint, RenderContent, SoftMask, interpret_page,
};
use hayro_syntax::object::dict::keys::{ANNOTS, RECT, SUBTYPE};
use hayro_syntax::object::{Array, Dict, Name};
use hayro_syntax::page::Page;
use kurbo::{Affine, BezPath, Point};

use super::unicode::{self, FontTables};
use crate::layout::{DrawnChar, PageText, Painted, add_rules};

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
    let text = PageText::new(width, height);
    let mut device = TextDevice { text, tables, last_fill: None, asides: Vec::new() };
    let interpret = |content, device: &mut TextDevice<'_, 'a>| {
        let settings = InterpreterSettings { render_content: content, ..InterpreterSettings::default() };
        interpret_page(page, &mut Context::new(transform, rect, cache, page.xref(), settings), device);
    };
    interpret(RenderContent::PAGE, &mut device);
    if let Some(annotations) = page.raw().get::<Array<'_>>(ANNOTS) {
        device.asides = asides(&annotations, transform);
        interpret(RenderContent::ANNOTATIONS, &mut device);
    }
    device.text
}

/// Where comments and stamps stand. Form fields are annotations, too, but hold what the form says.
fn asides(annotations: &Array<'_>, transform: Affine) -> Vec<kurbo::Rect> {
    const ASIDES_MAX: usize = 1_000;
    let dicts = annotations.iter::<Dict<'_>>().take(ASIDES_MAX);
    let asides = dicts.filter(|dict| dict.get::<Name<'_>>(SUBTYPE).is_none_or(|kind| kind.as_str() != "Widget"));
    let rects = asides.filter_map(|dict| dict.get::<hayro_syntax::object::Rect>(RECT));
    rects.map(|rect| transform.transform_rect_bbox(kurbo::Rect::new(rect.x0, rect.y0, rect.x1, rect.y1))).collect()
}

struct TextDevice<'t, 'a> {
    text: PageText,
    tables: &'t FontTables<'a>,
    /// Place and length of the last filled run, to know its outline by.
    last_fill: Option<(Affine, usize)>,
    /// Where the annotations stand whose text is no part of the page's; empty while the page itself is drawn.
    asides: Vec<kurbo::Rect>,
}

/// What all characters of a run share.
#[derive(Clone, Copy)]
struct RunStyle {
    is_invisible: bool,
    is_vertical: bool,
    is_red: bool,
}

impl<'a> Device<'a> for TextDevice<'_, 'a> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        let painted = match mode {
            DrawMode::Fill(_) => Painted::Filled,
            DrawMode::Stroke(_) => Painted::Stroked,
            DrawMode::FillAndStroke(..) => Painted::FilledAndStroked,
            DrawMode::Invisible => return,
        };
        let rules = self.text.rules.len();
        if path.elements().len() <= limits::PAGE_RULES_MAX {
            add_rules(&(props.transform * path), painted, &mut self.text.rules);
        }
        // A page that shows nothing but a rule is as good as blank.
        self.text.drawings += usize::from(self.text.rules.len() == rules);
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
        let style = RunStyle {
            is_invisible: matches!(mode, DrawMode::Invisible),
            is_vertical: run.writing_mode() == WritingMode::Vertical,
            is_red: is_red(&props.paint),
        };
        let texts = self.texts_of(run);
        let codes: Vec<u32> = glyphs.iter().map(|glyph| glyph.char_code()).collect();
        if let Some(pairs) = unicode::gbk_pairs(&codes, &texts) {
            for (at, len, c) in pairs {
                let boxes =
                    glyphs[at..at + len].iter().map(|glyph| glyph_box(glyph, props.transform * glyph.transform()));
                let Some(rect) = boxes.reduce(Rect::union) else { continue };
                self.push(c, rect, props.transform * glyphs[at].transform(), style);
            }
            return;
        }
        for (glyph, text) in glyphs.iter().zip(texts) {
            let transform = props.transform * glyph.transform();
            let rect = glyph_box(glyph, transform);
            match text {
                Some(BfString::Char(c)) => self.push(c, rect, transform, style),
                Some(BfString::String(string)) => {
                    let chars = unicode::distinct(&string);
                    for (index, &c) in chars.iter().enumerate() {
                        self.push(c, part_of(rect, index, chars.len()), transform, style);
                    }
                }
                None => {
                    self.text.unmapped += 1;
                    self.push('\u{fffd}', rect, transform, style);
                }
            }
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.text.drawings += 1;
        let pixels = kurbo::Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let page = kurbo::Rect::new(0.0, 0.0, f64::from(self.text.width), f64::from(self.text.height));
        let shown = props.transform.transform_rect_bbox(pixels).intersect(page);
        self.text.image_share += (shown.area() / page.area().max(1.0)) as f32;
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

impl<'a> TextDevice<'_, 'a> {
    /// The text of every glyph, as far as the file or the font says it.
    fn texts_of(&self, run: &GlyphRun<'_, 'a>) -> Vec<Option<BfString>> {
        let mut font = None;
        let texts = run.glyphs().iter().map(|glyph| {
            let known = glyph.as_unicode().filter(|text| !is_empty(text));
            match (known, &**glyph) {
                (Some(text), _) => Some(text),
                (None, Glyph::Outline(outline)) => {
                    // All glyphs of a run are of one font.
                    let font = font.get_or_insert_with(|| self.tables.font_of(outline)).as_ref()?;
                    self.tables.char_of(font, outline).map(BfString::Char)
                }
                (None, Glyph::Type3(_)) => None,
            }
        });
        texts.collect()
    }

    fn push(&mut self, c: char, rect: Rect, transform: Affine, style: RunStyle) {
        let RunStyle { is_invisible, is_vertical, is_red } = style;
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
        let at = Point::new(f64::from(center.0), f64::from(center.1));
        self.text.chars.push(DrawnChar {
            c: unicode::folded(c),
            rect,
            origin: (origin.x as f32, origin.y as f32),
            direction: ((along.x / along.hypot()) as f32, (along.y / along.hypot()) as f32),
            size,
            is_invisible,
            is_vertical,
            is_red,
            is_aside: self.asides.iter().any(|aside| aside.contains(at)),
        });
    }
}

/// Whether a colour is that of seals. The components tell well enough: to convert them by a profile costs more than to
/// read the page.
fn is_red(paint: &Paint<'_>) -> bool {
    match paint {
        Paint::Color(color) => match *color.components() {
            [red, green, blue] => red > 0.6 && green < 0.4 && blue < 0.4,
            [cyan, magenta, yellow, black] => cyan < 0.4 && magenta > 0.6 && yellow > 0.6 && black < 0.4,
            _ => false,
        },
        Paint::Pattern(_) => false,
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
