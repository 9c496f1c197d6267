//! Owns signing in and out and the change of one's password, as pages. Passwords and sessions are the business of
//! `accounts` and `session`.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use maud::{Markup, html};
use serde::Deserialize;
use store::Millis;

use super::form::Submitted;
use super::page;
use super::refusal::Refusal;
use super::visitor::Visitor;
use crate::accounts::{self, PASSWORD_CHARS_MIN};
use crate::actor::Actor;
use crate::error::ApiError;
use crate::request::Asked;
use crate::role::Action;
use crate::{Service, session};

pub(super) fn routes() -> Router<Arc<Service>> {
    Router::new()
        .route("/", get(home))
        .route("/sign-in", get(ask).post(sign_in))
        .route("/sign-out", post(sign_out))
        .route("/password", get(ask_for_password).post(choose_password))
}

/// Where the work of each role begins.
async fn home(Visitor(actor): Visitor) -> Redirect {
    Redirect::to(home_of(&actor))
}

fn home_of(actor: &Actor) -> &'static str {
    match actor.role.may(Action::Review) {
        true => "/queue",
        false if actor.role.department().is_some() => "/corrections",
        false => "/cases",
    }
}

/// Where to go after signing in.
#[derive(Deserialize)]
struct Next {
    next: Option<String>,
}

async fn ask(Asked(asked): Asked<Next>) -> Markup {
    sign_in_page("", asked.next.as_deref().unwrap_or_default(), None)
}

fn sign_in_page(login: &str, next: &str, error: Option<&ApiError>) -> Markup {
    let body = html! {
        section.narrow.panel {
            h1 { "登录" }
            @if let Some(error) = error {
                p.refused role="alert" { (error.message) (error.hint) }
            }
            form.stack method="post" action="/sign-in" {
                label { "账号" input name="login" value=(login) autocomplete="username" required autofocus; }
                label { "密码" input name="password" type="password" autocomplete="current-password" required; }
                input type="hidden" name="next" value=(next);
                button.primary { "登录" }
            }
        }
    };
    page::bare("登录", body)
}

/// Name, password and where to go.
#[derive(Deserialize)]
struct SignIn {
    login: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// There is no session yet whose token could be asked for: that the form came from our own page is told by the browser.
async fn sign_in(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    Form(form): Form<SignIn>,
) -> Result<Response, Refusal> {
    if headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none") {
        return Err(ApiError::bad_request("csrf", "登录请求来自其他网站。", "请从本系统的登录页面登录。").into());
    }
    match session::open(&service, &form.login, &form.password).await {
        Ok((actor, cookie)) => {
            let next = Some(form.next.as_str()).filter(|next| is_own_address(next));
            Ok((cookie, Redirect::to(next.unwrap_or(home_of(&actor)))).into_response())
        }
        Err(error) => Ok((error.status, sign_in_page(&form.login, &form.next, Some(&error))).into_response()),
    }
}

/// Whether an address leads to a page of ours: a path, and not one that a browser takes for another host.
fn is_own_address(address: &str) -> bool {
    address.starts_with('/') && !address.starts_with("//") && !address.contains(|c: char| c == '\\' || c.is_control())
}

/// A form without fields of its own.
#[derive(Deserialize)]
struct Nothing {}

async fn sign_out(
    State(service): State<Arc<Service>>,
    Submitted { actor, form: Nothing {} }: Submitted<Nothing>,
) -> Result<Response, Refusal> {
    let cookie = session::close(&service, &actor).await?;
    Ok((cookie, Redirect::to("/sign-in")).into_response())
}

async fn ask_for_password(Visitor(actor): Visitor) -> Markup {
    password_page(&actor, None)
}

fn password_page(actor: &Actor, error: Option<&ApiError>) -> Markup {
    let body = html! {
        section.narrow.panel {
            h1 { "修改密码" }
            @if actor.must_change_password && error.is_none() {
                p { "现用密码由他人设置，请先改成自己的密码。" }
            }
            @if let Some(error) = error {
                p.refused role="alert" { (error.message) (error.hint) }
            }
            form.stack method="post" action="/password" {
                (page::csrf(actor))
                label { "原密码" input name="old" type="password" autocomplete="current-password" required autofocus; }
                label { "新密码（" (PASSWORD_CHARS_MIN) "个字符以上）"
                    input name="new" type="password" autocomplete="new-password" minlength=(PASSWORD_CHARS_MIN) required; }
                button.primary { "修改" }
            }
            p.quiet { "修改后须重新登录。" }
        }
    };
    page::page(actor, page::Place::Elsewhere, "修改密码", body)
}

/// The old and the new password.
#[derive(Deserialize)]
struct NewPassword {
    old: String,
    new: String,
}

async fn choose_password(
    State(service): State<Arc<Service>>,
    Submitted { actor, form }: Submitted<NewPassword>,
) -> Result<Response, Refusal> {
    let store = &service.store;
    let chosen = match accounts::sign_in(store, &actor.login, &form.old, Millis::now()).await {
        Ok(_) => accounts::choose_password(store, &actor.user_id, &form.new).await,
        Err(error) => Err(error),
    };
    if let Err(error) = chosen {
        return Ok((error.status, password_page(&actor, Some(&error))).into_response());
    }
    actor.audit(store, "password.change", &actor.user_id, "{}").await?;
    Ok(Redirect::to("/sign-in").into_response())
}

#[cfg(test)]
mod tests {
    use super::is_own_address;

    #[test]
    fn only_paths_of_ours_are_followed() {
        for own in ["/", "/queue?tier=0", "/cases/0192"] {
            assert!(is_own_address(own), "{own}");
        }
        for foreign in
            ["", "https://a.example", "//a.example", "/\\a.example", "javascript:alert(1)", "/a\r\nb", "/\t/a.example"]
        {
            assert!(!is_own_address(foreign), "{foreign}");
        }
    }
}
