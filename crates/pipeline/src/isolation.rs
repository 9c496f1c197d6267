//! Owns the pool of child processes in which files are parsed, drawn, marked and split: a file that crashes the parser,
//! never ends or wants all memory costs its own document and nothing else. The only module of the workspace below the
//! command that touches processes, clocks and the system's limits. The children are this program again, which then calls
//! [`serve`].
//!
//! A child serves one file after the other, since a new one costs as much time as a common file. That is acceptable:
//! * What a child is asked are pure functions. No reader keeps anything of a file for the next one; what lives on are
//!   tables made from data of the program itself.
//! * A file that runs into a limit, crashes the child or makes it talk nonsense ends it, and a caught panic is followed
//!   by a new one, so nothing half done is left to the next file.
//! * Memory that a reader loses or the allocator keeps cannot add up: a child is replaced after
//!   [`Limits::jobs_max`] files, and when it still holds more than [`Limits::resident_bytes_max`] between two.
//!
//! What remains is a file that takes a child over without ending it, which takes a hole in the memory safety of a reader.
//! It could lie about the files that this child reads after it, `jobs_max` at most, within the promises that every answer
//! is checked for. Who cannot bear that sets `jobs_max` to 1.

mod child;
pub(crate) mod job;
mod parser;
mod process;
mod stop;

use std::io;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use casefile::{Document, limits};
use parse::{Highlight, Outline, PageImage, PageRange, ParseError};

pub use child::{ChildLimits, serve};
pub use parser::Parser;
pub use stop::Stop;

use crate::ProcessError;
use job::{Answer, Reply, Request};
use process::{Failed, Process};

/// A child that answers something else than it was asked, or nothing that makes sense.
const OTHER_ANSWER: ProcessError = ProcessError::Stopped(Stop::Crashed);

/// What a child may use; [`Limits::default`] is what `casefile::limits` says.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Most address space of a child, in bytes.
    pub memory_bytes_max: u64,
    /// Most seconds of processor time per file.
    pub cpu_seconds_max: u64,
    /// Most milliseconds per file.
    pub wall_ms_max: u64,
    /// Largest answer, in bytes.
    pub output_bytes_max: usize,
    /// Most files of one child.
    pub jobs_max: u32,
    /// Most resident memory between two files, in bytes.
    pub resident_bytes_max: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            memory_bytes_max: limits::PARSER_MEMORY_BYTES_MAX,
            cpu_seconds_max: limits::PARSER_CPU_SECONDS_MAX,
            wall_ms_max: limits::PARSER_WALL_SECONDS_MAX * 1_000,
            output_bytes_max: limits::PARSER_OUTPUT_BYTES_MAX,
            jobs_max: limits::PARSER_JOBS_MAX,
            resident_bytes_max: limits::PARSER_RESIDENT_BYTES_MAX,
        }
    }
}

/// Child processes that work on files. They start when they are needed, serve one file after the other, and end with the
/// pool.
#[derive(Debug)]
pub struct Pool {
    size: usize,
    limits: Limits,
    starter: Sender<Sender<io::Result<Process>>>,
    children: Mutex<Children>,
    freed: Condvar,
}

/// The children that exist.
#[derive(Debug, Default)]
struct Children {
    idle: Vec<Process>,
    busy: usize,
}

impl Pool {
    /// A pool of at most `size` children of `program`, which must answer `parser-child` with [`serve`].
    pub fn new(program: PathBuf, size: usize) -> Pool {
        Pool::with_limits(program, size, Limits::default())
    }

    /// The same with other limits.
    pub fn with_limits(program: PathBuf, size: usize, limits: Limits) -> Pool {
        let (starter, wanted) = channel::<Sender<io::Result<Process>>>();
        // A child is killed with the thread that started it, so this thread lives as long as the pool.
        let start_children = move || {
            for reply in wanted {
                // Whoever asked waits for the answer.
                let _ = reply.send(Process::start(&program, &limits));
            }
        };
        let started = thread::Builder::new().name("parser-pool".to_owned()).spawn(start_children);
        started.expect("the operating system gives threads");
        Pool { size: size.max(1), limits, starter, children: Mutex::default(), freed: Condvar::new() }
    }

    /// Parses a file in a child; waits while all of them are busy, like the other questions.
    pub fn parse(&self, name: &str, bytes: &[u8]) -> Result<Document, ProcessError> {
        self.parse_until(name, bytes, &AtomicBool::new(false))
    }

    /// The same; setting `cancelled` ends it with [`Stop::Cancelled`] within a fraction of a second.
    pub fn parse_until(&self, name: &str, bytes: &[u8], cancelled: &AtomicBool) -> Result<Document, ProcessError> {
        match self.ask_until(&Request::Parse { name }, bytes, cancelled)? {
            Answer::Document(document) => Ok(*document),
            _ => Err(OTHER_ANSWER),
        }
    }

