//! Owns the report as a DOCX file: A4 landscape, because a row of a discrepancy has seven columns. What it says is the
//! business of `content`, how paragraphs and tables are made that of `docx/parts`.

use std::io::Cursor;

use casefile::Tier;
use casefile::value::Date;
use docx_rs::{Docx, PageMargin, PageOrientationType, Table, TableRow};

use crate::ReportError;
use crate::content::{CaseContent, Content, DOCUMENT_COLUMNS, FINDING_COLUMNS, Finding, SIGNATURES, SUMMARY_COLUMNS};

mod bytes;
mod parts;

use parts::{Align, Cell};

/// Widths in twentieths of a point; each sums to the 14570 between the margins.
const SUMMARY_WIDTHS: [usize; 7] = [7370, 1200, 1200, 1200, 1200, 1200, 1200];
const DOCUMENT_WIDTHS: [usize; 6] = [700, 3700, 850, 850, 2770, 5700];
const FINDING_WIDTHS: [usize; 7] = [650, 2150, 2450, 2450, 3450, 800, 2620];

/// The bytes of the file; equal content gives equal bytes.
pub(crate) fn write(content: &Content) -> Result<Vec<u8>, ReportError> {
    let mut docx = page(content).add_paragraph(parts::title(&content.title));
    for fact in &content.facts {
        docx = docx.add_paragraph(parts::facts(std::slice::from_ref(fact)));
    }
    docx = docx.add_paragraph(parts::heading(1, "一、核验汇总")).add_table(summary(content));
    docx = docx.add_paragraph(parts::heading(1, "二、各案核验情况"));
    for case in &content.cases {
        docx = case_part(docx, case);
    }
    docx = docx.add_paragraph(parts::heading(1, "三、说明"));
    for (index, note) in content.notes.iter().enumerate() {
        docx = docx.add_paragraph(parts::body(&format!("{}. {note}", index + 1)));
    }
    docx = docx.add_paragraph(parts::signatures(&SIGNATURES));
    let mut package = docx.build();
    package.document = bytes::settle(&package.document);
    for part in package.headers.iter_mut().chain(&mut package.footers) {
        *part = bytes::settle(part);
    }
    let mut out = Cursor::new(Vec::new());
    package.pack(&mut out).map_err(|error| ReportError::Pack(Box::new(error)))?;
    Ok(out.into_inner())
}

fn page(content: &Content) -> Docx {
    let margin = PageMargin { top: 1247, left: 1134, bottom: 1134, right: 1134, header: 624, footer: 567, gutter: 0 };
    let docx = parts::styles(Docx::new())
        .page_size(16838, 11906)
        .page_orient(PageOrientationType::Landscape)
        .page_margin(margin)
        .header(parts::header(&content.title))
        .footer(parts::footer());
    match Date::parse(&content.date) {
        Ok(date) if date.is_full() => {
            let instant = format!("{date}T00:00:00Z");
            docx.created_at(&instant).updated_at(&instant)
        }
        _ => docx,
    }
}

fn summary(content: &Content) -> Table {
    let mut rows = vec![parts::head_row(&SUMMARY_COLUMNS, &SUMMARY_WIDTHS)];
    for (row, is_total) in content.summary.iter().map(|row| (row, false)).chain([(&content.total, true)]) {
        let mut cells = vec![Cell::text(&row.name, Align::Left)];
        cells.extend(row.counts.iter().map(|count| Cell::text(&count.to_string(), Align::Middle)));
        let cells = if is_total { cells.into_iter().map(Cell::strong).collect() } else { cells };
        rows.push(parts::row(cells, &SUMMARY_WIDTHS));
    }
    parts::table(rows, &SUMMARY_WIDTHS)
}

fn case_part(docx: Docx, case: &CaseContent) -> Docx {
    let mut docx = docx.add_paragraph(parts::heading(2, &case.heading)).add_paragraph(parts::facts(&case.facts));
    docx = match case.documents.is_empty() {
        true => docx.add_paragraph(parts::body("本案没有电子卷宗材料。")),
        false => docx.add_paragraph(parts::caption("所读材料")).add_table(documents(&case.documents)),
    };
    if let Some(warning) = case.warning {
        docx = docx.add_paragraph(parts::spaced(warning));
    }
    docx = docx.add_paragraph(parts::verdict(&case.verdict, !case.findings.is_empty()));
    if case.findings.is_empty() {
        return docx;
    }
    let mut rows = vec![parts::head_row(&FINDING_COLUMNS, &FINDING_WIDTHS)];
    rows.extend(case.findings.iter().map(finding_row));
    docx.add_table(parts::table(rows, &FINDING_WIDTHS))
}

fn documents(lines: &[[String; 6]]) -> Table {
    let mut rows = vec![parts::head_row(&DOCUMENT_COLUMNS, &DOCUMENT_WIDTHS)];
    for [number, name, format, pages, reading, sha256] in lines {
        let cells = vec![
            Cell::text(number, Align::Middle),
            Cell::text(name, Align::Left),
            Cell::text(format, Align::Middle),
            Cell::text(pages, Align::Middle),
            Cell::text(reading, Align::Left),
            Cell::text(sha256, Align::Left).fine(),
        ];
        rows.push(parts::row(cells, &DOCUMENT_WIDTHS));
    }
    parts::table(rows, &DOCUMENT_WIDTHS)
}

fn finding_row(finding: &Finding) -> TableRow {
    let tier = Cell::text(finding.tier.name(), Align::Middle);
    let cells = vec![
        Cell::text(&finding.number, Align::Middle),
        Cell::text(&finding.place, Align::Left),
        Cell::lines(&finding.entered),
        Cell::lines(&finding.stated),
        Cell::lines(&finding.proof),
        if finding.tier == Tier::Error { tier.strong() } else { tier },
        Cell::text(&finding.reason, Align::Left),
    ];
    parts::row(cells, &FINDING_WIDTHS)
}
