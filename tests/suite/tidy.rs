//! The rules of the workspace: which crate may depend on which, who owns each heavy dependency, and what source files
//! look like. Lints that clippy knows are left to clippy.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;

use crate::fixture;

/// Allowed arrows between crates of the workspace; any other fails.
const ARROWS: &[(&str, &[&str])] = &[
    ("casefile", &[]),
    ("catalog", &["casefile"]),
    ("parse", &["casefile"]),
    ("text", &["casefile", "catalog"]),
    ("extract", &["casefile", "catalog", "text"]),
    ("tagger", &["text", "extract"]),
    ("entry", &["casefile", "catalog"]),
    ("crosscheck", &["casefile", "catalog"]),
    ("report", &["casefile", "catalog"]),
    ("pipeline", &["casefile", "catalog", "parse", "text", "extract", "crosscheck"]),
    ("store", &["casefile"]),
    ("queue", &["casefile", "store"]),
    ("intake", &["casefile", "catalog", "entry", "pipeline", "store"]),
    ("worker", &["casefile", "catalog", "entry", "intake", "pipeline", "queue", "report", "store"]),
    ("web", &["casefile", "catalog", "entry", "intake", "pipeline", "report", "store"]),
    (
        "cli",
        &["casefile", "catalog", "entry", "intake", "pipeline", "queue", "report", "store", "tagger", "web", "worker"],
    ),
];

/// Packages that serve the project and are no part of the product: they may depend on every crate.
const FREE: &[&str] = &["xtask", "accuracy", "tests", "testbed"];

/// Heavy dependencies by the beginning of their names, and the only crate that may have them outside of tests.
const HEAVY: &[(&str, &str)] = &[
    ("hayro-", "parse"),
    ("lopdf", "parse"),
    ("zip", "parse"),
    ("quick-xml", "parse"),
    ("jieba-rs", "text"),
    ("rten", "tagger"),
    ("ort", "tagger"),
    ("docx-rs", "report"),
    ("calamine", "entry"),
    ("sqlx", "store"),
    ("object_store", "store"),
    ("lapin", "queue"),
    ("axum", "web"),
    ("utoipa", "web"),
    ("maud", "web"),
    ("argon2", "web"),
    ("metrics-exporter-", "cli"),
    ("tracing-subscriber", "cli"),
];

/// Crates that are pure functions: no files, environment, clock or runtime.
const PURE: &[&str] = &["casefile", "catalog", "parse", "text", "extract", "tagger", "crosscheck", "pipeline"];

/// What a pure crate does not mention.
const IMPURE: &[&str] = &["std::fs", "std::env", "std::time", "std::process", "tokio"];

/// The one module of the pure crates that keeps child processes and their limits.
const ISOLATION: &str = "crates/pipeline/src/isolation";

/// Longest source file, in lines.
const LINES_MAX: usize = 800;

#[test]
fn crates_depend_only_along_the_arrows() {
    let packages = packages();
    let names: BTreeSet<&str> = packages.keys().map(String::as_str).collect();
    let mut wrong = Vec::new();
    for (name, dependencies) in &packages {
        if FREE.contains(&name.as_str()) {
            continue;
        }
        let Some((_, allowed)) = ARROWS.iter().find(|(from, _)| from == name) else {
            wrong.push(format!("{name} is in neither ARROWS nor FREE"));
            continue;
        };
        // Tests of any crate may need a server.
        let counted = dependencies.iter().filter(|dependency| !(dependency.for_tests && dependency.name == "testbed"));
        let inside = counted.map(|dependency| dependency.name.as_str()).filter(|to| names.contains(to));
        wrong.extend(inside.filter(|to| !allowed.contains(to)).map(|to| format!("{name} -> {to}")));
    }
    assert!(wrong.is_empty(), "arrows that are not allowed:\n{}", wrong.join("\n"));
    let gone: Vec<&str> = ARROWS.iter().map(|(from, _)| *from).filter(|from| !names.contains(from)).collect();
    assert!(gone.is_empty(), "ARROWS names crates that do not exist: {gone:?}");
}

