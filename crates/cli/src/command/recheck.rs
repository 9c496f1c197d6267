//! `casecheck recheck`: every case again.

use clap::Args;
use store::Scope;

use crate::case_folders::court_place;
use crate::configuration::{self, ServiceOptions};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::service::{self, store_failure};

/// Ask for a new check of all cases, or of those of a court, after the fresh uploads.
///
/// Not needed after a change of the catalogue: `casecheck serve` asks for new checks by itself. No review is lost.
#[derive(Args)]
#[command(after_help = "Examples:\n  casecheck recheck\n  casecheck recheck --court 鲁0102")]
pub struct Recheck {
    /// Name, id or code (鲁0102) of the court.
    #[arg(long)]
    court: Option<String>,
    #[command(flatten)]
    service: ServiceOptions,
}

/// Runs the command.
pub fn run(command: &Recheck) -> Result<Outcome, Failure> {
    let configuration = configuration::load(&command.service)?;
    service::runtime()?.block_on(async {
        let opened = service::open(&configuration).await?;
        let scope = match &command.court {
            Some(name) => Scope::Court(court_place(&opened.store, opened.catalog, name).await?.court_id),
            None => Scope::All,
        };
        let asked = worker::check_all_anew(&opened.store, &scope).await.map_err(|error| store_failure(&error))?;
        eprintln!("{asked} cases are checked anew");
        Ok(Outcome::default())
    })
}
