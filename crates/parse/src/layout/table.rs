//! Owns tables drawn with ruling lines: from rules to grids, from grids to cells and the characters in them. Does not
//! know tables without rules, nor what a cell says.

use std::collections::BTreeMap;

use casefile::Rect;

use super::line::{Placed, TextLine};
use super::paragraph::{begins_item, ends_sentence};

/// Rules within this distance (in points) of one another are one rule, and cross or meet.
const TOLERANCE: f32 = 2.5;

/// A gap of this length (in points) at most lies between dashes of one rule.
const DASH_GAP: f32 = 4.0;

/// A shorter rule (in points) bounds no cell that could hold a character.
const LENGTH_MIN: f32 = 6.0;

/// Share of the edge between two places of the grid that rules have to cover to divide them.
const DIVIDED_SHARE: f32 = 0.6;

/// Most crossings of rules that are looked at on a page, and most places of one grid. A dense table of a page has 2,000;
/// a drawing of a plan has millions.
const CROSSINGS_MAX: usize = 1_000_000;
const PLACES_MAX: usize = 20_000;

/// Most grids of a page, for each of which all its characters are looked at. A page full of small tables has 30.
const GRIDS_MAX: usize = 200;

/// A table: its left, right and upper edge, and its cells that hold text, by row and column.
pub(super) struct Table {
    pub u0: f32,
    pub u1: f32,
    pub v0: f32,
    pub cells: BTreeMap<(usize, usize), Vec<Placed>>,
}

/// A rule along one axis: its place across it, and its ends.
#[derive(Clone, Copy, Debug)]
struct Rule {
    at: f32,
    from: f32,
    to: f32,
}

/// The places that connected rules divide.
struct Grid {
    columns: Vec<f32>,
    rows: Vec<f32>,
    /// For every place, row by row, the first place of its cell.
    cells: Vec<usize>,
}

/// Takes the characters that stand in tables out of `chars`. `rules` are in the reading frame of the characters.
pub(super) fn take_tables(rules: &[Rect], chars: &mut Vec<Placed>) -> Vec<Table> {
    let mut tables = Vec::new();
    for grid in grids(rules) {
        if is_drawing(&grid, chars) {
            continue;
        }
        let mut cells: BTreeMap<(usize, usize), Vec<Placed>> = BTreeMap::new();
        let mut rest = Vec::with_capacity(chars.len());
        for &placed in chars.iter() {
            match grid.cell_of(&placed) {
                Some(cell) => cells.entry(cell).or_default().push(placed),
                None => rest.push(placed),
            }
        }
        cells.retain(|_, chars| chars.iter().any(|placed| !placed.drawn.c.is_whitespace()));
        // Text in one column of boxes is framed, or written on lined paper: no table.
        let mut columns: Vec<usize> = cells.keys().map(|&(_, column)| column).collect();
        columns.sort_unstable();
        columns.dedup();
        if columns.len() >= 2 {
            *chars = rest;
            let (u0, u1) = (grid.columns[0], grid.columns[grid.columns.len() - 1]);
            tables.push(Table { u0, u1, v0: grid.rows[0], cells });
        }
    }
    tables.sort_by(|a, b| a.v0.total_cmp(&b.v0));
    tables
}

/// Whether rules run through words: those of a diagram do, those of a table never.
fn is_drawing(grid: &Grid, chars: &[Placed]) -> bool {
    let is_word = |pair: &&[Placed]| {
        let size = pair[0].drawn.size;
        (pair[0].base - pair[1].base).abs() < 0.1 * size && (pair[1].u0 - pair[0].u1).abs() < 0.2 * size
    };
    let is_text = |pair: &&[Placed]| pair.iter().all(|placed| !placed.drawn.c.is_whitespace());
    let (mut inside, mut cut) = (0, 0);
    for pair in chars.windows(2).filter(is_word).filter(is_text) {
        let cells = (grid.cell_of(&pair[0]), grid.cell_of(&pair[1]));
        inside += usize::from(cells.0.is_some() || cells.1.is_some());
        cut += usize::from(cells.0 != cells.1);
    }
    cut > 0 && cut * 20 >= inside
}

