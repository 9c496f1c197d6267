//! Owns the head of the review screen, the comparison of both values, and the form with the decisions and their keys.

use maud::{Markup, html};

use super::Screen;
use crate::desk::page;
use crate::desk::queue::same_kind;
use crate::desk::sides::{marked, place_name, shown};
use crate::discrepancies::verdict_name;

/// What it is about, and both values beside each other.
pub(super) fn head(screen: &Screen<'_>) -> Markup {
    let (row, catalog) = (screen.row, screen.service.catalog);
    html! {
        div.spread {
            p.quiet.case-line { a href={"/cases/" (row.case_id)} { (row.case_label) } }
            (page::tier(row.found.tier))
        }
        h1 #what { (place_name(catalog, &row.found.path, &row.found.field)) }
        (comparison(screen))
        p.reason { (row.found.reason) }
    }
}

/// Both values with the differing characters marked.
fn comparison(screen: &Screen<'_>) -> Markup {
    let kind = screen.service.catalog.field(&screen.row.found.field).map(|field| field.kind);
    let value = |text: &str| kind.map_or(text.to_string(), |kind| shown(kind, text));
    let (entered, stated) = (screen.entered.as_ref(), screen.stated.as_ref());
    let (left, right) = report::runs(
        &entered.map(|entered| value(&entered.value)).unwrap_or_default(),
        &stated.map(|stated| value(&stated.value)).unwrap_or_default(),
    );
    html! {
        table.compare {
            caption.visually-hidden { "录入值与卷宗记载的比较" }
            tbody {
                tr.entered {
                    th scope="row" { "录入值" }
                    td {
                        @match entered {
                            Some(entered) => {
                                span.value { (marked(&left)) }
                                @if entered.typed.trim() != entered.value {
                                    span.quiet.as-typed { "原样：" (entered.typed.trim()) }
                                }
                            }
                            None => { span.quiet { "（未录入）" } }
                        }
                    }
                }
                tr.stated {
                    th scope="row" { "卷宗记载" }
                    td {
                        @match stated {
                            Some(stated) => {
                                span.value { (marked(&right)) }
                                span.quiet.as-typed { "可信度 " (format!("{:.1}%", stated.confidence * 100.0)) }
                            }
                            None => { span.quiet { "（未见记载）" } }
                        }
                    }
                }
            }
        }
    }
}

/// The verdicts in the order of their keys, with what each means.
const BUTTONS: [(&str, &str, &str); 5] = [
    ("entry_error", "1", "录入有误，转录入部门补录"),
    ("generation_error", "2", "系统自动生成的值有误"),
    ("document_error", "3", "文书本身有误，应补正文书"),
    ("false_alarm", "4", "录入无误，系统误报"),
    ("deferred", "5", "暂不核实，附言留待以后"),
];

/// The form: the right value, the reason, a button for each verdict.
pub(super) fn decision_form(screen: &Screen<'_>) -> Markup {
    let row = screen.row;
    if !screen.may_review() {
        return html! { p.judge-foot.quiet { "您的角色只能查看疑点，不能核实。" } };
    }
    let action = screen.narrowed.address(&format!("/review/{}/decide", row.id));
    let is_free = screen.held_by_other.is_none() && row.state != "gone";
    let value = screen.stated.as_ref().map(|stated| stated.value.as_str()).unwrap_or_default();
    html! {
        div.judge-foot {
            form #decide method="post" action=(action) {
                (page::csrf(screen.actor))
                // Enter in a field must not press the first verdict: browsers press the first button, and this one is disabled.
                button disabled hidden { "请按结论提交" }
                @if let Some(known) = screen.known_decision() { input type="hidden" name="again" value=(known); }
                @for name in ["document", "start", "end"] { input type="hidden" name=(name) value=""; }
                div.fields {
                    label { "正确值" input name="value" value=(value) data-key="edit" autocomplete="off"; }
                    label { "理由" input name="reason" value="" autocomplete="off"; }
                }
                p.chosen.quiet hidden { "所选出处：" q {} button.link type="button" data-clear { "清除" } }
                div.verdicts {
                    @for (verdict, key, meaning) in BUTTONS {
                        button name="verdict" value=(verdict) data-key=(verdict) title=(meaning) disabled[!is_free]
                            class=[(verdict == "entry_error").then_some("primary")] {
                            (verdict_name(verdict)) kbd { (key) }
                        }
                    }
                }
            }
            div.row.moves {
                form method="post" action=(screen.narrowed.address(&format!("/review/{}/skip", row.id))) {
                    (page::csrf(screen.actor)) button data-key="skip" { "跳过" kbd { "N" } }
                }
                form method="post" action=(screen.narrowed.address(&format!("/review/{}/leave", row.id))) {
                    (page::csrf(screen.actor)) button data-key="leave" { "返回列表" kbd { "L" } }
                }
                button type="button" data-key="take" disabled title="先在左侧选中文字" { "选为正确值" kbd { "V" } }
                a.button href=(same_kind(screen.narrowed, row)) data-key="same_kind" { "同类" kbd { "S" } }
                @if let Some(act) = screen.acts.first() {
                    @let count = if act.count > 1 { format!("，共{}条", act.count) } else { String::new() };
                    button form="undo" data-key="undo"
                        title={"撤回：" (act.case_label) " " (verdict_name(&act.verdict)) (count)} { "撤回" kbd { "U" } }
                }
                button type="button" data-key="keys" { "按键" kbd { "?" } }
            }
        }
    }
}

/// The form that takes the last act back.
pub(super) fn undo_form(screen: &Screen<'_>) -> Markup {
    html! {
        @if let Some(act) = screen.acts.first() {
            form #undo method="post" action=(screen.narrowed.address("/review/undo")) {
                (page::csrf(screen.actor))
                input type="hidden" name="act" value=(act.act);
            }
        }
    }
}

/// The usual reasons for the verdicts that need one; the second key chooses one.
const REASONS: [(&str, &[&str]); 2] = [
    (
        "false_alarm",
        &["含义相同，仅写法不同", "隐去部分可以确认相同", "卷宗其他材料与录入一致", "该信息项依规定应按录入值填写"],
    ),
    ("deferred", &["待核对原卷", "待承办人说明", "待补充扫描材料", "待上级法院答复"]),
];

/// A dialog for each verdict that needs a reason.
pub(super) fn reason_dialogs() -> Markup {
    html! {
        @for (verdict, reasons) in REASONS {
            dialog.reasons data-verdict=(verdict) aria-labelledby={"reasons-" (verdict)} {
                h2 id={"reasons-" (verdict)} { (verdict_name(verdict)) "的理由" }
                ol {
                    @for (number, reason) in (1..).zip(reasons) {
                        li { button type="button" data-number=(number) data-reason=(reason) { kbd { (number) } (reason) } }
                    }
                    li { button type="button" data-number="0" data-other { kbd { "0" } "其他（请填写）" } }
                }
                p { button.link type="button" data-close { "取消（Esc）" } }
            }
        }
    }
}
