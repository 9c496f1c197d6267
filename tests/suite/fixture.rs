//! Owns the sample files as the tests see them: what lies in `samples/`, read and processed once. Expects nothing of the
//! results.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use catalog::Catalog;
use pipeline::{Options, Processed};
use serde_json::Value as Json;

/// A file below `samples/`.
#[derive(Debug)]
pub struct SampleFile {
    /// Path from `samples/`, for messages.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// What the pipeline made of it.
    pub processed: Processed,
}

/// A case directory of `samples/`.
#[derive(Debug)]
pub struct SampleCase {
    /// Name of the directory.
    pub name: String,
    /// Its documents, by name.
    pub files: Vec<SampleFile>,
    /// Bytes of `entered.json`.
    pub entered: Vec<u8>,
    /// `expected.json`.
    pub expected: Json,
}

/// The root of the working tree.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package lies below the root")
}

/// The catalogue of every test.
pub fn catalogue() -> &'static Catalog {
    Catalog::embedded()
}

/// Every sample case, by name.
pub fn cases() -> &'static [SampleCase] {
    static CASES: OnceLock<Vec<SampleCase>> = OnceLock::new();
    CASES.get_or_init(|| {
        let directories = entries(&root().join("samples"));
        let directories = directories.iter().filter(|path| path.join("entered.json").is_file());
        let cases: Vec<SampleCase> = directories.map(|path| case(path)).collect();
        assert!(cases.len() >= 18, "only {} sample cases were found", cases.len());
        cases
    })
}

/// The same judgment in every format, by the kind of case.
pub fn variants() -> &'static [(String, Vec<SampleFile>)] {
    static VARIANTS: OnceLock<Vec<(String, Vec<SampleFile>)>> = OnceLock::new();
    VARIANTS.get_or_init(|| {
        let folders = entries(&root().join("samples/variants"));
        let variants: Vec<_> = folders.iter().map(|path| (file_name(path), files(path))).collect();
        assert!(variants.len() >= 2, "only {} judgments with variants were found", variants.len());
        variants
    })
}

/// Every document of the samples, variants included.
pub fn every_file() -> impl Iterator<Item = &'static SampleFile> {
    let of_cases = cases().iter().flat_map(|case| &case.files);
    of_cases.chain(variants().iter().flat_map(|(_, files)| files))
}

/// The path of a sample file on disk.
pub fn path_of(file: &SampleFile) -> PathBuf {
    root().join("samples").join(&file.name)
}

/// What stands in a folder, in the order of names.
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let listed = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = listed.map(|entry| entry.expect("listed").path()).collect();
    paths.sort();
    paths
}

fn case(directory: &Path) -> SampleCase {
    let expected = read(&directory.join("expected.json"));
    SampleCase {
        name: file_name(directory),
        files: files(&directory.join("files")),
        entered: read(&directory.join("entered.json")),
        expected: serde_json::from_slice(&expected).expect("expected.json is JSON"),
    }
}

fn files(folder: &Path) -> Vec<SampleFile> {
    let read_and_process = |path: &PathBuf| {
        let name = path.strip_prefix(root().join("samples")).expect("below samples/").to_string_lossy().into_owned();
        let bytes = read(path);
        let processed = pipeline::process(&file_name(path), &bytes, Options::embedded());
        let processed = processed.unwrap_or_else(|error| panic!("{name}: {error}"));
        SampleFile { name, bytes, processed }
    };
    entries(folder).iter().map(read_and_process).collect()
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn file_name(path: &Path) -> String {
    path.file_name().expect("a file name").to_string_lossy().into_owned()
}
