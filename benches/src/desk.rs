//! Owns the measurement of the reviewer's desk: how long the service works on each page while many discrepancies are in its
//! store, as a client on the same machine sees it, one request at a time. The cases are variants of the samples that the
//! service read and checked itself.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use catalog::{Catalog, CourtLevel};
use serde_json::{Value as Json, json};

use crate::service::{Api, Running, first_password, sign_in};

mod page;
mod variant;

/// Measure the pages of the desk.
#[derive(clap::Args)]
pub struct Arguments {
    /// The folder of the samples.
    #[arg(default_value = "samples")]
    samples: PathBuf,
    /// The command to measure; without it the `casecheck` beside this program.
    #[arg(long)]
    program: Option<PathBuf>,
    /// File cases until so many discrepancies are found.
    #[arg(long, default_value_t = 100_000)]
    discrepancies: u64,
    /// Requests of each kind.
    #[arg(long, default_value_t = 200)]
    requests: usize,
    /// A folder for the store, kept; one that an earlier measurement filled is used as it is.
    #[arg(long)]
    data: Option<PathBuf>,
}

/// Clients that file cases at once.
const CLIENTS: usize = 4;

/// Cases filed between two looks at the count.
const BATCH: usize = 500;

/// Courts over which the cases are spread.
const COURTS: usize = 20;

/// The person who looks at the pages.
const LOGIN: &str = "desk";
const PASSWORD: &str = "desk-of-a-court-1";

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<()> {
    let program = match &arguments.program {
        Some(program) => program.clone(),
        None => std::env::current_exe().context("finding this program")?.with_file_name("casecheck"),
    };
    let fresh = tempfile::tempdir().context("making a folder")?;
    let folder = arguments.data.clone().unwrap_or_else(|| fresh.path().to_path_buf());
    let is_filled = folder.join("casecheck.db").exists();
    let address = format!("127.0.0.1:{}", testbed::free_port());
    let mut serve = Command::new(program);
    serve.args(["serve", "--listen", &address, "--data"]).arg(&folder).stderr(Stdio::piped());
    let mut serve = Running(serve.spawn().context("starting the service")?);
    let password = first_password(&mut serve.0);
    let base = format!("http://{address}");
    // The provider is set once per process; a second time is refused and changes nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("starting a runtime")?;
    runtime.block_on(async {
        if !is_filled {
            fill(arguments, &base, &password?).await?;
        }
        page::measure(&base, LOGIN, PASSWORD, arguments.requests).await
    })
}

/// Files cases until enough discrepancies are found, and adds the person who looks.
async fn fill(arguments: &Arguments, base: &str, password: &str) -> Result<()> {
    let samples = Arc::new(variant::samples(&arguments.samples)?);
    let http = reqwest::Client::new();
    let api = Api { base: base.to_string(), token: sign_in(&http, base, "admin", password).await?, http };
    add_person(&api).await?;
    let courts = Catalog::embedded().courts().all().iter().filter(|court| court.level == CourtLevel::Basic);
    let courts: Arc<Vec<String>> = Arc::new(courts.take(COURTS).map(|court| court.id.to_string()).collect());
    ensure!(courts.len() == COURTS, "the catalogue has {} basic courts", courts.len());
    let (start, next) = (Instant::now(), Arc::new(AtomicUsize::new(0)));
    loop {
        let until = next.load(Ordering::Relaxed) + BATCH;
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| {
                let (api, samples, courts, next) = (api.clone(), samples.clone(), courts.clone(), next.clone());
                tokio::spawn(async move {
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= until {
                            return anyhow::Ok(());
                        }
                        file(&api, &samples[number % samples.len()].number(number), number, &courts).await?;
                    }
                })
            })
            .collect();
        for client in clients {
            client.await.context("a client ends")??;
        }
        // Each client went one too far.
        next.store(until, Ordering::Relaxed);
        while api.is_busy().await? {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let found = counted(&api).await?;
        eprintln!("{until} cases, {found} discrepancies after {} s", start.elapsed().as_secs());
        if found >= arguments.discrepancies {
            return Ok(());
        }
    }
}

/// Somebody who decides for the whole country, with a password of their own.
async fn add_person(api: &Api) -> Result<()> {
    let added = json!({"login": LOGIN, "name": "核实人员", "role": "data_manager"});
    let added = api.post("/users", "application/json", added.to_string().into_bytes()).await?;
    let given = added["password"].as_str().with_context(|| format!("adding a person: {added}"))?;
    let person = Api { token: sign_in(&api.http, &api.base, LOGIN, given).await?, ..api.clone() };
    let change = json!({"old": given, "new": PASSWORD}).to_string().into_bytes();
    person.post("/session/password", "application/json", change).await?;
    Ok(())
}

async fn file(api: &Api, case: &variant::Case, number: usize, courts: &[String]) -> Result<()> {
    let court = &courts[number % courts.len()];
    let filed = json!({"label": case.label, "court_id": court}).to_string().into_bytes();
    let filed = api.post("/cases", "application/json", filed).await?;
    let id = filed["id"].as_str().with_context(|| format!("filing a case: {filed}"))?;
    api.put(&format!("/cases/{id}/entry"), "application/json", case.entered.clone().into_bytes()).await?;
    api.add_document(id, "裁判文书.txt", case.document.as_bytes()).await
}

/// How many discrepancies are found.
async fn counted(api: &Api) -> Result<u64> {
    let counts = api.get("/discrepancies/counts").await?;
    let numbers = counts.as_object().with_context(|| format!("counts: {counts}"))?.values();
    Ok(numbers.filter_map(Json::as_u64).sum())
}
