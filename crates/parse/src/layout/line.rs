//! Owns putting drawn characters together into lines in reading order: tables cell by cell, columns one after the other.
//! Does not know paragraphs.

use std::collections::HashMap;

use casefile::Rect;

use super::column::{self, Part};
use super::mark;
use super::table::{self, Table};
use super::{DrawnChar, PageText};

/// A gap of more than this many sizes ends a stretch of characters that belong together.
pub(super) const STRETCH_GAP: f32 = 1.5;

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
    /// Width of what cannot be broken off at the start: a word or a Chinese character with the marks around it.
    pub first_word: f32,
    /// Whether wide gaps divide it, as in tables and signatures.
    pub has_columns: bool,
    /// Which reading frame of the page it belongs to; 0 is that of most characters.
    pub frame: usize,
    /// Not of the text of the page: written at an angle to it or over it, or by an annotation. A watermark, a stamp, a
    /// seal, a binding mark.
    pub is_mark: bool,
    /// Counts the columns of the page; 0 where the text is as wide as the page.
    pub column: usize,
    /// The cell that it stands in.
    pub cell: Option<CellPlace>,
    pub chars: Vec<(char, Option<Rect>)>,
    pub rect: Rect,
}

impl TextLine {
    /// The characters without white space.
    pub fn dense(&self) -> String {
        self.chars.iter().map(|&(c, _)| c).filter(|c| !c.is_whitespace()).collect()
    }
}

/// The place of a line in a table, all counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CellPlace {
    /// Which table of the page.
    pub table: usize,
    pub row: usize,
    pub column: usize,
    /// Which paragraph of the cell.
    pub paragraph: usize,
}

/// A character in the reading frame of the page.
#[derive(Clone, Copy)]
pub(super) struct Placed {
    pub drawn: DrawnChar,
    pub u0: f32,
    pub u1: f32,
    pub base: f32,
    pub v0: f32,
    pub v1: f32,
}

/// The four directions of writing; the page is read in that of most of its characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Direction {
    Right,
    Down,
    Left,
    Up,
}

pub(super) const DIRECTIONS: [Direction; 4] = [Direction::Right, Direction::Down, Direction::Left, Direction::Up];

/// The lines of a page: those of the main direction from top to bottom, then those of the others, then the marks.
pub(super) fn lines_of(page: usize, text: &PageText) -> Vec<TextLine> {
    let chars = without_doubles(&text.chars);
    let (rims, straight) = mark::rims(&chars);
    let (asides, chars): (Vec<_>, Vec<_>) = straight.into_iter().partition(|drawn| drawn.is_aside);
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
        // A few words along the edge are a mark; a page of two directions has a turned table.
        if rank > 0 && chars.len() * 10 < total {
            lines.extend(mark::marks_of(page, chars, direction, text, rank));
            continue;
        }
        let placed = chars.iter().map(|&drawn| placed(drawn, direction, text.width, text.height)).collect();
        let rules: Vec<Rect> =
            text.rules.iter().map(|&rule| turned(rule, direction, text.width, text.height)).collect();
        lines.extend(lines_in_frame(page, placed, &rules, rank));
    }
    if let Some(chars) = by_direction.get(&None) {
        lines.extend(mark::oblique_marks(page, chars));
    }
    for direction in DIRECTIONS {
        let own: Vec<DrawnChar> = asides
            .iter()
            .filter(|drawn| direction_of(drawn.direction).unwrap_or(Direction::Right) == direction)
            .copied()
            .collect();
        lines.extend(mark::marks_of(page, &own, direction, text, DIRECTIONS.len()));
    }
    lines.extend(rims.into_iter().flat_map(|words| mark::oblique_marks(page, words)));
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

/// A rectangle of the page in the reading frame of a direction.
fn turned(rect: Rect, direction: Direction, width: f32, height: f32) -> Rect {
    let turn = |x: f32, y: f32| match direction {
        Direction::Right => (x, y),
        Direction::Down => (y, width - x),
        Direction::Left => (width - x, height - y),
        Direction::Up => (height - y, x),
    };
    let (a, b) = (turn(rect.x0, rect.y0), turn(rect.x1, rect.y1));
    Rect { x0: a.0.min(b.0), y0: a.1.min(b.1), x1: a.0.max(b.0), y1: a.1.max(b.1) }
}

