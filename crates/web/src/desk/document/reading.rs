//! Owns the reading view of documents without pages of fixed size: paragraphs, headings, tables and notes with the marks in
//! the text. Very long documents come in parts.

use casefile::{Block, BlockKind, Document, Span, limits};
use maud::{Markup, html};

use super::mark::{Mark, pieces};
use super::picture::shown;

/// The parts in which a text is shown; at least one. They end between blocks, or within one that is too long by itself.
pub(super) fn parts(document: &Document) -> Vec<Span> {
    let end = document.text.len() as u32;
    let mut parts = Vec::new();
    let mut start = 0;
    let starts = document.blocks.iter().map(|block| block.span.start()).chain([end]);
    let mut last_start = 0;
    for at in starts {
        if at - start > limits::READING_PART_BYTES_MAX && last_start > start {
            parts.push(Span::new(start, last_start));
            start = last_start;
        }
        while at - start > limits::READING_PART_BYTES_MAX {
            let cut = document.text.floor_char_boundary((start + limits::READING_PART_BYTES_MAX) as usize) as u32;
            parts.push(Span::new(start, cut));
            start = cut;
        }
        last_start = at;
    }
    if start < end || parts.is_empty() {
        parts.push(Span::new(start, end));
    }
    parts
}

/// The number of the part that holds a byte, counted from 1.
pub(super) fn part_of(parts: &[Span], at: u32) -> u32 {
    parts.partition_point(|part| part.start() <= at).max(1) as u32
}

/// A part of the text.
pub(super) fn part(document: &Document, part: Span, marks: &[Mark]) -> Markup {
    let blocks: Vec<Block> = document.blocks.iter().filter_map(|block| cut(block, part)).collect();
    let groups = blocks.chunk_by(|a, b| a.kind == BlockKind::Cell && b.kind == BlockKind::Cell);
    html! {
        article.reading {
            @for group in groups {
                @if group[0].kind == BlockKind::Cell {
                    (table(document, group, marks))
                } @else {
                    @for block in group { (paragraph(document, block, marks)) }
                }
            }
        }
    }
}

/// What of a block lies in a part; empty cells stay, for columns to be counted.
fn cut(block: &Block, part: Span) -> Option<Block> {
    let span = Span::new(block.span.start().max(part.start()), block.span.end().min(part.end()));
    let is_inside = block.span.start() < part.end() && (block.span.end() > part.start() || block.span.is_empty());
    let is_shown = !span.is_empty() || (block.kind == BlockKind::Cell && part.contains(block.span));
    (is_inside && is_shown).then_some(Block { kind: block.kind, span })
}

fn paragraph(document: &Document, block: &Block, marks: &[Mark]) -> Markup {
    let class = match block.kind {
        BlockKind::Heading => Some("heading"),
        BlockKind::Note => Some("note"),
        BlockKind::Furniture => Some("furniture"),
        BlockKind::Paragraph | BlockKind::Cell => None,
    };
    html! { p class=[class] data-at=(block.span.start()) { (text(document, block.span, marks)) } }
}

/// Cells with a tab between them stand in one row.
fn table(document: &Document, cells: &[Block], marks: &[Mark]) -> Markup {
    let is_same_row = |a: &Block, b: &Block| {
        let between = a.span.end() as usize..b.span.start() as usize;
        document.text.get(between).is_some_and(|between| between == "\t")
    };
    html! {
        table {
            tbody {
                @for row in cells.chunk_by(is_same_row) {
                    tr { @for cell in row { td data-at=(cell.span.start()) { (text(document, cell.span, marks)) } } }
                }
            }
        }
    }
}

fn text(document: &Document, span: Span, marks: &[Mark]) -> Markup {
    html! {
        @for (piece, tone) in pieces(span, marks) {
            @let words: String = document.quote(piece).chars().map(shown).collect();
            @match tone {
                Some(tone) => mark class=(tone.class()) { (words) },
                None => (words),
            }
        }
    }
}
