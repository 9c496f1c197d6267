//! Damaged files never meet a defect of the program: they are read in part or refused with a reason. Every format that
//! is read is damaged, from a fixed seed, so that a failure comes back.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::panic;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use casefile::Format;
use pipeline::isolation::Pool;
use pipeline::{Options, ProcessError};

use crate::binary;
use crate::fixture;
use crate::mutation::{self, Random};

/// Damaged files per format that go through the whole pipeline.
const DAMAGED_PER_FORMAT: u64 = 150;

/// Damaged files per format that are parsed in child processes, unless this variable says otherwise.
const IN_CHILDREN_PER_FORMAT: u64 = 10;
const IN_CHILDREN_VARIABLE: &str = "CASECHECK_MUTANTS_PER_FORMAT";

const SEED: u64 = 20_190_603;

/// A file to be damaged.
struct Sample {
    name: String,
    bytes: Vec<u8>,
}

#[test]
fn damaged_files_meet_no_defect() {
    // A thread per format: the slow ones do not wait for one another.
    let defects: Vec<String> = std::thread::scope(|scope| {
        let running: Vec<_> = parse::FORMATS.iter().map(|reader| scope.spawn(|| damage(reader.format))).collect();
        running
            .into_iter()
            .flat_map(|thread| thread.join().unwrap_or_else(|panic| panic::resume_unwind(panic)))
            .collect()
    });
    assert!(defects.is_empty(), "defects of the program:\n{}", defects.join("\n"));
}

fn damage(format: Format) -> Vec<String> {
    let samples = samples_of(format);
    let mut defects = Vec::new();
    let mut readable = 0;
    for number in 0..DAMAGED_PER_FORMAT {
        let (name, bytes) = mutant(&samples, number);
        match pipeline::process(&name, &bytes, Options::embedded()) {
            Err(ProcessError::Defect) => defects.push(format!("{name} with damage {number}")),
            Err(ProcessError::Unreadable(_) | ProcessError::Stopped(_)) => {}
            Ok(processed) => {
                readable += 1;
                let breach = parse::contract_breach(&processed.document);
                defects.extend(breach.map(|breach| format!("{name} with damage {number}: {breach}")));
            }
        }
    }
    // Damage that nothing survives would test the recognition of formats alone.
    assert!(readable >= DAMAGED_PER_FORMAT / 10, "only {readable} damaged files of {format} were read at all");
    defects
}

/// What became of the damaged files of one format: how many were read, and refused with which code.
#[derive(Default)]
struct Outcomes {
    counts: BTreeMap<&'static str, u64>,
    slowest: Duration,
}

/// `cargo xtask mutate` runs this with many more files.
#[test]
fn damaged_files_stop_no_child() {
    let per_format = std::env::var(IN_CHILDREN_VARIABLE).map_or(IN_CHILDREN_PER_FORMAT, |count| {
        count.parse().unwrap_or_else(|error| panic!("{IN_CHILDREN_VARIABLE}: {error}"))
    });
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let pool = Pool::new(binary::executable().to_path_buf(), threads);
    let mut table = String::from("| format | damaged | outcome | slowest |\n| --- | ---: | --- | ---: |\n");
    let mut wrong = Vec::new();
    for reader in parse::FORMATS {
        let samples = samples_of(reader.format);
        let next = AtomicU64::new(0);
        let shared = Mutex::new((Outcomes::default(), Vec::new()));
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= per_format {
                            return;
                        }
                        let (name, bytes) = mutant(&samples, number);
                        let start = Instant::now();
                        let outcome = outcome(&pool, &name, &bytes);
                        let mut shared = shared.lock().expect("no thread panics with it");
                        *shared.0.counts.entry(outcome.unwrap_or_else(|code| code)).or_default() += 1;
                        shared.0.slowest = shared.0.slowest.max(start.elapsed());
                        if let Err(code) = outcome {
                            shared.1.push(format!("{name} with damage {number}: {code}"));
                        }
                    }
                });
            }
        });
        let (outcomes, of_format) = shared.into_inner().expect("no thread panicked with it");
        let counts: Vec<String> = outcomes.counts.iter().map(|(code, count)| format!("{code} {count}")).collect();
        let slowest = outcomes.slowest.as_millis();
        writeln!(table, "| {} | {per_format} | {} | {slowest} ms |", reader.format, counts.join(", "))
            .expect("written");
        wrong.extend(of_format);
    }
    println!("{table}");
    assert!(wrong.is_empty(), "files that stopped a child or met a defect:\n{}", wrong.join("\n"));
}

/// The word for what became of a file; an error where a child was stopped or the program is wrong.
fn outcome(pool: &Pool, name: &str, bytes: &[u8]) -> Result<&'static str, &'static str> {
    match pool.parse(name, bytes) {
        Ok(document) => match parse::contract_breach(&document) {
            None => Ok("read"),
            Some(_) => Err("contract_breach"),
        },
        Err(ProcessError::Unreadable(error)) => Ok(error.code()),
        Err(error @ (ProcessError::Defect | ProcessError::Stopped(_))) => Err(error.code()),
    }
}

/// The damaged file of a number, and the name of the sample that it was.
fn mutant(samples: &[Sample], number: u64) -> (String, Vec<u8>) {
    let mut random = Random::new(SEED ^ number);
    let sample = &samples[random.below(samples.len())];
    (sample.name.clone(), mutation::damaged(&sample.bytes, &mut random))
}

/// The samples of a format: the documents of cases, and those that show a feature.
fn samples_of(format: Format) -> Vec<Sample> {
    let documents = fixture::every_file().filter(|file| file.processed.document.source.format == format);
    let mut samples: Vec<Sample> =
        documents.map(|file| Sample { name: file.name.clone(), bytes: file.bytes.clone() }).collect();
    let features =
        fixture::entries(&fixture::root().join("samples/features")).into_iter().filter(|path| path.is_file());
    for path in features {
        let bytes = std::fs::read(&path).expect("samples are readable");
        if parse::recognise(&bytes) == Ok(format) {
            samples.push(Sample { name: path.file_name().expect("a file").to_string_lossy().into_owned(), bytes });
        }
    }
    assert!(!samples.is_empty(), "no sample of {format}");
    samples
}

/// The guard around a document is what the other tests of this file rely on.
#[test]
fn a_panic_is_what_the_guard_would_report() {
    let caught = panic::catch_unwind(|| panic!("on purpose"));
    assert!(caught.is_err(), "tests are built with unwinding panics");
}
