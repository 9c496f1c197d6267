//! Owns writing files that a person asked for. Knows no format.

use std::io::Write;
use std::path::Path;

use crate::failure::Failure;

/// Writes a file, or to standard output where its name is `-`. A closed pipe ends the program quietly.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if path.as_os_str() == "-" {
        let mut out = std::io::stdout().lock();
        if out.write_all(bytes).and_then(|()| out.flush()).is_err() {
            std::process::exit(0);
        }
        return Ok(());
    }
    std::fs::write(path, bytes).map_err(|error| {
        let message = format!("cannot write {}: {error}", path.display());
        Failure::new("output_unwritable", message, "check the folder and the permissions")
    })
}
