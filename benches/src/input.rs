//! Owns the reading of gold standards, case directories and texts from disk. Judges nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use pipeline::{Options, Processed};
use serde_json::{Map, Value as Json};

/// A record in its JSON form.
pub type Record = Map<String, Json>;

/// The records of a JSONL file with their ids, in the order of the file.
pub fn records(path: &Path) -> Result<Vec<(String, Record)>> {
    let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let mut out = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let at = || format!("{}, line {}", path.display(), index + 1);
        let record: Record = serde_json::from_str(line).with_context(at)?;
        let Some(id) = record.get("id").and_then(Json::as_str) else { bail!("{}: no id", at()) };
        out.push((id.to_string(), record));
    }
    Ok(out)
}

/// A file's name and bytes.
pub fn read(path: &Path) -> Result<(String, Vec<u8>)> {
    let bytes = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Ok((name, bytes))
}

/// The files of a directory, by name.
pub fn files(directory: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(directory).with_context(|| format!("reading {}", directory.display()))?;
    let mut out = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    out.sort();
    Ok(out)
}

/// The files of a directory by their names without suffix.
pub fn files_by_stem(directory: &Path) -> Result<BTreeMap<String, PathBuf>> {
    let stem = |path: &Path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(files(directory)?.into_iter().map(|path| (stem(&path), path)).collect())
}

/// Reads and processes a file.
pub fn process(path: &Path) -> Result<Processed> {
    let (name, bytes) = read(path)?;
    pipeline::process(&name, &bytes, Options::embedded()).with_context(|| format!("processing {}", path.display()))
}

/// The directories of cases at or directly below a path: those that say what is expected.
pub fn case_directories(path: &Path) -> Result<Vec<PathBuf>> {
    let is_case = |path: &PathBuf| path.join("expected.json").is_file();
    let out: Vec<PathBuf> = match is_case(&path.to_path_buf()) {
        true => vec![path.to_path_buf()],
        false => files(path)?.into_iter().filter(is_case).collect(),
    };
    if out.is_empty() {
        bail!("{}: no case with an expected.json", path.display());
    }
    Ok(out)
}

/// The true record of a case directory.
pub fn expected(directory: &Path) -> Result<Record> {
    let path = directory.join("expected.json");
    let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let expected: Record = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
    match expected.get("record") {
        Some(Json::Object(record)) => Ok(record.clone()),
        _ => bail!("{}: no record", path.display()),
    }
}

/// The fields of a gold record that its annotator was not sure about; the top-level key stands for all below it.
pub fn uncertain(record: &Record) -> Vec<String> {
    let fields = record.get("uncertain").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str);
    fields.map(|field| field.split('.').next().unwrap_or(field).to_string()).collect()
}
