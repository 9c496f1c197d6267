//! Runs one piece of work per item on all cores and hands the results on in the order of the items, with a progress
//! bar where there are many and somebody watches.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

/// Items per thread that are under way at once: enough to keep the cores busy, few enough to keep memory flat.
const ITEMS_PER_THREAD: usize = 8;

/// Below this many items no bar is shown.
const ITEMS_FOR_BAR: usize = 8;

/// Applies `work` to every item on `threads` threads (0: one per core) and `done` to each result in order.
pub fn run<T: Sync, R: Send>(items: &[T], threads: usize, work: impl Fn(&T) -> R + Sync, mut done: impl FnMut(&T, R)) {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(16 * 1024 * 1024)
        .build()
        .expect("the operating system gives threads");
    let bar = progress_bar(items.len());
    for chunk in items.chunks(ITEMS_PER_THREAD * pool.current_num_threads()) {
        let results: Vec<R> = pool.install(|| {
            let each = |item| {
                let result = work(item);
                bar.inc(1);
                result
            };
            chunk.par_iter().map(each).collect()
        });
        bar.suspend(|| chunk.iter().zip(results).for_each(|(item, result)| done(item, result)));
    }
    bar.finish_and_clear();
}

fn progress_bar(items: usize) -> ProgressBar {
    if items < ITEMS_FOR_BAR || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = "{bar:30} {pos}/{len} files  {per_sec}  {eta} left";
    let style = ProgressStyle::with_template(style).expect("the template is constant");
    let bar = ProgressBar::new(items as u64).with_style(style);
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
