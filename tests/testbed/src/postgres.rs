//! Owns a private PostgreSQL server made of the programs of Debian's package.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// A running server. Its superuser is `casecheck`, without a password, on loopback alone.
#[derive(Debug)]
pub struct Postgres {
    port: u16,
    programs: PathBuf,
    _server: Child,
    // The guard waits as long as the pipe to it is open; when this process ends, it stops the server and removes its folder.
    _guard: Child,
}

/// How long the server may take to start on a busy machine.
const START: Duration = Duration::from_secs(60);

impl Postgres {
    /// The server of this test process; started by the first who asks.
    pub fn shared() -> &'static Postgres {
        static SERVER: OnceLock<Postgres> = OnceLock::new();
        SERVER.get_or_init(Postgres::start)
    }

    /// Starts a server. Fails the test where Debian's package `postgresql` is missing; `cargo xtask test` installs it.
    fn start() -> Postgres {
        let programs = programs();
        let folder =
            tempfile::Builder::new().prefix("casecheck-postgres-").tempdir().expect("a temporary folder").keep();
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
        succeed(initdb.arg(&data).stdout(Stdio::null()));
        let port = free_port();
        let mut server = as_server(&programs.join("postgres"));
        server.arg("-D").arg(&data).args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1"]);
        server.arg("-c").arg(format!("unix_socket_directories={}", folder.display()));
        server.args(["-c", "shared_buffers=32MB", "-c", "max_connections=200"]);
        let server = server.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let server = server.expect("the server starts");
        let guard = guard(&server, &folder);
        let postgres = Postgres { port, programs, _server: server, _guard: guard };
        postgres.wait_until_ready();
        postgres
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

    fn wait_until_ready(&self) {
        let start = Instant::now();
        loop {
            let mut ask = Command::new(self.programs.join("pg_isready"));
            ask.args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", "casecheck"]);
            if ask.status().is_ok_and(|status| status.success()) {
                return;
            }
            assert!(start.elapsed() < START, "PostgreSQL did not start within {} s", START.as_secs());
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// The folder of the newest server programs.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let folders = versions.map(|version| version.path().join("bin")).filter(|folder| folder.join("postgres").exists());
    folders.max().expect("PostgreSQL is not installed: run `cargo xtask test`, or install Debian's package postgresql")
}

/// A process that waits for the end of this one, then stops the server and removes what it wrote.
fn guard(server: &Child, folder: &Path) -> Child {
    // QUIT ends the server at once, without writing anything back.
    let script = format!(
        "trap '' INT TERM HUP; read line; kill -QUIT {pid}; n=0; while kill -0 {pid} 2>/dev/null && [ $n -lt 100 ]; \
         do sleep 0.1; n=$((n+1)); done; rm -rf '{folder}'",
        pid = server.id(),
        folder = folder.display()
    );
    let mut shell = Command::new("sh");
    shell.args(["-c", &script]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    shell.spawn().expect("a shell starts")
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

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("loopback has free ports");
    listener.local_addr().expect("a bound socket has an address").port()
}

fn succeed(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("starting {:?}: {error}", command.get_program()));
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{:?} ended with {}: {words}", command.get_program(), output.status);
}
