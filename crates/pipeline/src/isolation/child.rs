//! Owns the child's side: it limits itself before the first job, then answers one question after the other until its
//! standard input closes. Does not know its parent.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::AsFd;
use std::thread;

use casefile::limits;
use rustix::process::{Resource, Rlimit, Signal, getrlimit, setrlimit};
use rustix::time::{ClockId, clock_gettime};

use super::job::{self, Message};
use super::stop::EXIT_UNLIMITED;

/// The limits that a child sets for itself.
#[derive(Clone, Copy, Debug)]
pub struct ChildLimits {
    /// Most address space, in bytes.
    pub memory_bytes_max: u64,
    /// Most seconds of processor time per job.
    pub cpu_seconds_max: u64,
}

/// Serves the parent at the other end of standard input and output; the result is the exit code of the process.
pub fn serve(limits: ChildLimits) -> u8 {
    if limit_self(limits).is_err() {
        return EXIT_UNLIMITED;
    }
    let served = thread::Builder::new()
        .name("parser".to_owned())
        .stack_size(limits::PARSER_STACK_BYTES)
        .spawn(move || serve_all(limits.cpu_seconds_max))
        .map(thread::JoinHandle::join);
    match served {
        Ok(Ok(Ok(()))) => 0,
        // The parent is gone or sends what no parent sends; there is nobody to tell.
        Ok(Ok(Err(_)) | Err(_)) => 1,
        Err(_) => EXIT_UNLIMITED,
    }
}

fn limit_self(limits: ChildLimits) -> rustix::io::Result<()> {
    rustix::thread::set_no_new_privs(true)?;
    rustix::process::set_parent_process_death_signal(Some(Signal::KILL))?;
    limit(Resource::Core, 0)?;
    limit(Resource::Fsize, 0)?;
    limit(Resource::Nofile, limits::PARSER_OPEN_FILES_MAX)?;
    limit(Resource::As, limits.memory_bytes_max)
}

/// Lowers a limit for good; one that is lower already stays.
fn limit(resource: Resource, most: u64) -> rustix::io::Result<()> {
    let most = getrlimit(resource).maximum.map_or(most, |known| known.min(most));
    setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })
}

/// Gives the next job its processor time. The kernel counts whole seconds of the whole process, so the limit moves on
/// with what earlier jobs have used.
fn limit_cpu(seconds: u64) -> rustix::io::Result<()> {
    let used = u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or(0);
    let maximum = getrlimit(Resource::Cpu).maximum;
    let soft = (used + 1).saturating_add(seconds);
    setrlimit(Resource::Cpu, Rlimit { current: Some(maximum.map_or(soft, |hard| hard.min(soft))), maximum })
}

fn serve_all(cpu_seconds_max: u64) -> io::Result<()> {
    let mut input = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    let mut output = File::from(io::stdout().as_fd().try_clone_to_owned()?);
    while let Some(length) = next_length(&mut input)? {
        if length > limits::FILE_BYTES_MAX + limits::PARSER_QUESTION_BYTES_MAX as u64 {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut message = vec![0; usize::try_from(length).map_err(io::Error::other)?];
        input.read_exact(&mut message)?;
        limit_cpu(cpu_seconds_max)?;
        let (request, bytes) = job::read_request(&message).map_err(|_| io::ErrorKind::InvalidData)?;
        let reply = job::answer(request, bytes);
        // The answer may be as large as the file: there is no need to hold both while it is sent.
        drop(message);
        send(&reply.message(), &mut output)?;
    }
    Ok(())
}

/// The length of the next message; none when the parent has closed the pipe.
fn next_length(input: &mut File) -> io::Result<Option<u64>> {
    let mut length = [0; 8];
    match input.read_exact(&mut length) {
        Ok(()) => Ok(Some(u64::from_le_bytes(length))),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

fn send(message: &Message, output: &mut File) -> io::Result<()> {
    output.write_all(&(message.length() as u64).to_le_bytes())?;
    output.write_all(&message.head)?;
    message.bodies.iter().try_for_each(|body| output.write_all(body))
}
