//! The same files give the same bytes on any number of threads, and with or without the keyword prefilter.

use std::ffi::OsString;
use std::sync::OnceLock;

use crate::binary::casecheck;
use crate::fixture;

/// What one thread prints for every sample file.
fn reference() -> &'static str {
    static REFERENCE: OnceLock<String> = OnceLock::new();
    REFERENCE.get_or_init(|| extract_all(&["--threads", "1"]))
}

#[test]
fn two_threads_print_the_same() {
    assert_same_lines(&extract_all(&["--threads", "2"]));
}

#[test]
fn the_prefilter_changes_nothing() {
    assert_same_lines(&extract_all(&["--threads", "2", "--no-prefilter"]));
}

#[test]
fn checks_print_the_same_on_two_threads() {
    let check = |threads: &str| {
        let mut words: Vec<OsString> = ["check", "--json", "--threads", threads].map(OsString::from).to_vec();
        words.extend(fixture::cases().iter().map(|case| fixture::root().join("samples").join(&case.name).into()));
        casecheck(words).out
    };
    let one_thread = check("1");
    assert_eq!(one_thread.lines().count(), fixture::cases().len());
    assert_eq!(one_thread, check("2"));
}

fn extract_all(options: &[&str]) -> String {
    let mut words: Vec<OsString> = vec!["extract".into(), "--json".into()];
    words.extend(options.iter().map(OsString::from));
    words.extend(fixture::every_file().map(|file| fixture::path_of(file).into()));
    let ran = casecheck(words);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    ran.out
}

/// Names the file whose line differs; whole outputs are too long to show.
fn assert_same_lines(output: &str) {
    assert_eq!(output.lines().count(), fixture::every_file().count());
    for ((one, other), file) in reference().lines().zip(output.lines()).zip(fixture::every_file()) {
        assert!(one == other, "{} differs:\n{one}\n{other}", file.name);
    }
    assert!(reference() == output, "the line ends differ");
}
