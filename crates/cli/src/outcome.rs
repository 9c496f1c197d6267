//! Owns the exit codes.

use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Something was flagged.
    pub flagged: bool,
    /// Some file could not be read; the others were done.
    pub unreadable: bool,
}

impl Outcome {
    /// 3 if some file was unreadable, else 1 if something was flagged, else 0.
    pub fn exit_code(self) -> ExitCode {
        match self {
            Outcome { unreadable: true, .. } => ExitCode::from(3),
            Outcome { flagged: true, .. } => ExitCode::from(1),
            Outcome { .. } => ExitCode::SUCCESS,
        }
    }

    /// Both outcomes together.
    pub fn and(self, other: Outcome) -> Outcome {
        Outcome { flagged: self.flagged || other.flagged, unreadable: self.unreadable || other.unreadable }
    }
}
