//! The engines under test, and an invented document.

use std::path::PathBuf;

use tagger::{EngineKind, Model};

/// The version that `cargo xtask test` fetches.
const LIBRARY: &str = "target/onnxruntime-1.32.0/onnxruntime/capi/libonnxruntime.so.1.32.0";

/// A document of no real case.
pub const JUDGMENT: &str = "云河县人民法院\n民事判决书\n（2019）云0101民初12号\n原告：张建国，男，1980年1月2日出生，汉族，住云河县青石路8号。\n\
    委托诉讼代理人：王丽，云南青石律师事务所律师。\n被告：云河县青石建材有限公司，住所地云河县江月路9号。\n法定代表人：李明，经理。\n\
    原告张建国与被告云河县青石建材有限公司买卖合同纠纷一案，本院于2019年3月4日立案后，依法适用简易程序，公开开庭进行了审理。本案现已审理终结。\n\
    审判员陈志强\n二〇一九年五月六日\n书记员赵敏";

/// The model on each engine.
pub fn engines() -> [Model; 2] {
    let library = match std::env::var_os("ORT_DYLIB_PATH") {
        Some(path) => PathBuf::from(path),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(LIBRARY),
    };
    let choice = tagger::choose(&[library]);
    assert_eq!(
        choice.engine,
        EngineKind::Onnxruntime,
        "no library for the second engine ({:?}); `cargo xtask test` fetches it",
        choice.refused
    );
    [Model::built_in(), Model::on(&choice)]
}
