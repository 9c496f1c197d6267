//! Owns writing paragraphs, table rows and furniture to the document in reading order. Does not decide what is which.

use std::collections::VecDeque;

use casefile::{BlockKind, Rect};

use super::line::{CellPlace, TextLine};
use super::paragraph::TextParagraph;
use crate::builder::{Before, Builder, PlacedLine};

/// What waits for its turn while paragraphs are written. The header of a page comes before its first paragraph and the
/// footer after its last one; where a paragraph runs on to the next page, the footer comes before it and the next header
/// after it.
#[derive(Default)]
pub(super) struct Writer {
    pub heads: VecDeque<TextLine>,
    pub feet: VecDeque<TextLine>,
    /// Paragraphs of the cells of one row.
    row: Vec<(CellPlace, TextParagraph)>,
    /// The page of what was written last.
    current: usize,
}

impl Writer {
    pub fn write(&mut self, paragraph: TextParagraph, builder: &mut Builder) {
        let (Some(first), Some(last)) = (paragraph.lines.first(), paragraph.lines.last()) else { return };
        let (page, last_page, cell) = (first.page, last.page, first.cell);
        let is_same_row = |(open, of): &(CellPlace, TextParagraph)| {
            let same_page = of.lines.first().is_some_and(|line| line.page == page);
            same_page && cell.is_some_and(|cell| (cell.table, cell.row) == (open.table, open.row))
        };
        if !self.row.first().is_some_and(is_same_row) {
            self.write_row(builder);
        }
        if let Some(cell) = cell {
            self.row.push((cell, paragraph));
            return;
        }
        self.write_before(page, builder);
        if last_page > page {
            self.write_feet(page, builder);
        }
        builder.placed_block(Before::Line, paragraph.kind, page, &placed_lines(paragraph));
        self.current = last_page;
    }

    /// Writes what still waits.
    pub fn finish(&mut self, builder: &mut Builder) {
        self.write_row(builder);
        self.write_before(usize::MAX, builder);
    }

    /// A row whose first cell alone holds text is a frame around it. In any other row empty cells are kept, so that
    /// columns can be counted, except at the end.
    fn write_row(&mut self, builder: &mut Builder) {
        let row = std::mem::take(&mut self.row);
        let Some(page) = row.first().and_then(|(_, paragraph)| paragraph.lines.first()).map(|line| line.page) else {
            return;
        };
        self.write_before(page, builder);
        self.current = page;
        let is_framed = row.iter().all(|(cell, _)| cell.column == 0);
        let kind = if is_framed { BlockKind::Paragraph } else { BlockKind::Cell };
        let mut before = Before::Line;
        let mut next = 0;
        for (cell, paragraph) in row {
            while next < cell.column {
                builder.placed_block(before, kind, page, &[]);
                before = Before::Tab;
                next += 1;
            }
            let before_own = if next == cell.column { before } else { Before::Line };
            builder.placed_block(before_own, kind, page, &placed_lines(paragraph));
            before = Before::Tab;
            next = cell.column + 1;
        }
    }

    /// Everything of earlier pages, and the header of `page`.
    fn write_before(&mut self, page: usize, builder: &mut Builder) {
        loop {
            let head = self.heads.front().map(|line| line.page).filter(|&at| at <= page);
            let foot = self.feet.front().map(|line| line.page).filter(|&at| at < page);
            match (head, foot) {
                (Some(head), foot) if foot.is_none_or(|foot| head <= foot) => self.write_heads(head, builder),
                (_, Some(foot)) => self.write_feet(foot, builder),
                (_, None) => return,
            }
        }
    }

    fn write_heads(&mut self, page: usize, builder: &mut Builder) {
        write_furniture(&mut self.heads, page, &mut self.current, builder);
    }

    fn write_feet(&mut self, page: usize, builder: &mut Builder) {
        write_furniture(&mut self.feet, page, &mut self.current, builder);
    }
}

/// Writes the waiting lines up to those of `page`.
fn write_furniture(waiting: &mut VecDeque<TextLine>, page: usize, current: &mut usize, builder: &mut Builder) {
    while waiting.front().is_some_and(|line| line.page <= page) {
        let Some(line) = waiting.pop_front() else { return };
        // A page that lies whole within one paragraph has no place of its own left for its furniture.
        if line.page < *current {
            let text: String = line.chars.iter().map(|&(c, _)| c).collect();
            builder.block(Before::Line, BlockKind::Furniture, &text);
            continue;
        }
        *current = line.page;
        builder.placed_block(Before::Line, BlockKind::Furniture, line.page, &[placed(line)]);
    }
}

fn placed_lines(paragraph: TextParagraph) -> Vec<PlacedLine> {
    let mut lines: Vec<PlacedLine> = Vec::with_capacity(paragraph.lines.len());
    for line in paragraph.lines {
        let line = placed(line);
        if let Some(before) = lines.last_mut() {
            join(&mut before.chars, &line.chars);
        }
        lines.push(line);
    }
    lines
}

/// Chinese runs on without a blank; words of letters are kept apart, and put together again at a hyphen.
fn join(before: &mut Vec<(char, Option<Rect>)>, after: &[(char, Option<Rect>)]) {
    let (Some(&(end, _)), Some(&(start, _))) = (before.last(), after.first()) else { return };
    let is_letter = |c: char| c.is_alphabetic() && (c as u32) < 0x2e80;
    let breaks_word =
        is_letter(end) && is_letter(start) || end.is_ascii_punctuation() && is_letter(start) && end != '-';
    if breaks_word {
        before.push((' ', None));
    }
}

fn placed(line: TextLine) -> PlacedLine {
    PlacedLine { page: line.page, rect: line.rect, chars: line.chars }
}
