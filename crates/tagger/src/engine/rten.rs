//! The engine that is built in: pure Rust, nothing to install.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, OnceLock};
use std::thread;

use ::rten::{Model, NodeId, RunOptions, ThreadPool, Value, ValueOrView};
use rten_tensor::NdTensor;

use super::{EngineError, EngineKind, INPUTS, Inputs, OUTPUTS, Outputs};
use crate::WEIGHTS;

/// The weights are shared; what a run needs besides belongs to the session.
static MODEL: OnceLock<Result<Model, String>> = OnceLock::new();

/// A thread that runs the network for the thread that has the session. The engine waits for threads of its own in a way in
/// which a thread of a pool would begin another document meanwhile; the plain wait for an answer does not.
pub(super) struct Session {
    questions: Sender<Inputs>,
    answers: Receiver<Result<Outputs, EngineError>>,
}

impl Session {
    pub(super) fn open() -> Result<Session, EngineError> {
        let (questions, asked) = channel::<Inputs>();
        let (answer, answers) = channel();
        // Loading waits for threads, too.
        let work = move || {
            let runner = Runner::new();
            for inputs in asked {
                let outputs = match &runner {
                    Ok(runner) => runner.run(&inputs),
                    Err(error) => Err(failed(error)),
                };
                if answer.send(outputs).is_err() {
                    return;
                }
            }
        };
        thread::Builder::new().name("model".into()).spawn(work).map_err(failed)?;
        Ok(Session { questions, answers })
    }

    pub(super) fn run(&mut self, inputs: Inputs) -> Result<Outputs, EngineError> {
        self.questions.send(inputs).map_err(|_| failed("its thread has ended"))?;
        self.answers.recv().map_err(|_| failed("its thread has ended"))?
    }
}

struct Runner {
    model: &'static Model,
    inputs: [NodeId; 2],
    outputs: [NodeId; 5],
    options: RunOptions,
}

impl Runner {
    fn new() -> Result<Runner, EngineError> {
        let loaded = MODEL.get_or_init(|| Model::load_static_slice(WEIGHTS).map_err(|error| error.to_string()));
        let model = loaded.as_ref().map_err(failed)?;
        let node = |name: &str| model.node_id(name).map_err(failed);
        // A document is read on one thread; documents are read beside each other.
        let pool = Arc::new(ThreadPool::with_num_threads(1));
        Ok(Runner {
            model,
            inputs: [node(INPUTS[0])?, node(INPUTS[1])?],
            outputs: [node(OUTPUTS[0])?, node(OUTPUTS[1])?, node(OUTPUTS[2])?, node(OUTPUTS[3])?, node(OUTPUTS[4])?],
            options: RunOptions::default().with_thread_pool(Some(pool)),
        })
    }

    fn run(&self, inputs: &Inputs) -> Result<Outputs, EngineError> {
        let shape = [inputs.rows, inputs.length];
        let chars = NdTensor::from_data(shape, inputs.chars.clone());
        let pairs = NdTensor::from_data(shape, inputs.pairs.clone());
        let given: Vec<(NodeId, ValueOrView)> = vec![(self.inputs[0], chars.into()), (self.inputs[1], pairs.into())];
        let values = self.model.run_n(given, self.outputs, Some(self.options.clone())).map_err(failed)?;
        let mut out: [Vec<f32>; 5] = Default::default();
        for (to, value) in out.iter_mut().zip(values) {
            *to = numbers(value)?;
        }
        Ok(Outputs::of(out))
    }
}

fn numbers(value: Value) -> Result<Vec<f32>, EngineError> {
    let tensor = value.into_tensor::<f32>().ok_or_else(|| failed("an output is no tensor of numbers"))?;
    Ok(tensor.into_data())
}

fn failed(error: impl std::fmt::Display) -> EngineError {
    EngineError::new(EngineKind::Rten, &error)
}
