//! Owns the count at the end: what clients were promised against what the tables hold. Reads the database itself, not the
//! service, and changes nothing but to replay what was parked.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};

use casefile::limits::PAGE_ROWS_MAX;
use store::case::{CaseFilter, CaseRow};
use store::discrepancy::DiscrepancyFilter;
use store::document::{DocumentRow, DocumentState};
use store::job::{JobFilter, JobKind, JobRow};
use store::{
    BlobPlace, Blobs, Connect, Millis, Page, PageRequest, Scope, Store, case, discrepancy, document, event, job, run,
};

use super::client::Acknowledged;

/// What came of everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Faults, by their words.
    pub faults: BTreeMap<&'static str, usize>,
    /// What a full disk was made of.
    pub disk: &'static str,
    /// Requests to upload.
    pub attempted: usize,
    /// Documents that the service said it has.
    pub acknowledged: usize,
    /// Of those, the ones without a row, without their content, or never read.
    pub lost: usize,
    /// Effects that happened twice: rows of a content, readings of a document, runs beyond the checks, discrepancies.
    pub duplicated: usize,
    /// Jobs that were done at a later attempt than the first.
    pub recovered: usize,
    /// Jobs that were given up under the faults; they were replayed before the count.
    pub parked: usize,
    /// Checks that were done, and the runs that they wrote.
    pub checks: usize,
    /// Cases whose last check saw less than they hold.
    pub stale: usize,
    /// Seconds from the last fault until nothing was left to do.
    pub settled_s: u64,
}

/// How long work may take to end once nothing goes wrong any more.
const SETTLES: Duration = Duration::from_secs(180);

/// A runtime for questions to the store.
pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime")
}

/// The database alone.
pub async fn open(database: &str) -> Store {
    // A store has a place for contents; this one is gone again before anybody could use it.
    let nowhere = tempfile::tempdir().expect("a temporary folder");
    open_with(database, nowhere.path()).await
}

async fn open_with(database: &str, contents: &Path) -> Store {
    let blobs = Blobs::open(&BlobPlace::Folder(contents.to_path_buf())).expect("a folder");
    let connect = Connect { database_url: database.to_string(), connections_max: 2 };
    Store::open(&connect, blobs).await.expect("the database answers")
}

/// Waits until nothing is left to do, replays what was parked, waits again, and counts. `beat` keeps the installation alive.
pub async fn count(database: &str, contents: &Path, promised: &[Acknowledged], mut beat: impl FnMut()) -> Counts {
    let store = open_with(database, contents).await;
    let start = Instant::now();
    settle(&store, &mut beat).await;
    let parked = in_state(&store, "parked").await.len();
    if parked > 0 {
        while job::replay_parked(&store, &Scope::All, 100, Millis::now()).await.expect("replayed") > 0 {}
        settle(&store, &mut beat).await;
    }
    let settled_s = start.elapsed().as_secs();
    let mut counts = Counts { parked, settled_s, acknowledged: promised.len(), ..Counts::default() };
    let done = in_state(&store, "done").await;
    counts.recovered = done.iter().filter(|job| job.attempts > 1).count();
    let cases =
        all(async |page: PageRequest| case::list(&store, &Scope::All, &CaseFilter::default(), &page).await).await;
    let mut documents = BTreeMap::new();
    for case in &cases {
        count_case(&store, case, &done, &mut documents, &mut counts).await;
    }
    for promise in promised {
        let held = match documents.get(&promise.document_id) {
            Some(row) => {
                row.case_id == promise.case_id
                    && row.state == DocumentState::Read
                    && store.blobs().get(&row.sha256).await.is_ok_and(|content| content == promise.content)
            }
            None => false,
        };
        counts.lost += usize::from(!held);
    }
    store.close().await;
    counts
}

async fn count_case(
    store: &Store,
    case: &CaseRow,
    done: &[JobRow],
    documents: &mut BTreeMap<String, DocumentRow>,
    counts: &mut Counts,
) {
    let rows = all(async |page: PageRequest| document::of_case(store, &Scope::All, &case.id, &page).await).await;
    let contents: BTreeSet<&str> = rows.iter().map(|row| row.sha256.as_str()).collect();
    counts.duplicated += rows.len() - contents.len();
    let events = event::after(store, &Scope::All, Some(&case.id), "", 10_000).await.expect("events");
    let read: Vec<&str> =
        events.iter().filter(|event| event.kind == "document.read").map(|event| event.body.as_str()).collect();
    counts.duplicated += read.len() - read.iter().collect::<BTreeSet<_>>().len();
    // Each check that ended wrote at most one run.
    let is_check = |job: &&JobRow| job.kind == JobKind::CheckCase.as_str() && job.subject_id == case.id;
    let checks = done.iter().filter(is_check).count();
    let runs = run::of_case(store, &Scope::All, &case.id).await.expect("runs").len();
    counts.checks += checks;
    counts.duplicated += runs.saturating_sub(checks);
    let filter = DiscrepancyFilter { case_id: Some(case.id.clone()), ..DiscrepancyFilter::default() };
    let found = all(async |page: PageRequest| discrepancy::list(store, &Scope::All, &filter, &page).await).await;
    let prints: BTreeSet<&str> = found.iter().map(|row| row.found.fingerprint.as_str()).collect();
    counts.duplicated += found.len() - prints.len();
    // A case without documents and entry has nothing to check.
    let is_stale = case.checked_revision < case.revision && (case.documents > 0 || case.entry_version > 0);
    counts.stale += usize::from(is_stale || case.pending_documents > 0);
    documents.extend(rows.into_iter().map(|row| (row.id.clone(), row)));
}

