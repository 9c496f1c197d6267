//! Owns what people read in the terminal, in Chinese: the case information of a document, and the discrepancies of a
//! case with their proof.

use std::fmt::Write;

use casefile::{Discrepancy, Evidence, Tier};
use catalog::Catalog;
use pipeline::Processed;
use unicode_width::UnicodeWidthStr;

use super::{Style, styled};
use crate::case::CheckedDirectory;

/// Longest quote shown on one line, in characters.
const QUOTE_CHARS_MAX: usize = 60;

/// Below this confidence a value is shown as doubtful.
const CONFIDENT: f64 = 0.9;

/// The fields of a document, one per line: name, value, confidence, place.
pub fn record(name: &str, processed: &Processed, catalog: &Catalog) -> String {
    let leaves = processed.extracted.record.leaves(catalog);
    let mut out = styled(Style::Heading, name);
    out.push('\n');
    let names: Vec<String> = leaves.iter().map(|(path, key, _)| catalog.path_name(path, key)).collect();
    let width = names.iter().map(|name| name.width()).max().unwrap_or(0).min(44);
    for ((_, _, leaf), name) in leaves.iter().zip(&names) {
        let chosen = &leaf.chosen;
        let confidence = chosen.confidence.fraction();
        let value = chosen.value.canonical();
        let value = if confidence < CONFIDENT { styled(Style::Doubtful, &value) } else { value };
        let place = chosen.evidence.first().map(|place| format!("第{}页", place.page())).unwrap_or_default();
        let place = styled(Style::Dim, &format!("{place} {:.0}%", confidence * 100.0));
        let _ = writeln!(out, "  {}  {value}  {place}", padded(name, width));
    }
    if leaves.is_empty() {
        out.push_str("  没有读出案件信息\n");
    }
    for diagnostic in &processed.diagnostics {
        let page = diagnostic.page.map(|page| format!("第{page}页 ")).unwrap_or_default();
        let (message, code, about) = (diagnostic.code.message_zh(), diagnostic.code.as_str(), &diagnostic.about);
        let line = format!("  注意：{page}{message}（{code} {about}）");
        let _ = writeln!(out, "{}", styled(Style::Doubtful, &line));
    }
    out
}

/// The findings of a case with the words that prove them.
pub fn case(case: &CheckedDirectory, catalog: &Catalog) -> String {
    let mut out = styled(Style::Heading, &case.name);
    if let Some(number) = case.checked.record.text("case_number") {
        let _ = write!(out, "  {}  {number}", case.checked.record.text("court").unwrap_or_default());
    }
    let _ = writeln!(out, "\n  {}", counts(case));
    for file in &case.files {
        if let Err(error) = &file.result {
            let line = format!("  无法读取 {}：[{}] {}", file.name, error.code(), error.message());
            let _ = writeln!(out, "{}", styled(Style::Error, &line));
        }
    }
    for warning in &case.warnings {
        let _ = writeln!(out, "{}", styled(Style::Doubtful, &format!("  录入提示：{warning}")));
    }
    for found in &case.checked.report.discrepancies {
        out.push_str(&discrepancy(found, case, catalog));
    }
    out
}

/// 比对 86 项：一致 80，错误 3 …
fn counts(case: &CheckedDirectory) -> String {
    let tier = |tier: Tier| case.checked.report.discrepancies.iter().filter(|found| found.tier == tier).count();
    format!(
        "比对 {} 项：一致 {}，错误 {}，存疑 {}，提示 {}，隐去 {}",
        case.compared(),
        case.same(),
        tier(Tier::Error),
        tier(Tier::Doubtful),
        tier(Tier::Notice),
        case.masked(),
    )
}

fn discrepancy(found: &Discrepancy, case: &CheckedDirectory, catalog: &Catalog) -> String {
    let style = match found.tier {
        Tier::Error => Style::Error,
        Tier::Doubtful => Style::Doubtful,
        Tier::Notice => Style::Dim,
    };
    let mark = styled(style, &format!("［{}］", found.tier.name()));
    let mut out = format!("  {mark}{}\n", catalog.path_name(&found.path, &found.field));
    let entered = found.entered.as_ref().map_or("（未录入）", |leaf| &leaf.typed);
    let _ = writeln!(out, "      录入  {entered}");
    match &found.extracted {
        None => {
            let _ = writeln!(out, "      卷宗  （未见记载）");
        }
        Some(extraction) => {
            let value = extraction.chosen.value.canonical();
            let _ = writeln!(out, "      卷宗  {}", styled(Style::Mark, &value));
            for place in extraction.chosen.evidence.iter().take(3) {
                let _ = writeln!(out, "      出处  {}", proof(place, case));
            }
        }
    }
    let _ = writeln!(out, "      说明  {}", found.reason);
    out
}

/// 民事判决书.pdf 第2页 “…于2018年3月10日立案…”, with some words around the quote.
fn proof(place: &Evidence, case: &CheckedDirectory) -> String {
    let name = case.document_name(place.document());
    let (before, after) = case.words_around(place, 12);
    let quote = shortened(place.quote());
    format!("{name} 第{}页 “{before}{}{after}”", place.page(), styled(Style::Mark, &quote))
}

fn shortened(quote: &str) -> String {
    let one_line: String = quote.chars().map(|c| if c == '\n' { ' ' } else { c }).collect();
    match one_line.chars().count() > QUOTE_CHARS_MAX {
        true => one_line.chars().take(QUOTE_CHARS_MAX).chain(['…']).collect(),
        false => one_line,
    }
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// A line over all cases, after more than one.
pub fn summary(cases: usize, flagged: usize, discrepancies: usize) -> String {
    styled(Style::Heading, &format!("共 {cases} 件，{flagged} 件有疑点，疑点 {discrepancies} 处"))
}
