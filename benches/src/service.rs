//! Owns the measurement of the whole service: documents per second from the first upload to the last check, on the built-in
//! parts and on PostgreSQL with RabbitMQ, beside the bare pipeline in the same run. The servers' own processor time is not
//! counted; everything shares the machine with the clients that upload.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use casefile::EnteredRecord;
use pipeline::Options;
use pipeline::isolation::{Parser, Pool};
use rustix::process::{Pid, Signal};
use serde_json::{Value as Json, json};
use testbed::{Postgres, RabbitMq};

use crate::input;
use crate::isolation::cpu_of_children;

/// Measure the whole service.
#[derive(clap::Args)]
pub struct Arguments {
    /// A directory of documents; each becomes a case of its own.
    directory: PathBuf,
    /// The command to measure; without it the `casecheck` beside this program.
    #[arg(long)]
    program: Option<PathBuf>,
    /// Take at most so many documents.
    #[arg(long, default_value_t = 1_000)]
    limit: usize,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Clients that upload at once.
const CLIENTS: usize = 4;

/// A way to run it.
struct Way {
    name: &'static str,
    /// Threads of the serving process, which do jobs; none where workers are processes of their own.
    threads: usize,
    /// Worker processes with one thread each.
    workers: usize,
    has_servers: bool,
}

const WAYS: &[Way] = &[
    Way { name: "embedded, 1 thread", threads: 1, workers: 0, has_servers: false },
    Way { name: "embedded, 2 threads", threads: 2, workers: 0, has_servers: false },
    Way { name: "servers, 1 worker", threads: 0, workers: 1, has_servers: true },
    Way { name: "servers, 2 workers", threads: 0, workers: 2, has_servers: true },
];

/// What a run took.
struct Cost {
    wall: Duration,
    cpu: Duration,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<()> {
    let program = match &arguments.program {
        Some(program) => program.clone(),
        None => std::env::current_exe().context("finding this program")?.with_file_name("casecheck"),
    };
    let mut paths = input::files(&arguments.directory)?;
    paths.truncate(arguments.limit);
    let files = paths.iter().map(|path| input::read(path)).collect::<Result<Vec<_>>>()?;
    ensure!(!files.is_empty(), "{}: no file", arguments.directory.display());
    let files = Arc::new(files);
    for threads in [1, 2] {
        let cost = bare(&program, &files, threads)?;
        print(arguments, &format!("bare pipeline, {threads} thread(s)"), files.len(), &cost);
    }
    for way in WAYS {
        let cost = service(&program, &files, way)?;
        print(arguments, way.name, files.len(), &cost);
    }
    Ok(())
}

fn print(arguments: &Arguments, name: &str, files: usize, cost: &Cost) {
    let (wall, cpu) = (cost.wall.as_secs_f64(), cost.cpu.as_secs_f64());
    let (rate, cpu_ms) = (files as f64 / wall, cpu * 1_000.0 / files as f64);
    if arguments.json {
        println!("{}", json!({"way": name, "documents": files, "wall_s": wall, "per_s": rate, "cpu_ms_each": cpu_ms}));
    } else {
        println!("{name:26} {files:6} documents {wall:8.2} s {rate:8.1} /s {cpu_ms:7.2} ms of CPU each");
    }
}

/// Parsing in children, extraction and comparison with an empty entry, without a service around it. The processor time is
/// that of this process and of its children.
fn bare(program: &Path, files: &[(String, Vec<u8>)], threads: usize) -> Result<Cost> {
    let own = || rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    let (start, before, children) = (Instant::now(), own(), cpu_of_children()?);
    let next = AtomicUsize::new(0);
    {
        let parser = Parser::Isolated(Pool::new(program.to_path_buf(), threads));
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    while let Some((name, bytes)) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let options = Options::embedded();
                        let Ok(processed) = pipeline::process_with(&parser, name, bytes, options) else { continue };
                        let record = pipeline::merge(&[&processed]);
                        pipeline::check(record, &EnteredRecord::default(), options.catalog);
                    }
                });
            }
        });
    }
    let wall = start.elapsed();
    let after = own();
    let own = Duration::new(after.tv_sec as u64, after.tv_nsec as u32)
        .saturating_sub(Duration::new(before.tv_sec as u64, before.tv_nsec as u32));
    Ok(Cost { wall, cpu: own + cpu_of_children()?.saturating_sub(children) })
}

