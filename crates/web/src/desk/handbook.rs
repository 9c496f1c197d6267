//! Owns the handbook: the fields of the catalogue with what they mean, where they stand and how they are read, and what the
//! check says of each kind of value. Everything about a field is the catalogue's word.

mod checks;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use casefile::limits::SEARCH_QUESTION_CHARS_MAX;
use catalog::{Catalog, Example, Field, FieldGroup, Pick, Rule};
use maud::{Markup, html};
use serde::Deserialize;

use super::narrowed::named_field;
use super::page::{self, Place};
use super::refusal::Refusal;
use super::visitor::Visitor;
use crate::Service;
use crate::error::ApiError;
use crate::request::{Asked, At};

pub(super) fn routes() -> Router<Arc<Service>> {
    Router::new().route("/handbook", get(overview)).route("/handbook/{field}", get(one_field))
}

/// Words that fields are looked for by.
#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    q: String,
}

async fn overview(
    State(service): State<Arc<Service>>,
    Visitor(actor): Visitor,
    Asked(wanted): Asked<Wanted>,
) -> Result<Markup, Refusal> {
    let catalog = service.catalog;
    let words: String = wanted.q.trim().chars().take(SEARCH_QUESTION_CHARS_MAX).collect();
    let fields: Vec<&Field> = catalog.fields().iter().filter(|field| matches(catalog, field, &words)).collect();
    let body = html! {
        h1 { "信息项手册" }
        div.handbook {
            (contents(catalog, ""))
            div {
                section.panel aria-label="查找信息项" {
                    form.search method="get" action="/handbook" role="search" aria-label="查找信息项" {
                        label.words { "名称、键、含义或注意事项"
                            input type="search" name="q" value=(words) maxlength=(SEARCH_QUESTION_CHARS_MAX);
                        }
                        button.primary { "查找" }
                        a.button href="/handbook" { "清除" }
                    }
                    p role="status" { "共" (fields.len()) "个信息项，目录版本 " code { (catalog.version()) } }
                }
                @if fields.is_empty() {
                    section.panel aria-label="查找结果" { p { "没有符合的信息项。" } }
                }
                @for group in GROUPS { (list(catalog, group, &fields)) }
                @if words.is_empty() { (checks::show(catalog)) }
            }
        }
    };
    Ok(page::page(&actor, Place::Handbook, "信息项手册", body))
}

const GROUPS: [FieldGroup; 3] = [FieldGroup::Filing, FieldGroup::Trial, FieldGroup::Closing];

fn matches(catalog: &Catalog, field: &Field, words: &str) -> bool {
    let has = |text: &str| text.to_lowercase().contains(&words.to_lowercase());
    has(&named_field(catalog, field.key.as_str()))
        || has(field.key.as_str())
        || has(&field.doc)
        || field.pitfalls.iter().any(|pitfall| has(pitfall))
}

fn contents(catalog: &Catalog, shown: &str) -> Markup {
    html! {
        nav.panel.contents aria-label="信息项目录" {
            @for group in GROUPS {
                h2 { (group.name()) "信息" }
                ul {
                    @for field in catalog.fields().iter().filter(|field| field.group == group) {
                        @let key = field.key.as_str();
                        li { a href={"/handbook/" (key)} aria-current=[(key == shown).then_some("page")] { (named_field(catalog, key)) } }
                    }
                }
            }
            p { a href="/handbook#checks" { "质检规则" } }
        }
    }
}

fn list(catalog: &Catalog, group: FieldGroup, fields: &[&Field]) -> Markup {
    let of_group: Vec<&&Field> = fields.iter().filter(|field| field.group == group).collect();
    html! {
        @if !of_group.is_empty() {
            section.panel aria-labelledby={"group-" (group.name())} {
                h2 #{"group-" (group.name())} { (group.name()) "信息" }
                div.scroll tabindex="0" role="group" aria-label={(group.name()) "信息，可左右滚动"} {
                    table {
                        thead { tr {
                            th scope="col" { "信息项" } th scope="col" { "键" } th scope="col" { "录入部门" }
                            th scope="col" { "值的种类" } th scope="col" { "含义" }
                        } }
                        tbody { @for field in of_group {
                            tr {
                                th scope="row" { a href={"/handbook/" (field.key.as_str())} { (named_field(catalog, field.key.as_str())) } }
                                td { code { (field.key.as_str()) } }
                                td { (field.department) }
                                td { (checks::kind_name(field.kind)) }
                                td { (field.doc) }
                            }
                        } }
                    }
                }
            }
        }
    }
}

