//! Owns the workers that the tests run, and the short ways to feed them.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use catalog::Catalog;
use intake::NewFile;
use pipeline::isolation::{Limits, Parser, Pool};
use queue::{Queue, QueuePlace};
use store::job::Priority;
use store::{BlobPlace, Blobs, Connect, CourtPlace, Millis, Scope, Store, case, court, job};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use worker::{Settings, Worker};

/// Runs a test on a fresh database.
pub fn run<F: Future<Output = ()>>(database_url: &str, folder: &Path, test: impl FnOnce(Store) -> F) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let blobs = Blobs::open(&BlobPlace::Folder(folder.join("blobs"))).expect("a folder for blobs");
        let connect = Connect { database_url: database_url.to_string(), connections_max: 4 };
        let store = Store::open(&connect, blobs).await.expect("the store opens");
        let row = court::CourtRow {
            id: "11".to_string(),
            name: "某某人民法院".to_string(),
            level: "basic".to_string(),
            place: place(),
        };
        court::sync(&store, "1", &[row]).await.expect("the court is written");
        test(store.clone()).await;
        store.close().await;
    });
}

/// The court of every case.
pub fn place() -> CourtPlace {
    CourtPlace { court_id: "11".to_string(), middle_id: "10".to_string(), high_id: "1".to_string() }
}

/// A worker that runs until it is told to stop.
pub struct Running {
    stop: watch::Sender<bool>,
    ended: JoinHandle<()>,
}

impl Running {
    /// Tells it to stop and waits for the end.
    pub async fn stop(self) {
        self.stop.send(true).expect("the worker listens");
        self.ended.await.expect("the worker ends by itself");
    }
}

/// Starts a worker that parses where `parser` says.
pub async fn start(store: &Store, parser: Parser, settings: Settings) -> Running {
    let queue = Queue::open(&QueuePlace::Embedded, store, 8).await.expect("the job table is a queue");
    let worker = Worker::new(store.clone(), queue, Catalog::embedded(), Arc::new(parser), settings);
    let (stop, stopped) = watch::channel(false);
    let worker = Arc::new(worker.expect("the worker starts"));
    Running { stop, ended: tokio::spawn(worker::run(worker, stopped)) }
}

/// Two threads, a lease of five seconds, no grace.
pub fn settings() -> Settings {
    let mut settings = Settings::new(2, "test");
    settings.lease = Duration::from_secs(5);
    settings.grace = Duration::ZERO;
    settings
}

/// A parser whose children are this program, which is no parser.
pub fn children_of(program: &str) -> Parser {
    Parser::Isolated(Pool::with_limits(PathBuf::from(program), 2, Limits::default()))
}

/// A program that takes every file and never answers.
pub fn silent_program(folder: &Path) -> String {
    use std::os::unix::fs::PermissionsExt;
    let path = folder.join("silent");
    std::fs::write(&path, "#!/bin/sh\nexec sleep 60\n").expect("the folder takes files");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("the file is ours");
    path.to_string_lossy().into_owned()
}

/// Files a case.
pub async fn file(store: &Store, label: &str) -> String {
    intake::file_case(store, &place(), label, "u").await.expect("the case is filed").id
}

/// Adds a document.
pub async fn add(store: &Store, case_id: &str, name: &str, content: &[u8]) -> String {
    let file = NewFile { case_id, name, uploaded_by: "u", priority: Priority::Fresh };
    intake::add_document(store, &file, content.to_vec()).await.expect("the document is added").id
}

/// Waits until nothing waits and nothing is under way.
pub async fn until_idle(store: &Store) {
    until("no job waits", || async {
        let depth = job::depth(store).await.expect("the store answers");
        depth.iter().all(|depth| depth.state == "parked")
    })
    .await;
}

/// Waits for a condition, 30 seconds at most.
pub async fn until<F: Future<Output = bool>>(what: &str, condition: impl Fn() -> F) {
    let start = Instant::now();
    while !condition().await {
        assert!(start.elapsed() < Duration::from_secs(30), "not within 30 s: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// A case as the store knows it.
pub async fn case_row(store: &Store, id: &str) -> case::CaseRow {
    case::get(store, &Scope::All, id).await.expect("the case exists")
}

/// A sample case: name, documents by name, entered record.
pub struct Sample {
    /// Name of its folder.
    pub name: String,
    /// Its documents.
    pub files: Vec<(String, Vec<u8>)>,
    /// Bytes of `entered.json`.
    pub entered: Vec<u8>,
}

/// Every sample case, by name.
pub fn samples() -> Vec<Sample> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let folders = entries(&root).into_iter().filter(|folder| folder.join("entered.json").is_file());
    let samples: Vec<Sample> = folders
        .map(|folder| Sample {
            name: name_of(&folder),
            files: entries(&folder.join("files")).iter().map(|path| (name_of(path), read(path))).collect(),
            entered: read(&folder.join("entered.json")),
        })
        .collect();
    assert!(samples.len() >= 18, "only {} sample cases were found", samples.len());
    samples
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let found = std::fs::read_dir(folder).expect("the samples are there");
    let mut paths: Vec<PathBuf> = found.map(|entry| entry.expect("the samples are readable").path()).collect();
    paths.sort();
    paths
}

fn name_of(path: &Path) -> String {
    path.file_name().expect("a name").to_string_lossy().into_owned()
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).expect("the samples are readable")
}

/// Now, in the store's measure.
pub fn now() -> Millis {
    Millis::now()
}
