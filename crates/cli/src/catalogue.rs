//! Loads the catalogue: the embedded one, or a directory that replaces it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use catalog::Catalog;

use crate::failure::Failure;

/// The catalogue of a directory, or the embedded one.
pub fn load(directory: Option<&Path>) -> Result<&'static Catalog, Failure> {
    let Some(directory) = directory else { return Ok(Catalog::embedded()) };
    let files = files_of(directory)?;
    let loaded = Catalog::load(&files).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(|error| format!("  {error}")).collect();
        let message = format!("the catalogue in {} is not valid:\n{}", directory.display(), lines.join("\n"));
        Failure::new("catalogue_invalid", message, "run `casecheck catalog check --catalog DIR` after each change")
    })?;
    // One catalogue lives as long as the process; leaking it spares a lifetime in every signature.
    Ok(Box::leak(Box::new(loaded)))
}

/// The files of a catalogue directory by their path below it, with forward slashes.
pub fn files_of(directory: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let mut files = BTreeMap::new();
    let mut open: Vec<PathBuf> = vec![directory.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|error| unreadable(&folder, &error))? {
            let path = entry.map_err(|error| unreadable(&folder, &error))?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|suffix| suffix == "toml" || suffix == "tsv") {
                let text = std::fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
                let below = path.strip_prefix(directory).expect("found below the directory");
                files.insert(below.to_string_lossy().replace('\\', "/"), text);
            }
        }
    }
    Ok(files)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(
        "catalogue_unreadable",
        format!("cannot read {}: {error}", path.display()),
        "check the path of --catalog",
    )
}
