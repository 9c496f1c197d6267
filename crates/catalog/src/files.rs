//! Owns the embedded data files. An override directory is read by the caller and handed to the loader as the same map.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

static DATA: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/data");

/// The embedded data: names relative to the catalogue directory (`record.toml`, `fields/court.toml`) and their text.
pub fn embedded_files() -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    collect(&DATA, &mut files);
    files
}

fn collect(dir: &Dir<'static>, files: &mut BTreeMap<String, String>) {
    for file in dir.files() {
        let name = file.path().to_string_lossy().replace('\\', "/");
        let text = file.contents_utf8().expect("catalogue data is UTF-8");
        files.insert(name, text.to_string());
    }
    for inner in dir.dirs() {
        collect(inner, files);
    }
}
