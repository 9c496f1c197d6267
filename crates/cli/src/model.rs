//! Owns where the model's engine is looked for on this machine: the environment, the folder of the program, the loader's
//! path. Runs nothing.

use std::path::PathBuf;
use std::sync::OnceLock;

use tagger::{Choice, Model};

/// Names of the library, the plain one first.
const LIBRARIES: &[&str] = if cfg!(windows) {
    &["onnxruntime.dll"]
} else if cfg!(target_os = "macos") {
    &["libonnxruntime.dylib"]
} else {
    &["libonnxruntime.so", "libonnxruntime.so.1"]
};

/// The engine of this process, chosen once.
pub fn choice() -> &'static Choice {
    static CHOICE: OnceLock<Choice> = OnceLock::new();
    CHOICE.get_or_init(|| tagger::choose(&candidates()))
}

/// The model of this process.
pub fn loaded() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(|| Model::on(choice()))
}

/// The model's name and the beginning of its checksum, as runs keep it.
pub fn version() -> String {
    format!("{} {}", tagger::NAME, &tagger::sha256()[..12])
}

/// Where the library may lie, in the order in which it is looked for.
fn candidates() -> Vec<PathBuf> {
    let mut out: Vec<PathBuf> = std::env::var_os("ORT_DYLIB_PATH").map(PathBuf::from).into_iter().collect();
    let program = std::env::current_exe().ok();
    let beside = program.as_deref().and_then(|path| path.parent());
    out.extend(LIBRARIES.iter().filter_map(|name| Some(beside?.join(name))).filter(|path| path.exists()));
    // A bare name is looked up by the loader, in its own path.
    out.extend(LIBRARIES.iter().map(PathBuf::from));
    out
}
