//! Owns the library that the second engine of the model needs in tests: takes it from its Python package into the target
//! folder. The product is never built with it and never fetches it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The version that the behaviour suite runs with.
const VERSION: &str = "1.32.0";

/// The library, fetched if it is not there. Fails where that is not possible: no test is skipped.
pub(crate) fn install(root: &Path) -> Result<PathBuf> {
    let folder = root.join("target").join(format!("onnxruntime-{VERSION}"));
    let library = folder.join("onnxruntime/capi").join(format!("libonnxruntime.so.{VERSION}"));
    if library.exists() {
        return Ok(library);
    }
    let help = format!("set up pip for Python 3 with access to onnxruntime {VERSION}, then run this again");
    std::fs::create_dir_all(&folder).with_context(|| format!("creating {}", folder.display()))?;
    let wanted = format!("onnxruntime=={VERSION}");
    let at = folder.to_string_lossy();
    python(&["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "-d", &at, &wanted])
        .with_context(|| help.clone())?;
    let wheels = std::fs::read_dir(&folder)?.flatten().map(|entry| entry.path());
    let wheel = wheels.into_iter().find(|path| path.extension().is_some_and(|suffix| suffix == "whl"));
    let wheel = wheel.with_context(|| help.clone())?;
    python(&["-m", "zipfile", "-e", &wheel.to_string_lossy(), &at])?;
    match library.exists() {
        true => Ok(library),
        false => bail!("{} holds no {}: {help}", wheel.display(), library.display()),
    }
}

fn python(words: &[&str]) -> Result<()> {
    let status = Command::new("python3").args(words).status().context("starting python3")?;
    match status.success() {
        true => Ok(()),
        false => bail!("`python3 {}` ended with {status}", words.join(" ")),
    }
}
