//! Owns the making of small workbooks in memory.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A cell of a test workbook.
pub enum Cell {
    /// Text.
    Text(&'static str),
    /// A number in general format.
    Number(f64),
    /// A day number in date format.
    Day(f64),
    /// Nothing.
    Blank,
}

/// A workbook with the sheets in order, each with a name and rows; rows begin at `first_row`, columns at B.
pub fn workbook(first_row: usize, sheets: &[(&str, &[Vec<Cell>])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, text: String| {
        zip.start_file(name, SimpleFileOptions::default()).expect("memory takes every file");
        zip.write_all(text.as_bytes()).expect("memory takes every byte");
    };
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    put(
        "[Content_Types].xml",
        format!("{head}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"),
    );
    put(
        "_rels/.rels",
        format!(
            "{head}<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    );
    let mut names = String::new();
    let mut relations = String::new();
    for (index, (name, _)) in sheets.iter().enumerate() {
        let id = index + 1;
        names.push_str(&format!("<sheet name=\"{name}\" sheetId=\"{id}\" r:id=\"rId{id}\"/>"));
        relations.push_str(&format!(
            "<Relationship Id=\"rId{id}\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet{id}.xml\"/>"
        ));
    }
    relations.push_str(&format!("<Relationship Id=\"rId99\" Type=\"{office}/styles\" Target=\"styles.xml\"/>"));
    put(
        "xl/workbook.xml",
        format!("{head}<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>{names}</sheets></workbook>"),
    );
    put("xl/_rels/workbook.xml.rels", format!("{head}<Relationships xmlns=\"{package}\">{relations}</Relationships>"));
    put(
        "xl/styles.xml",
        format!(
            "{head}<styleSheet xmlns=\"{main}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
        ),
    );
    for (index, (_, rows)) in sheets.iter().enumerate() {
        let rows: String = rows.iter().enumerate().map(|(at, cells)| row(first_row + at, cells)).collect();
        let sheet = format!("{head}<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>");
        put(&format!("xl/worksheets/sheet{}.xml", index + 1), sheet);
    }
    zip.finish().expect("memory takes the directory").into_inner()
}

fn row(number: usize, cells: &[Cell]) -> String {
    let mut out = format!("<row r=\"{number}\">");
    for (at, cell) in cells.iter().enumerate() {
        let address = format!("{}{number}", char::from(b'B' + u8::try_from(at).expect("few columns")));
        out.push_str(&match cell {
            Cell::Text(text) => format!("<c r=\"{address}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
            Cell::Number(number) => format!("<c r=\"{address}\"><v>{number}</v></c>"),
            Cell::Day(number) => format!("<c r=\"{address}\" s=\"1\"><v>{number}</v></c>"),
            Cell::Blank => String::new(),
        });
    }
    out + "</row>"
}
