//! Owns the taking apart of a ZIP archive that holds the files of a case, within the limits. Does not read the files; a
//! DOCX or OFD, which is a zip container too, is no archive.

use std::io::{Read, Seek};

use casefile::limits;
use encoding_rs::GBK;
use zip::ZipArchive;

use crate::error::ParseError;

/// A file of an archive, or why it cannot be taken out.
#[derive(Debug)]
pub struct ArchiveFile {
    /// Path in the archive as written there, with forward slashes. Only its last part names the file.
    pub path: String,
    /// The content.
    pub content: Result<Vec<u8>, ParseError>,
}

/// An open archive.
pub struct Archive<R> {
    zip: ZipArchive<R>,
    files: Vec<usize>,
    next: usize,
    room: u64,
}

impl<R: Read + Seek> Archive<R> {
    /// Opens an archive and lists its files; folders, and what systems leave in archives for themselves (`__MACOSX`,
    /// `.DS_Store`, `Thumbs.db`), are left out.
    pub fn open(from: R) -> Result<Archive<R>, ParseError> {
        let damaged = ParseError::Damaged { what: "zip container" };
        let mut zip = ZipArchive::new(from).map_err(|_| damaged.clone())?;
        if zip.len() > limits::ZIP_ENTRIES_MAX {
            return Err(ParseError::LimitExceeded { limit: "ZIP_ENTRIES_MAX" });
        }
        let mut files = Vec::new();
        for index in 0..zip.len() {
            let entry = zip.by_index_raw(index).map_err(|_| damaged.clone())?;
            if !entry.is_dir() && !is_litter(&path_of(entry.name_raw())) {
                files.push(index);
            }
        }
        if files.len() > limits::ARCHIVE_FILES_MAX {
            return Err(ParseError::LimitExceeded { limit: "ARCHIVE_FILES_MAX" });
        }
        Ok(Archive { zip, files, next: 0, room: limits::ARCHIVE_UNPACKED_BYTES_MAX })
    }

    /// How many files it holds.
    pub fn files(&self) -> usize {
        self.files.len()
    }

    /// The next file in the order of the archive. Once the files together are larger than the limit, the rest is refused.
    pub fn next_file(&mut self) -> Option<ArchiveFile> {
        let index = *self.files.get(self.next)?;
        self.next += 1;
        let path = self.zip.by_index_raw(index).map(|entry| path_of(entry.name_raw())).unwrap_or_default();
        let content = self.unpack(index);
        Some(ArchiveFile { path, content })
    }

    fn unpack(&mut self, index: usize) -> Result<Vec<u8>, ParseError> {
        let damaged = ParseError::Damaged { what: "zip container" };
        if self.zip.by_index_raw(index).is_ok_and(|entry| entry.encrypted()) {
            return Err(ParseError::Encrypted { what: "zip container" });
        }
        let entry = self.zip.by_index(index).map_err(|_| damaged.clone())?;
        if self.room == 0 {
            return Err(ParseError::LimitExceeded { limit: "ARCHIVE_UNPACKED_BYTES_MAX" });
        }
        let allowed = limits::FILE_BYTES_MAX.min(self.room);
        let mut content = Vec::new();
        entry.take(allowed + 1).read_to_end(&mut content).map_err(|_| damaged)?;
        let bytes = content.len() as u64;
        self.room = self.room.saturating_sub(bytes);
        match bytes > allowed {
            true => Err(ParseError::TooLarge { bytes }),
            false => Ok(content),
        }
    }
}

/// A name as its bytes say. Chinese Windows writes GBK and says nothing about it.
fn path_of(raw: &[u8]) -> String {
    let path = match std::str::from_utf8(raw) {
        Ok(text) => text.to_owned(),
        Err(_) => GBK.decode(raw).0.into_owned(),
    };
    path.replace('\\', "/")
}

fn is_litter(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    path.starts_with("__MACOSX/") || name.starts_with('.') || name == "Thumbs.db" || name == "desktop.ini"
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use encoding_rs::GBK;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::Archive;

    fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in files {
            zip.start_file(*name, SimpleFileOptions::default()).expect("a name is allowed");
            zip.write_all(content).expect("memory takes what is written");
        }
        zip.finish().expect("memory takes what is written").into_inner()
    }

    fn names(bytes: &[u8]) -> Vec<(String, Option<usize>)> {
        let mut open = Archive::open(Cursor::new(bytes)).expect("an archive");
        let files = std::iter::from_fn(|| open.next_file());
        files.map(|file| (file.path, file.content.ok().map(|content| content.len()))).collect()
    }

    #[test]
    fn files_come_in_order_without_the_litter() {
        let bytes =
            archive(&[("卷/判决书.txt", b"abc"), ("__MACOSX/._a", b"x"), ("卷/.DS_Store", b"x"), ("b.pdf", b"")]);
        let expected = [("卷/判决书.txt".to_string(), Some(3)), ("b.pdf".to_string(), Some(0))];
        assert_eq!(names(&bytes), expected);
    }

    #[test]
    fn a_name_in_gbk_is_read() {
        // The same length in both, so that the name can be exchanged in the finished archive.
        let (gbk, _, _) = GBK.encode("起诉状.txt");
        let placeholder = "x".repeat(gbk.len());
        let mut bytes = archive(&[(&placeholder, b"abc")]);
        let places: Vec<usize> =
            (0..bytes.len() - gbk.len()).filter(|&at| bytes[at..at + gbk.len()] == *placeholder.as_bytes()).collect();
        assert_eq!(places.len(), 2, "local and central name");
        places.iter().for_each(|&at| bytes[at..at + gbk.len()].copy_from_slice(&gbk));
        assert_eq!(names(&bytes), [("起诉状.txt".to_string(), Some(3))]);
    }

    #[test]
    fn what_is_no_archive_is_refused() {
        for bytes in [b"".as_slice(), b"PK\x03\x04", b"plain text"] {
            assert_eq!(Archive::open(Cursor::new(bytes)).err().map(|error| error.code()), Some("file_damaged"));
        }
    }
}
