//! Owns the table of the values of a case: by stage, items of groups together, each with both sides, what the check said and
//! the way to its words.

use casefile::ValueKind;
use catalog::{Catalog, FieldGroup};
use maud::{Markup, html};
use store::entry::EntryFieldRow;

use super::super::page;
use super::super::people::People;
use super::super::sides::{Stated, Words, origin_name, shown};
use super::values::{Row, Values, stage, top_group};
use crate::Service;
use crate::discrepancies::verdict_name;

const STAGES: [FieldGroup; 3] = [FieldGroup::Filing, FieldGroup::Trial, FieldGroup::Closing];

/// What is counted above the values of a stage.
const COUNTED: [&str; 6] = ["same", "different", "absent_in_entry", "absent_in_file", "masked", "unreadable"];

/// Words of a place that are shown before the rest is left to the page of the document.
const PLACES: usize = 3;

/// Every stage of the case with its values.
pub(super) fn show(service: &Service, values: &Values, people: &People) -> Markup {
    let catalog = service.catalog;
    html! {
        @if values.rows.is_empty() {
            section.panel aria-labelledby="case-values" {
                h2 #case-values { "信息项" }
                p.quiet { "尚无录入信息，也未提取到信息。上传卷宗后自动提取。" }
            }
        } @else {
            @for one in STAGES {
                @let rows: Vec<&Row> = values.rows.iter().filter(|row| stage(catalog, &row.field) == Some(one)).collect();
                section.panel aria-labelledby={"stage-" (one.name())} {
                    div.spread {
                        h2 #{"stage-" (one.name())} { (one.name()) "信息" }
                        (counted(&rows))
                    }
                    (table(catalog, one, &rows, values.is_entered, people))
                    (neither(catalog, one, &rows))
                }
            }
        }
    }
}

/// How many values came to what.
fn counted(rows: &[&Row]) -> Markup {
    let count = |wanted: &str| rows.iter().filter(|row| row.outcome.as_deref() == Some(wanted)).count();
    let counts = COUNTED.map(|wanted| (outcome(Some(wanted), true), count(wanted)));
    html! {
        p.row {
            @for ((name, class), count) in counts.into_iter().filter(|(_, count)| *count > 0) {
                span class={"badge " (class)} { (name) " " (count) }
            }
        }
    }
}

fn table(catalog: &Catalog, one: FieldGroup, rows: &[&Row], is_entered: bool, people: &People) -> Markup {
    if rows.is_empty() {
        return html! { p.quiet { "录入与卷宗均未载明。" } };
    }
    html! {
        div.scroll tabindex="0" role="group" aria-label={(one.name()) "信息，可左右滚动"} {
            table.values {
                caption.visually-hidden { (one.name()) "信息：录入值与卷宗记载" }
                thead { tr {
                    th scope="col" { "信息项" } th scope="col" { "录入值" } th scope="col" { "卷宗记载" }
                    th scope="col" { "核对" } th scope="col" { "出处" }
                } }
                @for item in rows.chunk_by(|a, b| a.item() == b.item()) {
                    tbody {
                        @if !item[0].item().is_empty() {
                            tr.item { th colspan="5" scope="rowgroup" { (item_name(catalog, item[0])) } }
                        }
                        @for row in item { (line(catalog, row, is_entered, people)) }
                    }
                }
            }
        }
    }
}

/// 当事人：被告 李四, and of what is inside it: 当事人：被告 李四 · 代理人与辩护人：王五.
fn item_name(catalog: &Catalog, row: &Row) -> String {
    let mut key = String::new();
    let mut names = Vec::new();
    for part in row.item().split("].") {
        let (group, label) = part.split_once('[').unwrap_or((part, ""));
        key = if key.is_empty() { group.to_string() } else { format!("{key}.{group}") };
        let name = catalog.group(&key).map_or(group, |group| &group.name);
        names.push(match label.trim_end_matches(']') {
            "" => name.to_string(),
            label => format!("{name}：{label}"),
        });
    }
    names.join(" · ")
}

