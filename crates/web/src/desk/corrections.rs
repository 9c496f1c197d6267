//! Owns corrections as pages: what a department is to put right, until when, and the form that does it. The corrected entry
//! is a new version; the check of it says whether the correction is done.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Redirect;
use axum::routing::get;
use casefile::limits::DISCREPANCIES_COUNTED_MAX;
use entry::{Correction, CorrectionError};
use intake::EntryVersion;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use store::correction::{self, CorrectionFilter, CorrectionRow};
use store::job::Priority;
use store::{Millis, PageRequest, case};

use super::document::{self, Mark, Shown, Tone};
use super::form::Submitted;
use super::narrowed::{DEPARTMENTS, choice};
use super::page::{self, Place};
use super::refusal::Refusal;
use super::sides::{Entered, Stated, place_name, short, shown, side};
use super::visitor::Visitor;
use crate::Service;
use crate::actor::Actor;
use crate::error::ApiError;
use crate::request::{Asked, At};
use crate::role::Action;

pub(super) fn routes() -> Router<Arc<Service>> {
    Router::new().route("/corrections", get(list)).route("/corrections/{id}", get(show).post(correct))
}

/// Rows of a page.
const ROWS: u32 = 50;

/// Characters of a value in the table.
const VALUE_CHARS: usize = 40;

const STATES: [(&str, &str); 3] = [("open", "待补录"), ("done", "已补录"), ("withdrawn", "已撤销")];

/// Which corrections somebody looks at.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Wanted {
    #[serde(skip_serializing_if = "String::is_empty")]
    state: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    department: String,
    /// `1`: past their day alone.
    #[serde(skip_serializing_if = "String::is_empty")]
    overdue: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    after: String,
}

impl Wanted {
    fn filter(&self, actor: &Actor, now: Millis) -> CorrectionFilter {
        let given = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        CorrectionFilter {
            state: Some(given(&self.state).unwrap_or_else(|| "open".to_string())),
            // Whoever enters for one department sees its own work.
            department: actor.role.department().map(str::to_string).or_else(|| given(&self.department)),
            due_before: (self.overdue == "1").then_some(now),
            ..CorrectionFilter::default()
        }
    }
}

async fn list(
    State(service): State<Arc<Service>>,
    Visitor(actor): Visitor,
    Asked(wanted): Asked<Wanted>,
) -> Result<Markup, Refusal> {
    let (store, now) = (&service.store, Millis::now());
    let filter = wanted.filter(&actor, now);
    let after = Some(wanted.after.clone()).filter(|after| !after.is_empty());
    let found = correction::list(store, &actor.scope, &filter, &PageRequest { after, rows: ROWS }).await?;
    let count = correction::count(store, &actor.scope, &filter, DISCREPANCIES_COUNTED_MAX).await?;
    let body = html! {
        div.spread {
            h1 { "补录任务" }
            p { "共" strong { (count) } "项" @if let Some(department) = actor.role.department() { "，" (department) } }
        }
        section.panel aria-label="筛选" {
            form.filters method="get" action="/corrections" role="search" aria-label="筛选补录任务" {
                (choice("状态", "state", &wanted.state, "", &STATES))
                @if actor.role.department().is_none() {
                    (choice("录入部门", "department", &wanted.department, "全部", &DEPARTMENTS))
                }
                (choice("期限", "overdue", &wanted.overdue, "不限", &[("1", "已逾期")]))
                button { "筛选" }
            }
        }
        section.panel aria-label="补录任务列表" {
            @if found.items.is_empty() { p { "没有符合条件的补录任务。" } }
            @else { (table(&service, &found.items, now)) }
            @if let Some(next) = &found.next {
                @let next = Wanted { after: next.clone(), ..wanted.clone() };
                p { a.button href={"/corrections?" (serde_urlencoded::to_string(&next).unwrap_or_default())} { "下一页" } }
            }
        }
    };
    Ok(page::page(&actor, Place::Corrections, "补录任务", body))
}

fn table(service: &Service, rows: &[CorrectionRow], now: Millis) -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-label="补录任务列表，可左右滚动" {
            table {
                caption.visually-hidden { "按期限排列的补录任务" }
                thead { tr {
                    th scope="col" { "期限" } th scope="col" { "案件" } th scope="col" { "信息项" }
                    th scope="col" { "录入值" } th scope="col" { "应为" } th scope="col" { "录入部门" } th scope="col" { "状态" }
                } }
                tbody { @for row in rows { (line(service, row, now)) } }
            }
        }
    }
}

