//! `casecheck doctor`: which engine runs the model on this machine, and why.

use std::time::Instant;

use clap::Args;
use pipeline::Tagger;
use serde_json::json;
use tagger::{Choice, EngineKind, Model};

use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::{model, view};

/// Say which engine runs the model, and why.
///
/// The engine is libonnxruntime where one is found (ORT_DYLIB_PATH, beside the program, the loader's path), else the
/// engine that is built in. Both give the same labels.
#[derive(Args)]
#[command(after_help = "Examples:\n  casecheck doctor\n  ORT_DYLIB_PATH=/opt/libonnxruntime.so casecheck doctor")]
pub struct Doctor {
    /// JSON instead of text.
    #[arg(long)]
    json: bool,
}

/// An invented text on which the engines are tried.
const TRIAL: &str = "云河县人民法院\n民事判决书\n（2019）云0101民初12号\n原告：张甲，男，1980年1月2日出生，汉族，住云河县青石路8号。\n\
    被告：云河县青石建材有限公司，住所地云河县江月路9号。\n法定代表人：李乙，经理。\n原告张甲与被告云河县青石建材有限公司买卖合同纠纷一案，\
    本院于2019年3月4日立案后，依法适用简易程序，公开开庭进行了审理。本案现已审理终结。\n审判员王丙\n二〇一九年五月六日\n书记员赵丁";

/// Runs of the trial; the first one opens the session and is not counted.
const RUNS: u32 = 5;

/// Runs the command.
pub fn run(command: &Doctor) -> Result<Outcome, Failure> {
    let choice = model::choice();
    let reader = model::loaded();
    let answer = trial(reader);
    let same = answer == trial(&Model::built_in());
    let speed = characters_per_second(reader);
    if command.json {
        let refused = choice.refused.iter().map(|(path, reason)| json!({"library": path, "reason": reason}));
        view::print_line(
            &json!({
                "engine": choice.engine.as_str(),
                "library": choice.library,
                "refused": refused.collect::<Vec<_>>(),
                "model": tagger::NAME,
                "sha256": tagger::sha256(),
                "labels": answer.len(),
                "same_as_built_in": same,
                "characters_per_second": speed.round(),
            })
            .to_string(),
        );
    } else {
        view::print_line(&described(choice, answer.len(), same, speed));
    }
    match answer.is_empty() || !same {
        true => Err(Failure::new(
            "model_failed",
            "the model does not run as it should on this machine",
            "remove or replace the library that is named above, or use --no-model",
        )),
        false => Ok(Outcome::default()),
    }
}

fn described(choice: &Choice, labels: usize, same: bool, speed: f64) -> String {
    let mut lines = vec![match (&choice.library, choice.engine) {
        (Some(library), _) => format!("推理引擎：onnxruntime（{}）", library.display()),
        (None, EngineKind::Rten | EngineKind::Onnxruntime) => {
            "推理引擎：内置 rten（未找到可用的 libonnxruntime）".to_string()
        }
    }];
    for (library, reason) in &choice.refused {
        lines.push(format!("  未采用 {}：{}", library.display(), reason.lines().next().unwrap_or_default()));
    }
    lines.push(format!("模型：{}，SHA-256 {}", tagger::NAME, tagger::sha256()));
    let verdict = if same { "与内置引擎一致" } else { "与内置引擎不一致" };
    lines.push(format!("自检：标出{labels}处，{verdict}；单线程每秒约{}字", speed.round()));
    lines.join("\n")
}

/// The labels of the trial text, as words.
fn trial(reader: &Model) -> Vec<(&'static str, String)> {
    let tags = reader.tag(TRIAL).unwrap_or_default();
    tags.fields.into_iter().map(|tag| (tag.label, TRIAL[tag.range].to_string())).collect()
}

fn characters_per_second(reader: &Model) -> f64 {
    let text = TRIAL.repeat(10);
    let start = Instant::now();
    for _ in 0..RUNS {
        reader.tag(&text);
    }
    f64::from(RUNS) * text.chars().count() as f64 / start.elapsed().as_secs_f64()
}
