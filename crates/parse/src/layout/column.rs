//! Owns finding text columns: an empty strip beside which many full lines end and others begin. Does not know tables, nor
//! how lines are written.

use std::ops::Range;

use super::line::{Placed, median};

/// Fewest lines on either side of the strip.
const LINES_MIN: usize = 6;

/// Narrowest column, and narrowest strip, in sizes of the text.
const COLUMN_MIN: f32 = 8.0;
const STRIP_MIN: f32 = 1.0;

/// The page is looked at in steps of this part of a size.
const STEP: f32 = 0.25;

/// Mean share of the width of a column that its lines fill. Running text fills 0.9, labels with values and tables
/// without rules much less.
const FILLED_SHARE: f32 = 0.6;

/// Share of the lines that reach the edge of their column at the strip, within two sizes. Text breaks there; values
/// beside labels do not.
const REACHING_SHARE: f32 = 0.5;

/// Share of digits above which lines are rows of a table without rules.
const DIGITS_SHARE: f32 = 0.3;

/// A gap of more than so many usual steps from line to line ends what stands beside one another.
const GAP_MAX: f32 = 3.0;

/// A title, three columns and a note need so many divisions one within the other.
const DEPTH_MAX: usize = 6;

/// Pages with more characters are not divided: a dense page has 10,000, and every place of the page is compared with every
/// line.
const CHARS_MAX: usize = 30_000;

/// Most places of the page, lines times steps across.
const PLACES_MAX: usize = 2_000_000;

/// Characters that are read together, in the order of drawing.
pub(super) struct Part {
    pub chars: Vec<Placed>,
    /// Whether it is a column beside others, with margins of its own.
    pub is_column: bool,
}

/// Lines across a region, from top to bottom: the indexes of their characters.
type Rows = Vec<Vec<usize>>;

/// An empty strip: its middle, and the rows beside it.
struct Strip {
    at: f32,
    rows: Range<usize>,
}

/// Divides the characters of a page into parts that are read one after the other; a page of one column is one part.
pub(super) fn parts(chars: Vec<Placed>) -> Vec<Part> {
    if chars.len() > CHARS_MAX {
        return vec![Part { chars, is_column: false }];
    }
    let size = median(chars.iter().map(|placed| placed.drawn.size)).max(1.0);
    let mut found = Vec::new();
    divide(&chars, rows_of(&chars, size), size, (false, 0), &mut found);
    if found.len() < 2 {
        return vec![Part { chars, is_column: false }];
    }
    let parts = found.into_iter().map(|(rows, is_column)| {
        let mut indexes = rows.concat();
        indexes.sort_unstable();
        Part { chars: indexes.into_iter().map(|index| chars[index]).collect(), is_column }
    });
    parts.collect()
}

fn rows_of(chars: &[Placed], size: f32) -> Rows {
    let visible = (0..chars.len()).filter(|&index| !chars[index].drawn.c.is_whitespace());
    let mut indexes: Vec<usize> = visible.collect();
    indexes.sort_by(|&a, &b| chars[a].base.total_cmp(&chars[b].base));
    let mut rows: Rows = Vec::new();
    for index in indexes {
        let base = chars[index].base;
        match rows.last_mut() {
            Some(row) if base - chars[row[0]].base <= 0.5 * size => row.push(index),
            _ => rows.push(vec![index]),
        }
    }
    rows
}

fn divide(
    chars: &[Placed],
    mut rows: Rows,
    size: f32,
    (is_column, depth): (bool, usize),
    found: &mut Vec<(Rows, bool)>,
) {
    let strip = if depth < DEPTH_MAX { strip_of(chars, &rows, size) } else { None };
    let Some(strip) = strip else {
        if !rows.is_empty() {
            found.push((rows, is_column));
        }
        return;
    };
    let below = rows.split_off(strip.rows.end);
    let beside = rows.split_off(strip.rows.start);
    let halves = beside.into_iter().map(|row| row.into_iter().partition(|&index| chars[index].u0 < strip.at));
    let (mut left, mut right): (Rows, Rows) = halves.unzip();
    left.retain(|row| !row.is_empty());
    right.retain(|row| !row.is_empty());
    for (rows, is_column) in [(rows, is_column), (left, true), (right, true), (below, is_column)] {
        divide(chars, rows, size, (is_column, depth + 1), found);
    }
}

