//! What is boxed is what was quoted: for every reading of every sample document, the page that people look at marks exactly
//! the words of its evidence, whatever the format. Whether the reading is right is not looked at here.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use casefile::{Document, Evidence};
use catalog::Catalog;
use pipeline::{Options, snapshot};
use store::document::Reading;
use store::job::{self, Claim, JobKind, Priority};
use store::user::{self, ChosenBy};
use store::{Millis, document};
use web::Role;

use crate::bench::{self, Bench, COURT, Client};
use crate::markup::{Shown, marked_text, marked_words};

#[test]
fn what_is_boxed_is_what_was_quoted() {
    testbed::on_sqlite(|url, folder| bench::run(url, folder, every_evidence_is_boxed));
}

async fn every_evidence_is_boxed(bench: Bench) {
    let reader = bench.person(Role::DataManager, COURT).await;
    user::set_password(&bench.store, &reader.user_id, "none", ChosenBy::Owner).await.expect("the password is chosen");
    let (mut fixed, mut flowing, mut problems) = (0, 0, Vec::new());
    for path in sample_files() {
        let bytes = std::fs::read(&path).expect("a file of the samples");
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let processed = pipeline::process(&name, &bytes, Options::embedded()).expect("samples are read");
        let case_id = bench.file(&reader, &path.to_string_lossy()).await;
        let document_id = keep(&bench, &case_id, &name, &processed.document).await;
        let mut seen = BTreeSet::new();
        for (leaf, _, extraction) in processed.extracted.record.leaves(Catalog::embedded()) {
            let readings = std::iter::once(&extraction.chosen).chain(&extraction.losers);
            for evidence in readings.flat_map(|reading| &reading.evidence) {
                if !seen.insert(evidence.span()) {
                    continue;
                }
                let shown = match processed.document.source.format.has_pages() {
                    true => boxed(&reader, &document_id, evidence, &mut fixed).await,
                    false => marked(&reader, &document_id, evidence, &mut flowing).await,
                };
                let problem = shown.err();
                problems.extend(problem.map(|problem| format!("{} {leaf}: {problem}", path.display())));
            }
        }
    }
    assert!(fixed >= 600 && flowing >= 1800, "only {fixed} on pages and {flowing} in reading views");
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

/// The words whose characters lie in the boxes, over all pages that have one.
async fn boxed(client: &Client, document_id: &str, evidence: &Evidence, count: &mut usize) -> Result<(), String> {
    *count += 1;
    let pages: BTreeSet<u32> = evidence.boxes().iter().map(|place| place.page).collect();
    let mut shown = Shown::default();
    for page in pages {
        shown.extend(marked_words(&fragment(client, document_id, page, evidence).await));
    }
    agree(&shown, evidence)
}

async fn marked(client: &Client, document_id: &str, evidence: &Evidence, count: &mut usize) -> Result<(), String> {
    *count += 1;
    agree(&marked_text(&fragment(client, document_id, evidence.page(), evidence).await), evidence)
}

fn agree(shown: &Shown, evidence: &Evidence) -> Result<(), String> {
    let quote: String = evidence.quote().split_whitespace().collect();
    let lead = evidence.quote().len() - evidence.quote().trim_start().len();
    let start = evidence.span().start() + lead as u32;
    match shown.words == quote {
        false => Err(format!("{quote} is quoted, {} is marked", shown.words)),
        true if shown.start != Some(start) => Err(format!("{quote} of {start} is marked at {:?}", shown.start)),
        true => Ok(()),
    }
}

async fn fragment(client: &Client, document_id: &str, page: u32, evidence: &Evidence) -> String {
    let (start, end) = (evidence.span().start(), evidence.span().end());
    let address = format!("!/documents/{document_id}/pages/{page}?start={start}&end={end}");
    let answer = client.get(&address).await;
    assert_eq!(answer.status, 200, "{address}");
    String::from_utf8(answer.bytes.to_vec()).expect("UTF-8")
}

/// Keeps a document as a worker does that has read it; returns its id.
async fn keep(bench: &Bench, case_id: &str, name: &str, read: &Document) -> String {
    let (store, now) = (&bench.store, Millis::now());
    let sha256 = read.source.sha256.to_string();
    store.blobs().put_derived(&snapshot::name(&sha256), snapshot::encode(read)).await.expect("kept");
    let new = document::NewDocument {
        case_id: case_id.to_string(),
        sha256,
        name: name.to_string(),
        bytes: read.source.bytes,
        uploaded_by: "u".to_string(),
    };
    let id = document::add(store, &new, Priority::Fresh, now).await.expect("added").id;
    let lease = std::time::Duration::from_secs(60);
    let claim = Claim { owner: "w", lease, jobs: 100 };
    let format = read.source.format.to_string();
    let reading = Reading::Read { format, pages: read.pages.len() as i64, diagnostics: "[]".to_string() };
    let jobs = job::claim(store, &claim, now).await.expect("claimed");
    let own = jobs.iter().find(|job| job.kind == JobKind::ReadDocument && job.subject_id == id);
    document::finish(store, own.expect("its job waits"), &reading, now).await.expect("finished");
    id
}

/// The files of every sample case, and the judgments in every format.
fn sample_files() -> Vec<PathBuf> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let folders = entries(&samples).into_iter().map(|folder| folder.join("files"));
    let folders = folders.chain(entries(&samples.join("variants"))).filter(|folder| folder.is_dir());
    folders.flat_map(|folder| entries(&folder)).filter(|path| path.is_file()).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let listed = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("listed").path());
    let mut paths: Vec<PathBuf> = listed.collect();
    paths.sort();
    paths
}
