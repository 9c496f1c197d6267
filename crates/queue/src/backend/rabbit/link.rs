//! Owns the connection to the broker: opens it, receives hints into the inbox, and opens it again when it is lost, after
//! pauses that grow. Does not know what hints mean.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::StreamExt;
use lapin::options::{BasicConsumeOptions, BasicQosOptions};
use lapin::protocol::{AMQPErrorKind, AMQPHardError, AMQPSoftError};
use lapin::types::{FieldTable, ShortString};
use lapin::uri::AMQPUri;
use lapin::{Channel, Connection, ConnectionProperties, Consumer, ErrorKind};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};

use super::inbox::{Inbox, Urgency};
use super::topology::{self, BULK, FRESH};
use crate::QueueError;
use crate::backend::stopped;
use crate::pause::Pause;

/// How long the broker may take to answer when a connection is opened.
const CONNECT: Duration = Duration::from_secs(10);
/// How long it may take when one is ended.
const CLOSE: Duration = Duration::from_secs(3);
/// The first and the longest pause before it is called again.
const AGAIN: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(30));
/// A connection that lasted this long was a good one: the pauses begin anew after it.
const STEADY: Duration = Duration::from_secs(10);
/// A peer that is silent for twice this long, in seconds, is gone. The broker's own default would notice after two minutes.
const HEARTBEAT: u16 = 15;
/// How often a connection through which nothing is received is looked at.
const LOOK: Duration = Duration::from_millis(500);
/// "OK" as a reply code of the protocol.
pub(crate) const REPLY_OK: u16 = 200;

/// A connection that comes again by itself.
#[derive(Debug)]
pub(crate) struct Link {
    live: watch::Receiver<Option<Arc<Connection>>>,
    closing: watch::Sender<bool>,
    wanted: watch::Sender<bool>,
    keeper: Mutex<Option<JoinHandle<()>>>,
}

/// What hints come through. A channel without a handle ends, and its consumer with it.
struct Hints {
    fresh: (Channel, Consumer),
    bulk: (Channel, Consumer),
}

/// Fails unless this is an address of a broker. The message repeats nothing of it: there may be a password inside.
pub(crate) fn check_url(url: &str) -> Result<(), QueueError> {
    parse(url).map(drop)
}

fn parse(url: &str) -> Result<AMQPUri, QueueError> {
    let message = "expected embedded, or amqp://USER:PASSWORD@HOST:PORT/VHOST (amqps:// for TLS; / in a name as %2f)";
    url.parse().map_err(|_| QueueError::Configuration { message: message.to_string() })
}

impl Link {
    /// Calls the broker once. Where it does not answer, goes on calling in the background.
    pub(crate) async fn open(url: &str, prefetch: u16, inbox: Arc<Inbox>) -> Result<Link, QueueError> {
        let mut uri = parse(url)?;
        uri.query.heartbeat.get_or_insert(HEARTBEAT);
        let first = match open(&uri).await {
            Ok(connection) => Some(connection),
            Err(error) if error.is_transient() => {
                tracing::warn!(code = error.code(), "the message broker does not answer; work goes on without it");
                None
            }
            Err(error) => return Err(error),
        };
        // Told here and not by the keeper, so that the queue is connected when this returns.
        let (say, live) = watch::channel(first.clone());
        let (closing, closed) = watch::channel(false);
        let (wanted, wants) = watch::channel(false);
        let keeper = Keeper { uri, prefetch, inbox, live: say, wants };
        let keeper = tokio::spawn(keeper.keep(first, closed));
        Ok(Link { live, closing, wanted, keeper: Mutex::new(Some(keeper)) })
    }

    /// Says that this process claims jobs. Before that it receives no hints: in a process that never takes any they would
    /// wait for ever.
    pub(crate) fn want_hints(&self) {
        self.wanted.send_if_modified(|wanted| !std::mem::replace(wanted, true));
    }

    pub(crate) fn is_connected(&self) -> bool {
        self.live.borrow().as_ref().is_some_and(|connection| connection.status().connected())
    }

    /// The connection of the moment; changes as it comes and goes.
    pub(crate) fn live(&self) -> watch::Receiver<Option<Arc<Connection>>> {
        self.live.clone()
    }

    pub(crate) async fn close(&self) {
        self.closing.send_replace(true);
        let keeper = self.keeper.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(keeper) = keeper {
            // It fails only where the runtime ends with it.
            let _ = keeper.await;
        }
    }
}

/// Waits for a connection; none if `stop` comes first.
pub(crate) async fn connection(
    live: &mut watch::Receiver<Option<Arc<Connection>>>,
    stop: &mut watch::Receiver<bool>,
) -> Option<Arc<Connection>> {
    tokio::select! {
        () = stopped(stop) => None,
        found = live.wait_for(Option::is_some) => found.ok().and_then(|connection| connection.clone()),
    }
}

