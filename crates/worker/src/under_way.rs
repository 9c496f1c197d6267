//! Owns what a worker is doing: the jobs under way, whether they are to stop, and the renewal of their leases.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use store::Millis;
use store::job::LeasedJob;
use tokio::sync::watch;

use crate::Worker;

/// How often the jobs under way are looked at. Somebody who cancels a job waits this long at most, besides the time that
/// the parser takes to die.
const BEAT: Duration = Duration::from_millis(500);

/// A job under way.
#[derive(Debug)]
pub(crate) struct Running {
    started: Instant,
    /// Set when the work is to stop, for whichever reason.
    pub(crate) stop: Arc<AtomicBool>,
    cancelled: AtomicBool,
}

impl Running {
    /// Whether somebody asked to cancel the job.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// Whether the work is to stop.
    pub(crate) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// The jobs under way by their leases.
#[derive(Debug, Default)]
pub(crate) struct UnderWay(Mutex<HashMap<String, Arc<Running>>>);

impl UnderWay {
    pub(crate) fn begin(&self, lease: &LeasedJob) -> Arc<Running> {
        let running = Running {
            started: Instant::now(),
            stop: Arc::new(AtomicBool::new(false)),
            cancelled: AtomicBool::new(false),
        };
        let running = Arc::new(running);
        self.lock().insert(key(lease), running.clone());
        running
    }

    pub(crate) fn end(&self, lease: &LeasedJob) {
        self.lock().remove(&key(lease));
    }

    /// Tells every job to stop.
    pub(crate) fn stop_all(&self) {
        self.lock().values().for_each(|running| running.stop.store(true, Ordering::Relaxed));
    }

    fn oldest(&self) -> Option<Duration> {
        self.lock().values().map(|running| running.started.elapsed()).max()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Arc<Running>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Jobs claimed together share a lease id.
fn key(lease: &LeasedJob) -> String {
    format!("{}:{}", lease.id, lease.lease_id)
}

/// Renews the leases while jobs are under way, stops those that somebody cancelled or that another worker has taken over.
pub(crate) async fn keep_leases(worker: Arc<Worker>, mut ended: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = ended.changed() => return,
            () = tokio::time::sleep(BEAT) => {}
        }
        // Most jobs end before the first beat.
        if worker.under_way.oldest().is_none_or(|age| age < BEAT) {
            continue;
        }
        // Jobs that began after the statement are not among its rows.
        let before: Vec<(String, Arc<Running>)> =
            worker.under_way.lock().iter().map(|(key, running)| (key.clone(), running.clone())).collect();
        match store::job::renew(&worker.store, &worker.claim(0), Millis::now()).await {
            Ok(renewed) => {
                let kept: HashMap<String, bool> = renewed
                    .into_iter()
                    .map(|lease| (format!("{}:{}", lease.job_id, lease.lease_id), lease.cancel_requested))
                    .collect();
                for (key, running) in before {
                    match kept.get(&key) {
                        Some(false) => {}
                        Some(true) => {
                            running.cancelled.store(true, Ordering::Relaxed);
                            running.stop.store(true, Ordering::Relaxed);
                        }
                        None => running.stop.store(true, Ordering::Relaxed),
                    }
                }
            }
            // The leases last for many beats; without a database nothing can be written anyway.
            Err(error) => tracing::warn!(code = error.code(), "leases could not be renewed"),
        }
    }
}
