//! Owns `cargo xtask screenshots`: pictures of the pages of the desk with every sample, for people to look at. Which pages
//! is the business of `tests/desk/pictures.rs`.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::services;

/// Writes the pictures into a folder.
pub(crate) fn run(root: &Path, folder: &str) -> Result<()> {
    services::install()?;
    // The test runs in another folder than this command.
    let folder = std::path::absolute(folder).with_context(|| format!("finding {folder}"))?;
    let status = Command::new(env!("CARGO"))
        .args(["test", "--quiet", "--workspace", "--test", "suite", "--"])
        .args(["--exact", "desk::pictures::pages_have_their_picture"])
        .env("CASECHECK_PICTURES", &folder)
        .current_dir(root)
        .status();
    match status.context("starting cargo")?.success() {
        true => {
            eprintln!("pictures lie in {}", folder.display());
            Ok(())
        }
        false => bail!("a page was not shown"),
    }
}
