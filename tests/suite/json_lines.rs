//! The JSON lines that programs read: keys and their meaning are a promise.

use serde_json::{Map, Value as Json};

use crate::binary::casecheck;
use crate::fixture::{self, catalogue};

const PDF: &str = "samples/variants/civil/printed.pdf";

#[test]
fn a_line_of_extract_holds_the_record_and_its_proof() {
    let ran = casecheck(["extract", "--json", PDF]);
    let lines = ran.json_lines();
    let [Json::Object(line)] = lines.as_slice() else { panic!("one object: {}", ran.out) };
    let record_keys = entry::record_json(&casefile::EnteredRecord::default(), catalogue());
    let mut keys = vec!["id".to_string()];
    keys.extend(record_keys.keys().cloned());
    keys.extend(["evidence", "confidence", "method", "diagnostics"].map(str::to_string));
    assert_eq!(line.keys().cloned().collect::<Vec<_>>(), keys);
    assert_eq!(line["id"], "printed");
    assert!(line["diagnostics"].is_array());
    let paths: Vec<&String> = object(line, "evidence").keys().collect();
    assert!(paths.len() >= 30, "{paths:?}");
    assert_eq!(object(line, "confidence").keys().collect::<Vec<_>>(), paths);
    assert_eq!(object(line, "method").keys().collect::<Vec<_>>(), paths);
    for path in paths {
        assert_leaf(line, path);
    }
}

fn assert_leaf(line: &Map<String, Json>, path: &str) {
    let confidence = object(line, "confidence")[path].as_f64().expect("a number");
    assert!(confidence > 0.0 && confidence <= 1.0, "{path}: {confidence}");
    assert!(object(line, "method")[path].as_str().is_some_and(|method| !method.is_empty()), "{path}");
    let places = object(line, "evidence")[path].as_array().expect("a list");
    assert!(!places.is_empty(), "{path}");
    for place in places {
        let (start, end) = (place["start"].as_u64().expect("a number"), place["end"].as_u64().expect("a number"));
        assert_eq!(place["quote"].as_str().expect("text").len() as u64, end - start, "{path}");
        assert!(place["page"].as_u64().is_some_and(|page| page >= 1), "{path}");
        let boxes = place["boxes"].as_array().expect("a list");
        assert!(!boxes.is_empty(), "{path}");
        for corner in ["page", "x0", "y0", "x1", "y1"] {
            assert!(boxes.iter().all(|place| place[corner].is_number()), "{path}: {corner}");
        }
    }
}

/// `evidence` counts bytes of what `casecheck text` prints.
#[test]
fn evidence_points_into_the_printed_text() {
    for case in ["civil", "criminal"] {
        for name in ["judgment.txt", "judgment.docx", "judgment.html", "printed.pdf"] {
            let path = format!("samples/variants/{case}/{name}");
            let text = casecheck(["text", &path]).out;
            let lines = casecheck(["extract", "--json", &path]).json_lines();
            let evidence = lines[0]["evidence"].as_object().expect("an object");
            for (leaf, places) in evidence {
                for place in places.as_array().expect("a list") {
                    let range = place["start"].as_u64().expect("a number") as usize
                        ..place["end"].as_u64().expect("a number") as usize;
                    assert_eq!(text.get(range), place["quote"].as_str(), "{path} {leaf}");
                }
            }
        }
    }
}

#[test]
fn a_line_of_check_holds_both_sides_of_each_discrepancy() {
    let ran = casecheck(["check", "--json", "samples/criminal-theft-simple"]);
    let lines = ran.json_lines();
    let [Json::Object(line)] = lines.as_slice() else { panic!("one object: {}", ran.out) };
    let keys: Vec<&str> = line.keys().map(String::as_str).collect();
    assert_eq!(keys, ["case", "record", "compared", "same", "masked", "discrepancies", "documents", "warnings"]);
    assert_eq!(line["case"], "criminal-theft-simple");
    assert!(line["compared"].as_u64() > line["same"].as_u64());
    let documents = line["documents"].as_array().expect("a list");
    assert_eq!(documents.len(), 3);
    assert!(documents.iter().all(|one| one["sha256"].as_str().is_some_and(|sha256| sha256.len() == 64)));
    let discrepancies = line["discrepancies"].as_array().expect("a list");
    assert!(discrepancies.len() >= 3);
    for found in discrepancies {
        assert_discrepancy(found, documents);
    }
}

fn assert_discrepancy(found: &Json, documents: &[Json]) {
    let keys: Vec<&str> = found.as_object().expect("an object").keys().map(String::as_str).collect();
    let expected = ["path", "field", "outcome", "tier", "entered", "extracted", "reason", "pattern", "fingerprint"];
    assert_eq!(keys, expected, "{found}");
    assert!(["error", "doubtful", "notice"].contains(&found["tier"].as_str().expect("text")), "{found}");
    assert!(found["reason"].as_str().is_some_and(|reason| !reason.is_empty()), "{found}");
    assert_eq!(found["fingerprint"].as_str().expect("text").len(), 16, "{found}");
    let (entered, extracted) = (&found["entered"], &found["extracted"]);
    assert!(entered.is_object() || extracted.is_object(), "no discrepancy without an origin: {found}");
    if entered.is_object() {
        assert!(entered["origin"].as_str().is_some_and(|origin| origin.starts_with("entered.json#")), "{found}");
        assert!(entered["value"].is_string() && entered["typed"].is_string(), "{found}");
    }
    if extracted.is_object() {
        let places = extracted["evidence"].as_array().expect("a list");
        assert!(!places.is_empty(), "{found}");
        let known = |name: &Json| documents.iter().any(|document| document["name"] == *name);
        assert!(places.iter().all(|place| known(&place["document"])), "{found}");
    }
}

/// Lines come in the order of the arguments, on any number of threads, whichever file takes longest.
#[test]
fn lines_follow_the_order_of_the_arguments() {
    let names: Vec<&str> = fixture::cases().iter().map(|case| case.name.as_str()).rev().collect();
    let mut words: Vec<String> = ["check", "--json", "--threads", "2"].map(str::to_string).to_vec();
    words.extend(names.iter().map(|name| format!("samples/{name}")));
    let lines = casecheck(words).json_lines();
    assert_eq!(lines.iter().map(|line| line["case"].as_str().expect("text")).collect::<Vec<_>>(), names);

    let files: Vec<_> = fixture::every_file().map(fixture::path_of).collect();
    let files = files.iter().rev().map(|path| path.to_str().expect("UTF-8").to_string());
    let files: Vec<String> = files.collect();
    let words = ["extract", "--json", "--threads", "2"].into_iter().chain(files.iter().map(String::as_str));
    let stems: Vec<&str> =
        files.iter().filter_map(|file| file.rsplit('/').next()?.rsplit_once('.')).map(|s| s.0).collect();
    let lines = casecheck(words).json_lines();
    assert_eq!(lines.iter().map(|line| line["id"].as_str().expect("text")).collect::<Vec<_>>(), stems);
}

fn object<'a>(line: &'a Map<String, Json>, key: &str) -> &'a Map<String, Json> {
    line[key].as_object().unwrap_or_else(|| panic!("{key} is an object"))
}
