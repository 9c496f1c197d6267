//! A document of every format on its page.

use serde_json::json;

use super::house::{COURT, House};
use super::sound;
use crate::fixture;
use crate::service::{add_documents, wait_until_checked};

#[test]
fn every_format_is_shown_soundly() {
    let house = House::open();
    let (_, files) = fixture::variants().iter().find(|(kind, _)| kind.contains("civil")).expect("a civil judgment");
    let filed = house.admin.tell("POST", "/cases", &json!({"label": "各种格式", "court_id": COURT}));
    let case = filed["id"].as_str().expect("an id");
    add_documents(&house.admin, case, files.iter());
    wait_until_checked(&house.admin, case);
    let browser = house.browser(&house.invite("inspector", "孙检查"));
    // Where the work of the person begins is the business of others.
    browser.take_severe();
    let documents = house.admin.get(&format!("/cases/{case}/documents?limit=100"));
    let documents = documents["items"].as_array().expect("a list");
    assert_eq!(documents.len(), files.len());
    let mut faults = Vec::new();
    for document in documents {
        let id = document["id"].as_str().expect("an id");
        browser.open(&house.address(&format!("/documents/{id}")));
        browser.wait_for("#viewer .sheet");
        let found = sound::faults(&browser);
        faults.extend(found.into_iter().map(|fault| format!("{}: {fault}", document["name"])));
    }
    assert!(faults.is_empty(), "{} findings:\n{}", faults.len(), faults.join("\n"));
}
