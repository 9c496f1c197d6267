//! Owns discrepancies 疑点 and what people decide about them 核实.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json_;
use store::discrepancy::{self, DiscrepancyFilter, DiscrepancyRow};
use store::review::{self, Decision, ReviewRow, Standing};
use store::{Millis, StoreError, case, lock};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Service;
use crate::actor::Actor;
use crate::cases::json_of;
use crate::error::{ApiError, ErrorBody};
use crate::request::{Asked, At, Body, page};
use crate::role::Action;

pub(crate) fn routes() -> OpenApiRouter<Arc<Service>> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(of_case))
        .routes(routes!(counts))
        .routes(routes!(get_one))
        .routes(routes!(list_reviews, decide))
        .routes(routes!(undo))
        .routes(routes!(hold, release))
}

/// The tiers in the order of their numbers in the store.
const TIERS: [&str; 3] = ["error", "doubtful", "notice"];

/// A discrepancy.
#[derive(Serialize, ToSchema)]
pub(crate) struct DiscrepancyView {
    id: String,
    case_id: String,
    case_label: String,
    court_id: String,
    /// Leaf path of the case record.
    path: String,
    field: String,
    /// The field as people read it.
    field_name: String,
    /// The department that enters the field.
    department: String,
    /// error, doubtful or notice.
    tier: &'static str,
    outcome: String,
    /// What was typed: value, text as typed, origin.
    #[schema(value_type = Option<Object>)]
    entered: Json_,
    /// What the documents say: value, confidence, method, evidence (document, page, span, quote, boxes).
    #[schema(value_type = Option<Object>)]
    extracted: Json_,
    /// Why it was flagged, in Chinese.
    reason: String,
    /// What kind of disagreement it is: the same words wherever the same thing went wrong.
    pattern: String,
    fingerprint: String,
    /// open, deferred (undecided, too), decided or gone.
    state: String,
    verdict: Option<String>,
    /// The user who is to decide it.
    assignee: Option<String>,
    /// The user who works on it.
    locked_by: Option<String>,
    /// Until when nobody else may decide it.
    locked_until_ms: Option<i64>,
    opened_at_ms: i64,
    changed_at_ms: i64,
}

pub(crate) fn view(service: &Service, row: DiscrepancyRow) -> DiscrepancyView {
    let found = row.found;
    let side = |text: Option<String>| text.as_deref().map_or(Json_::Null, json_of);
    DiscrepancyView {
        id: row.id,
        case_id: row.case_id,
        case_label: row.case_label,
        court_id: row.court_id,
        field_name: service.catalog.field(&found.field).map(|field| field.name.to_string()).unwrap_or_default(),
        path: found.path,
        field: found.field,
        department: found.department,
        tier: usize::try_from(found.tier).ok().and_then(|tier| TIERS.get(tier)).copied().unwrap_or(TIERS[2]),
        outcome: found.outcome,
        entered: side(found.entered),
        extracted: side(found.extracted),
        reason: found.reason,
        pattern: found.pattern,
        fingerprint: found.fingerprint,
        state: row.state,
        verdict: row.verdict,
        assignee: row.assignee,
        locked_until_ms: row.lock.as_ref().map(|(_, until)| until.0),
        locked_by: row.lock.map(|(by, _)| by),
        opened_at_ms: row.opened_at.0,
        changed_at_ms: row.changed_at.0,
    }
}

/// A page of discrepancies.
#[derive(Serialize, ToSchema)]
struct DiscrepancyPage {
    items: Vec<DiscrepancyView>,
    next: Option<String>,
}

/// Which discrepancies to list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct DiscrepanciesAsked {
    /// open, deferred, decided, gone or all; open if not given.
    state: Option<String>,
    /// Of this case.
    case: Option<String>,
    /// Of this court alone.
    court: Option<String>,
    /// error, doubtful or notice.
    tier: Option<String>,
    /// Of this field.
    field: Option<String>,
    /// Of fields of this department.
    department: Option<String>,
    /// Of cases of this category, such as 民事.
    category: Option<String>,
    /// To be decided by this user.
    assignee: Option<String>,
    after: Option<String>,
    limit: Option<u32>,
}