    /// Draws a page, counted from 1.
    pub fn page_image(&self, bytes: &[u8], page: u32, width_px: u32) -> Result<PageImage, ProcessError> {
        match self.ask(&Request::PageImage { page, width_px }, bytes)? {
            Answer::PageImage(image) => Ok(image),
            _ => Err(OTHER_ANSWER),
        }
    }

    /// A copy of a PDF with the places marked.
    pub fn highlight(&self, bytes: &[u8], highlights: &[Highlight]) -> Result<Vec<u8>, ProcessError> {
        match self.ask(&Request::Highlight(highlights.into()), bytes)? {
            Answer::Highlighted(copy) => Ok(copy),
            _ => Err(OTHER_ANSWER),
        }
    }

    /// The parts of a PDF, each a file of its own; all of them in one answer, so that they are few or small.
    pub fn split(&self, bytes: &[u8], ranges: &[PageRange]) -> Result<Vec<Vec<u8>>, ProcessError> {
        match self.ask(&Request::Split(ranges.into()), bytes)? {
            Answer::Parts(parts) => Ok(parts),
            _ => Err(OTHER_ANSWER),
        }
    }

    /// The outline of a PDF.
    pub fn outline(&self, bytes: &[u8]) -> Result<Outline, ProcessError> {
        match self.ask(&Request::Outline, bytes)? {
            Answer::Outline(outline) => Ok(outline),
            _ => Err(OTHER_ANSWER),
        }
    }

    fn ask(&self, request: &Request, bytes: &[u8]) -> Result<Answer, ProcessError> {
        self.ask_until(request, bytes, &AtomicBool::new(false))
    }

    /// The answer to a question, of its kind.
    fn ask_until(&self, request: &Request, bytes: &[u8], cancelled: &AtomicBool) -> Result<Answer, ProcessError> {
        if bytes.len() as u64 > limits::FILE_BYTES_MAX {
            return Err(ParseError::TooLarge { bytes: bytes.len() as u64 }.into());
        }
        let head = request.head();
        if head.len() > limits::PARSER_QUESTION_BYTES_MAX {
            return Err(ParseError::LimitExceeded { limit: "PARSER_QUESTION_BYTES_MAX" }.into());
        }
        let mut place = Place { pool: self, child: self.take_place() };
        let mut child = match place.child.take() {
            Some(child) => child,
            None => self.start().map_err(|_| ProcessError::Stopped(Stop::Unavailable))?,
        };
        let message = child.ask(&head, bytes, &self.limits, cancelled).map_err(|failed| match failed {
            Failed::Stopped(stop) => ProcessError::Stopped(stop),
            Failed::TooLong => ParseError::LimitExceeded { limit: "PARSER_OUTPUT_BYTES_MAX" }.into(),
        })?;
        // A child whose message makes no sense is not asked again: it is dropped, which kills it.
        let reply = Reply::read(&message).map_err(|_| OTHER_ANSWER)?;
        drop(message);
        match reply {
            Reply::Answer(answer) if request.is_answered_by(&answer) => {
                place.child = self.if_fit(child);
                Ok(answer)
            }
            Reply::Answer(_) => Err(OTHER_ANSWER),
            Reply::Unreadable(error) => {
                place.child = self.if_fit(child);
                Err(error.into())
            }
            Reply::Defect => {
                tell_defect(&child.last_words());
                Err(ProcessError::Defect)
            }
        }
    }

    /// The child if it may serve another file. Its memory is what the system counts, not what it says itself.
    fn if_fit(&self, child: Process) -> Option<Process> {
        (child.jobs < self.limits.jobs_max && child.resident_bytes() <= self.limits.resident_bytes_max).then_some(child)
    }

    /// Waits for a place; an idle child comes with it if there is one.
    fn take_place(&self) -> Option<Process> {
        let mut children = self.lock();
        while children.busy >= self.size {
            children = self.freed.wait(children).unwrap_or_else(PoisonError::into_inner);
        }
        children.busy += 1;
        while let Some(mut child) = children.idle.pop() {
            if child.is_alive() {
                return Some(child);
            }
        }
        None
    }

    fn start(&self) -> io::Result<Process> {
        let (reply, started) = channel();
        self.starter.send(reply).map_err(io::Error::other)?;
        started.recv().map_err(io::Error::other)?
    }

    /// The lists stay whole when a thread panics while it holds them.
    fn lock(&self) -> MutexGuard<'_, Children> {
        self.children.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to use a child; given back with the child, or without it when the child is gone.
struct Place<'p> {
    pool: &'p Pool,
    child: Option<Process>,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut children = self.pool.lock();
        children.busy -= 1;
        children.idle.extend(self.child.take());
        self.pool.freed.notify_one();
    }
}

/// Hands on the place of a defect that the child's panic hook named, and nothing else of what the child wrote.
fn tell_defect(last_words: &str) {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-./:".contains(c);
    let lines = last_words.lines().filter_map(|line| line.strip_prefix("casecheck: defect at "));
    for place in lines.filter(|place| place.len() <= 256 && place.chars().all(is_plain)) {
        eprintln!("casecheck: defect at {place}");
    }
}
