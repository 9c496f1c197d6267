//! Signing in and out, tokens, passwords, and the first administrator.

use axum::http::Method;
use serde_json::{Value, json};
use store::Millis;
use web::Role;
use web::accounts::{self, NewAccount};

use crate::bench::{Bench, COURT, Client};
use testbed::on_every_database;

on_every_database! {
    the_first_administrator_is_created_once
    a_session_needs_its_token_to_change_anything
    a_session_ends
    tokens_are_shown_once_and_can_be_revoked
    many_failures_lock_a_name_whether_it_exists_or_not
    a_password_is_changed_by_its_owner
    an_account_that_is_disabled_is_out_at_once
}

async fn account(bench: &Bench, login: &str, role: Role) -> String {
    let (name, court_id) = ("某人".to_string(), COURT.to_string());
    let account = NewAccount { login: login.to_string(), name, court_id, role, created_by: String::new() };
    accounts::create(&bench.store, &account, Millis::now()).await.expect("the account is made").1
}

/// A browser that has signed in, and the token of its pages.
async fn signed_in(bench: &Bench, login: &str, password: &str) -> (Client, String) {
    let answer = bench.stranger().send(Method::POST, "/session", json!({"login": login, "password": password})).await;
    let csrf = answer.json(200)["csrf_token"].as_str().expect("a token").to_string();
    let cookie = answer.headers["set-cookie"].to_str().expect("a cookie").to_string();
    for part in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let pair = cookie.split(';').next().unwrap_or_default();
    (bench.stranger().with("cookie", pair), csrf)
}

async fn the_first_administrator_is_created_once(bench: Bench) {
    let made = accounts::create_first_administrator(&bench.store, Millis::now()).await.expect("an answer");
    let (admin, _) = signed_in(&bench, "admin", &made.expect("a password")).await;
    let session = admin.get("/session").await.json(200);
    assert_eq!((&session["role"], &session["must_change_password"]), (&json!("administrator"), &json!(true)));
    let again = accounts::create_first_administrator(&bench.store, Millis::now()).await.expect("an answer");
    assert_eq!(again, None);
}

async fn a_session_needs_its_token_to_change_anything(bench: Bench) {
    let password = account(&bench, "clerk", Role::FilingClerk).await;
    let (browser, csrf) = signed_in(&bench, "clerk", &password).await;
    browser.get("/cases").await.json(200);
    let case = json!({"label": "一"});
    browser.send(Method::POST, "/cases", case.clone()).await.error(403);
    browser.with("x-csrf-token", "guessed").send(Method::POST, "/cases", case.clone()).await.error(403);
    browser.with("x-csrf-token", &csrf).send(Method::POST, "/cases", case).await.json(201);
    assert!(bench.audited().await.contains(&"session.begin".to_string()));
}

async fn a_session_ends(bench: Bench) {
    bench.stranger().get("/session").await.error(401);
    let password = account(&bench, "clerk", Role::FilingClerk).await;
    let (browser, csrf) = signed_in(&bench, "clerk", &password).await;
    let out = browser.with("x-csrf-token", &csrf).send(Method::DELETE, "/session", Value::Null).await;
    assert_eq!(out.status, 204);
    browser.get("/session").await.error(401);
    bench.stranger().with("cookie", "casecheck_session=guessed").get("/session").await.error(401);
    bench.stranger().with("authorization", "Bearer cck_guessed").get("/session").await.error(401);
}

async fn tokens_are_shown_once_and_can_be_revoked(bench: Bench) {
    let clerk = bench.person(Role::FilingClerk, COURT).await;
    clerk.send(Method::POST, "/tokens", json!({"name": "x", "days": 0})).await.error(400);
    let made = clerk.send(Method::POST, "/tokens", json!({"name": "导入", "days": 1})).await.json(201);
    let token = made["token"].as_str().expect("a token");
    let program = bench.stranger().with("authorization", &format!("Bearer {token}"));
    program.send(Method::POST, "/cases", json!({"label": "一"})).await.json(201);
    let listed = clerk.get("/tokens").await.json(200);
    assert!(!listed.to_string().contains(token), "the secret is shown once");
    let path = format!("/tokens/{}", made["id"].as_str().expect("an id"));
    let other = bench.person(Role::Administrator, COURT).await;
    other.send(Method::DELETE, &path, Value::Null).await.error(404);
    assert_eq!(clerk.send(Method::DELETE, &path, Value::Null).await.status, 204);
    program.get("/session").await.error(401);
}

async fn many_failures_lock_a_name_whether_it_exists_or_not(bench: Bench) {
    let password = account(&bench, "clerk", Role::FilingClerk).await;
    let try_in = async |login: &str, password: &str| {
        let body = json!({"login": login, "password": password});
        bench.stranger().send(Method::POST, "/session", body).await
    };
    let mut seen = Vec::new();
    for login in ["clerk", "nobody"] {
        let mut answers = Vec::new();
        for _ in 0..11 {
            let answer = try_in(login, "wrong").await;
            answers.push((answer.status.as_u16(), answer.bytes));
        }
        assert_eq!(answers[0].0, 401);
        assert_eq!(answers[10].0, 429, "the name is locked");
        seen.push(answers);
    }
    assert_eq!(seen[0], seen[1], "the answers do not tell who exists");
    try_in("clerk", &password).await.error(429);
}

async fn a_password_is_changed_by_its_owner(bench: Bench) {
    let password = account(&bench, "clerk", Role::FilingClerk).await;
    let (browser, csrf) = signed_in(&bench, "clerk", &password).await;
    let browser = browser.with("x-csrf-token", &csrf);
    let change = async |old: &str, new: &str| {
        browser.send(Method::POST, "/session/password", json!({"old": old, "new": new})).await
    };
    change("wrong", "a long new password").await.error(401);
    change(&password, "short").await.error(400);
    assert_eq!(change(&password, "a long new password").await.status, 204);
    browser.get("/session").await.error(401);
    let (browser, _) = signed_in(&bench, "clerk", "a long new password").await;
    assert_eq!(browser.get("/session").await.json(200)["must_change_password"], false);
}

async fn an_account_that_is_disabled_is_out_at_once(bench: Bench) {
    let admin = bench.person(Role::Administrator, COURT).await;
    let clerk = bench.person(Role::FilingClerk, COURT).await;
    clerk.get("/session").await.json(200);
    let path = format!("/users/{}", clerk.user_id);
    admin.send(Method::PATCH, &path, json!({"active": false})).await.json(200);
    clerk.get("/session").await.error(401);
    let own = format!("/users/{}", admin.user_id);
    admin.send(Method::PATCH, &own, json!({"active": false})).await.error(400);
}
