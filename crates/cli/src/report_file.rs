//! Writes the verification report 核验报告 of checked cases as DOCX or HTML.

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use casefile::value::Date;
use catalog::Catalog;
use clap::Args;
use report::{CaseFindings, DocumentLine, DocumentReading, ReportHead};

use crate::case::{CaseFile, CheckedDirectory};
use crate::failure::Failure;

/// Options of the report.
#[derive(Args)]
pub struct ReportOptions {
    /// Write the verification report (核验报告) to this file; .docx or .html.
    #[arg(long = "report", value_name = "FILE")]
    file: Option<PathBuf>,
    /// Name of the unit that makes the report (制作单位).
    #[arg(long, value_name = "NAME", default_value = "")]
    unit: String,
}

/// The forms of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Docx,
    Html,
}

impl ReportOptions {
    /// Refuses a file name of an unknown form before any work is done.
    pub fn check(&self) -> Result<(), Failure> {
        self.form().map(|_| ())
    }

    fn form(&self) -> Result<Option<(&PathBuf, Form)>, Failure> {
        let Some(path) = &self.file else { return Ok(None) };
        match path.extension().and_then(|suffix| suffix.to_str()) {
            Some("docx") => Ok(Some((path, Form::Docx))),
            Some("html" | "htm") => Ok(Some((path, Form::Html))),
            _ => {
                let message = format!("{}: a report is written as .docx or .html", path.display());
                Err(Failure::new("report_format", message, "name the file findings.docx or findings.html"))
            }
        }
    }

    /// Writes the report where one is asked for.
    pub fn write(&self, cases: &[CheckedDirectory], catalog: &Catalog) -> Result<(), Failure> {
        let Some((path, form)) = self.form()? else { return Ok(()) };
        let documents: Vec<Vec<DocumentLine>> =
            cases.iter().map(|case| case.files.iter().map(document_line).collect()).collect();
        let findings: Vec<CaseFindings> =
            cases.iter().zip(&documents).map(|(case, documents)| findings(case, documents)).collect();
        let head = ReportHead {
            title: String::new(),
            unit: self.unit.clone(),
            date: today(),
            catalogue_version: catalog.version().to_string(),
            program_version: env!("CARGO_PKG_VERSION").to_string(),
        };
        let bytes = match form {
            Form::Docx => report::docx(&head, &findings, catalog)
                .map_err(|error| Failure::new("report_failed", error.to_string(), "try --report FILE.html"))?,
            Form::Html => report::html(&head, &findings, catalog).into_bytes(),
        };
        std::fs::write(path, bytes).map_err(|error| {
            Failure::new("report_unwritable", format!("cannot write {}: {error}", path.display()), "check the folder")
        })
    }
}

fn findings<'a>(case: &'a CheckedDirectory, documents: &'a [DocumentLine]) -> CaseFindings<'a> {
    CaseFindings {
        name: &case.name,
        record: &case.checked.record,
        documents,
        compared: case.compared(),
        same: case.same(),
        masked: case.masked(),
        discrepancies: &case.checked.report.discrepancies,
    }
}

fn document_line(file: &CaseFile) -> DocumentLine {
    let (sha256, reading) = match &file.result {
        Ok(processed) => (
            processed.document.source.sha256.to_string(),
            DocumentReading::Read {
                format: processed.document.source.format,
                pages: processed.document.pages.len(),
                diagnostics: processed.diagnostics.len(),
            },
        ),
        Err(error) => (String::new(), DocumentReading::Failed(error.message_zh())),
    };
    DocumentLine { name: file.name.clone(), sha256, reading }
}

/// Today in China (UTC+8), as reports print it: 2019年6月3日.
fn today() -> String {
    const CHINA_OFFSET_SECONDS: u64 = 8 * 3600;
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let days = i64::try_from((seconds + CHINA_OFFSET_SECONDS) / 86_400).unwrap_or(0);
    let date = Date::new(1970, 1, 1).ok().and_then(|epoch| epoch.add_days(days));
    match date.map(|date| (date.year(), date.month(), date.day())) {
        Some((year, Some(month), Some(day))) => format!("{year}年{month}月{day}日"),
        _ => String::new(),
    }
}
