//! Owns `cargo xtask faults`: the service under faults, with as many of them as one asks for. What goes wrong and what is
//! counted is `tests/faults/`.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::services;

/// Runs the test with `count` faults on one backend.
pub(crate) fn run(root: &Path, count: &str, backend: &str, seed: &str) -> Result<()> {
    for (name, number) in [("count", count), ("seed", seed)] {
        number.parse::<u64>().with_context(|| format!("{name}: {number} is no number"))?;
    }
    let test = match backend {
        "embedded" => "faults::nothing_is_lost_or_doubled_with_everything_embedded",
        "servers" => "faults::nothing_is_lost_or_doubled_with_servers",
        _ => bail!("backend: expected embedded or servers, found {backend}"),
    };
    services::install()?;
    let status = Command::new(env!("CARGO"))
        .args(["test", "--quiet", "-p", "tests", "--test", "suite", "--", "--nocapture", "--exact", test])
        .env("CASECHECK_FAULTS", count)
        .env("CASECHECK_FAULTS_SEED", seed)
        .current_dir(root)
        .status();
    match status.context("starting cargo")?.success() {
        true => Ok(()),
        false => bail!("something was lost or happened twice, or the service did not recover"),
    }
}