/// Which paragraph of its cell each line belongs to. Lines of a cell run on, unless a sentence ends before the edge and
/// what follows begins anew.
pub(super) fn paragraphs_of_cell(lines: &[TextLine]) -> Vec<usize> {
    let left = lines.iter().map(|line| line.u0).fold(f32::MAX, f32::min);
    let right = lines.iter().map(|line| line.u1).fold(f32::MIN, f32::max);
    let mut paragraph = 0;
    let mut out = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        if let Some(last) = index.checked_sub(1).map(|last| &lines[last]) {
            let is_short = right - last.u1 > 1.5 * last.size;
            let is_indented = line.u0 - left > 1.5 * line.size;
            let begins = ends_sentence(last) && (is_short || is_indented) || is_short && begins_item(line);
            paragraph += usize::from(begins);
        }
        out.push(paragraph);
    }
    out
}

/// Grids of connected rules, those with the fewest places first: a table within a cell comes before the one around it.
fn grids(rules: &[Rect]) -> Vec<Grid> {
    let (mut across, mut down) = (Vec::new(), Vec::new());
    for rect in rules {
        let (width, height) = (rect.x1 - rect.x0, rect.y1 - rect.y0);
        // A dot may belong to a dotted rule of either direction.
        if width * 1.5 >= height {
            across.push(Rule { at: (rect.y0 + rect.y1) / 2.0, from: rect.x0, to: rect.x1 });
        }
        if height * 1.5 >= width {
            down.push(Rule { at: (rect.x0 + rect.x1) / 2.0, from: rect.y0, to: rect.y1 });
        }
    }
    let (across, down) = (joined(across), joined(down));
    if across.len().saturating_mul(down.len()) > CROSSINGS_MAX {
        return Vec::new();
    }
    let mut grids: Vec<Grid> =
        components(&across, &down).iter().filter_map(|(across, down)| Grid::of(across, down)).collect();
    grids.sort_by_key(|grid| grid.cells.len());
    grids.truncate(GRIDS_MAX);
    grids
}

/// Puts pieces of one rule together: dashes, borders drawn cell by cell, double lines.
fn joined(mut rules: Vec<Rule>) -> Vec<Rule> {
    rules.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut out: Vec<Rule> = Vec::new();
    let mut start = 0;
    while start < rules.len() {
        let len = rules[start..].iter().take_while(|rule| rule.at - rules[start].at <= TOLERANCE).count();
        let level = &mut rules[start..start + len];
        level.sort_by(|a, b| a.from.total_cmp(&b.from));
        let mut open = level[0];
        for rule in &level[1..] {
            if rule.from - open.to <= DASH_GAP {
                open.to = open.to.max(rule.to);
            } else {
                out.push(std::mem::replace(&mut open, *rule));
            }
        }
        out.push(open);
        start += len;
    }
    out.retain(|rule| rule.to - rule.from >= LENGTH_MIN);
    out
}

/// Groups rules that cross or meet.
fn components(across: &[Rule], down: &[Rule]) -> Vec<(Vec<Rule>, Vec<Rule>)> {
    let mut parents: Vec<usize> = (0..across.len() + down.len()).collect();
    for (index, row) in across.iter().enumerate() {
        for (other, column) in down.iter().enumerate() {
            if meets(row, column.at) && meets(column, row.at) {
                unite(&mut parents, index, across.len() + other);
            }
        }
    }
    let mut groups: BTreeMap<usize, (Vec<Rule>, Vec<Rule>)> = BTreeMap::new();
    for (index, rule) in across.iter().enumerate() {
        groups.entry(root(&mut parents, index)).or_default().0.push(*rule);
    }
    for (index, rule) in down.iter().enumerate() {
        groups.entry(root(&mut parents, across.len() + index)).or_default().1.push(*rule);
    }
    groups.into_values().filter(|(across, down)| across.len() >= 2 && !down.is_empty()).collect()
}

