//! Owns one child from the parent's side: one question out, one answer in, within the limits of time and size. Nothing
//! that the child does or omits makes the parent wait beyond the limit. Does not know what the messages mean.

use std::io;
use std::path::Path;
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use casefile::limits;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::Limits;
use super::stop::Stop;

/// How much is read at once.
const CHUNK_BYTES: usize = 256 * 1024;

/// How long a child that has closed its output may take to end by itself, so that its exit status can be read.
const ENDING_MS_MAX: u64 = 1_000;

/// How long a cancelled question may go on.
const CANCEL_MS_MAX: u64 = 100;

/// The length that stands before each message.
const LENGTH_BYTES: usize = 8;

/// Why no message came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failed {
    /// The child was stopped, or stopped by itself.
    Stopped(Stop),
    /// The message would be longer than is allowed.
    TooLong,
}

/// A child that waits for a question or works on one.
#[derive(Debug)]
pub(super) struct Process {
    child: Child,
    input: ChildStdin,
    output: ChildStdout,
    errors: Option<ChildStderr>,
    /// How many questions it has been asked.
    pub jobs: u32,
    last_words: Vec<u8>,
    chunk: Vec<u8>,
}

impl Process {
    /// Starts a child. It is the child's parent that must live on: the thread that calls this.
    pub fn start(program: &Path, limits: &Limits) -> io::Result<Process> {
        let mut child = Command::new(program)
            .args(["parser-child", &limits.memory_bytes_max.to_string(), &limits.cpu_seconds_max.to_string()])
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let input = child.stdin.take().expect("standard input is piped");
        let output = child.stdout.take().expect("standard output is piped");
        let errors = child.stderr.take().expect("standard error is piped");
        rustix::io::ioctl_fionbio(&input, true)?;
        rustix::io::ioctl_fionbio(&output, true)?;
        rustix::io::ioctl_fionbio(&errors, true)?;
        let (last_words, chunk) = (Vec::new(), vec![0; CHUNK_BYTES]);
        Ok(Process { child, input, output, errors: Some(errors), jobs: 0, last_words, chunk })
    }

    /// Whether the child has not ended while nobody asked it anything.
    pub fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// The memory that the child holds, as the system counts it; 0 where it does not say.
    pub fn resident_bytes(&self) -> u64 {
        let pages = std::fs::read_to_string(format!("/proc/{}/statm", self.child.id())).ok();
        let pages = pages.as_deref().and_then(|text| text.split_whitespace().nth(1)).and_then(|word| word.parse().ok());
        pages.unwrap_or(0u64).saturating_mul(rustix::param::page_size() as u64)
    }

    /// Sends the two parts of a message and waits for the answer, unless it is cancelled. After a failure the child is gone.
    pub fn ask(
        &mut self,
        head: &[u8],
        file: &[u8],
        limits: &Limits,
        cancelled: &AtomicBool,
    ) -> Result<Vec<u8>, Failed> {
        self.jobs += 1;
        self.last_words.clear();
        let deadline = Instant::now() + Duration::from_millis(limits.wall_ms_max);
        let length = ((head.len() + file.len()) as u64).to_le_bytes();
        let mut unsent: Vec<&[u8]> = vec![file, head, &length];
        let mut answer = Answer { length: None, bytes: Vec::new() };
        loop {
            let Some(left) = deadline.checked_duration_since(Instant::now()) else {
                self.kill();
                return Err(Failed::Stopped(Stop::Wall));
            };
            if cancelled.load(Ordering::Relaxed) {
                self.kill();
                return Err(Failed::Stopped(Stop::Cancelled));
            }
            let at_most = left.min(Duration::from_millis(CANCEL_MS_MAX));
            if let Err(error) = self.wait_for_pipes(!unsent.is_empty(), at_most)
                && error != Errno::INTR
            {
                self.kill();
                return Err(Failed::Stopped(Stop::Crashed));
            }
            // A child that dies stops reading; why it died is learnt below.
            if self.send(&mut unsent).is_err() {
                unsent.clear();
            }
            self.read_errors();
            match self.receive(&mut answer, limits.output_bytes_max) {
                Received::More => {}
                Received::Whole => return Ok(answer.bytes),
                Received::TooLong => {
                    self.kill();
                    return Err(Failed::TooLong);
                }
                Received::Closed => return Err(Failed::Stopped(self.reason_of_end())),
            }
        }
    }

