//! Owns messages of other systems that name objects to take in: hands each over until it is taken in or refused. Such a
//! message is nobody's row yet, so it is never given up on account of an outage.

use std::time::Duration;

use futures_util::StreamExt;
use lapin::message::Delivery;
use lapin::options::{BasicAckOptions, BasicNackOptions, BasicPublishOptions, BasicRejectOptions};
use lapin::types::{FieldTable, ShortString};
use lapin::{Channel, Confirmation, Connection};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use super::topology::{INGEST, LATER};
use super::{Rabbit, link, relay};
use crate::Ingested;
use crate::backend::stopped;

/// Largest message: it names an object, it does not hold it.
const MESSAGE_BYTES_MAX: usize = 64 * 1024;
/// Messages that are handled at a time; each may copy an object.
const AT_A_TIME: u16 = 4;
/// How long the broker may take to confirm.
const CONFIRM: Duration = Duration::from_secs(10);
/// Pause where a message can neither be handled nor put aside, and after a lost channel.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

impl Rabbit {
    pub(crate) async fn ingest<F, Fut>(&self, mut stop: watch::Receiver<bool>, handle: F)
    where
        F: Fn(Vec<u8>) -> Fut,
        Fut: Future<Output = Ingested>,
    {
        let mut live = self.link.live();
        while let Some(connection) = link::connection(&mut live, &mut stop).await {
            if ingest_through(&connection, &mut stop, &handle).await.is_err() {
                tracing::debug!("the channel to the message broker is lost");
            }
            drop(connection);
            tokio::select! {
                () = stopped(&mut stop) => return,
                () = sleep(AFTER_FAILURE) => {}
            }
        }
    }
}

/// Hands messages over until `stop` or the end of the channel; finishes those under way.
async fn ingest_through<F, Fut>(
    connection: &Connection,
    stop: &mut watch::Receiver<bool>,
    handle: &F,
) -> lapin::Result<()>
where
    F: Fn(Vec<u8>) -> Fut,
    Fut: Future<Output = Ingested>,
{
    let publisher = relay::open(connection).await?;
    let (channel, consumer) = link::consume(connection, INGEST, AT_A_TIME).await?;
    let deliveries = consumer.take_until(stopped(stop));
    let answer = |delivery: lapin::Result<Delivery>| async {
        if let Ok(delivery) = delivery {
            settle(&publisher, delivery, handle).await;
        }
    };
    deliveries.for_each_concurrent(usize::from(AT_A_TIME), answer).await;
    // What was sent ahead and not begun goes back.
    channel.close(link::REPLY_OK, "closing".into()).await
}

/// Handles a message and answers the broker. Where an answer does not reach it, the message comes again.
async fn settle<F, Fut>(publisher: &Channel, mut delivery: Delivery, handle: &F)
where
    F: Fn(Vec<u8>) -> Fut,
    Fut: Future<Output = Ingested>,
{
    let body = std::mem::take(&mut delivery.data);
    if body.len() > MESSAGE_BYTES_MAX {
        tracing::warn!(code = "message_too_large", bytes = body.len(), "a message to take in is refused");
        let _ = delivery.reject(BasicRejectOptions { requeue: false }).await;
        return;
    }
    match handle(body.clone()).await {
        Ingested::Done => {
            let _ = delivery.ack(BasicAckOptions::default()).await;
        }
        Ingested::Refused(code) => {
            tracing::warn!(code, bytes = body.len(), "a message to take in is refused");
            let _ = delivery.reject(BasicRejectOptions { requeue: false }).await;
        }
        Ingested::Later => match put_aside(publisher, &delivery, &body).await {
            true => {
                let _ = delivery.ack(BasicAckOptions::default()).await;
            }
            false => {
                sleep(AFTER_FAILURE).await;
                let _ = delivery.nack(BasicNackOptions { requeue: true, ..BasicNackOptions::default() }).await;
            }
        },
    }
}

/// Publishes a copy to the queue whose messages come back after a pause; true if the broker keeps it. A copy counts its
/// deliveries anew: a long outage sends nothing to the dead letters.
async fn put_aside(publisher: &Channel, delivery: &Delivery, body: &[u8]) -> bool {
    let mut properties = delivery.properties.clone();
    if let Some(headers) = properties.headers() {
        // What the broker noted about earlier deaths would make it see a circle.
        let mut own = FieldTable::default();
        for (key, value) in headers.inner().iter().filter(|(key, _)| !key.as_str().starts_with("x-")) {
            own.insert(key.clone(), value.clone());
        }
        properties = properties.with_headers(own);
    }
    const PERSISTENT: u8 = 2;
    let properties = properties.with_delivery_mode(PERSISTENT);
    let options = BasicPublishOptions { mandatory: true, ..BasicPublishOptions::default() };
    let publish = async {
        let confirm = publisher.basic_publish(ShortString::default(), LATER.into(), options, body, properties).await?;
        confirm.await
    };
    matches!(timeout(CONFIRM, publish).await, Ok(Ok(Confirmation::Ack(None))))
}