fn line(service: &Service, row: &CorrectionRow, now: Millis) -> Markup {
    let is_overdue = row.state == "open" && row.due_at < now;
    let (entered, right) = (entered_text(row), right_text(service, row));
    html! {
        tr {
            td class=[is_overdue.then_some("overdue")] { (page::day(row.due_at)) @if is_overdue { " 逾期" } }
            td { a href={"/cases/" (row.case_id)} { (row.case_label) } }
            th scope="row" { a href={"/corrections/" (row.id)} { (place_name(service.catalog, &row.path, &row.field)) } }
            td { (short(&entered, VALUE_CHARS)) }
            td { (short(&right, VALUE_CHARS)) }
            td { (row.department) }
            td { (state(row)) }
        }
    }
}

fn entered_text(row: &CorrectionRow) -> String {
    side::<Entered>(row.entered.as_deref())
        .map_or("（未录入）".to_string(), |entered| entered.typed.trim().to_string())
}

fn right_text(service: &Service, row: &CorrectionRow) -> String {
    let Some(value) = right_value(row) else { return "（应删除）".to_string() };
    service.catalog.field(&row.field).map_or(value.clone(), |field| shown(field.kind, &value))
}

/// What the reviewer said is right, or else what the file says.
fn right_value(row: &CorrectionRow) -> Option<String> {
    row.right_value.clone().or_else(|| side::<Stated>(row.extracted.as_deref()).map(|stated| stated.value))
}

fn state(row: &CorrectionRow) -> Markup {
    html! {
        @match row.state.as_str() {
            "done" => { span.badge.good { "已补录" } }
            "withdrawn" => { span.badge { "已撤销" } }
            _ if row.returns > 0 => { span.badge.error { "补录后仍不一致，退回" (row.returns) "次" } }
            _ => { span.badge.doubtful { "待补录" } }
        }
    }
}

/// What was just done.
#[derive(Deserialize)]
struct Told {
    /// Whether a corrected entry was just written.
    sent: Option<String>,
}

async fn show(
    State(service): State<Arc<Service>>,
    Visitor(actor): Visitor,
    At(id): At<String>,
    Asked(told): Asked<Told>,
) -> Result<Markup, Refusal> {
    let row = correction::get(&service.store, &actor.scope, &id).await?;
    correction_page(&service, &actor, &row, told.sent.is_some(), None).await
}

async fn correction_page(
    service: &Service,
    actor: &Actor,
    row: &CorrectionRow,
    is_sent: bool,
    error: Option<&ApiError>,
) -> Result<Markup, Refusal> {
    let case = case::get(&service.store, &actor.scope, &row.case_id).await?;
    let is_waiting = is_sent && row.state == "open" && case.checked_revision < case.revision;
    let documents = document::documents_of(service, actor, &row.case_id).await?;
    let stated: Option<Stated> = side(row.extracted.as_deref());
    let first = stated.iter().flat_map(|stated| &stated.evidence).next();
    let shown = first.map(|words| Shown {
        document_id: words.document.clone(),
        page: Some(words.page),
        marks: vec![Mark { span: words.span(), tone: Tone::Evidence }],
    });
    let shown = shown
        .or_else(|| documents.first().map(|row| Shown { document_id: row.id.clone(), page: None, marks: Vec::new() }));
    let viewer = match &shown {
        Some(shown) => document::viewer(service, &documents, shown).await?,
        None => html! { section.panel { p { "本案没有可以查看的文书。" } } },
    };
    let body = html! {
        div.correct {
            (viewer)
            section.panel aria-labelledby="what" {
                p.quiet { a href="/corrections" { "补录任务" } " › " a href={"/cases/" (row.case_id)} { (row.case_label) } }
                h1 #what { (place_name(service.catalog, &row.path, &row.field)) }
                p { (state(row)) }
                @if let Some(error) = error { p.refused role="alert" { (error.message) (error.hint) } }
                @if is_waiting {
                    p.warning role="status" data-await-case=(row.case_id) { "补录已提交，正在重新核对。完成后本页自动更新。" }
                } @else if is_sent && row.state == "done" {
                    p.done role="status" { "补录后与卷宗一致，任务已办结。" }
                }
                dl.facts {
                    dt { "录入值" } dd { (entered_text(row)) }
                    dt { "应为" } dd { strong { (right_text(service, row)) } }
                    dt { "录入部门" } dd { (row.department) }
                    dt { "期限" } dd { (page::day(row.due_at)) }
                    dt { "提出时间" } dd { (page::instant(row.created_at)) }
                    @if let Some(closed) = row.closed_at { dt { "办结时间" } dd { (page::instant(closed)) } }
                    dt { "疑点" } dd { a href={"/review/" (row.discrepancy_id)} { "查看核实记录" } }
                }
                @if may_correct(actor, row) && !is_waiting { (form(actor, row)) }
            }
        }
    };
    Ok(page::page(actor, Place::Corrections, "补录", body))
}

