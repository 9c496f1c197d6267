//! The product as a whole: the samples through the pipeline and through the binary, and the rules of the workspace.
//! What one crate promises is tested in that crate.

mod binary;
mod command;
mod determinism;
mod evidence;
#[path = "../faults/main.rs"]
mod faults;
mod fixture;
mod formats;
mod formats_features;
mod isolation;
mod isolation_files;
mod json_lines;
mod mutation;
mod pages;
mod robustness;
mod samples;
mod service;
mod tidy;
mod unreadable;

/// A file that no `mod` line names would never be compiled, and its tests would pass unseen.
#[test]
fn every_file_is_a_module_of_the_suite() {
    let folder = fixture::root().join("tests/suite");
    let files = std::fs::read_dir(folder).expect("the folder of this file").map(|entry| entry.expect("listed").path());
    let mut forgotten = Vec::new();
    for path in files {
        let stem = path.file_stem().expect("a file name").to_string_lossy().into_owned();
        let declared = include_str!("main.rs").lines().any(|line| line == format!("mod {stem};"));
        if stem != "main" && !declared {
            forgotten.push(path);
        }
    }
    assert!(forgotten.is_empty(), "files without a mod line in main.rs: {forgotten:?}");
}
