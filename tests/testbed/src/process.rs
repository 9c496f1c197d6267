//! Owns how programs of servers are run: ports, signals, and the guard that ends them when the test process ends. Knows no
//! particular server.

use std::io::Write;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal};

/// How long a server may take to start or to stop on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

/// Ports below those that Linux gives to outgoing connections: a connection must not take the port of a server that is
/// stopped for a while, nor reach itself in its place.
const PORTS: std::ops::Range<u32> = 15_000..31_000;

/// A process that waits for the end of this one, then kills the groups of processes that it was told of last, and removes
/// their folder.
#[derive(Debug)]
pub(crate) struct Guard(Child);

/// The name of a folder below a guarded one on which something may be mounted.
pub(crate) const MOUNTED: &str = "disk";

impl Guard {
    pub(crate) fn of(folder: &Path) -> Guard {
        // The loop ends when the pipe closes, however this process ended.
        let script = format!(
            "trap '' INT TERM HUP; groups=; while read line; do groups=$line; done; \
             for group in $groups; do kill -s KILL -- -$group; n=0; \
             while kill -s 0 -- -$group && [ $n -lt 50 ]; do sleep 0.1; n=$((n+1)); done; done; \
             [ -d '{folder}/{MOUNTED}' ] && umount -l '{folder}/{MOUNTED}'; rm -rf '{folder}'",
            folder = folder.display()
        );
        let mut shell = Command::new("sh");
        shell.args(["-c", &script]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        Guard(shell.process_group(0).spawn().expect("a shell starts"))
    }

    /// Names everything that is to be killed in the end.
    pub(crate) fn watch(&mut self, servers: &[&Child]) {
        let groups: Vec<String> = servers.iter().map(|server| server.id().to_string()).collect();
        let pipe = self.0.stdin.as_mut().expect("the pipe to the guard is open");
        writeln!(pipe, "{}", groups.join(" ")).expect("the guard reads");
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        // Closing the pipe sets it to work.
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

/// Starts a program in a group of its own, so that signals meet it together with its children and no others.
pub(crate) fn spawn(command: &mut Command) -> Child {
    begin(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()))
}

/// The same for a program whose outputs are wanted.
pub(crate) fn begin(command: &mut Command) -> Child {
    command.process_group(0).spawn().unwrap_or_else(|error| panic!("starting {:?}: {error}", command.get_program()))
}

/// Sends a signal to a program and waits for its end.
pub(crate) fn stop(server: &mut Child, signal: Signal) {
    let pid = Pid::from_child(server);
    // It may have ended by itself.
    let _ = rustix::process::kill_process(pid, signal);
    wait("the end of a server", || server.try_wait().expect("a child can be waited for").is_some());
}

/// Kills a program with all its children.
pub(crate) fn kill(server: &mut Child) {
    let _ = rustix::process::kill_process_group(Pid::from_child(server), Signal::KILL);
    server.wait().expect("a child can be waited for");
}

/// Waits until something holds; fails the test if it never does.
pub(crate) fn wait(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < PATIENCE, "waited {} s for {what}", PATIENCE.as_secs());
        std::thread::sleep(Duration::from_millis(30));
    }
}

/// A fresh folder that only the guard removes.
pub(crate) fn folder(prefix: &str) -> PathBuf {
    tempfile::Builder::new().prefix(prefix).tempdir().expect("a temporary folder").keep()
}

/// A port on loopback that nobody listens on.
pub fn free_port() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let count = PORTS.end - PORTS.start;
    // Test processes that run side by side begin at different places.
    let first = std::process::id().wrapping_mul(97);
    for _ in 0..count {
        let step = NEXT.fetch_add(1, Ordering::Relaxed);
        let port = (PORTS.start + first.wrapping_add(step) % count) as u16;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
    panic!("loopback has no free port in {PORTS:?}");
}

pub(crate) fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Runs a program to its end; fails the test with its words if it fails. Returns what it printed.
pub(crate) fn succeed(command: &mut Command) -> String {
    let output = command.stdin(Stdio::null()).output();
    let output = output.unwrap_or_else(|error| panic!("starting {:?}: {error}", command.get_program()));
    let words = String::from_utf8_lossy(&output.stderr);
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{:?} ended with {}: {words}{printed}", command.get_program(), output.status);
    printed
}