fn filter(asked: &DiscrepanciesAsked) -> Result<DiscrepancyFilter, ApiError> {
    let unknown = |what: &str| {
        let hint = "可用的取值见/api/v1/openapi.json。";
        ApiError::bad_request("filter_invalid", format!("查询条件{what}的取值不符合要求。"), hint)
    };
    let state = match asked.state.as_deref() {
        None => Some("open".to_string()),
        Some("all") => None,
        Some(state @ ("open" | "deferred" | "decided" | "gone")) => Some(state.to_string()),
        Some(_) => return Err(unknown("state")),
    };
    let tier =
        asked.tier.as_deref().map(|tier| TIERS.iter().position(|one| *one == tier).ok_or_else(|| unknown("tier")));
    Ok(DiscrepancyFilter {
        state,
        case_id: asked.case.clone(),
        court_id: asked.court.clone(),
        tier: tier.transpose()?.map(|tier| tier as i64),
        field: asked.field.clone(),
        department: asked.department.clone(),
        category: asked.category.clone(),
        assignee: asked.assignee.clone(),
        ..DiscrepancyFilter::default()
    })
}

/// Discrepancies of one's scope by tier and age.
#[utoipa::path(get, path = "/discrepancies", tag = "discrepancies", params(DiscrepanciesAsked), responses(
    (status = 200, body = DiscrepancyPage), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody)))]
async fn list(
    State(service): State<Arc<Service>>,
    actor: Actor,
    Asked(asked): Asked<DiscrepanciesAsked>,
) -> Result<Json<DiscrepancyPage>, ApiError> {
    let filter = filter(&asked)?;
    let page = page(asked.after, asked.limit);
    let found = discrepancy::list(&service.store, &actor.scope, &filter, &page).await?;
    Ok(Json(DiscrepancyPage {
        items: found.items.into_iter().map(|row| view(&service, row)).collect(),
        next: found.next,
    }))
}

/// The discrepancies of a case: open and decided ones.
#[utoipa::path(get, path = "/cases/{id}/discrepancies", tag = "discrepancies",
    params(("id" = String, Path), DiscrepanciesAsked),
    responses((status = 200, body = DiscrepancyPage), (status = 404, body = ErrorBody)))]
async fn of_case(
    State(service): State<Arc<Service>>,
    actor: Actor,
    At(id): At<String>,
    Asked(asked): Asked<DiscrepanciesAsked>,
) -> Result<Json<DiscrepancyPage>, ApiError> {
    case::get(&service.store, &actor.scope, &id).await?;
    list(State(service), actor, Asked(DiscrepanciesAsked { case: Some(id), ..asked })).await
}

/// Numbers of open discrepancies.
#[derive(Serialize, ToSchema)]
struct Counts {
    error: i64,
    doubtful: i64,
    notice: i64,
}

/// How many discrepancies of one's scope are open.
#[utoipa::path(get, path = "/discrepancies/counts", tag = "discrepancies", responses(
    (status = 200, body = Counts), (status = 401, body = ErrorBody)))]
async fn counts(State(service): State<Arc<Service>>, actor: Actor) -> Result<Json<Counts>, ApiError> {
    let [error, doubtful, notice] = discrepancy::count_open(&service.store, &actor.scope).await?;
    Ok(Json(Counts { error, doubtful, notice }))
}

/// A discrepancy.
#[utoipa::path(get, path = "/discrepancies/{id}", tag = "discrepancies", params(("id" = String, Path)), responses(
    (status = 200, body = DiscrepancyView), (status = 404, body = ErrorBody)))]
async fn get_one(
    State(service): State<Arc<Service>>,
    actor: Actor,
    At(id): At<String>,
) -> Result<Json<DiscrepancyView>, ApiError> {
    let row = discrepancy::get(&service.store, &actor.scope, &id).await?;
    Ok(Json(view(&service, row)))
}

