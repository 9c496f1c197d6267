//! Owns a private PostgreSQL server made of the programs of Debian's package.

use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use rustix::process::Signal;

use crate::process::{Guard, folder, free_port, is_root, spawn, stop, succeed, wait};

/// A running server. Its superuser is `casecheck`, without a password, on loopback alone.
#[derive(Debug)]
pub struct Postgres {
    port: u16,
    programs: PathBuf,
    folder: PathBuf,
    running: Mutex<Running>,
}

#[derive(Debug)]
struct Running {
    server: Option<Child>,
    guard: Guard,
}

impl Postgres {
    /// The server of this test process; started by the first who asks, and never stopped by a test.
    pub fn shared() -> &'static Postgres {
        static SERVER: OnceLock<Postgres> = OnceLock::new();
        SERVER.get_or_init(Postgres::start)
    }

    /// Starts a server that the caller may stop. Fails the test where Debian's package `postgresql` is missing; `cargo xtask
    /// test` installs it.
    pub fn start() -> Postgres {
        let programs = programs();
        let folder = folder("casecheck-postgres-");
        let guard = Guard::of(&folder);
        let data = folder.join("data");
        if is_root() {
            // The server refuses to run as root.
            succeed(Command::new("chown").arg("postgres:postgres").arg(&folder));
        }
        let mut initdb = as_server(&programs.join("initdb"));
        initdb.args([
            "--username=casecheck",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-locale",
            "--no-instructions",
            "-D",
        ]);
        succeed(initdb.arg(&data));
        let running = Mutex::new(Running { server: None, guard });
        let postgres = Postgres { port: free_port(), programs, folder, running };
        postgres.start_again();
        postgres
    }

    /// The port on loopback.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The address of a fresh, empty database.
    pub fn create_database(&self) -> String {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let mut createdb = Command::new(self.programs.join("createdb"));
        createdb.args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", "casecheck", &name]);
        succeed(&mut createdb);
        format!("postgres://casecheck@127.0.0.1:{}/{name}", self.port)
    }

    /// Ends the server at once, as if the machine had lost its power: nothing is written back, connections break.
    pub fn stop(&self) {
        if let Some(mut server) = self.running().server.take() {
            stop(&mut server, Signal::QUIT);
        }
    }

    /// Starts a stopped server on the same data and port; returns when it answers.
    pub fn start_again(&self) {
        let mut running = self.running();
        if running.server.is_some() {
            return;
        }
        let mut command = as_server(&self.programs.join("postgres"));
        command.arg("-D").arg(self.folder.join("data"));
        command.args(["-p", &self.port.to_string(), "-c", "listen_addresses=127.0.0.1"]);
        command.arg("-c").arg(format!("unix_socket_directories={}", self.folder.display()));
        command.args(["-c", "shared_buffers=32MB", "-c", "max_connections=200"]);
        let server = spawn(&mut command);
        running.guard.watch(&[&server]);
        running.server = Some(server);
        wait("PostgreSQL to start", || {
            let mut ask = Command::new(self.programs.join("pg_isready"));
            ask.args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", "casecheck"]);
            ask.status().is_ok_and(|status| status.success())
        });
    }

    fn running(&self) -> MutexGuard<'_, Running> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The folder of the newest server programs.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let folders = versions.map(|version| version.path().join("bin")).filter(|folder| folder.join("postgres").exists());
    folders.max().expect("PostgreSQL is not installed: run `cargo xtask test`, or install Debian's package postgresql")
}

/// A program that does not run as root.
fn as_server(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]).arg(program).current_dir("/");
    command
}
