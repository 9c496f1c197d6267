//! Who sees and does what: scope by the court tree, roles by the table.

use axum::http::Method;
use serde_json::{Value, json};
use store::job::{Claim, JobKind};
use store::run::{Counts, Outcome, Versions};
use store::{Millis, case, discrepancy, job, run};
use web::Role;

use crate::bench::{Bench, COURT, Client, MIDDLE, OTHER, SUPREME};
use testbed::on_every_database;

on_every_database! {
    rows_of_another_court_do_not_exist
    courts_above_see_and_write_below
    roles_are_refused_what_is_not_theirs
    reviews_are_added_and_told
    accounts_are_managed_within_the_scope
}

/// Checks a case with one discrepancy as the result. Returns the id of the discrepancy.
pub async fn checked(bench: &Bench, case_id: &str) -> String {
    checked_with(bench, case_id, 1).await
}

/// Checks a case with so many discrepancies as the result. Returns the id of the first one.
pub async fn checked_with(bench: &Bench, case_id: &str, discrepancies: usize) -> String {
    let found = |n: usize| found(&format!("{n}-{case_id}"));
    checked_as(bench, case_id, (0..discrepancies).map(found).collect()).await
}

/// A discrepancy of a fingerprint.
pub fn found(fingerprint: &str) -> discrepancy::Found {
    discrepancy::Found {
        fingerprint: fingerprint.to_string(),
        path: "court".to_string(),
        field: "court".to_string(),
        department: "立案部门".to_string(),
        tier: 0,
        outcome: "different".to_string(),
        entered: Some("{\"value\":\"甲\"}".to_string()),
        extracted: None,
        reason: "不一致".to_string(),
        pattern: "一位数字不同".to_string(),
    }
}

/// Checks a case with these discrepancies as the result. Returns the id of the first one of the case, if any is left.
pub async fn checked_as(bench: &Bench, case_id: &str, found: Vec<discrepancy::Found>) -> String {
    let (store, now) = (&bench.store, Millis::now());
    case::request_check(store, &store::Scope::All, case_id, job::Priority::Fresh, now).await.expect("asked");
    let claim = Claim { owner: "w", lease: std::time::Duration::from_secs(60), jobs: 100 };
    let leases = job::claim(store, &claim, now).await.expect("claimed");
    let is_check = |lease: &&job::LeasedJob| lease.kind == JobKind::CheckCase && lease.subject_id == case_id;
    let lease = leases.iter().find(is_check).expect("the check waits");
    let versions = Versions { catalog: "c".to_string(), model: "none".to_string(), code: "1".to_string() };
    let row = case::get(store, &store::Scope::All, case_id).await.expect("the case is there");
    let outcome = Outcome {
        revision: row.revision,
        entry_version: row.entry_version,
        versions,
        counts: Counts::default(),
        case_number: None,
        category: Some("civil".to_string()),
        cause: None,
        record: "{}".to_string(),
        leaves: "{}".to_string(),
        comparisons: "[]".to_string(),
        materials: Vec::new(),
        words: Vec::new(),
        parties: Vec::new(),
        found,
        partial: false,
        diagnostics: "[]".to_string(),
        duration_ms: 1,
    };
    run::record(store, lease, &outcome, now).await.expect("the run is written");
    let filter = discrepancy::DiscrepancyFilter { case_id: Some(case_id.to_string()), ..Default::default() };
    let page = store::PageRequest::first(10);
    let found = discrepancy::list(store, &store::Scope::All, &filter, &page).await.expect("a list");
    found.items.first().map(|row| row.id.clone()).unwrap_or_default()
}

/// A body that each operation takes, so that only the scope can refuse it.
fn body(method: &str, path: &str) -> Value {
    match (method, path) {
        ("post", path) if path.ends_with("/reviews") => json!({"verdict": "entry_error", "reason": "看错行"}),
        ("patch", _) => json!({"active": true}),
        _ => json!({}),
    }
}

