//! Reads files from disk within the limits. Knows no format.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use casefile::limits;
use pipeline::isolation::Parser;
use pipeline::{Options, ProcessError, Processed};

/// Why a file gave no result.
#[derive(Debug)]
pub enum FileError {
    /// The file system refused it.
    Io(std::io::Error),
    /// Its content could not be processed.
    Process(ProcessError),
}

impl FileError {
    /// The stable code, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            FileError::Io(error) if error.kind() == std::io::ErrorKind::NotFound => "file_missing",
            FileError::Io(_) => "file_unreadable",
            FileError::Process(error) => error.code(),
        }
    }

    /// What is wrong.
    pub fn message(&self) -> String {
        match self {
            FileError::Io(error) => error.to_string(),
            FileError::Process(error) => error.to_string(),
        }
    }

    /// What is wrong, for the people of a court.
    pub fn message_zh(&self) -> String {
        match self {
            FileError::Io(_) => "无法从磁盘读取该文件。".to_string(),
            FileError::Process(error) => error.message_zh(),
        }
    }

    /// What to do next.
    pub fn hint(&self) -> &'static str {
        match self {
            FileError::Io(_) => "check the path and the permissions",
            FileError::Process(error) => error.hint(),
        }
    }
}

/// Reads and processes one file.
pub fn process(path: &Path, parser: &Parser, options: Options) -> Result<Processed, FileError> {
    let bytes = read(path)?;
    pipeline::process_with(parser, &name_of(path), &bytes, options).map_err(FileError::Process)
}

/// The bytes of a file; one too large is refused before it is read.
pub fn read(path: &Path) -> Result<Vec<u8>, FileError> {
    let file = File::open(path).map_err(FileError::Io)?;
    let size = file.metadata().map_err(FileError::Io)?.len();
    if size > limits::FILE_BYTES_MAX {
        let error = ProcessError::Unreadable(pipeline::ParseError::TooLarge { bytes: size });
        return Err(FileError::Process(error));
    }
    let mut bytes = Vec::with_capacity(size as usize);
    file.take(limits::FILE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(FileError::Io)?;
    Ok(bytes)
}

/// The file name without its directories.
pub fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy()).into_owned()
}

/// The file name without directories and suffix.
pub fn stem_of(path: &Path) -> String {
    path.file_stem().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy()).into_owned()
}

/// Parses the bytes of a file without reading anything out of them.
pub fn parse(path: &Path, parser: &Parser, bytes: &[u8]) -> Result<casefile::Document, FileError> {
    parser.parse(&name_of(path), bytes).map_err(FileError::Process)
}
