//! Owns the words that name the kind of a disagreement: the same for every case in which the same thing went wrong, so that
//! people can decide a whole kind at once. Values stand in them only where a list prescribes them; names, dates and sums of
//! a single case never do.

use casefile::{Comparison, EnteredLeaf, Extraction, ValueKind};
use catalog::{Catalog, Field};

use crate::reason;

/// The kind of a disagreement in words.
pub(crate) fn of(
    field: &Field,
    outcome: Comparison,
    typed: Option<&EnteredLeaf>,
    found: Option<&Extraction>,
    catalog: &Catalog,
) -> String {
    let slip = typed.zip(found).and_then(|(typed, found)| reason::slip_of(field.kind, typed, found, catalog));
    match (outcome, typed, found) {
        (Comparison::Masked, ..) => "卷宗隐去".to_string(),
        (Comparison::Unreadable, ..) => "字迹无法辨认".to_string(),
        (_, Some(typed), Some(found)) if is_listed(field.kind) => {
            format!("“{}”录为“{}”", found.chosen.value.canonical(), typed.typed.trim())
        }
        (_, Some(_), Some(_)) => slip.map_or_else(|| "两者不同".to_string(), |slip| slip.sentence()),
        (_, None, Some(found)) if is_listed(field.kind) => format!("漏录“{}”", found.chosen.value.canonical()),
        (_, None, _) => "漏录".to_string(),
        (_, Some(typed), None) if is_listed(field.kind) => format!("卷宗未载“{}”", typed.typed.trim()),
        (_, Some(_), None) => "卷宗未载".to_string(),
    }
}

/// Whether values of the kind come from a list, so that the same pair of values recurs from case to case.
fn is_listed(kind: ValueKind) -> bool {
    matches!(
        kind,
        ValueKind::Choice
            | ValueKind::Court
            | ValueKind::Cause
            | ValueKind::Charge
            | ValueKind::Law
            | ValueKind::Article
            | ValueKind::Ethnicity
    )
}
