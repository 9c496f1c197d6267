//! Owns the stores that the tests run on, and the short ways to fill them.

use std::time::Duration;

use store::job::{Claim, JobKind, LeasedJob, Priority};
use store::run::{Counts, Outcome, Versions};
use store::{BlobPlace, Blobs, Connect, CourtPlace, Millis, Store, case, court, discrepancy, document, job};

/// An instant; tests add to it.
pub const NOON: Millis = Millis(1_600_000_000_000);

/// Runs a test on a fresh database.
pub fn run<F: Future<Output = ()>>(database_url: &str, folder: &std::path::Path, test: impl FnOnce(Store) -> F) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let blobs = Blobs::open(&BlobPlace::Folder(folder.join("blobs"))).expect("a folder for blobs");
        let connect = Connect { database_url: database_url.to_string(), connections_max: 4 };
        let store = Store::open(&connect, blobs).await.expect("the store opens");
        let courts = [place("10", "10", "1"), place("11", "10", "1"), place("20", "20", "1"), place("30", "30", "3")];
        let courts = courts.map(|place| court::CourtRow {
            id: place.court_id.clone(),
            name: format!("法院{}", place.court_id),
            level: if place.court_id == place.middle_id { "intermediate" } else { "basic" }.to_string(),
            place,
        });
        court::sync(&store, "1", &courts).await.expect("courts are written");
        test(store.clone()).await;
        store.close().await;
    });
}

/// The place of a court.
pub fn place(court_id: &str, middle_id: &str, high_id: &str) -> CourtPlace {
    CourtPlace { court_id: court_id.to_string(), middle_id: middle_id.to_string(), high_id: high_id.to_string() }
}

/// Files a case of court 11.
pub async fn file(store: &Store, label: &str) -> String {
    let new = case::NewCase { place: place("11", "10", "1"), label: label.to_string(), created_by: "u".to_string() };
    case::file(store, &new, NOON).await.expect("the case is filed").id
}

/// Adds a document whose content is a text.
pub async fn add(store: &Store, case_id: &str, content: &str) -> case::Filed {
    let new = document::NewDocument {
        case_id: case_id.to_string(),
        sha256: format!("sha-of-{content}"),
        name: format!("{content}.docx"),
        bytes: content.len() as u64,
        uploaded_by: "u".to_string(),
    };
    document::add(store, &new, Priority::Fresh, NOON).await.expect("the document is added")
}

/// Takes up to so many jobs for a minute.
pub async fn claim(store: &Store, owner: &str, jobs: i64, now: Millis) -> Vec<LeasedJob> {
    job::claim(store, &minute(owner, jobs), now).await.expect("jobs are claimed")
}

/// A claim for a minute.
pub fn minute(owner: &str, jobs: i64) -> Claim<'_> {
    Claim { owner, lease: Duration::from_secs(60), jobs }
}

/// Reads every waiting document, so that only checks wait.
pub async fn read_all(store: &Store) {
    for lease in claim(store, "reader", 100, NOON).await {
        assert_eq!(lease.kind, JobKind::ReadDocument);
        let reading = document::Reading::Read { format: "docx".to_string(), pages: 2, diagnostics: "[]".to_string() };
        document::finish(store, &lease, &reading, NOON).await.expect("the reading is written");
    }
}

/// A discrepancy of a fingerprint and tier.
pub fn found(fingerprint: &str, tier: i64) -> discrepancy::Found {
    discrepancy::Found {
        fingerprint: fingerprint.to_string(),
        path: "court".to_string(),
        field: "court".to_string(),
        department: "立案部门".to_string(),
        tier,
        outcome: "different".to_string(),
        entered: Some("{}".to_string()),
        extracted: None,
        reason: "不一致".to_string(),
        pattern: "一位数字不同".to_string(),
    }
}

/// What a check of a revision found.
pub fn outcome(revision: i64, found: &[discrepancy::Found]) -> Outcome {
    let versions = Versions { catalog: "c1".to_string(), model: "none".to_string(), code: "1".to_string() };
    Outcome {
        revision,
        entry_version: 0,
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
        found: found.to_vec(),
        partial: false,
        diagnostics: "[]".to_string(),
        duration_ms: 1,
    }
}
