//! Owns sheets as OFD (GB/T 33190): A4 pages of 28 lines by 28 characters, the page number in a template, and the seal of
//! the court over the date, the way courts serve judgments electronically. Nothing is compressed and every date is
//! fixed, so that the bytes depend on nothing but the text.

mod seal;

use super::layout::{INDENT_HALVES, LINE_HALVES, halves, width, wrap};
use super::sheet::{Line, Sheet};
use super::zip;

const XML: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
const NAMESPACE: &str = r#"xmlns:ofd="http://www.ofdspec.org/2016""#;

/// Everything in millimetres; sizes are 三号, 二号 and 小四.
const PAGE_WIDTH: f64 = 210.0;
const PAGE_HEIGHT: f64 = 297.0;
const BODY_SIZE: f64 = 5.6444;
const TITLE_SIZE: f64 = 7.7611;
const FOOT_SIZE: f64 = 4.2333;
const LINE_PITCH: f64 = 8.4667;
const LINES_PER_PAGE: usize = 28;
/// Left edge of the text: 28 characters stand in the middle of the page.
const LEFT: f64 = (PAGE_WIDTH - 28.0 * BODY_SIZE) / 2.0;
const FIRST_BASELINE: f64 = 32.4;
const FOOT_BASELINE: f64 = 279.4;
const SEAL_SIDE: f64 = 42.0;

/// Identifiers in use before those of pages, templates and objects.
const FONT: usize = 1;
const FIRST_PAGE: usize = 100;
const FIRST_TEMPLATE: usize = 2_000;
const FIRST_OBJECT: usize = 10_000;

/// A printed line: text, size, and where it starts.
struct Printed {
    text: String,
    size: f64,
    x: f64,
    is_date: bool,
}

/// Where the seal stands: page, left and upper edge.
struct Place {
    page: usize,
    x: f64,
    y: f64,
}

/// The document as a container with fixed dates.
pub(super) fn render(sheet: &Sheet) -> Vec<u8> {
    let printed: Vec<Printed> = sheet.lines.iter().flat_map(print).collect();
    let pages: Vec<&[Printed]> = printed.chunks(LINES_PER_PAGE).collect();
    let place = seal_place(&pages);
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    let mut part = |path: &str, xml: String| parts.push((path.to_string(), xml.into_bytes()));
    part("OFD.xml", package(sheet, place.is_some()));
    part("Doc_0/Document.xml", document(pages.len()));
    part("Doc_0/PublicRes.xml", resources());
    let mut object = FIRST_OBJECT;
    for (index, lines) in pages.iter().enumerate() {
        part(&format!("Doc_0/Pages/Page_{index}/Content.xml"), content(lines, index, &mut object));
        part(&format!("Doc_0/Tpls/Tpl_{index}/Content.xml"), template(index, &mut object));
    }
    if let Some(place) = place {
        // The court is the first title.
        let owner = sheet.title();
        part("Doc_0/Signs/Signatures.xml", signatures());
        part("Doc_0/Signs/Sign_0/Signature.xml", signature(&place));
        parts.push(("Doc_0/Signs/Sign_0/Seal.esl".to_string(), seal::file(&owner)));
        parts.push(("Doc_0/Signs/Sign_0/SignedValue.dat".to_string(), seal::signed_value(&owner)));
    }
    zip::store(&parts)
}

fn print(line: &Line) -> Vec<Printed> {
    let half = BODY_SIZE / 2.0;
    let indent = INDENT_HALVES as f64 * half;
    match line {
        Line::Title(text) => {
            let wide = width(text) as f64 * TITLE_SIZE / 2.0;
            vec![Printed { text: text.clone(), size: TITLE_SIZE, x: (PAGE_WIDTH - wide) / 2.0, is_date: false }]
        }
        Line::Right(text) => {
            let x = LEFT + LINE_HALVES as f64 * half - indent - width(text) as f64 * half;
            let is_date = text.ends_with('日') && text.contains('年');
            vec![Printed { text: text.clone(), size: BODY_SIZE, x, is_date }]
        }
        Line::Row(_) | Line::Body(_) => {
            let lines = wrap(&line.text()).into_iter().enumerate();
            let x = |index| if index == 0 { LEFT + indent } else { LEFT };
            lines.map(|(index, text)| Printed { text, size: BODY_SIZE, x: x(index), is_date: false }).collect()
        }
    }
}

/// The seal covers the last date that stands at the right margin; a sheet without one is not sealed.
fn seal_place(pages: &[&[Printed]]) -> Option<Place> {
    pages.iter().enumerate().rev().find_map(|(page, lines)| {
        let row = lines.iter().rposition(|line| line.is_date)?;
        let middle = lines[row].x + width(&lines[row].text) as f64 * BODY_SIZE / 4.0;
        let x = middle - SEAL_SIDE / 2.0;
        Some(Place { page, x, y: baseline(row) - SEAL_SIDE * 0.6 })
    })
}

fn baseline(row: usize) -> f64 {
    FIRST_BASELINE + row as f64 * LINE_PITCH
}

fn package(sheet: &Sheet, is_signed: bool) -> String {
    let signatures = if is_signed { "<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>" } else { "" };
    format!(
        r#"{XML}
<ofd:OFD {NAMESPACE} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>{:032x}</ofd:DocID><ofd:Title>{}</ofd:Title><ofd:CreationDate>2020-01-01</ofd:CreationDate></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{signatures}</ofd:DocBody></ofd:OFD>"#,
        zip::crc32(sheet.lines.iter().map(Line::text).collect::<String>().as_bytes()),
        escaped(&sheet.title())
    )
}

