//! The comparison through its one public function: tables of single values, groups and lists, and properties.

mod groups;
mod lists;
mod properties;
mod records;
mod values;

use records::Sure;

/// One line per discrepancy: tier, path, outcome, reason.
fn lines(report: &crosscheck::Report) -> String {
    let line =
        |d: &casefile::Discrepancy| format!("{} {} {}：{}\n", d.tier.name(), d.path, d.outcome.as_str(), d.reason);
    let lines: String = report.discrepancies.iter().map(line).collect();
    if lines.is_empty() { "（无疑点）\n".to_string() } else { lines }
}

/// Compares two records written as lines `path = value` and prints the discrepancies.
fn check(extracted: &str, entered: &str, expected: expect_test::Expect) {
    check_sure(Sure::Yes, extracted, entered, expected);
}

/// The same with readings that are sure or not.
fn check_sure(sure: Sure, extracted: &str, entered: &str, expected: expect_test::Expect) {
    let catalog = catalog::Catalog::embedded();
    let report = crosscheck::compare(&records::extracted(extracted, sure), &records::entered(entered), catalog);
    expected.assert_eq(&lines(&report));
}
