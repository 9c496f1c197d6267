//! Owns finding and reading the parts of an OFD package: locations relative to a part or to the document, in either
//! kind of slash and any case. Does not know what the parts mean.

use crate::error::ParseError;
use crate::format::ofd::node::{self, Tree};
use crate::zip_container::ZipContainer;

/// An open package.
pub(super) struct Package<'b> {
    zip: ZipContainer<'b>,
}

impl<'b> Package<'b> {
    pub fn open(bytes: &'b [u8]) -> Result<Package<'b>, ParseError> {
        Ok(Package { zip: ZipContainer::open(bytes)? })
    }

    pub fn has(&self, path: &str) -> bool {
        self.zip.has(path)
    }

    pub fn is_encrypted(&mut self, path: &str) -> bool {
        self.zip.is_encrypted(path)
    }

    /// Unpacked size of a part, as the container states it.
    pub fn size(&mut self, path: &str) -> Option<u64> {
        self.zip.size(path)
    }

    pub fn bytes(&mut self, path: &str) -> Option<Vec<u8>> {
        self.zip.entry(path).ok().map(|unpacked| unpacked.bytes)
    }

    /// A part as a tree: as much of it as can be read.
    pub fn tree(&mut self, path: &str) -> Option<Tree> {
        let unpacked = self.zip.entry(path).ok()?;
        let tree = node::tree(&crate::xml::decode(&unpacked.bytes));
        Some(Tree { is_whole: tree.is_whole && unpacked.complete, ..tree })
    }

    /// The part that a location means. Programs write it relative to the part it stands in (`folder`), to the document
    /// (`document_folder`) or to the package, whatever the standard says.
    pub fn resolve(&self, folder: &str, document_folder: &str, location: &str) -> Option<String> {
        let location = location.trim().replace('\\', "/");
        if location.is_empty() {
            return None;
        }
        let bases: &[&str] = if location.starts_with('/') { &[""] } else { &[folder, document_folder, ""] };
        let candidates = bases.iter().map(|base| normal(&format!("{base}/{location}")));
        candidates.into_iter().find(|path| self.has(path))
    }
}

/// The folder of a part, without a slash at its end.
pub(super) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The path without `.`, `..` and empty steps.
pub(super) fn normal(path: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}
