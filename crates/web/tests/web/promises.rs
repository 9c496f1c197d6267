//! What the API promises beyond its single answers: refusals that do nothing, a log of every decision, whole exports.

use std::sync::atomic::Ordering;

use axum::http::Method;
use serde_json::{Value, json};
use web::Role;

use crate::access::{checked, checked_with};
use crate::bench::{Bench, COURT};
use testbed::on_every_database;

on_every_database! {
    a_reused_key_is_refused_before_anything_is_filed
    reviews_checks_and_failed_sign_ins_are_in_the_audit_log
    what_arrived_before_a_break_is_noted_and_told
    the_export_holds_every_discrepancy
    a_page_that_does_not_exist_is_not_found
}

async fn a_reused_key_is_refused_before_anything_is_filed(bench: Bench) {
    let clerk = bench.person(Role::FilingClerk, COURT).await;
    let case_id = bench.file(&clerk, "一").await;
    let keyed = clerk.with("idempotency-key", "k1");
    keyed.upload(&case_id, &[("a.txt", b"first")]).await.json(200);
    keyed.upload(&case_id, &[("b.txt", b"second")]).await.error(422);
    let case = clerk.get(&format!("/cases/{case_id}")).await.json(200);
    assert_eq!((&case["documents"], bench.blobs().await), (&json!(1), 1));
}

async fn reviews_checks_and_failed_sign_ins_are_in_the_audit_log(bench: Bench) {
    let manager = bench.person(Role::DataManager, COURT).await;
    let case_id = bench.file(&manager, "一").await;
    let id = checked(&bench, &case_id).await;
    let before = bench.audited().await;
    let review = json!({"verdict": "entry_error", "reason": "看错行"});
    manager.send(Method::POST, &format!("/discrepancies/{id}/reviews"), review).await.json(201);
    manager.send(Method::POST, &format!("/cases/{case_id}/check"), Value::Null).await.json(202);
    bench.stranger().send(Method::POST, "/session", json!({"login": "x", "password": "y"})).await.error(401);
    assert_eq!(bench.audited().await[before.len()..], ["discrepancy.review", "case.check", "session.refused"]);
}

async fn what_arrived_before_a_break_is_noted_and_told(bench: Bench) {
    let clerk = bench.person(Role::FilingClerk, COURT).await;
    let case_id = bench.file(&clerk, "一").await;
    let (audited, wakes) = (bench.audited().await, bench.wakes.load(Ordering::Relaxed));
    let large = vec![b'a'; 100_000];
    clerk.upload_broken(&case_id, &[("a.txt", b"whole"), ("b.txt", &large)], 60_000).await.error(400);
    assert_eq!(clerk.get(&format!("/cases/{case_id}")).await.json(200)["documents"], 1);
    assert_eq!(bench.audited().await[audited.len()..], ["document.upload"]);
    assert!(bench.wakes.load(Ordering::Relaxed) > wakes);
}

async fn the_export_holds_every_discrepancy(bench: Bench) {
    let manager = bench.person(Role::DataManager, COURT).await;
    let case_id = bench.file(&manager, "一").await;
    checked_with(&bench, &case_id, 510).await;
    let export = manager.get("/export/cases").await;
    let line: Value = serde_json::from_slice(&export.bytes).expect("one line of JSON");
    assert_eq!(line["case"]["open_errors"], 510);
    assert_eq!(line["discrepancies"].as_array().map(Vec::len), Some(510));
}

async fn a_page_that_does_not_exist_is_not_found(bench: Bench) {
    let manager = bench.person(Role::DataManager, COURT).await;
    let case_id = bench.file(&manager, "一").await;
    let pdf = include_bytes!("../../../../samples/civil-loan-partly-granted/files/庭审笔录.pdf");
    assert!((pdf.len() as u64) < crate::bench::FILE_BYTES_MAX, "the sample fits the limit of the tests");
    let uploaded = manager.upload(&case_id, &[("a.pdf", pdf)]).await.json(200);
    let path = format!("/documents/{}/pages", uploaded["files"][0]["document_id"].as_str().expect("an id"));
    let image = manager.get(&format!("{path}/1/image?width=200")).await;
    assert_eq!((image.status.as_u16(), image.headers["content-type"].as_bytes()), (200, &b"image/png"[..]));
    assert!(image.bytes.starts_with(b"\x89PNG"));
    assert_eq!(manager.get(&format!("{path}/999/image")).await.error(404), "page_missing");
}
