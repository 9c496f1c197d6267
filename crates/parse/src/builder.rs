//! Owns how a document is put together: every format adds its text through [`Builder`], which makes the promises of
//! `casefile::Document` hold (blocks disjoint and ascending, pages covering the text, spans on character boundaries).
//! Does not know any format.

use casefile::{
    Attachment, Block, BlockKind, Code, Diagnostic, Document, Format, Glyph, Line, Page, PageOrigin, PageQuality, Rect,
    Signature, Source, Span, limits,
};
use sha2::{Digest, Sha256};

/// What stands between a block and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Before {
    /// A line break.
    Line,
    /// A tab: the next cell of the same table row.
    Tab,
}

/// What is known of a page before its text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PageFrame {
    pub origin: PageOrigin,
    pub quality: PageQuality,
    pub width: f32,
    pub height: f32,
}

/// A laid-out line to be added: its characters with their places.
#[derive(Clone, Debug)]
pub(crate) struct PlacedLine {
    /// Index of the page, counted from 0.
    pub page: usize,
    pub rect: Rect,
    /// Characters; those without a place (spaces put in between) have none.
    pub chars: Vec<(char, Option<Rect>)>,
}

/// A document in the making.
pub(crate) struct Builder {
    text: String,
    frames: Vec<PageFrame>,
    page_starts: Vec<usize>,
    blocks: Vec<Block>,
    lines: Vec<Line>,
    glyphs: Vec<Glyph>,
    attachments: Vec<Attachment>,
    signatures: Vec<Signature>,
    diagnostics: Vec<Diagnostic>,
    full: bool,
}

impl Builder {
    pub fn new() -> Builder {
        Builder {
            text: String::new(),
            frames: Vec::new(),
            page_starts: Vec::new(),
            blocks: Vec::new(),
            lines: Vec::new(),
            glyphs: Vec::new(),
            attachments: Vec::new(),
            signatures: Vec::new(),
            diagnostics: Vec::new(),
            full: false,
        }
    }

    pub fn diagnose(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Lists a file inside the document; says so when there are too many.
    pub fn attach(&mut self, attachment: Attachment) {
        match self.attachments.len() < limits::ATTACHMENTS_MAX {
            true => self.attachments.push(attachment),
            false => self.diagnose_once(Code::LimitReached, "ATTACHMENTS_MAX"),
        }
    }

    /// Lists a signature; says so when there are too many.
    pub fn sign(&mut self, signature: Signature) {
        match self.signatures.len() < limits::ATTACHMENTS_MAX {
            true => self.signatures.push(signature),
            false => self.diagnose_once(Code::LimitReached, "ATTACHMENTS_MAX"),
        }
    }

    fn diagnose_once(&mut self, code: Code, about: &str) {
        if !self.diagnostics.iter().any(|known| known.code == code && known.about == about) {
            self.diagnose(Diagnostic::new(code, about));
        }
    }

    /// Whether the text limit is reached, so that reading on is in vain.
    pub fn is_full(&self) -> bool {
        self.full
    }

    /// The blocks so far: what stands before each, its kind and its text.
    pub fn block_texts(self) -> Vec<(Before, BlockKind, String)> {
        let texts = self.blocks.iter().map(|block| {
            let range = block.span.range();
            let is_tabbed = self.text[..range.start].ends_with('\t');
            (if is_tabbed { Before::Tab } else { Before::Line }, block.kind, self.text[range].to_owned())
        });
        texts.collect()
    }

    /// Takes over a text as it is: each line that is not blank becomes a paragraph.
    pub fn whole_text(&mut self, text: &str) {
        let keep = self.room_for(text);
        let base = self.text.len();
        self.text.push_str(keep);
        let mut at = base;
        for line in keep.split('\n') {
            if !line.trim().is_empty() {
                self.blocks.push(Block { kind: BlockKind::Paragraph, span: Span::of(at..at + line.len()) });
            }
            at += line.len() + 1;
        }
    }

    /// Adds a block. Line breaks in `text` end blocks; characters that no document means to show are dropped.
    pub fn block(&mut self, before: Before, kind: BlockKind, text: &str) {
        for (index, piece) in text.split('\n').enumerate() {
            self.separate(if index == 0 { before } else { Before::Line });
            if self.full {
                return;
            }
            let start = self.text.len();
            let clean: String = piece.chars().filter_map(|c| clean(c, kind)).collect();
            let keep = self.room_for(&clean).len();
            self.text.push_str(&clean[..keep]);
            self.blocks.push(Block { kind, span: Span::of(start..self.text.len()) });
        }
    }

    /// Declares the next page; [`Builder::placed_block`] then says where it begins.
    pub fn page(&mut self, frame: PageFrame) {
        self.frames.push(frame);
    }

    /// Adds a block that begins on a page (counted from 0), made of laid-out lines, which may run over pages; without
    /// lines it is an empty cell.
    pub fn placed_block(&mut self, before: Before, kind: BlockKind, page: usize, lines: &[PlacedLine]) {
        self.separate(before);
        if self.full {
            return;
        }
        self.turn_to(page);
        let start = self.text.len();
        for line in lines {
            self.turn_to(line.page);
            let line_start = self.text.len();
            for &(c, rect) in &line.chars {
                let Some(c) = clean(c, kind) else { continue };
                let mut buffer = [0; 4];
                if self.room_for(c.encode_utf8(&mut buffer)).is_empty() {
                    break;
                }
                if let Some(rect) = rect {
                    self.glyphs.push(Glyph { at: Span::of(self.text.len()..self.text.len()).start(), rect });
                }
                self.text.push(c);
            }
            if self.text.len() > line_start {
                let number = page_number(line.page);
                self.lines.push(Line { page: number, span: Span::of(line_start..self.text.len()), rect: line.rect });
            }
        }
        self.blocks.push(Block { kind, span: Span::of(start..self.text.len()) });
    }

    /// The document. A document without any text says so.
    pub fn finish(mut self, name: &str, bytes: &[u8], format: Format) -> Document {
        if self.frames.is_empty() {
            let origin = if self.text.trim().is_empty() { PageOrigin::Blank } else { PageOrigin::Native };
            self.frames.push(PageFrame { origin, quality: PageQuality::Good, width: 0.0, height: 0.0 });
        }
        self.turn_to(self.frames.len() - 1);
        if self.text.trim().is_empty() {
            self.diagnostics.push(Diagnostic::new(Code::DocumentEmpty, format.as_str()));
        }
        let pages = (0..self.frames.len())
            .map(|index| {
                let end = self.page_starts.get(index + 1).copied().unwrap_or(self.text.len());
                let frame = self.frames[index];
                Page {
                    number: page_number(index),
                    span: Span::of(self.page_starts[index]..end),
                    origin: frame.origin,
                    quality: frame.quality,
                    width: frame.width,
                    height: frame.height,
                }
            })
            .collect();
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned();
        let source = Source { sha256: sha256_hex(bytes).into(), name, format, bytes: bytes.len() as u64 };
        Document {
            source,
            text: self.text,
            pages,
            blocks: self.blocks,
            lines: self.lines,
            glyphs: self.glyphs,
            attachments: self.attachments,
            signatures: self.signatures,
            diagnostics: self.diagnostics,
        }
    }

    fn separate(&mut self, before: Before) {
        if self.blocks.is_empty() || self.full {
            return;
        }
        if self.room_for("\n").is_empty() {
            return;
        }
        self.text.push(match before {
            Before::Line => '\n',
            Before::Tab => '\t',
        });
    }

    /// Lets every page up to `index` begin at the end of the text, unless it has begun already.
    fn turn_to(&mut self, index: usize) {
        while self.page_starts.len() <= index {
            self.page_starts.push(if self.page_starts.is_empty() { 0 } else { self.text.len() });
        }
    }

    /// The part of `more` that still fits; says so once when something does not.
    fn room_for<'m>(&mut self, more: &'m str) -> &'m str {
        let room = limits::TEXT_BYTES_MAX - self.text.len();
        if more.len() <= room && !self.full {
            return more;
        }
        if !self.full {
            self.full = true;
            self.diagnostics.push(Diagnostic::new(Code::TextTruncated, "TEXT_BYTES_MAX"));
            return &more[..more.floor_char_boundary(room)];
        }
        ""
    }
}

