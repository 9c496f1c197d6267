//! Owns `cargo xtask fuzz`: every fuzz target in turn, with its seeds and its dictionary, until the time is spent or
//! something is found. Does not own what a target checks: that is the package `fuzz`.

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// Memory that a target may use, in MB: the limit of a parsing child with room for the fuzzer's own tables.
const MEMORY_MB_MAX: u32 = 1536;

/// Time that one input may take, in seconds.
const INPUT_SECONDS_MAX: u32 = 20;

/// Shortest time worth giving to a target: it first reads all its seeds.
const TARGET_SECONDS_MIN: u64 = 5;

const SAMPLES: &str = "samples";
const VALUES: &str = "crates/casefile/tests/vectors";

/// A target of `fuzz/fuzz_targets`.
struct Target {
    name: &'static str,
    /// Folder of its seeds besides `fuzz/seeds/<name>`. Files of a foreign format are passed over.
    seeds: Option<&'static str>,
    /// File of `fuzz/dictionaries`.
    dictionary: Option<&'static str>,
    /// Longest input, in bytes.
    length_max: u32,
}

const fn target(
    name: &'static str,
    seeds: Option<&'static str>,
    dictionary: Option<&'static str>,
    length_max: u32,
) -> Target {
    Target { name, seeds, dictionary, length_max }
}

const TARGETS: &[Target] = &[
    target("parse_txt", Some(SAMPLES), None, 16_384),
    target("parse_html", Some(SAMPLES), Some("markup"), 32_768),
    target("parse_mht", Some(SAMPLES), Some("markup"), 65_536),
    target("parse_docx", Some(SAMPLES), Some("xml"), 65_536),
    target("parse_docx_xml", None, Some("xml"), 16_384),
    target("parse_doc", Some(SAMPLES), None, 65_536),
    target("parse_rtf", Some(SAMPLES), Some("markup"), 65_536),
    target("parse_odt", Some(SAMPLES), Some("xml"), 65_536),
    target("parse_odt_xml", None, Some("xml"), 16_384),
    target("parse_pdf", Some(SAMPLES), Some("pdf"), 65_536),
    target("parse_pdf_content", None, Some("pdf"), 16_384),
    target("parse_ofd", Some(SAMPLES), Some("xml"), 65_536),
    target("parse_ofd_xml", None, Some("xml"), 16_384),
    target("parse_image", Some(SAMPLES), None, 65_536),
    target("extract", Some("samples/source"), Some("legal"), 8_192),
    target("value_case_number", Some(VALUES), Some("legal"), 2_048),
    target("value_date", Some(VALUES), Some("legal"), 2_048),
    target("value_money", Some(VALUES), Some("legal"), 2_048),
    target("value_duration", Some(VALUES), Some("legal"), 2_048),
    target("value_numeral", Some(VALUES), Some("legal"), 2_048),
    target("value_statute", Some(VALUES), Some("legal"), 2_048),
    target("value_identity", Some(VALUES), Some("legal"), 2_048),
    target("value_name", Some(VALUES), Some("legal"), 2_048),
    target("value_kinds", Some(VALUES), Some("legal"), 2_048),
    target("entry_csv", None, Some("legal"), 8_192),
    target("entry_xlsx", None, Some("xml"), 65_536),
    target("entry_json", Some(SAMPLES), Some("legal"), 8_192),
];

/// What the fuzzer printed at the end of a target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Figures {
    runs: u64,
    coverage: u64,
    memory_mb: u64,
}

/// Runs every target for an equal part of the time, or one target for all of it; stops at the first finding.
pub(crate) fn run(root: &Path, minutes: &str, only: Option<&str>) -> Result<()> {
    let minutes: f64 = minutes.parse().with_context(|| format!("{minutes} is no number of minutes"))?;
    let chosen: Vec<&Target> = TARGETS.iter().filter(|target| only.is_none_or(|only| only == target.name)).collect();
    if chosen.is_empty() {
        let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
        bail!("no target is called {}; there are: {}", only.unwrap_or_default(), names.join(", "));
    }
    build(root)?;
    let seconds = ((minutes * 60.0) as u64 / chosen.len() as u64).max(TARGET_SECONDS_MIN);
    let mut table =
        String::from("| target | runs | coverage | peak MB | findings |\n| --- | ---: | ---: | ---: | --- |\n");
    for target in chosen {
        eprintln!("== {} for {seconds} s", target.name);
        let (figures, finding) = run_target(root, target, seconds)?;
        let Figures { runs, coverage, memory_mb } = figures;
        let found = finding.as_deref().unwrap_or("none");
        writeln!(table, "| {} | {runs} | {coverage} | {memory_mb} | {found} |", target.name)
            .context("writing the table")?;
        if finding.is_some() {
            print!("{table}");
            bail!(
                "{} found something; run it again with `cargo +nightly fuzz run --sanitizer none {} FILE`",
                target.name,
                target.name
            );
        }
    }
    print!("{table}");
    Ok(())
}

/// Compiles the targets without libFuzzer's C++, so that they never rot unseen.
pub(crate) fn check(root: &Path) -> Result<()> {
    let words = ["check", "--quiet", "--manifest-path", "fuzz/Cargo.toml", "--no-default-features", "--all-targets"];
    // The same folder as that of the workspace: what clippy has checked is not checked again.
    let folder = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| root.join("target").into());
    let mut command = Command::new(env!("CARGO"));
    let status = command.args(words).env("CARGO_TARGET_DIR", folder).current_dir(root).status();
    match status.context("starting cargo")?.success() {
        true => Ok(()),
        false => bail!("`cargo {}` failed", words.join(" ")),
    }
}

