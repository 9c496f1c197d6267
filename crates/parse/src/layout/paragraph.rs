//! Owns joining lines into paragraphs, within a page and across pages. Does not know headers and footers: they are gone
//! by then.

use casefile::BlockKind;

use super::line::{TextLine, is_closing_mark, median};

/// A line that ends within so many sizes of the right margin is full: a punctuation mark may not begin a line and takes
/// the character before it along.
const FULL_WITHIN: f32 = 1.6;

/// Programs set digits and Chinese apart by up to so many sizes, which the first word of the next line would need, too.
const WORD_GAP: f32 = 0.3;

/// A line that ends further from the right margin is not full, but may still run on within so many sizes.
const RAGGED_WITHIN: f32 = 4.0;

/// A line that begins so many sizes right of the margin is indented.
const INDENT_MIN: f32 = 0.9;

/// Indents up to so many sizes begin paragraphs or lists; beyond, the text is centred or set to the right.
const INDENT_MAX: f32 = 5.0;

/// A leading of more than this many usual ones separates paragraphs.
const LEADING_MAX: f32 = 1.45;

/// After the end of a sentence, less tells paragraphs apart.
const LEADING_APART: f32 = 1.25;

/// Sizes that differ by more than this factor do not belong to one paragraph.
const SIZE_FACTOR: f32 = 1.15;

/// A paragraph: its kind and lines in order.
pub(super) struct TextParagraph {
    pub kind: BlockKind,
    pub lines: Vec<TextLine>,
}

/// Left and right margin of the body, and its usual leading.
#[derive(Clone, Copy, Debug)]
struct Layout {
    left: f32,
    right: f32,
    leading: f32,
    /// The smaller of this leading and that of the document: on a page of short paragraphs, their distance looks like a
    /// leading.
    tight: f32,
    size: f32,
    /// Whether paragraphs begin with an indent, so that a line at the margin continues one.
    indents: bool,
}

/// Joins lines into paragraphs, some pages at a time.
#[derive(Default)]
pub(super) struct Joining {
    /// The last paragraph so far, which the next page may continue, and the layout of its last line.
    open: Option<(TextParagraph, Layout)>,
}

impl Joining {
    /// The paragraphs that end before the last one of these pages, which are given as their body lines.
    pub fn add(&mut self, pages: Vec<Vec<TextLine>>) -> Vec<TextParagraph> {
        let all: Vec<&TextLine> = pages.iter().flatten().filter(|line| line.cell.is_none()).collect();
        // Pages of tables alone have no margins to find; any will do.
        let none = Layout { left: 0.0, right: 0.0, leading: 1.0, tight: 1.0, size: 1.0, indents: false };
        let document = layout(&all).unwrap_or(none);
        let mut done = Vec::new();
        for lines in pages {
            let mut lines = lines.into_iter().peekable();
            while let Some(first) = lines.next() {
                let column = first.column;
                let mut part = vec![first];
                while let Some(line) = lines.next_if(|line| line.column == column) {
                    part.push(line);
                }
                self.add_part(part, document, &mut done);
            }
        }
        done
    }

    /// The last paragraph.
    pub fn finish(self) -> Option<TextParagraph> {
        self.open.map(|(paragraph, _)| paragraph)
    }

    /// Adds lines that share their margins.
    fn add_part(&mut self, lines: Vec<TextLine>, document: Layout, done: &mut Vec<TextParagraph>) {
        let text: Vec<&TextLine> = lines.iter().filter(|line| line.cell.is_none()).collect();
        let own = layout(&text);
        let is_column = lines.first().is_some_and(|line| line.column > 0);
        let layout = match own {
            Some(own) if is_column => own,
            own => own.map_or(document, |own| page_layout(own, document, text.len())),
        };
        for line in lines {
            let is_heading = line.column == 0 && is_centred(&line, layout) && line.size > layout.size * 1.1;
            let kind = match line.cell {
                Some(_) => BlockKind::Cell,
                None if is_heading => BlockKind::Heading,
                None => BlockKind::Paragraph,
            };
            match &mut self.open {
                Some((open, before)) if open.kind == kind && continues(open, &line, *before, layout) => {
                    open.lines.push(line);
                    *before = layout;
                }
                open => {
                    let paragraph = TextParagraph { kind, lines: vec![line] };
                    done.extend(open.replace((paragraph, layout)).map(|(paragraph, _)| paragraph));
                }
            }
        }
    }
}

