//! `casecheck parser-child`: what this program starts itself to parse files out of harm's way. Nobody types it.

use std::process::ExitCode;

use clap::Args;
use pipeline::isolation::{ChildLimits, serve};

/// Parse files for the parent process.
#[derive(Args)]
pub struct ParserChild {
    /// Most address space, in bytes.
    memory_bytes_max: u64,
    /// Most seconds of processor time per file.
    cpu_seconds_max: u64,
}

/// Runs the command; the result is the exit code.
pub fn run(command: &ParserChild) -> ExitCode {
    let ParserChild { memory_bytes_max, cpu_seconds_max } = *command;
    ExitCode::from(serve(ChildLimits { memory_bytes_max, cpu_seconds_max }))
}
