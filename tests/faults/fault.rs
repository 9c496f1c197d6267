//! Owns the list of faults: what each does to an installation, and how often it comes.

use std::thread::sleep;
use std::time::Duration;

use super::installation::{Backend, Installation};
use super::messages;
use super::random::Random;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// A worker is killed.
    WorkerKilled,
    /// A worker is told to stop, as for an update.
    WorkerReplaced,
    /// The process that serves is killed.
    ServiceKilled,
    /// The disk for contents is full for a while.
    DiskFull,
    /// Every connection to the database breaks.
    DatabaseCut,
    /// The database cannot be reached for a while.
    DatabaseAway,
    /// The database loses its power and starts again.
    DatabaseRestarted,
    /// Every connection to the broker breaks.
    BrokerCut,
    /// The broker cannot be reached for a while.
    BrokerAway,
    /// The broker is killed and starts again.
    BrokerRestarted,
    /// Messages come twice, out of order, for jobs that have ended, and with no sense at all.
    MessagesRepeated,
}

/// How often each fault comes among twenty, with everything embedded.
const EMBEDDED: &[(Fault, usize)] =
    &[(Fault::WorkerKilled, 9), (Fault::WorkerReplaced, 2), (Fault::ServiceKilled, 6), (Fault::DiskFull, 3)];

/// How often each fault comes among twenty, with servers.
const SERVERS: &[(Fault, usize)] = &[
    (Fault::WorkerKilled, 5),
    (Fault::WorkerReplaced, 1),
    (Fault::ServiceKilled, 2),
    (Fault::DiskFull, 1),
    (Fault::DatabaseCut, 3),
    (Fault::DatabaseAway, 1),
    (Fault::DatabaseRestarted, 1),
    (Fault::BrokerCut, 2),
    (Fault::BrokerAway, 1),
    (Fault::BrokerRestarted, 1),
    (Fault::MessagesRepeated, 2),
];

impl Fault {
    /// The faults to come, mixed in decks of twenty, so that each kind comes in every deck.
    pub fn sequence(backend: Backend, count: usize, random: &mut Random) -> Vec<Fault> {
        let shares = match backend {
            Backend::Embedded => EMBEDDED,
            Backend::Servers => SERVERS,
        };
        let deck: Vec<Fault> = shares.iter().flat_map(|(fault, share)| vec![*fault; *share]).collect();
        let mut faults = Vec::with_capacity(count + deck.len());
        while faults.len() < count {
            let mut deck = deck.clone();
            random.shuffle(&mut deck);
            faults.extend(deck);
        }
        faults.truncate(count);
        faults
    }

    /// The word of reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Fault::WorkerKilled => "worker killed",
            Fault::WorkerReplaced => "worker replaced",
            Fault::ServiceKilled => "service killed",
            Fault::DiskFull => "disk full",
            Fault::DatabaseCut => "database cut",
            Fault::DatabaseAway => "database away",
            Fault::DatabaseRestarted => "database restarted",
            Fault::BrokerCut => "broker cut",
            Fault::BrokerAway => "broker away",
            Fault::BrokerRestarted => "broker restarted",
            Fault::MessagesRepeated => "messages repeated",
        }
    }

    /// Lets it happen, and lets what it took away come back.
    pub fn strike(self, installation: &mut Installation, random: &mut Random) {
        let away = random.pause(200, 1_500);
        match self {
            Fault::WorkerKilled => installation.crash_worker(random.below(8)),
            Fault::WorkerReplaced => installation.replace_worker(random.below(8)),
            Fault::ServiceKilled => {
                installation.crash_serve();
                installation.wait_until_it_answers();
            }
            Fault::DiskFull => {
                installation.disk.fill();
                sleep(away);
                installation.disk.free();
            }
            _ => strike_server(self, installation, away),
        }
    }
}

fn strike_server(fault: Fault, installation: &Installation, away: Duration) {
    let servers = installation.servers.as_ref().expect("only installations with servers meet these faults");
    match fault {
        Fault::DatabaseCut => servers.database_cut.cut(),
        Fault::DatabaseAway => {
            servers.database_cut.refuse();
            sleep(away);
            servers.database_cut.heal();
        }
        Fault::DatabaseRestarted => {
            servers.postgres.stop();
            sleep(away);
            servers.postgres.start_again();
        }
        Fault::BrokerCut => servers.broker_cut.cut(),
        Fault::BrokerAway => {
            servers.broker_cut.refuse();
            sleep(away);
            servers.broker_cut.heal();
        }
        Fault::BrokerRestarted => {
            servers.rabbit.kill();
            sleep(away);
            servers.rabbit.start_again();
        }
        _ => messages::repeat(&servers.rabbit.url(), installation.database()),
    }
}