fn build(root: &Path) -> Result<()> {
    // The product forbids unsafe code: panics, time and memory are looked for, which no sanitizer is needed for.
    let status =
        Command::new("cargo").args(["+nightly", "fuzz", "build", "--sanitizer", "none"]).current_dir(root).status();
    let hint = "fuzzing needs `cargo install cargo-fuzz` and `rustup toolchain install nightly`";
    match status.context(hint)?.success() {
        true => Ok(()),
        false => bail!("the targets were not built; {hint}"),
    }
}

fn run_target(root: &Path, target: &Target, seconds: u64) -> Result<(Figures, Option<String>)> {
    let fuzz = root.join("fuzz");
    let corpus = fuzz.join("corpus").join(target.name);
    std::fs::create_dir_all(&corpus).with_context(|| format!("creating {}", corpus.display()))?;
    let own_seeds = Some(fuzz.join("seeds").join(target.name)).filter(|folder| folder.is_dir());
    let shared_seeds = target.seeds.map(|folder| root.join(folder));
    let mut command = Command::new("cargo");
    command.args(["+nightly", "fuzz", "run", "--sanitizer", "none", target.name]);
    command.arg(&corpus).args(own_seeds).args(shared_seeds).arg("--");
    command.arg(format!("-max_total_time={seconds}")).arg(format!("-timeout={INPUT_SECONDS_MAX}"));
    command.arg(format!("-rss_limit_mb={MEMORY_MB_MAX}")).arg(format!("-max_len={}", target.length_max));
    command.arg("-print_final_stats=1");
    if let Some(dictionary) = target.dictionary {
        command.arg(format!("-dict={}", fuzz.join("dictionaries").join(format!("{dictionary}.dict")).display()));
    }
    let output = command.current_dir(root).stdout(Stdio::null()).output().context("starting cargo")?;
    let printed = String::from_utf8_lossy(&output.stderr);
    let finding = match output.status.success() {
        true => None,
        false => Some(finding(&printed).unwrap_or_else(|| format!("ended with {}", output.status))),
    };
    Ok((figures(&printed), finding))
}

/// The figures of a run: those of the last progress line, and the final statistics.
fn figures(printed: &str) -> Figures {
    let after = |line: &str, word: &str| -> Option<u64> {
        let rest = line.split_once(word)?.1.trim_start();
        rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
    };
    let last = |word: &str| printed.lines().rev().find_map(|line| after(line, word)).unwrap_or_default();
    let runs = last("stat::number_of_executed_units:");
    Figures { runs, coverage: last(" cov:"), memory_mb: last("stat::peak_rss_mb:") }
}

/// The file that holds what was found.
fn finding(printed: &str) -> Option<String> {
    let line = printed.lines().find(|line| line.contains("Test unit written to"))?;
    Some(line.split_once("Test unit written to")?.1.trim().to_string())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn fuzz() -> std::path::PathBuf {
        crate::repository_root().join("fuzz")
    }

    #[test]
    fn every_target_file_is_in_the_list() {
        let files =
            std::fs::read_dir(fuzz().join("fuzz_targets")).expect("targets").map(|entry| entry.expect("listed"));
        let stems = files.map(|file| file.path().file_stem().expect("a name").to_string_lossy().into_owned());
        let files: BTreeSet<String> = stems.collect();
        let listed: BTreeSet<String> = TARGETS.iter().map(|target| target.name.to_string()).collect();
        assert_eq!(files, listed);
        let manifest = std::fs::read_to_string(fuzz().join("Cargo.toml")).expect("manifest");
        let missing: Vec<_> = listed.iter().filter(|name| !manifest.contains(&format!("name = \"{name}\""))).collect();
        assert!(missing.is_empty(), "without a [[bin]] section: {missing:?}");
    }

    #[test]
    fn seeds_and_dictionaries_exist() {
        for target in TARGETS {
            let own = fuzz().join("seeds").join(target.name);
            let shared = target.seeds.map(|folder| crate::repository_root().join(folder));
            assert!(shared.is_none_or(|folder| folder.is_dir()), "{}: seeds are missing", target.name);
            assert!(target.seeds.is_some() || own.is_dir(), "{}: no seeds", target.name);
            let dictionary = target.dictionary.map(|name| fuzz().join("dictionaries").join(format!("{name}.dict")));
            assert!(dictionary.is_none_or(|file| file.is_file()), "{}: the dictionary is missing", target.name);
        }
    }

    #[test]
    fn figures_are_read_from_the_last_lines() {
        let printed = "#12 NEW    cov: 9 ft: 9\n#99 DONE   cov: 1234 ft: 99 corp: 3/9b\nstat::number_of_executed_units: 77\nstat::peak_rss_mb: 45\n";
        assert_eq!(figures(printed), Figures { runs: 77, coverage: 1234, memory_mb: 45 });
        let printed = "==1== ERROR\nartifact_prefix='x'; Test unit written to fuzz/artifacts/parse_txt/crash-1\n";
        assert_eq!(finding(printed).as_deref(), Some("fuzz/artifacts/parse_txt/crash-1"));
    }
}