/// The service from the first upload until nothing waits.
fn service(program: &Path, files: &Arc<Vec<(String, Vec<u8>)>>, way: &Way) -> Result<Cost> {
    let folder = tempfile::tempdir().context("making a folder")?;
    let address = format!("127.0.0.1:{}", testbed::free_port());
    let mut options = vec!["--data".to_string(), folder.path().display().to_string()];
    if way.has_servers {
        options.extend(["--database".to_string(), Postgres::shared().create_database()]);
        options.extend(["--queue".to_string(), RabbitMq::shared().create_vhost()]);
    }
    let children = cpu_of_children()?;
    let mut serve = Command::new(program);
    serve.arg("serve").args(&options).args(["--listen", &address]);
    match way.threads {
        0 => serve.arg("--no-worker"),
        threads => serve.args(["--threads", &threads.to_string()]),
    };
    let mut serve = Running(serve.stderr(Stdio::piped()).spawn().context("starting the service")?);
    let password = first_password(&mut serve.0)?;
    let worker = || {
        let mut worker = Command::new(program);
        worker.arg("worker").args(&options).args(["--threads", "1"]).stderr(Stdio::null());
        worker.spawn().map(Running).context("starting a worker")
    };
    let workers = (0..way.workers).map(|_| worker()).collect::<Result<Vec<_>>>()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("starting a runtime")?;
    let wall = runtime.block_on(upload_and_wait(&format!("http://{address}"), &password, files))?;
    drop(workers);
    drop(serve);
    Ok(Cost { wall, cpu: cpu_of_children()?.saturating_sub(children) })
}

/// A process that is told to stop, and waited for, at the end.
pub(crate) struct Running(pub(crate) Child);

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(pid) = Pid::from_raw(self.0.id().cast_signed()) {
            // One that has ended by itself is only waited for.
            let _ = rustix::process::kill_process(pid, Signal::TERM);
        }
        let _ = self.0.wait();
    }
}

/// The password that the first start shows, once the service listens.
pub(crate) fn first_password(serve: &mut Child) -> Result<String> {
    let shown = serve.stderr.take().context("the service writes to a pipe")?;
    let mut lines = BufReader::new(shown).lines();
    let mut password = None;
    for line in lines.by_ref() {
        let line = line.context("reading what the service says")?;
        if let Some((_, shown)) = line.split_once("first password:") {
            password = Some(shown.trim().to_string());
        }
        if line.contains("listens on") {
            // The rest is read so that the pipe never fills up.
            std::thread::spawn(move || lines.for_each(drop));
            return password.context("the first start shows a password");
        }
    }
    bail!("the service ended before it listened")
}

async fn upload_and_wait(base: &str, password: &str, files: &Arc<Vec<(String, Vec<u8>)>>) -> Result<Duration> {
    // The provider is set once per process; a second time is refused and changes nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = reqwest::Client::new();
    let api = Api { base: base.to_string(), token: sign_in(&http, base, "admin", password).await?, http };
    let (start, next) = (Instant::now(), Arc::new(AtomicUsize::new(0)));
    let first_error = Arc::new(Mutex::new(None));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (api, files, next, first_error) = (api.clone(), files.clone(), next.clone(), first_error.clone());
            tokio::spawn(async move {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some((name, bytes)) = files.get(index) else { return };
                    if let Err(error) = api.upload(index, name, bytes).await {
                        first_error.lock().expect("no client panics").get_or_insert(error);
                        return;
                    }
                }
            })
        })
        .collect();
    for client in clients {
        client.await.context("a client ends")?;
    }
    if let Some(error) = first_error.lock().expect("no client panics").take() {
        return Err(error);
    }
    while api.is_busy().await? {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(start.elapsed())
}

