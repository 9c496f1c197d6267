//! People, their sessions and tokens, and the answers that are kept for repeated requests.

use std::time::Duration;

use store::idempotency::{Answered, RequestKey};
use store::session::NewToken;
use store::user::{ChosenBy, Lock, NewUser};
use store::{PageRequest, Scope, Store, StoreError, audit, case, court, idempotency, session, user};

use crate::bench::{NOON, file};
use testbed::on_every_database;

on_every_database! {
    a_login_exists_once_and_is_seen_by_its_courts
    whoever_is_locked_out_loses_sessions_and_tokens
    failures_lock_a_name_for_a_while
    sessions_and_tokens_end
    the_first_answer_under_a_key_stands
    the_audit_log_shows_the_own_courts
    courts_and_cases_are_found_by_words
}

const HOUR: Duration = Duration::from_secs(3600);

async fn person(store: &Store, login: &str, court_id: &str) -> String {
    let new = NewUser {
        login: login.to_string(),
        name: "某人".to_string(),
        court_id: court_id.to_string(),
        role: "inspector".to_string(),
        password_hash: "hash".to_string(),
        created_by: String::new(),
    };
    user::add(store, &new, NOON).await.expect("the person is added")
}

async fn a_login_exists_once_and_is_seen_by_its_courts(store: Store) {
    assert!(user::is_empty(&store).await.expect("an answer"));
    let id = person(&store, "one", "11").await;
    let again = NewUser {
        login: "one".to_string(),
        name: String::new(),
        court_id: "20".to_string(),
        role: "inspector".to_string(),
        password_hash: String::new(),
        created_by: String::new(),
    };
    assert!(matches!(user::add(&store, &again, NOON).await, Err(StoreError::Conflict { .. })));
    for (scope, seen) in [(Scope::Middle("10".to_string()), true), (Scope::Court("20".to_string()), false)] {
        assert_eq!(user::get(&store, &scope, &id).await.is_ok(), seen);
        let listed = user::list(&store, &scope, &PageRequest::first(5)).await.expect("a list");
        assert_eq!(listed.items.len(), usize::from(seen));
    }
    user::set_password(&store, &id, "other", ChosenBy::Owner).await.expect("set");
    let row = user::by_login(&store, "one").await.expect("an answer").expect("a person");
    assert_eq!((row.password_hash.as_str(), row.must_change_password), ("other", false));
}

async fn whoever_is_locked_out_loses_sessions_and_tokens(store: Store) {
    let id = person(&store, "one", "11").await;
    session::begin(&store, &id, "s1", NOON.after(HOUR), NOON).await.expect("begun");
    let token = NewToken {
        user_id: id.clone(),
        name: "导入".to_string(),
        secret_hash: "t1".to_string(),
        expires_at: NOON.after(HOUR),
    };
    session::add_token(&store, &token, NOON).await.expect("added");
    assert!(session::find(&store, "s1", NOON).await.expect("an answer").is_some());
    assert!(session::find_token(&store, "t1", NOON).await.expect("an answer").is_some());
    user::change(&store, &id, "inspector", false).await.expect("changed");
    assert!(session::find(&store, "s1", NOON).await.expect("an answer").is_none());
    assert!(session::find_token(&store, "t1", NOON).await.expect("an answer").is_none());
}

async fn failures_lock_a_name_for_a_while(store: Store) {
    let lock = Lock { after: 3, lasts: HOUR };
    for (attempt, locks) in [(1, false), (2, false), (3, true)] {
        let locked = user::sign_in_failed(&store, "nobody", lock, NOON).await.expect("counted");
        assert_eq!(locked, locks, "attempt {attempt}");
    }
    assert_eq!(user::locked_until(&store, "nobody").await.expect("an answer"), NOON.after(HOUR));
    assert!(!user::sign_in_failed(&store, "nobody", lock, NOON.after(HOUR)).await.expect("counted anew"));
    user::sign_in_succeeded(&store, "nobody").await.expect("forgotten");
    assert_eq!(user::locked_until(&store, "nobody").await.expect("an answer"), store::Millis(0));
}

