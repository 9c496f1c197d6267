//! Owns the queues that the tests run on, and the short ways to write jobs and messages. `on_every_queue!` runs a test once
//! per backend and database.

use std::time::{Duration, Instant};

use lapin::options::{
    BasicAckOptions, BasicGetOptions, BasicPublishOptions, ConfirmSelectOptions, QueueDeclareOptions,
};
use lapin::types::{FieldTable, ShortString};
use lapin::{BasicProperties, Channel, Confirmation, Connection, ConnectionProperties};
use queue::{Queue, QueueError, QueuePlace};
use store::court::{self, CourtRow};
use store::job::{Claim, JobFilter, JobKind, LeasedJob, NewJob, Priority};
use store::{BlobPlace, Blobs, Connect, CourtPlace, Millis, PageRequest, Scope, Store, job};
use testbed::{Postgres, RabbitMq};
use tokio::sync::watch;

/// The queue for hints at urgent work, and the others by their names.
pub const FRESH: &str = "casecheck.jobs.fresh";
pub const BULK: &str = "casecheck.jobs.bulk";
pub const INGEST: &str = "casecheck.ingest";
pub const DEAD: &str = "casecheck.dead";

/// Longer than anything takes that a test waits for.
pub const LONG: Duration = Duration::from_secs(20);

/// Shorter than the pause between two looks into the table beside a connected broker: what is claimed within it after a
/// look was named by a message.
pub const BEFORE_NEXT_LOOK: Duration = Duration::from_millis(2_500);

