//! Owns the threads that compute. The runtime waits for them and never computes itself. Knows no job.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use casefile::limits;
use tokio::sync::oneshot;

type Work = Box<dyn FnOnce() + Send>;

/// A fixed number of threads that take work from one list.
pub(crate) struct Compute {
    work: Sender<Work>,
}

/// The work stopped at a defect of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Defect;

impl Compute {
    /// Starts so many threads; they end with this value.
    pub(crate) fn start(threads: usize) -> io::Result<Compute> {
        let (work, list) = channel::<Work>();
        let list = Arc::new(Mutex::new(list));
        for number in 0..threads {
            let list = list.clone();
            let builder = thread::Builder::new().name(format!("compute-{number}"));
            builder.stack_size(limits::PARSER_STACK_BYTES).spawn(move || take_work(&list))?;
        }
        Ok(Compute { work })
    }

    /// Computes on one of the threads.
    pub(crate) async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Defect> {
        let (answer, answered) = oneshot::channel();
        let work = move || {
            let done = catch_unwind(AssertUnwindSafe(work)).map_err(|_| Defect);
            // Nobody waits any more when the worker is stopping.
            let _ = answer.send(done);
        };
        self.work.send(Box::new(work)).map_err(|_| Defect)?;
        answered.await.unwrap_or(Err(Defect))
    }
}

fn take_work(list: &Mutex<Receiver<Work>>) {
    loop {
        let next = list.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match next {
            Ok(work) => work(),
            Err(_) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Compute, Defect};

    #[tokio::test]
    async fn a_panic_costs_its_own_work_alone() {
        let compute = Compute::start(1).expect("the operating system gives threads");
        assert_eq!(compute.run(|| -> u32 { panic!("a defect") }).await, Err(Defect));
        assert_eq!(compute.run(|| 1 + 1).await, Ok(2));
    }
}
