//! Compares what was read out of a case file with what people typed about the case, by meaning, and says what a person
//! has to look at and why. It decides nothing: every discrepancy carries both sides. It knows no documents, only the
//! values read from them.

mod align;
mod compare;
mod fingerprint;
mod masks;
mod pattern;
mod plain;
mod reason;
mod report;
mod similar;
mod slip;
mod tier;
mod walk;

pub use report::{Compared, Report};
pub use walk::compare;
