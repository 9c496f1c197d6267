//! The service under faults: the real program in several processes, killed, cut off and starved while clients upload. What
//! was acknowledged has to be read, once. `cargo xtask faults` runs the same for longer.

pub mod client;
mod count;
mod fault;
pub mod installation;
mod messages;
mod random;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::Instant;

use client::Client;
use count::Counts;
use fault::Fault;
use installation::{Backend, Installation};
use random::Random;

use crate::binary;

/// Clients that upload at a time.
const CLIENTS: usize = 3;

/// Lets so many faults happen to an installation while clients upload, and counts what came of it.
pub fn run(faults: usize, backend: Backend, seed: u64) -> Counts {
    let mut random = Random::new(seed);
    let mut installation = Installation::start(binary::executable(), backend);
    let client = Client::sign_in(installation.address, &installation.words());
    let stop = Arc::new(AtomicBool::new(false));
    let clients: Vec<_> = (0..CLIENTS).map(|number| client.clone().upload(number, seed, stop.clone())).collect();
    let mut struck = std::collections::BTreeMap::new();
    let start = Instant::now();
    for (number, fault) in Fault::sequence(backend, faults, &mut random).into_iter().enumerate() {
        sleep(random.pause(50, 500));
        fault.strike(&mut installation, &mut random);
        installation.supervise();
        *struck.entry(fault.as_str()).or_default() += 1;
        if (number + 1) % 100 == 0 {
            eprintln!("{} faults after {} s", number + 1, start.elapsed().as_secs());
        }
    }
    installation.wait_until_it_answers();
    stop.store(true, Ordering::Relaxed);
    let mut attempted = 0;
    let mut promised = Vec::new();
    for client in clients {
        let uploaded = client.join().expect("a client ends");
        attempted += uploaded.attempted;
        promised.extend(uploaded.acknowledged);
    }
    let (database, contents) = (installation.database().to_string(), installation.contents());
    let counting = count::count(&database, &contents, &promised, || installation.supervise());
    let counts = count::runtime().block_on(counting);
    installation.stop();
    Counts { faults: struck, disk: installation.disk.how(), attempted, ..counts }
}

fn check(backend: Backend) {
    // `cargo xtask faults` asks for more.
    let number = |name: &str| std::env::var(name).ok().map(|value| value.parse::<usize>().expect("a number"));
    let faults = number("CASECHECK_FAULTS").unwrap_or(20);
    let seed = number("CASECHECK_FAULTS_SEED").unwrap_or(1) as u64;
    let start = Instant::now();
    let counts = run(faults, backend, seed);
    eprintln!("{} in {} s: {counts:#?}", backend.as_str(), start.elapsed().as_secs());
    assert_eq!(counts.faults.values().sum::<usize>(), faults);
    assert!(counts.acknowledged > 0 && counts.checks > 0, "nothing was done under faults: {counts:?}");
    assert_eq!((counts.lost, counts.duplicated, counts.stale), (0, 0, 0), "{counts:?}");
}

#[test]
fn nothing_is_lost_or_doubled_with_everything_embedded() {
    check(Backend::Embedded);
}

#[test]
fn nothing_is_lost_or_doubled_with_servers() {
    check(Backend::Servers);
}
