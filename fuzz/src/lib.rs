//! What each fuzz target does with its bytes and what must then hold. Owns no target: those are the binaries in
//! `fuzz_targets`, one line each. Does not mutate anything: that is libFuzzer.

#![forbid(unsafe_code)]

pub mod containers;
pub mod documents;
pub mod entered;
pub mod values;

/// Whether bytes were of the kind that a target tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// The reader in question saw them.
    Used,
    /// They are another format, so that keeping them would test another reader.
    Foreign,
}
