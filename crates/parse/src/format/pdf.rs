//! Owns PDF: opening it, reading its pages one by one and writing their text so that a paragraph that runs over pages
//! stays in one piece. Does not draw anything.

mod furniture;
mod line;
mod page_text;
mod paragraph;
mod unicode;

use std::collections::VecDeque;

use casefile::{BlockKind, Code, Diagnostic, PageOrigin, PageQuality, Rect, limits};
use hayro_interpret::InterpreterCache;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use crate::builder::{Before, Builder, PageFrame, PlacedLine};
use crate::error::ParseError;
use furniture::PageLines;
use line::TextLine;
use page_text::PageText;
use paragraph::TextParagraph;
use unicode::FontTables;

/// Share of characters without meaning above which a page is garbled.
const GARBLED_SHARE: f64 = 0.2;

pub(crate) fn read(bytes: &[u8], builder: &mut Builder) -> Result<(), ParseError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => ParseError::Encrypted { what: "PDF" },
        LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm) => ParseError::Encrypted { what: "PDF" },
        LoadPdfError::Decryption(_) | LoadPdfError::Invalid => ParseError::Damaged { what: "PDF" },
    })?;
    let pages = pdf.pages();
    if pages.is_empty() {
        return Err(ParseError::Damaged { what: "PDF" });
    }
    if pages.len() > limits::PAGES_MAX as usize {
        return Err(ParseError::LimitExceeded { limit: "PAGES_MAX" });
    }
    let cache = InterpreterCache::new();
    let tables = FontTables::new(&pdf);
    let mut frames = Vec::with_capacity(pages.len());
    let mut lines = Vec::with_capacity(pages.len());
    let mut heights = Vec::with_capacity(pages.len());
    for (index, page) in pages.iter().enumerate() {
        let text = page_text::read_page(page, &cache, &tables);
        frames.push(judge(index, &text, builder));
        let of_page = line::lines_of(index, &text);
        heights.push(line::reading_height(&text));
        lines.push(of_page);
    }
    builder.pages(frames);
    write(furniture::sorted(lines, &heights), builder);
    Ok(())
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
        0 => (PageOrigin::Blank, PageQuality::Unreadable),
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
fn write(pages: Vec<PageLines>, builder: &mut Builder) {
    let mut waiting = Waiting { heads: VecDeque::new(), feet: VecDeque::new() };
    let mut bodies = Vec::with_capacity(pages.len());
    for page in pages {
        waiting.heads.extend(page.head);
        waiting.feet.extend(page.foot);
        waiting.feet.extend(page.marks);
        bodies.push(page.body);
    }
    let mut current = 0;
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
