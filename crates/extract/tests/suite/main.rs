//! Rules on short invented texts: data in, text out. One file per rule.

mod awards;
mod causes;
mod defendants;
mod fees;
mod fusion;
mod heading;
mod hearings;
mod indictment;
mod merge;
mod outcomes;
mod parties;
mod prefilter;
mod prior_cases;
mod reading;
mod signature;
mod statutes;

#[test]
fn no_file_is_forgotten() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite");
    let listed = include_str!("main.rs");
    for entry in std::fs::read_dir(folder).expect("the folder of this file") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        let module = name.trim_end_matches(".rs");
        assert!(module == "main" || listed.contains(&format!("mod {module};")), "{name} is not listed in main.rs");
    }
}
