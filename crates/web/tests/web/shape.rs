//! The shape of the API: its description, its errors, its headers, and what machines ask.

use axum::http::Method;
use serde_json::{Value, json};
use web::Role;

use crate::bench::{Bench, COURT};
use testbed::on_every_database;

on_every_database! {
    errors_have_one_shape
    answers_are_not_kept_by_browsers
    machines_ask_for_health
}

#[test]
fn every_route_is_described() {
    let description: Value = serde_json::from_str(&web::openapi_json()).expect("the description is JSON");
    let paths = description["paths"].as_object().expect("paths");
    let mut operations = 0;
    for (path, item) in paths {
        assert!(path.starts_with("/api/v1/"), "{path}");
        for (method, operation) in item.as_object().expect("operations") {
            let place = format!("{method} {path}");
            assert!(operation["summary"].as_str().is_some_and(|text| !text.is_empty()), "{place}: no summary");
            assert!(operation["tags"].as_array().is_some_and(|tags| !tags.is_empty()), "{place}: no tag");
            let responses = operation["responses"].as_object().expect("responses");
            let errors = responses.iter().filter(|(status, _)| status.starts_with('4'));
            for (status, response) in errors.clone() {
                let shape = response["content"]["application/json"]["schema"]["$ref"].as_str();
                assert_eq!(shape, Some("#/components/schemas/ErrorBody"), "{place}: {status}");
            }
            assert!(errors.count() > 0, "{place}: no error is described");
            operations += 1;
        }
    }
    assert!(operations >= 45, "{operations}");
}

#[test]
fn every_court_has_its_place() {
    let courts = web::court_rows(catalog::Catalog::embedded());
    let place = |id: &str| {
        let court = courts.iter().find(|court| court.id == id).expect("the court is listed");
        (court.level.as_str(), court.place.middle_id.as_str(), court.place.high_id.as_str())
    };
    assert_eq!(place("000"), ("supreme", "", ""));
    assert_eq!(place("100"), ("high", "", "100"));
    assert_eq!(place("110"), ("intermediate", "110", "100"));
    assert_eq!(place("113"), ("basic", "110", "100"));
}

async fn errors_have_one_shape(bench: Bench) {
    let clerk = bench.person(Role::FilingClerk, COURT).await;
    clerk.get("/nothing").await.error(404);
    clerk.get("!/api/v2/nothing").await.error(404);
    clerk.send(Method::PATCH, "/cases", json!({})).await.error(405);
    clerk.send(Method::POST, "/cases", json!({"label": "一", "colour": "red"})).await.error(400);
    clerk.send(Method::POST, "/cases", json!({"label": 7})).await.error(400);
    clerk.send(Method::POST, "/cases", json!({"label": " "})).await.error(400);
    clerk.send_bytes("/cases", b"{}").await.error(415);
    clerk.get("/cases?limit=many").await.error(400);
    clerk.get("/discrepancies?tier=worst").await.error(400);
    let secret = "张三的身份证号";
    let answer = clerk.send(Method::POST, "/cases", json!({"label": [secret]})).await;
    answer.error(400);
    assert!(!String::from_utf8_lossy(&answer.bytes).contains(secret), "what was sent is not repeated");
}

async fn answers_are_not_kept_by_browsers(bench: Bench) {
    for path in ["/session", "!/nothing", "!/api/v1/openapi.json", "!/health"] {
        let headers = bench.stranger().get(path).await.headers;
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(headers["cache-control"], "no-store", "{path}");
        assert_eq!(headers["referrer-policy"], "no-referrer", "{path}");
        assert!(headers["content-security-policy"].to_str().is_ok_and(|text| text.contains("default-src 'none'")));
    }
}

async fn machines_ask_for_health(bench: Bench) {
    let machine = bench.stranger();
    machine.get("!/health").await.json(200);
    assert_eq!(machine.get("!/ready").await.json(200), json!({"database": true, "blobs": true, "queue": true}));
    let clerk = bench.person(Role::FilingClerk, COURT).await;
    let case_id = bench.file(&clerk, "一").await;
    clerk.upload(&case_id, &[("a.txt", "判决书".as_bytes())]).await.json(200);
    let figures = machine.get("!/metrics").await;
    let text = String::from_utf8_lossy(&figures.bytes).into_owned();
    assert!(text.starts_with("# figures\n"), "{text}");
    assert!(text.contains("casecheck_jobs{kind=\"read_document\",state=\"ready\"} 1"), "{text}");
}
