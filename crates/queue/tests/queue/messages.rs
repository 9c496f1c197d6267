//! Messages are hints: they speed work up, and whatever is wrong with them changes nothing else.

use crate::on_rabbit;

on_rabbit! {
    a_message_names_the_job
    repeated_and_reordered_messages_change_nothing
    messages_that_name_no_job_become_dead_letters
    a_lost_message_costs_time_only
    work_that_can_wait_takes_no_room_from_urgent_work
    what_the_broker_refuses_is_not_hinted
    hints_that_nobody_took_go_back
    who_claims_nothing_receives_nothing
}

mod runs {
    use std::time::Duration;

    use store::job::Priority;
    use store::{Millis, job};
    use testbed::RabbitMq;

    use crate::bench::{
        BEFORE_NEXT_LOOK, BULK, Bench, DEAD, FRESH, LONG, claim, drain, look_once, publish, try_publish, until, waiting,
    };

    pub async fn a_message_names_the_job(bench: Bench) {
        let queue = bench.open().await;
        look_once(&queue).await;
        let id = bench.write("a", Priority::Fresh).await;
        publish(&bench.channel().await, FRESH, id.as_bytes()).await;
        // The first of several: without the message, nobody would take it before the next look.
        assert_eq!(claim(&queue, 1, BEFORE_NEXT_LOOK).await[0].id, id);
    }

    pub async fn repeated_and_reordered_messages_change_nothing(bench: Bench) {
        let queue = bench.open().await;
        look_once(&queue).await;
        let mut ids = Vec::new();
        for n in 0..4 {
            ids.push(bench.write(&format!("s{n}"), Priority::Fresh).await);
        }
        let channel = bench.channel().await;
        // Backwards, thrice, in the wrong queue, and for a job that never was.
        for id in ids.iter().rev().chain(&ids).chain(&ids) {
            publish(&channel, FRESH, id.as_bytes()).await;
            publish(&channel, BULK, id.as_bytes()).await;
        }
        publish(&channel, FRESH, store::new_id().as_bytes()).await;
        let mut taken = Vec::new();
        while taken.len() < ids.len() {
            let jobs = claim(&queue, 1, LONG).await;
            assert_eq!((jobs.len(), jobs[0].attempt), (1, 1));
            taken.extend(jobs.into_iter().map(|job| job.id));
        }
        taken.sort();
        assert_eq!(taken, ids);
        assert!(claim(&queue, 1, Duration::from_millis(500)).await.is_empty());
        // What is not answered would come back.
        queue.close().await;
        let left = [waiting(&channel, FRESH).await, waiting(&channel, BULK).await, waiting(&channel, DEAD).await];
        assert_eq!(left, [0, 0, 0]);
    }

    pub async fn messages_that_name_no_job_become_dead_letters(bench: Bench) {
        let queue = bench.open().await;
        look_once(&queue).await;
        let id = bench.write("a", Priority::Fresh).await;
        let channel = bench.channel().await;
        let long = vec![b'a'; 300_000];
        let line = format!("{id}\n");
        let broken = [b"".as_slice(), b"{\"job\":1}", &[0xff; 36], &long, line.as_bytes()];
        for body in broken {
            publish(&channel, FRESH, body).await;
        }
        publish(&channel, FRESH, id.as_bytes()).await;
        assert_eq!(claim(&queue, 1, BEFORE_NEXT_LOOK).await[0].id, id);
        let mut dead = Vec::new();
        until("the dead letters", async || {
            dead.extend(drain(&channel, DEAD).await);
            dead.len() >= broken.len()
        })
        .await;
        dead.sort();
        let mut expected = broken.map(<[u8]>::to_vec);
        expected.sort();
        assert_eq!(dead, expected);
    }

    pub async fn a_lost_message_costs_time_only(bench: Bench) {
        let queue = bench.open().await;
        look_once(&queue).await;
        let id = bench.write("a", Priority::Fresh).await;
        // The row says that the broker was told; the message is gone.
        job::hinted(&bench.store, std::slice::from_ref(&id), Millis::now()).await.expect("noted");
        assert_eq!(claim(&queue, 1, LONG).await[0].id, id);
    }

