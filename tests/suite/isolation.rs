//! A file that breaks the parser costs its own document: it gets a stable code, the others of the batch are read, and no
//! child stays behind. Limits are lowered where the usual ones would take long.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use casefile::{Format, limits};
use pipeline::isolation::{Limits, Parser, Pool, Stop};
use pipeline::{ParseError, ProcessError};

use crate::binary::{self, Folder, casecheck};
use crate::fixture;
use crate::isolation_files::{deep_function, deflate_bomb, form_bomb};

/// Limits that end a hostile file soon, on a busy machine as well.
fn low() -> Limits {
    Limits { memory_bytes_max: 256 * 1024 * 1024, cpu_seconds_max: 1, wall_ms_max: 120_000, ..Limits::default() }
}

fn pool(limits: Limits) -> Pool {
    Pool::with_limits(binary::executable().to_path_buf(), 1, limits)
}

fn good_file() -> (&'static str, Vec<u8>) {
    let path = fixture::root().join("samples/variants/civil/judgment.pdf");
    ("judgment.pdf", std::fs::read(path).expect("the variant is committed"))
}

/// The file stops for this reason, and the pool reads the next one all the same.
fn check(pool: &Pool, bytes: &[u8], stop: Stop) {
    assert_eq!(pool.parse("hostile.pdf", bytes).err(), Some(ProcessError::Stopped(stop)));
    let (name, good) = good_file();
    let document = pool.parse(name, &good).expect("a good file is read after a hostile one");
    assert_eq!(Ok(document), pipeline::parse(name, &good));
}

#[test]
fn a_bomb_meets_the_limit_of_memory() {
    check(&pool(low()), &deflate_bomb(400 * 1024 * 1024), Stop::Memory);
}

#[test]
fn an_endless_page_meets_the_limit_of_processor_time() {
    check(&pool(low()), &form_bomb(), Stop::Cpu);
}

