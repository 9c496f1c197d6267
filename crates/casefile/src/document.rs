//! Owns the parsed document: its raw text and the structure over it. Does not know how any format is read.

use std::fmt;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::extraction::PageBox;
use crate::span::Span;

/// A file format, recognised by content and never by suffix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Plain text in UTF-8, UTF-16 or GB18030.
    Txt,
    /// HTML, also under the name of a Word document.
    Html,
    /// A web page with its parts in one MIME message (RFC 2557).
    Mht,
    /// Office Open XML (Word 2007 and later, WPS).
    Docx,
    /// Word 97-2003 binary document, and WPS under that name.
    Doc,
    /// Rich Text Format.
    Rtf,
    /// OpenDocument text (ISO/IEC 26300).
    Odt,
    /// Portable Document Format.
    Pdf,
    /// Open Fixed-layout Document (GB/T 33190).
    Ofd,
    /// JPEG image: a photographed or scanned page.
    Jpeg,
    /// PNG image: a photographed or scanned page.
    Png,
    /// TIFF image: one scanned page or several.
    Tiff,
}

impl Format {
    /// Every format.
    pub const ALL: &[Format] = &[
        Format::Txt,
        Format::Html,
        Format::Mht,
        Format::Docx,
        Format::Doc,
        Format::Rtf,
        Format::Odt,
        Format::Pdf,
        Format::Ofd,
        Format::Jpeg,
        Format::Png,
        Format::Tiff,
    ];

    /// The lower-case name.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Txt => "txt",
            Format::Html => "html",
            Format::Mht => "mht",
            Format::Docx => "docx",
            Format::Doc => "doc",
            Format::Rtf => "rtf",
            Format::Odt => "odt",
            Format::Pdf => "pdf",
            Format::Ofd => "ofd",
            Format::Jpeg => "jpeg",
            Format::Png => "png",
            Format::Tiff => "tiff",
        }
    }

    /// Whether a page is a picture of fixed size, so that its text has places and it can be drawn.
    pub fn has_pages(self) -> bool {
        match self {
            Format::Pdf | Format::Ofd | Format::Jpeg | Format::Png | Format::Tiff => true,
            Format::Txt | Format::Html | Format::Mht | Format::Docx | Format::Doc | Format::Rtf | Format::Odt => false,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where a document came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// SHA-256 of the bytes in lower-case hex: the identity of the document.
    pub sha256: Arc<str>,
    /// The file name as it was given, without directories.
    pub name: String,
    /// The format that the content shows.
    pub format: Format,
    /// Size of the file in bytes.
    pub bytes: u64,
}

/// A rectangle on a page in points (1/72 inch), origin at the top left, y downwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x0: f32,
    /// Upper edge.
    pub y0: f32,
    /// Right edge.
    pub x1: f32,
    /// Lower edge.
    pub y1: f32,
}

impl Rect {
    /// The smallest rectangle that covers both.
    pub fn union(self, other: Rect) -> Rect {
        Rect {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }
}

/// How the text of a page came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageOrigin {
    /// Text stored in the file.
    Native,
    /// Text that a scanner or an OCR program laid under the page image.
    Ocr,
    /// A page image without text: it awaits OCR.
    Image,
    /// No text and nothing drawn.
    Blank,
}

/// How far the text of a page can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageQuality {
    /// Characters are what the page shows.
    Good,
    /// Many characters are unmapped, private-use or replacement characters.
    Garbled,
    /// The page shows something but yields no text.
    Unreadable,
}

/// A page; formats without pages have exactly one.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Counted from 1.
    pub number: u32,
    /// The page's part of the text.
    pub span: Span,
    /// Where the text came from.
    pub origin: PageOrigin,
    /// How good it is.
    pub quality: PageQuality,
    /// Width in points; 0 where the format has no geometry.
    pub width: f32,
    /// Height in points; 0 where the format has no geometry.
    pub height: f32,
}

/// What a block of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph of the body.
    Paragraph,
    /// A title or heading.
    Heading,
    /// A cell of a table.
    Cell,
    /// A footnote or endnote.
    Note,
    /// Running header or footer, page number, stamp: no part of what the document says.
    Furniture,
}

/// A paragraph, heading, cell or piece of furniture. Blocks are disjoint and ascending; the text between two blocks is
/// a line break or a tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its part of the text, without the closing line break.
    pub span: Span,
}

/// A line as laid out on a page. Only formats with positions have lines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Page number, counted from 1.
    pub page: u32,
    /// Its part of the text.
    pub span: Span,
    /// Where it stands.
    pub rect: Rect,
}

/// A character with its place. Only formats with positions have glyphs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// Offset of the character in the text.
    pub at: u32,
    /// Where it stands on the page of its line.
    pub rect: Rect,
}

/// A file inside a document. It is listed, not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// The name under which the document lists it.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
}

/// An electronic signature or seal that a document carries. It is listed, not verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Who signed: the owner of the seal or the subject of the certificate.
    pub signer: String,
    /// When, as the file states it.
    pub time: Option<String>,
    /// The pages that show the seal, counted from 1; none for a signature without picture.
    pub pages: Vec<u32>,
}

/// A parsed document. The text is immutable; everything else points into it.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Where it came from.
    pub source: Source,
    /// The raw text: one block per line, what `casecheck text` prints.
    pub text: String,
    /// Pages in order; together they cover the text.
    pub pages: Vec<Page>,
    /// Blocks in order.
    pub blocks: Vec<Block>,
    /// Lines in order of their spans; empty where the format has no positions.
    pub lines: Vec<Line>,
    /// Glyphs in order of their offsets; empty where the format has no positions.
    pub glyphs: Vec<Glyph>,
    /// Files inside the document.
    pub attachments: Vec<Attachment>,
    /// Signatures and seals.
    pub signatures: Vec<Signature>,
    /// What was odd while parsing.
    pub diagnostics: Vec<Diagnostic>,
}

impl Document {
    /// The number of the page that holds the byte `at`.
    pub fn page_of(&self, at: u32) -> u32 {
        let after = self.pages.partition_point(|page| page.span.start() <= at);
        self.pages.get(after.saturating_sub(1)).map_or(1, |page| page.number)
    }

    /// The rectangles that a span covers, one per line; empty where the format has no positions.
    pub fn boxes(&self, span: Span) -> Vec<PageBox> {
        let first = self.lines.partition_point(|line| line.span.end() <= span.start());
        self.lines[first..]
            .iter()
            .take_while(|line| line.span.start() < span.end())
            .filter_map(|line| {
                let part = Span::new(line.span.start().max(span.start()), line.span.end().min(span.end()));
                let from = self.glyphs.partition_point(|glyph| glyph.at < part.start());
                let upto = self.glyphs.partition_point(|glyph| glyph.at < part.end());
                let rects = self.glyphs[from..upto].iter().map(|glyph| glyph.rect);
                rects.reduce(Rect::union).map(|rect| PageBox { page: line.page, rect })
            })
            .collect()
    }

    /// The words at a span.
    pub fn quote(&self, span: Span) -> &str {
        &self.text[span.range()]
    }
}
