//! `casecheck text`: the text of a document, as every evidence counts it.

use std::path::PathBuf;

use clap::Args;

use crate::failure::Failure;
use crate::input;
use crate::isolation::Isolation;
use crate::outcome::Outcome;
use crate::view;

/// Print the text of a document.
///
/// With --json pages, blocks, lines with their places, and what was odd.
#[derive(Args)]
#[command(after_help = "Examples:\n  casecheck text judgment.pdf\n  casecheck text --json judgment.pdf | jq .pages")]
pub struct Text {
    /// A document.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Structure as JSON instead of plain text.
    #[arg(long)]
    json: bool,
    /// The normalised form on which rules and model work; evidence does not count it.
    #[arg(long, conflicts_with = "json", hide_short_help = true)]
    normalised: bool,
    #[command(flatten)]
    isolation: Isolation,
}

/// Runs the command.
pub fn run(command: &Text) -> Result<Outcome, Failure> {
    let path = &command.file;
    let parser = command.isolation.parser(1)?;
    let parsed = input::read(path).and_then(|bytes| input::parse(path, &parser, &bytes));
    match parsed {
        Ok(document) => {
            // The JSON holds them already.
            if !command.json {
                view::remark(&path.display().to_string(), &document.diagnostics);
            }
            let text = match (command.json, command.normalised) {
                (true, _) => view::json::document(&document).to_string(),
                (false, true) => pipeline::normalised(&document),
                (false, false) => document.text,
            };
            view::print(&text);
            Ok(Outcome::default())
        }
        Err(error) => {
            view::warn(&path.display().to_string(), &error);
            Ok(Outcome { unreadable: true, ..Outcome::default() })
        }
    }
}