async fn rows_of_another_court_do_not_exist(bench: Bench) {
    let owner = bench.person(Role::Administrator, COURT).await;
    let case_id = bench.file(&owner, "一").await;
    let uploaded = owner.upload(&case_id, &[("a.txt", "判决书".as_bytes())]).await.json(200);
    owner.send(Method::PUT, &format!("/cases/{case_id}/entry"), json!({"court": "甲法院"})).await.json(200);
    let hook = owner.send(Method::POST, "/webhooks", json!({"url": "https://court.example/hook"})).await.json(201);
    let jobs = owner.get("/jobs").await.json(200);
    let discrepancy_id = checked(&bench, &case_id).await;
    let text = |value: &Value| value.as_str().expect("an id").to_string();
    let ids = [
        ("/cases/", case_id.clone()),
        ("/documents/", text(&uploaded["files"][0]["document_id"])),
        ("/jobs/", text(&jobs["items"][0]["id"])),
        ("/discrepancies/", discrepancy_id),
        ("/webhooks/", text(&hook["id"])),
        ("/users/", owner.user_id.clone()),
        ("/imports/", "none".to_string()),
        ("/tokens/", "none".to_string()),
    ];
    let other = bench.person(Role::Administrator, OTHER).await;
    let description: Value = serde_json::from_str(&web::openapi_json()).expect("the description is JSON");
    let mut asked = 0;
    for (path, item) in description["paths"].as_object().expect("paths") {
        let path = path.strip_prefix("/api/v1").expect("a path of this version");
        if !path.contains("{id}") {
            continue;
        }
        let (_, id) = ids.iter().find(|(prefix, _)| path.starts_with(prefix)).unwrap_or_else(|| panic!("{path}"));
        for method in item.as_object().expect("operations").keys() {
            let there = ask(&other, method, path, id).await;
            let nowhere = ask(&other, method, path, "01890000-0000-7000-8000-000000000000").await;
            assert_eq!(there, nowhere, "{method} {path}: the two are told apart");
            assert_eq!(there.0, 404, "{method} {path}: {}", there.1);
            asked += 1;
        }
    }
    assert!(asked >= 25, "{asked}");
    for list in ["/cases", "/jobs", "/discrepancies", "/webhooks"] {
        let listed = other.get(list).await.json(200).to_string();
        assert!(ids.iter().all(|(_, id)| !listed.contains(id.as_str())), "{list}");
    }
    assert!(!other.get("/users").await.json(200).to_string().contains(&owner.user_id));
    assert_eq!(other.get("/discrepancies/counts").await.json(200)["error"], 0);
    other.send(Method::POST, "/cases", json!({"label": "二", "court_id": COURT})).await.error(404);
    let row = case::get(&bench.store, &store::Scope::All, &case_id).await.expect("the case is there");
    assert_eq!((row.documents, row.entry_version, row.open[0]), (1, 1, 1), "nothing was changed");
}

async fn ask(client: &Client, method: &str, path: &str, id: &str) -> (u16, String) {
    let filled = path.replace("{id}", id).replace("{number}", "1");
    let answer = match (method, path) {
        ("post", "/cases/{id}/documents") => client.upload(id, &[("x.txt", b"x")]).await,
        ("get", _) => client.get(&filled).await,
        _ => {
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).expect("a method");
            client.send(method, &filled, body(&path_method(path), path)).await
        }
    };
    (answer.status.as_u16(), String::from_utf8_lossy(&answer.bytes).into_owned())
}

fn path_method(path: &str) -> String {
    if path.starts_with("/users/") { "patch" } else { "post" }.to_string()
}

async fn courts_above_see_and_write_below(bench: Bench) {
    let clerk = bench.person(Role::FilingClerk, COURT).await;
    let case_id = bench.file(&clerk, "一").await;
    for court in [MIDDLE, "100", SUPREME] {
        let above = bench.person(Role::DataManager, court).await;
        above.get(&format!("/cases/{case_id}")).await.json(200);
        let below = json!({"label": format!("由{court}立"), "court_id": OTHER});
        above.send(Method::POST, "/cases", below).await.json(201);
        let courts = above.get("/courts?q=人民法院").await.json(200).to_string();
        assert!(courts.contains(&format!("\"{COURT}\"")), "{courts}");
    }
    let courts = clerk.get("/courts").await.json(200);
    assert_eq!(courts.as_array().map(Vec::len), Some(1), "a basic court sees itself");
}

