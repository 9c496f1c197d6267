//! Lists in pages, filters, jobs and the export.

use axum::http::Method;
use serde_json::{Value, json};
use web::Role;

use crate::access::checked;
use crate::bench::{Bench, COURT, OTHER};
use testbed::on_every_database;

on_every_database! {
    lists_come_in_pages_without_gaps
    cases_are_found_by_label_and_findings
    jobs_are_cancelled_and_replayed
    the_export_tells_everything_of_the_scope
    a_document_that_was_not_read_has_no_text
}

async fn lists_come_in_pages_without_gaps(bench: Bench) {
    let manager = bench.person(Role::DataManager, COURT).await;
    for n in 0..7 {
        bench.file(&manager, &format!("第{n}件")).await;
    }
    let (mut labels, mut path) = (Vec::new(), "/cases?limit=3".to_string());
    loop {
        let page = manager.get(&path).await.json(200);
        labels.extend(page["items"].as_array().expect("a list").iter().map(|case| case["label"].clone()));
        match page["next"].as_str() {
            Some(next) => path = format!("/cases?limit=3&after={next}"),
            None => break,
        }
    }
    let expected: Vec<Value> = (0..7).rev().map(|n| json!(format!("第{n}件"))).collect();
    assert_eq!(labels, expected);
}

async fn cases_are_found_by_label_and_findings(bench: Bench) {
    let manager = bench.person(Role::DataManager, COURT).await;
    let first = bench.file(&manager, "甲一").await;
    bench.file(&manager, "乙二").await;
    checked(&bench, &first).await;
    for query in ["label=甲", "only=open", "only=errors", "category=civil"] {
        let listed = manager.get(&format!("/cases?{query}")).await.json(200);
        let ids: Vec<&Value> = listed["items"].as_array().expect("a list").iter().map(|case| &case["id"]).collect();
        assert_eq!(ids, [&json!(first)], "{query}");
    }
    let runs = manager.get(&format!("/cases/{first}/runs")).await.json(200);
    assert_eq!((runs.as_array().map(Vec::len), &runs[0]["discrepancies"]), (Some(1), &json!(1)));
    manager.get(&format!("/cases/{first}/extraction")).await.json(200);
    let of_case = manager.get(&format!("/cases/{first}/discrepancies")).await.json(200);
    assert_eq!(of_case["items"][0]["tier"], "error");
    let again = manager.send(Method::POST, "/cases", json!({"label": "甲一"})).await.json(200);
    assert_eq!(again["id"], first.as_str(), "a label is filed once");
}

async fn jobs_are_cancelled_and_replayed(bench: Bench) {
    let manager = bench.person(Role::DataManager, COURT).await;
    let case_id = bench.file(&manager, "一").await;
    manager.upload(&case_id, &[("a.txt", "判决书".as_bytes())]).await.json(200);
    let jobs = manager.get("/jobs?state=ready&kind=read_document").await.json(200);
    let path = format!("/jobs/{}", jobs["items"][0]["id"].as_str().expect("an id"));
    manager.send(Method::POST, &format!("{path}/replay"), json!({})).await.error(409);
    assert_eq!(manager.send(Method::POST, &format!("{path}/cancel"), json!({})).await.status, 202);
    assert_eq!(manager.get(&path).await.json(200)["state"], "cancelled");
    manager.send(Method::POST, &format!("{path}/cancel"), json!({})).await.error(409);
    assert_eq!(manager.send(Method::POST, &format!("{path}/replay"), json!({})).await.status, 202);
    assert_eq!(manager.get(&path).await.json(200)["state"], "ready");
    assert_eq!(manager.send(Method::POST, "/jobs/replay-parked", json!({})).await.json(200)["replayed"], 0);
    manager.get("/jobs?kind=nonsense").await.error(400);
    let audited = bench.audited().await;
    assert!(audited.contains(&"job.cancel".to_string()) && audited.contains(&"job.replay".to_string()));
}

async fn the_export_tells_everything_of_the_scope(bench: Bench) {
    let manager = bench.person(Role::DataManager, COURT).await;
    let case_id = bench.file(&manager, "一").await;
    manager.send(Method::PUT, &format!("/cases/{case_id}/entry"), json!({"court": "甲法院"})).await.json(200);
    checked(&bench, &case_id).await;
    let other = bench.person(Role::DataManager, OTHER).await;
    bench.file(&other, "别院").await;
    let export = manager.get("/export/cases").await;
    assert_eq!(export.headers["content-type"], "application/x-ndjson");
    let text = String::from_utf8_lossy(&export.bytes).into_owned();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    assert_eq!(lines.len(), 1, "the own court alone");
    assert_eq!(lines[0]["case"]["id"], case_id.as_str());
    assert_eq!(lines[0]["entry"]["record"], json!({"court": "甲法院"}));
    assert_eq!(lines[0]["extraction"]["record"], json!({}));
    assert_eq!(lines[0]["discrepancies"].as_array().map(Vec::len), Some(1));
    assert!(bench.audited().await.contains(&"export.cases".to_string()));
}

async fn a_document_that_was_not_read_has_no_text(bench: Bench) {
    let manager = bench.person(Role::DataManager, COURT).await;
    let case_id = bench.file(&manager, "一").await;
    let bytes = "某某人民法院\n民事判决书".as_bytes();
    let uploaded = manager.upload(&case_id, &[("a.txt", bytes)]).await.json(200);
    let file = &uploaded["files"][0];
    let path = format!("/documents/{}", file["document_id"].as_str().expect("an id"));
    manager.get(&format!("{path}/text")).await.error(409);
    let document = pipeline::parse("a.txt", bytes).expect("plain text is a document");
    let name = pipeline::snapshot::name(file["sha256"].as_str().expect("a hash"));
    let snapshot = pipeline::snapshot::encode(&document);
    bench.store.blobs().put_derived(&name, snapshot).await.expect("the snapshot is stored");
    let text = manager.get(&format!("{path}/text?page=1")).await.json(200);
    assert_eq!(text["pages"][0]["text"].as_str().map(|text| text.contains("民事判决书")), Some(true));
    manager.get(&format!("{path}/text?page=2")).await.error(404);
    manager.get(&format!("{path}/pages/1/image")).await.error(422);
}