fn may_correct(actor: &Actor, row: &CorrectionRow) -> bool {
    let is_own = actor.role.department().is_none_or(|department| department == row.department);
    row.state == "open" && is_own && actor.role.may(Action::Enter)
}

fn form(actor: &Actor, row: &CorrectionRow) -> Markup {
    let value = right_value(row).unwrap_or_default();
    html! {
        form.stack method="post" action={"/corrections/" (row.id)} {
            (page::csrf(actor))
            label { "补录为（留空即删除该项）" input name="value" value=(value) autocomplete="off" autofocus; }
            button.primary { "提交补录" }
        }
        p.quiet { "提交后形成录入信息的新版本，系统自动重新核对；一致则办结，不一致则退回。" }
    }
}

/// The right value.
#[derive(Deserialize)]
struct Right {
    value: String,
}

async fn correct(
    State(service): State<Arc<Service>>,
    At(id): At<String>,
    Submitted { actor, form }: Submitted<Right>,
) -> Result<axum::response::Response, Refusal> {
    use axum::response::IntoResponse;
    let store = &service.store;
    actor.require(store, Action::Enter).await?;
    let row = correction::get(store, &actor.scope, &id).await?;
    if !may_correct(&actor, &row) {
        let message = format!("该任务由{}办理，或已办结。", row.department);
        return Err(ApiError::forbidden(message).into());
    }
    match write(&service, &actor, &row, form.value.trim()).await {
        Ok(()) => Ok(Redirect::to(&format!("/corrections/{id}?sent=1")).into_response()),
        Err(error) => {
            let page = correction_page(&service, &actor, &row, false, Some(&error)).await?;
            Ok((error.status, page).into_response())
        }
    }
}

/// Writes the entry with the value put right as its next version.
async fn write(service: &Service, actor: &Actor, row: &CorrectionRow, right: &str) -> Result<(), ApiError> {
    let (store, catalog) = (&service.store, service.catalog);
    let standing = store::entry::latest(store, &actor.scope, &row.case_id).await?;
    let standing = standing.ok_or_else(|| ApiError::not_found("entry"))?;
    let read = entry::read_json(standing.record.as_bytes(), &standing.source, catalog);
    let record = read.map_err(|error| ApiError::bad_request(error.code(), error.to_string(), error_hint()))?.record;
    let entered: Option<Entered> = side(row.entered.as_deref());
    // A place counted in a list is true of the entry that was checked, and of no later one.
    let is_counted = entered.as_ref().is_some_and(|entered| entered.origin.contains('['));
    let checked = store::run::of_case(store, &actor.scope, &row.case_id).await?;
    if is_counted && checked.first().is_some_and(|run| run.entry_version != standing.version) {
        let (message, hint) = ("录入信息在核对之后又有变化。", "请等本案重新核对完成后再补录。");
        return Err(ApiError::new(StatusCode::CONFLICT, "entry_changed", message, hint));
    }
    let correction = Correction {
        field: &row.field,
        path: &row.path,
        typed: entered.as_ref().map(|entered| (entered.typed.as_str(), entered.origin.as_str())),
        right: Some(right).filter(|right| !right.is_empty()),
        source: "desk",
    };
    let corrected = entry::corrected(&record, &correction, catalog).map_err(refused)?;
    let next = EntryVersion::of(store, &actor.scope, &row.case_id, &corrected, catalog).await?;
    if next.is_unchanged() {
        let hint = "请填写与现值不同的正确值。";
        return Err(ApiError::bad_request("entry_unchanged", "录入信息没有变化。", hint));
    }
    let version = next.write(store, "desk", &actor.user_id, Priority::Fresh).await?;
    let detail = format!("{{\"version\":{version},\"correction\":\"{}\"}}", row.id);
    actor.audit(store, "entry.correct", &row.case_id, &detail).await?;
    (service.wake)();
    Ok(())
}

fn error_hint() -> &'static str {
    "请在办案系统中重新录入全案信息。"
}

fn refused(error: CorrectionError) -> ApiError {
    let (code, message, hint) = match error {
        CorrectionError::NoValue => ("value_invalid", "所填内容不是该信息项的有效值。", "请按手册中的格式填写。"),
        CorrectionError::EntryChanged => {
            ("entry_changed", "该项录入已被他人更改。", "请等待重新核对后刷新，或从案件页面查看现值。")
        }
        CorrectionError::NoPlace => ("place_unknown", "录入信息中没有该项的位置。", error_hint()),
    };
    ApiError::bad_request(code, message, hint)
}