/// A decision.
#[derive(Serialize, ToSchema)]
struct ReviewView {
    id: String,
    /// entry_error, generation_error, document_error, false_alarm, deferred, or withdrawn.
    verdict: String,
    value: Option<String>,
    /// Where the right value stands: document, page, start, end, quote.
    #[schema(value_type = Option<Object>)]
    evidence: Json_,
    reason: String,
    decided_by: String,
    at_ms: i64,
    /// The decision that this one takes back.
    undoes: Option<String>,
    /// The act of which this is one of many.
    batch: Option<String>,
}

fn review_view(row: ReviewRow) -> ReviewView {
    ReviewView {
        id: row.id,
        verdict: row.verdict,
        value: row.value,
        evidence: row.evidence.as_deref().map_or(Json_::Null, json_of),
        reason: row.reason,
        decided_by: row.decided_by,
        at_ms: row.at.0,
        undoes: row.undoes,
        batch: row.batch,
    }
}

/// The decisions about a discrepancy, those that were taken back among them, the first one first.
#[utoipa::path(get, path = "/discrepancies/{id}/reviews", tag = "discrepancies", params(("id" = String, Path)),
    responses((status = 200, body = Vec<ReviewView>), (status = 404, body = ErrorBody)))]
async fn list_reviews(
    State(service): State<Arc<Service>>,
    actor: Actor,
    At(id): At<String>,
) -> Result<Json<Vec<ReviewView>>, ApiError> {
    discrepancy::get(&service.store, &actor.scope, &id).await?;
    let rows = review::of_discrepancy(&service.store, &actor.scope, &id).await?;
    Ok(Json(rows.into_iter().map(review_view).collect()))
}

/// A decision to write.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Decide {
    /// entry_error 录入错误, generation_error 生成错误, document_error 文书错误, false_alarm 误报, or deferred 搁置.
    verdict: String,
    /// The right value, where the person knows it.
    value: Option<String>,
    /// Why; required for false_alarm and deferred.
    reason: Option<String>,
    /// The review that decided it before and is to be replaced, where there is one.
    again: Option<String>,
}