async fn roles_are_refused_what_is_not_theirs(bench: Bench) {
    let manager = bench.person(Role::DataManager, COURT).await;
    let case_id = bench.file(&manager, "一").await;
    let check = format!("/cases/{case_id}/check");
    let all: [(Method, &str, Value, &[Role]); 7] = [
        (Method::POST, "/cases", json!({"label": "二"}), &[Role::Inspector, Role::StatisticsOfficer]),
        (Method::POST, &check, json!({}), &[Role::Inspector, Role::StatisticsOfficer]),
        (Method::POST, "/jobs/replay-parked", json!({}), &[Role::FilingClerk, Role::TrialClerk, Role::Inspector]),
        (Method::GET, "/users", Value::Null, &[Role::FilingClerk, Role::DataManager, Role::Inspector]),
        (Method::GET, "/webhooks", Value::Null, &[Role::FilingClerk, Role::TrialClerk, Role::Inspector]),
        (Method::GET, "/audit", Value::Null, &[Role::FilingClerk, Role::DataManager, Role::StatisticsOfficer]),
        (Method::GET, "/export/cases", Value::Null, &[Role::FilingClerk, Role::TrialClerk]),
    ];
    let mut refusals = 0;
    for (method, path, body, roles) in all {
        for role in roles {
            let person = bench.person(*role, COURT).await;
            person.send(method.clone(), path, body.clone()).await.error(403);
            refusals += 1;
        }
    }
    let audited = bench.audited().await;
    assert_eq!(audited.iter().filter(|action| *action == "refused").count(), refusals, "every refusal is noted");
    let inspector = bench.person(Role::Inspector, SUPREME).await;
    inspector.get(&format!("/cases/{case_id}")).await.json(200);
    inspector.upload(&case_id, &[("x.txt", b"x")]).await.error(403);
    assert_eq!(bench.blobs().await, 0);
    assert_eq!(inspector.send(Method::POST, "/audit/verify", json!({})).await.json(200)["whole"], true);
}

async fn reviews_are_added_and_told(bench: Bench) {
    let manager = bench.person(Role::DataManager, COURT).await;
    let case_id = bench.file(&manager, "一").await;
    let id = checked(&bench, &case_id).await;
    let path = format!("/discrepancies/{id}/reviews");
    manager.send(Method::POST, &path, json!({"verdict": "nonsense", "reason": "x"})).await.error(400);
    manager.send(Method::POST, &path, json!({"verdict": "false_alarm"})).await.error(400);
    let decide = |verdict: &str, again: Option<&str>| json!({"verdict": verdict, "reason": "核对原件", "again": again});
    let first = manager.send(Method::POST, &path, decide("false_alarm", None)).await.json(201);
    // Whoever does not know of the decision does not replace it.
    let refused = manager.send(Method::POST, &path, decide("entry_error", None)).await.error(409);
    assert_eq!(refused, "already_decided");
    let last = manager.send(Method::POST, &path, decide("entry_error", first["id"].as_str())).await.json(201);
    let reviews = manager.get(&path).await.json(200);
    assert_eq!(reviews.as_array().map(Vec::len), Some(2));
    let shown = manager.get(&format!("/discrepancies/{id}")).await.json(200);
    assert_eq!((&shown["state"], &shown["verdict"]), (&json!("decided"), &json!("entry_error")));
    assert_eq!(shown["field_name"].as_str().map(str::is_empty), Some(false));
    assert_eq!(manager.get("/discrepancies/counts").await.json(200)["error"], 0);
    assert_eq!(manager.get("/discrepancies").await.json(200)["items"], json!([]));
    let decided = manager.get("/discrepancies?state=decided").await.json(200);
    assert_eq!(decided["items"][0]["id"], id.as_str());
    // What is taken back stands no longer, and the decision before it does.
    let undo = format!("/reviews/{}", last["id"].as_str().expect("an id"));
    manager.send(Method::DELETE, &undo, Value::Null).await.json(204);
    assert_eq!(manager.send(Method::DELETE, &undo, Value::Null).await.error(409), "not_undoable");
    let shown = manager.get(&format!("/discrepancies/{id}")).await.json(200);
    assert_eq!((&shown["state"], &shown["verdict"]), (&json!("decided"), &json!("false_alarm")));
    assert_eq!(manager.get(&path).await.json(200).as_array().map(Vec::len), Some(3));
}

async fn accounts_are_managed_within_the_scope(bench: Bench) {
    let admin = bench.person(Role::Administrator, COURT).await;
    let new = |login: &str| json!({"login": login, "name": "张三", "role": "trial_clerk"});
    let made = admin.send(Method::POST, "/users", new("zhang")).await.json(201);
    assert!(made["password"].as_str().is_some_and(|password| password.len() >= 16));
    assert_eq!(made["court_id"], COURT);
    admin.send(Method::POST, "/users", new("zhang")).await.error(409);
    let mut elsewhere = new("li");
    elsewhere["court_id"] = json!(OTHER);
    admin.send(Method::POST, "/users", elsewhere).await.error(404);
    admin.send(Method::POST, "/users", json!({"login": "x y", "name": "李", "role": "inspector"})).await.error(400);
    admin.send(Method::POST, "/users", json!({"login": "xy", "name": "李", "role": "king"})).await.error(400);
    let listed = admin.get("/users").await.json(200).to_string();
    assert!(!listed.contains("argon2") && !listed.contains(made["password"].as_str().unwrap_or_default()));
}
