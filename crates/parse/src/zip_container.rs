//! Owns reading entries of a zip container within the limits. Does not know what the entries mean.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use casefile::limits;
use zip::ZipArchive;

use crate::error::ParseError;
use crate::xml;

/// An open container. Names are matched without regard to case, a leading slash or the kind of slash, as the programs
/// that write these files disagree on them.
pub(crate) struct ZipContainer<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    indices: HashMap<String, usize>,
    room: u64,
}

impl<'b> ZipContainer<'b> {
    pub fn open(bytes: &'b [u8]) -> Result<ZipContainer<'b>, ParseError> {
        let damaged = ParseError::Damaged { what: "zip container" };
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged)?;
        if archive.len() > limits::ZIP_ENTRIES_MAX {
            return Err(ParseError::LimitExceeded { limit: "ZIP_ENTRIES_MAX" });
        }
        let mut indices = HashMap::new();
        for index in 0..archive.len() {
            if let Some(name) = archive.name_for_index(index) {
                indices.entry(plain_name(name)).or_insert(index);
            }
        }
        Ok(ZipContainer { archive, indices, room: limits::ZIP_TOTAL_BYTES_MAX })
    }

    pub fn has(&self, name: &str) -> bool {
        self.indices.contains_key(&plain_name(name))
    }

    /// Whether an entry opens only with a password.
    pub fn is_encrypted(&mut self, name: &str) -> bool {
        let Some(&index) = self.indices.get(&plain_name(name)) else { return false };
        self.archive.by_index_raw(index).is_ok_and(|file| file.encrypted())
    }

    /// The unpacked size of an entry, as the container states it.
    pub fn size(&mut self, name: &str) -> Option<u64> {
        let &index = self.indices.get(&plain_name(name))?;
        self.archive.by_index_raw(index).ok().map(|file| file.size())
    }

    /// The unpacked entry: what could be unpacked of it, and whether that is all.
    pub fn entry(&mut self, name: &str) -> Result<Unpacked, ParseError> {
        let missing = ParseError::Damaged { what: "zip container" };
        let &index = self.indices.get(&plain_name(name)).ok_or(missing.clone())?;
        let file = self.archive.by_index(index).map_err(|_| missing)?;
        let allowed = limits::ZIP_ENTRY_BYTES_MAX.min(self.room);
        let mut bytes = Vec::new();
        let complete = file.take(allowed + 1).read_to_end(&mut bytes).is_ok();
        if bytes.len() as u64 > allowed {
            let of_entry = allowed == limits::ZIP_ENTRY_BYTES_MAX;
            let limit = if of_entry { "ZIP_ENTRY_BYTES_MAX" } else { "ZIP_TOTAL_BYTES_MAX" };
            return Err(ParseError::LimitExceeded { limit });
        }
        self.room -= bytes.len() as u64;
        Ok(Unpacked { bytes, complete })
    }

    /// An entry as text, where it is there and whole.
    pub fn text(&mut self, name: &str) -> Option<String> {
        let unpacked = self.entry(name).ok()?;
        unpacked.complete.then(|| xml::decode(&unpacked.bytes))
    }
}

/// What an entry holds.
pub(crate) struct Unpacked {
    pub bytes: Vec<u8>,
    /// False where the compressed data broke off or its checksum is wrong.
    pub complete: bool,
}

fn plain_name(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}
