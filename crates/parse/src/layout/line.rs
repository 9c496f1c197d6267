//! Owns putting drawn characters together into lines in reading order. Does not know paragraphs.

use std::collections::HashMap;

use casefile::Rect;

use super::{DrawnChar, PageText};

/// A gap of more than this many sizes ends a stretch of characters that belong together.
const STRETCH_GAP: f32 = 1.5;

/// A gap of more than this many sizes separates columns; no justification opens one that wide.
const COLUMN_GAP: f32 = 2.5;

/// A line of a page. `u` runs along the writing, `v` across the lines, whatever the rotation of the page.
#[derive(Clone, Debug)]
pub(super) struct TextLine {
    pub page: usize,
    pub u0: f32,
    pub u1: f32,
    pub base: f32,
    pub v0: f32,
    pub v1: f32,
    pub size: f32,
    /// Width of the first word, which cannot be broken; of a Chinese character, its own.
    pub first_word: f32,
    /// Whether wide gaps divide it, as in tables and signatures.
    pub has_columns: bool,
    /// Which reading frame of the page it belongs to; 0 is that of most characters.
    pub frame: usize,
    /// Written at an angle to the rest of the page: a watermark, a stamp or a binding mark.
    pub is_oblique: bool,
    pub chars: Vec<(char, Option<Rect>)>,
    pub rect: Rect,
}

impl TextLine {
    /// The characters without white space.
    pub fn dense(&self) -> String {
        self.chars.iter().map(|&(c, _)| c).filter(|c| !c.is_whitespace()).collect()
    }
}

/// A character in the reading frame of the page.
#[derive(Clone, Copy)]
struct Placed {
    drawn: DrawnChar,
    u0: f32,
    u1: f32,
    base: f32,
    v0: f32,
    v1: f32,
}

/// The four directions of writing; the page is read in that of most of its characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Direction {
    Right,
    Down,
    Left,
    Up,
}

const DIRECTIONS: [Direction; 4] = [Direction::Right, Direction::Down, Direction::Left, Direction::Up];

/// The lines of a page: those of the main direction from top to bottom, then those of the others.
pub(super) fn lines_of(page: usize, text: &PageText) -> Vec<TextLine> {
    let chars = without_doubles(&text.chars);
    let total = chars.len();
    let mut by_direction: HashMap<Option<Direction>, Vec<DrawnChar>> = HashMap::new();
    for drawn in chars {
        by_direction.entry(direction_of(drawn.direction)).or_default().push(drawn);
    }
    let count = |direction: Direction| by_direction.get(&Some(direction)).map_or(0, Vec::len);
    let mut directions = DIRECTIONS.to_vec();
    directions.sort_by_key(|&direction| std::cmp::Reverse(count(direction)));
    let mut lines = Vec::new();
    for (rank, &direction) in directions.iter().enumerate() {
        let Some(chars) = by_direction.get(&Some(direction)) else { continue };
        let placed = chars.iter().map(|&drawn| placed(drawn, direction, text.width, text.height)).collect();
        // A few words along the edge are a mark; a page of two directions has a turned table.
        let is_mark = rank > 0 && chars.len() * 10 < total;
        lines.extend(lines_in_frame(page, placed, rank, is_mark));
    }
    if let Some(chars) = by_direction.get(&None) {
        let placed = chars.iter().map(|&drawn| placed(drawn, Direction::Right, text.width, text.height)).collect();
        lines.extend(lines_in_frame(page, placed, DIRECTIONS.len(), true));
    }
    lines
}

/// The height of a page across its main direction of writing.
pub(super) fn reading_height(text: &PageText) -> f32 {
    let upright = text.chars.iter().filter(|drawn| drawn.direction.0.abs() > 0.7).count();
    if upright * 2 >= text.chars.len() { text.height } else { text.width }
}

/// The direction within 10 degrees; none for oblique text.
fn direction_of((x, y): (f32, f32)) -> Option<Direction> {
    match (x, y) {
        _ if x > 0.985 => Some(Direction::Right),
        _ if x < -0.985 => Some(Direction::Left),
        _ if y > 0.985 => Some(Direction::Down),
        _ if y < -0.985 => Some(Direction::Up),
        _ => None,
    }
}

fn placed(drawn: DrawnChar, direction: Direction, width: f32, height: f32) -> Placed {
    let turn = |x: f32, y: f32| match direction {
        Direction::Right => (x, y),
        Direction::Down => (y, width - x),
        Direction::Left => (width - x, height - y),
        Direction::Up => (height - y, x),
    };
    let (a, b) = (turn(drawn.rect.x0, drawn.rect.y0), turn(drawn.rect.x1, drawn.rect.y1));
    let (v0, v1) = (a.1.min(b.1), a.1.max(b.1));
    let base = if drawn.is_vertical { (v0 + v1) / 2.0 } else { turn(drawn.origin.0, drawn.origin.1).1 };
    Placed { drawn, u0: a.0.min(b.0), u1: a.0.max(b.0), base, v0, v1 }
}

