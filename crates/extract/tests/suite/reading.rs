//! Owns the way from a text to the lines that the tables of this suite compare.

use casefile::{Block, BlockKind, Document, Format, Page, PageOrigin, PageQuality, Source, Span};
use catalog::Catalog;
use expect_test::Expect;
use extract::Extracted;
use text::Reading;

/// A document without positions, one paragraph per line.
pub fn document(text: &str) -> Document {
    let mut at = 0;
    let mut blocks = Vec::new();
    for line in text.split_inclusive('\n') {
        let end = at + line.trim_end_matches('\n').len();
        if end > at {
            blocks.push(Block { kind: BlockKind::Paragraph, span: Span::of(at..end) });
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
    let bytes = text.len() as u64;
    Document {
        source: Source { sha256: "0".into(), name: "样例.txt".into(), format: Format::Txt, bytes },
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

/// Everything that the rules read in a text.
pub fn extracted(text: &str) -> Extracted {
    let document = document(text);
    let catalog = Catalog::embedded();
    extract::extract(&Reading::of(&document, catalog), catalog).0
}

/// The leaves of a record whose path begins with one of the words: path, value and the words that prove it.
pub fn lines(extracted: &Extracted, paths: &[&str]) -> String {
    let leaves = extracted.record.leaves(Catalog::embedded());
    let wanted = leaves.iter().filter(|(path, ..)| paths.iter().any(|start| path.as_str().starts_with(start)));
    wanted
        .map(|(path, _, leaf)| {
            let quotes: Vec<&str> = leaf.chosen.evidence.iter().map(|evidence| evidence.quote()).collect();
            format!("{path} = {} “{}”\n", leaf.chosen.value.canonical(), quotes.join("”“"))
        })
        .collect()
}

/// Compares the leaves that begin with one of the words.
pub fn check(text: &str, paths: &[&str], expected: Expect) {
    expected.assert_eq(&lines(&extracted(text), paths));
}
