//! Owns an installation of the service made for faults: the real program in several processes, with private servers behind
//! proxies or everything embedded, contents on a disk that can fill up, and a supervisor that starts what ended.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use testbed::http::{self, Request};
use testbed::{Cut, Disk, Postgres, Program, RabbitMq};

/// What the service runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// SQLite, and the job table as the queue.
    Embedded,
    /// PostgreSQL and RabbitMQ.
    Servers,
}

impl Backend {
    /// The word of the report.
    pub fn as_str(self) -> &'static str {
        match self {
            Backend::Embedded => "embedded",
            Backend::Servers => "servers",
        }
    }
}

/// Private servers, each with the proxy that the service sees.
#[derive(Debug)]
pub struct Servers {
    /// The database.
    pub postgres: Postgres,
    /// The broker.
    pub rabbit: RabbitMq,
    /// In front of the database.
    pub database_cut: Cut,
    /// In front of the broker.
    pub broker_cut: Cut,
}

/// A running installation.
#[derive(Debug)]
pub struct Installation {
    program: PathBuf,
    /// Where the service listens.
    pub address: SocketAddr,
    /// None where everything is embedded.
    pub servers: Option<Servers>,
    /// Where contents lie.
    pub disk: Disk,
    settings: Vec<(&'static str, String)>,
    database: String,
    data: tempfile::TempDir,
    serve: Option<Program>,
    workers: Vec<Program>,
}

/// How long the service may take to answer after a start or a fault.
const ANSWERS: Duration = Duration::from_secs(60);

/// Worker processes beside the one that serves.
const WORKERS: usize = 2;

impl Installation {
    /// Starts one.
    pub fn start(program: &Path, backend: Backend) -> Installation {
        let (data, disk) = (tempfile::tempdir().expect("a temporary folder"), Disk::new());
        let address = SocketAddr::from(([127, 0, 0, 1], testbed::free_port()));
        let mut settings = vec![
            ("CASECHECK_DATA", data.path().display().to_string()),
            ("CASECHECK_BLOBS", disk.path().join("contents").display().to_string()),
            ("CASECHECK_LISTEN", address.to_string()),
            ("CASECHECK_THREADS", "1".to_string()),
            ("CASECHECK_LEASE_SECONDS", "5".to_string()),
            ("CASECHECK_GRACE_SECONDS", "2".to_string()),
        ];
        let mut database = format!("sqlite:{}", data.path().join("casecheck.db").display());
        let servers = (backend == Backend::Servers).then(|| {
            let (postgres, rabbit) = (Postgres::start(), RabbitMq::start());
            let (database_cut, broker_cut) = (Cut::before(postgres.port()), Cut::before(rabbit.port()));
            database = postgres.create_database();
            settings.push(("CASECHECK_DATABASE", database_cut.through(&database, postgres.port())));
            settings.push(("CASECHECK_QUEUE", broker_cut.through(&rabbit.url(), rabbit.port())));
            Servers { postgres, rabbit, database_cut, broker_cut }
        });
        let program = program.to_path_buf();
        let (serve, workers) = (None, Vec::new());
        let mut installation =
            Installation { program, address, servers, disk, settings, database, data, serve, workers };
        installation.supervise();
        installation.wait_until_it_answers();
        installation
    }

    /// The address of the database without its proxy, for counting in the end.
    pub fn database(&self) -> &str {
        &self.database
    }

    /// The folder of contents.
    pub fn contents(&self) -> PathBuf {
        self.disk.path().join("contents")
    }

    /// Starts every process that is not running, as the supervisor of a machine would.
    pub fn supervise(&mut self) {
        if !self.serve.as_mut().is_some_and(Program::is_running) {
            // With servers, the process that serves does no jobs.
            let words: &[&str] = if self.servers.is_some() { &["serve", "--no-worker"] } else { &["serve"] };
            self.serve = Some(self.begin(words));
        }
        self.workers.retain_mut(Program::is_running);
        while self.workers.len() < WORKERS {
            let worker = self.begin(&["worker"]);
            self.workers.push(worker);
        }
    }

    /// Kills a worker, counted from the one that has run longest.
    pub fn crash_worker(&mut self, which: usize) {
        self.supervise();
        let which = which % self.workers.len();
        self.workers.remove(which).crash();
        self.supervise();
    }

    /// Asks a worker to stop, and starts another one.
    pub fn replace_worker(&mut self, which: usize) {
        self.supervise();
        let which = which % self.workers.len();
        self.workers.remove(which).stop();
        self.supervise();
    }

    /// Kills the process that serves, and starts it again.
    pub fn crash_serve(&mut self) {
        if let Some(mut serve) = self.serve.take() {
            serve.crash();
        }
        self.supervise();
    }

    /// What the process that serves has said.
    pub fn words(&self) -> String {
        self.serve.as_ref().map(Program::words).unwrap_or_default()
    }

    /// Waits until the service answers, starting it as often as it ends.
    pub fn wait_until_it_answers(&mut self) {
        let start = Instant::now();
        let ask = Request { method: "GET", path: "/health", headers: &[], content_type: "text/plain", body: b"" };
        while !http::send(self.address, &ask).is_ok_and(|answer| answer.status == 200) {
            assert!(start.elapsed() < ANSWERS, "the service does not answer; it said:\n{}", self.words());
            std::thread::sleep(Duration::from_millis(50));
            self.supervise();
        }
    }

    /// Stops every process in good order.
    pub fn stop(&mut self) {
        self.workers.drain(..).for_each(|mut worker| worker.stop());
        if let Some(mut serve) = self.serve.take() {
            serve.stop();
        }
    }

    fn begin(&self, words: &[&str]) -> Program {
        Program::start(&mut self.command(words))
    }

    /// A command of the program on this installation.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        // The configuration that is given as an example is one that works.
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/casecheck.toml");
        command.args(words).arg("--config").arg(example).current_dir(self.data.path()).env_clear();
        command.envs(self.settings.iter().map(|(key, value)| (*key, value)));
        command
    }
}
