//! Owns the operators that set words and draw shapes on the pages of the PDF samples. Knows no file structure.

use super::layout::wrap;
use super::pdf_file::{hex, utf16};

/// Left edge of the body: 28 characters of 16 points stand in the middle of the page.
pub(super) const PAGE_LEFT: f32 = 73.5;

/// Where words begin, and their size.
#[derive(Clone, Copy)]
pub(super) struct Text {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) size: f32,
}

/// Shows codes in the font F1.
pub(super) fn show(at: Text, codes: &[u8]) -> String {
    let Text { x, y, size } = at;
    format!("BT /F1 {size} Tf 1 0 0 1 {x:.2} {y:.2} Tm <{}> Tj ET\n", hex(codes))
}

/// Shows codes along a direction given in radians, counted from the horizontal.
fn show_turned(at: Text, angle: f32, codes: &[u8]) -> String {
    let Text { x, y, size } = at;
    let (sin, cos) = angle.sin_cos();
    let minus_sin = -sin;
    format!("BT /F1 {size} Tf {cos:.4} {sin:.4} {minus_sin:.4} {cos:.4} {x:.2} {y:.2} Tm <{}> Tj ET\n", hex(codes))
}

/// A paragraph with an indent of two characters, from a first baseline downwards.
pub(super) fn paragraph(y: f32, text: &str, encode: fn(&str) -> Vec<u8>) -> String {
    wrap(text)
        .iter()
        .enumerate()
        .map(|(row, line)| {
            let x = if row == 0 { PAGE_LEFT + 32.0 } else { PAGE_LEFT };
            show(Text { x, y: y - 26.0 * row as f32, size: 16.0 }, &encode(line))
        })
        .collect()
}

/// A paragraph in a narrow column of so many characters of 12 points.
pub(super) fn column(x: f32, y: f32, chars: usize, text: &str) -> String {
    broken(text, chars - 2, chars)
        .iter()
        .enumerate()
        .map(|(row, line)| {
            let indent = if row == 0 { 24.0 } else { 0.0 };
            show(Text { x: x + indent, y: y - 20.0 * row as f32, size: 12.0 }, &utf16(line))
        })
        .collect()
}

/// Lines of so many characters each; a mark that may not begin a line hangs at the end of the one before.
fn broken(text: &str, first: usize, others: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for c in text.chars() {
        let room = if lines.len() == 1 { first } else { others };
        let last = lines.last_mut().expect("there is a first line");
        match last.chars().count() < room || "，。、；：）".contains(c) {
            true => last.push(c),
            false => lines.push(c.to_string()),
        }
    }
    lines
}

/// A circle as a path.
fn circle(x: f32, y: f32, radius: f32) -> String {
    let bend = radius * 0.5523;
    let (left, right, low, high) = (x - radius, x + radius, y - radius, y + radius);
    format!(
        "{right:.2} {y:.2} m {right:.2} {:.2} {:.2} {high:.2} {x:.2} {high:.2} c {:.2} {high:.2} {left:.2} {:.2} {left:.2} {y:.2} c {left:.2} {:.2} {:.2} {low:.2} {x:.2} {low:.2} c {:.2} {low:.2} {right:.2} {:.2} {right:.2} {y:.2} c ",
        y + bend,
        x + bend,
        x - bend,
        y + bend,
        y - bend,
        x - bend,
        x + bend,
        y - bend
    )
}

/// A star of five points as a path.
fn star(x: f32, y: f32, radius: f32) -> String {
    let point = |index: usize| {
        let angle = std::f32::consts::FRAC_PI_2 + index as f32 * 4.0 * std::f32::consts::PI / 5.0;
        (x + radius * angle.cos(), y + radius * angle.sin())
    };
    let points = (0..5).map(|index| (if index == 0 { "m" } else { "l" }, point(index)));
    points.map(|(operator, (x, y))| format!("{x:.2} {y:.2} {operator} ")).collect()
}

/// A red seal: ring, star, and a name on the upper arc.
pub(super) fn seal(x: f32, y: f32, radius: f32, name: &str) -> String {
    let mut out = format!("q 1 0 0 RG 1 0 0 rg 2.5 w\n{}S\n{}h f\n", circle(x, y, radius), star(x, y, radius * 0.3));
    let size = radius * 0.24;
    let count = name.chars().count() as f32;
    for (index, c) in name.chars().enumerate() {
        // From 200 degrees on the left over the top to -20 degrees on the right.
        let angle = (200.0 - 220.0 * index as f32 / (count - 1.0)).to_radians();
        let turn = angle - std::f32::consts::FRAC_PI_2;
        let middle = radius * 0.7;
        let (sin, cos) = turn.sin_cos();
        let at = Text {
            x: x + middle * angle.cos() - size / 2.0 * cos,
            y: y + middle * angle.sin() - size / 2.0 * sin,
            size,
        };
        out.push_str(&show_turned(at, turn, &utf16(&c.to_string())));
    }
    out + "Q\n"
}