/// Pages may have margins of their own, but only one with enough lines shows them; a short last page does not.
fn page_layout(own: Layout, document: Layout, lines: usize) -> Layout {
    const LINES_MIN: usize = 8;
    if lines < LINES_MIN {
        let leading = if lines > 2 { own.leading } else { document.leading };
        return Layout { leading, tight: leading.min(document.leading), ..document };
    }
    let shift = own.left - document.left;
    let is_shifted = (own.right - document.right - shift).abs() < document.size;
    let (left, right) =
        if is_shifted { (own.left, own.right) } else { (own.left.min(document.left), own.right.max(document.right)) };
    let is_other_page = (own.right - own.left - (document.right - document.left)).abs() > 4.0 * document.size;
    let (left, right) = if is_other_page { (own.left, own.right) } else { (left, right) };
    Layout { left, right, indents: document.indents, tight: own.leading.min(document.leading), ..own }
}

fn layout(lines: &[&TextLine]) -> Option<Layout> {
    if lines.is_empty() {
        return None;
    }
    let size = median(lines.iter().map(|line| line.size)).max(1.0);
    let left = edge(lines.iter().map(|line| line.u0), size, Side::Least);
    let right = edge(right_ends(lines).into_iter(), size, Side::Greatest);
    let steps = lines.windows(2).filter(|pair| pair[0].page == pair[1].page && pair[0].frame == pair[1].frame);
    let steps = steps.map(|pair| pair[1].base - pair[0].base).filter(|&step| step > 0.5 * size && step < 4.0 * size);
    let leading = median(steps);
    let indented = lines.iter().filter(|line| (1.5..=2.7).contains(&((line.u0 - left) / size))).count();
    let indents = indented >= 2 && indented * 16 >= lines.len();
    let leading = if leading > 0.0 { leading } else { 1.5 * size };
    Some(Layout { left, right, leading, tight: leading, size, indents })
}

/// Where lines end; those that end with a mark may hang over the margin and tell nothing, unless all do.
fn right_ends(lines: &[&TextLine]) -> Vec<f32> {
    let ends_with_mark = |line: &&&TextLine| line.chars.last().is_some_and(|&(c, _)| is_closing_mark(c));
    let plain: Vec<f32> = lines.iter().filter(|line| !ends_with_mark(line)).map(|line| line.u1).collect();
    if plain.is_empty() { lines.iter().map(|line| line.u1).collect() } else { plain }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Least,
    Greatest,
}

/// The outermost place where several lines begin or end. One line alone (a stamp, a long formula) is no margin, unless
/// the page has few lines.
fn edge(places: impl Iterator<Item = f32>, size: f32, side: Side) -> f32 {
    let mut places: Vec<f32> = places.collect();
    places.sort_by(f32::total_cmp);
    if side == Side::Greatest {
        places.reverse();
    }
    let needed = (places.len() / 12).clamp(1, 40);
    let dense =
        places.iter().find(|&&place| places.iter().filter(|&&other| (other - place).abs() <= size).count() > needed);
    dense.or(places.first()).copied().unwrap_or(0.0)
}

fn is_centred(line: &TextLine, layout: Layout) -> bool {
    let (before, after) = (line.u0 - layout.left, layout.right - line.u1);
    before > line.size && after > line.size && (before - after).abs() < 1.6 * line.size.max(layout.size)
}

