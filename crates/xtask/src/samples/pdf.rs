//! Owns sheets as PDF: A4 pages of 28 lines by 28 characters with a text layer in 宋体 that is not embedded, the way older
//! court systems print. Nothing is compressed, so that the bytes depend on nothing but the text.

use std::fmt::Write;

use super::layout::{INDENT_HALVES, LINE_HALVES, width, wrap};
use super::sheet::{Line, Sheet};

const PAGE_WIDTH: f32 = 595.28;
const PAGE_HEIGHT: f32 = 841.89;
const LINES_PER_PAGE: usize = 28;
const BODY_SIZE: f32 = 16.0;
const TITLE_SIZE: f32 = 22.0;
const FOOT_SIZE: f32 = 12.0;
const LINE_PITCH: f32 = 24.0;
/// Left edge of the text: 28 characters of 16 points stand in the middle of the page.
const LEFT: f32 = (PAGE_WIDTH - 28.0 * BODY_SIZE) / 2.0;
const FIRST_BASELINE: f32 = 750.0;
const FOOT_BASELINE: f32 = 50.0;

/// Objects before the pages: catalogue, page tree, font, descendant font, descriptor, information.
const FIXED_OBJECTS: usize = 6;

/// A printed line: text, size, and where it starts.
struct Printed {
    text: String,
    size: f32,
    x: f32,
}

/// The document as a file.
pub(super) fn render(sheet: &Sheet) -> Vec<u8> {
    let printed: Vec<Printed> = sheet.lines.iter().flat_map(print).collect();
    let pages: Vec<&[Printed]> = printed.chunks(LINES_PER_PAGE).collect();
    let mut objects = fixed_objects(pages.len(), &sheet.title());
    for (index, lines) in pages.iter().enumerate() {
        let content = content(lines, index + 1);
        let number = FIXED_OBJECTS + 2 * index + 1;
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {PAGE_WIDTH} {PAGE_HEIGHT}] /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
            number + 1
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}endstream", content.len()));
    }
    file(&objects)
}

fn print(line: &Line) -> Vec<Printed> {
    let half = BODY_SIZE / 2.0;
    let indent = INDENT_HALVES as f32 * half;
    match line {
        Line::Title(text) => {
            let wide = width(text) as f32 * TITLE_SIZE / 2.0;
            vec![Printed { text: text.clone(), size: TITLE_SIZE, x: (PAGE_WIDTH - wide) / 2.0 }]
        }
        Line::Right(text) => {
            let x = LEFT + LINE_HALVES as f32 * half - indent - width(text) as f32 * half;
            vec![Printed { text: text.clone(), size: BODY_SIZE, x }]
        }
        Line::Row(_) | Line::Body(_) => {
            let lines = wrap(&line.text()).into_iter().enumerate();
            lines
                .map(|(index, text)| Printed {
                    text,
                    size: BODY_SIZE,
                    x: if index == 0 { LEFT + indent } else { LEFT },
                })
                .collect()
        }
    }
}

fn content(lines: &[Printed], page: usize) -> String {
    let mut out = String::from("BT\n");
    for (index, line) in lines.iter().enumerate() {
        show(&mut out, line, FIRST_BASELINE - index as f32 * LINE_PITCH);
    }
    let number = format!("- {page} -");
    let x = (PAGE_WIDTH - width(&number) as f32 * FOOT_SIZE / 2.0) / 2.0;
    show(&mut out, &Printed { text: number, size: FOOT_SIZE, x }, FOOT_BASELINE);
    out.push_str("ET\n");
    out
}

fn show(out: &mut String, line: &Printed, y: f32) {
    write!(out, "/F1 {} Tf\n1 0 0 1 {:.2} {y:.2} Tm\n<", line.size, line.x).expect("strings take writes");
    for unit in line.text.encode_utf16() {
        write!(out, "{unit:04X}").expect("strings take writes");
    }
    out.push_str("> Tj\n");
}

fn fixed_objects(pages: usize, title: &str) -> Vec<String> {
    let kids: Vec<String> = (0..pages).map(|index| format!("{} 0 R", FIXED_OBJECTS + 2 * index + 1)).collect();
    let title: String = title.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_string(),
        format!("<< /Type /Pages /Kids [{}] /Count {pages} >>", kids.join(" ")),
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light-UniGB-UCS2-H /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>"
            .to_string(),
        // Characters 1 to 95 of Adobe-GB1 are ASCII and stand half as wide as the others.
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor 5 0 R /DW 1000 /W [1 95 500] >>"
            .to_string(),
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
            .to_string(),
        format!("<< /Title <FEFF{title}> /CreationDate (D:20200101000000Z) >>"),
    ]
}

fn file(objects: &[String]) -> Vec<u8> {
    let mut out: Vec<u8> = b"%PDF-1.4\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", index + 1).bytes());
    }
    let start = out.len();
    let count = objects.len() + 1;
    out.extend(format!("xref\n0 {count}\n0000000000 65535 f \n").bytes());
    for offset in offsets {
        out.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    out.extend(format!("trailer\n<< /Size {count} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{start}\n%%EOF\n").bytes());
    out
}
