//! A broker that says no is told from one that is away.

use std::time::{Duration, Instant};

use lapin::options::QueueDeclareOptions;
use lapin::types::FieldTable;
use queue::{Queue, QueueError, QueuePlace};
use store::job::Priority;
use testbed::{Cut, Postgres, RabbitMq};

use crate::bench::{BEFORE_NEXT_LOOK, Bench, FRESH, LONG, channel, claim, look_once, run, until};

#[test]
fn a_refusal_is_an_error() {
    let url = RabbitMq::shared().create_vhost();
    let shaped = RabbitMq::shared().create_vhost();
    let wrong_password = url.replace("guest:guest@", "guest:sesame@");
    let wrong_host = format!("{url}_that_is_missing");
    run(&Postgres::shared().create_database(), QueuePlace::Embedded, async |bench: Bench| {
        let declare = QueueDeclareOptions::durable();
        channel(&shaped).await.queue_declare(FRESH.into(), declare, FieldTable::default()).await.expect("declared");
        for url in [wrong_password, wrong_host, shaped] {
            let start = Instant::now();
            let place = QueuePlace::parse(&url).expect("a place");
            let error = Queue::open(&place, &bench.store, 4).await.expect_err("refused");
            assert_eq!((error.code(), error.is_transient()), ("queue_refused", false), "{error:?}");
            assert!(matches!(error, QueueError::Refused { .. }));
            assert!(!format!("{error} {error:?}").contains("sesame"), "{error:?}");
            assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
        }
    });
}

#[test]
fn few_permissions_suffice() {
    let url = RabbitMq::shared().create_vhost();
    let vhost = url.rsplit('/').next().expect("a virtual host");
    // The ones that deploy/README.md gives.
    RabbitMq::shared().evaluate(&format!(
        "rabbit_auth_backend_internal:add_user(<<\"narrow\">>, <<\"narrow\">>, <<\"tests\">>), \
         rabbit_auth_backend_internal:set_permissions(<<\"narrow\">>, <<\"{vhost}\">>, <<\"^casecheck\\\\.\">>, \
         <<\"^(casecheck\\\\.|amq\\\\.default$)\">>, <<\"^casecheck\\\\.\">>, <<\"tests\">>)."
    ));
    let place = QueuePlace::Rabbit(url.replace("guest:guest@", "narrow:narrow@"));
    run(&Postgres::shared().create_database(), place, async |bench: Bench| {
        let queue = bench.open_with_relay().await;
        look_once(&queue).await;
        let id = bench.write("a", Priority::Fresh).await;
        bench.until_hinted().await;
        assert_eq!(claim(&queue, 1, BEFORE_NEXT_LOOK).await[0].id, id);
    });
}

#[test]
fn work_begins_without_a_broker_and_goes_on_with_it() {
    let rabbit = RabbitMq::shared();
    let cut = Cut::before(rabbit.port());
    let place = QueuePlace::Rabbit(cut.through(&rabbit.create_vhost(), rabbit.port()));
    cut.refuse();
    run(&Postgres::shared().create_database(), place, async |bench: Bench| {
        let queue = bench.open_with_relay().await;
        assert!(!queue.ping().await);
        let id = bench.write("a", Priority::Fresh).await;
        assert_eq!(claim(&queue, 1, LONG).await[0].id, id);
        cut.heal();
        until("the broker", async || queue.ping().await).await;
        until("a look", async || claim(&queue, 1, Duration::ZERO).await.is_empty()).await;
        bench.write("b", Priority::Fresh).await;
        bench.until_hinted().await;
        assert_eq!(claim(&queue, 1, LONG).await.len(), 1);
    });
}

#[test]
fn cut_connections_come_again() {
    let rabbit = RabbitMq::shared();
    let cut = Cut::before(rabbit.port());
    let place = QueuePlace::Rabbit(cut.through(&rabbit.create_vhost(), rabbit.port()));
    run(&Postgres::shared().create_database(), place, async |bench: Bench| {
        let queue = bench.open_with_relay().await;
        look_once(&queue).await;
        for round in 0..2 {
            // Hints at hand are lost with the connection, and said again.
            bench.write(&format!("held{round}"), Priority::Bulk).await;
            bench.until_hinted().await;
            cut.cut();
            until("the end of the connection", async || !queue.ping().await).await;
            bench.write(&format!("away{round}"), Priority::Fresh).await;
            until("the broker", async || queue.ping().await).await;
            let mut jobs = Vec::new();
            while jobs.len() < 2 {
                let found = claim(&queue, 2, LONG).await;
                assert!(!found.is_empty(), "a job was lost in round {round}");
                jobs.extend(found.into_iter().map(|job| job.subject_id));
            }
            jobs.sort();
            assert_eq!(jobs, [format!("away{round}"), format!("held{round}")]);
        }
        // Messages serve again after the last cut.
        until("a look", async || claim(&queue, 1, Duration::ZERO).await.is_empty()).await;
        let id = bench.write("last", Priority::Fresh).await;
        bench.until_hinted().await;
        assert_eq!(claim(&queue, 1, BEFORE_NEXT_LOOK).await[0].id, id);
    });
}
