//! `casecheck import`: many cases at once.

use std::path::PathBuf;

use clap::Args;
use indicatif::ProgressBar;
use store::job::Priority;

use crate::case_folders::{CaseFolder, Intake, Taken, cases_in, court_place};
use crate::configuration::{self, ServiceOptions};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::service;

/// Take in case folders, trees of them, or ZIP files of whole case files.
///
/// A folder with files is a case, filed under its name; `entered.json` in it is the entered record, and with a folder
/// `files/` only what lies below that is a document. A ZIP is one case, filed under its name. Taking the same in again
/// changes nothing, so that an import that broke off is simply started again.
#[derive(Args)]
#[command(after_help = "\
Examples:
  casecheck import /archive/2019 --court 某某市某某区人民法院
  casecheck import case.zip --court 鲁0102 --case '（2019）鲁0102民初1号'")]
pub struct Import {
    /// Folders and ZIP files.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Name, id or code (鲁0102) of the court that the cases belong to.
    #[arg(long)]
    court: String,
    /// File everything under this one label.
    #[arg(long, value_name = "LABEL")]
    case: Option<String>,
    #[command(flatten)]
    service: ServiceOptions,
}

/// Runs the command.
pub fn run(command: &Import) -> Result<Outcome, Failure> {
    let configuration = configuration::load(&command.service)?;
    let cases = cases_of(&command.paths)?;
    service::runtime()?.block_on(async {
        let opened = service::open(&configuration).await?;
        let place = court_place(&opened.store, opened.catalog, &command.court).await?;
        let (store, catalog) = (&opened.store, opened.catalog);
        let intake = Intake { store, catalog, place, by: "import", priority: Priority::Bulk };
        let taken = take(&intake, &cases, command.case.as_deref()).await?;
        eprintln!(
            "{} cases: {} documents added, {} there already, {} refused",
            cases.len(),
            taken.added,
            taken.known,
            taken.refused.len()
        );
        for (name, code, message) in &taken.refused {
            eprintln!("refused {name} [{code}]: {message}");
        }
        Ok(Outcome { flagged: false, unreadable: !taken.refused.is_empty() })
    })
}

fn cases_of(paths: &[PathBuf]) -> Result<Vec<CaseFolder>, Failure> {
    let mut cases = Vec::new();
    for path in paths {
        let unreadable = |error: std::io::Error| {
            Failure::new("case_directory", format!("cannot read {}: {error}", path.display()), "check the path")
        };
        match path.is_dir() {
            true => cases.extend(cases_in(path).map_err(unreadable)?),
            false => {
                std::fs::metadata(path).map_err(unreadable)?;
                let label = crate::input::stem_of(path);
                cases.push(CaseFolder { label, files: vec![path.clone()], entered: None });
            }
        }
    }
    Ok(cases)
}

async fn take(intake: &Intake<'_>, cases: &[CaseFolder], label: Option<&str>) -> Result<Taken, Failure> {
    let bar = ProgressBar::new(cases.iter().map(|case| case.files.len() as u64).sum());
    let mut taken = Taken::default();
    for case in cases {
        let label = label.unwrap_or(&case.label);
        let case_id = intake.file_case(label).await?;
        if let Some(entered) = &case.entered {
            taken.add(within(label, intake.take_entry(&case_id, entered).await?));
        }
        for file in &case.files {
            taken.add(within(label, intake.take(&case_id, file).await?));
            bar.inc(1);
        }
    }
    bar.finish_and_clear();
    Ok(taken)
}

/// Names of refused files with the label of their case.
fn within(label: &str, mut taken: Taken) -> Taken {
    taken.refused.iter_mut().for_each(|(name, _, _)| *name = format!("{label}/{name}"));
    taken
}
