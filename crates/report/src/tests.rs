//! Owns the tests of both forms of the report on the invented cases of `sample`.

use std::thread;

use docx_rs::{DocumentChild, ParagraphChild, RunChild, TableCellContent, TableChild, TableRowChild};
use expect_test::expect_file;

use crate::{docx, html, sample};

fn bytes() -> Vec<u8> {
    docx::write(&sample::content()).expect("the sample can be packed")
}

/// Runs of the paragraph; shaded ones in brackets.
fn paragraph_text(paragraph: &docx_rs::Paragraph) -> String {
    let mut out = String::new();
    for child in &paragraph.children {
        let ParagraphChild::Run(run) = child else { continue };
        let text: String = run
            .children
            .iter()
            .map(|child| match child {
                RunChild::Text(text) => text.text.as_str(),
                _ => "",
            })
            .collect();
        let is_marked = run.run_property.shading.is_some();
        out.push_str(&if is_marked { format!("[{text}]") } else { text });
    }
    out
}

fn table_text(table: &docx_rs::Table, out: &mut String) {
    for TableChild::TableRow(row) in &table.rows {
        let cells = row.cells.iter().map(|TableRowChild::TableCell(cell)| {
            let paragraphs = cell.children.iter().filter_map(|content| match content {
                TableCellContent::Paragraph(paragraph) => Some(paragraph_text(paragraph)),
                _ => None,
            });
            paragraphs.collect::<Vec<_>>().join(" / ")
        });
        out.push_str(&format!("| {} |\n", cells.collect::<Vec<_>>().join(" | ")));
    }
}

#[test]
fn a_docx_reads_back_with_everything_in_it() {
    let read = docx_rs::read_docx(&bytes()).expect("what was written can be read");
    let mut text = String::new();
    for child in &read.document.children {
        match child {
            DocumentChild::Paragraph(paragraph) => text.push_str(&format!("{}\n", paragraph_text(paragraph))),
            DocumentChild::Table(table) => table_text(table, &mut text),
            _ => {}
        }
    }
    expect_file!["../tests/report.docx.txt"].assert_eq(&text);
}

#[test]
fn the_html_is_as_expected() {
    expect_file!["../tests/report.html"].assert_eq(&html::write(&sample::content()));
}

#[test]
fn both_forms_say_the_same() {
    let page = html::write(&sample::content());
    for row in sample::content().cases.iter().flat_map(|case| case.findings.iter()) {
        assert!(page.contains(&row.reason.replace('&', "&amp;")), "{}", row.reason);
    }
}

#[test]
fn equal_values_give_equal_bytes_on_any_thread() {
    let first = bytes();
    assert!(first == bytes());
    let other = thread::spawn(|| (bytes(), bytes())).join().expect("the thread ends");
    assert!(other == (first.clone(), first));
}

#[test]
fn no_clock_time_stands_in_the_container() {
    let bytes = bytes();
    let headers: Vec<usize> = (0..bytes.len() - 14).filter(|&at| bytes[at..].starts_with(b"PK\x03\x04")).collect();
    assert!(headers.len() > 10);
    for at in headers {
        // 1980-01-01 00:00:00, the first instant that a zip entry can carry.
        assert_eq!(bytes[at + 10..at + 14], [0, 0, 0x21, 0]);
    }
}

#[test]
fn the_page_needs_nothing_from_outside_and_lets_no_markup_in() {
    let page = html::write(&sample::content());
    for foreign in ["http:", "https:", "url(", "src=", "<link", "<script", "<远帆>"] {
        assert!(!page.contains(foreign), "{foreign}");
    }
    assert!(page.contains("海州&lt;远帆&gt;贸易有限公司"));
}