pub(super) fn placed(drawn: DrawnChar, direction: Direction, width: f32, height: f32) -> Placed {
    let Rect { x0: u0, y0: v0, x1: u1, y1: v1 } = turned(drawn.rect, direction, width, height);
    let (x, y) = drawn.origin;
    let origin = turned(Rect { x0: x, y0: y, x1: x, y1: y }, direction, width, height);
    let base = if drawn.is_vertical { (v0 + v1) / 2.0 } else { origin.y0 };
    Placed { drawn, u0, u1, base, v0, v1 }
}

/// Bold text is also made by drawing each character again beside itself: the first of them stays.
fn without_doubles(chars: &[DrawnChar]) -> Vec<DrawnChar> {
    const CELL: f32 = 4.0;
    // Places are on the page, so that the numbers of their cells are small and not negative; one more leaves room below.
    let cell_of = |drawn: &DrawnChar| ((drawn.origin.0 / CELL) as u16 + 1, (drawn.origin.1 / CELL) as u16 + 1);
    let key_of = |c: char, column: u16, row: u16| (c as u64) << 32 | u64::from(column) << 16 | u64::from(row);
    let key = |drawn: &DrawnChar| key_of(drawn.c, cell_of(drawn).0, cell_of(drawn).1);
    let mut keys: Vec<(u64, usize)> = chars.iter().enumerate().map(|(index, drawn)| (key(drawn), index)).collect();
    keys.sort_unstable();
    let mut is_kept = vec![false; chars.len()];
    let mut kept = Vec::with_capacity(chars.len());
    for (index, drawn) in chars.iter().enumerate() {
        let (x, y) = drawn.origin;
        let (column, row) = cell_of(drawn);
        let (width, height) = (drawn.rect.x1 - drawn.rect.x0, drawn.rect.y1 - drawn.rect.y0);
        let advance = drawn.direction.0.abs() * width + drawn.direction.1.abs() * height;
        let near = (drawn.size * 0.25).min(advance * 0.5).min(CELL);
        let is_near = |other: &DrawnChar| (other.origin.0 - x).abs() < near && (other.origin.1 - y).abs() < near;
        let is_double = (column - 1..=column + 1).any(|column| {
            let (from, to) = (key_of(drawn.c, column, row - 1), key_of(drawn.c, column, row + 1));
            let first = keys.partition_point(|&(key, _)| key < from);
            let neighbours = keys[first..].iter().take_while(|&&(key, _)| key <= to);
            neighbours.into_iter().any(|&(_, other)| other < index && is_kept[other] && is_near(&chars[other]))
        });
        if !is_double {
            is_kept[index] = true;
            kept.push(*drawn);
        }
    }
    kept
}

/// The lines of the text of a page in one direction.
fn lines_in_frame(page: usize, mut chars: Vec<Placed>, rules: &[Rect], frame: usize) -> Vec<TextLine> {
    let tables = if rules.is_empty() { Vec::new() } else { table::take_tables(rules, &mut chars) };
    let (chars, overprint) = without_overprint(chars);
    let mut lines = Vec::new();
    let mut columns = 0;
    for Part { chars, is_column } in column::parts(chars) {
        columns += usize::from(is_column);
        let mut own = lines_of_chars(page, chars, frame);
        own.iter_mut().for_each(|line| line.column = if is_column { columns } else { 0 });
        lines.append(&mut own);
    }
    for (index, table) in tables.into_iter().enumerate() {
        // A table stands before the text that begins below its upper edge.
        let beside = |line: &&TextLine| line.u0 < table.u1 && line.u1 > table.u0;
        let below = lines.iter().position(|line| line.v0 >= table.v0 - 1.0 && beside(&line)).unwrap_or(lines.len());
        let own = lines_of_table(page, table, index, frame);
        lines.splice(below..below, own);
    }
    let mut overprint = lines_of_chars(page, overprint, frame);
    overprint.iter_mut().for_each(|line| line.is_mark = true);
    lines.append(&mut overprint);
    lines
}

fn lines_of_table(page: usize, table: Table, index: usize, frame: usize) -> Vec<TextLine> {
    let mut lines = Vec::new();
    for ((row, column), chars) in table.cells {
        let mut own = lines_of_chars(page, chars, frame);
        let paragraphs = table::paragraphs_of_cell(&own);
        for (line, paragraph) in own.iter_mut().zip(paragraphs) {
            line.cell = Some(CellPlace { table: index, row, column, paragraph });
        }
        lines.append(&mut own);
    }
    lines
}

