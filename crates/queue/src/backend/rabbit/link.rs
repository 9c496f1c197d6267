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
/// "OK" as a reply code of the protocol.
pub(crate) const REPLY_OK: u16 = 200;

/// A connection that comes again by itself.
#[derive(Debug)]
pub(crate) struct Link {
    live: watch::Receiver<Option<Arc<Connection>>>,
    closing: watch::Sender<bool>,
    keeper: Mutex<Option<JoinHandle<()>>>,
}

/// What an open connection consists of.
struct Session {
    connection: Arc<Connection>,
    fresh: Consumer,
    bulk: Consumer,
    /// A channel without a handle ends, and its consumers with it.
    _channels: [Channel; 2],
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
        let first = match Session::open(&uri, prefetch).await {
            Ok(session) => Some(session),
            Err(error) if error.is_transient() => {
                tracing::warn!(code = error.code(), "the message broker does not answer; work goes on without it");
                None
            }
            Err(error) => return Err(error),
        };
        // Told here and not by the keeper, so that the queue is connected when this returns.
        let (say, live) = watch::channel(first.as_ref().map(|session| session.connection.clone()));
        let (closing, closed) = watch::channel(false);
        let keeper = Keeper { uri, prefetch, inbox, live: say };
        let keeper = tokio::spawn(keeper.keep(first, closed));
        Ok(Link { live, closing, keeper: Mutex::new(Some(keeper)) })
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
}

impl Keeper {
    async fn keep(self, first: Option<Session>, mut closing: watch::Receiver<bool>) {
        let mut pause = Pause::new(AGAIN.0, AGAIN.1);
        let mut session = first;
        loop {
            if let Some(open) = session.take() {
                let since = Instant::now();
                let closed = self.receive(open, &mut closing).await;
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
                opened = Session::open(&self.uri, self.prefetch) => opened,
            };
            match opened {
                Ok(open) => {
                    tracing::info!("the message broker is connected");
                    self.live.send_replace(Some(open.connection.clone()));
                    session = Some(open);
                }
                Err(error) if error.is_transient() => tracing::debug!(code = error.code(), "no message broker yet"),
                Err(error) => tracing::error!(code = error.code(), "the message broker refuses"),
            }
        }
    }

    /// Receives hints until the connection is lost (false) or to be closed (true).
    async fn receive(&self, mut session: Session, closing: &mut watch::Receiver<bool>) -> bool {
        let closed = loop {
            let (urgency, next) = tokio::select! {
                () = stopped(closing) => break true,
                next = session.fresh.next() => (Urgency::Fresh, next),
                next = session.bulk.next() => (Urgency::Bulk, next),
            };
            match next {
                Some(Ok(delivery)) => self.inbox.put(urgency, delivery),
                // The connection or the channel failed, or the queue was deleted.
                Some(Err(_)) | None => break false,
            }
        };
        self.live.send_replace(None);
        self.inbox.clear();
        session.close().await;
        closed
    }
}

impl Session {
    async fn open(uri: &AMQPUri, prefetch: u16) -> Result<Session, QueueError> {
        match timeout(CONNECT, Session::connect(uri, prefetch)).await {
            Ok(session) => session.map_err(refused_or_away),
            Err(elapsed) => Err(QueueError::Unavailable { source: Box::new(elapsed) }),
        }
    }

    async fn connect(uri: &AMQPUri, prefetch: u16) -> lapin::Result<Session> {
        let properties = ConnectionProperties::default().with_connection_name("casecheck".into());
        let connection = Connection::connect_uri(uri.clone(), properties).await?;
        let setup = connection.create_channel().await?;
        topology::declare(&setup).await?;
        let (fresh_channel, fresh) = consume(&connection, FRESH, prefetch).await?;
        let (bulk_channel, bulk) = consume(&connection, BULK, prefetch).await?;
        Ok(Session { connection: Arc::new(connection), fresh, bulk, _channels: [fresh_channel, bulk_channel] })
    }

    async fn close(self) {
        // A connection that is lost cannot be ended in good order.
        let _ = timeout(CLOSE, self.connection.close(REPLY_OK, "closing".into())).await;
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
