//! Owns the hints that arrived and that nobody took yet. They are not acknowledged, so that the prefetch of the consumers
//! bounds them; urgent ones and others lie apart.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lapin::message::Delivery;
use lapin::options::{BasicAckOptions, BasicRejectOptions};
use tokio::sync::Notify;
use tokio::sync::futures::Notified;
use tokio::time::timeout;

/// How long an answer to the broker may take: it is handed to the connection, which may be stuck until its heartbeat fails.
const ANSWER: Duration = Duration::from_secs(5);

/// Which queue a hint came from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Urgency {
    Fresh,
    Bulk,
}

/// The hints at hand.
#[derive(Debug, Default)]
pub(crate) struct Inbox {
    fresh: Mutex<VecDeque<Delivery>>,
    bulk: Mutex<VecDeque<Delivery>>,
    arrived: Notify,
}

impl Inbox {
    /// Becomes ready when a hint arrives after this call, or the connection comes or goes.
    pub(crate) fn arrived(&self) -> Notified<'_> {
        self.arrived.notified()
    }

    pub(crate) fn put(&self, urgency: Urgency, delivery: Delivery) {
        self.of(urgency).push_back(delivery);
        self.arrived.notify_waiters();
    }

    pub(crate) fn take(&self, urgency: Urgency) -> Option<Hint<'_>> {
        let delivery = self.of(urgency).pop_front()?;
        Some(Hint { inbox: self, urgency, delivery: Some(delivery) })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.of(Urgency::Fresh).is_empty() && self.of(Urgency::Bulk).is_empty()
    }

    /// Forgets everything, as the broker does not wait for answers through a lost connection; it will say it again.
    pub(crate) fn clear(&self) {
        self.of(Urgency::Fresh).clear();
        self.of(Urgency::Bulk).clear();
        self.arrived.notify_waiters();
    }

    fn of(&self, urgency: Urgency) -> MutexGuard<'_, VecDeque<Delivery>> {
        let hints = match urgency {
            Urgency::Fresh => &self.fresh,
            Urgency::Bulk => &self.bulk,
        };
        hints.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A hint in somebody's hands. Dropped without an answer, as when a claim is given up or the database does not answer, it
/// goes back to the inbox: a delivery that nobody answers would take its place in the prefetch for ever.
#[derive(Debug)]
pub(crate) struct Hint<'a> {
    inbox: &'a Inbox,
    urgency: Urgency,
    delivery: Option<Delivery>,
}

impl Hint<'_> {
    pub(crate) fn body(&self) -> &[u8] {
        self.delivery.as_ref().map(|delivery| delivery.data.as_slice()).unwrap_or_default()
    }

    /// Says that it served its purpose. Where the answer does not reach the broker, the hint comes again and changes nothing.
    pub(crate) async fn settle(mut self) {
        if let Some(delivery) = self.delivery.take() {
            let _ = timeout(ANSWER, delivery.ack(BasicAckOptions::default())).await;
        }
    }

    /// Sends it to the dead letters.
    pub(crate) async fn refuse(mut self) {
        if let Some(delivery) = self.delivery.take() {
            let _ = timeout(ANSWER, delivery.reject(BasicRejectOptions { requeue: false })).await;
        }
    }
}

impl Drop for Hint<'_> {
    fn drop(&mut self) {
        if let Some(delivery) = self.delivery.take() {
            // One of a lost connection is of no use any more.
            if delivery.acker.usable() {
                self.inbox.of(self.urgency).push_front(delivery);
            }
        }
    }
}
