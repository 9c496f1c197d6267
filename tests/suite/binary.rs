//! Owns the binary under test: builds it once, runs it, and gives it folders to work in. Expects nothing of what it says.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value as Json;

use crate::fixture;

/// What a run left behind.
#[derive(Debug)]
pub struct Ran {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ran {
    /// The JSON value of each line of standard output.
    pub fn json_lines(&self) -> Vec<Json> {
        let parse = |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {line}"));
        self.out.lines().map(parse).collect()
    }
}

/// Runs `casecheck` with these words in the root of the working tree.
pub fn casecheck<S: AsRef<OsStr>>(words: impl IntoIterator<Item = S>) -> Ran {
    let output = Command::new(executable()).args(words).current_dir(fixture::root()).output().expect("the binary runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
    let code = output.status.code().expect("the binary was not killed");
    Ran { code, out: text(output.stdout), err: text(output.stderr) }
}

/// The path of the binary, built from the working tree on first use.
pub fn executable() -> &'static Path {
    static EXECUTABLE: OnceLock<PathBuf> = OnceLock::new();
    EXECUTABLE.get_or_init(|| {
        let output = Command::new(env!("CARGO"))
            .args(["build", "-p", "cli", "--message-format=json"])
            .current_dir(fixture::root())
            .output()
            .expect("cargo runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let messages = String::from_utf8_lossy(&output.stdout);
        let messages = messages.lines().filter_map(|line| serde_json::from_str::<Json>(line).ok());
        let mut paths = messages.filter_map(|message| message["executable"].as_str().map(PathBuf::from));
        paths.next().expect("cargo names the executable")
    })
}

/// An empty folder of this test run, deleted when dropped.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// A folder named after the test that wants it.
    pub fn new(name: &str) -> Folder {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).expect("the target directory is writable");
        Folder(path)
    }

    /// A path in it.
    pub fn join(&self, below: &str) -> PathBuf {
        self.0.join(below)
    }

    /// Writes a file in it, with the folders that lead there.
    pub fn write(&self, below: &str, bytes: &[u8]) -> PathBuf {
        let path = self.join(below);
        std::fs::create_dir_all(path.parent().expect("below the folder")).expect("the folder is writable");
        std::fs::write(&path, bytes).expect("the folder is writable");
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that stays behind lies in the target directory and harms nobody.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
