//! Owns the terminal: what goes to standard output, what to standard error, and when colours are used.

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::LazyLock;

use casefile::Diagnostic;
use pipeline::{ParseError, ProcessError};

use crate::failure::Failure;
use crate::input::FileError;
use crate::outcome::Outcome;

pub mod json;
pub mod table;

/// Prints text as it is. A closed pipe (`| head`) ends the program quietly.
pub fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    if out.write_all(text.as_bytes()).and_then(|()| out.flush()).is_err() {
        std::process::exit(0);
    }
}

/// Prints a line.
pub fn print_line(text: &str) {
    print(&format!("{text}\n"));
}

/// Says on standard error why a file gave no result, and what to do.
pub fn warn(name: &str, error: &FileError) {
    eprintln!("{name}: error[{}]: {}\n  hint: {}", error.code(), error.message(), error.hint());
}

/// Says on standard error what was odd about a file that was read.
pub fn remark(name: &str, diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        let page = diagnostic.page.map(|page| format!("page {page}: ")).unwrap_or_default();
        eprintln!(
            "{name}: note[{}]: {page}{} ({})",
            diagnostic.code.as_str(),
            diagnostic.code.message_zh(),
            diagnostic.about
        );
    }
}

/// How a command on one file ends that got an error instead of a result: a page that the file does not have is wrong
/// use, anything else a file that is unreadable.
pub fn refused(path: &Path, error: &FileError) -> Result<Outcome, Failure> {
    if matches!(error, FileError::Process(ProcessError::Unreadable(ParseError::PageMissing { .. }))) {
        return Err(Failure::new(error.code(), error.message(), error.hint()));
    }
    warn(&path.display().to_string(), error);
    Ok(Outcome { unreadable: true, ..Outcome::default() })
}

static COLOURS: LazyLock<bool> =
    LazyLock::new(|| std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none());

/// A role that text plays, shown by colour on terminals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A heading.
    Heading,
    /// Something wrong.
    Error,
    /// Something doubtful.
    Doubtful,
    /// A remark.
    Dim,
    /// The words that matter in a quote.
    Mark,
}

/// The text in its style, or as it is where colours are off.
pub fn styled(style: Style, text: &str) -> String {
    if !*COLOURS {
        return text.to_string();
    }
    let code = match style {
        Style::Heading => "1",
        Style::Error => "1;31",
        Style::Doubtful => "33",
        Style::Dim => "2",
        Style::Mark => "1;36",
    };
    format!("\u{1b}[{code}m{text}\u{1b}[0m")
}
