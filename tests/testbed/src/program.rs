//! Owns a program under test that runs beside the test: started, killed and started again, its words kept in a file.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use rustix::process::Signal;

use crate::process::{Guard, folder, kill, stop};

/// A program that runs. It ends with this handle, or with the test process however that ends.
#[derive(Debug)]
pub struct Program {
    child: Child,
    words: PathBuf,
    _guard: Guard,
}

impl Program {
    /// Starts a program.
    pub fn start(command: &mut Command) -> Program {
        Program::start_in(folder("casecheck-program-"), command)
    }

    /// The same for a program that leaves temporary files behind: they lie in a folder that goes with the handle.
    pub(crate) fn start_untidy(command: &mut Command) -> Program {
        let folder = folder("casecheck-program-");
        command.env("TMPDIR", &folder);
        Program::start_in(folder, command)
    }

    fn start_in(folder: PathBuf, command: &mut Command) -> Program {
        let words = folder.join("words");
        let file = File::create(&words).expect("the folder is writable");
        let copy = file.try_clone().expect("a file can be opened twice");
        command.stdin(Stdio::null()).stdout(file).stderr(copy);
        let mut guard = Guard::of(&folder);
        let child = crate::process::begin(command);
        guard.watch(&[&child]);
        Program { child, words, _guard: guard }
    }

    /// What it has said so far, on both outputs.
    pub fn words(&self) -> String {
        let bytes = std::fs::read(&self.words).expect("the folder is there as long as the program");
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The file that it writes to.
    pub fn words_file(&self) -> &Path {
        &self.words
    }

    /// Whether it has not ended.
    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Kills the process itself and leaves its children to their own devices, as a crash would.
    pub fn crash(&mut self) {
        stop(&mut self.child, Signal::KILL);
    }

    /// Asks it to stop and waits for that.
    pub fn stop(&mut self) {
        stop(&mut self.child, Signal::TERM);
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        kill(&mut self.child);
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::Program;

    #[test]
    fn a_program_speaks_and_crashes() {
        let mut program = Program::start(Command::new("sh").args(["-c", "echo hello; exec sleep 600"]));
        crate::process::wait("a word", || program.words() == "hello\n");
        assert!(program.is_running());
        program.crash();
        assert!(!program.is_running());
    }
}
