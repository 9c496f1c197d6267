//! Owns the list of the project's own commands, one file each; does no work itself.

mod faults;
mod fuzz;
mod mutate;
mod onnxruntime;
mod samples;
mod screenshots;
mod services;
mod test;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str = "\
usage: cargo xtask COMMAND
  test               every test, on a clean clone
  lint               formatting and clippy, warnings included
  samples            write the samples from their sources
  samples --check    fail if the committed samples differ
  write --format FORM IN.txt OUT
                     one text in a form (docx, pdf, ofd, html-page, ...)
  mutate --count N   at least N damaged files of all formats, parsed in child processes
  faults --count N --backend embedded|servers [--seed N]
                     N faults of processes, servers, connections and the disk, while documents are uploaded
  screenshots DIR    pictures of the pages of the desk with every sample, at 1366x768 and 1920x1080
  fuzz --minutes N [TARGET]
                     every fuzz target in turn, or one; needs cargo-fuzz and a nightly toolchain";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match run(&words.iter().map(String::as_str).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result<()> {
    match words {
        ["test"] => test::run(&repository_root()),
        ["lint"] => test::lint(&repository_root()),
        ["samples"] => samples::write(&repository_root()),
        ["write", "--format", form, source, target] => samples::write_one(form, Path::new(source), Path::new(target)),
        ["samples", "--check"] => samples::check(&repository_root()),
        ["mutate", "--count", count] => mutate::run(&repository_root(), count),
        ["faults", "--count", count, "--backend", backend] => faults::run(&repository_root(), count, backend, "1"),
        ["faults", "--count", count, "--backend", backend, "--seed", seed] => {
            faults::run(&repository_root(), count, backend, seed)
        }
        ["screenshots", folder] => screenshots::run(&repository_root(), folder),
        ["fuzz", "--minutes", minutes] => fuzz::run(&repository_root(), minutes, None),
        ["fuzz", "--minutes", minutes, target] => fuzz::run(&repository_root(), minutes, Some(target)),
        _ => bail!("{USAGE}"),
    }
}

/// The root of the working tree that this binary was built from.
fn repository_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("crates/xtask lies two levels below").to_path_buf()
}
