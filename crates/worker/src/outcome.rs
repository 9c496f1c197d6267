//! Owns what becomes of a job whose work did not end by writing its result: another attempt, parking, giving back, or
//! cancelling. Does no work itself.

use std::time::Duration;

use store::job::{Failed, LeasedJob};
use store::{Millis, StoreError, job};

use crate::Worker;
use crate::under_way::Running;

/// Why a job did not end by writing its result.
#[derive(Debug)]
pub(crate) enum Unfinished {
    /// The store did not do what it was asked.
    Store(StoreError),
    /// The attempt failed; another one may succeed.
    Failed {
        /// The stable code.
        code: String,
        /// For the people of a court.
        message: String,
    },
    /// The work was told to stop.
    Stopped,
}

impl From<StoreError> for Unfinished {
    fn from(error: StoreError) -> Unfinished {
        Unfinished::Store(error)
    }
}

impl Unfinished {
    /// A defect of the program.
    pub(crate) fn defect() -> Unfinished {
        let message = "程序缺陷，未能完成处理，请保留文件并报告。".to_string();
        Unfinished::Failed { code: "internal_defect".to_string(), message }
    }
}

/// Pause before work that the store could not serve is given back.
const PAUSE: Duration = Duration::from_secs(1);

/// Most attempts at writing how a job ended; after that its lease ends by itself and the sweeper takes it back.
const WRITES_MAX: u32 = 8;

/// Writes how a job ended. The result names the outcome for the metrics.
pub(crate) async fn write(
    worker: &Worker,
    lease: &LeasedJob,
    running: &Running,
    done: Result<(), Unfinished>,
) -> &'static str {
    let Err(unfinished) = done else { return "done" };
    if let Unfinished::Store(error) = &unfinished
        && !error.is_transient()
        && !matches!(error, StoreError::LeaseLost)
    {
        tracing::error!(job = %lease.id, kind = lease.kind.as_str(), code = error.code(), %error, "a job met the store's refusal");
    }
    for attempt in 0..WRITES_MAX {
        match write_once(worker, lease, running, &unfinished).await {
            Ok(ended) => return ended,
            Err(StoreError::LeaseLost) => return "lease_lost",
            Err(error) if error.is_transient() => tokio::time::sleep(PAUSE * (attempt + 1)).await,
            Err(error) => {
                tracing::error!(job = %lease.id, code = error.code(), "the end of a job could not be written");
                return "unwritten";
            }
        }
    }
    "unwritten"
}

async fn write_once(
    worker: &Worker,
    lease: &LeasedJob,
    running: &Running,
    unfinished: &Unfinished,
) -> Result<&'static str, StoreError> {
    let store = &worker.store;
    match unfinished {
        Unfinished::Stopped if running.is_cancelled() => {
            job::cancelled(store, lease, Millis::now()).await?;
            Ok("cancelled")
        }
        Unfinished::Stopped => {
            job::give_back(store, lease, Millis::now()).await?;
            Ok("given_back")
        }
        Unfinished::Store(StoreError::LeaseLost) => Ok("lease_lost"),
        Unfinished::Store(error) if error.is_transient() => {
            tracing::warn!(job = %lease.id, code = error.code(), "the store does not answer, the job is given back");
            tokio::time::sleep(PAUSE).await;
            job::give_back(store, lease, Millis::now()).await?;
            Ok("given_back")
        }
        Unfinished::Store(error) => {
            let message = "读取或写入存储时出错，请联系系统管理员。";
            fail(worker, lease, error.code(), message).await
        }
        Unfinished::Failed { code, message } => fail(worker, lease, code, message).await,
    }
}

async fn fail(worker: &Worker, lease: &LeasedJob, code: &str, message: &str) -> Result<&'static str, StoreError> {
    let failed = job::fail(&worker.store, lease, code, message, Millis::now()).await?;
    let (job, kind, attempt) = (&lease.id, lease.kind.as_str(), lease.attempt);
    match failed {
        Failed::Again(_) => {
            tracing::warn!(%job, kind, attempt, code, "a job failed and is tried again");
            Ok("failed")
        }
        Failed::Parked => {
            tracing::error!(%job, kind, attempt, code, "a job failed for good and is parked");
            Ok("parked")
        }
    }
}