fn meets(rule: &Rule, at: f32) -> bool {
    (rule.from - TOLERANCE..=rule.to + TOLERANCE).contains(&at)
}

fn root(parents: &mut [usize], of: usize) -> usize {
    let mut at = of;
    while parents[at] != at {
        parents[at] = parents[parents[at]];
        at = parents[at];
    }
    at
}

/// The smaller of the two roots stays one.
fn unite(parents: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(parents, a), root(parents, b));
    parents[a.max(b)] = a.min(b);
}

impl Grid {
    fn of(across: &[Rule], down: &[Rule]) -> Option<Grid> {
        // A table may be open at its sides: the ends of its rules bound it there.
        let columns = levels(down.iter().map(|rule| rule.at), ends(across));
        let rows = levels(across.iter().map(|rule| rule.at), ends(down));
        let (width, height) = (columns.len() - 1, rows.len() - 1);
        if width == 0 || height == 0 || width.saturating_mul(height) > PLACES_MAX {
            return None;
        }
        let mut cells: Vec<usize> = (0..width * height).collect();
        for row in 0..height {
            for column in 0..width {
                let place = row * width + column;
                if column + 1 < width && !divides(down, columns[column + 1], rows[row], rows[row + 1]) {
                    unite(&mut cells, place, place + 1);
                }
                if row + 1 < height && !divides(across, rows[row + 1], columns[column], columns[column + 1]) {
                    unite(&mut cells, place, place + width);
                }
            }
        }
        for place in 0..cells.len() {
            cells[place] = root(&mut cells, place);
        }
        // One cell is a frame or a box to tick.
        cells.iter().any(|&cell| cell != 0).then_some(Grid { columns, rows, cells })
    }

    /// Row and column of the cell around the middle of a character.
    fn cell_of(&self, placed: &Placed) -> Option<(usize, usize)> {
        self.cell_at((placed.u0 + placed.u1) / 2.0, (placed.v0 + placed.v1) / 2.0)
    }

    /// Row and column of the cell around a point.
    fn cell_at(&self, u: f32, v: f32) -> Option<(usize, usize)> {
        let index = |levels: &[f32], at: f32| {
            let after = levels.partition_point(|&level| level <= at);
            (1..levels.len()).contains(&after).then(|| after - 1)
        };
        let width = self.columns.len() - 1;
        let place = index(&self.rows, v)? * width + index(&self.columns, u)?;
        let cell = self.cells[place];
        Some((cell / width, cell % width))
    }
}

/// The outer ends of rules.
fn ends(rules: &[Rule]) -> [f32; 2] {
    let first = rules.iter().map(|rule| rule.from).fold(f32::MAX, f32::min);
    [first, rules.iter().map(|rule| rule.to).fold(f32::MIN, f32::max)]
}

/// Distinct places in order.
fn levels(rules: impl Iterator<Item = f32>, ends: [f32; 2]) -> Vec<f32> {
    let mut all: Vec<f32> = rules.collect();
    for end in ends {
        // An end just outside the outermost rule is that rule.
        if !all.iter().any(|level| (level - end).abs() <= 2.0 * TOLERANCE) {
            all.push(end);
        }
    }
    all.sort_by(f32::total_cmp);
    let mut out: Vec<f32> = Vec::with_capacity(all.len());
    for level in all {
        if out.last().is_none_or(|last| level - last > TOLERANCE) {
            out.push(level);
        }
    }
    out
}

/// Whether rules at a place cover most of the stretch between two others.
fn divides(rules: &[Rule], at: f32, from: f32, to: f32) -> bool {
    let near = rules.iter().filter(|rule| (rule.at - at).abs() <= TOLERANCE);
    let covered: f32 = near.map(|rule| (rule.to.min(to) - rule.from.max(from)).max(0.0)).sum();
    covered >= DIVIDED_SHARE * (to - from)
}
