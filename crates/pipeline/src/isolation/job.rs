//! Owns what a child can be asked and what it answers: the pure functions of `parse`. Does not know processes.

use std::panic::{AssertUnwindSafe, catch_unwind};

use casefile::Document;
use parse::ParseError;

use super::wire::{Malformed, Reader, Writer, document, error};

/// A question about the bytes of a file, which follow it on the wire.
#[derive(Clone, Copy, Debug)]
pub(super) enum Request<'a> {
    /// Read the document.
    Parse {
        /// The file name.
        name: &'a str,
    },
}

/// What a question gives.
#[derive(Debug)]
pub(super) enum Answer {
    /// The document.
    Document(Box<Document>),
}

/// How a job ended in a child that lives on.
#[derive(Debug)]
pub(super) enum Reply {
    /// The question is answered.
    Answer(Answer),
    /// The file cannot be read.
    Unreadable(ParseError),
    /// A panic was caught.
    Defect,
}

impl Request<'_> {
    /// The question as the head of a message; the bytes of the file end it.
    pub fn head(&self) -> Vec<u8> {
        let mut to = Writer::with_room(256);
        match self {
            Request::Parse { name } => {
                to.u8(0);
                to.text(name);
            }
        }
        to.into_bytes()
    }
}

/// Takes a message apart into the question and the bytes of the file.
pub(super) fn read_request(message: &[u8]) -> Result<(Request<'_>, &[u8]), Malformed> {
    let mut from = Reader::of(message);
    let request = match from.u8()? {
        0 => Request::Parse { name: from.text()? },
        _ => return Err(Malformed),
    };
    Ok((request, from.rest()))
}

/// Answers the question. A panic ends here.
pub(super) fn answer(request: Request, bytes: &[u8]) -> Reply {
    let work = || match request {
        Request::Parse { name } => parse::parse(name, bytes).map(|document| Answer::Document(Box::new(document))),
    };
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(answer)) => Reply::Answer(answer),
        Ok(Err(error)) => Reply::Unreadable(error),
        Err(_) => Reply::Defect,
    }
}

impl Reply {
    /// The reply as a message, with the memory that its child holds.
    pub fn message(&self, resident_bytes: u64) -> Vec<u8> {
        let mut to = Writer::with_room(match self {
            Reply::Answer(Answer::Document(document)) => document::size(document),
            Reply::Unreadable(_) | Reply::Defect => 256,
        });
        to.u64(resident_bytes);
        match self {
            Reply::Answer(Answer::Document(document)) => {
                to.u8(0);
                document::write(document, &mut to);
            }
            Reply::Unreadable(error) => {
                to.u8(1);
                error::write(error, &mut to);
            }
            Reply::Defect => to.u8(2),
        }
        to.into_bytes()
    }

    /// The reply of a message, with the memory that its child says to hold.
    pub fn read(message: &[u8]) -> Result<(Reply, u64), Malformed> {
        let mut from = Reader::of(message);
        let resident_bytes = from.u64()?;
        let reply = match from.u8()? {
            0 => Reply::Answer(Answer::Document(Box::new(document::read(&mut from)?))),
            1 => Reply::Unreadable(error::read(&mut from)?),
            2 => Reply::Defect,
            _ => return Err(Malformed),
        };
        from.end()?;
        Ok((reply, resident_bytes))
    }
}
