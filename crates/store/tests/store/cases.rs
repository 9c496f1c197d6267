//! Cases, documents and entries: filed once, seen by the right courts, and never lost between two rows.

use store::entry::{EntryField, NewEntry};
use store::job::{JobKind, Priority};
use store::{PageRequest, Scope, Store, StoreError, case, document, entry, event, webhook};

use crate::bench::{NOON, add, claim, file, place, read_all};
use testbed::on_every_database;

on_every_database! {
    a_case_is_filed_once_per_label
    a_document_comes_with_its_job_once_per_content
    the_last_document_read_asks_for_the_check
    courts_see_themselves_and_those_below
    lists_come_in_pages_without_gaps
    entries_are_versions_and_a_stale_one_is_refused
    events_tell_what_happened
    webhooks_hear_what_their_court_sees
}

async fn a_case_is_filed_once_per_label(store: Store) {
    let first = file(&store, "一").await;
    assert_eq!(first, file(&store, "一").await);
    assert_ne!(first, file(&store, "二").await);
}

async fn a_document_comes_with_its_job_once_per_content(store: Store) {
    let case_id = file(&store, "一").await;
    let first = add(&store, &case_id, "a").await;
    let again = add(&store, &case_id, "a").await;
    assert!(first.created && !again.created);
    assert_eq!(first.id, again.id);
    let jobs = claim(&store, "w", 10, NOON).await;
    assert_eq!(
        jobs.iter().map(|job| (job.kind, &job.subject_id)).collect::<Vec<_>>(),
        [(JobKind::ReadDocument, &first.id)]
    );
    let case = case::get(&store, &Scope::All, &case_id).await.expect("the case is there");
    assert_eq!((case.documents, case.pending_documents, case.revision), (1, 1, 1));
}

async fn the_last_document_read_asks_for_the_check(store: Store) {
    let case_id = file(&store, "一").await;
    add(&store, &case_id, "a").await;
    add(&store, &case_id, "b").await;
    let jobs = claim(&store, "w", 10, NOON).await;
    let read = document::Reading::Read { format: "docx".to_string(), pages: 1, diagnostics: "[]".to_string() };
    document::finish(&store, &jobs[0], &read, NOON).await.expect("the first is written");
    assert!(claim(&store, "w", 10, NOON).await.is_empty(), "one document still waits");
    let unreadable = document::Reading::Unreadable { code: "encrypted".to_string(), message: "已加密".to_string() };
    document::finish(&store, &jobs[1], &unreadable, NOON).await.expect("the second is written");
    let next = claim(&store, "w", 10, NOON).await;
    assert_eq!(next.iter().map(|job| job.kind).collect::<Vec<_>>(), [JobKind::CheckCase]);
    let case = case::get(&store, &Scope::All, &case_id).await.expect("the case is there");
    assert_eq!((case.pending_documents, case.unread_documents), (0, 1));
}

async fn courts_see_themselves_and_those_below(store: Store) {
    let case_id = file(&store, "一").await;
    let document = add(&store, &case_id, "a").await;
    let scopes = [
        (Scope::All, true),
        (Scope::High("1".to_string()), true),
        (Scope::Middle("10".to_string()), true),
        (Scope::Court("11".to_string()), true),
        (Scope::High("3".to_string()), false),
        (Scope::Middle("20".to_string()), false),
        (Scope::Court("10".to_string()), false),
    ];
    for (scope, seen) in scopes {
        assert_eq!(case::get(&store, &scope, &case_id).await.is_ok(), seen, "case by {scope:?}");
        assert_eq!(document::get(&store, &scope, &document.id).await.is_ok(), seen, "document by {scope:?}");
        let cases =
            case::list(&store, &scope, &case::CaseFilter::default(), &PageRequest::first(10)).await.expect("a list");
        assert_eq!(!cases.items.is_empty(), seen, "list by {scope:?}");
        assert_eq!(scope.shows(&place("11", "10", "1")), seen, "place by {scope:?}");
    }
}

