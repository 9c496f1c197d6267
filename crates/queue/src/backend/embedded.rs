//! Owns claiming from the job table alone: claimers of this process are woken, those of others look again after a growing
//! pause.

use std::time::Duration;

use store::job::{self, Claim, LeasedJob};
use store::{Millis, Store};
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

use crate::QueueError;
use crate::pause::Pause;

/// The first and the longest pause between two looks at the table: what somebody waits for starts at once, and a table
/// without work is asked twice a second.
const LOOK: (Duration, Duration) = (Duration::from_millis(20), Duration::from_millis(500));

/// The job table.
#[derive(Debug)]
pub(crate) struct Embedded {
    store: Store,
    wake: Notify,
}

impl Embedded {
    pub(crate) fn new(store: &Store) -> Embedded {
        Embedded { store: store.clone(), wake: Notify::new() }
    }

    pub(crate) async fn claim(&self, claim: &Claim<'_>, patience: Duration) -> Result<Vec<LeasedJob>, QueueError> {
        let end = Instant::now() + patience;
        let mut pause = Pause::new(LOOK.0, LOOK.1);
        loop {
            // Made before the table is read: what is written meanwhile wakes it.
            let woken = self.wake.notified();
            let jobs = job::claim(&self.store, claim, Millis::now()).await?;
            if !jobs.is_empty() || Instant::now() >= end {
                return Ok(jobs);
            }
            let next = (Instant::now() + pause.take()).min(end);
            if timeout_at(next, woken).await.is_ok() {
                pause.reset();
            }
        }
    }

    pub(crate) fn wake(&self) {
        self.wake.notify_waiters();
    }
}
