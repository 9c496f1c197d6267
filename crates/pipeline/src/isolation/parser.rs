//! Owns the choice between this process and child processes. Does no work itself.

use std::sync::atomic::AtomicBool;

use casefile::Document;
use parse::{Highlight, Outline, PageImage, PageRange};

use super::Pool;
use crate::{Parts, ProcessError};

/// Where work on files is done.
#[derive(Debug)]
pub enum Parser {
    /// In this process: faster by a little, and a hostile file may take the program with it.
    InProcess,
    /// In child processes.
    Isolated(Pool),
}

impl Parser {
    /// Parses a file.
    pub fn parse(&self, name: &str, bytes: &[u8]) -> Result<Document, ProcessError> {
        self.parse_until(name, bytes, &AtomicBool::new(false))
    }

    /// Parses a file; setting `cancelled` stops a child with [`super::Stop::Cancelled`]. This process cannot be stopped.
    pub fn parse_until(&self, name: &str, bytes: &[u8], cancelled: &AtomicBool) -> Result<Document, ProcessError> {
        match self {
            Parser::InProcess => crate::parse(name, bytes),
            Parser::Isolated(pool) => pool.parse_until(name, bytes, cancelled),
        }
    }

    /// Draws a page, counted from 1.
    pub fn page_image(&self, bytes: &[u8], page: u32, width_px: u32) -> Result<PageImage, ProcessError> {
        match self {
            Parser::InProcess => crate::page_image(bytes, page, width_px),
            Parser::Isolated(pool) => pool.page_image(bytes, page, width_px),
        }
    }

    /// A copy of a PDF with the places marked.
    pub fn highlight(&self, bytes: &[u8], highlights: &[Highlight]) -> Result<Vec<u8>, ProcessError> {
        match self {
            Parser::InProcess => crate::highlight(bytes, highlights),
            Parser::Isolated(pool) => pool.highlight(bytes, highlights),
        }
    }

    /// The outline of a PDF.
    pub fn outline(&self, bytes: &[u8]) -> Result<Outline, ProcessError> {
        match self {
            Parser::InProcess => crate::outline(bytes),
            Parser::Isolated(pool) => pool.outline(bytes),
        }
    }

    /// The parts of a PDF, each a file of its own, made as they are asked for. Pages that do not exist are told before
    /// the first part.
    pub fn split<'a>(&'a self, bytes: &'a [u8], ranges: &'a [PageRange]) -> Parts<'a> {
        Parts::new(self, bytes, ranges)
    }

    /// Some parts at once.
    pub(crate) fn split_at_once(&self, bytes: &[u8], ranges: &[PageRange]) -> Result<Vec<Vec<u8>>, ProcessError> {
        match self {
            Parser::InProcess => crate::split(bytes, ranges),
            Parser::Isolated(pool) => pool.split(bytes, ranges),
        }
    }
}