fn document(pages: usize) -> String {
    let templates: String = (0..pages)
        .map(|index| {
            format!(r#"<ofd:TemplatePage ID="{}" BaseLoc="Tpls/Tpl_{index}/Content.xml"/>"#, FIRST_TEMPLATE + index)
        })
        .collect();
    let entries: String = (0..pages)
        .map(|index| format!(r#"<ofd:Page ID="{}" BaseLoc="Pages/Page_{index}/Content.xml"/>"#, FIRST_PAGE + index))
        .collect();
    format!(
        r#"{XML}
<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:MaxUnitID>99999</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 {PAGE_WIDTH} {PAGE_HEIGHT}</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{templates}</ofd:CommonData><ofd:Pages>{entries}</ofd:Pages></ofd:Document>"#
    )
}

fn resources() -> String {
    format!(
        r#"{XML}
<ofd:Res {NAMESPACE} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="{FONT}" FontName="宋体" FamilyName="宋体"/></ofd:Fonts></ofd:Res>"#
    )
}

fn content(lines: &[Printed], index: usize, object: &mut usize) -> String {
    let objects: String =
        lines.iter().enumerate().map(|(row, line)| text_object(line, baseline(row), next(object))).collect();
    format!(
        r#"{XML}
<ofd:Page {NAMESPACE}><ofd:Template TemplateID="{}" ZOrder="Background"/><ofd:Content><ofd:Layer ID="{}" Type="Body">{objects}</ofd:Layer></ofd:Content></ofd:Page>"#,
        FIRST_TEMPLATE + index,
        next(object)
    )
}

fn template(index: usize, object: &mut usize) -> String {
    let text = format!("- {} -", index + 1);
    let x = (PAGE_WIDTH - width(&text) as f64 * FOOT_SIZE / 2.0) / 2.0;
    let number = text_object(&Printed { text, size: FOOT_SIZE, x, is_date: false }, FOOT_BASELINE, next(object));
    format!(
        r#"{XML}
<ofd:Page {NAMESPACE}><ofd:Content><ofd:Layer ID="{}" Type="Background">{number}</ofd:Layer></ofd:Content></ofd:Page>"#,
        next(object)
    )
}

fn next(object: &mut usize) -> usize {
    *object += 1;
    *object
}

fn text_object(line: &Printed, baseline: f64, id: usize) -> String {
    let Printed { text, size, x, .. } = line;
    let wide = width(text) as f64 * size / 2.0;
    let deltas = distances(text, *size);
    let deltas = if deltas.is_empty() { String::new() } else { format!(r#" DeltaX="{deltas}""#) };
    format!(
        r#"<ofd:TextObject ID="{id}" Boundary="{x:.4} {:.4} {wide:.4} {:.4}" Font="{FONT}" Size="{size}"><ofd:TextCode X="0" Y="{size}"{deltas}>{}</ofd:TextCode></ofd:TextObject>"#,
        baseline - size,
        size * 1.25,
        escaped(text)
    )
}

/// The distances from each character to the next; runs of equal ones as `g n v`.
fn distances(text: &str, size: f64) -> String {
    let widths: Vec<usize> = text.chars().map(halves).collect();
    let steps = &widths[..widths.len().saturating_sub(1)];
    let runs = steps.chunk_by(|a, b| a == b).map(|run| {
        let distance = format!("{:.4}", run[0] as f64 * size / 2.0);
        if run.len() > 1 { format!("g {} {distance}", run.len()) } else { distance }
    });
    runs.collect::<Vec<_>>().join(" ")
}

fn signatures() -> String {
    format!(
        r#"{XML}
<ofd:Signatures {NAMESPACE}><ofd:MaxSignId>1</ofd:MaxSignId><ofd:Signature ID="1" Type="Seal" BaseLoc="/Doc_0/Signs/Sign_0/Signature.xml"/></ofd:Signatures>"#
    )
}

fn signature(place: &Place) -> String {
    let Place { page, x, y } = place;
    format!(
        r#"{XML}
<ofd:Signature {NAMESPACE}><ofd:SignedInfo><ofd:Provider ProviderName="casecheck" Version="1.0" Company="casecheck"/><ofd:SignatureMethod>1.2.156.10197.1.501</ofd:SignatureMethod><ofd:SignatureDateTime>20200101000000Z</ofd:SignatureDateTime><ofd:References CheckMethod="1.2.156.10197.1.401"/><ofd:StampAnnot ID="1" PageRef="{}" Boundary="{x:.4} {y:.4} {SEAL_SIDE} {SEAL_SIDE}"/><ofd:Seal><ofd:BaseLoc>/Doc_0/Signs/Sign_0/Seal.esl</ofd:BaseLoc></ofd:Seal></ofd:SignedInfo><ofd:SignedValue>/Doc_0/Signs/Sign_0/SignedValue.dat</ofd:SignedValue></ofd:Signature>"#,
        FIRST_PAGE + page
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(text: &str, expected: Expect) {
        expected.assert_eq(&distances(text, 4.0));
    }

    #[test]
    fn equal_distances_are_counted() {
        check("二〇二〇年1月", expect!["g 5 4.0000 2.0000"]);
        check("第12号", expect!["4.0000 g 2 2.0000"]);
        check("日", expect![""]);
    }
}
