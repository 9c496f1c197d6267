//! Owns a case on its way through the command: its files, what was typed about it, and what the check found.

use std::sync::Arc;

use casefile::{Comparison, EnteredRecord};
use pipeline::isolation::Parser;
use pipeline::{CheckedCase, Options, Processed};

use crate::input::FileError;

/// A case ready to be checked: the bytes of its files and the entry.
#[derive(Debug)]
pub struct CaseInput {
    /// Directory or identity.
    pub name: String,
    /// Files by name, in order; a file that could not be read from disk keeps its error.
    pub files: Vec<(String, Result<Vec<u8>, FileError>)>,
    /// What was typed.
    pub entry: EntrySource,
}

/// Where the entry of a case comes from.
#[derive(Debug)]
pub enum EntrySource {
    /// It is known, with remarks on odd values.
    Record(EnteredRecord, Vec<String>),
    /// It is one of the rows of a table: the one whose key is the directory's name or the extracted case number.
    Table(Arc<entry::Table>),
}

/// One file of a case with what became of it.
#[derive(Debug)]
pub struct CaseFile {
    /// File name without directories.
    pub name: String,
    /// What was read out of it.
    pub result: Result<Processed, FileError>,
}

/// A checked case.
#[derive(Debug)]
pub struct CheckedDirectory {
    /// Directory or identity.
    pub name: String,
    /// Its files.
    pub files: Vec<CaseFile>,
    /// Remarks on odd values of the entry, and a missing row.
    pub warnings: Vec<String>,
    /// The merged record and the discrepancies.
    pub checked: CheckedCase,
}

/// Processes the files of a case and compares them with its entry.
pub fn check(input: CaseInput, parser: &Parser, options: Options) -> CheckedDirectory {
    let process = |(name, bytes): (String, Result<Vec<u8>, FileError>)| {
        let process = |bytes: Vec<u8>| pipeline::process_with(parser, &name, &bytes, options);
        let result = bytes.and_then(|bytes| process(bytes).map_err(FileError::Process));
        CaseFile { name, result }
    };
    let files: Vec<CaseFile> = input.files.into_iter().map(process).collect();
    let readable: Vec<&Processed> = files.iter().filter_map(|file| file.result.as_ref().ok()).collect();
    let record = pipeline::merge(&readable);
    let (entered, warnings) = match input.entry {
        EntrySource::Record(record, warnings) => (record, warnings),
        EntrySource::Table(table) => row_of(&table, &input.name, record.text("case_number")),
    };
    let checked = pipeline::check(record, &entered, options.catalog);
    CheckedDirectory { name: input.name, files, warnings, checked }
}

/// The row of a table that speaks of the case.
fn row_of(table: &entry::Table, name: &str, number: Option<String>) -> (EnteredRecord, Vec<String>) {
    use casefile::value::CaseNumber;
    let number = number.and_then(|number| CaseNumber::parse(&number).ok());
    let same = |key: &str| {
        let key_number = CaseNumber::parse(key).ok();
        key == name || matches!((&number, &key_number), (Some(a), Some(b)) if a.same_case(b))
    };
    match table.cases.iter().find(|case| same(&case.key)) {
        Some(case) => (case.record.clone(), case.warnings.iter().map(ToString::to_string).collect()),
        None => (EnteredRecord::default(), vec!["录入表中没有本案的行，未比对".to_string()]),
    }
}

impl CheckedDirectory {
    /// Number of leaves that were compared.
    pub fn compared(&self) -> usize {
        let comparisons = &self.checked.report.comparisons;
        comparisons.iter().filter(|compared| compared.outcome != Comparison::NotApplicable).count()
    }

    /// Number of leaves on which both sides agree.
    pub fn same(&self) -> usize {
        self.count(Comparison::Same)
    }

    /// Number of leaves that the file masks.
    pub fn masked(&self) -> usize {
        self.count(Comparison::Masked)
    }

    fn count(&self, outcome: Comparison) -> usize {
        self.checked.report.comparisons.iter().filter(|compared| compared.outcome == outcome).count()
    }

    /// The file name of a document by its SHA-256.
    pub fn document_name(&self, sha256: &str) -> &str {
        let named = self.files.iter().find(|file| match &file.result {
            Ok(processed) => &*processed.document.source.sha256 == sha256,
            Err(_) => false,
        });
        named.map_or("", |file| &file.name)
    }

    /// Up to `count` characters before and after the words of an evidence, on the same line, with … where text goes on.
    pub fn words_around(&self, place: &casefile::Evidence, count: usize) -> (String, String) {
        let documents = self.files.iter().filter_map(|file| file.result.as_ref().ok());
        let mut documents = documents.map(|processed| &processed.document);
        let Some(document) = documents.find(|document| document.source.sha256 == *place.document()) else {
            return Default::default();
        };
        let (head, tail) = (&document.text[..place.span().range().start], &document.text[place.span().range().end..]);
        let head = head.rsplit('\n').next().unwrap_or_default();
        let tail = tail.split('\n').next().unwrap_or_default();
        let mut before: Vec<char> = head.chars().rev().take(count).collect();
        if head.chars().count() > count {
            before.push('…');
        }
        let mut after: String = tail.chars().take(count).collect();
        if tail.chars().count() > count {
            after.push('…');
        }
        (before.into_iter().rev().collect(), after)
    }

    /// Whether some file could not be read.
    pub fn has_unreadable(&self) -> bool {
        self.files.iter().any(|file| file.result.is_err())
    }
}
