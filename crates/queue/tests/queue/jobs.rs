//! Jobs reach exactly one claimer, the urgent ones first, whatever the backend.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use store::Millis;
use store::job::Priority;

use crate::bench::{Bench, LONG, claim};
use crate::on_every_queue;

on_every_queue! {
    a_job_is_claimed_once
    claimers_never_share_a_job
    urgent_jobs_go_first
    whoever_waits_is_woken
    work_of_other_processes_is_found
    a_claim_without_work_ends
    a_job_waits_for_its_time
    handles_share_a_queue
}

async fn a_job_is_claimed_once(bench: Bench) {
    let (first, second) = (bench.open_with_relay().await, bench.open().await);
    let id = bench.write("a", Priority::Fresh).await;
    first.wake();
    let jobs = claim(&first, 5, LONG).await;
    assert_eq!(jobs.iter().map(|job| (job.id.as_str(), job.attempt)).collect::<Vec<_>>(), [(id.as_str(), 1)]);
    for queue in [&first, &second] {
        assert!(claim(queue, 5, Duration::from_millis(300)).await.is_empty());
    }
}

async fn claimers_never_share_a_job(bench: Bench) {
    const JOBS: usize = 60;
    let queues = [bench.open_with_relay().await, bench.open_with_relay().await];
    for n in 0..JOBS {
        bench.write(&format!("s{n}"), if n % 3 == 0 { Priority::Bulk } else { Priority::Fresh }).await;
    }
    let (taken, mut received) = tokio::sync::mpsc::unbounded_channel();
    for queue in queues.iter().chain(&queues) {
        let (queue, taken) = (queue.clone(), taken.clone());
        tokio::spawn(async move {
            loop {
                let jobs = claim(&queue, 3, Duration::from_millis(200)).await;
                assert!(jobs.len() <= 3, "more jobs than asked for");
                for job in jobs {
                    // Nobody listens any more once the test ended.
                    let _ = taken.send(job.id);
                }
            }
        });
    }
    let mut ids = BTreeSet::new();
    while ids.len() < JOBS {
        let id = tokio::time::timeout(LONG, received.recv()).await.expect("work goes on").expect("claimers live");
        assert!(ids.insert(id), "a job was claimed twice");
    }
    let more = tokio::time::timeout(Duration::from_millis(500), received.recv()).await;
    assert!(more.is_err(), "a job was claimed twice: {more:?}");
}

async fn urgent_jobs_go_first(bench: Bench) {
    let queue = bench.open_with_relay().await;
    for n in 0..5 {
        bench.write(&format!("bulk{n}"), Priority::Bulk).await;
    }
    let urgent = bench.write("fresh", Priority::Fresh).await;
    let jobs = claim(&queue, 1, LONG).await;
    assert_eq!(jobs[0].id, urgent);
    assert_eq!(claim(&queue, 1, LONG).await[0].priority, Priority::Bulk);
}

async fn whoever_waits_is_woken(bench: Bench) {
    let queue = bench.open_with_relay().await;
    let waiting = tokio::spawn({
        let queue = queue.clone();
        async move { (claim(&queue, 1, LONG).await, Instant::now()) }
    });
    // It may wait already or not; either way it gets the job.
    tokio::time::sleep(Duration::from_millis(300)).await;
    let written = Instant::now();
    let id = bench.write("a", Priority::Fresh).await;
    queue.wake();
    let (jobs, found) = waiting.await.expect("the claim ends");
    assert_eq!(jobs[0].id, id);
    assert!(found - written < Duration::from_secs(2), "{:?}", found - written);
}

async fn work_of_other_processes_is_found(bench: Bench) {
    let queue = bench.open_with_relay().await;
    let written = bench.write("a", Priority::Fresh);
    let (jobs, (id, at)) = tokio::join!(claim(&queue, 1, LONG), async { (written.await, Instant::now()) });
    assert_eq!(jobs[0].id, id);
    // Nobody was woken.
    assert!(at.elapsed() < Duration::from_secs(2), "{:?}", at.elapsed());
}

async fn a_claim_without_work_ends(bench: Bench) {
    let queue = bench.open_with_relay().await;
    let start = Instant::now();
    assert!(claim(&queue, 1, Duration::from_millis(400)).await.is_empty());
    let took = start.elapsed();
    assert!(took >= Duration::from_millis(400) && took < Duration::from_secs(3), "{took:?}");
    assert!(queue.ping().await);
}

async fn a_job_waits_for_its_time(bench: Bench) {
    let queue = bench.open_with_relay().await;
    let time = Millis::now().after(Duration::from_millis(1_200));
    bench.write_for("later", Priority::Fresh, time).await;
    queue.wake();
    let jobs = claim(&queue, 1, LONG).await;
    assert_eq!(jobs.len(), 1);
    assert!(Millis::now() >= time);
}

async fn handles_share_a_queue(bench: Bench) {
    let queue = bench.open_with_relay().await;
    let other = queue.clone();
    bench.write("a", Priority::Again).await;
    other.wake();
    assert_eq!(claim(&queue, 1, LONG).await.len(), 1);
    queue.close().await;
    // The table alone goes on.
    bench.write("b", Priority::Again).await;
    assert_eq!(claim(&other, 1, LONG).await.len(), 1);
}
