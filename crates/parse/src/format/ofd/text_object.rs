//! Owns the characters of a text object: which they are, where each stands and how wide it is. Does not know the page.

use kurbo::Affine;

use crate::format::ofd::content::Object;
use crate::format::ofd::font::Font;
use crate::format::ofd::node::{Node, numbers};

/// A character as it is set.
pub(super) struct SetChar {
    pub c: char,
    /// Glyphs of the embedded font that draw it, where the file names them.
    pub glyphs: Vec<u32>,
    /// Factor by which it is wider than its font has it.
    pub stretch: f64,
    /// From units of the size, baseline at the origin, to the page in millimetres.
    pub transform: Affine,
    /// Width in units of the size.
    pub width: f64,
    /// Whether upright characters stand below each other.
    pub is_vertical: bool,
    /// Direction of writing against the direction of the character, in quarter turns.
    pub quarters: i32,
}

/// What a transformation of characters to glyphs covers.
struct GlyphRun {
    from: usize,
    codes: usize,
    glyphs: Vec<u32>,
}

/// The characters of a text object in order.
pub(super) fn characters(object: &Object<'_>, font: Option<&Font>) -> Vec<SetChar> {
    let node = object.node;
    let size = node.number("Size").filter(|&size| size > 0.0).unwrap_or(DEFAULT_SIZE);
    let stretch = node.number("HScale").filter(|&scale| scale > 0.0).unwrap_or(1.0);
    let mut out = Vec::new();
    let mut runs: Vec<GlyphRun> = Vec::new();
    let (mut x, mut y) = (0.0, 0.0);
    for child in &node.children {
        match child.name.as_str() {
            "CGTransform" => runs.extend(glyph_run(child)),
            "TextCode" => {
                x = child.number("X").unwrap_or(x);
                y = child.number("Y").unwrap_or(y);
                let codes = codes(child, &std::mem::take(&mut runs), font);
                let setting = Setting { node, code: child, transform: object.transform, size, stretch, font };
                setting.place(codes, (x, y), &mut out);
            }
            _ => {}
        }
    }
    out
}

/// Size in millimetres of text that states none: 小四.
const DEFAULT_SIZE: f64 = 4.23;

/// A character before it has a place.
struct CodePoint {
    c: char,
    glyphs: Vec<u32>,
}

fn glyph_run(node: &Node) -> Option<GlyphRun> {
    let at = |name: &str, default: usize| node.number(name).map_or(default, |n| n.max(0.0) as usize);
    let glyphs: Vec<u32> = numbers(&node.child("Glyphs")?.text).into_iter().map(|n| n.max(0.0) as u32).collect();
    let codes = at("CodeCount", 1);
    Some(GlyphRun { from: at("CodePosition", 0), codes, glyphs })
}

/// The characters of a text code. Where glyphs are named, they tell what a placeholder stands for.
fn codes(code: &Node, runs: &[GlyphRun], font: Option<&Font>) -> Vec<CodePoint> {
    let deltas = |name: &str| code.attribute(name).map_or(0, |list| list.split_whitespace().count());
    let text = code_text(&code.text, deltas("DeltaX").max(deltas("DeltaY")));
    let mut codes: Vec<CodePoint> = text.chars().map(|c| CodePoint { c, glyphs: Vec::new() }).collect();
    for run in runs {
        for (index, &glyph) in run.glyphs.iter().enumerate() {
            // More glyphs than characters belong to the last one; without any character the glyphs stand for themselves.
            let within = if run.codes == 0 { index } else { index.min(run.codes - 1) };
            let Some(at) = run.from.checked_add(within) else { continue };
            if at == codes.len() {
                codes.push(CodePoint { c: '\u{fffd}', glyphs: Vec::new() });
            }
            if let Some(code) = codes.get_mut(at) {
                code.glyphs.push(glyph);
            }
        }
    }
    for code in &mut codes {
        let Some(&glyph) = code.glyphs.first() else { continue };
        let drawn = || font.and_then(|font| font.character_of(glyph));
        match code.c {
            c if is_placeholder(c) => code.c = drawn().unwrap_or('\u{fffd}'),
            c if c.is_whitespace() => code.c = drawn().unwrap_or(c),
            _ => {}
        }
    }
    codes
}