/// Whether `next` goes on with the open paragraph.
fn continues(open: &TextParagraph, next: &TextLine, before: Layout, after: Layout) -> bool {
    let Some(last) = open.lines.last() else { return false };
    if last.cell.is_some() || next.cell.is_some() {
        return last.cell == next.cell && last.page == next.page;
    }
    if last.frame != next.frame || next.page > last.page + 1 || last.has_columns || next.has_columns {
        return false;
    }
    let factor = last.size / next.size;
    if !(1.0 / SIZE_FACTOR..=SIZE_FACTOR).contains(&factor) {
        return false;
    }
    let same_page = last.page == next.page && last.column == next.column;
    let step = next.base - last.base;
    let wide_step = same_page && (step > LEADING_MAX * before.leading || step <= 0.0);
    if wide_step {
        return false;
    }
    let last_indent = (last.u0 - before.left) / last.size;
    let next_indent = (next.u0 - after.left) / next.size;
    let same_indent = (last_indent - next_indent).abs() < 0.5;
    let runs_on = !ends_sentence(last);
    if same_page && !runs_on && step > LEADING_APART * before.tight {
        return false;
    }
    let room = before.right - last.u1;
    if !is_full(room, last, next) {
        // Scanned lines end raggedly, and quotations are set in on both sides: there the sentence decides.
        let is_ragged =
            before.indents && room < RAGGED_WITHIN * last.size && next_indent < INDENT_MIN && last_indent <= INDENT_MAX;
        let is_long = last.u1 - last.u0 > 0.8 * (before.right - before.left);
        // The first lines of two paragraphs are set in alike, too.
        let is_body = open.lines.len() > 1 || !before.indents;
        let is_quotation = same_indent
            && is_body
            && (INDENT_MIN..=INDENT_MAX).contains(&last_indent)
            && is_long
            && next.u1 <= last.u1 + last.size;
        return runs_on && (is_ragged || is_quotation);
    }
    let hangs = open.lines.len() > 1 && same_indent;
    if last_indent > INDENT_MAX && !hangs {
        return false;
    }
    if next_indent >= INDENT_MIN {
        // Both lines stand right of the margin: a paragraph set in as a whole goes on, unless the sentence is over.
        return hangs || (next_indent <= INDENT_MAX && same_indent && runs_on);
    }
    // Without indents only the margin tells: the last line of a paragraph leaves no room for the next word by chance alone.
    before.indents || runs_on || (lacks_room(room, last, next) && !begins_item(next))
}

/// Whether a line reaches the right margin.
fn is_full(room: f32, last: &TextLine, next: &TextLine) -> bool {
    room < FULL_WITHIN * last.size || lacks_room(room, last, next)
}

/// Whether what stands first on the next line would not have fitted. Digits and Chinese are set apart a little.
fn lacks_room(room: f32, last: &TextLine, next: &TextLine) -> bool {
    room < next.first_word + WORD_GAP * last.size
}

pub(super) fn ends_sentence(line: &TextLine) -> bool {
    let last = line.chars.iter().rev().map(|&(c, _)| c).find(|c| !c.is_whitespace());
    last.is_some_and(|c| "。；：！？.;:!?”".contains(c))
}

/// Whether a line begins like an item of a list: "一、", "（二）", "3.", "第四条".
pub(super) fn begins_item(line: &TextLine) -> bool {
    let dense = line.dense();
    let head: Vec<char> = dense.chars().take(6).collect();
    let is_count = |c: &char| c.is_ascii_digit() || "一二三四五六七八九十百".contains(*c);
    let after = |from: usize| from + head[from.min(head.len())..].iter().take_while(|c| is_count(c)).count();
    match head.first() {
        Some('（' | '(') => after(1) > 1 && matches!(head.get(after(1)), Some('）' | ')')),
        Some('第') => after(1) > 1,
        Some(c) if is_count(c) => matches!(head.get(after(0)), Some('、' | '.' | '．' | ')' | '）')),
        Some('①'..='⑳') => true,
        _ => false,
    }
}
