//! Entered records: versions, conflicts, departments, and tables.

use axum::http::Method;
use serde_json::{Value, json};
use web::Role;

use crate::bench::{Bench, COURT};
use testbed::on_every_database;

on_every_database! {
    every_change_is_a_version_with_its_values
    a_stale_version_is_refused
    clerks_enter_the_fields_of_their_department
    what_is_no_record_is_refused
    a_table_enters_many_cases
}

async fn every_change_is_a_version_with_its_values(bench: Bench) {
    let manager = bench.person(Role::DataManager, COURT).await;
    let path = format!("/cases/{}/entry", bench.file(&manager, "一").await);
    manager.get(&path).await.error(404);
    let first =
        manager.send(Method::PUT, &path, json!({"court": "甲法院", "case_number": "（2019）京0108民初1号"})).await;
    assert_eq!(first.json(200)["version"], 1);
    let same =
        manager.send(Method::PUT, &path, json!({"court": "甲法院", "case_number": "（2019）京0108民初1号"})).await;
    assert_eq!(same.json(200)["version"], 1, "what changes nothing is no version");
    let second = manager.send(Method::PUT, &path, json!({"court": "乙法院"})).await;
    assert_eq!(second.json(200)["version"], 2);
    assert_eq!(manager.get(&path).await.json(200)["record"], json!({"court": "乙法院"}));
    let history = manager.get(&format!("{path}/history")).await.json(200);
    let changes: Vec<(i64, &str, Option<&str>)> = history
        .as_array()
        .expect("a list")
        .iter()
        .map(|change| {
            let text = |key: &str| change[key].as_str();
            (change["version"].as_i64().unwrap_or_default(), text("path").unwrap_or_default(), text("value"))
        })
        .collect();
    let expected = [
        (1, "case_number", Some("（2019）京0108民初1号")),
        (1, "court", Some("甲法院")),
        (2, "case_number", None),
        (2, "court", Some("乙法院")),
    ];
    assert_eq!(changes, expected);
    assert!(history.as_array().expect("a list").iter().all(|change| change["department"] == "立案部门"));
}

async fn a_stale_version_is_refused(bench: Bench) {
    let manager = bench.person(Role::DataManager, COURT).await;
    let path = format!("/cases/{}/entry", bench.file(&manager, "一").await);
    let put = async |version: &str, court: &str| {
        manager.with("if-match", version).send(Method::PUT, &path, json!({"court": court})).await
    };
    put("\"0\"", "甲法院").await.json(200);
    put("\"0\"", "乙法院").await.error(412);
    put("\"1\"", "乙法院").await.json(200);
    assert_eq!(manager.get(&path).await.json(200)["version"], 2);
}

async fn clerks_enter_the_fields_of_their_department(bench: Bench) {
    let filing = bench.person(Role::FilingClerk, COURT).await;
    let trial = bench.person(Role::TrialClerk, COURT).await;
    let path = format!("/cases/{}/entry", bench.file(&filing, "一").await);
    filing.send(Method::PUT, &path, json!({"court": "甲法院"})).await.json(200);
    let both = json!({"court": "甲法院", "judges": ["张三"]});
    let refused = filing.send(Method::PUT, &path, both.clone()).await;
    refused.error(403);
    let name = catalog::Catalog::embedded().field("judges").expect("the field is known").name.to_string();
    let message = refused.json(403)["error"]["message"].as_str().unwrap_or_default().to_string();
    assert!(message.contains(&name) && !message.contains("张三"), "{message}");
    assert!(bench.audited().await.contains(&"entry.refused".to_string()));
    trial.send(Method::PUT, &path, both).await.json(200);
    trial.send(Method::PUT, &path, json!({"court": "乙法院", "judges": ["张三"]})).await.error(403);
    filing.send(Method::PUT, &path, json!({"court": "甲法院"})).await.error(403);
    let all = json!({"court": "乙法院", "judges": ["张三"]});
    filing.send(Method::PUT, &path, all.clone()).await.json(200);
    let shown = filing.get(&path).await.json(200);
    assert_eq!((&shown["version"], &shown["record"]), (&json!(3), &all));
}

async fn what_is_no_record_is_refused(bench: Bench) {
    let manager = bench.person(Role::DataManager, COURT).await;
    let path = format!("/cases/{}/entry", bench.file(&manager, "一").await);
    for record in [json!({"colour": "red"}), json!([]), json!({"judges": "张三"})] {
        let answer = manager.send(Method::PUT, &path, record).await;
        assert!((400..=422).contains(&answer.status.as_u16()), "{answer:?}");
    }
    manager.get(&path).await.error(404);
    let odd = manager.send(Method::PUT, &path, json!({"case_number": "不是案号"})).await.json(200);
    assert_eq!(odd["warnings"].as_array().map(Vec::len), Some(1), "odd values are kept with a warning");
}

async fn a_table_enters_many_cases(bench: Bench) {
    let manager = bench.person(Role::DataManager, COURT).await;
    let number = |n: u32| format!("（2019）京0108民初{n}号");
    let first = bench.file(&manager, &number(1)).await;
    bench.file(&manager, &number(2)).await;
    let table = format!(
        "案号,承办法院,法院\n{},甲法院,甲法院\n{},乙法院,乙法院\n{},丙法院,丙法院\n",
        number(1),
        number(2),
        number(9)
    );
    let answer = manager.send_bytes("/entries?name=案件.csv", table.as_bytes()).await;
    let json = answer.json(200);
    let rows = json["rows"].as_array().expect("a list");
    let codes: Vec<&Value> = rows.iter().map(|row| &row["error"]["code"]).collect();
    assert_eq!(codes, [&Value::Null, &Value::Null, &json!("not_found")], "no case is created");
    assert_eq!(rows[0]["case_id"], first.as_str());
    let entry = manager.get(&format!("/cases/{first}/entry")).await.json(200);
    assert_eq!((&entry["version"], &entry["source"]), (&json!(1), &json!("案件.csv")));
    let inspector = bench.person(Role::Inspector, COURT).await;
    inspector.send_bytes("/entries", table.as_bytes()).await.error(403);
}
