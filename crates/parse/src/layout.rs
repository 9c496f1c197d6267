//! Owns what formats with fixed pages share: from drawn characters with boxes to lines, paragraphs and furniture, written
//! so that a paragraph that runs over pages stays in one piece. Does not know how any format draws.

mod column;
mod furniture;
mod line;
mod mark;
mod paragraph;
mod quality;
mod ruling;
mod table;
mod write;

use std::collections::VecDeque;

use casefile::{Code, Diagnostic, PageOrigin, PageQuality, Rect};

use crate::builder::{Builder, PageFrame};
use furniture::Repeated;
use line::TextLine;
use paragraph::Joining;
pub(crate) use ruling::{Painted, add_rules};
use write::Writer;

/// A page is the picture of a page where images cover so much of it and no more characters than these stand beside them:
/// a page number, the name of a scanner program.
const SCAN_IMAGE_SHARE: f32 = 0.5;
const SCAN_CHARS_MAX: usize = 30;

/// Pages are laid out in batches, so that a case file of thousands of pages does not lie in memory as lines; what repeats
/// is known before most pages of a batch are written.
const BATCH_PAGES: usize = 256;

/// So many pages wait for the next batch: a header that begins on them may not have repeated yet.
const WAITING_PAGES: usize = 8;

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
    /// Of the colour of seals.
    pub is_red: bool,
    /// Of a comment or stamp that lies on the page.
    pub is_aside: bool,
}

/// All that is known of one page.
pub(crate) struct PageText {
    pub width: f32,
    pub height: f32,
    pub chars: Vec<DrawnChar>,
    /// Ruling lines; see [`add_rules`].
    pub rules: Vec<Rect>,
    /// Characters that no table maps to text; they stand as U+FFFD.
    pub unmapped: usize,
    /// Images, shadings and paths drawn, rules aside.
    pub drawings: usize,
    /// Share of the page that images cover.
    pub image_share: f32,
    /// Whether characters were left out at `limits::PAGE_GLYPHS_MAX`.
    pub is_cut: bool,
}

impl PageText {
    /// A page of this size, in points, with nothing on it.
    pub fn new(width: f32, height: f32) -> PageText {
        let (chars, rules) = (Vec::new(), Vec::new());
        PageText { width, height, chars, rules, unmapped: 0, drawings: 0, image_share: 0.0, is_cut: false }
    }
}

/// The pages of a file as they are laid out, one after the other.
#[derive(Default)]
pub(crate) struct Pages {
    count: usize,
    /// Lines and heights of the pages that are not written yet.
    waiting: VecDeque<(Vec<TextLine>, f32)>,
    repeated: Repeated,
    joining: Joining,
    writer: Writer,
}

impl Pages {
    /// Lays out the next page; says what is wrong with it.
    pub fn add(&mut self, text: &PageText, builder: &mut Builder) {
        let index = self.count;
        self.count += 1;
        let frame = judge(index, text, builder);
        builder.page(frame);
        let (lines, height) = (line::lines_of(index, text), line::reading_height(text));
        self.repeated.note(&lines, height);
        self.waiting.push_back((lines, height));
        if self.waiting.len() >= BATCH_PAGES {
            self.write_pages(BATCH_PAGES - WAITING_PAGES, builder);
        }
    }

    /// Ends a document, the last one or one of several in a file: no paragraph runs on from it into the next one. Writes
    /// what is not written yet.
    pub fn end_document(&mut self, builder: &mut Builder) {
        self.write_pages(self.waiting.len(), builder);
        if let Some(paragraph) = std::mem::take(&mut self.joining).finish() {
            self.writer.write(paragraph, builder);
        }
        self.writer.finish(builder);
        self.repeated = Repeated::default();
    }

    fn write_pages(&mut self, count: usize, builder: &mut Builder) {
        let mut bodies = Vec::with_capacity(count);
        for (lines, height) in self.waiting.drain(..count) {
            let page = furniture::sorted(lines, height, &self.repeated);
            self.writer.heads.extend(page.head);
            self.writer.feet.extend(page.foot);
            self.writer.feet.extend(page.marks);
            bodies.push(page.body);
        }
        for paragraph in self.joining.add(bodies) {
            self.writer.write(paragraph, builder);
        }
    }
}

/// Where the text of a page comes from and how good it is; says what is wrong with it.
fn judge(index: usize, text: &PageText, builder: &mut Builder) -> PageFrame {
    let number = u32::try_from(index + 1).expect("pages are capped by PAGES_MAX");
    let mut diagnose = |code, about: &str| builder.diagnose(Diagnostic::new(code, about).on_page(number));
    let visible = || text.chars.iter().filter(|drawn| !drawn.c.is_whitespace());
    let invisible = visible().filter(|drawn| drawn.is_invisible).count();
    let is_scan = text.image_share >= SCAN_IMAGE_SHARE && invisible == 0;
    let (origin, quality) = match visible().count() {
        0 if text.drawings == 0 => (PageOrigin::Blank, PageQuality::Good),
        0 => (PageOrigin::Image, PageQuality::Unreadable),
        count if is_scan && count <= SCAN_CHARS_MAX => (PageOrigin::Image, PageQuality::Unreadable),
        count => {
            let origin = if invisible * 2 > count { PageOrigin::Ocr } else { PageOrigin::Native };
            let is_garbled = quality::is_garbled(text.chars.iter().map(|drawn| drawn.c));
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
