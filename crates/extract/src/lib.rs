//! Reads the case record out of a document with rules, each value with the words that prove it. One rule per file in
//! `rules/`, listed in `RULES`; what one regular expression can say stands in the catalogue instead. Does not compare
//! with anything that was typed.

mod context;
mod merge;
mod pattern;
mod profile;
mod rules;

use casefile::{Code, Diagnostic, Record};
use catalog::Catalog;
use text::Reading;

pub use context::Context;
pub use merge::{Extracted, merge};
pub use profile::{Category, Material, Procedure, Profile};
pub use rules::{RULES, Rule};

/// Reads everything that the rules find in one document.
pub fn extract(reading: &Reading, catalog: &Catalog) -> (Extracted, Vec<Diagnostic>) {
    extract_with(Context::new(reading, catalog))
}

/// The same with the keyword prefilter switched off: every pattern runs. Slower, and by test never different.
pub fn extract_without_prefilter(reading: &Reading, catalog: &Catalog) -> (Extracted, Vec<Diagnostic>) {
    extract_with(Context::without_prefilter(reading, catalog))
}

fn extract_with(mut context: Context) -> (Extracted, Vec<Diagnostic>) {
    let mut record = Record::default();
    for rule in RULES {
        if context.profile.material <= rule.from {
            (rule.read)(&mut context, &mut record);
        }
    }
    let material = context.profile.material;
    let mut diagnostics = context.into_diagnostics();
    // Only a decision has the sections of one.
    diagnostics.retain(|diagnostic| material == Material::Decision || diagnostic.code != Code::SectionMissing);
    (Extracted { material, record }, diagnostics)
}
