//! Owns how a `Document` travels. What is read holds every promise of `casefile::Document`, whoever wrote it.

use casefile::{
    Attachment, Block, BlockKind, Code, Diagnostic, Document, Format, Glyph, Line, Page, PageOrigin, PageQuality,
    Signature, Source, Span,
};

use super::pages::{read_rect, write_rect};
use super::{Malformed, Reader, Writer};

/// Bytes of one glyph, by far the most of a message.
const GLYPH_BYTES: usize = 4 + RECT_BYTES;
const RECT_BYTES: usize = 16;
const SPAN_BYTES: usize = 8;
const PAGE_BYTES: usize = 4 + SPAN_BYTES + 2 + 8;
const BLOCK_BYTES: usize = 1 + SPAN_BYTES;
const LINE_BYTES: usize = 4 + SPAN_BYTES + RECT_BYTES;
const LENGTH_BYTES: usize = 8;

// In the order of their numbers below.
const ORIGINS: [PageOrigin; 4] = [PageOrigin::Native, PageOrigin::Ocr, PageOrigin::Image, PageOrigin::Blank];
const QUALITIES: [PageQuality; 3] = [PageQuality::Good, PageQuality::Garbled, PageQuality::Unreadable];
const KINDS: [BlockKind; 5] =
    [BlockKind::Paragraph, BlockKind::Heading, BlockKind::Cell, BlockKind::Note, BlockKind::Furniture];

/// About how many bytes the document takes; short texts are not counted.
pub(crate) fn size(document: &Document) -> usize {
    4096 + document.text.len()
        + document.pages.len() * PAGE_BYTES
        + document.blocks.len() * BLOCK_BYTES
        + document.lines.len() * LINE_BYTES
        + document.glyphs.len() * GLYPH_BYTES
}

pub(crate) fn write(document: &Document, to: &mut Writer) {
    let Document { source, text, pages, blocks, lines, glyphs, attachments, signatures, diagnostics } = document;
    to.text(&source.sha256);
    to.text(&source.name);
    to.u8(number_of(source.format, Format::ALL));
    to.u64(source.bytes);
    to.text(text);
    to.length(pages.len());
    pages.iter().for_each(|page| write_page(page, to));
    to.length(blocks.len());
    for block in blocks {
        to.u8(number_of_kind(block.kind));
        write_span(block.span, to);
    }
    to.length(lines.len());
    for line in lines {
        to.u32(line.page);
        write_span(line.span, to);
        write_rect(line.rect, to);
    }
    to.length(glyphs.len());
    for glyph in glyphs {
        to.u32(glyph.at);
        write_rect(glyph.rect, to);
    }
    to.length(attachments.len());
    for attachment in attachments {
        to.text(&attachment.name);
        to.u64(attachment.bytes);
    }
    to.length(signatures.len());
    for signature in signatures {
        to.text(&signature.signer);
        to.option(signature.time.as_deref(), Writer::text);
        to.length(signature.pages.len());
        signature.pages.iter().for_each(|&page| to.u32(page));
    }
    to.length(diagnostics.len());
    diagnostics.iter().for_each(|diagnostic| write_diagnostic(diagnostic, to));
}

pub(crate) fn read(from: &mut Reader) -> Result<Document, Malformed> {
    let sha256 = from.text()?;
    if sha256.len() != 64 || !sha256.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)) {
        return Err(Malformed);
    }
    let source = Source {
        sha256: sha256.into(),
        name: from.text()?.to_owned(),
        format: one_of(from.u8()?, Format::ALL)?,
        bytes: from.u64()?,
    };
    let text = from.text()?.to_owned();
    let document = Document {
        source,
        pages: from.list(PAGE_BYTES, read_page)?,
        blocks: from
            .list(BLOCK_BYTES, |from| Ok(Block { kind: one_of(from.u8()?, &KINDS)?, span: read_span(from)? }))?,
        lines: from.list(LINE_BYTES, read_line)?,
        glyphs: from.list(GLYPH_BYTES, |from| Ok(Glyph { at: from.u32()?, rect: read_rect(from)? }))?,
        attachments: from
            .list(LENGTH_BYTES + 8, |from| Ok(Attachment { name: from.text()?.to_owned(), bytes: from.u64()? }))?,
        signatures: from.list(2 * LENGTH_BYTES + 1, read_signature)?,
        diagnostics: from.list(LENGTH_BYTES + 3, |from| read_diagnostic(from, &text))?,
        text,
    };
    match parse::contract_breach(&document) {
        None => Ok(document),
        Some(_) => Err(Malformed),
    }
}

