//! The `casecheck` command: arguments, files, threads and terminals around the pure pipeline. One file per command in
//! `command/`.

use std::process::ExitCode;

use clap::Parser;

mod batch;
mod case;
mod case_folders;
mod catalogue;
mod command;
mod configuration;
mod failure;
mod input;
mod isolation;
mod model;
mod outcome;
mod output;
mod report_file;
mod samples;
mod service;
mod view;

use command::Command;

/// Extract case information from court documents and check it against what was typed (核卷).
#[derive(Parser)]
#[command(name = "casecheck", version, after_help = EXAMPLES, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  casecheck demo                                   check the built-in sample cases
  casecheck extract judgment.docx                  show the case information of a document
  casecheck extract --json files/*.pdf > out.jsonl one JSON line per file
  casecheck check cases/2019-1234                  check a case directory (entered.json and files/)
  casecheck check cases/* --report findings.docx   write the verification report
  casecheck serve                                  run the service with everything embedded
  casecheck worker --config casecheck.toml         do its jobs on another machine

Exit codes: 0 nothing flagged, 1 discrepancies flagged, 2 wrong use or configuration, 3 some file unreadable.";

fn main() -> ExitCode {
    // A panic message may hold words of a document; only the place in the program is shown.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        eprintln!("casecheck: defect at {place}");
    }));
    match command::run(Arguments::parse().command) {
        Ok(exit_code) => exit_code,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::from(2)
        }
    }
}