/// What programs write where they know the glyph and not the character.
fn is_placeholder(c: char) -> bool {
    matches!(c, '\u{fffd}' | '¤' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
        || c.is_control() && !c.is_whitespace()
}

/// The text of a text code. Line breaks that come from the indenting of the XML stand for a space at most; where the
/// distances count them they are characters.
fn code_text(raw: &str, deltas: usize) -> String {
    let length = raw.chars().count();
    if !raw.contains(['\n', '\r']) || deltas + 1 == length || deltas == length {
        return raw.to_owned();
    }
    let lines: Vec<&str> = raw.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join(" ")
}

/// Everything that places the characters of a text code.
struct Setting<'s> {
    node: &'s Node,
    code: &'s Node,
    transform: Affine,
    size: f64,
    stretch: f64,
    font: Option<&'s Font>,
}

impl Setting<'_> {
    fn place(&self, codes: Vec<CodePoint>, start: (f64, f64), out: &mut Vec<SetChar>) {
        let count = codes.len();
        let list = |name: &str| self.code.attribute(name).map(|list| distances(list, count)).unwrap_or_default();
        let (across, down) = (list("DeltaX"), list("DeltaY"));
        let reading = quarters(self.node, "ReadDirection");
        let turned = quarters(self.node, "CharDirection");
        let runs_down = is_moving(&down) && !is_moving(&across) || down.is_empty() && reading % 2 == 1;
        let reading = if runs_down && reading % 2 == 0 { 1 } else { reading };
        let is_free = across.is_empty() && down.is_empty();
        let (mut x, mut y) = start;
        for (index, CodePoint { c, glyphs }) in codes.into_iter().enumerate() {
            let natural = self.font.and_then(|font| font.advance(c, glyphs.first().copied()));
            let step = |list: &[f64]| list.get(index).or(list.last()).copied().unwrap_or(0.0);
            let (mut dx, dy) = (step(&across), step(&down));
            let advance = natural.unwrap_or(usual_width(c)) * self.stretch;
            let next = if index + 1 < count && !runs_down { dx.abs() / self.size } else { 0.0 };
            let width = match natural {
                // Letters without a font are as wide as their distance, or words would fall apart.
                None if next > 0.0 && next <= 1.0 && !is_wide(c) => next,
                _ if next > 0.0 => advance.min(next),
                _ => advance,
            };
            let place = Affine::translate((x, y)) * Affine::rotate(f64::from(turned) * std::f64::consts::FRAC_PI_2);
            out.push(SetChar {
                c,
                glyphs,
                stretch: self.stretch,
                transform: self.transform * place * Affine::scale(self.size),
                width,
                is_vertical: runs_down && turned == 0,
                quarters: (reading - turned).rem_euclid(4),
            });
            if is_free {
                let along = advance * self.size;
                (dx, y) = match reading {
                    1 => (0.0, y + self.size),
                    2 => (-along, y),
                    3 => (0.0, y - self.size),
                    _ => (along, y),
                };
            }
            x += dx;
            y += dy;
        }
    }
}

/// Distances to the next character, `g n v` standing for `n` times `v`; no more than there are characters.
fn distances(list: &str, count: usize) -> Vec<f64> {
    let mut out = Vec::new();
    let mut tokens = list.split(|c: char| c.is_whitespace() || c == ',').filter(|token| !token.is_empty());
    while let Some(token) = tokens.next() {
        if out.len() >= count {
            break;
        }
        if token.eq_ignore_ascii_case("g") {
            let times = tokens.next().and_then(|token| token.parse::<usize>().ok()).unwrap_or(0);
            let value = tokens.next().map(numbers).unwrap_or_default().first().copied().unwrap_or(0.0);
            out.extend(std::iter::repeat_n(value, times.min(count - out.len())));
            continue;
        }
        out.extend(numbers(token));
    }
    out
}

fn is_moving(distances: &[f64]) -> bool {
    distances.iter().any(|distance| distance.abs() > 1e-6)
}

/// A direction of 0, 90, 180 or 270 degrees as quarter turns.
fn quarters(node: &Node, name: &str) -> i32 {
    node.number(name).map_or(0, |degrees| ((degrees / 90.0).round() as i32).rem_euclid(4))
}

fn usual_width(c: char) -> f64 {
    if is_wide(c) { 1.0 } else { 0.5 }
}

/// Characters as wide as high in Chinese fonts.
fn is_wide(c: char) -> bool {
    c as u32 >= 0x2e80 || "“”‘’…—·①②③④⑤⑥⑦⑧⑨⑩№℃".contains(c)
}
