//! Owns sheets as DOCX: the few parts a word processor needs, with the type sizes that courts prescribe.

pub(super) mod reviewed;

use super::sheet::{Line, Sheet};
use super::zip;

const XML: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const W: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;
const WORD_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The document as a container with fixed dates.
pub(super) fn render(sheet: &Sheet) -> Vec<u8> {
    let lines = lines(sheet, |line| match line {
        Line::Title(text) => paragraph("Title", text),
        Line::Right(text) => paragraph("Signature", text),
        Line::Row(_) | Line::Body(_) => paragraph("Text", &line.text()),
    });
    package(sheet, &lines, Vec::new())
}

/// A part of `word/`: its name, which is its relation's kind, too, and its content.
type Part = (&'static str, String);

fn package(sheet: &Sheet, body: &str, more: Vec<Part>) -> Vec<u8> {
    let names: Vec<&str> = more.iter().map(|(name, _)| *name).collect();
    let paths: Vec<String> = names.iter().map(|name| format!("word/{name}.xml")).collect();
    let mut entries = vec![
        ("[Content_Types].xml", content_types(&names)),
        ("_rels/.rels", package_relations()),
        ("docProps/core.xml", core_properties(sheet)),
        ("word/_rels/document.xml.rels", document_relations(&names)),
        ("word/document.xml", document(body)),
        ("word/styles.xml", styles()),
        ("word/header1.xml", header(sheet)),
        ("word/footer1.xml", footer()),
    ];
    entries.extend(paths.iter().map(String::as_str).zip(more.into_iter().map(|(_, content)| content)));
    zip::store(&entries)
}

fn content_types(more: &[&str]) -> String {
    let part = |name: &str, kind: &str| {
        format!(r#"<Override PartName="/word/{name}.xml" ContentType="{WORD_TYPE}.{kind}+xml"/>"#)
    };
    let parts = [
        part("document", "document.main"),
        part("styles", "styles"),
        part("header1", "header"),
        part("footer1", "footer"),
        more.iter().map(|name| part(name, name)).collect(),
    ];
    format!(
        r#"{XML}
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{}<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"#,
        parts.concat()
    )
}

fn package_relations() -> String {
    format!(
        r#"{XML}
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{RELATION}/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#
    )
}

fn document_relations(more: &[&str]) -> String {
    let more = more.iter().enumerate().map(|(index, name)| {
        format!(r#"<Relationship Id="rId{}" Type="{RELATION}/{name}" Target="{name}.xml"/>"#, index + 4)
    });
    format!(
        r#"{XML}
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{RELATION}/styles" Target="styles.xml"/><Relationship Id="rId2" Type="{RELATION}/header" Target="header1.xml"/><Relationship Id="rId3" Type="{RELATION}/footer" Target="footer1.xml"/>{}</Relationships>"#,
        more.collect::<String>()
    )
}

fn core_properties(sheet: &Sheet) -> String {
    format!(
        r#"{XML}
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{}</dc:title><dcterms:created xsi:type="dcterms:W3CDTF">2020-01-01T00:00:00Z</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">2020-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>"#,
        sheet.title()
    )
}

/// Body 仿宋 16 pt on 28.95 pt lines with an indent of two characters, title 宋体 22 pt centred, signatures to the right.
fn styles() -> String {
    let fonts = |name: &str| format!(r#"<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}"/>"#);
    let style = |id: &str, name: &str, paragraph: &str, run: &str| {
        format!(
            r#"<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"#
        )
    };
    let styles = [
        style("Title", "Title", r#"<w:jc w:val="center"/>"#, &format!(r#"{}<w:b/><w:sz w:val="44"/>"#, fonts("宋体"))),
        style("Text", "Body Text", r#"<w:ind w:firstLineChars="200" w:firstLine="640"/><w:jc w:val="both"/>"#, ""),
        style("Signature", "Signature", r#"<w:ind w:rightChars="200" w:right="640"/><w:jc w:val="right"/>"#, ""),
        style("Cell", "Table Text", "", r#"<w:sz w:val="24"/>"#),
        style("Furniture", "footer", r#"<w:jc w:val="center"/>"#, r#"<w:sz w:val="18"/>"#),
    ];
    format!(
        r#"{XML}
<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>{}<w:sz w:val="32"/><w:lang w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr><w:spacing w:line="579" w:lineRule="exact"/></w:pPr></w:style>{}</w:styles>"#,
        fonts("仿宋"),
        styles.concat()
    )
}

/// The lines in order, rows gathered to tables.
fn lines(sheet: &Sheet, mut line_of: impl FnMut(&Line) -> String) -> String {
    let mut body = String::new();
    let mut rows: Vec<&[String]> = Vec::new();
    for line in &sheet.lines {
        if let Line::Row(cells) = line {
            rows.push(cells);
            continue;
        }
        body.push_str(&table(&std::mem::take(&mut rows)));
        body.push_str(&line_of(line));
    }
    body.push_str(&table(&rows));
    body
}

fn document(body: &str) -> String {
    format!(
        r#"{XML}
<w:document {W}><w:body>{body}<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:footerReference w:type="default" r:id="rId3"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr></w:body></w:document>"#
    )
}

fn paragraph(style: &str, text: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{}</w:p>"#, runs(text))
}

/// Word splits a paragraph into runs at every change of script; readers must join them again.
fn runs(text: &str) -> String {
    let mut out = String::new();
    let mut run = String::new();
    for c in text.chars() {
        if run.chars().last().is_some_and(|last| last.is_ascii() != c.is_ascii()) {
            out.push_str(&one_run(&std::mem::take(&mut run)));
        }
        run.push(c);
    }
    out + &one_run(&run)
}

fn one_run(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!(r#"<w:r><w:t xml:space="preserve">{text}</w:t></w:r>"#)
}

fn table(rows: &[&[String]]) -> String {
    let Some(columns) = rows.iter().map(|row| row.len()).max() else { return String::new() };
    let side = |name: &str| format!(r#"<w:{name} w:val="single" w:sz="4" w:space="0" w:color="auto"/>"#);
    let borders = ["top", "left", "bottom", "right", "insideH", "insideV"].map(side).concat();
    let grid = r#"<w:gridCol w:w="2210"/>"#.repeat(columns);
    let rows = rows.iter().map(|row| {
        let cells = row.iter().map(|cell| {
            format!(r#"<w:tc><w:tcPr><w:tcW w:w="2210" w:type="dxa"/></w:tcPr>{}</w:tc>"#, paragraph("Cell", cell))
        });
        format!("<w:tr>{}</w:tr>", cells.collect::<String>())
    });
    format!(
        r#"<w:tbl><w:tblPr><w:tblW w:w="8840" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{}</w:tbl>"#,
        rows.collect::<String>()
    )
}

/// The running header repeats the title, so that readers must tell it from the body.
fn header(sheet: &Sheet) -> String {
    format!("{XML}\n<w:hdr {W}>{}</w:hdr>", paragraph("Furniture", &sheet.title()))
}

fn footer() -> String {
    let mark = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    format!(
        r#"{XML}
<w:ftr {W}><w:p><w:pPr><w:pStyle w:val="Furniture"/></w:pPr>{}{}<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>{}{}{}{}</w:p></w:ftr>"#,
        one_run("- "),
        mark("begin"),
        mark("separate"),
        one_run("1"),
        mark("end"),
        one_run(" -")
    )
}
