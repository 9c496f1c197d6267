//! Does the jobs: reads documents, checks cases, takes archives in and tells webhooks. The async shell around the pure
//! pipeline: waiting for the queue, the database and the network is done by the runtime, computing by threads of its own.
//! A job is done under a lease that is renewed while it is under way; whoever loses the lease loses the right to write.

mod compute;
mod job;
mod object_message;
mod outcome;
mod under_way;
mod upkeep;

use std::sync::Arc;
use std::time::{Duration, Instant};

use catalog::Catalog;
use pipeline::isolation::Parser;
use pipeline::{Options, Tagger};
use queue::Queue;
use store::Store;
use store::job::{Claim, LeasedJob};
use store::run::Versions;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
pub use upkeep::check_all_anew;

use compute::Compute;
use under_way::UnderWay;

/// How a worker works.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Number of computing threads.
    pub threads: usize,
    /// How long a lease lasts unless it is renewed: how late the work of a dead worker is taken up by another one.
    pub lease: Duration,
    /// How long jobs under way may take to end when the worker is told to stop; then they are given back.
    pub grace: Duration,
    /// Version of the program.
    pub code_version: &'static str,
    /// Whether this process also asks for new checks of the cases that were checked with another catalogue or model.
    pub asks_for_new_checks: bool,
    /// The model that reads beside the rules, with its name and version.
    pub model: Option<Model>,
}

/// A model and what it is called in the runs that are made with it.
#[derive(Clone, Debug)]
pub struct Model {
    /// The model.
    pub tagger: &'static dyn Tagger,
    /// Name and version.
    pub version: String,
}

impl Settings {
    /// Settings of a program version on so many threads.
    pub fn new(threads: usize, code_version: &'static str) -> Settings {
        Settings {
            threads: threads.max(1),
            lease: Duration::from_secs(30),
            grace: Duration::from_secs(20),
            code_version,
            asks_for_new_checks: false,
            model: None,
        }
    }
}

/// Everything that jobs need.
pub struct Worker {
    pub(crate) store: Store,
    pub(crate) queue: Queue,
    pub(crate) options: Options<'static>,
    pub(crate) parser: Arc<Parser>,
    pub(crate) settings: Settings,
    pub(crate) owner: String,
    pub(crate) compute: Compute,
    pub(crate) under_way: UnderWay,
    pub(crate) http: reqwest::Client,
}

/// How long one question to the queue waits for work.
const PATIENCE: Duration = Duration::from_secs(1);

/// Jobs per computing thread that are under way at once: while one computes, another is loaded or written.
const JOBS_PER_THREAD: usize = 2;

/// Pause after the queue or the store did not answer.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(1);

/// Most time a delivery to a webhook may take.
const DELIVERY: Duration = Duration::from_secs(10);

impl Worker {
    /// A worker with its threads, idle.
    pub fn new(
        store: Store,
        queue: Queue,
        catalog: &'static Catalog,
        parser: Arc<Parser>,
        settings: Settings,
    ) -> std::io::Result<Worker> {
        let http = reqwest::Client::builder().timeout(DELIVERY).redirect(reqwest::redirect::Policy::none());
        let http = http.user_agent(concat!("casecheck/", env!("CARGO_PKG_VERSION"))).build();
        let tagger = settings.model.as_ref().map(|model| model.tagger);
        let options = Options { catalog, prefilter: true, tagger };
        Ok(Worker {
            compute: Compute::start(settings.threads)?,
            under_way: UnderWay::default(),
            owner: format!("{}:{}", std::process::id(), store::new_id()),
            http: http.map_err(std::io::Error::other)?,
            store,
            queue,
            options,
            parser,
            settings,
        })
    }

    /// What runs of this worker are made with.
    pub fn versions(&self) -> Versions {
        Versions {
            catalog: self.options.catalog.version().to_string(),
            model: self.settings.model.as_ref().map_or("none", |model| &model.version).to_string(),
            code: self.settings.code_version.to_string(),
        }
    }

    fn claim(&self, jobs: usize) -> Claim<'_> {
        Claim { owner: &self.owner, lease: self.settings.lease, jobs: jobs as i64 }
    }
}

/// Works until told to stop; then finishes what is under way within the grace, and gives the rest back.
pub async fn run(worker: Arc<Worker>, stop: watch::Receiver<bool>) {
    let (end, ended) = watch::channel(false);
    let mut beside = JoinSet::new();
    beside.spawn(under_way::keep_leases(worker.clone(), ended.clone()));
    beside.spawn(upkeep::run(worker.clone(), stop.clone()));
    let relay = (worker.clone(), stop.clone());
    beside.spawn(async move { relay.0.queue.relay(relay.1).await });
    beside.spawn(object_message::consume(worker.clone(), stop.clone()));
    work(&worker, stop).await;
    // Leases are renewed until the last job has ended.
    let _ = end.send(true);
    while beside.join_next().await.is_some() {}
    worker.queue.close().await;
    tracing::info!("worker stopped");
}

async fn work(worker: &Arc<Worker>, stop: watch::Receiver<bool>) {
    let places = Arc::new(Semaphore::new(worker.settings.threads * JOBS_PER_THREAD));
    let all = places.available_permits();
    let mut jobs = JoinSet::new();
    tracing::info!(threads = worker.settings.threads, "worker started");
    while !*stop.borrow() {
        let Ok(place) = places.clone().acquire_owned().await else { break };
        let free = 1 + places.available_permits();
        drop(place);
        match worker.queue.claim(&worker.claim(free.min(all)), PATIENCE).await {
            Ok(claimed) => {
                for job in claimed {
                    let place = places.clone().acquire_owned().await;
                    let worker = worker.clone();
                    jobs.spawn(async move {
                        do_one(&worker, job).await;
                        drop(place);
                    });
                }
            }
            Err(error) => {
                tracing::warn!(code = error.code(), "the queue does not answer");
                tokio::time::sleep(PAUSE_AFTER_FAILURE).await;
            }
        }
        while jobs.try_join_next().is_some() {}
    }
    let wait_for_all = async { while jobs.join_next().await.is_some() {} };
    if tokio::time::timeout(worker.settings.grace, wait_for_all).await.is_err() {
        worker.under_way.stop_all();
        while jobs.join_next().await.is_some() {}
    }
}

/// Does a job and writes how it ended.
async fn do_one(worker: &Worker, lease: LeasedJob) {
    let start = Instant::now();
    let running = worker.under_way.begin(&lease);
    let done = job::perform(worker, &lease, &running).await;
    let ended = outcome::write(worker, &lease, &running, done).await;
    worker.under_way.end(&lease);
    let kind = lease.kind.as_str();
    metrics::counter!("casecheck_jobs_total", "kind" => kind, "outcome" => ended).increment(1);
    metrics::histogram!("casecheck_job_seconds", "kind" => kind).record(start.elapsed().as_secs_f64());
    tracing::debug!(job = %lease.id, kind, outcome = ended, ms = start.elapsed().as_millis() as u64);
}
