//! Owns the reading of one typed text as a value of its field. Forms that only people and tables use (ticks, slashes in
//! dates, 1e5) are brought into the forms that values know; what still does not parse is kept as typed.

use casefile::{EnteredLeaf, Value, ValueError, ValueKind};
use catalog::Field;

use crate::error::{Problem, Warning};

/// A typed value and what is not in order with it; nothing if the field was left blank.
pub(crate) fn read(field: &Field, typed: &str, origin: &str) -> Option<(EnteredLeaf, Option<Warning>)> {
    let trimmed = typed.trim();
    if trimmed.is_empty() {
        return None;
    }
    let parsed = match field.kind {
        ValueKind::Flag => flag(trimmed)?,
        ValueKind::Date => Value::parse(field.kind, &date_form(trimmed)),
        ValueKind::Money => Value::parse(field.kind, &number_form(trimmed)),
        kind => Value::parse(kind, trimmed),
    };
    // The number of the case itself is a court's number; elsewhere awards and deeds stand in such fields too.
    let is_own_number = field.kind == ValueKind::CaseNumber && field.key.group().is_none();
    let parsed = match parsed {
        Ok(Value::Text(_)) if is_own_number => Err(ValueError::Form("case number")),
        parsed => parsed,
    };
    let leaf = |value| EnteredLeaf { value, typed: typed.to_string(), origin: origin.to_string() };
    Some(match parsed {
        Ok(value) => (leaf(value), None),
        Err(error) => (leaf(Value::Text(trimmed.to_string())), Some(warning(field, origin, Problem::Value(error)))),
    })
}

/// A warning on a field.
pub(crate) fn warning(field: &Field, origin: &str, problem: Problem) -> Warning {
    Warning { origin: origin.to_string(), field: field.key.clone(), name: field.name.to_string(), problem }
}

/// A tick; nothing for a box that was left open.
fn flag(typed: &str) -> Option<Result<Value, ValueError>> {
    match typed.to_lowercase().as_str() {
        "true" | "是" | "有" | "1" | "y" | "yes" | "√" | "✓" | "✔" | "☑" => Some(Ok(Value::Flag)),
        "false" | "否" | "无" | "没有" | "不是" | "0" | "n" | "no" | "×" | "☐" | "□" => None,
        _ => Some(Err(ValueError::Form("flag"))),
    }
}

/// 2018/3/1 and 2018-03-01T00:00:00 as 2018-3-1 and 2018-03-01.
fn date_form(typed: &str) -> String {
    let midnight = [" 00:00:00", "T00:00:00", " 0:00:00", " 0:00", " 00:00"];
    let day = midnight.iter().find_map(|suffix| typed.strip_suffix(suffix)).unwrap_or(typed);
    day.replace('/', "-")
}

/// 1e5 and ￥2,000 as 100000 and 2,000.
fn number_form(typed: &str) -> String {
    let bare = typed.trim_start_matches(['¥', '￥']).trim();
    let is_exponent = bare.contains(['e', 'E']) && bare.chars().all(|c| c.is_ascii_digit() || "eE+-.".contains(c));
    match bare.parse::<f64>() {
        Ok(number) if is_exponent && number.is_finite() => number.to_string(),
        _ => bare.to_string(),
    }
}
