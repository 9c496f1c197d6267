//! The service as a whole: every sample case uploaded with its entry to the real program comes to the discrepancies that the
//! pure pipeline finds, with everything embedded and on PostgreSQL and RabbitMQ with workers of their own.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use casefile::Tier;
use pipeline::Processed;
use serde_json::{Value as Json, json};

use crate::binary;
use crate::faults::client::Client;
use crate::faults::installation::{Backend, Installation};
use crate::fixture::{self, SampleCase, SampleFile};

#[test]
fn uploads_come_to_what_the_pipeline_finds_with_everything_embedded() {
    check(Backend::Embedded);
}

#[test]
fn uploads_come_to_what_the_pipeline_finds_with_servers() {
    check(Backend::Servers);
}

fn check(backend: Backend) {
    let mut installation = Installation::start(binary::executable(), backend);
    let client = Client::sign_in(installation.address, &installation.words());
    let cases = fixture::cases();
    let ids: Vec<String> = cases.iter().map(|case| upload(&client, case)).collect();
    for (case, id) in cases.iter().zip(&ids) {
        wait_until_checked(&client, id);
        assert_eq!(found(&client, id), expected(case), "{}", case.name);
    }
    installation.stop();
}

fn upload(client: &Client, case: &SampleCase) -> String {
    upload_into(client, case, None)
}

/// Files a case under its name in a court, one's own if none is named, with its documents and its record; returns the id.
pub fn upload_into(client: &Client, case: &SampleCase, court_id: Option<&str>) -> String {
    upload_as(client, case, &case.name, court_id)
}

/// The same under another label.
pub fn upload_as(client: &Client, case: &SampleCase, label: &str, court_id: Option<&str>) -> String {
    let filed = client.tell("POST", "/cases", &json!({"label": label, "court_id": court_id}));
    let id = filed["id"].as_str().unwrap_or_else(|| panic!("{filed}")).to_string();
    add_documents(client, &id, case.files.iter());
    client.ask("PUT", &format!("/cases/{id}/entry"), "application/json", &case.entered);
    id
}

/// Uploads documents to a case in one request.
pub fn add_documents<'a>(client: &Client, id: &str, files: impl Iterator<Item = &'a SampleFile> + Clone) {
    const BOUNDARY: &str = "casecheck-suite-boundary";
    let mut body = Vec::new();
    for file in files.clone() {
        let name = file.name.rsplit('/').next().unwrap_or_default();
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend([head.as_bytes(), &file.bytes, b"\r\n"].concat());
    }
    body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
    let form = format!("multipart/form-data; boundary={BOUNDARY}");
    let uploaded = client.ask("POST", &format!("/cases/{id}/documents"), &form, &body);
    assert_eq!(uploaded["files"].as_array().map(Vec::len), Some(files.count()), "{uploaded}");
}

/// Waits until nothing is left to do about a case.
pub fn wait_until_checked(client: &Client, id: &str) {
    let start = Instant::now();
    while client.get(&format!("/cases/{id}"))["state"] != "checked" {
        assert!(start.elapsed() < Duration::from_secs(60), "the case is not checked within a minute");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Tier, path and reason of each discrepancy.
fn found(client: &Client, id: &str) -> BTreeSet<String> {
    let page = client.get(&format!("/cases/{id}/discrepancies?limit=500"));
    let items = page["items"].as_array().expect("a list").iter();
    let text = |item: &Json, key: &str| item[key].as_str().unwrap_or_default().to_string();
    items.map(|item| format!("{} {} {}", text(item, "tier"), text(item, "path"), text(item, "reason"))).collect()
}

fn expected(case: &SampleCase) -> BTreeSet<String> {
    let catalog = fixture::catalogue();
    let processed: Vec<&Processed> = case.files.iter().map(|file| &file.processed).collect();
    let entered = entry::read_json(&case.entered, "entered.json", catalog).expect("the sample is right");
    let checked = pipeline::check(pipeline::merge(&processed), &entered.record, catalog);
    let tier = |tier: Tier| tier.as_str();
    let found = checked.report.discrepancies.iter();
    found.map(|found| format!("{} {} {}", tier(found.tier), found.path, found.reason)).collect()
}