#[test]
fn heavy_dependencies_have_one_parent() {
    let mut wrong = Vec::new();
    for (heavy, parent) in HEAVY {
        let parents: BTreeSet<String> = packages()
            .into_iter()
            .filter(|(_, dependencies)| dependencies.iter().any(|one| !one.for_tests && one.name.starts_with(heavy)))
            .map(|(name, _)| name)
            .collect();
        // One that nobody uses yet has no parent at all.
        if parents.iter().any(|found| found != parent) {
            wrong.push(format!("{heavy} belongs to {parent} alone, found in {parents:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn source_files_are_tidy() {
    // Put together from parts, so that this file does not hold them.
    let unfinished = [concat!("todo", "!("), concat!("unimplemented", "!("), concat!("#[", "ignore")];
    let mut wrong = Vec::new();
    for (path, text) in sources(&["crates", "tests", "benches"]) {
        let lines = text.lines().count();
        if !text.starts_with("//!") {
            wrong.push(format!("{path}: opens without //!"));
        }
        if lines > LINES_MAX {
            wrong.push(format!("{path}: {lines} lines, more than {LINES_MAX}"));
        }
        wrong.extend(unfinished.iter().filter(|part| text.contains(*part)).map(|part| format!("{path}: {part}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pure_crates_touch_nothing_outside() {
    let mut wrong = Vec::new();
    let mut scanned = 0;
    for name in PURE {
        let files = sources(&[&format!("crates/{name}/src")]);
        let only_for_tests: Vec<String> = files.iter().flat_map(|(_, text)| test_modules(text)).collect();
        for (path, text) in &files {
            let stem = Path::new(path).file_stem().expect("a file name").to_string_lossy();
            if only_for_tests.iter().any(|module| *module == stem) || path.starts_with(ISOLATION) {
                continue;
            }
            scanned += 1;
            let product = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            wrong.extend(IMPURE.iter().filter(|part| product.contains(*part)).map(|part| format!("{path}: {part}")));
        }
    }
    assert!(scanned >= 50, "only {scanned} files were scanned");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Names of the modules that a file declares for tests alone.
fn test_modules(text: &str) -> Vec<String> {
    let after = text.split("#[cfg(test)]\n").skip(1).filter_map(|rest| rest.lines().next());
    let names = after.filter_map(|line| line.trim().strip_prefix("mod ")?.strip_suffix(';'));
    names.map(str::to_string).collect()
}

struct Dependency {
    name: String,
    for_tests: bool,
}

/// The packages of the workspace with what they depend on.
fn packages() -> BTreeMap<String, Vec<Dependency>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(fixture::root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Json = serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
    let packages = metadata["packages"].as_array().expect("cargo lists packages").iter();
    packages
        .map(|package| {
            let dependencies = package["dependencies"].as_array().expect("cargo lists dependencies").iter();
            let dependencies = dependencies.map(|dependency| Dependency {
                name: dependency["name"].as_str().expect("a name").to_string(),
                for_tests: dependency["kind"] == "dev",
            });
            (package["name"].as_str().expect("a name").to_string(), dependencies.collect())
        })
        .collect()
}

/// Every Rust file below these folders of the working tree, by path.
fn sources(folders: &[&str]) -> Vec<(String, String)> {
    let mut open: Vec<PathBuf> = folders.iter().map(|folder| fixture::root().join(folder)).collect();
    let mut files = Vec::new();
    while let Some(folder) = open.pop() {
        for path in fixture::entries(&folder) {
            if path.is_dir() && !path.ends_with("target") {
                open.push(path);
            } else if path.extension().is_some_and(|suffix| suffix == "rs") {
                let text = std::fs::read_to_string(&path).expect("a source file is UTF-8");
                let path = path.strip_prefix(fixture::root()).expect("below the root").to_string_lossy().into_owned();
                files.push((path, text));
            }
        }
    }
    assert!(!files.is_empty(), "no Rust file below {folders:?}");
    files
}
