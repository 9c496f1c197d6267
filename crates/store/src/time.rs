//! Owns instants as the rows hold them. Knows no calendar.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Millis(pub i64);

impl Millis {
    /// The present, for the shell; the functions of this crate take it as an argument.
    pub fn now() -> Millis {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Millis(since.as_millis() as i64)
    }

    /// Later by a duration.
    pub fn after(self, duration: Duration) -> Millis {
        Millis(self.0.saturating_add(duration.as_millis() as i64))
    }

    /// Earlier by a duration.
    pub fn before(self, duration: Duration) -> Millis {
        Millis(self.0.saturating_sub(duration.as_millis() as i64))
    }
}
