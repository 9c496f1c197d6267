//! Owns accounts as administrators see them: those of the courts in their scope.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use store::Millis;
use store::user::{self, UserRow};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Service;
use crate::accounts::{self, NewAccount};
use crate::actor::Actor;
use crate::error::{ApiError, ErrorBody};
use crate::request::{Asked, At, Body, PageAsked};
use crate::role::{Action, Role};

pub(crate) fn routes() -> OpenApiRouter<Arc<Service>> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(change))
}

/// An account.
#[derive(Serialize, ToSchema)]
struct UserView {
    id: String,
    login: String,
    name: String,
    role: String,
    court_id: String,
    active: bool,
    created_at_ms: i64,
    /// The password, shown only when it was made.
    password: Option<String>,
}

fn view(row: UserRow, password: Option<String>) -> UserView {
    UserView {
        id: row.id,
        login: row.login,
        name: row.name,
        role: row.role,
        court_id: row.court_id,
        active: row.active,
        created_at_ms: row.created_at.0,
        password,
    }
}

/// A page of accounts.
#[derive(Serialize, ToSchema)]
struct UserPage {
    items: Vec<UserView>,
    next: Option<String>,
}

/// The accounts of the courts in one's scope.
#[utoipa::path(get, path = "/users", tag = "users", params(PageAsked), responses(
    (status = 200, body = UserPage), (status = 403, body = ErrorBody)))]
async fn list(
    State(service): State<Arc<Service>>,
    actor: Actor,
    Asked(page): Asked<PageAsked>,
) -> Result<Json<UserPage>, ApiError> {
    actor.require(&service.store, Action::ManageUsers).await?;
    let found = user::list(&service.store, &actor.scope, &page.page()).await?;
    Ok(Json(UserPage { items: found.items.into_iter().map(|row| view(row, None)).collect(), next: found.next }))
}

/// An account to add.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AddUser {
    /// The name to sign in with.
    login: String,
    /// The person's name.
    name: String,
    /// filing_clerk, trial_clerk, data_manager, statistics_officer, inspector or administrator.
    role: String,
    /// The court; one's own if not given.
    court_id: Option<String>,
}

/// Add an account. Its password is shown once.
#[utoipa::path(post, path = "/users", tag = "users", request_body = AddUser, responses(
    (status = 201, body = UserView), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody)))]
async fn add(
    State(service): State<Arc<Service>>,
    actor: Actor,
    Body(asked): Body<AddUser>,
) -> Result<(StatusCode, Json<UserView>), ApiError> {
    let store = &service.store;
    actor.require(store, Action::ManageUsers).await?;
    let place = actor.place_of(store, asked.court_id.as_deref()).await?;
    let login = asked.login.trim().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || "._-@".contains(c);
    if login.is_empty() || login.chars().count() > 64 || !login.chars().all(is_plain) {
        let hint = "请使用64个以内的文字、字母、数字或 . _ - @。";
        return Err(ApiError::bad_request("login_invalid", "账号不符合要求。", hint));
    }
    let account = NewAccount {
        login,
        name: asked.name.trim().chars().take(64).collect(),
        court_id: place.court_id,
        role: role_of(&asked.role)?,
        created_by: actor.user_id.clone(),
    };
    let (id, password) = accounts::create(store, &account, Millis::now()).await?;
    actor.audit(store, "user.add", &id, &format!("{{\"role\":\"{}\"}}", account.role.as_str())).await?;
    let row = user::get(store, &actor.scope, &id).await?;
    Ok((StatusCode::CREATED, Json(view(row, Some(password)))))
}

fn role_of(text: &str) -> Result<Role, ApiError> {
    Role::parse(text).ok_or_else(|| {
        let hint = "可用的角色见/api/v1/openapi.json。";
        ApiError::bad_request("role_unknown", "没有这个角色。", hint)
    })
}

/// What is to change about an account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChangeUser {
    /// Another role.
    role: Option<String>,
    /// Whether the person may sign in.
    active: Option<bool>,
    /// Whether to make a new password, which is shown once.
    reset_password: Option<bool>,
}

/// Change an account: role, whether it may sign in, password.
#[utoipa::path(patch, path = "/users/{id}", tag = "users", params(("id" = String, Path)), request_body = ChangeUser,
    responses((status = 200, body = UserView), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn change(
    State(service): State<Arc<Service>>,
    actor: Actor,
    At(id): At<String>,
    Body(asked): Body<ChangeUser>,
) -> Result<Json<UserView>, ApiError> {
    let store = &service.store;
    actor.require(store, Action::ManageUsers).await?;
    let row = user::get(store, &actor.scope, &id).await?;
    if row.id == actor.user_id && (asked.active == Some(false) || asked.role.is_some()) {
        let message = "不能停用自己的账号或更改自己的角色。";
        return Err(ApiError::bad_request("own_account", message, "请由其他系统管理员办理。"));
    }
    let role =
        asked.role.as_deref().map(role_of).transpose()?.map_or(row.role.clone(), |role| role.as_str().to_string());
    user::change(store, &id, &role, asked.active.unwrap_or(row.active)).await?;
    let password = match asked.reset_password {
        Some(true) => Some(accounts::reset_password(store, &id).await?),
        _ => None,
    };
    actor.audit(store, "user.change", &id, &format!("{{\"role\":\"{role}\"}}")).await?;
    Ok(Json(view(user::get(store, &actor.scope, &id).await?, password)))
}
