//! `cargo xtask test`: every test of the project, on a clean clone, with nothing installed by hand. Does not lint.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::{fuzz, onnxruntime, samples, services};

/// Formatting, samples, the demonstration, every test of the workspace with the programs it needs, and that the fuzz
/// targets compile.
pub(crate) fn run(root: &Path) -> Result<()> {
    step("formatting", || cargo(root, &["fmt", "--all", "--check"]))?;
    step("samples are what their sources say", || samples::check(root))?;
    step("servers, browser and font", services::install)?;
    step("library of the model's second engine", || onnxruntime::install(root).map(drop))?;
    step("tests of the workspace", || cargo(root, &["test", "--workspace", "--quiet"]))?;
    step("fuzz targets compile", || fuzz::check(root))?;
    step("demonstration", || cargo(root, &["run", "--quiet", "-p", "cli", "--", "demo", "--json"]))
}

/// Lints, warnings included.
pub(crate) fn lint(root: &Path) -> Result<()> {
    step("formatting", || cargo(root, &["fmt", "--all", "--check"]))?;
    step("lints", || cargo(root, &["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]))
}

fn step(name: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    let start = Instant::now();
    eprintln!("== {name}");
    work().with_context(|| format!("{name} failed"))?;
    eprintln!("== {name}: passed in {:.0} s", start.elapsed().as_secs_f64());
    Ok(())
}

fn cargo(root: &Path, words: &[&str]) -> Result<()> {
    let mut command = Command::new(env!("CARGO"));
    // The demonstration prints its cases, which would bury the summaries of the tests.
    if words.contains(&"demo") {
        command.stdout(std::process::Stdio::null());
    }
    let status = command.args(words).current_dir(root).status().context("starting cargo")?;
    match status.success() {
        true => Ok(()),
        false => bail!("`cargo {}` ended with {status}", words.join(" ")),
    }
}
