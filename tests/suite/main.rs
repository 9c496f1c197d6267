//! The product as a whole: the samples through the pipeline and through the binary, and the rules of the workspace.
//! What one crate promises is tested in that crate.

mod binary;
mod command;
#[path = "../desk/main.rs"]
mod desk;
mod determinism;
mod evidence;
#[path = "../faults/main.rs"]
mod faults;
mod fixture;
mod formats;
mod formats_features;
mod gold;
mod isolation;
mod isolation_files;
mod json_lines;
mod model;
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
    let folders = [
        ("tests/suite", include_str!("main.rs")),
        ("tests/faults", include_str!("../faults/main.rs")),
        ("tests/desk", include_str!("../desk/main.rs")),
    ];
    let mut forgotten = Vec::new();
    for (folder, main) in folders {
        for path in fixture::entries(&fixture::root().join(folder)) {
            let stem = path.file_stem().expect("a file name").to_string_lossy().into_owned();
            let lines = [format!("mod {stem};"), format!("pub mod {stem};")];
            if stem != "main" && !main.lines().any(|line| lines.iter().any(|one| line == one)) {
                forgotten.push(path);
            }
        }
    }
    assert!(forgotten.is_empty(), "files without a mod line in their main.rs: {forgotten:?}");
}