/// The task that keeps the connection.
struct Keeper {
    uri: AMQPUri,
    prefetch: u16,
    inbox: Arc<Inbox>,
    live: watch::Sender<Option<Arc<Connection>>>,
    wants: watch::Receiver<bool>,
}

impl Keeper {
    async fn keep(self, first: Option<Arc<Connection>>, mut closing: watch::Receiver<bool>) {
        let mut pause = Pause::new(AGAIN.0, AGAIN.1);
        let mut connection = first;
        loop {
            if let Some(connection) = connection.take() {
                let since = Instant::now();
                let closed = tokio::select! {
                    () = stopped(&mut closing) => true,
                    () = self.receive(&connection) => false,
                };
                self.live.send_replace(None);
                self.inbox.clear();
                // A connection that is lost cannot be ended in good order.
                let _ = timeout(CLOSE, connection.close(REPLY_OK, "closing".into())).await;
                if closed {
                    return;
                }
                tracing::warn!(code = "queue_unavailable", "the message broker is lost; work goes on without it");
                if since.elapsed() > STEADY {
                    pause.reset();
                }
            }
            tokio::select! {
                () = stopped(&mut closing) => return,
                () = sleep(pause.take_jittered()) => {}
            }
            let opened = tokio::select! {
                () = stopped(&mut closing) => return,
                opened = open(&self.uri) => opened,
            };
            match opened {
                Ok(open) => {
                    tracing::info!("the message broker is connected");
                    self.live.send_replace(Some(open.clone()));
                    connection = Some(open);
                }
                Err(error) if error.is_transient() => tracing::debug!(code = error.code(), "no message broker yet"),
                Err(error) => tracing::error!(code = error.code(), "the message broker refuses"),
            }
        }
    }

    /// Receives hints, once they are wanted, until the connection is lost.
    async fn receive(&self, connection: &Connection) {
        let mut wants = self.wants.clone();
        while !*wants.borrow_and_update() {
            let changed = timeout(LOOK, wants.changed()).await;
            if !connection.status().connected() || matches!(changed, Ok(Err(_))) {
                return;
            }
        }
        let Ok(Ok(mut hints)) = timeout(CONNECT, Hints::open(connection, self.prefetch)).await else { return };
        loop {
            let (urgency, next) = tokio::select! {
                next = hints.fresh.1.next() => (Urgency::Fresh, next),
                next = hints.bulk.1.next() => (Urgency::Bulk, next),
            };
            match next {
                Some(Ok(delivery)) => self.inbox.put(urgency, delivery),
                // The connection or the channel failed, or the queue was deleted.
                Some(Err(_)) | None => return,
            }
        }
    }
}

impl Hints {
    async fn open(connection: &Connection, prefetch: u16) -> lapin::Result<Hints> {
        Ok(Hints {
            fresh: consume(connection, FRESH, prefetch).await?,
            bulk: consume(connection, BULK, prefetch).await?,
        })
    }
}

/// Connects and declares what is needed.
async fn open(uri: &AMQPUri) -> Result<Arc<Connection>, QueueError> {
    let connect = async {
        let properties = ConnectionProperties::default().with_connection_name("casecheck".into());
        let connection = Connection::connect_uri(uri.clone(), properties).await?;
        topology::declare(&connection.create_channel().await?).await?;
        Ok(Arc::new(connection))
    };
    match timeout(CONNECT, connect).await {
        Ok(connection) => connection.map_err(refused_or_away),
        Err(elapsed) => Err(QueueError::Unavailable { source: Box::new(elapsed) }),
    }
}

/// Begins to receive from a queue, on a channel of its own and with a bound of its own: what waits for one queue takes no
/// room from the other.
pub(crate) async fn consume(connection: &Connection, queue: &str, prefetch: u16) -> lapin::Result<(Channel, Consumer)> {
    let channel = connection.create_channel().await?;
    channel.basic_qos(prefetch, BasicQosOptions::default()).await?;
    let options = BasicConsumeOptions::default();
    let consumer = channel.basic_consume(queue.into(), ShortString::default(), options, FieldTable::default()).await?;
    Ok((channel, consumer))
}

/// Whether the broker said no, or nothing.
fn refused_or_away(error: lapin::Error) -> QueueError {
    let refused = match error.kind() {
        ErrorKind::ProtocolError(error) => matches!(
            error.kind(),
            AMQPErrorKind::Hard(AMQPHardError::NOTALLOWED)
                | AMQPErrorKind::Soft(AMQPSoftError::ACCESSREFUSED | AMQPSoftError::PRECONDITIONFAILED)
        ),
        ErrorKind::InvalidProtocolVersion(_) | ErrorKind::AuthProviderError(_) => true,
        _ => false,
    };
    match refused {
        true => QueueError::Refused { source: Box::new(error) },
        false => QueueError::Unavailable { source: Box::new(error) },
    }
}
