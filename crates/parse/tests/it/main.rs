//! Owns the behaviour of the parser as tables: bytes built in code go in, the document as text comes out. No case reads
//! a file.

mod contract;
mod doc;
mod doc_container;
mod doc_file;
mod docx;
mod docx_content;
mod docx_file;
mod error;
mod highlight;
mod html;
mod image;
mod image_file;
mod mht;
mod odt;
mod ofd;
mod ofd_file;
mod ofd_picture;
mod page_image;
mod pdf;
mod pdf_file;
mod pdf_parts;
mod pdf_tables;
mod rtf;
mod split;
mod txt;

use std::fmt::Write;

use casefile::{Document, PageOrigin, PageQuality};
use expect_test::Expect;

/// Parses `bytes` and compares what came out, or why nothing did.
pub(crate) fn check(bytes: &[u8], expect: Expect) {
    let shown = match parse::parse("样例", bytes) {
        Ok(document) => {
            assert_eq!(parse::contract_breach(&document), None);
            rendered(&document)
        }
        Err(error) => format!("{}: {error}\n", error.code()),
    };
    expect.assert_eq(&shown);
}

fn rendered(document: &Document) -> String {
    let mut out = format!("{}\n", document.source.format);
    let mut end = 0;
    for block in &document.blocks {
        let range = block.span.range();
        let is_cell_of_row = document.text[end..range.start].ends_with('\t');
        let mark = if is_cell_of_row { "|" } else { "" };
        let page = document.page_of(block.span.start());
        writeln!(out, "{page} {:?} {mark}{}", block.kind, document.quote(block.span)).expect("writing to a string");
        end = range.end;
    }
    for page in &document.pages {
        if page.origin != PageOrigin::Native || page.quality != PageQuality::Good {
            writeln!(out, "page {} {:?} {:?}", page.number, page.origin, page.quality).expect("writing to a string");
        }
    }
    for diagnostic in &document.diagnostics {
        let page = diagnostic.page.map(|page| format!(" on page {page}")).unwrap_or_default();
        writeln!(out, "! {} {}{page}", diagnostic.code.as_str(), diagnostic.about).expect("writing to a string");
    }
    out
}

#[test]
fn no_test_file_is_forgotten() {
    let own = include_str!("main.rs");
    let directory = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    for entry in std::fs::read_dir(directory).expect("the directory of this file") {
        let name = entry.expect("an entry").file_name().into_string().expect("a plain name");
        let module = name.trim_end_matches(".rs");
        assert!(module == "main" || own.contains(&format!("mod {module};")), "{name} is not a module of main.rs");
    }
}

#[test]
fn formats_are_distinct_and_documented() {
    let names: std::collections::BTreeSet<_> = parse::FORMATS.iter().map(|reader| reader.format).collect();
    assert_eq!(names.len(), parse::FORMATS.len());
    for reader in parse::FORMATS {
        assert!(!reader.doc.is_empty(), "{} has no documentation", reader.format);
        let sample = contract::samples().into_iter().find(|(format, _)| *format == reader.format);
        let (_, bytes) = sample.unwrap_or_else(|| panic!("{} has no sample", reader.format));
        assert_eq!(parse::recognise(&bytes), Ok(reader.format));
    }
}
