//! Owns the frame of every page: head, navigation, who has signed in, and the small pieces that several pages share. Knows
//! no case.

use maud::{DOCTYPE, Markup, html};
use store::Millis;

use super::assets;
use super::form::CSRF_FIELD;
use crate::actor::{Actor, csrf_token};
use crate::role::Action;

/// The places that the navigation leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// 疑点核实.
    Queue,
    /// 补录任务.
    Corrections,
    /// 案件与检索.
    Cases,
    /// 手册.
    Handbook,
    /// None of them.
    Elsewhere,
}

/// Address, name and place of each, in order.
const PLACES: [(&str, &str, Place); 4] = [
    ("/queue", "疑点核实", Place::Queue),
    ("/corrections", "补录任务", Place::Corrections),
    ("/cases", "案件检索", Place::Cases),
    ("/handbook", "信息项手册", Place::Handbook),
];

/// A page for somebody who has signed in.
pub(super) fn page(actor: &Actor, place: Place, title: &str, body: Markup) -> Markup {
    let is_shown = |one: Place| one != Place::Queue || actor.role.may(Action::Review);
    let header = html! {
        header.bar {
            a.brand href="/" { "核卷" }
            nav aria-label="主要页面" {
                @for (address, name, one) in PLACES.into_iter().filter(|(_, _, one)| is_shown(*one)) {
                    a href=(address) aria-current=[(one == place).then_some("page")] { (name) }
                }
            }
            div.who {
                span title=(actor.court.name) { (actor.name) "（" (actor.role.name_zh()) "） " (actor.court.name) }
                a href="/password" { "改密码" }
                form method="post" action="/sign-out" { (csrf(actor)) button.link { "退出" } }
            }
        }
    };
    frame(title, Some(actor), header, body)
}

/// A page for anybody.
pub(super) fn bare(title: &str, body: Markup) -> Markup {
    frame(title, None, html! { header.bar { a.brand href="/" { "核卷" } } }, body)
}

fn frame(title: &str, actor: Option<&Actor>, header: Markup, body: Markup) -> Markup {
    let token = actor.and_then(|actor| actor.session.as_deref()).map(csrf_token);
    html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                @if let Some(token) = token { meta name="csrf" content=(token); }
                title { (title) " · 核卷" }
                link rel="icon" type="image/svg+xml" href=(assets::address("icon.svg"));
                @for name in assets::names(".css") { link rel="stylesheet" href=(assets::address(name)); }
                @for name in assets::names(".js") { script src=(assets::address(name)) defer {} }
            }
            body {
                a.skip href="#main" { "跳到正文" }
                (header)
                main #main tabindex="-1" { (body) }
            }
        }
    }
}

/// The hidden field with the token of the session; every form that changes something holds it.
pub(super) fn csrf(actor: &Actor) -> Markup {
    let token = actor.session.as_deref().map(csrf_token).unwrap_or_default();
    html! { input type="hidden" name=(CSRF_FIELD) value=(token); }
}

/// A tier of the store as a badge: 0 error, 1 doubtful, 2 notice.
pub(super) fn tier(tier: i64) -> Markup {
    let (class, name) = match tier {
        0 => ("error", "错误"),
        1 => ("doubtful", "存疑"),
        _ => ("notice", "提示"),
    };
    html! { span class={"tier " (class)} { (name) } }
}

/// An instant as people of a Chinese court read it: minutes, in the time of Beijing.
pub(super) fn instant(at: Millis) -> Markup {
    let Some(zoned) = beijing(at) else { return html! {} };
    html! { time datetime=(zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()) { (zoned.strftime("%Y-%m-%d %H:%M").to_string()) } }
}

/// The time of day of an instant in the time of Beijing.
pub(super) fn clock(at: Millis) -> String {
    beijing(at).map(|zoned| zoned.strftime("%H:%M").to_string()).unwrap_or_default()
}

/// The day of an instant in the time of Beijing.
pub(super) fn day(at: Millis) -> String {
    beijing(at).map(|zoned| zoned.strftime("%Y-%m-%d").to_string()).unwrap_or_default()
}

/// China keeps one time, UTC+8, without summer time since 1992.
fn beijing(at: Millis) -> Option<jiff::Zoned> {
    let beijing = jiff::tz::TimeZone::fixed(jiff::tz::offset(8));
    Some(jiff::Timestamp::from_millisecond(at.0).ok()?.to_zoned(beijing))
}
