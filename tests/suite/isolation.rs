//! A file that breaks the parser costs its own document: it gets a stable code, the others of the batch are read, and no
//! child stays behind. Limits are lowered where the usual ones would take long.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use casefile::{Format, Rect, limits};
use pipeline::isolation::{Limits, Parser, Pool, Stop};
use pipeline::{Highlight, PageRange, ParseError, ProcessError};

use crate::binary::{self, Folder, casecheck};
use crate::fixture;
use crate::isolation_files::{blank_page, deep_function, deflate_bomb, form_bomb};

/// Limits that end a hostile file soon, on a busy machine as well. The kernel counts the processor time in whole seconds,
/// so that 0 gives up to one.
fn low() -> Limits {
    Limits { memory_bytes_max: LOW_MEMORY, cpu_seconds_max: 0, wall_ms_max: 120_000, ..Limits::default() }
}

/// Enough for a good file and for what the threads of a child reserve.
const LOW_MEMORY: u64 = 192 * 1024 * 1024;

/// What does not fit into that.
const BOMB_BYTES: usize = 240 * 1024 * 1024;

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
    check(&pool(low()), &deflate_bomb(BOMB_BYTES), Stop::Memory);
}

#[test]
fn an_endless_page_meets_the_limit_of_processor_time() {
    check(&pool(low()), &form_bomb(), Stop::Cpu);
}

/// Whatever is asked about a hostile file, it costs its own answer alone.
#[test]
fn a_hostile_file_meets_the_limits_in_pictures_marks_and_parts() {
    let pool = pool(low());
    let stopped = |stop| Some(ProcessError::Stopped(stop));
    let bomb = deflate_bomb(BOMB_BYTES);
    assert_eq!(pool.page_image(&bomb, 1, 100).err(), stopped(Stop::Memory));
    assert_eq!(pool.page_image(&deep_function(300_000), 1, 100).err(), stopped(Stop::Crashed));
    // What is drawn is collected before it is painted, so this takes memory as well as time.
    let slow = self::pool(Limits { memory_bytes_max: limits::PARSER_MEMORY_BYTES_MAX, ..low() });
    assert_eq!(slow.page_image(&form_bomb(), 1, 100).err(), stopped(Stop::Cpu));
    let large = blank_page(80 * 1024 * 1024);
    assert_eq!(pool.highlight(&large, &[]).err(), stopped(Stop::Memory));
    assert_eq!(pool.outline(&large).err(), stopped(Stop::Memory));
    assert_eq!(pool.split(&large, &[range(1, 1)]).err(), stopped(Stop::Memory));
    let (_, good) = good_file();
    assert_eq!(pool.page_image(&good, 1, 100), Parser::InProcess.page_image(&good, 1, 100));
}

fn range(first: u32, last: u32) -> PageRange {
    PageRange::new(first, last).expect("in order")
}

/// Pictures, marks, parts and outlines of a child, and its refusals, are those of this process.
#[test]
fn pages_from_a_child_equal_those_of_this_process() {
    let (here, there) = (Parser::InProcess, Parser::Isolated(pool(Limits::default())));
    let mark = Highlight { page: 1, rects: vec![Rect { x0: 9.0, y0: 9.0, x1: 99.0, y1: 20.5 }], note: "案号".into() };
    let ranges = [range(1, 1), range(1, 2)];
    let mut drawn = 0;
    for path in ["civil/printed.pdf", "civil/judgment.ofd", "civil/judgment.docx", "civil/no_such_sample"] {
        let bytes = std::fs::read(fixture::root().join("samples/variants").join(path)).unwrap_or_default();
        let picture = there.page_image(&bytes, 1, 200);
        drawn += usize::from(picture.is_ok());
        assert_eq!(picture, here.page_image(&bytes, 1, 200), "{path}");
        assert_eq!(there.page_image(&bytes, 99, 200), here.page_image(&bytes, 99, 200), "{path}");
        assert_eq!(there.outline(&bytes), here.outline(&bytes), "{path}");
        for marks in [&[][..], std::slice::from_ref(&mark)] {
            assert!(there.highlight(&bytes, marks) == here.highlight(&bytes, marks), "{path}");
        }
        let parts = |parser: &Parser, ranges: &[PageRange]| parser.split(&bytes, ranges).collect::<Vec<_>>();
        assert!(parts(&there, &ranges) == parts(&here, &ranges), "{path}");
        assert!(parts(&there, &[range(1, 99)]) == parts(&here, &[range(1, 99)]), "{path}");
    }
    assert_eq!(drawn, 2, "a PDF and an OFD");
}

