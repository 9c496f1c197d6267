//! The verification report 核验报告 of one or several cases: every discrepancy with the words that prove it, as a DOCX
//! that a court can file and as one HTML page; and `json`, the form for programs. Values in, bytes out: this crate reads no file and no clock, and it
//! decides nothing about what is a discrepancy.

mod content;
mod diff;
mod docx;
mod html;
pub mod json;
mod quote;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use diff::{Run, runs};

use casefile::{Discrepancy, Extraction, Format, Record};
use catalog::Catalog;

/// What stands over the report and says how it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportHead {
    /// The title; empty means 案件信息核验报告.
    pub title: String,
    /// Who makes the report 制作单位; may be empty.
    pub unit: String,
    /// The date of the report, as it shall be printed.
    pub date: String,
    /// Version of the catalogue that the verification used.
    pub catalogue_version: String,
    /// Version of the program.
    pub program_version: String,
}

/// A file that was handed in for a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentLine {
    /// File name without directories.
    pub name: String,
    /// SHA-256 of the bytes in lower-case hex; evidence points to it.
    pub sha256: String,
    /// What became of it.
    pub reading: DocumentReading,
}

/// What became of reading a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentReading {
    /// It was read.
    Read {
        /// The format that the content shows.
        format: Format,
        /// Number of pages; 1 where the format has none.
        pages: usize,
        /// Number of remarks on odd places; more than none means that it was read in part.
        diagnostics: usize,
    },
    /// It could not be read, and why, in Chinese.
    Failed(String),
}

/// What the verification of one case found.
#[derive(Clone, Debug)]
pub struct CaseFindings<'a> {
    /// Directory or identity of the case.
    pub name: &'a str,
    /// The case record as the file states it.
    pub record: &'a Record<Extraction>,
    /// The files of the case.
    pub documents: &'a [DocumentLine],
    /// Number of leaves that were compared.
    pub compared: usize,
    /// Number of leaves that agree.
    pub same: usize,
    /// Number of leaves that the file masks without contradicting the entry.
    pub masked: usize,
    /// The discrepancies, in any order.
    pub discrepancies: &'a [Discrepancy],
}

/// Why no report came to be.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The DOCX container could not be written.
    #[error("the document could not be packed")]
    Pack(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// The report as a DOCX file; equal values give equal bytes.
pub fn docx(head: &ReportHead, cases: &[CaseFindings<'_>], catalog: &Catalog) -> Result<Vec<u8>, ReportError> {
    docx::write(&content::of(head, cases, catalog))
}

/// The report as one self-contained HTML page.
pub fn html(head: &ReportHead, cases: &[CaseFindings<'_>], catalog: &Catalog) -> String {
    html::write(&content::of(head, cases, catalog))
}
