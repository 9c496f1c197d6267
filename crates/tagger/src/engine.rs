//! Owns which engine runs the network and the sessions in which it runs: one per thread and engine, so that threads wait for
//! nobody. What the numbers mean is not known here.

use std::cell::RefCell;
use std::path::PathBuf;

mod onnxruntime;
mod rten;

/// A program that runs networks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EngineKind {
    /// Built in.
    Rten,
    /// Microsoft's library, found on this machine when the program starts; up to twice as fast.
    Onnxruntime,
}

impl EngineKind {
    /// Both, the built-in one first.
    pub const ALL: [EngineKind; 2] = [EngineKind::Rten, EngineKind::Onnxruntime];

    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            EngineKind::Rten => "rten",
            EngineKind::Onnxruntime => "onnxruntime",
        }
    }
}

/// Which engine runs, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The engine.
    pub engine: EngineKind,
    /// The library that was loaded; none for the built-in engine.
    pub library: Option<PathBuf>,
    /// Libraries that were looked at and not taken, with the reason.
    pub refused: Vec<(PathBuf, String)>,
}

/// Takes the first of the libraries that can be loaded and is new enough, else the built-in engine. A process has one such
/// library for its life: after a success the same one is given again.
pub fn choose(libraries: &[PathBuf]) -> Choice {
    let mut refused = Vec::new();
    for library in libraries {
        match onnxruntime::load(library) {
            Ok(loaded) => return Choice { engine: EngineKind::Onnxruntime, library: Some(loaded), refused },
            Err(reason) => refused.push((library.clone(), reason)),
        }
    }
    Choice { engine: EngineKind::Rten, library: None, refused }
}

/// Numbers of characters and pairs, row by row; all rows have the same length.
pub(crate) struct Inputs {
    pub(crate) chars: Vec<i32>,
    pub(crate) pairs: Vec<i32>,
    pub(crate) rows: usize,
    pub(crate) length: usize,
}

/// What the network answers, row by row, character by character.
#[derive(Debug)]
pub(crate) struct Outputs {
    pub(crate) fields: Vec<f32>,
    pub(crate) entities: Vec<f32>,
    /// One row per text.
    pub(crate) kind: Vec<f32>,
    pub(crate) marks: Vec<f32>,
    pub(crate) repairs: Vec<f32>,
}

/// The names that training gave them.
const INPUTS: [&str; 2] = ["chars", "pairs"];
const OUTPUTS: [&str; 5] = ["fields", "entities", "kind", "marks", "repairs"];

impl Outputs {
    fn of(values: [Vec<f32>; 5]) -> Outputs {
        let [fields, entities, kind, marks, repairs] = values;
        Outputs { fields, entities, kind, marks, repairs }
    }
}

/// Why an engine gave no answer. The words of the text are not in it.
#[derive(Debug, thiserror::Error)]
#[error("{engine} failed: {message}")]
pub(crate) struct EngineError {
    engine: &'static str,
    message: String,
}

impl EngineError {
    fn new(kind: EngineKind, error: &dyn std::fmt::Display) -> EngineError {
        EngineError { engine: kind.as_str(), message: error.to_string() }
    }
}

enum Session {
    Rten(rten::Session),
    Onnxruntime(onnxruntime::Session),
}

impl Session {
    fn open(kind: EngineKind) -> Result<Session, EngineError> {
        match kind {
            EngineKind::Rten => rten::Session::open().map(Session::Rten),
            EngineKind::Onnxruntime => onnxruntime::Session::open().map(Session::Onnxruntime),
        }
    }

    fn run(&mut self, inputs: Inputs) -> Result<Outputs, EngineError> {
        match self {
            Session::Rten(session) => session.run(inputs),
            Session::Onnxruntime(session) => session.run(&inputs),
        }
    }
}

thread_local! {
    static SESSIONS: RefCell<[Option<Session>; 2]> = const { RefCell::new([None, None]) };
}

/// Runs the network in the session of this thread.
pub(crate) fn run(kind: EngineKind, inputs: Inputs) -> Result<Outputs, EngineError> {
    SESSIONS.with_borrow_mut(|sessions| {
        let slot = &mut sessions[kind as usize];
        let session = match slot {
            Some(session) => session,
            None => slot.insert(Session::open(kind)?),
        };
        session.run(inputs)
    })
}
