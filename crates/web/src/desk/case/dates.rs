//! Owns the dates of a case on a line, the earliest first, and which of them the entry has otherwise.

use casefile::ValueKind;
use maud::{Markup, html};

use super::super::sides::{Words, place_name};
use super::values::{Row, Values};
use crate::Service;

/// The dates that the documents state.
pub(super) fn show(service: &Service, values: &Values) -> Markup {
    let catalog = service.catalog;
    let is_date = |row: &&Row| catalog.field(&row.field).is_some_and(|field| field.kind == ValueKind::Date);
    let mut dates: Vec<(&str, &Row)> =
        values.rows.iter().filter(is_date).filter_map(|row| Some((row.stated.as_ref()?.value.as_str(), row))).collect();
    dates.sort_by_key(|(date, _)| *date);
    html! {
        @if !dates.is_empty() {
            section.panel aria-labelledby="case-dates" {
                h2 #case-dates { "日期" }
                ol.time-line tabindex="0" aria-label="案件日期，可左右滚动" {
                    @for (date, row) in dates { (point(service, date, row)) }
                }
            }
        }
    }
}

fn point(service: &Service, date: &str, row: &Row) -> Markup {
    let words: Option<&Words> = row.stated.as_ref().and_then(|stated| stated.evidence.first());
    let differs = row.outcome.as_deref() == Some("different");
    html! {
        li.differs[differs] {
            @match words { Some(words) => (words.link(date)), None => (date) }
            span.what { (place_name(service.catalog, &row.path, &row.field)) }
            @if differs {
                span.badge.error { "录入为" (row.entered.as_deref().unwrap_or("空")) }
            }
        }
    }
}
