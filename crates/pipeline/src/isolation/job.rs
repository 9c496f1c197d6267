//! Owns what a child can be asked and what it answers: the pure functions of `parse`. Does not know processes.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use casefile::Document;
use parse::{Highlight, Outline, PageImage, PageRange, ParseError};

use crate::wire::{Malformed, Reader, Writer, document, error, pages};

/// A question about the bytes of a file, which follow it on the wire.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Request<'a> {
    /// Read the document.
    Parse {
        /// The file name.
        name: &'a str,
    },
    /// Draw a page.
    PageImage {
        /// Number of the page, counted from 1.
        page: u32,
        /// The width of the picture in pixels.
        width_px: u32,
    },
    /// Mark places in a copy of a PDF.
    Highlight(Cow<'a, [Highlight]>),
    /// Take a PDF apart.
    Split(Cow<'a, [PageRange]>),
    /// Read the outline of a PDF.
    Outline,
}

/// What a question gives.
#[derive(Debug, PartialEq)]
pub(crate) enum Answer {
    /// The document.
    Document(Box<Document>),
    /// The picture of the page.
    PageImage(PageImage),
    /// The copy with the marks.
    Highlighted(Vec<u8>),
    /// The parts, one per range.
    Parts(Vec<Vec<u8>>),
    /// The outline.
    Outline(Outline),
}

/// How a job ended in a child that lives on.
#[derive(Debug, PartialEq)]
pub(crate) enum Reply {
    /// The question is answered.
    Answer(Answer),
    /// The file cannot be read.
    Unreadable(ParseError),
    /// A panic was caught.
    Defect,
}

/// A message in pieces, so that what is large is not copied before it is sent.
pub(crate) struct Message<'r> {
    /// The beginning.
    pub head: Vec<u8>,
    /// What follows, in order.
    pub bodies: Vec<&'r [u8]>,
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
            Request::PageImage { page, width_px } => {
                to.u8(1);
                to.u32(*page);
                to.u32(*width_px);
            }
            Request::Highlight(highlights) => {
                to.u8(2);
                pages::write_highlights(highlights, &mut to);
            }
            Request::Split(ranges) => {
                to.u8(3);
                pages::write_ranges(ranges, &mut to);
            }
            Request::Outline => to.u8(4),
        }
        to.into_bytes()
    }

    /// Whether the answer is one to this question, whatever it says.
    pub fn is_answered_by(&self, answer: &Answer) -> bool {
        match (self, answer) {
            (Request::Parse { .. }, Answer::Document(_))
            | (Request::PageImage { .. }, Answer::PageImage(_))
            | (Request::Highlight(_), Answer::Highlighted(_))
            | (Request::Outline, Answer::Outline(_)) => true,
            (Request::Split(ranges), Answer::Parts(parts)) => ranges.len() == parts.len(),
            (_, _) => false,
        }
    }
}

/// Takes a message apart into the question and the bytes of the file.
pub(crate) fn read_request(message: &[u8]) -> Result<(Request<'_>, &[u8]), Malformed> {
    let mut from = Reader::of(message);
    let request = match from.u8()? {
        0 => Request::Parse { name: from.text()? },
        1 => Request::PageImage { page: from.u32()?, width_px: from.u32()? },
        2 => Request::Highlight(pages::read_highlights(&mut from)?.into()),
        3 => Request::Split(pages::read_ranges(&mut from)?.into()),
        4 => Request::Outline,
        _ => return Err(Malformed),
    };
    Ok((request, from.rest()))
}

/// Answers the question. A panic ends here.
pub(crate) fn answer(request: Request, bytes: &[u8]) -> Reply {
    let work = || match request {
        Request::Parse { name } => parse::parse(name, bytes).map(|document| Answer::Document(Box::new(document))),
        Request::PageImage { page, width_px } => parse::page_image(bytes, page, width_px).map(Answer::PageImage),
        Request::Highlight(highlights) => parse::highlight(bytes, &highlights).map(Answer::Highlighted),
        Request::Split(ranges) => parse::split(bytes, &ranges).map(Answer::Parts),
        Request::Outline => parse::outline(bytes).map(Answer::Outline),
    };
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(answer)) => Reply::Answer(answer),
        Ok(Err(error)) => Reply::Unreadable(error),
        Err(_) => Reply::Defect,
    }
}

impl Reply {
    /// The reply as a message.
    pub fn message(&self) -> Message<'_> {
        let mut to = Writer::with_room(match self {
            Reply::Answer(Answer::Document(document)) => document::size(document),
            Reply::Answer(_) | Reply::Unreadable(_) | Reply::Defect => 256,
        });
        let mut bodies: Vec<&[u8]> = Vec::new();
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
            Reply::Answer(Answer::PageImage(image)) => {
                to.u8(3);
                bodies.push(pages::write_image(image, &mut to));
            }
            Reply::Answer(Answer::Highlighted(copy)) => {
                to.u8(4);
                bodies.push(copy);
            }
            Reply::Answer(Answer::Parts(parts)) => {
                to.u8(5);
                bodies.extend(pages::write_parts(parts, &mut to));
            }
            Reply::Answer(Answer::Outline(outline)) => {
                to.u8(6);
                pages::write_outline(outline, &mut to);
            }
        }
        Message { head: to.into_bytes(), bodies }
    }

    /// The reply of a message.
    pub fn read(message: &[u8]) -> Result<Reply, Malformed> {
        let mut from = Reader::of(message);
        let reply = match from.u8()? {
            0 => Reply::Answer(Answer::Document(Box::new(document::read(&mut from)?))),
            1 => Reply::Unreadable(error::read(&mut from)?),
            2 => Reply::Defect,
            3 => Reply::Answer(Answer::PageImage(pages::read_image(&mut from)?)),
            4 => return Ok(Reply::Answer(Answer::Highlighted(from.rest().to_vec()))),
            5 => Reply::Answer(Answer::Parts(pages::read_parts(&mut from)?)),
            6 => Reply::Answer(Answer::Outline(pages::read_outline(&mut from)?)),
            _ => return Err(Malformed),
        };
        from.end()?;
        Ok(reply)
    }
}

impl Message<'_> {
    /// How many bytes it has.
    pub fn length(&self) -> usize {
        self.head.len() + self.bodies.iter().map(|body| body.len()).sum::<usize>()
    }
}