/// Takes out red text that stands over other text: the words of a seal must not break the date below it.
fn without_overprint(chars: Vec<Placed>) -> (Vec<Placed>, Vec<Placed>) {
    const RED_MAX: usize = 500;
    let reds: Vec<Placed> = chars.iter().filter(|placed| placed.drawn.is_red).copied().collect();
    // A page that is red throughout has no seal to tell by its colour.
    if reds.is_empty() || reds.len() > RED_MAX || reds.len() * 2 > chars.len() {
        return (chars, Vec::new());
    }
    let covers = |red: &Placed, other: &Placed| {
        let size = red.drawn.size.min(other.drawn.size);
        let is_beside = red.u0.max(other.u0) > red.u1.min(other.u1) - 0.25 * size;
        let is_apart = red.v0.max(other.v0) > red.v1.min(other.v1) - 0.25 * size;
        // A red word within a line may touch its neighbours, but stands on their baseline.
        let is_of_line = (red.base - other.base).abs() < 0.1 * size && red.drawn.size < 1.1 * other.drawn.size;
        !is_beside && !is_apart && !is_of_line
    };
    let others = || chars.iter().filter(|placed| !placed.drawn.is_red && !placed.drawn.c.is_whitespace());
    let is_over = |stretch: &Vec<Placed>| others().any(|other| stretch.iter().any(|red| covers(red, other)));
    let over = stretches(reds).into_iter().filter(is_over).collect::<Vec<_>>().concat();
    let is_taken = |placed: &Placed| {
        placed.drawn.is_red
            && over.iter().any(|taken| taken.drawn.c == placed.drawn.c && taken.drawn.origin == placed.drawn.origin)
    };
    let kept = if over.is_empty() { chars } else { chars.into_iter().filter(|placed| !is_taken(placed)).collect() };
    (kept, over)
}

/// Lines of characters by their places alone, from top to bottom.
pub(super) fn lines_of_chars(page: usize, chars: Vec<Placed>, frame: usize) -> Vec<TextLine> {
    let mut stretches: Vec<(f32, f32, Vec<Placed>)> =
        stretches(chars).into_iter().map(|stretch| (base_of(&stretch), size_of(&stretch), stretch)).collect();
    stretches.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut rows: Vec<Vec<(f32, f32, Vec<Placed>)>> = Vec::new();
    for stretch in stretches {
        let same_row = rows.last().is_some_and(|row| {
            let reference = row.iter().max_by_key(|stretch| stretch.2.len()).expect("rows have stretches");
            let (smaller, larger) = (stretch.1.min(reference.1), stretch.1.max(reference.1));
            // Small raised or lowered marks stand further from the baseline than careless typesetting.
            let tolerance = if smaller < 0.8 * larger { 0.6 } else { 0.45 };
            (stretch.0 - reference.0).abs() < tolerance * larger
        });
        match rows.last_mut() {
            Some(row) if same_row => row.push(stretch),
            _ => rows.push(vec![stretch]),
        }
    }
    let rows = rows.into_iter().map(|row| row.into_iter().map(|(_, _, stretch)| stretch).collect());
    rows.filter_map(|row| line_of_row(page, row, frame)).collect()
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

pub(super) fn line_of_row(page: usize, mut row: Vec<Vec<Placed>>, frame: usize) -> Option<TextLine> {
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
    let word_end = chars[..first_word_len(chars)].iter().map(|placed| placed.u1).reduce(f32::max);
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
        is_mark: false,
        column: 0,
        cell: None,
        rect: visible().map(|placed| placed.drawn.rect).reduce(Rect::union)?,
        chars: out,
    })
}

/// How many characters at the start of a line stay together at a line break: opening marks, a word or one Chinese
/// character, and the marks that may not begin a line.
fn first_word_len(chars: &[Placed]) -> usize {
    let at = |index: usize| chars.get(index).map(|placed| placed.drawn.c);
    let run = |from: usize, belongs: &dyn Fn(char) -> bool| {
        from + chars[from.min(chars.len())..].iter().take_while(|placed| belongs(placed.drawn.c)).count()
    };
    let opening = run(0, &|c| "（《〈「『【［〔“‘".contains(c));
    let is_letter = |c: char| c.is_ascii_graphic();
    let is_digit = |index: usize| at(index).is_some_and(|c| c.is_ascii_digit());
    let mut end = if at(opening).is_some_and(is_letter) { run(opening, &is_letter) } else { opening + 1 };
    // Sums keep together over their full-width comma: 62，477.81.
    while end > 0 && at(end) == Some('，') && is_digit(end - 1) && is_digit(end + 1) {
        end = run(end + 1, &is_letter);
    }
    run(end, &is_closing_mark).min(chars.len())
}

/// Marks that may not begin a line; some programs let them hang over the margin.
pub(super) fn is_closing_mark(c: char) -> bool {
    "，。、；：！？）》〉」』】］〕”’％…".contains(c)
}