    /// Ends the child, whatever it does.
    pub fn kill(&mut self) -> Option<ExitStatus> {
        // Both fail only when the child has ended and been waited for.
        let _ = self.child.kill();
        self.child.wait().ok()
    }

    /// What the child wrote on standard error during the last question.
    pub fn last_words(&mut self) -> String {
        self.read_errors();
        String::from_utf8_lossy(&self.last_words).into_owned()
    }

    fn wait_for_pipes(&self, sending: bool, left: Duration) -> Result<(), Errno> {
        let timeout = Timespec::try_from(left).map_err(|_| Errno::INVAL)?;
        let mut pipes = vec![PollFd::new(&self.output, PollFlags::IN)];
        pipes.extend(self.errors.as_ref().map(|errors| PollFd::new(errors, PollFlags::IN)));
        if sending {
            pipes.push(PollFd::new(&self.input, PollFlags::OUT));
        }
        poll(&mut pipes, Some(&timeout)).map(|_| ())
    }

    /// Sends as much as the pipe takes; the parts stand in reverse order.
    fn send(&self, unsent: &mut Vec<&[u8]>) -> Result<(), Errno> {
        while let Some(part) = unsent.pop() {
            if part.is_empty() {
                continue;
            }
            match rustix::io::write(&self.input, part) {
                Ok(count) => unsent.push(&part[count..]),
                Err(Errno::AGAIN | Errno::INTR) => {
                    unsent.push(part);
                    return Ok(());
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn receive(&mut self, answer: &mut Answer, bytes_max: usize) -> Received {
        loop {
            match rustix::io::read(&self.output, &mut self.chunk[..]) {
                Ok(0) => return Received::Closed,
                Ok(count) => match answer.take(&self.chunk[..count], bytes_max) {
                    Received::More => {}
                    done => return done,
                },
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => return Received::More,
                Err(_) => return Received::Closed,
            }
        }
    }

    /// Empties the pipe, so that the child never waits for it, and keeps the last of it.
    fn read_errors(&mut self) {
        let Some(errors) = &self.errors else { return };
        loop {
            match rustix::io::read(errors, &mut self.chunk[..]) {
                Ok(0) => {
                    self.errors = None;
                    return;
                }
                Ok(count) => {
                    self.last_words.extend_from_slice(&self.chunk[..count]);
                    let over = self.last_words.len().saturating_sub(limits::PARSER_LAST_WORDS_BYTES_MAX);
                    self.last_words.drain(..over);
                }
                Err(Errno::INTR) => {}
                Err(_) => return,
            }
        }
    }

    /// Waits for the end of a child that has closed its output.
    fn reason_of_end(&mut self) -> Stop {
        let deadline = Instant::now() + Duration::from_millis(ENDING_MS_MAX);
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => {
                    self.read_errors();
                    return Stop::of(status, &self.last_words);
                }
                Ok(None) if Instant::now() < deadline => std::thread::sleep(Duration::from_millis(1)),
                Ok(None) | Err(_) => {
                    self.kill();
                    return Stop::Crashed;
                }
            }
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// What became of a read.
enum Received {
    More,
    Whole,
    TooLong,
    Closed,
}

/// An answer on its way in. It takes room as its bytes come, not as it claims to need.
struct Answer {
    length: Option<usize>,
    bytes: Vec<u8>,
}

impl Answer {
    fn take(&mut self, chunk: &[u8], bytes_max: usize) -> Received {
        self.bytes.extend_from_slice(chunk);
        if self.length.is_none()
            && let Some(length) = self.bytes.first_chunk::<LENGTH_BYTES>()
        {
            let length = u64::from_le_bytes(*length);
            self.length = Some(usize::try_from(length).unwrap_or(usize::MAX));
            self.bytes.drain(..LENGTH_BYTES);
        }
        match self.length {
            Some(length) if length > bytes_max => Received::TooLong,
            // One answer to one question: whatever follows is no answer.
            Some(length) if self.bytes.len() > length => Received::Closed,
            Some(length) if self.bytes.len() == length => Received::Whole,
            Some(_) | None => Received::More,
        }
    }
}
