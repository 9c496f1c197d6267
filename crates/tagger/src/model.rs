//! Owns the way of a text through the network: into windows, through an engine, and back as labels at bytes.

use extract::{Tagger, Tags};

use crate::decode;
use crate::engine::{self, Choice, EngineError, EngineKind, Inputs};
use crate::labels::LABELS;
use crate::window::{WINDOW_CHARS, WINDOWS_AT_ONCE, Window, windows};

/// The network, run by one engine. Its sessions belong to the threads that use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Model {
    engine: EngineKind,
}

impl Model {
    /// The network on the engine that was chosen.
    pub fn on(choice: &Choice) -> Model {
        Model { engine: choice.engine }
    }

    /// The network on the engine that is built in.
    pub fn built_in() -> Model {
        Model { engine: EngineKind::Rten }
    }

    /// The engine.
    pub fn engine(&self) -> EngineKind {
        self.engine
    }

    fn labelled(&self, text: &str) -> Result<Tags, EngineError> {
        let chars: Vec<char> = text.chars().collect();
        let mut seen = decode::Seen::with_room(chars.len());
        let windows = windows(chars.len());
        for group in windows.chunks(WINDOWS_AT_ONCE) {
            let outputs = engine::run(self.engine, inputs(&chars, group))?;
            for (row, window) in group.iter().enumerate() {
                seen.take(&outputs, row, window);
            }
        }
        Ok(seen.tags(text))
    }
}

/// The numbers of several windows.
fn inputs(text: &[char], windows: &[Window]) -> Inputs {
    let length = windows.first().map_or(0, |window| window.seen.len());
    let mut inputs = Inputs { chars: Vec::new(), pairs: Vec::new(), rows: windows.len(), length };
    for window in windows {
        // A window begins like a text: what stands before it is not seen.
        let mut before = '\n';
        for &c in &text[window.seen.clone()] {
            inputs.chars.push(LABELS.id(c));
            inputs.pairs.push(LABELS.pair(before, c));
            before = c;
        }
    }
    inputs
}

impl Tagger for Model {
    fn tag(&self, text: &str) -> Option<Tags> {
        if text.is_empty() {
            return Some(Tags::default());
        }
        self.labelled(text).ok()
    }

    fn kinds(&self, page: &str) -> Vec<(&'static str, f64)> {
        let chars: Vec<char> = page.chars().take(WINDOW_CHARS).collect();
        if chars.is_empty() {
            return Vec::new();
        }
        let whole = Window { seen: 0..chars.len(), kept: 0..chars.len() };
        let Ok(outputs) = engine::run(self.engine, inputs(&chars, &[whole])) else { return Vec::new() };
        let shares = decode::softmax(&outputs.kind);
        let mut kinds: Vec<(&'static str, f64)> = LABELS.kinds.iter().map(String::as_str).zip(shares).collect();
        kinds.sort_by(|a, b| b.1.total_cmp(&a.1));
        kinds
    }
}
