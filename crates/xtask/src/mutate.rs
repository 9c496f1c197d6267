//! Owns `cargo xtask mutate`: the test of damaged files in child processes, with as many files as one asks for. Does not
//! damage anything: that is `tests/suite/mutation.rs`.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

/// Formats that are read; the count is spread over them.
const FORMATS: u64 = 12;

/// Runs the test with at least `count` files in all.
pub(crate) fn run(root: &Path, count: &str) -> Result<()> {
    let count: u64 = count.parse().with_context(|| format!("{count} is no number of files"))?;
    let status = Command::new(env!("CARGO"))
        .args(["test", "--quiet", "-p", "tests", "--test", "suite", "--", "--nocapture", "damaged_files_stop_no_child"])
        .env("CASECHECK_MUTANTS_PER_FORMAT", count.div_ceil(FORMATS).to_string())
        .current_dir(root)
        .status();
    match status.context("starting cargo")?.success() {
        true => Ok(()),
        false => bail!("a damaged file stopped a child or met a defect of the program"),
    }
}
