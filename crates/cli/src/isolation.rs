//! Owns where files are parsed: in child processes of this program, unless the person at the terminal says otherwise.

use std::path::{Path, PathBuf};
use std::thread;

use clap::Args;
use pipeline::isolation::{Parser, Pool};

use crate::failure::Failure;

/// The option of every command that reads documents.
#[derive(Args)]
pub struct Isolation {
    /// Work on files in this process instead of child processes with limits: for files that are trusted.
    #[arg(long, hide_short_help = true)]
    no_isolation: bool,
}

impl Isolation {
    /// Where files are parsed by a command on `threads` threads (0: one per core).
    pub fn parser(&self, threads: usize) -> Result<Parser, Failure> {
        if self.no_isolation {
            return Ok(Parser::InProcess);
        }
        let children = match threads {
            0 => thread::available_parallelism().map_or(1, |count| count.get()),
            threads => threads,
        };
        Ok(Parser::Isolated(Pool::new(own_program()?, children)))
    }
}

/// The file of this program.
pub fn own_program() -> Result<PathBuf, Failure> {
    // The link stays right while the program runs, even if its file is replaced meanwhile.
    let link = Path::new("/proc/self/exe");
    if link.exists() {
        return Ok(link.to_path_buf());
    }
    std::env::current_exe().map_err(|error| {
        let message = format!("cannot find the file of this program: {error}");
        Failure::new("program_missing", message, "run it by its full path, or with --no-isolation")
    })
}
