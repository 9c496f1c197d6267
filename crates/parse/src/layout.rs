//! Owns what formats with fixed pages share: from drawn characters with boxes to lines, paragraphs and furniture, written
//! so that a paragraph that runs over pages stays in one piece. Does not know how any format draws.

mod furniture;
mod line;
mod paragraph;

use std::collections::VecDeque;

use casefile::{BlockKind, Code, Diagnostic, PageOrigin, PageQuality, Rect};

use crate::builder::{Before, Builder, PageFrame, PlacedLine};
use furniture::PageLines;
use line::TextLine;
use paragraph::TextParagraph;

/// Share of characters without meaning above which a page is garbled.
const GARBLED_SHARE: f64 = 0.2;

/// A character as it was drawn. Coordinates are points from the top left of the page as shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DrawnChar {
    pub c: char,
    pub rect: Rect,
    /// The point on the baseline where it starts.
    pub origin: (f32, f32),
    /// Direction of writing: unit vector.
    pub direction: (f32, f32),
    pub size: f32,
    pub is_invisible: bool,
    pub is_vertical: bool,
}

/// All text of one page.
pub(crate) struct PageText {
    pub width: f32,
    pub height: f32,
    pub chars: Vec<DrawnChar>,
    /// Characters that no table maps to text; they stand as U+FFFD.
    pub unmapped: usize,
    /// Images, paths and shadings drawn.
    pub drawings: usize,
    /// Whether characters were left out at `limits::PAGE_GLYPHS_MAX`.
    pub is_cut: bool,
}

/// The pages of a document as they are laid out, one after the other.
#[derive(Default)]
pub(crate) struct Pages {
    frames: Vec<PageFrame>,
    lines: Vec<Vec<TextLine>>,
    heights: Vec<f32>,
    /// How many pages there were at the end of each document but the last.
    ends: Vec<usize>,
}

impl Pages {
    /// Lays out the next page; says what is wrong with it.
    pub fn add(&mut self, text: &PageText, builder: &mut Builder) {
        let index = self.frames.len();
        self.frames.push(judge(index, text, builder));
        self.lines.push(line::lines_of(index, text));
        self.heights.push(line::reading_height(text));
    }

    /// Adds text that lies over the last page and is no part of it: annotations and watermarks.
    pub fn add_marks(&mut self, text: &PageText) {
        let Some(index) = self.lines.len().checked_sub(1) else { return };
        let lines = line::lines_of(index, text);
        self.lines[index].extend(lines.into_iter().map(|line| TextLine { is_oblique: true, ..line }));
    }

    /// Ends a document: no paragraph runs on from it into the next one.
    pub fn end_document(&mut self) {
        self.ends.push(self.frames.len());
    }

    /// Writes all pages.
    pub fn write(mut self, builder: &mut Builder) {
        builder.pages(self.frames);
        self.ends.push(self.lines.len());
        let mut lines = self.lines.into_iter();
        let mut heights = self.heights.as_slice();
        let mut first = 0;
        for end in self.ends {
            let of_document = lines.by_ref().take(end - first).collect();
            let (own, rest) = heights.split_at(end - first);
            write(furniture::sorted(of_document, own), first, builder);
            (heights, first) = (rest, end);
        }
    }
}

/// Where the text of a page comes from and how good it is; says what is wrong with it.
fn judge(index: usize, text: &PageText, builder: &mut Builder) -> PageFrame {
    let number = u32::try_from(index + 1).expect("pages are capped by PAGES_MAX");
    let mut diagnose = |code, about: &str| builder.diagnose(Diagnostic::new(code, about).on_page(number));
    let visible: Vec<_> = text.chars.iter().filter(|drawn| !drawn.c.is_whitespace()).collect();
    let invisible = visible.iter().filter(|drawn| drawn.is_invisible).count();
    let meaningless = visible.iter().filter(|drawn| is_meaningless(drawn.c)).count();
    let (origin, quality) = match visible.len() {
        0 if text.drawings == 0 => (PageOrigin::Blank, PageQuality::Good),
        0 => (PageOrigin::Image, PageQuality::Unreadable),
        count => {
            let origin = if invisible * 2 > count { PageOrigin::Ocr } else { PageOrigin::Native };
            let is_garbled = meaningless as f64 > count as f64 * GARBLED_SHARE;
            (origin, if is_garbled { PageQuality::Garbled } else { PageQuality::Good })
        }
    };
    match quality {
        PageQuality::Unreadable => diagnose(Code::PageWithoutText, "page"),
        PageQuality::Garbled => diagnose(Code::PageGarbled, "page"),
        PageQuality::Good => {}
    }
    if text.is_cut {
        diagnose(Code::TextTruncated, "PAGE_GLYPHS_MAX");
    }
    PageFrame { origin, quality, width: text.width, height: text.height }
}

fn is_meaningless(c: char) -> bool {
    matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}') || c.is_control()
}

/// Lines of furniture that wait for their turn.
struct Waiting {
    heads: VecDeque<TextLine>,
    feet: VecDeque<TextLine>,
}

/// Writes body and furniture. The header of a page comes before its first paragraph and the footer after its last one;
/// where a paragraph runs on to the next page, the footer comes before it and the next header after it.
fn write(pages: Vec<PageLines>, first: usize, builder: &mut Builder) {
    let mut waiting = Waiting { heads: VecDeque::new(), feet: VecDeque::new() };
    let mut bodies = Vec::with_capacity(pages.len());
    for page in pages {
        waiting.heads.extend(page.head);
        waiting.feet.extend(page.foot);
        waiting.feet.extend(page.marks);
        bodies.push(page.body);
    }
    let mut current = first;
    for paragraph in paragraph::paragraphs(bodies) {
        let (Some(first), Some(last)) = (paragraph.lines.first(), paragraph.lines.last()) else { continue };
        let (first, last) = (first.page, last.page);
        waiting.write_before(first, &mut current, builder);
        if last > first {
            write_furniture(&mut waiting.feet, first, &mut current, builder);
        }
        write_paragraph(paragraph, builder);
        current = last;
    }
    waiting.write_before(usize::MAX, &mut current, builder);
}

impl Waiting {
    /// Everything of earlier pages, and the header of `page`.
    fn write_before(&mut self, page: usize, current: &mut usize, builder: &mut Builder) {
        loop {
            let head = self.heads.front().map(|line| line.page).filter(|&at| at <= page);
            let foot = self.feet.front().map(|line| line.page).filter(|&at| at < page);
            match (head, foot) {
                (Some(head), foot) if foot.is_none_or(|foot| head <= foot) => {
                    write_furniture(&mut self.heads, head, current, builder);
                }
                (_, Some(foot)) => write_furniture(&mut self.feet, foot, current, builder),
                (_, None) => return,
            }
        }
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
        builder.placed_block(BlockKind::Furniture, &[placed(line)]);
    }
}

fn write_paragraph(paragraph: TextParagraph, builder: &mut Builder) {
    let mut lines: Vec<PlacedLine> = Vec::with_capacity(paragraph.lines.len());
    for line in paragraph.lines {
        let line = placed(line);
        if let Some(before) = lines.last_mut() {
            join(&mut before.chars, &line.chars);
        }
        lines.push(line);
    }
    builder.placed_block(paragraph.kind, &lines);
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