/// A token of somebody who signs in.
pub(crate) async fn sign_in(http: &reqwest::Client, base: &str, login: &str, password: &str) -> Result<String> {
    let sign_in = json!({"login": login, "password": password});
    let request = http.post(format!("{base}/api/v1/session")).header("content-type", "application/json");
    let answer = request.body(sign_in.to_string()).send().await.context("signing in")?;
    let cookie = answer.headers().get("set-cookie").and_then(|cookie| cookie.to_str().ok());
    let cookie = cookie.and_then(|cookie| cookie.split(';').next()).context("a cookie")?.to_string();
    let session: Json = serde_json::from_str(&answer.text().await?)?;
    let request = http.post(format!("{base}/api/v1/tokens")).header("content-type", "application/json");
    let request = request.header("cookie", cookie);
    let request = request.header("x-csrf-token", session["csrf_token"].as_str().context("a token of the page")?);
    let answer = request.body(json!({"name": "bench"}).to_string()).send().await.context("making a token")?;
    let token: Json = serde_json::from_str(&answer.text().await?)?;
    Ok(token["token"].as_str().context("a token")?.to_string())
}

/// The API as a signed-in client sees it.
#[derive(Clone)]
pub(crate) struct Api {
    pub(crate) http: reqwest::Client,
    pub(crate) base: String,
    pub(crate) token: String,
}

impl Api {
    async fn upload(&self, index: usize, name: &str, bytes: &[u8]) -> Result<()> {
        let case = json!({"label": format!("{index}")}).to_string().into_bytes();
        let case = self.post("/cases", "application/json", case).await?;
        let id = case["id"].as_str().with_context(|| format!("filing a case: {case}"))?;
        self.add_document(id, name, bytes).await
    }

    /// Uploads a document to a case.
    pub(crate) async fn add_document(&self, id: &str, name: &str, bytes: &[u8]) -> Result<()> {
        let boundary = "casecheck-bench-boundary";
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        let tail = format!("\r\n--{boundary}--\r\n");
        let body = [head.as_bytes(), bytes, tail.as_bytes()].concat();
        let kind = format!("multipart/form-data; boundary={boundary}");
        let uploaded = self.post(&format!("/cases/{id}/documents"), &kind, body).await?;
        ensure!(uploaded["error"].is_null(), "{name}: {uploaded}");
        Ok(())
    }

    pub(crate) async fn post(&self, path: &str, kind: &str, body: Vec<u8>) -> Result<Json> {
        self.send(reqwest::Method::POST, path, kind, body).await
    }

    pub(crate) async fn put(&self, path: &str, kind: &str, body: Vec<u8>) -> Result<Json> {
        self.send(reqwest::Method::PUT, path, kind, body).await
    }

    pub(crate) async fn get(&self, path: &str) -> Result<Json> {
        self.send(reqwest::Method::GET, path, "text/plain", Vec::new()).await
    }

    async fn send(&self, method: reqwest::Method, path: &str, kind: &str, body: Vec<u8>) -> Result<Json> {
        let request = self.http.request(method, format!("{}/api/v1{path}", self.base)).bearer_auth(&self.token);
        let text = request.header("content-type", kind).body(body).send().await?.text().await?;
        // An answer without content says that it is done.
        Ok(if text.is_empty() { Json::Null } else { serde_json::from_str(&text)? })
    }

    /// Whether some job waits or is under way.
    pub(crate) async fn is_busy(&self) -> Result<bool> {
        let figures = self.http.get(format!("{}/metrics", self.base)).send().await?.text().await?;
        let depths = figures.lines().filter(|line| line.starts_with("casecheck_jobs{") && !line.contains("\"parked\""));
        Ok(depths.filter_map(|line| line.rsplit(' ').next()).any(|jobs| jobs != "0"))
    }
}
