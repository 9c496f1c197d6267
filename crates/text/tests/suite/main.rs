//! Normalisation, sections and words on short invented texts.

mod normal;
mod sections;
mod words;

use casefile::{Block, BlockKind, Document, Format, Page, PageOrigin, PageQuality, Source, Span};

/// A document without positions, one paragraph per line; lines that begin with `#` are furniture.
pub fn document(text: &str) -> Document {
    let mut at = 0;
    let mut blocks = Vec::new();
    for line in text.split_inclusive('\n') {
        let end = at + line.trim_end_matches('\n').len();
        let kind = if line.starts_with('#') { BlockKind::Furniture } else { BlockKind::Paragraph };
        if end > at {
            blocks.push(Block { kind, span: Span::of(at..end) });
        }
        at += line.len();
    }
    let page = Page {
        number: 1,
        span: Span::of(0..text.len()),
        origin: PageOrigin::Native,
        quality: PageQuality::Good,
        width: 0.0,
        height: 0.0,
    };
    Document {
        source: Source { sha256: "0".into(), name: "样例.txt".into(), format: Format::Txt, bytes: text.len() as u64 },
        text: text.to_string(),
        pages: vec![page],
        blocks,
        lines: Vec::new(),
        glyphs: Vec::new(),
        attachments: Vec::new(),
        signatures: Vec::new(),
        diagnostics: Vec::new(),
    }
}
