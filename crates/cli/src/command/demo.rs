//! `casecheck demo`: the main job on the built-in sample cases.

use clap::Args;
use include_dir::{Dir, include_dir};

use crate::case::{self, CaseInput, EntrySource};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::{batch, report_file, view};

/// Check the built-in sample cases and show the proof of each discrepancy.
///
/// The samples are invented cases of all kinds; each entry has mistakes planted in it, and harmless variants that must
/// not be flagged. The exit code is 0 although discrepancies are found: they are what the demonstration shows.
#[derive(Args)]
#[command(after_help = "Examples:\n  casecheck demo\n  casecheck demo --report findings.docx")]
pub struct Demo {
    /// One JSON line per case instead of text.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    report: report_file::ReportOptions,
    #[command(flatten)]
    processing: super::Processing,
}

static SAMPLES: Dir = include_dir!("$CARGO_MANIFEST_DIR/../../samples");

/// Runs the command.
pub fn run(command: &Demo) -> Result<Outcome, Failure> {
    command.report.check()?;
    let options = command.processing.options()?;
    let parser = command.processing.parser()?;
    let samples: Vec<&Dir> = sample_cases().collect();
    let mut cases = Vec::new();
    let mut unreadable = false;
    let work = |sample: &&Dir| load(sample, options.catalog).map(|input| case::check(input, &parser, options));
    let mut failures = Vec::new();
    batch::run(&samples, command.processing.threads, work, |_, checked| match checked {
        Ok(checked) => {
            unreadable |= super::check::show(&checked, command.json, options.catalog).unreadable;
            cases.push(checked);
        }
        Err(failure) => failures.push(failure),
    });
    if let Some(failure) = failures.into_iter().next() {
        return Err(failure);
    }
    if !command.json {
        view::print_line(&super::check::summary(&cases));
    }
    command.report.write(&cases, options.catalog)?;
    Ok(Outcome { flagged: false, unreadable })
}

/// The directories of the samples that are cases.
fn sample_cases() -> impl Iterator<Item = &'static Dir<'static>> {
    SAMPLES.dirs().filter(|dir| dir.get_file(dir.path().join("entered.json")).is_some())
}

fn load(sample: &Dir, catalog: &catalog::Catalog) -> Result<CaseInput, Failure> {
    let name = sample.path().display().to_string();
    let bytes = sample.get_file(sample.path().join("entered.json")).map(|file| file.contents()).unwrap_or_default();
    let entered = entry::read_json(bytes, "entered.json", catalog)
        .map_err(|error| Failure::new(error.code(), format!("{name}: {error}"), error.hint()))?;
    let mut files: Vec<_> = sample.get_dir(sample.path().join("files")).into_iter().flat_map(Dir::files).collect();
    files.sort_by_key(|file| file.path());
    let files = files.into_iter().map(|file| {
        let name = file.path().file_name().unwrap_or_default().to_string_lossy().into_owned();
        (name, Ok(file.contents().to_vec()))
    });
    let warnings = entered.warnings.iter().map(ToString::to_string).collect();
    Ok(CaseInput { name, files: files.collect(), entry: EntrySource::Record(entered.record, warnings) })
}