fn write_page(page: &Page, to: &mut Writer) {
    to.u32(page.number);
    write_span(page.span, to);
    to.u8(number_of_origin(page.origin));
    to.u8(number_of_quality(page.quality));
    to.f32(page.width);
    to.f32(page.height);
}

fn read_page(from: &mut Reader) -> Result<Page, Malformed> {
    Ok(Page {
        number: from.u32()?,
        span: read_span(from)?,
        origin: one_of(from.u8()?, &ORIGINS)?,
        quality: one_of(from.u8()?, &QUALITIES)?,
        width: from.f32()?,
        height: from.f32()?,
    })
}

fn read_line(from: &mut Reader) -> Result<Line, Malformed> {
    let page = from.u32()?;
    if page == 0 {
        return Err(Malformed);
    }
    Ok(Line { page, span: read_span(from)?, rect: read_rect(from)? })
}

fn read_signature(from: &mut Reader) -> Result<Signature, Malformed> {
    Ok(Signature {
        signer: from.text()?.to_owned(),
        time: from.option(|from| from.text().map(str::to_owned))?,
        pages: from.list(4, Reader::u32)?,
    })
}

fn write_diagnostic(diagnostic: &Diagnostic, to: &mut Writer) {
    to.u8(number_of(diagnostic.code, Code::ALL));
    to.option(diagnostic.page, Writer::u32);
    to.option(diagnostic.span, |to, span| write_span(span, to));
    to.text(&diagnostic.about);
}

fn read_diagnostic(from: &mut Reader, text: &str) -> Result<Diagnostic, Malformed> {
    let code = one_of(from.u8()?, Code::ALL)?;
    let page = from.option(Reader::u32)?;
    let span = from.option(read_span)?;
    if span.is_some_and(|span| text.get(span.range()).is_none()) {
        return Err(Malformed);
    }
    Ok(Diagnostic { code, page, span, about: from.text()?.to_owned() })
}

fn write_span(span: Span, to: &mut Writer) {
    to.u32(span.start());
    to.u32(span.end());
}

fn read_span(from: &mut Reader) -> Result<Span, Malformed> {
    let (start, end) = (from.u32()?, from.u32()?);
    if end < start { Err(Malformed) } else { Ok(Span::new(start, end)) }
}

fn number_of_origin(origin: PageOrigin) -> u8 {
    match origin {
        PageOrigin::Native => 0,
        PageOrigin::Ocr => 1,
        PageOrigin::Image => 2,
        PageOrigin::Blank => 3,
    }
}

fn number_of_quality(quality: PageQuality) -> u8 {
    match quality {
        PageQuality::Good => 0,
        PageQuality::Garbled => 1,
        PageQuality::Unreadable => 2,
    }
}

fn number_of_kind(kind: BlockKind) -> u8 {
    match kind {
        BlockKind::Paragraph => 0,
        BlockKind::Heading => 1,
        BlockKind::Cell => 2,
        BlockKind::Note => 3,
        BlockKind::Furniture => 4,
    }
}

/// The place of a value in the list of all of them.
fn number_of<T: PartialEq>(value: T, all: &[T]) -> u8 {
    let index = all.iter().position(|one| *one == value).expect("the list has every value");
    u8::try_from(index).expect("the lists are short")
}

fn one_of<T: Copy>(number: u8, all: &[T]) -> Result<T, Malformed> {
    all.get(usize::from(number)).copied().ok_or(Malformed)
}
