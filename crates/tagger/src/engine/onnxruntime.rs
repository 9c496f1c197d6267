//! The engine of libonnxruntime, which is loaded when the program runs and where it is found.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use ort::environment::Environment;
use ort::session::Session as OrtSession;
use ort::value::Tensor;

use super::{EngineError, EngineKind, INPUTS, Inputs, OUTPUTS, Outputs};
use crate::WEIGHTS;

struct Loaded {
    library: PathBuf,
    environment: Environment,
}

/// A process has one library and one environment.
static LOADED: Mutex<Option<Loaded>> = Mutex::new(None);

/// Loads a library, or says why it cannot be the engine. Gives the library that is loaded already, whatever is asked for.
pub(super) fn load(library: &Path) -> Result<PathBuf, String> {
    let mut loaded = LOADED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(loaded) = loaded.as_ref() {
        return Ok(loaded.library.clone());
    }
    let builder = ort::init_from(library).map_err(|error| error.to_string())?;
    let environment = builder.with_telemetry(false).build().map_err(|error| error.to_string())?;
    let library = library.to_path_buf();
    *loaded = Some(Loaded { library: library.clone(), environment });
    Ok(library)
}

pub(super) struct Session(OrtSession);

impl Session {
    pub(super) fn open() -> Result<Session, EngineError> {
        let loaded = LOADED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let loaded = loaded.as_ref().ok_or_else(|| failed("no library is loaded"))?;
        let builder = OrtSession::builder(&loaded.environment).map_err(failed)?;
        // A document is read on one thread; documents are read beside each other.
        let builder = builder.with_intra_threads(1).map_err(failed)?;
        let mut builder = builder.with_inter_threads(1).map_err(failed)?;
        builder.commit_from_memory(WEIGHTS).map(Session).map_err(failed)
    }

    pub(super) fn run(&mut self, inputs: &Inputs) -> Result<Outputs, EngineError> {
        let tensor = |ids: &[i32]| {
            let wide: Vec<i64> = ids.iter().copied().map(i64::from).collect();
            Tensor::from_array(([inputs.rows, inputs.length], wide)).map_err(failed)
        };
        let given = ort::inputs! { INPUTS[0] => tensor(&inputs.chars)?, INPUTS[1] => tensor(&inputs.pairs)? };
        let values = self.0.run(given).map_err(failed)?;
        let mut out: [Vec<f32>; 5] = Default::default();
        for (to, name) in out.iter_mut().zip(OUTPUTS) {
            let value = values.get(name).ok_or_else(|| failed("an output is missing"))?;
            *to = value.try_extract_tensor::<f32>().map_err(failed)?.1.to_vec();
        }
        Ok(Outputs::of(out))
    }
}

fn failed(error: impl std::fmt::Display) -> EngineError {
    EngineError::new(EngineKind::Onnxruntime, &error)
}