async fn one_field(
    State(service): State<Arc<Service>>,
    Visitor(actor): Visitor,
    At(key): At<String>,
) -> Result<Markup, Refusal> {
    let catalog = service.catalog;
    let field = catalog.field(&key).ok_or_else(|| ApiError::not_found("field"))?;
    let name = named_field(catalog, &key);
    let body = html! {
        div.handbook {
            (contents(catalog, &key))
            article.panel {
                h1 { (name) }
                (facts(catalog, field))
                h2 { "含义" }
                p { (field.doc) }
                @if !field.choices.is_empty() {
                    h2 { "可选值" }
                    ul.chips { @for choice in &field.choices { li.badge { (choice) } } }
                }
                @if !field.pitfalls.is_empty() {
                    h2 { "注意事项" }
                    ul { @for pitfall in &field.pitfalls { li { (pitfall) } } }
                }
                @if !field.basis.is_empty() {
                    h2 { "依据" }
                    ul { @for basis in &field.basis { li { (basis.law) span.quiet { "（" (basis.valid_from) "起施行）" } } } }
                }
                h2 { "如何提取" }
                (method(field))
                h2 { "如何核对" }
                (checks::of_kind(field.kind))
            }
        }
    };
    Ok(page::page(&actor, Place::Handbook, &name, body))
}

fn facts(catalog: &Catalog, field: &Field) -> Markup {
    let group = field.key.group().and_then(|group| catalog.group(group));
    html! {
        dl.facts {
            dt { "键" } dd { code { (field.key.as_str()) } }
            dt { "阶段" } dd { (field.group.name()) "信息" }
            @if let Some(group) = group { dt { "所属" } dd { (group.name) "（可有多项）" } }
            dt { "录入部门" } dd { (field.department) }
            dt { "值的种类" } dd { (checks::kind_name(field.kind)) @if field.list { "，可有多个值" } }
            @if !field.applies.is_empty() { dt { "适用案件" } dd { (field.applies.join("、")) } }
        }
    }
}

fn method(field: &Field) -> Markup {
    html! {
        @if let Some(code) = &field.code {
            p { "由程序规则 " code { (code) } " 读取。应当读出的例子：" }
        }
        @for example in &field.examples { (marked(example)) }
        @if !field.rules.is_empty() { p { "依次按下列规则在文书中查找：" } }
        @for rule in &field.rules { (one_rule(rule)) }
    }
}

fn one_rule(rule: &Rule) -> Markup {
    let pick = match rule.pick {
        Pick::First => "取第一处",
        Pick::Last => "取最后一处",
        Pick::All => "取每一处",
    };
    let sections: Vec<&str> = rule.sections.iter().map(|section| section.name()).collect();
    html! {
        h3 { "规则 " code { (rule.id) } }
        p.quiet {
            "范围：" @if sections.is_empty() { "全文" } @else { (sections.join("、")) }
            "；" (pick) "；把握 " (format!("{:.0}%", rule.confidence * 100.0))
        }
        @for example in &rule.hits { (marked(example)) }
        @for miss in &rule.misses { blockquote.example.miss { "不读取：" (miss) } }
    }
}

/// An example with its values marked where they stand in it; a value that is written otherwise stands behind it.
fn marked(example: &Example) -> Markup {
    let values: Vec<&str> = example.value.split('|').filter(|value| !value.is_empty()).collect();
    let mut rest = &*example.text;
    let mut parts: Vec<(&str, bool)> = Vec::new();
    while let Some((at, value)) = values.iter().filter_map(|value| Some((rest.find(value)?, *value))).min() {
        parts.extend([(&rest[..at], false), (value, true)]);
        rest = &rest[at + value.len()..];
    }
    parts.push((rest, false));
    let is_found = parts.iter().any(|(_, is_value)| *is_value);
    html! {
        blockquote.example {
            @for (text, is_value) in &parts { @if *is_value { mark { (text) } } @else { (text) } }
            @if !is_found { span.quiet { " → " } mark { (values.join("、")) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_marked_where_they_stand() {
        let example =
            |text: &str, value: &str| marked(&Example { text: text.into(), value: value.into() }).into_string();
        let two = example("审判员甲一、乙二<b>", "甲一|乙二");
        assert_eq!(
            two,
            "<blockquote class=\"example\">审判员<mark>甲一</mark>、<mark>乙二</mark>&lt;b&gt;</blockquote>"
        );
        assert!(example("二〇二一年三月一日", "2021-03-01").ends_with("→ </span><mark>2021-03-01</mark></blockquote>"));
    }

    #[test]
    fn every_field_has_its_page() {
        let catalog = Catalog::embedded();
        for field in catalog.fields() {
            let page = method(field).into_string();
            assert!(page.contains("<mark>"), "{} shows no example", field.key.as_str());
        }
    }
}