fn line(catalog: &Catalog, row: &Row, is_entered: bool, people: &People) -> Markup {
    let field = catalog.field(&row.field);
    let kind = field.map_or(ValueKind::Text, |field| field.kind);
    let name = field.map_or(row.field.as_str(), |field| &field.name);
    html! {
        tr {
            th scope="row" { a.plain href={"/handbook/" (row.field)} { (name) } }
            td {
                @match &row.entered { Some(value) => (shown(kind, value)), None => { span.quiet { "—" } } }
                (history(&row.history, people))
            }
            td {
                @match &row.stated {
                    Some(stated) => (said(kind, stated)),
                    None => { span.quiet { "—" } }
                }
            }
            td { (state(row, is_entered)) }
            td { @if let Some(stated) = &row.stated { (places(&stated.evidence)) } }
        }
    }
}

fn said(kind: ValueKind, stated: &Stated) -> Markup {
    html! {
        (shown(kind, &stated.value))
        @if stated.confidence < 0.9 {
            " " span.quiet { "（把握" (format!("{:.0}", stated.confidence * 100.0)) "%）" }
        }
        @if !stated.others.is_empty() {
            details.others {
                summary { "另有" (stated.others.len()) "种记载" }
                ul { @for other in &stated.others {
                    li { (shown(kind, &other.value)) " " (places(&other.evidence)) }
                } }
            }
        }
    }
}

fn places(evidence: &[Words]) -> Markup {
    html! {
        @for words in evidence.iter().take(PLACES) {
            span.place { (words.link(&format!("第{}页", words.page))) " " }
        }
        @if evidence.len() > PLACES { span.quiet { "等" (evidence.len()) "处" } }
    }
}

/// The name of an outcome and its colour.
fn outcome(outcome: Option<&str>, is_entered: bool) -> (&'static str, &'static str) {
    match outcome {
        Some("same") => ("一致", "good"),
        Some("different") => ("不一致", "error"),
        Some("absent_in_entry") => ("录入缺项", "doubtful"),
        Some("absent_in_file") => ("文书未载", "doubtful"),
        Some("masked") => ("文书隐去", "notice"),
        Some("unreadable") => ("文书不清", "notice"),
        Some("not_applicable") => ("不适用", ""),
        _ if !is_entered => ("未录入", ""),
        _ => ("未比对", ""),
    }
}

fn state(row: &Row, is_entered: bool) -> Markup {
    let (name, class) = outcome(row.outcome.as_deref(), is_entered);
    html! {
        span class={"badge " (class)} title=[row.note.as_deref()] { (name) }
        @if let Some(note) = &row.note { div.quiet { (note) } }
        @if let Some(found) = &row.discrepancy {
            div.row {
                (page::tier(found.found.tier))
                a href={"/review/" (found.id)} {
                    @match found.verdict.as_deref() {
                        Some(verdict) => (verdict_name(verdict)),
                        None if found.state == "deferred" => "已搁置，去核实",
                        None => "去核实",
                    }
                    span.visually-hidden { "：" (found.found.path) }
                }
            }
        }
    }
}

fn history(changes: &[EntryFieldRow], people: &People) -> Markup {
    html! {
        @if !changes.is_empty() {
            details.typed {
                summary { "记录" span.visually-hidden { "：" (changes[0].field.path) "由谁录入" } }
                ol { @for change in changes {
                    li {
                        (page::instant(change.at)) " " (typist(people, &change.entered_by)) "（" (change.field.department) "）"
                        @match &change.field.value {
                            Some(value) => { "录入“" (value) "”" }
                            None => "删去",
                        }
                        span.quiet { "，来自" (origin_name(&change.field.origin)) }
                    }
                } }
            }
        }
    }
}

/// Who typed a value; what commands of the machine take in is nobody's own.
fn typist<'p>(people: &'p People, id: &str) -> &'p str {
    if id.is_empty() { "系统导入" } else { people.name(id) }
}

/// The fields of the case itself on which neither side says anything.
fn neither(catalog: &Catalog, one: FieldGroup, rows: &[&Row]) -> Markup {
    let is_there = |key: &str| rows.iter().any(|row| row.field == key || top_group(&row.field) == Some(key));
    let fields = catalog.fields().iter().filter(|field| stage(catalog, field.key.as_str()) == Some(one));
    let mut names: Vec<&str> = Vec::new();
    for field in fields {
        let key = field.key.as_str();
        let (key, name) = match top_group(key) {
            Some(group) => (group, catalog.group(group).map_or(group, |group| &group.name)),
            None => (key, &*field.name),
        };
        if !is_there(key) && !names.contains(&name) {
            names.push(name);
        }
    }
    html! {
        @if !names.is_empty() && !rows.is_empty() { p.quiet.neither { "录入与卷宗均未载明：" (names.join("、")) } }
    }
}
