//! Owns the ways to hand out jobs: a file per backend and a variant here. The suite of this crate runs on each.

pub(crate) mod embedded;
pub(crate) mod rabbit;

use tokio::sync::watch;

/// Every backend.
#[derive(Debug)]
pub(crate) enum Backend {
    /// The job table alone.
    Embedded(embedded::Embedded),
    /// RabbitMQ in front of the job table.
    Rabbit(rabbit::Rabbit),
}

/// Waits until `stop` turns true, or nobody is left who could turn it.
pub(crate) async fn stopped(stop: &mut watch::Receiver<bool>) {
    // An error says that the sender is gone.
    let _ = stop.wait_for(|stop| *stop).await;
}
