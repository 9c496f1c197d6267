//! Owns what stops a command before it has begun: wrong use or configuration.

use std::fmt;

/// A failure with a stable code and a hint.
#[derive(Debug)]
pub struct Failure {
    /// The stable code, for programs.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do next; empty if the message says it.
    pub hint: String,
}

impl Failure {
    /// A failure with a hint.
    pub fn new(code: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Failure {
        Failure { code, message: message.into(), hint: hint.into() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error[{}]: {}", self.code, self.message)?;
        match self.hint.is_empty() {
            true => Ok(()),
            false => write!(f, "\nhint: {}", self.hint),
        }
    }
}

impl std::error::Error for Failure {}