fn page_number(index: usize) -> u32 {
    u32::try_from(index + 1).expect("pages are capped by PAGES_MAX")
}

/// Tabs separate cells, so a tab inside a cell becomes a space. Word sets no-break spaces for layout only.
fn clean(c: char, kind: BlockKind) -> Option<char> {
    match c {
        '\t' if kind == BlockKind::Cell => Some(' '),
        '\t' => Some('\t'),
        '\u{a0}' => Some(' '),
        '\u{ad}' | '\u{200b}' | '\u{feff}' => None,
        c if c.is_control() => None,
        c => Some(c),
    }
}

fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The first promise of `casefile::Document` that does not hold; `None` for every document that this crate returns.
pub fn contract_breach(document: &Document) -> Option<String> {
    let text = &document.text;
    let sound = |span: Span| {
        let range = span.range();
        range.end <= text.len() && text.is_char_boundary(range.start) && text.is_char_boundary(range.end)
    };
    let mut end = 0;
    for (index, page) in document.pages.iter().enumerate() {
        if page.number != page_number(index) || page.span.range().start != end || !sound(page.span) {
            return Some(format!("page {} does not continue at byte {end}: {:?}", index + 1, page.span));
        }
        end = page.span.range().end;
    }
    if end != text.len() {
        return Some(format!("pages end at {end} of {} bytes", text.len()));
    }
    let mut end = 0;
    for (index, block) in document.blocks.iter().enumerate() {
        let range = block.span.range();
        if !sound(block.span) || range.start < end || text[range.clone()].contains('\n') {
            return Some(format!("block {index} is unsound: {:?}", block.span));
        }
        let between = &text[end..range.start];
        let separated = between.contains(['\n', '\t']) || index == 0;
        if !between.trim().is_empty() || !separated {
            return Some(format!("blocks {} and {index} are not separated", index.saturating_sub(1)));
        }
        end = range.end;
    }
    if !text[end..].trim().is_empty() {
        return Some("text after the last block".to_owned());
    }
    let mut end = 0;
    for line in &document.lines {
        let in_page = document.pages.get(line.page as usize - 1).is_some_and(|page| page.span.contains(line.span));
        if !sound(line.span) || line.span.start() < end || !in_page {
            return Some(format!("line is unsound: {:?}", line.span));
        }
        end = line.span.end();
    }
    let mut next = 0;
    for glyph in &document.glyphs {
        if glyph.at < next || !text.is_char_boundary(glyph.at as usize) || glyph.at as usize >= text.len() {
            return Some(format!("glyph at {} is unsound", glyph.at));
        }
        next = glyph.at + 1;
    }
    None
}
