//! Owns telling the broker of waiting jobs: a hint counts as given when the broker confirmed that it keeps it in a queue.

use std::time::Duration;

use lapin::options::{BasicPublishOptions, QueueDeclareOptions};
use lapin::types::{FieldTable, ShortString};
use lapin::{Channel, Confirmation, Connection};
use store::{Millis, StoreError, job};
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout};

use super::topology::{BULK, FRESH, hint_properties, queue_of};
use super::{Rabbit, link};
use crate::backend::stopped;
use crate::pause::Pause;

/// Hints that are published before their confirmations are waited for.
const BATCH: i64 = 200;
/// How long the broker may take to confirm; one short of memory or disk space does not confirm at all.
const CONFIRM: Duration = Duration::from_secs(10);
/// The first and the longest pause between two looks at the table. Jobs of other processes are found by the look alone.
const LOOK: (Duration, Duration) = (Duration::from_millis(20), Duration::from_millis(500));
/// Pause after a failure of the database or of the channel.
const AFTER_FAILURE: Duration = Duration::from_secs(1);
/// How often hints are looked for that may be lost, and after how long a hint may be.
const LOST_LOOK: Duration = Duration::from_secs(10);
const LOST_AFTER: Duration = Duration::from_secs(60);
/// Hints are given again only while fewer than these wait: behind a long queue an old hint is late, not lost, and one more
/// for every row each minute would drown the broker.
const LOST_DEPTH_MAX: u32 = 100;
/// Longer than any hint is old, so that only jobs are found that no hint speaks of.
const NEVER: Duration = Duration::from_secs(100 * 365 * 24 * 3600);

/// Why hints were not given.
enum Failure {
    Broker,
    Store(StoreError),
}

impl From<lapin::Error> for Failure {
    fn from(_: lapin::Error) -> Failure {
        Failure::Broker
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        Failure::Store(error)
    }
}

impl Rabbit {
    pub(crate) async fn relay(&self, mut stop: watch::Receiver<bool>) {
        let mut live = self.link.live();
        while let Some(connection) = link::connection(&mut live, &mut stop).await {
            let failure = tokio::select! {
                () = stopped(&mut stop) => return,
                failure = self.relay_through(&connection) => failure,
            };
            match failure {
                Failure::Store(error) => tracing::warn!(code = error.code(), "waiting jobs cannot be read"),
                Failure::Broker => tracing::debug!("the channel to the message broker is lost"),
            }
            drop(connection);
            tokio::select! {
                () = stopped(&mut stop) => return,
                () = sleep(AFTER_FAILURE) => {}
            }
        }
    }

    /// Gives hints until that fails.
    async fn relay_through(&self, connection: &Connection) -> Failure {
        let channel = match open(connection).await {
            Ok(channel) => channel,
            Err(_) => return Failure::Broker,
        };
        let mut pause = Pause::new(LOOK.0, LOOK.1);
        let mut lost_look = Instant::now();
        loop {
            let looks_for_lost = Instant::now() >= lost_look;
            if looks_for_lost {
                lost_look = Instant::now() + LOST_LOOK;
            }
            match self.give_hints(&channel, looks_for_lost).await {
                // There may be more.
                Ok(BATCH) => continue,
                Ok(0) => {}
                Ok(_) => pause.reset(),
                Err(failure) => return failure,
            }
            // The relays of several processes had better not look at the same instant.
            if timeout(pause.take_jittered(), self.wake_relay.notified()).await.is_ok() {
                pause.reset();
            }
        }
    }

    /// Publishes a batch of hints and notes those that the broker keeps; returns their number.
    async fn give_hints(&self, channel: &Channel, looks_for_lost: bool) -> Result<i64, Failure> {
        let again_after = match looks_for_lost && waiting(channel).await? < LOST_DEPTH_MAX {
            true => LOST_AFTER,
            false => NEVER,
        };
        let now = Millis::now();
        let hints = job::next_hints(&self.store, again_after, BATCH, now).await?;
        if hints.is_empty() {
            return Ok(0);
        }
        // A message that no queue takes comes back and does not count.
        let options = BasicPublishOptions { mandatory: true, ..BasicPublishOptions::default() };
        let mut published = Vec::with_capacity(hints.len());
        let mut failed = false;
        for (id, priority) in hints {
            let (exchange, queue) = (ShortString::default(), queue_of(priority).into());
            let publish = channel.basic_publish(exchange, queue, options, id.as_bytes(), hint_properties());
            match timeout(CONFIRM, publish).await {
                Ok(Ok(confirm)) => published.push((id, confirm)),
                _ => {
                    failed = true;
                    break;
                }
            }
        }
        let mut given = Vec::with_capacity(published.len());
        for (id, confirm) in published {
            match timeout(CONFIRM, confirm).await {
                Ok(Ok(Confirmation::Ack(None))) => given.push(id),
                // Returned or refused, as when the queue is full: the job stays without a hint.
                Ok(Ok(_)) => {}
                Ok(Err(_)) | Err(_) => {
                    failed = true;
                    break;
                }
            }
        }
        job::hinted(&self.store, &given, now).await?;
        match failed {
            true => Err(Failure::Broker),
            false => Ok(given.len() as i64),
        }
    }
}

/// A channel that confirms.
pub(super) async fn open(connection: &Connection) -> lapin::Result<Channel> {
    let channel = connection.create_channel().await?;
    channel.confirm_select(lapin::options::ConfirmSelectOptions::default()).await?;
    Ok(channel)
}

/// Number of hints that wait at the broker.
async fn waiting(channel: &Channel) -> lapin::Result<u32> {
    let mut waiting = 0;
    for name in [FRESH, BULK] {
        let ask = QueueDeclareOptions { passive: true, ..QueueDeclareOptions::durable() };
        waiting += channel.queue_declare(name.into(), ask, FieldTable::default()).await?.message_count();
    }
    Ok(waiting)
}