/// Declares a test for each backend and database.
#[macro_export]
macro_rules! on_every_queue {
    ($($name:ident)*) => {
        mod embedded_sqlite {
            $(#[test] fn $name() { $crate::bench::with_embedded_sqlite(super::$name) })*
        }
        mod embedded_postgres {
            $(#[test] fn $name() { $crate::bench::with_embedded_postgres(super::$name) })*
        }
        mod rabbit_postgres {
            $(#[test] fn $name() { $crate::bench::with_rabbit(super::$name) })*
        }
    };
}

/// Declares a test for RabbitMQ alone.
#[macro_export]
macro_rules! on_rabbit {
    ($($name:ident)*) => {
        $(#[test] fn $name() { $crate::bench::with_rabbit(self::runs::$name) })*
    };
}

/// A store and the address of a queue, both empty.
pub struct Bench {
    pub store: Store,
    pub place: QueuePlace,
    /// Ends what runs beside the test.
    stop: watch::Sender<bool>,
}

impl Bench {
    /// A queue that nobody tells of jobs.
    pub async fn open(&self) -> Queue {
        self.open_with(16).await
    }

    /// The same with another prefetch.
    pub async fn open_with(&self, prefetch: u16) -> Queue {
        Queue::open(&self.place, &self.store, prefetch).await.expect("the queue opens")
    }

    /// A queue whose relay runs, as in an installation.
    pub async fn open_with_relay(&self) -> Queue {
        let queue = self.open().await;
        let relay = queue.clone();
        let stop = self.stop();
        tokio::spawn(async move { relay.relay(stop).await });
        queue
    }

    /// Turns true when the test ends.
    pub fn stop(&self) -> watch::Receiver<bool> {
        self.stop.subscribe()
    }

    /// Writes a job that nobody was told of.
    pub async fn write(&self, subject: &str, priority: Priority) -> String {
        self.write_for(subject, priority, Millis::now()).await
    }

    /// The same, not to be done before an instant.
    pub async fn write_for(&self, subject: &str, priority: Priority, not_before: Millis) -> String {
        let new = NewJob {
            kind: JobKind::DeliverWebhook,
            subject_id: subject.to_string(),
            case_id: None,
            court_id: "11".to_string(),
            payload: String::new(),
            priority,
            not_before,
        };
        job::enqueue_alone(&self.store, &new, Millis::now()).await.expect("the job is written");
        // The latest first, in whichever state: somebody who waits may have taken it already.
        let jobs = job::list(&self.store, &Scope::All, &JobFilter::default(), &PageRequest::first(100)).await;
        let written = jobs.expect("jobs are listed").items.into_iter().find(|job| job.subject_id == subject);
        written.expect("the job is written").id
    }

    /// Waits until the broker was told of every waiting job.
    pub async fn until_hinted(&self) {
        let never = Duration::from_secs(100 * 365 * 24 * 3600);
        until("every job to be hinted", async || {
            job::next_hints(&self.store, never, 1, Millis::now()).await.is_ok_and(|hints| hints.is_empty())
        })
        .await;
    }

    /// A channel of the test's own, that confirms.
    pub async fn channel(&self) -> Channel {
        let QueuePlace::Rabbit(url) = &self.place else { panic!("only RabbitMQ has channels") };
        channel(url).await
    }
}

/// A channel to a broker, that confirms.
pub async fn channel(url: &str) -> Channel {
    let connection = Connection::connect(url, ConnectionProperties::default()).await.expect("the broker answers");
    let channel = connection.create_channel().await.expect("a channel");
    channel.confirm_select(ConfirmSelectOptions::default()).await.expect("the channel confirms");
    // The connection ends with its handle; the test process ends soon enough.
    std::mem::forget(connection);
    channel
}

/// Publishes a message and waits until the broker keeps it.
pub async fn publish(channel: &Channel, queue: &str, body: &[u8]) {
    assert!(try_publish(channel, queue, body).await, "the broker refuses a message");
}

/// Publishes a message; whether the broker keeps it.
pub async fn try_publish(channel: &Channel, queue: &str, body: &[u8]) -> bool {
    let options = BasicPublishOptions { mandatory: true, ..BasicPublishOptions::default() };
    let properties = BasicProperties::default().with_delivery_mode(2);
    let confirm = channel.basic_publish(ShortString::default(), queue.into(), options, body, properties).await;
    matches!(confirm.expect("published").await.expect("answered"), Confirmation::Ack(None))
}

/// Number of messages of a queue that no consumer holds.
pub async fn waiting(channel: &Channel, queue: &str) -> u32 {
    let ask = QueueDeclareOptions { passive: true, ..QueueDeclareOptions::durable() };
    channel.queue_declare(queue.into(), ask, FieldTable::default()).await.expect("the queue is there").message_count()
}

/// Takes every message out of a queue.
pub async fn drain(channel: &Channel, queue: &str) -> Vec<Vec<u8>> {
    let mut bodies = Vec::new();
    while let Some(message) = channel.basic_get(queue.into(), BasicGetOptions::default()).await.expect("answered") {
        message.delivery.ack(BasicAckOptions::default()).await.expect("acknowledged");
        bodies.push(message.delivery.data);
    }
    bodies
}

/// A claim of up to so many jobs for a minute.
pub fn minute(owner: &str, jobs: i64) -> Claim<'_> {
    Claim { owner, lease: Duration::from_secs(60), jobs }
}

/// Claims up to so many jobs; fails the test where the table does not answer.
pub async fn claim(queue: &Queue, jobs: i64, patience: Duration) -> Vec<LeasedJob> {
    try_claim(queue, jobs, patience).await.expect("the table answers")
}

/// Claims up to so many jobs.
pub async fn try_claim(queue: &Queue, jobs: i64, patience: Duration) -> Result<Vec<LeasedJob>, QueueError> {
    queue.claim(&minute("w", jobs), patience).await
}

/// Lets a queue look into the table once, so that it does not do so again for a while.
pub async fn look_once(queue: &Queue) {
    assert!(claim(queue, 1, Duration::ZERO).await.is_empty(), "nothing was written yet");
}

/// Waits until something holds; fails the test if it never does.
pub async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let start = Instant::now();
    while !holds().await {
        assert!(start.elapsed() < LONG, "waited {} s for {what}", LONG.as_secs());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Runs a test on the job table of SQLite.
pub fn with_embedded_sqlite<F: Future<Output = ()>>(test: impl FnOnce(Bench) -> F) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    run(&format!("sqlite:{}", folder.path().join("casecheck.db").display()), QueuePlace::Embedded, test);
}

/// Runs a test on the job table of PostgreSQL.
pub fn with_embedded_postgres<F: Future<Output = ()>>(test: impl FnOnce(Bench) -> F) {
    run(&Postgres::shared().create_database(), QueuePlace::Embedded, test);
}

/// Runs a test on RabbitMQ before the job table of PostgreSQL.
pub fn with_rabbit<F: Future<Output = ()>>(test: impl FnOnce(Bench) -> F) {
    let database = Postgres::shared().create_database();
    run(&database, QueuePlace::Rabbit(RabbitMq::shared().create_vhost()), test);
}

/// Runs a test on given servers.
pub fn run<F: Future<Output = ()>>(database_url: &str, place: QueuePlace, test: impl FnOnce(Bench) -> F) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let blobs = Blobs::open(&BlobPlace::Folder(folder.path().join("blobs"))).expect("a folder for blobs");
        let connect = Connect { database_url: database_url.to_string(), connections_max: 4 };
        let store = Store::open(&connect, blobs).await.expect("the store opens");
        let place_of_court = CourtPlace { court_id: "11".into(), middle_id: "10".into(), high_id: "1".into() };
        let (id, name, level) = ("11".into(), "某某人民法院".into(), "basic".into());
        let row = CourtRow { id, name, level, place: place_of_court };
        court::sync(&store, "1", &[row]).await.expect("the court is written");
        let (stop, _) = watch::channel(false);
        test(Bench { store, place, stop }).await;
    });
}
