//! Owns what the review screen tells about a discrepancy beside its values: the places of the words, how they were read, the
//! legal basis, other readings, the history of the entry, earlier decisions, and who is to decide.

use maud::{Markup, html};
use store::document::DocumentRow;
use store::review;

use super::Screen;
use crate::desk::page;
use crate::desk::queue::same_kind;
use crate::desk::sides::{Stated, Words, method_name, origin_name, short, shown};
use crate::discrepancies::verdict_name;

/// Characters of a quote.
const QUOTE_CHARS: usize = 60;

/// Everything beside the values.
pub(super) fn facts(screen: &Screen<'_>) -> Markup {
    html! {
        (places(screen))
        (basis(screen))
        (others(screen))
        (entry_history(screen))
        (decisions(screen))
        (assignment(screen))
    }
}

/// The words that prove the value, each with a link to its place.
fn places(screen: &Screen<'_>) -> Markup {
    let evidence = screen.stated.as_ref().map(|stated| stated.evidence.as_slice()).unwrap_or_default();
    html! {
        h2 { "出处" }
        @if evidence.is_empty() {
            p.quiet { "卷宗中未见该信息项的记载。" }
        }
        ol.places { @for words in evidence { li { (place(screen, words)) } } }
    }
}

fn place(screen: &Screen<'_>, words: &Words) -> Markup {
    let row = screen.documents.iter().find(|row| row.id == words.document);
    html! {
        (words.link(&format!("“{}”", short(&words.quote, QUOTE_CHARS))))
        span.quiet { " " (document_name(row)) "第" (words.page) "页" }
    }
}

fn document_name(row: Option<&DocumentRow>) -> &str {
    row.map_or("", |row| row.name.as_str())
}

/// Why it matters and how the value was read.
fn basis(screen: &Screen<'_>) -> Markup {
    let found = &screen.row.found;
    let Some(field) = screen.service.catalog.field(&found.field) else { return html! {} };
    html! {
        dl.facts {
            dt { "差异类型" } dd { a href=(same_kind(screen.narrowed, screen.row)) { (found.pattern) } }
            @if let Some(stated) = &screen.stated { dt { "提取方法" } dd title=(stated.method) { (method_name(&stated.method)) } }
            dt { "录入部门" } dd { (found.department) }
            @if let Some(origin) = origin(screen) { dt { "录入来源" } dd title=(origin) { (origin_name(origin)) } }
            dt { "依据" }
            dd {
                @for (at, basis) in field.basis.iter().enumerate() {
                    @if at > 0 { "；" } "《" (basis.law) "》"
                }
                @if field.basis.is_empty() { "信息项说明" }
                "　" a href={"/handbook/" (field.key)} { "查看手册" }
            }
            dt { "发现时间" } dd { (page::instant(screen.row.opened_at)) }
        }
    }
}

/// Where the value was last typed: a correction of another value writes the whole entry anew, so its history counts.
fn origin<'s>(screen: &'s Screen<'_>) -> Option<&'s str> {
    let entered = screen.entered.as_ref()?;
    let typed = screen.history.iter().rfind(|change| change.field.value.is_some());
    Some(typed.map_or(&entered.origin, |change| &change.field.origin))
}

/// Other readings of the file, each with its place.
fn others(screen: &Screen<'_>) -> Markup {
    if screen.others.is_empty() {
        return html! {};
    }
    let kind = screen.service.catalog.field(&screen.row.found.field).map(|field| field.kind);
    let value = |other: &Stated| kind.map_or(other.value.clone(), |kind| shown(kind, &other.value));
    html! {
        h2 { "卷宗其他记载" }
        ul.places {
            @for other in &screen.others {
                li {
                    strong { (value(other)) } " "
                    @for words in &other.evidence { (place(screen, words)) " " }
                }
            }
        }
    }
}

/// Who typed the value when.
fn entry_history(screen: &Screen<'_>) -> Markup {
    html! {
        h2 { "录入历史" }
        @if screen.history.is_empty() {
            p.quiet { "没有这一项的录入记录。" }
        }
        ul.history {
            @for change in &screen.history {
                li {
                    (page::instant(change.at)) " " (screen.people.name(&change.entered_by)) "（" (change.field.department) "）"
                    @match &change.field.value {
                        Some(value) => { "录入“" (short(value, QUOTE_CHARS)) "”" }
                        None => { "删除" }
                    }
                }
            }
        }
    }
}

/// Earlier decisions, those that were taken back among them, and what became of corrections.
fn decisions(screen: &Screen<'_>) -> Markup {
    if screen.reviews.is_empty() {
        return html! {};
    }
    let standing: Vec<&str> = review::standing(&screen.reviews).iter().map(|row| row.id.as_str()).collect();
    html! {
        h2 { "核实记录" }
        ul.history {
            @for row in &screen.reviews {
                li {
                    (page::instant(row.at)) " " (screen.people.name(&row.decided_by)) "："
                    strong { (verdict_name(&row.verdict)) }
                    @if row.undoes.is_none() && !standing.contains(&row.id.as_str()) { span.quiet { "（已撤回）" } }
                    @if let Some(value) = &row.value { "，正确值“" (short(value, QUOTE_CHARS)) "”" }
                    @if !row.reason.is_empty() { "，" (row.reason) }
                    @if let Some(words) = row.evidence.as_deref().and_then(|text| serde_json::from_str::<Words>(text).ok()) {
                        " " (words.link("出处"))
                    }
                }
            }
            @for row in &screen.corrections {
                li {
                    (page::instant(row.closed_at.unwrap_or(row.created_at))) " "
                    @match row.state.as_str() {
                        "done" => { span.badge.good { "已补录" } }
                        "withdrawn" => { span.badge { "补录任务已撤销" } }
                        _ => {
                            a href={"/corrections/" (row.id)} { "补录任务" } "，期限" (page::day(row.due_at))
                            @if row.returns > 0 { "，已退回" (row.returns) "次" }
                        }
                    }
                }
            }
        }
    }
}

/// Who is to decide it.
fn assignment(screen: &Screen<'_>) -> Markup {
    let row = screen.row;
    if !screen.may_review() || !screen.is_undecided() {
        return html! {};
    }
    html! {
        form.row.assign method="post" action=(screen.narrowed.address(&format!("/review/{}/assign", row.id))) {
            (page::csrf(screen.actor))
            label.inline {
                "核实人"
                select name="assignee" {
                    option value="" { "不指定" }
                    @for (id, name) in &screen.reviewers {
                        option value=(id) selected[row.assignee.as_deref() == Some(id)] { (name) }
                    }
                }
            }
            button { "指派" }
        }
    }
}
