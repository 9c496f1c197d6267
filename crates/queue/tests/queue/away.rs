//! Servers that are away for a while: work waits or goes on, and none is lost.

use std::time::Duration;

use queue::QueuePlace;
use store::job::Priority;
use testbed::{Cut, Postgres, RabbitMq};

use crate::bench::{Bench, FRESH, INGEST, LONG, channel, claim, drain, look_once, publish, run, try_claim, until};

#[test]
fn work_goes_on_while_the_broker_is_down_and_after() {
    let rabbit = RabbitMq::start();
    let url = rabbit.url();
    run(&Postgres::shared().create_database(), QueuePlace::Rabbit(url.clone()), async |bench: Bench| {
        let queue = bench.open_with_relay().await;
        look_once(&queue).await;
        publish(&channel(&url).await, INGEST, b"kept").await;
        bench.write("before", Priority::Fresh).await;
        bench.until_hinted().await;
        tokio::task::block_in_place(|| rabbit.kill());
        until("the loss to be seen", async || !queue.ping().await).await;
        bench.write("during", Priority::Bulk).await;
        let mut jobs = Vec::new();
        while jobs.len() < 2 {
            let found = claim(&queue, 1, LONG).await;
            assert!(!found.is_empty(), "a job was lost");
            jobs.extend(found.into_iter().map(|job| job.subject_id));
        }
        assert_eq!(jobs, ["before", "during"]);
        tokio::task::block_in_place(|| rabbit.start_again());
        until("the broker", async || queue.ping().await).await;
        bench.write("after", Priority::Fresh).await;
        bench.until_hinted().await;
        assert_eq!(claim(&queue, 1, LONG).await[0].subject_id, "after");
        assert_eq!(drain(&channel(&url).await, INGEST).await, [b"kept".to_vec()]);
    });
}

#[test]
fn a_database_that_starts_again_is_waited_for() {
    let postgres = Postgres::start();
    let place = QueuePlace::Rabbit(RabbitMq::shared().create_vhost());
    run(&postgres.create_database(), place, async |bench: Bench| {
        let queue = bench.open_with_relay().await;
        bench.write("a", Priority::Fresh).await;
        bench.until_hinted().await;
        tokio::task::block_in_place(|| postgres.stop());
        let claimer = tokio::spawn({
            let queue = queue.clone();
            async move {
                loop {
                    match try_claim(&queue, 1, Duration::from_secs(1)).await {
                        Ok(jobs) if !jobs.is_empty() => return jobs,
                        Ok(_) => {}
                        Err(error) => assert!(error.is_transient(), "{error:?}"),
                    }
                }
            }
        });
        tokio::task::block_in_place(|| postgres.start_again());
        let jobs = tokio::time::timeout(LONG, claimer).await.expect("work goes on").expect("the claimer lives");
        assert_eq!(jobs[0].subject_id, "a");
        // The relay goes on too.
        bench.write("b", Priority::Fresh).await;
        bench.until_hinted().await;
        assert_eq!(claim(&queue, 1, LONG).await[0].subject_id, "b");
    });
}

#[test]
fn hints_wait_for_a_database_that_is_cut_off() {
    let server = Postgres::shared();
    let cut = Cut::before(server.port());
    let database = cut.through(&server.create_database(), server.port());
    let url = RabbitMq::shared().create_vhost();
    run(&database, QueuePlace::Rabbit(url.clone()), async |bench: Bench| {
        let queue = bench.open().await;
        look_once(&queue).await;
        let id = bench.write("a", Priority::Fresh).await;
        let channel = channel(&url).await;
        cut.refuse();
        publish(&channel, FRESH, id.as_bytes()).await;
        for _ in 0..3 {
            let error = try_claim(&queue, 1, Duration::from_millis(500)).await.expect_err("no database");
            assert_eq!((error.code(), error.is_transient()), ("store_unavailable", true), "{error:?}");
        }
        cut.heal();
        assert_eq!(claim(&queue, 1, LONG).await[0].id, id);
        queue.close().await;
        // The message was answered once, by the claim.
        assert!(drain(&channel, FRESH).await.is_empty());
    });
}

#[test]
fn the_table_alone_waits_for_its_database() {
    let server = Postgres::shared();
    let cut = Cut::before(server.port());
    let database = cut.through(&server.create_database(), server.port());
    run(&database, QueuePlace::Embedded, async |bench: Bench| {
        let queue = bench.open().await;
        let id = bench.write("a", Priority::Fresh).await;
        cut.refuse();
        let error = try_claim(&queue, 1, LONG).await.expect_err("no database");
        assert!(error.is_transient(), "{error:?}");
        cut.heal();
        assert_eq!(claim(&queue, 1, LONG).await[0].id, id);
    });
}
