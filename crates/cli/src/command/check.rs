//! `casecheck check`: what was typed about cases against their files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use catalog::Catalog;
use clap::Args;

use crate::case::{self, CaseInput, CheckedDirectory, EntrySource};
use crate::failure::Failure;
use crate::input;
use crate::outcome::Outcome;
use crate::{batch, report_file, view};

/// Check what was typed about cases against their files.
///
/// A case directory holds `entered.json` (the case record as typed) and `files/` (the documents). With --entries the
/// typed records come from one table instead, one row per case.
#[derive(Args)]
#[command(after_help = "\
Examples:
  casecheck check cases/2019-1234
  casecheck check cases/* --json > findings.jsonl
  casecheck check cases/* --report findings.docx --unit 某某人民法院
  casecheck check cases/* --entries entered.xlsx --mapping columns.toml")]
pub struct Check {
    /// Case directories.
    #[arg(required = true, value_name = "CASE_DIR")]
    cases: Vec<PathBuf>,
    /// One JSON line per case instead of text.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    report: report_file::ReportOptions,
    /// Table of typed records (CSV or XLSX) with one row per case, instead of entered.json.
    #[arg(long, value_name = "FILE")]
    entries: Option<PathBuf>,
    /// Which column of the table is which field (TOML); without it the usual Chinese headings are known.
    #[arg(long, value_name = "FILE", requires = "entries")]
    mapping: Option<PathBuf>,
    #[command(flatten)]
    processing: super::Processing,
}

/// Runs the command.
pub fn run(command: &Check) -> Result<Outcome, Failure> {
    command.report.check()?;
    let options = command.processing.options()?;
    let parser = command.processing.parser()?;
    let table = match &command.entries {
        Some(path) => Some(Arc::new(read_table(path, command.mapping.as_deref(), options.catalog)?)),
        None => None,
    };
    let inputs = command.cases.iter().map(|path| load(path, table.as_ref(), options.catalog));
    let sources = inputs.collect::<Result<Vec<CaseSource>, Failure>>()?;
    let mut cases = Vec::new();
    let work = |source: &CaseSource| case::check(source.read(), &parser, options);
    let mut outcome = Outcome::default();
    batch::run(&sources, command.processing.threads, work, |_, checked| {
        outcome = outcome.and(show(&checked, command.json, options.catalog));
        cases.push(checked);
    });
    if !command.json && cases.len() > 1 {
        view::print_line(&summary(&cases));
    }
    command.report.write(&cases, options.catalog)?;
    Ok(outcome)
}

/// Prints the findings of a case.
pub fn show(case: &CheckedDirectory, as_json: bool, catalog: &Catalog) -> Outcome {
    match as_json {
        true => view::print_line(&view::json::case_line(case, catalog).to_string()),
        false => view::print_line(&view::table::case(case, catalog)),
    }
    Outcome { flagged: !case.checked.report.discrepancies.is_empty(), unreadable: case.has_unreadable() }
}

/// The line over all cases.
pub fn summary(cases: &[CheckedDirectory]) -> String {
    let found = |case: &CheckedDirectory| case.checked.report.discrepancies.len();
    let flagged = cases.iter().filter(|case| found(case) > 0).count();
    view::table::summary(cases.len(), flagged, cases.iter().map(found).sum())
}

/// A case directory whose layout has been checked; its files are read when its turn comes.
struct CaseSource {
    name: String,
    files: Vec<PathBuf>,
    entry: SourceEntry,
}

enum SourceEntry {
    Record(casefile::EnteredRecord, Vec<String>),
    Table(Arc<entry::Table>),
}

impl CaseSource {
    fn read(&self) -> CaseInput {
        let files = self.files.iter().map(|path| (input::name_of(path), input::read(path))).collect();
        let entry = match &self.entry {
            SourceEntry::Record(record, warnings) => EntrySource::Record(record.clone(), warnings.clone()),
            SourceEntry::Table(table) => EntrySource::Table(table.clone()),
        };
        CaseInput { name: self.name.clone(), files, entry }
    }
}

fn load(directory: &Path, table: Option<&Arc<entry::Table>>, catalog: &Catalog) -> Result<CaseSource, Failure> {
    let folder = directory.join("files");
    let hint = "a case directory holds entered.json and files/; see `casecheck check --help`";
    let entries = std::fs::read_dir(&folder)
        .map_err(|error| Failure::new("case_directory", format!("cannot read {}: {error}", folder.display()), hint))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| entry.ok()).map(|entry| entry.path()).collect();
    files.retain(|path| path.is_file() && !input::name_of(path).starts_with('.'));
    files.sort();
    let entry = match table {
        Some(table) => SourceEntry::Table(table.clone()),
        None => {
            let path = directory.join("entered.json");
            let bytes = std::fs::read(&path).map_err(|error| {
                Failure::new("entry_missing", format!("cannot read {}: {error}", path.display()), hint)
            })?;
            let entered =
                entry::read_json(&bytes, "entered.json", catalog).map_err(|error| entry_failure(&path, &error))?;
            SourceEntry::Record(entered.record, entered.warnings.iter().map(ToString::to_string).collect())
        }
    };
    let absolute = std::path::absolute(directory).unwrap_or_else(|_| directory.to_path_buf());
    Ok(CaseSource { name: input::name_of(&absolute), files, entry })
}

fn read_table(path: &Path, mapping: Option<&Path>, catalog: &Catalog) -> Result<entry::Table, Failure> {
    let read = |path: &Path| {
        std::fs::read(path).map_err(|error| {
            Failure::new(
                "entry_missing",
                format!("cannot read {}: {error}", path.display()),
                "check the path of --entries and --mapping",
            )
        })
    };
    let mapping = match mapping {
        Some(path) => {
            let text = String::from_utf8_lossy(&read(path)?).into_owned();
            entry::Mapping::parse(&text, &input::name_of(path), catalog)
        }
        None => entry::Mapping::usual(catalog),
    };
    let mapping = mapping.map_err(|error| entry_failure(path, &error))?;
    let bytes = read(path)?;
    let name = input::name_of(path);
    // A workbook is a zip or an old compound file; anything else is read as CSV.
    let workbook = bytes.starts_with(b"PK") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]);
    let table = match workbook {
        true => entry::read_xlsx(&bytes, &name, &mapping, catalog),
        false => entry::read_csv(&bytes, &name, &mapping, catalog),
    };
    let table = table.map_err(|error| entry_failure(path, &error))?;
    if !table.unmapped.is_empty() {
        eprintln!("{name}: columns not read (no field is mapped to them): {}", table.unmapped.join("、"));
    }
    Ok(table)
}

fn entry_failure(path: &Path, error: &entry::EntryError) -> Failure {
    Failure::new(error.code(), format!("{}: {error}", path.display()), error.hint())
}