async fn settle(store: &Store, beat: &mut impl FnMut()) {
    let start = Instant::now();
    loop {
        let depth = job::depth(store).await.expect("counts");
        let open: Vec<_> = depth.into_iter().filter(|depth| depth.state != "parked").collect();
        if open.is_empty() {
            return;
        }
        assert!(start.elapsed() < SETTLES, "work does not end: {open:?}");
        beat();
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

async fn in_state(store: &Store, state: &str) -> Vec<JobRow> {
    let filter = JobFilter { state: Some(state.to_string()), ..JobFilter::default() };
    all(async |page: PageRequest| job::list(store, &Scope::All, &filter, &page).await).await
}

/// Every row of a list.
async fn all<T>(mut ask: impl AsyncFnMut(PageRequest) -> store::Result<Page<T>>) -> Vec<T> {
    let mut rows = Vec::new();
    let mut request = PageRequest::first(PAGE_ROWS_MAX);
    loop {
        let page = ask(request.clone()).await.expect("a page");
        rows.extend(page.items);
        match page.next {
            Some(next) => request.after = Some(next),
            None => return rows,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Duration;

    use bytes::Bytes;
    use store::document::{NewDocument, Reading};
    use store::job::{Claim, Priority};
    use store::run::{Outcome, Versions};
    use store::{CourtPlace, Millis, Store, case, court, document, job, run};

    use super::super::client::Acknowledged;
    use super::{Counts, count, open_with, runtime};

    /// A case with a document that was read and checked; returns the ids of both.
    async fn settled_case(store: &Store, content: &'static [u8]) -> (String, String) {
        let place = CourtPlace { court_id: "1".to_string(), middle_id: String::new(), high_id: String::new() };
        let (id, name, level) = ("1".to_string(), "法院".to_string(), "supreme".to_string());
        let row = court::CourtRow { id, name, level, place: place.clone() };
        court::sync(store, "1", &[row]).await.expect("a court");
        let now = Millis::now();
        let new = case::NewCase { place, label: "一".to_string(), created_by: "u".to_string() };
        let case_id = case::file(store, &new, now).await.expect("a case").id;
        let blob = store.blobs().put(futures_util::stream::iter([Ok(Bytes::from_static(content))]), 99).await;
        let sha256 = blob.expect("stored").sha256;
        let (name, uploaded_by) = ("a.txt".to_string(), "u".to_string());
        let new = NewDocument { case_id: case_id.clone(), sha256, name, bytes: content.len() as u64, uploaded_by };
        let document_id = document::add(store, &new, Priority::Fresh, now).await.expect("a document").id;
        let claim = Claim { owner: "w", lease: Duration::from_secs(60), jobs: 1 };
        let lease = job::claim(store, &claim, Millis::now()).await.expect("claimed").remove(0);
        let reading = Reading::Read { format: "txt".to_string(), pages: 1, diagnostics: "[]".to_string() };
        document::finish(store, &lease, &reading, now).await.expect("read");
        let lease = job::claim(store, &claim, Millis::now()).await.expect("claimed").remove(0);
        let revision = case::get(store, &store::Scope::All, &case_id).await.expect("the case").revision;
        let versions = Versions { catalog: String::new(), model: String::new(), code: String::new() };
        let outcome = Outcome {
            revision,
            entry_version: 0,
            versions,
            counts: run::Counts::default(),
            case_number: None,
            category: None,
            cause: None,
            record: "{}".to_string(),
            leaves: "{}".to_string(),
            materials: Vec::new(),
            found: Vec::new(),
            partial: false,
            diagnostics: "[]".to_string(),
            comparisons: "[]".to_string(),
            words: Vec::new(),
            parties: Vec::new(),
            duration_ms: 1,
        };
        run::record(store, &lease, &outcome, now).await.expect("checked");
        (case_id, document_id)
    }

    #[test]
    fn what_is_lost_or_doubled_is_seen() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let database = format!("sqlite:{}", folder.path().join("casecheck.db").display());
        let contents = folder.path().join("contents");
        let counted = |promised: &[Acknowledged], contents: &Path| -> Counts {
            runtime().block_on(count(&database, contents, promised, || {}))
        };
        let (case_id, document_id) = runtime().block_on(async {
            let store = open_with(&database, &contents).await;
            let ids = settled_case(&store, b"content").await;
            store.close().await;
            ids
        });
        let kept = Acknowledged { case_id, document_id, content: b"content".to_vec() };
        let counts = counted(std::slice::from_ref(&kept), &contents);
        assert_eq!((counts.acknowledged, counts.lost, counts.duplicated, counts.stale), (1, 0, 0, 0), "{counts:?}");
        // Another content, no row, and no content at all.
        let other = Acknowledged { content: b"other".to_vec(), ..kept.clone() };
        let missing = Acknowledged { document_id: "missing".to_string(), ..kept.clone() };
        assert_eq!(counted(&[kept.clone(), other, missing], &contents).lost, 2);
        assert_eq!(counted(&[kept], &folder.path().join("elsewhere")).lost, 1);
        // A run that no check accounts for.
        runtime().block_on(async {
            let store = open_with(&database, &contents).await;
            let later = Millis::now().after(Duration::from_secs(60));
            job::forget_done(&store, later, 10).await.expect("forgotten");
            store.close().await;
        });
        assert_eq!(counted(&[], &contents).duplicated, 1);
    }
}
