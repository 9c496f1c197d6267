//! Hands jobs to workers: from the job table alone, or with RabbitMQ in front of it. The row of a job is the truth and a
//! message of the broker a hint that names it, which may be lost, late, repeated or out of order; a broker that is away
//! costs time, never work. What a job does, and how it ends, is decided by the callers.

mod backend;
mod error;
mod pause;
mod place;

use std::sync::Arc;
use std::time::Duration;

use store::Store;
use store::job::{Claim, LeasedJob};
use tokio::sync::watch;

use backend::Backend;
use backend::embedded::Embedded;
use backend::rabbit::Rabbit;

pub use error::QueueError;
pub use place::QueuePlace;

/// A handle on the queue; its clones share one connection.
#[derive(Clone, Debug)]
pub struct Queue {
    backend: Arc<Backend>,
}

/// What became of a message that names an object to take in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ingested {
    /// It was taken in, or had been before.
    Done,
    /// It never will be; the code says why. The message goes to the dead letters.
    Refused(&'static str),
    /// Not at the moment; the message comes again after a pause, however often.
    Later,
}

impl Queue {
    /// Opens the queue. A broker that cannot be reached yet is no error, since work goes on without it; one that refuses
    /// (user, virtual host, queues of another shape) is. `prefetch` bounds the hints that wait in this process, per queue.
    pub async fn open(place: &QueuePlace, store: &Store, prefetch: u16) -> Result<Queue, QueueError> {
        let backend = match place {
            QueuePlace::Embedded => Backend::Embedded(Embedded::new(store)),
            QueuePlace::Rabbit(url) => Backend::Rabbit(Rabbit::open(url, store, prefetch).await?),
        };
        Ok(Queue { backend: Arc::new(backend) })
    }

    /// Takes jobs under a lease, the most urgent first; waits for one up to `patience`, and returns none after that.
    pub async fn claim(&self, claim: &Claim<'_>, patience: Duration) -> Result<Vec<LeasedJob>, QueueError> {
        match &*self.backend {
            Backend::Embedded(embedded) => embedded.claim(claim, patience).await,
            Backend::Rabbit(rabbit) => rabbit.claim(claim, patience).await,
        }
    }

    /// Tells the broker of waiting jobs until `stop` turns true; at least one process of an installation has to do this.
    /// Without a broker it only waits.
    pub async fn relay(&self, mut stop: watch::Receiver<bool>) {
        match &*self.backend {
            Backend::Embedded(_) => backend::stopped(&mut stop).await,
            Backend::Rabbit(rabbit) => rabbit.relay(stop).await,
        }
    }

    /// Says that this process wrote jobs: whoever waits for work looks at once.
    pub fn wake(&self) {
        match &*self.backend {
            Backend::Embedded(embedded) => embedded.wake(),
            Backend::Rabbit(rabbit) => rabbit.wake(),
        }
    }

    /// Whether the broker is connected; always true where there is none.
    pub async fn ping(&self) -> bool {
        match &*self.backend {
            Backend::Embedded(_) => true,
            Backend::Rabbit(rabbit) => rabbit.is_connected(),
        }
    }

    /// Hands over messages that name objects to take in until `stop` turns true, several at a time; those under way are
    /// finished first. Without a broker it only waits.
    pub async fn ingest<F, Fut>(&self, mut stop: watch::Receiver<bool>, handle: F)
    where
        F: Fn(Vec<u8>) -> Fut,
        Fut: Future<Output = Ingested>,
    {
        match &*self.backend {
            Backend::Embedded(_) => backend::stopped(&mut stop).await,
            Backend::Rabbit(rabbit) => rabbit.ingest(stop, handle).await,
        }
    }

    /// Ends the connection; hints that nobody took go back to the broker.
    pub async fn close(&self) {
        match &*self.backend {
            Backend::Embedded(_) => {}
            Backend::Rabbit(rabbit) => rabbit.close().await,
        }
    }
}
