//! Owns the command that processes one file and nothing else, so that an instruction counter sees only that.

use std::path::PathBuf;

use anyhow::{Context, Result};
use pipeline::Options;

use crate::input;

/// Process one file.
#[derive(clap::Args)]
pub struct Arguments {
    /// The file.
    file: PathBuf,
    /// How often; the difference between two counts leaves out the loading of the catalogue.
    #[arg(long, default_value_t = 1)]
    times: u32,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<()> {
    let (name, bytes) = input::read(&arguments.file)?;
    let mut leaves = 0;
    for _ in 0..arguments.times {
        let processed = pipeline::process(&name, &bytes, Options::embedded()).context("processing the file")?;
        leaves = processed.extracted.record.leaves(Options::embedded().catalog).len();
    }
    println!("{leaves} leaves");
    Ok(())
}
