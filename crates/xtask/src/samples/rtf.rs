//! Owns sheets as RTF: characters by number, as Word and WPS write them, and in tables and furniture as bytes of the code
//! page, as older programs do.

use std::fmt::Write;

use super::sheet::{Line, Sheet};

/// The document with fonts 0 (Western) and 1 (Chinese).
pub(super) fn render(sheet: &Sheet) -> Vec<u8> {
    let mut body = String::new();
    for line in &sheet.lines {
        match line {
            Line::Title(text) => body.push_str(&paragraph("\\s1\\qc\\fs44", &numbers(text))),
            Line::Right(text) => body.push_str(&paragraph("\\qr\\ri640\\fs32", &numbers(text))),
            Line::Body(text) => body.push_str(&paragraph("\\qj\\fi640\\fs32", &numbers(text))),
            Line::Row(cells) => body.push_str(&row(cells)),
        }
    }
    let (header, footer) = (bytes(&sheet.title()), "- {\\field{\\*\\fldinst  PAGE }{\\fldrslt 1}} -");
    let file = format!(
        r"{{\rtf1\ansi\ansicpg936\uc1\deff1\deflang1033\deflangfe2052
{{\fonttbl{{\f0\froman\fcharset0 Times New Roman;}}{{\f1\fnil\fcharset134 {}{{\*\falt FangSong}};}}}}
{{\stylesheet{{\s0\f1\fs32 Normal;}}{{\s1\qc\outlinelevel0\f1\fs44 heading 1;}}}}
{{\info{{\title {}}}}}
\paperw11906\paperh16838\margl1588\margr1474\margt2098\margb1984\sectd
{{\header\pard\plain\qc\f1\fs18 {header}\par}}
{{\footer\pard\plain\qc\f0\fs18 {footer}\par}}
{body}}}
",
        bytes("仿宋"),
        bytes(&sheet.title()),
    );
    file.replace('\n', "\r\n").into_bytes()
}

fn paragraph(properties: &str, text: &str) -> String {
    format!("\\pard\\plain{properties}\\f1 {text}\\par\n")
}

fn row(cells: &[String]) -> String {
    let mut out = String::from("\\trowd\\trgaph108");
    for column in 1..=cells.len() {
        write!(out, "\\cellx{}", column * 2200).expect("strings take writes");
    }
    for cell in cells {
        write!(out, "\\pard\\plain\\intbl\\f1\\fs24 {}\\cell", bytes(cell)).expect("strings take writes");
    }
    out + "\\row\n"
}

/// Characters beyond ASCII by their numbers, with a question mark for programs that do not know them.
fn numbers(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' | '{' | '}' => out.extend(['\\', c]),
            ' '..='~' => out.push(c),
            c => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{}\\'3f", *unit as i16).expect("strings take writes");
                }
            }
        }
    }
    out
}

/// Characters beyond ASCII by their bytes in GBK.
fn bytes(text: &str) -> String {
    let mut out = String::new();
    for byte in encoding_rs::GBK.encode(text).0.iter() {
        match byte {
            b'\\' | b'{' | b'}' | 0x80.. => write!(out, "\\'{byte:02x}").expect("strings take writes"),
            byte => out.push(char::from(*byte)),
        }
    }
    out
}
