//! Owns a case with its true record and what was extracted from its documents. Changes nothing in either.

use std::path::{Path, PathBuf};

use ::crosscheck::Report;
use anyhow::{Context, Result};
use casefile::Extraction;
use pipeline::Options;

use crate::input::{self, Record};

/// A case.
pub(super) struct Case {
    /// The id of its record.
    pub(super) id: String,
    /// The true record, without the fields that nobody is sure about.
    pub(super) truth: Record,
    /// What its documents say together.
    pub(super) extracted: casefile::Record<Extraction>,
}

/// The cases of directories.
pub(super) fn from_directories(paths: &[PathBuf]) -> Result<Vec<Case>> {
    let mut out = Vec::new();
    for path in paths {
        for directory in input::case_directories(path)? {
            let id = directory.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let files = input::files(&directory.join("files"))?;
            out.push(case(id, input::expected(&directory)?, &files)?);
        }
    }
    Ok(out)
}

/// The cases of a gold standard: one document each.
pub(super) fn from_gold(gold: &Path, texts: &Path) -> Result<Vec<Case>> {
    let files = input::files_by_stem(texts)?;
    let mut out = Vec::new();
    for (id, record) in input::records(gold)? {
        let path = files.get(&id).with_context(|| format!("no document for {id}"))?;
        out.push(case(id, record, std::slice::from_ref(path))?);
    }
    Ok(out)
}

fn case(id: String, mut truth: Record, files: &[PathBuf]) -> Result<Case> {
    let documents = files.iter().map(|path| input::process(path)).collect::<Result<Vec<_>>>()?;
    let extracted = pipeline::merge(&documents.iter().collect::<Vec<_>>());
    for key in input::uncertain(&truth).iter().map(String::as_str).chain(["id", "source", "uncertain", "note"]) {
        truth.shift_remove(key);
    }
    Ok(Case { id, truth, extracted })
}

/// Compares a record, read as a clerk's entry, with the case.
pub(super) fn compare(case: &Case, record: &Record) -> Result<Report> {
    let catalog = Options::embedded().catalog;
    let bytes = serde_json::to_vec(record).context("writing a record")?;
    let entered = entry::read_json(&bytes, "entered.json", catalog).with_context(|| format!("entry of {}", case.id))?;
    Ok(::crosscheck::compare(&case.extracted, &entered.record, catalog))
}