async fn sessions_and_tokens_end(store: Store) {
    let id = person(&store, "one", "11").await;
    session::begin(&store, &id, "s1", NOON.after(HOUR), NOON).await.expect("begun");
    assert!(session::find(&store, "s1", NOON.after(HOUR)).await.expect("an answer").is_none());
    session::begin(&store, &id, "s2", NOON.after(HOUR), NOON).await.expect("begun");
    session::end(&store, "s2").await.expect("ended");
    assert!(session::find(&store, "s2", NOON).await.expect("an answer").is_none());
    let token = NewToken {
        user_id: id.clone(),
        name: "导入".to_string(),
        secret_hash: "t1".to_string(),
        expires_at: NOON.after(HOUR),
    };
    let token_id = session::add_token(&store, &token, NOON).await.expect("added");
    assert!(session::find_token(&store, "t1", NOON.after(HOUR)).await.expect("an answer").is_none());
    assert!(session::find_token(&store, "t1", NOON).await.expect("an answer").is_some());
    assert!(session::revoke_token(&store, "someone else", &token_id, NOON).await.is_err());
    session::revoke_token(&store, &id, &token_id, NOON).await.expect("revoked");
    assert!(session::find_token(&store, "t1", NOON).await.expect("an answer").is_none());
    let listed = session::tokens_of(&store, &id).await.expect("a list");
    assert_eq!((listed[0].used_at, listed[0].revoked_at), (Some(NOON), Some(NOON)));
}

async fn the_first_answer_under_a_key_stands(store: Store) {
    let key = RequestKey { user_id: "u", route: "POST /x", key: "k" };
    let answered = |request: &str| Answered { request: request.to_string(), status: 200, answer: "{}".to_string() };
    assert_eq!(idempotency::find(&store, key, NOON).await.expect("an answer"), None);
    idempotency::keep(&store, key, &answered("a"), NOON).await.expect("kept");
    assert_eq!(idempotency::keep(&store, key, &answered("b"), NOON).await.expect("an answer"), answered("a"));
    assert_eq!(idempotency::find(&store, key, NOON).await.expect("an answer"), Some(answered("a")));
    assert_eq!(idempotency::find(&store, key, NOON.after(24 * HOUR)).await.expect("an answer"), None);
    let other = RequestKey { user_id: "v", ..key };
    assert_eq!(idempotency::find(&store, other, NOON).await.expect("an answer"), None);
}

async fn the_audit_log_shows_the_own_courts(store: Store) {
    for court_id in ["11", "20", ""] {
        let action = audit::Action { user_id: "u", court_id, action: "test", subject: "s", detail: "{}" };
        audit::append(&store, &action, NOON).await.expect("written");
    }
    for (scope, rows) in [(Scope::All, 3), (Scope::Middle("10".to_string()), 1), (Scope::Court("30".to_string()), 0)] {
        assert_eq!(audit::visible(&store, &scope, 0, 10).await.expect("rows").len(), rows, "{scope:?}");
    }
}

async fn courts_and_cases_are_found_by_words(store: Store) {
    let names = |courts: Vec<court::CourtRow>| courts.into_iter().map(|court| court.id).collect::<Vec<_>>();
    let found = court::find(&store, &Scope::High("1".to_string()), "法院1", 10).await.expect("a list");
    assert_eq!(names(found), ["10", "11"]);
    assert!(court::find(&store, &Scope::All, "%", 10).await.expect("a list").is_empty(), "a sign stands for itself");
    let id = file(&store, "甲_一").await;
    file(&store, "甲乙").await;
    let named = case::named(&store, &Scope::All, "甲_一", 2).await.expect("a list");
    assert_eq!(named.iter().map(|case| case.id.as_str()).collect::<Vec<_>>(), [id.as_str()]);
    let filter = case::CaseFilter { label_prefix: Some("甲_".to_string()), ..case::CaseFilter::default() };
    let listed = case::list(&store, &Scope::All, &filter, &PageRequest::first(5)).await.expect("a list");
    assert_eq!(listed.items.len(), 1);
}
