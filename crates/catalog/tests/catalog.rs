//! The embedded catalogue: every list is walked and every example run.

use catalog::{Catalog, embedded_files};

#[test]
fn the_embedded_catalogue_has_no_mistakes() {
    let report = catalog::check(&embedded_files());
    let errors: Vec<String> = report.errors.iter().map(ToString::to_string).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    assert_eq!(report.version.as_deref(), Some(Catalog::embedded().version()));
}
