//! Owns what is written over or beside the text of a page: words along its edge, watermarks, the words on the rim of a
//! seal. Does not decide which upright words stand over others: that is `line`.

use super::line::{DIRECTIONS, Direction, Placed, STRETCH_GAP, TextLine, line_of_row, lines_of_chars, placed};
use super::{DrawnChar, PageText};

/// Cosines of the angle between neighbours on the rim of a seal: from 60 degrees to 3.
const RIM_COSINES: std::ops::Range<f32> = 0.5..0.9986;

/// So many characters that turn one after the other are no accident.
const RIM_CHARS_MIN: usize = 4;

/// Takes the words on the rims of seals out of the characters of a page. They turn with the rim, so that some of them
/// stand upright all the same.
pub(super) fn rims(chars: &[DrawnChar]) -> (Vec<&[DrawnChar]>, Vec<DrawnChar>) {
    let (rims, straight): (Vec<_>, Vec<&[DrawnChar]>) =
        chars.chunk_by(follows_rim).partition(|words| words.len() >= RIM_CHARS_MIN);
    (rims, straight.concat())
}

/// Text in one of the four directions that is no part of what the page says.
pub(super) fn marks_of(
    page: usize,
    chars: &[DrawnChar],
    direction: Direction,
    text: &PageText,
    frame: usize,
) -> Vec<TextLine> {
    let placed = chars.iter().map(|&drawn| placed(drawn, direction, text.width, text.height)).collect();
    let mut lines = lines_of_chars(page, placed, frame);
    lines.iter_mut().for_each(|line| line.is_mark = true);
    lines
}

/// Whether one character follows the other, wherever it is written to.
fn are_neighbours(a: &DrawnChar, b: &DrawnChar) -> bool {
    let distance = (a.origin.0 - b.origin.0).hypot(a.origin.1 - b.origin.1);
    distance < 2.0 * STRETCH_GAP * a.size.max(b.size)
}

/// Whether one character follows the other and turns a little further, as along a circle.
fn follows_rim(a: &DrawnChar, b: &DrawnChar) -> bool {
    let cosine = a.direction.0 * b.direction.0 + a.direction.1 * b.direction.1;
    RIM_COSINES.contains(&cosine) && are_neighbours(a, b)
}

/// Oblique text in the order of drawing: a watermark runs straight, the words of a seal along a circle, so only the
/// distance from one character to the next tells where it ends.
pub(super) fn oblique_marks(page: usize, chars: &[DrawnChar]) -> Vec<TextLine> {
    let marks = chars.chunk_by(are_neighbours).filter_map(|chars| {
        let place = |(index, drawn): (usize, &DrawnChar)| {
            let (u, size) = (index as f32 * drawn.size, drawn.size);
            Placed { drawn: *drawn, u0: u, u1: u + size, base: 0.0, v0: -size, v1: 0.0 }
        };
        line_of_row(page, vec![chars.iter().enumerate().map(place).collect()], DIRECTIONS.len())
    });
    marks.map(|line| TextLine { is_mark: true, ..line }).collect()
}