/// More parts than are made at once are the same as each by itself; a page that does not exist is told before the first
/// of them.
#[test]
fn many_parts_are_made_in_steps() {
    let parser = Parser::Isolated(pool(Limits::default()));
    let bytes = std::fs::read(fixture::root().join("samples/variants/civil/printed.pdf")).expect("committed");
    let mut ranges = vec![range(1, 1); limits::SPLIT_PARTS_MAX];
    ranges.push(range(2, 2));
    let parts: Result<Vec<Vec<u8>>, ProcessError> = parser.split(&bytes, &ranges).collect();
    let parts = parts.expect("every page exists");
    let alone = |range| pipeline::split(&bytes, &[range]).expect("the page exists").remove(0);
    assert_eq!(parts.len(), ranges.len());
    let (first, last) = (alone(range(1, 1)), alone(range(2, 2)));
    assert!(parts[..limits::SPLIT_PARTS_MAX].iter().all(|part| *part == first));
    assert!(parts[limits::SPLIT_PARTS_MAX] == last && first != last);
    ranges.push(range(2, 99));
    let refused: Vec<_> = parser.split(&bytes, &ranges).map(|part| part.map_err(|error| error.code())).collect();
    assert_eq!(refused, [Err("page_missing")]);
}

/// Parts that are too large together for one answer are made in more steps, until they are more than a file may become.
#[test]
fn parts_too_large_together_are_made_in_steps() {
    let bytes = blank_page(110 * 1024 * 1024);
    let ranges = [range(1, 1); 5];
    let parts = Parser::InProcess.split(&bytes, &ranges);
    let parts: Vec<_> = parts.map(|part| part.map(|part| part.len() > 110 * 1024 * 1024)).collect();
    let too_much = ParseError::LimitExceeded { limit: "SPLIT_TOTAL_BYTES_MAX" };
    assert_eq!(parts, [Ok(true), Ok(true), Ok(true), Ok(true), Err(too_much.into())]);
}

/// A child serves on while it may: until its number of files, or until it holds more memory than it should.
#[test]
fn a_child_is_replaced_after_its_files_or_when_its_memory_stays_high() {
    let children = |memory_mb: u64, limits: Limits| {
        let memory_bytes_max = memory_mb * 1024 * 1024;
        let pool = pool(Limits { memory_bytes_max, ..limits });
        let (name, good) = good_file();
        let serve = || {
            pool.parse(name, &good).expect("a good file is read");
            child_of(std::process::id(), memory_bytes_max)
        };
        [serve(), serve(), serve()]
    };
    let [first, second, third] = children(904, Limits::default());
    assert!(first.is_some() && first == second && second == third);
    let [first, second, third] = children(905, Limits { jobs_max: 2, ..Limits::default() });
    assert!(first.is_some() && second.is_none() && third.is_some() && third != first);
    assert_eq!(children(906, Limits { resident_bytes_max: 1024 * 1024, ..Limits::default() }), [None; 3]);
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

/// Through the command: a bomb that is drawn, in less memory than the command would give it.
#[test]
fn a_bomb_that_is_drawn_ends_with_a_stable_code() {
    let folder = Folder::new("isolation-page");
    let (hostile, picture) = (folder.write("hostile.pdf", &deflate_bomb(BOMB_BYTES)), folder.join("page.png"));
    let script = "ulimit -v 300000 && exec \"$0\" page \"$1\" 1 --png \"$2\"";
    let mut command = Command::new("sh");
    let ran = command.arg("-c").arg(script).arg(binary::executable()).arg(&hostile).arg(&picture).output();
    let ran = ran.expect("sh runs");
    let err = String::from_utf8_lossy(&ran.stderr);
    assert_eq!(ran.status.code(), Some(3), "{err}");
    assert!(err.contains("error[parser_killed_memory]") && err.lines().count() == 2, "{err}");
    assert!(!picture.exists());
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
    let child = wait_for(own_child);
    kill(child);
    wait_for(|| (!is_running(child)).then_some(()));
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
    assert_eq!(limit("Max cpu time"), "1 unlimited");
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
    let is_zombie = status.lines().any(|line| line.starts_with("State:") && line.contains('Z'));
    // The first thread may have ended while another still does; until then the process cannot be waited for.
    let threads = std::fs::read_dir(format!("/proc/{process}/task")).map_or(0, Iterator::count);
    let has_ended = status.is_empty() || (is_zombie && threads <= 1);
    !has_ended
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