    pub async fn work_that_can_wait_takes_no_room_from_urgent_work(bench: Bench) {
        let queue = bench.open_with(2).await;
        look_once(&queue).await;
        let channel = bench.channel().await;
        for n in 0..10 {
            let id = bench.write(&format!("bulk{n}"), Priority::Bulk).await;
            publish(&channel, BULK, id.as_bytes()).await;
        }
        let urgent = bench.write("fresh", Priority::Fresh).await;
        publish(&channel, FRESH, urgent.as_bytes()).await;
        // Two of the ten are at hand, and the urgent one.
        until("the messages to arrive", async || {
            (waiting(&channel, BULK).await, waiting(&channel, FRESH).await) == (8, 0)
        })
        .await;
        assert_eq!(claim(&queue, 1, BEFORE_NEXT_LOOK).await[0].id, urgent);
        for left in (0..10).rev() {
            let jobs = claim(&queue, 1, LONG).await;
            assert_eq!((jobs.len(), jobs[0].priority), (1, Priority::Bulk), "{left} left");
        }
    }

    pub async fn what_the_broker_refuses_is_not_hinted(bench: Bench) {
        const JOBS: usize = 5;
        let queue = bench.open_with(1).await;
        look_once(&queue).await;
        let channel = bench.channel().await;
        // A queue that is full says no to the publisher.
        let vhost = format!("{:?}", bench.place).rsplit('/').next().expect("a host").trim_end_matches(')').to_string();
        let policy = "rabbit_policy:set(<<\"VHOST\">>, <<\"small\">>, <<\"^casecheck.jobs.bulk$\">>, \
                      [{<<\"max-length\">>, 2}], 0, <<\"queues\">>, <<\"tests\">>).";
        RabbitMq::shared().evaluate(&policy.replace("VHOST", &vhost));
        until("the queue to be full", async || !try_publish(&channel, BULK, store::new_id().as_bytes()).await).await;
        for n in 0..JOBS {
            bench.write(&format!("s{n}"), Priority::Bulk).await;
        }
        bench.write("urgent", Priority::Fresh).await;
        let (relay, stop) = (queue.clone(), bench.stop());
        tokio::spawn(async move { relay.relay(stop).await });
        let never = Duration::from_secs(100 * 365 * 24 * 3600);
        let hintless = async || job::next_hints(&bench.store, never, 100, Millis::now()).await.expect("hints");
        // It is published with the others and noted with them.
        until("the urgent job to be hinted", async || hintless().await.iter().all(|hint| hint.1 == Priority::Bulk))
            .await;
        assert_eq!(hintless().await.len(), JOBS);
        // With room, the others are told; and no job is lost.
        let mut taken = std::collections::BTreeSet::new();
        while taken.len() < JOBS + 1 {
            taken.extend(claim(&queue, 1, LONG).await.into_iter().map(|job| job.id));
        }
    }

    pub async fn hints_that_nobody_took_go_back(bench: Bench) {
        let queue = bench.open().await;
        look_once(&queue).await;
        let channel = bench.channel().await;
        let id = bench.write("a", Priority::Fresh).await;
        publish(&channel, FRESH, id.as_bytes()).await;
        until("the message to arrive", async || waiting(&channel, FRESH).await == 0).await;
        queue.close().await;
        assert!(!queue.ping().await);
        until("the message to go back", async || waiting(&channel, FRESH).await == 1).await;
    }

    pub async fn who_claims_nothing_receives_nothing(bench: Bench) {
        // A process that only serves pages tells the broker of jobs and leaves the messages to the workers.
        let serves = bench.open_with_relay().await;
        let id = bench.write("a", Priority::Fresh).await;
        serves.wake();
        bench.until_hinted().await;
        let channel = bench.channel().await;
        until("the message", async || waiting(&channel, FRESH).await == 1).await;
        let works = bench.open().await;
        assert_eq!(claim(&works, 1, LONG).await[0].id, id);
    }
}
