//! Owns messages that a broker should never have sent: of jobs that have ended, twice, out of order, and without sense.

use lapin::options::BasicPublishOptions;
use lapin::types::ShortString;
use lapin::{BasicProperties, Connection, ConnectionProperties};
use store::job::JobFilter;
use store::{PageRequest, Scope, job};

use super::count;

/// Names the latest jobs, backwards and forwards, in both queues, with nonsense between.
pub fn repeat(broker: &str, database: &str) {
    count::runtime().block_on(async {
        let store = count::open(database).await;
        let jobs = job::list(&store, &Scope::All, &JobFilter::default(), &PageRequest::first(30)).await;
        store.close().await;
        let ids: Vec<String> = jobs.expect("the database answers").items.into_iter().map(|job| job.id).collect();
        let nonsense = vec!["no job".to_string(), String::new()];
        let bodies: Vec<&String> = ids.iter().chain(&nonsense).chain(ids.iter().rev()).collect();
        let connection =
            Connection::connect(broker, ConnectionProperties::default()).await.expect("the broker answers");
        let channel = connection.create_channel().await.expect("a channel");
        for queue in ["casecheck.jobs.fresh", "casecheck.jobs.bulk"] {
            for body in &bodies {
                let (exchange, options) = (ShortString::default(), BasicPublishOptions::default());
                let properties = BasicProperties::default();
                channel
                    .basic_publish(exchange, queue.into(), options, body.as_bytes(), properties)
                    .await
                    .expect("published");
            }
        }
        connection.close(200, "closing".into()).await.expect("closed");
    });
}