/// The strip with the most rows beside it.
fn strip_of(chars: &[Placed], rows: &Rows, size: f32) -> Option<Strip> {
    if rows.len() < LINES_MIN {
        return None;
    }
    let all = || rows.iter().flatten().map(|&index| &chars[index]);
    let u0 = all().map(|placed| placed.u0).fold(f32::MAX, f32::min);
    let u1 = all().map(|placed| placed.u1).fold(f32::MIN, f32::max);
    let step = STEP * size;
    let count = ((u1 - u0) / step).ceil() as usize;
    if count.saturating_mul(rows.len()) > PLACES_MAX {
        return None;
    }
    let at = |u: f32| (((u - u0) / step).max(0.0) as usize).min(count);
    let covered: Vec<Vec<bool>> = rows
        .iter()
        .map(|row| {
            let mut covered = vec![false; count + 1];
            for &index in row {
                covered[at(chars[index].u0)..=at(chars[index].u1 - 0.1 * step)].fill(true);
            }
            covered
        })
        .collect();
    let base = |row: usize| chars[rows[row][0]].base;
    let steps = || (1..rows.len()).map(|row| base(row) - base(row - 1));
    let gap_max = GAP_MAX * median(steps());
    let ends: Vec<bool> = std::iter::once(false).chain(steps().map(|step| step > gap_max)).collect();
    let (width, margin) = ((STRIP_MIN / STEP) as usize, (COLUMN_MIN / STEP) as usize);
    let mut best: Option<Strip> = None;
    for start in margin..count.saturating_sub(margin + width) {
        let is_empty = |&row: &usize| !covered[row][start..start + width].contains(&true);
        let mut from = 0;
        while from < covered.len() {
            let goes_on = |row: &usize| is_empty(row) && (*row == from || !ends[*row]);
            let len = (from..covered.len()).take_while(goes_on).count();
            let rows_beside = from..from + len;
            from += len.max(1);
            if len < LINES_MIN || best.as_ref().is_some_and(|best| best.rows.len() >= len) {
                continue;
            }
            let middle = u0 + step * (start as f32 + width as f32 / 2.0);
            if divides(chars, &rows[rows_beside.clone()], middle, size) {
                best = Some(Strip { at: middle, rows: rows_beside });
            }
        }
    }
    best
}

/// Whether running text stands on both sides.
fn divides(chars: &[Placed], rows: &[Vec<usize>], at: f32, size: f32) -> bool {
    let side = |is_left: bool| {
        let extents = rows.iter().filter_map(move |row| {
            let own = row.iter().map(|&index| &chars[index]).filter(|placed| (placed.u0 < at) == is_left);
            own.map(|placed| (placed.u0, placed.u1)).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
        });
        extents.collect::<Vec<(f32, f32)>>()
    };
    let (left, right) = (side(true), side(false));
    if left.len() < LINES_MIN || right.len() < LINES_MIN {
        return false;
    }
    let is_filled = |extents: &[(f32, f32)]| {
        let from = extents.iter().map(|extent| extent.0).fold(f32::MAX, f32::min);
        let to = extents.iter().map(|extent| extent.1).fold(f32::MIN, f32::max);
        let filled: f32 = extents.iter().map(|extent| extent.1 - extent.0).sum();
        let is_wide = to - from >= COLUMN_MIN * size;
        is_wide && filled >= FILLED_SHARE * (to - from) * extents.len() as f32
    };
    let has_words = |is_left: bool| {
        let own = || rows.iter().flatten().map(|&index| &chars[index]).filter(|placed| (placed.u0 < at) == is_left);
        let digits = own().filter(|placed| placed.drawn.c.is_ascii_digit()).count();
        digits as f32 <= DIGITS_SHARE * own().count() as f32
    };
    if !has_words(true) || !has_words(false) {
        return false;
    }
    let edge = left.iter().map(|extent| extent.1).fold(f32::MIN, f32::max);
    let reaching = left.iter().filter(|extent| edge - extent.1 <= 2.0 * size).count();
    let begin = right.iter().map(|extent| extent.0).fold(f32::MAX, f32::min);
    let beginning = right.iter().filter(|extent| extent.0 - begin <= 2.5 * size).count();
    let share = |count: usize, of: usize| count as f32 >= REACHING_SHARE * of as f32;
    is_filled(&left) && is_filled(&right) && share(reaching, left.len()) && share(beginning, right.len())
}
