//! Owns claiming with RabbitMQ: a message names a job, the row decides. Also looks into the table itself at a slow beat, and
//! at a faster one while the broker is away, so that a lost message costs seconds.

mod inbox;
mod ingest;
mod link;
mod relay;
mod topology;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use store::job::{self, Claim, LeasedJob};
use store::{Millis, Store};
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

use crate::QueueError;
use inbox::{Inbox, Urgency};
use link::Link;

pub(crate) use link::check_url;

/// Pause between two looks into the table while messages arrive: what a lost hint costs at most in an idle installation.
const LOOK_CONNECTED: Duration = Duration::from_secs(3);

/// The same while the broker is away.
const LOOK_ALONE: Duration = Duration::from_millis(500);

/// RabbitMQ in front of the job table.
pub(crate) struct Rabbit {
    store: Store,
    prefetch: u16,
    inbox: Arc<Inbox>,
    link: Link,
    looks: Mutex<Looks>,
    wake_relay: Notify,
}

/// When claimers of this process looked into the table.
#[derive(Debug)]
struct Looks {
    last: Instant,
    /// The last look found work and no message is at hand: look again at once.
    again: bool,
}

impl Rabbit {
    pub(crate) async fn open(url: &str, store: &Store, prefetch: u16) -> Result<Rabbit, QueueError> {
        // No prefetch at all would mean no bound.
        let prefetch = prefetch.max(1);
        let inbox = Arc::new(Inbox::default());
        let link = Link::open(url, prefetch, inbox.clone()).await?;
        // What was written while nobody ran is found at once.
        let looks = Mutex::new(Looks { last: Instant::now(), again: true });
        Ok(Rabbit { store: store.clone(), prefetch, inbox, link, looks, wake_relay: Notify::new() })
    }

    pub(crate) async fn claim(&self, claim: &Claim<'_>, patience: Duration) -> Result<Vec<LeasedJob>, QueueError> {
        self.link.want_hints();
        let end = Instant::now() + patience;
        loop {
            // Made before the look: what arrives meanwhile wakes it.
            let arrived = self.inbox.arrived();
            let jobs = self.look(claim).await?;
            if !jobs.is_empty() || Instant::now() >= end {
                return Ok(jobs);
            }
            // Either way there is something to look at, or it is time to give up.
            let _ = timeout_at(self.next_look().min(end), arrived).await;
        }
    }

    pub(crate) fn wake(&self) {
        self.wake_relay.notify_one();
    }

    pub(crate) fn is_connected(&self) -> bool {
        self.link.is_connected()
    }

    pub(crate) async fn close(&self) {
        self.link.close().await;
    }

    /// Looks into the table where that is due, then at the urgent messages, then at the others.
    async fn look(&self, claim: &Claim<'_>) -> Result<Vec<LeasedJob>, QueueError> {
        if self.is_look_due() {
            let jobs = job::claim(&self.store, claim, Millis::now()).await?;
            if !jobs.is_empty() {
                self.looks().again = self.inbox.is_empty();
                return Ok(jobs);
            }
        }
        let fresh = self.claim_named(claim, Urgency::Fresh).await?;
        if !fresh.is_empty() {
            return Ok(fresh);
        }
        self.claim_named(claim, Urgency::Bulk).await
    }

    /// Takes the jobs that messages name. A message is acknowledged once the lease is written or the row says that nothing
    /// is to be done; while the database does not answer it waits in this process.
    async fn claim_named(&self, claim: &Claim<'_>, urgency: Urgency) -> Result<Vec<LeasedJob>, QueueError> {
        let mut jobs = Vec::new();
        while (jobs.len() as i64) < claim.jobs {
            let Some(hint) = self.inbox.take(urgency) else { break };
            let Some(id) = topology::job_id(hint.body()) else {
                tracing::warn!(code = "hint_malformed", bytes = hint.body().len(), "a message names no job");
                hint.refuse().await;
                continue;
            };
            match job::claim_one(&self.store, claim, id, Millis::now()).await {
                Ok(job) => {
                    jobs.extend(job);
                    hint.settle().await;
                }
                Err(error) if jobs.is_empty() => return Err(error.into()),
                // The leases that were written count; the next claim meets the error again.
                Err(_) => break,
            }
        }
        Ok(jobs)
    }

    /// Whether the table is to be looked into; true for one of several claimers that ask at once.
    fn is_look_due(&self) -> bool {
        let next = self.next_look();
        let mut looks = self.looks();
        let due = looks.again || Instant::now() >= next;
        if due {
            *looks = Looks { last: Instant::now(), again: false };
        }
        due
    }

    fn next_look(&self) -> Instant {
        let beat = if self.is_connected() { LOOK_CONNECTED } else { LOOK_ALONE };
        self.looks().last + beat
    }

    fn looks(&self) -> std::sync::MutexGuard<'_, Looks> {
        self.looks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Without the address, which holds a password.
impl fmt::Debug for Rabbit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rabbit").field("prefetch", &self.prefetch).finish_non_exhaustive()
    }
}
