//! Owns sheets as OpenDocument text: the few parts an office suite needs, with the type sizes that courts prescribe.

use super::sheet::{Line, Sheet};
use super::zip;

const XML: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
const NAMESPACES: &str = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.3""#;

/// The document as a container with fixed dates; its type stands first and unpacked, as the standard wants it.
pub(super) fn render(sheet: &Sheet) -> Vec<u8> {
    zip::store(&[
        ("mimetype", "application/vnd.oasis.opendocument.text".to_owned()),
        ("content.xml", content(sheet)),
        ("styles.xml", styles(sheet)),
        ("META-INF/manifest.xml", manifest()),
    ])
}

fn manifest() -> String {
    let entry = |path: &str, kind: &str| {
        format!(r#"<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>"#)
    };
    let entries = [
        entry("/", "application/vnd.oasis.opendocument.text"),
        entry("content.xml", "text/xml"),
        entry("styles.xml", "text/xml"),
    ];
    format!(
        "{XML}\n<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.3\">{}</manifest:manifest>",
        entries.concat()
    )
}

/// Body 仿宋 16 pt with an indent of two characters, title 宋体 22 pt centred, signatures to the right; the running header
/// repeats the title.
fn styles(sheet: &Sheet) -> String {
    let style = |name: &str, paragraph: &str, font: &str, size: u32| {
        format!(
            r#"<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties {paragraph}/><style:text-properties style:font-name-asian="{font}" style:font-size-asian="{size}pt" fo:font-size="{size}pt"/></style:style>"#
        )
    };
    let styles = [
        style("Title", r#"fo:text-align="center""#, "宋体", 22),
        style("Text", r#"fo:text-indent="32pt" fo:line-height="28.95pt""#, "仿宋", 16),
        style("Signature", r#"fo:text-align="end" fo:margin-right="32pt""#, "仿宋", 16),
        style("Cell", "", "仿宋", 12),
        style("Header", r#"fo:text-align="center""#, "仿宋", 9),
    ];
    format!(
        r#"{XML}
<office:document-styles {NAMESPACES}><office:styles>{}</office:styles><office:automatic-styles><style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="3.7cm" fo:margin-bottom="3.5cm" fo:margin-left="2.8cm" fo:margin-right="2.6cm"/></style:page-layout></office:automatic-styles><office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4"><style:header><text:p text:style-name="Header">{}</text:p></style:header><style:footer><text:p text:style-name="Header">- <text:page-number text:select-page="current">1</text:page-number> -</text:p></style:footer></style:master-page></office:master-styles></office:document-styles>"#,
        styles.concat(),
        sheet.title()
    )
}

fn content(sheet: &Sheet) -> String {
    let mut body = String::new();
    let mut rows: Vec<&[String]> = Vec::new();
    for line in &sheet.lines {
        if let Line::Row(cells) = line {
            rows.push(cells);
            continue;
        }
        body.push_str(&table(&std::mem::take(&mut rows)));
        body.push_str(&match line {
            Line::Title(text) => paragraph("Title", text),
            Line::Right(text) => paragraph("Signature", text),
            Line::Row(_) | Line::Body(_) => paragraph("Text", &line.text()),
        });
    }
    body.push_str(&table(&rows));
    format!(
        "{XML}\n<office:document-content {NAMESPACES}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
}

/// Office suites write every blank after the first as an element, and split paragraphs where the script changes.
fn paragraph(style: &str, text: &str) -> String {
    let mut out = format!(r#"<text:p text:style-name="{style}">"#);
    let mut in_ascii = false;
    for c in text.chars() {
        if c.is_ascii() != in_ascii {
            in_ascii = !in_ascii;
            out.push_str(if in_ascii { "<text:span>" } else { "</text:span>" });
        }
        match c {
            ' ' => out.push_str("<text:s/>"),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
    out + if in_ascii { "</text:span></text:p>" } else { "</text:p>" }
}

fn table(rows: &[&[String]]) -> String {
    let Some(columns) = rows.iter().map(|row| row.len()).max() else { return String::new() };
    let rows = rows.iter().map(|row| {
        let cells = row.iter().map(|cell| {
            format!(r#"<table:table-cell office:value-type="string">{}</table:table-cell>"#, paragraph("Cell", cell))
        });
        format!("<table:table-row>{}</table:table-row>", cells.collect::<String>())
    });
    format!(
        r#"<table:table><table:table-column table:number-columns-repeated="{columns}"/>{}</table:table>"#,
        rows.collect::<String>()
    )
}
