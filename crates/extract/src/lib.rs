//! Reads the case record out of a document with rules, each value with the words that prove it. One rule per file in
//! `rules/`, listed in `RULES`; what one regular expression can say stands in the catalogue instead. Does not compare
//! with anything that was typed.

mod context;
mod fusion;
mod merge;
mod pattern;
mod profile;
mod rules;
mod tagger;

use casefile::{Code, Diagnostic, Extraction, Record};
use catalog::Catalog;
use text::Reading;

use fusion::{Labelled, Look, Text};

pub use context::Context;
pub use merge::{Extracted, merge};
pub use profile::{Category, Material, Procedure, Profile};
pub use rules::{RULES, Rule};
pub use tagger::{Proposal, Tag, Tagger, Tags};

/// Reads everything that the rules find in one document.
pub fn extract(reading: &Reading, catalog: &Catalog) -> (Extracted, Vec<Diagnostic>) {
    extract_with(Context::new(reading, catalog))
}

/// The same with the keyword prefilter switched off: every pattern runs. Slower, and by test never different.
pub fn extract_without_prefilter(reading: &Reading, catalog: &Catalog) -> (Extracted, Vec<Diagnostic>) {
    extract_with(Context::without_prefilter(reading, catalog))
}

/// The same with a model beside the rules. A text that lost its line ends, its marks or many characters is mended by the
/// model's proposals first, so that the rules can read it; what the document prints and where stays untouched.
pub fn extract_with_model(reading: &Reading, catalog: &Catalog, tagger: &dyn Tagger) -> (Extracted, Vec<Diagnostic>) {
    let Some(Look { tags, mends, wrong_share }) = fusion::look(reading.text(), tagger) else {
        let (extracted, mut diagnostics) = extract(reading, catalog);
        diagnostics.push(Diagnostic::new(Code::ModelFailed, ""));
        return (extracted, diagnostics);
    };
    if mends.is_empty() {
        return read(Context::new(reading, catalog), Some(Labelled { tags: &tags, text: Text::Intact, wrong_share }));
    }
    let mended = reading.mended(&mends, catalog);
    let tags = tagger.tag(mended.text()).unwrap_or_default();
    let labelled = Labelled { tags: &tags, text: Text::Mended, wrong_share };
    let (extracted, mut diagnostics) = read(Context::new(&mended, catalog), Some(labelled));
    diagnostics.push(Diagnostic::new(Code::TextMended, ""));
    (extracted, diagnostics)
}

/// What a model reads without any rule; for measuring what it adds.
pub fn extract_by_model(reading: &Reading, catalog: &Catalog, tagger: &dyn Tagger) -> Record<Extraction> {
    let Some(Look { tags, wrong_share, .. }) = fusion::look(reading.text(), tagger) else { return Record::default() };
    let mut context = Context::new(reading, catalog);
    context.profile.material = Material::Decision;
    let mut record = Record::default();
    fusion::fuse(&mut context, &mut record, Labelled { tags: &tags, text: Text::Mended, wrong_share });
    record
}

fn extract_with(context: Context) -> (Extracted, Vec<Diagnostic>) {
    read(context, None)
}

fn read(mut context: Context, labelled: Option<Labelled>) -> (Extracted, Vec<Diagnostic>) {
    let mut record = Record::default();
    for rule in RULES {
        if context.profile.material <= rule.from {
            (rule.read)(&mut context, &mut record);
        }
    }
    let material = context.profile.material;
    if let Some(labelled) = labelled
        && material <= Material::Complaint
    {
        fusion::fuse(&mut context, &mut record, labelled);
    }
    let mut diagnostics = context.into_diagnostics();
    // Only a decision has the sections of one.
    diagnostics.retain(|diagnostic| material == Material::Decision || diagnostic.code != Code::SectionMissing);
    (Extracted { material, record }, diagnostics)
}