/// Decide a discrepancy. Decisions are only ever added; the last one that stands counts.
#[utoipa::path(post, path = "/discrepancies/{id}/reviews", tag = "discrepancies", params(("id" = String, Path)),
    request_body = Decide, responses((status = 201, body = ReviewView), (status = 400, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn decide(
    State(service): State<Arc<Service>>,
    actor: Actor,
    At(id): At<String>,
    Body(asked): Body<Decide>,
) -> Result<(StatusCode, Json<ReviewView>), ApiError> {
    let (store, now) = (&service.store, Millis::now());
    actor.require(store, Action::Review).await?;
    let decision = Verdict {
        verdict: asked.verdict,
        value: asked.value,
        evidence: None,
        reason: asked.reason.unwrap_or_default(),
    };
    let decision = decision.checked(&service, &actor, now)?;
    let standing = asked.again.as_deref().map_or(Standing::Undecided, Standing::Decided);
    let review_id = review::decide(store, &actor.scope, &id, &decision, standing, now).await?;
    (service.wake)();
    let reviews = review::of_discrepancy(store, &actor.scope, &id).await?;
    let written = reviews.into_iter().find(|row| row.id == review_id);
    let written = written.ok_or_else(|| ApiError::not_found("discrepancy"))?;
    Ok((StatusCode::CREATED, Json(review_view(written))))
}

/// What somebody wants to decide, as it was sent.
pub(crate) struct Verdict {
    pub(crate) verdict: String,
    pub(crate) value: Option<String>,
    pub(crate) evidence: Option<String>,
    pub(crate) reason: String,
}

/// Longest right value and longest reason, in characters.
const WORDS_CHARS_MAX: usize = 2_000;

impl Verdict {
    /// The decision, if it is one (鲁高法〔2019〕19号第12条 names the first two verdicts).
    pub(crate) fn checked(self, service: &Service, actor: &Actor, now: Millis) -> Result<Decision, ApiError> {
        let reason = self.reason.trim().to_string();
        if !VERDICTS.iter().any(|(verdict, _)| *verdict == self.verdict) {
            let hint = "请选择录入错误、生成错误、文书错误、误报或搁置。";
            return Err(ApiError::bad_request("verdict_unknown", "没有这种核实结论。", hint));
        }
        if matches!(self.verdict.as_str(), "false_alarm" | review::DEFERRED) && reason.is_empty() {
            let message = format!("{}须说明理由。", verdict_name(&self.verdict));
            return Err(ApiError::bad_request("reason_missing", message, "请填写理由后重新提交。"));
        }
        let value = self.value.map(|value| value.trim().to_string()).filter(|value| !value.is_empty());
        if reason.chars().chain(value.iter().flat_map(|value| value.chars())).count() > WORDS_CHARS_MAX {
            let hint = "请精简到2000字以内。";
            return Err(ApiError::bad_request("words_too_long", "理由或正确值过长。", hint));
        }
        let days = Duration::from_secs(u64::from(service.settings.correction_days) * 24 * 3_600);
        Ok(Decision {
            verdict: self.verdict,
            value,
            evidence: self.evidence,
            reason,
            decided_by: actor.user_id.clone(),
            correct_by: now.after(days),
        })
    }
}

/// What people can decide, and its name.
pub(crate) const VERDICTS: [(&str, &str); 5] = [
    (review::ENTRY_ERROR, "录入错误"),
    ("generation_error", "生成错误"),
    ("document_error", "文书错误"),
    ("false_alarm", "误报"),
    (review::DEFERRED, "搁置"),
];

/// The name of a verdict as people read it.
pub(crate) fn verdict_name(verdict: &str) -> &'static str {
    match verdict {
        review::WITHDRAWN => "撤回",
        other => VERDICTS.iter().find(|(one, _)| *one == other).map_or("", |(_, name)| name),
    }
}

/// Take one of one's own last ten decisions back: the id of a review, or of a batch of reviews.
#[utoipa::path(delete, path = "/reviews/{act}", tag = "discrepancies", params(("act" = String, Path)),
    responses((status = 204), (status = 403, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn undo(State(service): State<Arc<Service>>, actor: Actor, At(act): At<String>) -> Result<StatusCode, ApiError> {
    let store = &service.store;
    actor.require(store, Action::Review).await?;
    review::undo(store, &actor.scope, &act, &actor.user_id, Millis::now()).await?;
    (service.wake)();
    Ok(StatusCode::NO_CONTENT)
}

/// Work on an undecided discrepancy: for five minutes from then on nobody else can decide it. To be asked again while the
/// work lasts.
#[utoipa::path(post, path = "/discrepancies/{id}/lock", tag = "discrepancies", params(("id" = String, Path)),
    responses((status = 204), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody)))]
async fn hold(State(service): State<Arc<Service>>, actor: Actor, At(id): At<String>) -> Result<StatusCode, ApiError> {
    let store = &service.store;
    actor.require(store, Action::Review).await?;
    match lock::hold(store, &actor.scope, &id, &actor.user_id, Millis::now()).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(StoreError::Conflict { what: "lock" }.into()),
    }
}

/// Work on it no longer.
#[utoipa::path(delete, path = "/discrepancies/{id}/lock", tag = "discrepancies", params(("id" = String, Path)),
    responses((status = 204), (status = 403, body = ErrorBody)))]
async fn release(
    State(service): State<Arc<Service>>,
    actor: Actor,
    At(id): At<String>,
) -> Result<StatusCode, ApiError> {
    actor.require(&service.store, Action::Review).await?;
    discrepancy::get(&service.store, &actor.scope, &id).await?;
    lock::release(&service.store, &id, &actor.user_id).await?;
    Ok(StatusCode::NO_CONTENT)
}
