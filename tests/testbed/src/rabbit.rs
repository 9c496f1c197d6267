//! Owns a private RabbitMQ node made of the programs of Debian's package: its own name, ports, port mapper, cookie and data.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use rustix::process::Signal;

use crate::process::{Guard, folder, free_port, kill, spawn, stop, succeed, wait};

/// A running node. Its user is `guest` with the password `guest`, on loopback alone.
#[derive(Debug)]
pub struct RabbitMq {
    port: u16,
    nodes_port: u16,
    mapper_port: u16,
    scripts: PathBuf,
    folder: PathBuf,
    running: Mutex<Running>,
}

#[derive(Debug)]
struct Running {
    node: Option<Child>,
    /// Tells `rabbitmqctl` where the node is.
    mapper: Child,
    guard: Guard,
}

impl RabbitMq {
    /// The node of this test process; started by the first who asks, and never stopped by a test.
    pub fn shared() -> &'static RabbitMq {
        static NODE: OnceLock<RabbitMq> = OnceLock::new();
        NODE.get_or_init(RabbitMq::start)
    }

    /// Starts a node that the caller may stop. Fails the test where Debian's package `rabbitmq-server` is missing; `cargo
    /// xtask test` installs it.
    pub fn start() -> RabbitMq {
        let scripts = scripts();
        let folder = folder("casecheck-rabbitmq-");
        let mut guard = Guard::of(&folder);
        for (name, text) in [("plugins", "[]."), ("environment", ""), ("rabbitmq.conf", "")] {
            std::fs::write(folder.join(name), text).expect("the folder is writable");
        }
        let mapper_port = free_port();
        let mut mapper = Command::new("epmd");
        mapper.args(["-address", "127.0.0.1", "-port", &mapper_port.to_string()]);
        let mapper = spawn(&mut mapper);
        guard.watch(&[&mapper]);
        let running = Mutex::new(Running { node: None, mapper, guard });
        let (port, nodes_port) = (free_port(), free_port());
        let node = RabbitMq { port, nodes_port, mapper_port, scripts, folder, running };
        node.start_again();
        node
    }

    /// The port on loopback.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The address of the first virtual host.
    pub fn url(&self) -> String {
        self.url_of("%2f")
    }

    /// The address of a fresh, empty virtual host.
    pub fn create_vhost(&self) -> String {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        // One call in place of two of `rabbitmqctl`, each of which starts a machine of its own.
        let all = "<<\".*\">>";
        self.evaluate(&format!(
            "rabbit_vhost:add(<<\"{name}\">>, <<\"tests\">>), rabbit_auth_backend_internal:set_permissions(\
             <<\"guest\">>, <<\"{name}\">>, {all}, {all}, {all}, <<\"tests\">>)."
        ));
        self.url_of(&name)
    }

    /// Evaluates Erlang on the node; returns the printed value.
    pub fn evaluate(&self, expression: &str) -> String {
        let mut ctl = Command::new(self.scripts.join("rabbitmqctl"));
        self.settle(&mut ctl);
        succeed(ctl.args(["--quiet", "eval", expression]))
    }

    /// Asks the node to stop in good order, and waits for it.
    pub fn stop(&self) {
        let mut running = self.running();
        if let Some(mut node) = running.node.take() {
            // The script passes it on to the node.
            stop(&mut node, Signal::TERM);
            kill(&mut node);
        }
    }

    /// Kills the node.
    pub fn kill(&self) {
        if let Some(mut node) = self.running().node.take() {
            kill(&mut node);
        }
    }

    /// Starts a stopped node on the same data and port; returns when it answers.
    pub fn start_again(&self) {
        let mut running = self.running();
        if running.node.is_some() {
            return;
        }
        let mut command = Command::new(self.scripts.join("rabbitmq-server"));
        self.settle(&mut command);
        let node = spawn(&mut command);
        let Running { mapper, guard, .. } = &mut *running;
        guard.watch(&[&node, mapper]);
        running.node = Some(node);
        wait("RabbitMQ to start", || self.answers());
    }

    fn url_of(&self, vhost: &str) -> String {
        format!("amqp://guest:guest@127.0.0.1:{}/{vhost}", self.port)
    }

    /// Whether the node begins a conversation.
    fn answers(&self) -> bool {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) else { return false };
        let mut first = [0];
        let asked =
            stream.set_read_timeout(Some(Duration::from_secs(5))).and_then(|()| stream.write_all(b"AMQP\0\0\x09\x01"));
        asked.and_then(|()| stream.read_exact(&mut first)).is_ok()
    }

    /// Keeps a script of RabbitMQ within this node: nothing of the machine's own configuration, name or cookie is used.
    fn settle(&self, command: &mut Command) {
        let inside = |name: &str| self.folder.join(name);
        command
            .current_dir(&self.folder)
            .env("HOME", &self.folder)
            .env("ERL_EPMD_PORT", self.mapper_port.to_string())
            .env("ERL_EPMD_ADDRESS", "127.0.0.1")
            .env("RABBITMQ_BASE", &self.folder)
            .env("RABBITMQ_CONF_ENV_FILE", inside("environment"))
            .env("RABBITMQ_CONFIG_FILE", inside("rabbitmq.conf"))
            .env("RABBITMQ_ENABLED_PLUGINS_FILE", inside("plugins"))
            .env("RABBITMQ_MNESIA_BASE", inside("data"))
            .env("RABBITMQ_LOG_BASE", inside("log"))
            .env("RABBITMQ_PLUGINS_EXPAND_DIR", inside("expanded"))
            .env("RABBITMQ_GENERATED_CONFIG_DIR", inside("generated"))
            .env("RABBITMQ_PID_FILE", inside("pid"))
            .env("RABBITMQ_NODENAME", format!("casecheck-{}@localhost", self.port))
            .env("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1")
            .env("RABBITMQ_NODE_PORT", self.port.to_string())
            .env("RABBITMQ_DIST_PORT", self.nodes_port.to_string())
            // Few threads, none of which spins: the tests need the processors themselves.
            .env(
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                "-kernel inet_dist_use_interface {127,0,0,1} +S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none",
            );
    }

    fn running(&self) -> MutexGuard<'_, Running> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for RabbitMq {
    fn drop(&mut self) {
        self.kill();
        kill(&mut self.running().mapper);
    }
}

/// The folder of the scripts of the newest version. Those on the path are wrappers that refuse users other than root and
/// `rabbitmq`.
fn scripts() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/rabbitmq/lib").into_iter().flatten().flatten();
    let folders = versions.map(|version| version.path().join("sbin"));
    let folders = folders.filter(|folder: &PathBuf| Path::exists(&folder.join("rabbitmq-server")));
    let missing = "RabbitMQ is not installed: run `cargo xtask test`, or install Debian's package rabbitmq-server";
    folders.max().expect(missing)
}