/// Bold text is also made by drawing each character again beside itself.
fn without_doubles(chars: &[DrawnChar]) -> Vec<DrawnChar> {
    const CELL: f32 = 4.0;
    let mut seen: HashMap<(char, i32, i32), Vec<(f32, f32)>> = HashMap::new();
    let mut kept = Vec::with_capacity(chars.len());
    for drawn in chars {
        let (x, y) = drawn.origin;
        let (column, row) = ((x / CELL).floor() as i32, (y / CELL).floor() as i32);
        let (width, height) = (drawn.rect.x1 - drawn.rect.x0, drawn.rect.y1 - drawn.rect.y0);
        let advance = drawn.direction.0.abs() * width + drawn.direction.1.abs() * height;
        let near = (drawn.size * 0.25).min(advance * 0.5).min(CELL);
        let neighbours = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (column + dx, row + dy)));
        let is_double = neighbours
            .filter_map(|(column, row)| seen.get(&(drawn.c, column, row)))
            .flatten()
            .any(|&(ox, oy)| (ox - x).abs() < near && (oy - y).abs() < near);
        if !is_double {
            seen.entry((drawn.c, column, row)).or_default().push((x, y));
            kept.push(*drawn);
        }
    }
    kept
}

fn lines_in_frame(page: usize, chars: Vec<Placed>, frame: usize, is_oblique: bool) -> Vec<TextLine> {
    let mut stretches = stretches(chars);
    stretches.sort_by(|a, b| base_of(a).total_cmp(&base_of(b)));
    let mut rows: Vec<Vec<Vec<Placed>>> = Vec::new();
    for stretch in stretches {
        let size = size_of(&stretch);
        let same_row = rows.last().is_some_and(|row| {
            let reference = row.iter().max_by(|a, b| a.len().cmp(&b.len())).expect("rows have stretches");
            (base_of(&stretch) - base_of(reference)).abs() < 0.45 * size.max(size_of(reference))
        });
        match rows.last_mut() {
            Some(row) if same_row => row.push(stretch),
            _ => rows.push(vec![stretch]),
        }
    }
    rows.into_iter().filter_map(|row| line_of_row(page, row, frame, is_oblique)).collect()
}

/// Characters drawn one after the other on one baseline. Sorting whole stretches keeps the order of text layers whose
/// single characters are placed carelessly.
fn stretches(chars: Vec<Placed>) -> Vec<Vec<Placed>> {
    let mut stretches: Vec<Vec<Placed>> = Vec::new();
    for placed in chars {
        let continues = stretches.last().and_then(|stretch| stretch.last()).is_some_and(|last| {
            let size = last.drawn.size.max(placed.drawn.size);
            let gap = placed.u0 - last.u1;
            let same_base = (placed.base - last.base).abs() < 0.45 * size;
            same_base && gap < STRETCH_GAP * size && placed.u0 > last.u0 - 0.3 * size
        });
        match stretches.last_mut() {
            Some(stretch) if continues => stretch.push(placed),
            _ => stretches.push(vec![placed]),
        }
    }
    stretches
}

/// The baseline of most of the text: raised note marks do not pull it up.
fn base_of(stretch: &[Placed]) -> f32 {
    median(stretch.iter().map(|placed| placed.base))
}

fn size_of(stretch: &[Placed]) -> f32 {
    median(stretch.iter().map(|placed| placed.drawn.size))
}

pub(super) fn median(values: impl Iterator<Item = f32>) -> f32 {
    let mut values: Vec<f32> = values.collect();
    if values.is_empty() {
        return 0.0;
    }
    values.sort_by(f32::total_cmp);
    values[values.len() / 2]
}

fn line_of_row(page: usize, mut row: Vec<Vec<Placed>>, frame: usize, is_oblique: bool) -> Option<TextLine> {
    row.sort_by(|a, b| a[0].u0.total_cmp(&b[0].u0));
    let chars: Vec<Placed> = row.into_iter().flatten().collect();
    let is_blank = |placed: &Placed| placed.drawn.c.is_whitespace();
    let first = chars.iter().position(|placed| !is_blank(placed))?;
    let last = chars.iter().rposition(|placed| !is_blank(placed))?;
    let chars = &chars[first..=last];
    let visible = || chars.iter().filter(|placed| !is_blank(placed));
    let size = median(visible().map(|placed| placed.drawn.size));
    let mut out = Vec::with_capacity(chars.len());
    let mut end: Option<&Placed> = None;
    for placed in chars {
        if let Some(last) = end {
            let gap = placed.u0 - last.u1;
            let in_word = last.drawn.c.is_ascii_alphanumeric() && placed.drawn.c.is_ascii_alphanumeric();
            let has_blank = is_blank(placed) || out.last().is_some_and(|&(c, _): &(char, _)| c.is_whitespace());
            if !has_blank && gap > if in_word { 0.2 } else { 0.5 } * size {
                out.push((' ', None));
            }
        }
        out.push((placed.drawn.c, Some(placed.drawn.rect)));
        end = Some(placed);
    }
    let mut has_columns = false;
    let mut reach: Option<f32> = None;
    for placed in visible() {
        has_columns |= reach.is_some_and(|reach| placed.u0 - reach > COLUMN_GAP * size);
        reach = Some(reach.map_or(placed.u1, |reach| reach.max(placed.u1)));
    }
    let word = chars.iter().take_while(|placed| placed.drawn.c.is_ascii_graphic());
    let word_end = word.map(|placed| placed.u1).reduce(f32::max);
    let u0 = visible().map(|placed| placed.u0).reduce(f32::min)?;
    Some(TextLine {
        page,
        u0,
        u1: visible().map(|placed| placed.u1).reduce(f32::max)?,
        base: median(visible().map(|placed| placed.base)),
        v0: visible().map(|placed| placed.v0).reduce(f32::min)?,
        v1: visible().map(|placed| placed.v1).reduce(f32::max)?,
        size,
        first_word: word_end.map_or(size, |end| end - u0),
        has_columns,
        frame,
        is_oblique,
        rect: visible().map(|placed| placed.drawn.rect).reduce(Rect::union)?,
        chars: out,
    })
}
