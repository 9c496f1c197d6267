//! A judgment gives the same record in every format. How a format is read is tested in `parse`.

use std::collections::BTreeSet;

use crate::fixture::{self, SampleFile, catalogue};
use crate::samples::{difference, leaves};

#[test]
fn every_format_gives_the_same_record() {
    for (kind, files) in fixture::variants() {
        let (first, others) = files.split_first().expect("a variant per format");
        let values = leaves(&first.processed.extracted.record);
        assert!(values.len() >= 30, "{kind}: only {} values in {}", values.len(), first.name);
        for other in others {
            let lines = difference(&values, &leaves(&other.processed.extracted.record));
            assert!(lines.is_empty(), "{} against {}:\n{}", other.name, first.name, lines.join("\n"));
            assert_eq!(printed(first), printed(other), "order of values in {}", other.name);
        }
    }
}

/// The variants are worth their place only while they cover every format that is read.
#[test]
fn variants_cover_every_format() {
    let read: BTreeSet<_> = fixture::every_file().map(|file| file.processed.document.source.format).collect();
    for (kind, files) in fixture::variants() {
        let covered: BTreeSet<_> = files.iter().map(|file| file.processed.document.source.format).collect();
        assert_eq!(covered, read, "{kind}");
        assert!(files.iter().any(|file| file.name.ends_with("printed.pdf")), "{kind}: no PDF of an office suite");
    }
}

fn printed(file: &SampleFile) -> String {
    serde_json::Value::Object(entry::record_json(&file.processed.extracted.record, catalogue())).to_string()
}
