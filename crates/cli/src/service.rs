//! Owns the wiring of the service: database, blobs, queue, worker and logs, put together as the configuration says. Knows
//! no command.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use catalog::Catalog;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use pipeline::isolation::{Parser, Pool};
use queue::Queue;
use store::{BlobPlace, Blobs, Connect, Store};
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;
use worker::{Settings, Worker};

use crate::catalogue;
use crate::configuration::Configuration;
use crate::failure::Failure;
use crate::isolation::own_program;
use crate::model;

/// Version of the program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What every command that works with the service's data begins with.
pub struct Opened {
    /// Database and blobs.
    pub store: Store,
    /// Law and courts as data.
    pub catalog: &'static Catalog,
}

/// A runtime for waiting; computing is done by threads of the worker.
pub fn runtime() -> Result<Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| {
        Failure::new("runtime", format!("no threads for the service: {error}"), "check the limits of the user")
    })
}

/// Opens database and blobs, brings the schema up to date and the courts of the catalogue in.
pub async fn open(configuration: &Configuration) -> Result<Opened, Failure> {
    let catalog = catalogue::load(configuration.catalog.as_deref())?;
    make_folders(configuration)?;
    let blobs = Blobs::open(&configuration.blobs).map_err(|error| store_failure(&error))?;
    let connect =
        Connect { database_url: configuration.database.clone(), connections_max: configuration.database_connections };
    let store = Store::open(&connect, blobs).await.map_err(|error| store_failure(&error))?;
    store.blobs().ping().await.map_err(|error| store_failure(&error))?;
    let courts = web::court_rows(catalog);
    store::court::sync(&store, catalog.version(), &courts).await.map_err(|error| store_failure(&error))?;
    Ok(Opened { store, catalog })
}

/// The folders that the built-in database and blob storage need.
fn make_folders(configuration: &Configuration) -> Result<(), Failure> {
    let make = |folder: &Path, key: &str| {
        std::fs::create_dir_all(folder).map_err(|error| {
            let message = format!("{key}: cannot create the folder {}: {error}", folder.display());
            Failure::new("configuration", message, "choose a folder that this user may write to")
        })
    };
    if let BlobPlace::Folder(folder) = &configuration.blobs {
        make(folder, "blobs")?;
    }
    let file = configuration.database.strip_prefix("sqlite:").map(|path| path.trim_start_matches("//"));
    match file.and_then(|file| Path::new(file).parent()) {
        Some(folder) if !folder.as_os_str().is_empty() => make(folder, "database"),
        _ => Ok(()),
    }
}

/// A failure of the store as the person at the terminal reads it.
pub fn store_failure(error: &store::StoreError) -> Failure {
    let mut message = error.to_string();
    // The driver's words say which host or file it is; they hold no password, since connections are made from parts.
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        message.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    let hint = match error.is_transient() {
        true => "check that the database and the blob storage run and can be reached, then start again",
        false => "check the keys database and blobs",
    };
    Failure::new(error.code(), message, hint)
}

/// A worker as configured, idle. The pool has room for what the pages ask of the parser besides.
pub async fn worker(
    configuration: &Configuration,
    opened: &Opened,
    asks_for_new_checks: bool,
) -> Result<(Arc<Worker>, Queue, Arc<Parser>), Failure> {
    let prefetch = u16::try_from(configuration.threads * 4).unwrap_or(u16::MAX);
    let queue = Queue::open(&configuration.queue, &opened.store, prefetch).await.map_err(|error| {
        Failure::new(error.code(), format!("queue: {error}"), "check the key queue and that the broker runs")
    })?;
    let parser = Arc::new(Parser::Isolated(Pool::new(own_program()?, configuration.threads + 1)));
    let mut settings = Settings::new(configuration.threads, VERSION);
    settings.lease = configuration.lease;
    settings.grace = configuration.grace;
    settings.asks_for_new_checks = asks_for_new_checks;
    if configuration.model {
        settings.model = Some(worker::Model { tagger: model::loaded(), version: model::version() });
    }
    let worker = Worker::new(opened.store.clone(), queue.clone(), opened.catalog, parser.clone(), settings);
    let worker = worker.map_err(|error| {
        Failure::new("worker", format!("the worker cannot start: {error}"), "check the limits of the user")
    })?;
    Ok((Arc::new(worker), queue, parser))
}

/// The crates that log.
const OWN: [&str; 5] = ["casecheck", "queue", "store", "web", "worker"];

/// Sends logs to standard error as configured.
pub fn log(configuration: &Configuration) -> Result<(), Failure> {
    // A bare level is about this program; the libraries below it speak only of trouble.
    let filter = match configuration.log.parse::<tracing::Level>() {
        Ok(level) => OWN.iter().fold("warn".to_string(), |filter, own| format!("{filter},{own}={level}")),
        Err(_) => configuration.log.clone(),
    };
    let filter = EnvFilter::try_new(&filter).map_err(|error| {
        let hint = "use error, warn, info, debug, or a filter such as info,worker=debug";
        Failure::new("configuration", format!("log: {error}"), hint)
    })?;
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let set = match configuration.is_log_json {
        true => logs.json().flatten_event(true).try_init(),
        false => logs.with_ansi(std::io::stderr().is_terminal()).try_init(),
    };
    set.map_err(|error| Failure::new("log", error.to_string(), ""))
}

/// Collects metrics; the handle renders them.
pub fn metrics() -> Result<PrometheusHandle, Failure> {
    let seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];
    let builder = PrometheusBuilder::new().set_buckets(&seconds);
    let builder = builder.map_err(|error| Failure::new("metrics", error.to_string(), ""))?;
    builder.install_recorder().map_err(|error| Failure::new("metrics", error.to_string(), ""))
}

/// Becomes true when the process is told to end; a second signal ends it at once.
pub fn stop_on_signal() -> watch::Receiver<bool> {
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(async move {
        wait_for_signal().await;
        tracing::info!("told to stop; jobs under way are finished or given back");
        // Nobody listens any more when the service has ended by itself.
        let _ = stop.send(true);
        wait_for_signal().await;
        std::process::exit(130);
    });
    stopped
}

async fn wait_for_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut interrupt), Ok(mut terminate)) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        // Without handlers the signals end the process by themselves.
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
}

/// Keeps the histograms small by moving old samples on.
pub async fn keep_metrics(handle: PrometheusHandle, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = stop.changed() => return,
            () = tokio::time::sleep(Duration::from_secs(10)) => handle.run_upkeep(),
        }
    }
}