#[test]
fn an_endless_page_meets_the_limit_of_wall_time() {
    let pool = pool(Limits { cpu_seconds_max: 60, wall_ms_max: 700, ..Limits::default() });
    let start = Instant::now();
    assert_eq!(pool.parse("hostile.pdf", &form_bomb()).err(), Some(ProcessError::Stopped(Stop::Wall)));
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn a_stack_overflow_is_a_crash() {
    check(&pool(low()), &deep_function(300_000), Stop::Crashed);
}

#[test]
fn an_answer_beyond_the_limit_is_refused() {
    let pool = pool(Limits { output_bytes_max: 10_000, ..Limits::default() });
    let (name, good) = good_file();
    assert_eq!(pool.parse(name, &good).map_err(|error| error.code()).err(), Some("limit_exceeded"));
}

#[test]
fn a_program_that_does_not_exist_is_named_as_the_cause() {
    let pool = Pool::new(PathBuf::from("/nonexistent/casecheck"), 1);
    assert_eq!(pool.parse("a.txt", b"text").err(), Some(ProcessError::Stopped(Stop::Unavailable)));
}

/// Whatever a child sends that is no answer ends in an error, never in a panic.
#[test]
fn a_child_that_talks_nonsense_is_a_crash() {
    let crashed = ProcessError::Stopped(Stop::Crashed);
    let too_long = ParseError::LimitExceeded { limit: "PARSER_OUTPUT_BYTES_MAX" };
    for (program, error) in [("cat", crashed.clone()), ("false", crashed), ("yes", too_long.into())] {
        let path = Path::new("/usr/bin").join(program);
        assert!(path.exists(), "{program}");
        let (name, good) = good_file();
        assert_eq!(Pool::new(path, 1).parse(name, &good).err(), Some(error), "{program}");
    }
}

/// Each sample, every way out included, is the same from a child that serves one file as from one that serves all.
#[test]
fn documents_from_a_child_equal_those_of_this_process() {
    let reused = Parser::Isolated(pool(Limits::default()));
    let replaced = Parser::Isolated(pool(Limits { jobs_max: 1, ..Limits::default() }));
    let mut formats: Vec<Format> = Vec::new();
    for file in fixture::every_file() {
        let here = pipeline::parse(&file.name, &file.bytes);
        assert!(reused.parse(&file.name, &file.bytes) == here, "{}", file.name);
        if let Ok(document) = &here
            && !formats.contains(&document.source.format)
        {
            formats.push(document.source.format);
            assert!(replaced.parse(&file.name, &file.bytes) == here, "{}", file.name);
        }
    }
    assert!(formats.len() >= 4, "only {formats:?}");
    let unreadable: [&[u8]; 4] = [b"", b"\x00\x01\x02", b"%PDF-1.7\n", b"BM\x46\x00\x00\x00"];
    for bytes in unreadable {
        let here = pipeline::parse("odd", bytes);
        assert!(here.is_err(), "{bytes:?}");
        assert_eq!(reused.parse("odd", bytes), here);
    }
}

#[test]
fn every_reason_has_a_code_a_hint_and_a_message() {
    let all = Stop::ALL.iter().map(|stop| (stop.code(), stop.hint(), stop.message_zh()));
    let mut codes: Vec<&str> = Vec::new();
    for (code, hint, message) in all {
        assert!(!hint.is_empty() && message.starts_with(['文', '无']), "{code}: {hint} {message}");
        assert!(!codes.contains(&code), "{code} stands for two reasons");
        codes.push(code);
    }
}

/// Through the command, with the usual limits: the batch goes on, and what the hostile file gets is told.
#[test]
fn a_batch_goes_on_after_a_hostile_file() {
    let folder = Folder::new("isolation-batch");
    let hostile = folder.write("hostile.pdf", &deep_function(300_000));
    let good = fixture::root().join("samples/variants/civil/judgment.docx");
    let ran = casecheck([&PathBuf::from("extract"), &PathBuf::from("--json"), &good, &hostile, &good]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    let lines = ran.json_lines();
    assert_eq!(lines[1]["error"]["code"], "parser_crashed");
    assert!(lines[0]["case_number"].is_string() && lines[0] == lines[2]);
    assert_eq!(ran.err.lines().count(), 2, "an error and its hint, nothing of what the child wrote: {}", ran.err);
}

/// A child that is killed from outside while it parses costs that file alone; one that is idle costs nothing.
#[test]
fn a_child_that_is_killed_from_outside_is_replaced() {
    // The children of each test are told apart by their limit of memory.
    let memory_bytes_max = 901 * 1024 * 1024;
    let pool = pool(Limits { memory_bytes_max, cpu_seconds_max: 60, ..Limits::default() });
    let own_child = || child_of(std::process::id(), memory_bytes_max);
    thread::scope(|scope| {
        let parsing = scope.spawn(|| pool.parse("hostile.pdf", &form_bomb()));
        let child = wait_for(own_child);
        kill(child);
        let ended = parsing.join().expect("the pool does not panic");
        assert_eq!(ended.err(), Some(ProcessError::Stopped(Stop::Crashed)));
    });
    let (name, good) = good_file();
    assert!(pool.parse(name, &good).is_ok());
    kill(wait_for(own_child));
    assert!(pool.parse(name, &good).is_ok());
}

/// The command ends by force while a child is busy: the child ends with it.
#[test]
fn no_child_outlives_the_command() {
    let folder = Folder::new("isolation-orphan");
    let hostile = folder.write("hostile.pdf", &form_bomb());
    let words = [OsString::from("extract"), hostile.into_os_string()];
    let mut command = Command::new(binary::executable())
        .args(words)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary runs");
    let child = wait_for(|| child_of(command.id(), limits::PARSER_MEMORY_BYTES_MAX));
    command.kill().expect("the command still runs");
    command.wait().expect("the command ends");
    wait_for(|| (!is_running(child)).then_some(()));
}

/// When a pool goes, its idle children go with it.
#[test]
fn no_child_outlives_its_pool() {
    let memory_bytes_max = 902 * 1024 * 1024;
    let pool = pool(Limits { memory_bytes_max, ..Limits::default() });
    let (name, good) = good_file();
    pool.parse(name, &good).expect("a good file is read");
    let child = wait_for(|| child_of(std::process::id(), memory_bytes_max));
    drop(pool);
    wait_for(|| (!is_running(child)).then_some(()));
}

/// What a child may use, as the kernel holds it.
#[test]
fn a_child_has_its_limits() {
    let memory_bytes_max = 903 * 1024 * 1024;
    let pool = pool(Limits { memory_bytes_max, ..low() });
    let (name, good) = good_file();
    pool.parse(name, &good).expect("a good file is read");
    let child = wait_for(|| child_of(std::process::id(), memory_bytes_max));
    let limits = std::fs::read_to_string(format!("/proc/{child}/limits")).expect("the child lives");
    let limit = |name: &str| -> String {
        let line = limits.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("{name} in {limits}"));
        line[name.len()..].split_whitespace().take(2).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(limit("Max address space"), "946864128 946864128");
    assert_eq!(limit("Max core file size"), "0 0");
    assert_eq!(limit("Max file size"), "0 0");
    assert_eq!(limit("Max open files"), "6 6");
    assert_eq!(limit("Max cpu time"), "2 unlimited");
    let status = std::fs::read_to_string(format!("/proc/{child}/status")).expect("the child lives");
    assert!(status.lines().any(|line| line == "NoNewPrivs:\t1"), "{status}");
    let environment = std::fs::read(format!("/proc/{child}/environ")).expect("the child lives");
    assert!(environment.is_empty());
}

/// The child of `parent` that parses within so much memory, by its number.
fn child_of(parent: u32, memory_bytes_max: u64) -> Option<u32> {
    let numbers = std::fs::read_dir("/proc").expect("a Linux system").filter_map(Result::ok);
    let mut numbers = numbers.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    numbers.find(|number| {
        let read = |name: &str| std::fs::read_to_string(format!("/proc/{number}/{name}")).unwrap_or_default();
        let of_parent = read("status").lines().any(|line| line == format!("PPid:\t{parent}"));
        of_parent && read("cmdline").contains(&format!("parser-child\0{memory_bytes_max}\0"))
    })
}

fn is_running(process: u32) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    status.lines().any(|line| line.starts_with("State:") && !line.contains('Z'))
}

fn kill(process: u32) {
    let killed = Command::new("kill").args(["-KILL", &process.to_string()]).status().expect("kill runs");
    assert!(killed.success());
}

/// Waits for something that happens soon.
fn wait_for<T>(mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < deadline, "it did not happen in time");
        thread::sleep(Duration::from_millis(5));
    }
}
