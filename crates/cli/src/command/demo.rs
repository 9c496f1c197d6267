//! `casecheck demo`: the main job on the built-in sample cases.

use clap::Args;

use crate::case::{self, CaseInput, EntrySource};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::samples::{self, Sample};
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

/// Runs the command.
pub fn run(command: &Demo) -> Result<Outcome, Failure> {
    command.report.check()?;
    let options = command.processing.options()?;
    let parser = command.processing.parser()?;
    let samples = samples::cases();
    let mut cases = Vec::new();
    let mut unreadable = false;
    let work = |sample: &Sample| load(sample, options.catalog).map(|input| case::check(input, &parser, options));
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

fn load(sample: &Sample, catalog: &catalog::Catalog) -> Result<CaseInput, Failure> {
    let entered = sample.entered(catalog)?;
    let files = sample.files().into_iter().map(|(name, content)| (name, Ok(content)));
    let warnings = entered.warnings.iter().map(ToString::to_string).collect();
    Ok(CaseInput { name: sample.name(), files: files.collect(), entry: EntrySource::Record(entered.record, warnings) })
}