async fn lists_come_in_pages_without_gaps(store: Store) {
    let mut filed = Vec::new();
    for n in 0..7 {
        filed.push(file(&store, &format!("第{n}件")).await);
    }
    let (mut listed, mut page) = (Vec::new(), PageRequest::first(3));
    loop {
        let found = case::list(&store, &Scope::All, &case::CaseFilter::default(), &page).await.expect("a page");
        listed.extend(found.items.into_iter().map(|case| case.id));
        match found.next {
            Some(next) => page.after = Some(next),
            None => break,
        }
    }
    filed.reverse();
    assert_eq!(listed, filed);
}

async fn entries_are_versions_and_a_stale_one_is_refused(store: Store) {
    let case_id = file(&store, "一").await;
    let field = |value: Option<&str>| EntryField {
        path: "court".to_string(),
        value: value.map(str::to_string),
        origin: "entered.json".to_string(),
        department: "立案部门".to_string(),
    };
    let new = |base_version, value| NewEntry {
        case_id: case_id.clone(),
        base_version,
        record: "{}".to_string(),
        source: "api".to_string(),
        entered_by: "u".to_string(),
        fields: vec![field(value)],
        priority: Priority::Fresh,
    };
    assert_eq!(entry::add(&store, &new(0, Some("甲")), NOON).await.expect("the first version"), 1);
    assert_eq!(entry::add(&store, &new(1, None), NOON).await.expect("the second version"), 2);
    let stale = entry::add(&store, &new(1, Some("乙")), NOON).await;
    assert!(matches!(stale, Err(StoreError::Conflict { .. })), "{stale:?}");
    let history = entry::history(&store, &Scope::All, &case_id, Some("court")).await.expect("a history");
    let values: Vec<_> = history.iter().map(|row| (row.version, row.field.value.as_deref())).collect();
    assert_eq!(values, [(1, Some("甲")), (2, None)]);
    assert_eq!(entry::versions(&store, &Scope::All, &case_id).await.expect("versions").len(), 2);
    let latest = entry::latest(&store, &Scope::All, &case_id).await.expect("an answer").expect("an entry");
    assert_eq!(latest.version, 2);
    // Both versions ask for one check while none has begun.
    assert_eq!(claim(&store, "w", 10, NOON).await.len(), 1);
}

async fn events_tell_what_happened(store: Store) {
    let case_id = file(&store, "一").await;
    add(&store, &case_id, "a").await;
    read_all(&store).await;
    let events = event::after(&store, &Scope::Middle("10".to_string()), Some(&case_id), "", 10).await.expect("events");
    let kinds: Vec<&str> = events.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds, ["case.filed", "document.added", "document.read"]);
    let others = event::after(&store, &Scope::Middle("20".to_string()), None, "", 10).await.expect("events");
    assert!(others.is_empty());
}

async fn webhooks_hear_what_their_court_sees(store: Store) {
    let hook = |court_id: &str, kinds: &[event::EventKind]| webhook::NewWebhook {
        court_id: court_id.to_string(),
        url: "https://court.example/hook".to_string(),
        secret: "s".to_string(),
        kinds: kinds.to_vec(),
        created_by: "u".to_string(),
    };
    let above = webhook::add(&store, &hook("10", &[event::EventKind::DocumentAdded]), NOON).await.expect("added");
    webhook::add(&store, &hook("20", &[]), NOON).await.expect("added");
    let stopped = webhook::add(&store, &hook("11", &[]), NOON).await.expect("added");
    webhook::stop(&store, &Scope::Court("11".to_string()), &stopped).await.expect("stopped");
    let case_id = file(&store, "一").await;
    add(&store, &case_id, "a").await;
    let jobs = claim(&store, "w", 10, NOON).await;
    let deliveries: Vec<_> = jobs.iter().filter(|job| job.kind == JobKind::DeliverWebhook).collect();
    assert_eq!(deliveries.len(), 1);
    let (hook_id, event_id) = deliveries[0].subject_id.split_once(':').expect("webhook and event");
    assert_eq!(hook_id, above);
    assert_eq!(event::get(&store, event_id).await.expect("the event").kind, "document.added");
    assert_eq!(webhook::receiver(&store, hook_id).await.expect("a receiver").url, "https://court.example/hook");
    assert!(webhook::receiver(&store, &stopped).await.is_err());
}
