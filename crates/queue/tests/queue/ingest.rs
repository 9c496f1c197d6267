//! Messages that name objects to take in: each is handed over until it is taken in or refused.

use crate::on_rabbit;

on_rabbit! {
    messages_are_taken_in_once
    refused_messages_become_dead_letters
    a_message_comes_again_later
    stopping_finishes_what_is_under_way
}

#[test]
fn without_a_broker_there_is_nothing_to_take_in() {
    crate::bench::with_embedded_sqlite(runs::without_a_broker);
}

mod runs {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, Mutex};
    use std::time::{Duration, Instant};

    use queue::{Ingested, Queue};
    use tokio::sync::watch;
    use tokio::task::JoinHandle;

    use crate::bench::{Bench, DEAD, INGEST, LONG, drain, publish, until, waiting};

    /// What a handler heard, with the times.
    type Heard = Arc<Mutex<Vec<(Vec<u8>, Instant)>>>;

    /// Takes messages in, with an answer that depends on the message and on how often it came.
    fn take_in(
        queue: &Queue,
        stop: watch::Receiver<bool>,
        answer: fn(&[u8], usize) -> Ingested,
    ) -> (Heard, JoinHandle<()>) {
        let heard = Heard::default();
        let (queue, log) = (queue.clone(), heard.clone());
        let task = tokio::spawn(async move {
            let handle = |body: Vec<u8>| {
                let mut log = log.lock().expect("no panic");
                let before = log.iter().filter(|(other, _)| *other == body).count();
                log.push((body.clone(), Instant::now()));
                async move { answer(&body, before) }
            };
            queue.ingest(stop, handle).await;
        });
        (heard, task)
    }

    fn bodies(heard: &Heard) -> Vec<Vec<u8>> {
        let mut bodies: Vec<Vec<u8>> = heard.lock().expect("no panic").iter().map(|(body, _)| body.clone()).collect();
        bodies.sort();
        bodies
    }

    pub async fn messages_are_taken_in_once(bench: Bench) {
        let queue = bench.open().await;
        let channel = bench.channel().await;
        // One is there before anybody listens.
        publish(&channel, INGEST, b"0").await;
        let (stop, stopped) = watch::channel(false);
        let (heard, task) = take_in(&queue, stopped, |_, _| Ingested::Done);
        for n in 1..8 {
            publish(&channel, INGEST, n.to_string().as_bytes()).await;
        }
        until("the messages", async || heard.lock().expect("no panic").len() >= 8).await;
        stop.send_replace(true);
        task.await.expect("it ends");
        assert_eq!(bodies(&heard), (0..8).map(|n| n.to_string().into_bytes()).collect::<Vec<_>>());
        assert_eq!((waiting(&channel, INGEST).await, waiting(&channel, DEAD).await), (0, 0));
    }

    pub async fn refused_messages_become_dead_letters(bench: Bench) {
        let queue = bench.open().await;
        let channel = bench.channel().await;
        let (heard, _) = take_in(&queue, bench.stop(), |body, _| match body {
            b"bad" => Ingested::Refused("ingest_malformed"),
            _ => Ingested::Done,
        });
        let large = vec![b'x'; 64 * 1024 + 1];
        for body in [b"good".as_slice(), b"bad", &large] {
            publish(&channel, INGEST, body).await;
        }
        let mut dead = Vec::new();
        until("the dead letters", async || {
            dead.extend(drain(&channel, DEAD).await);
            dead.len() >= 2
        })
        .await;
        dead.sort();
        assert_eq!(dead, [b"bad".to_vec(), large]);
        // One that is too large is not even handed over.
        assert_eq!(bodies(&heard), [b"bad".to_vec(), b"good".to_vec()]);
    }

    pub async fn a_message_comes_again_later(bench: Bench) {
        let queue = bench.open().await;
        let channel = bench.channel().await;
        let (heard, task) = take_in(&queue, bench.stop(), |body, before| match (body, before) {
            (b"later", 0) => Ingested::Later,
            _ => Ingested::Done,
        });
        publish(&channel, INGEST, b"later").await;
        publish(&channel, INGEST, b"now").await;
        until("the message to come again", async || heard.lock().expect("no panic").len() >= 3).await;
        let times: Vec<Instant> = {
            let heard = heard.lock().expect("no panic");
            heard.iter().filter(|(body, _)| body == b"later").map(|(_, at)| *at).collect()
        };
        assert_eq!(times.len(), 2);
        let pause = times[1] - times[0];
        assert!(pause > Duration::from_secs(2), "{pause:?}");
        task.abort();
        until("no message left", async || waiting(&channel, INGEST).await == 0).await;
        assert_eq!(waiting(&channel, DEAD).await, 0);
    }

    pub async fn stopping_finishes_what_is_under_way(bench: Bench) {
        let queue = bench.open().await;
        let channel = bench.channel().await;
        for n in 0..12 {
            publish(&channel, INGEST, n.to_string().as_bytes()).await;
        }
        let (stop, stopped) = watch::channel(false);
        let (begun, ended) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (gate, gate_opens) = watch::channel(false);
        let task = tokio::spawn({
            let (queue, begun, ended) = (queue.clone(), begun.clone(), ended.clone());
            async move {
                let handle = |_: Vec<u8>| {
                    let (begun, ended, mut gate) = (begun.clone(), ended.clone(), gate_opens.clone());
                    async move {
                        begun.fetch_add(1, Ordering::SeqCst);
                        gate.wait_for(|open| *open).await.expect("the gate opens");
                        ended.fetch_add(1, Ordering::SeqCst);
                        Ingested::Done
                    }
                };
                queue.ingest(stopped, handle).await;
            }
        });
        until("several to be under way", async || begun.load(Ordering::SeqCst) >= 4).await;
        assert_eq!(begun.load(Ordering::SeqCst), 4, "more at a time than allowed");
        stop.send_replace(true);
        gate.send_replace(true);
        tokio::time::timeout(LONG, task).await.expect("it ends").expect("without a panic");
        let done = ended.load(Ordering::SeqCst);
        assert_eq!(begun.load(Ordering::SeqCst), done);
        until("the others to go back", async || waiting(&channel, INGEST).await as usize == 12 - done).await;
    }

    pub async fn without_a_broker(bench: Bench) {
        let queue = bench.open().await;
        let (stop, stopped) = watch::channel(false);
        let (heard, task) = take_in(&queue, stopped, |_, _| Ingested::Done);
        stop.send_replace(true);
        tokio::time::timeout(LONG, task).await.expect("it ends").expect("without a panic");
        assert!(bodies(&heard).is_empty());
    }
}
