//! Owns which discrepancies somebody works through: the choices of the queue, which go along from page to page in the address.

use std::time::Duration;

use casefile::limits;
use catalog::Catalog;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use store::discrepancy::DiscrepancyFilter;
use store::{Millis, Store, court};

use crate::actor::Actor;
use crate::error::ApiError;

/// The choices as they stand in an address. What is empty narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Narrowed {
    /// open, deferred or decided; open if empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) state: String,
    /// error, doubtful or notice.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) tier: String,
    /// The id of a court.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) court: String,
    /// A category of cases, such as 民事.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) category: String,
    /// A field key.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) field: String,
    /// The department that enters the field.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) department: String,
    /// Found so many days ago or longer.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) age: String,
    /// `me`: to be decided by whoever looks.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) assignee: String,
    /// A kind of disagreement.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) pattern: String,
    /// The id of a case.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) case: String,
}

/// The tiers in the order of their numbers in the store, with their names.
pub(super) const TIERS: [(&str, &str); 3] = [("error", "错误"), ("doubtful", "存疑"), ("notice", "提示")];

const STATES: [(&str, &str); 3] = [("open", "待核实"), ("deferred", "已搁置"), ("decided", "已核实")];

const AGES: [(&str, &str); 4] = [("1", "1天以上"), ("7", "7天以上"), ("30", "30天以上"), ("90", "90天以上")];

impl Narrowed {
    /// The question to the store.
    pub(super) fn filter(&self, actor: &Actor, now: Millis) -> DiscrepancyFilter {
        let given = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let days = self.age.parse::<u64>().ok().map(|days| Duration::from_secs(days.min(36_500) * 24 * 3_600));
        DiscrepancyFilter {
            state: Some(given(&self.state).unwrap_or_else(|| "open".to_string())),
            case_id: given(&self.case),
            court_id: given(&self.court),
            tier: TIERS.iter().position(|(tier, _)| *tier == self.tier).map(|tier| tier as i64),
            field: given(&self.field),
            department: given(&self.department),
            category: given(&self.category),
            pattern: given(&self.pattern),
            assignee: (self.assignee == "me").then(|| actor.user_id.clone()),
            opened_before: days.map(|days| now.before(days)),
        }
    }

    /// An address with these choices.
    pub(super) fn address(&self, path: &str) -> String {
        self.address_with(path, &[])
    }

    /// An address with these choices and some more words.
    pub(super) fn address_with(&self, path: &str, more: &[(&str, &str)]) -> String {
        let choices = serde_urlencoded::to_string(self).unwrap_or_default();
        let more = serde_urlencoded::to_string(more).unwrap_or_default();
        let query: Vec<&str> = [choices.as_str(), more.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
        match query.is_empty() {
            true => path.to_string(),
            false => format!("{path}?{}", query.join("&")),
        }
    }

    /// The form in which the choices are made.
    pub(super) async fn form(&self, store: &Store, actor: &Actor, catalog: &Catalog) -> Result<Markup, ApiError> {
        let fields: Vec<(&str, String)> = catalog
            .fields()
            .iter()
            .map(|field| (field.key.as_str(), named_field(catalog, field.key.as_str())))
            .collect();
        let categories = catalog.field("case_category").map(|field| field.choices.as_slice()).unwrap_or_default();
        let categories: Vec<(&str, &str)> = categories.iter().map(|choice| (&**choice, &**choice)).collect();
        let courts = court::find(store, &actor.scope, "", i64::from(limits::PAGE_ROWS_MAX)).await?;
        let courts: Vec<(&str, &str)> = courts.iter().map(|court| (court.id.as_str(), court.name.as_str())).collect();
        Ok(html! {
            form.filters method="get" action="/queue" role="search" aria-label="筛选疑点" {
                (choice("状态", "state", &self.state, "", &STATES))
                (choice("级别", "tier", &self.tier, "全部", &TIERS))
                @if courts.len() > 1 { (choice("法院", "court", &self.court, "全部", &courts)) }
                (choice("案件类别", "category", &self.category, "全部", &categories))
                (choice("信息项", "field", &self.field, "全部", &fields))
                (choice("录入部门", "department", &self.department, "全部", &DEPARTMENTS))
                (choice("发现已有", "age", &self.age, "不限", &AGES))
                (choice("核实人", "assignee", &self.assignee, "不限", &[("me", "指派给我的")]))
                @if !self.pattern.is_empty() {
                    label { "差异类型" input name="pattern" value=(self.pattern); }
                }
                button { "筛选" }
                a.button href="/queue" { "清除" }
            }
        })
    }
}

/// The departments that enter fields.
pub(super) const DEPARTMENTS: [(&str, &str); 2] = [("立案部门", "立案部门"), ("审判部门", "审判部门")];

/// A labelled choice; `none` names the first one, which chooses nothing.
pub(super) fn choice<T: AsRef<str>>(
    label: &str,
    name: &str,
    chosen: &str,
    none: &str,
    options: &[(&str, T)],
) -> Markup {
    html! {
        label {
            (label)
            select name=(name) {
                @if !none.is_empty() { option value="" { (none) } }
                @for (value, text) in options {
                    option value=(value) selected[*value == chosen] { (text.as_ref()) }
                }
            }
        }
    }
}

/// A field with its group as people read it: 当事人·出生日期.
pub(super) fn named_field(catalog: &Catalog, key: &str) -> String {
    let Some(field) = catalog.field(key) else { return key.to_string() };
    match field.key.group().and_then(|group| catalog.group(group)) {
        Some(group) => format!("{}·{}", group.name, field.name),
        None => field.name.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::Narrowed;

    #[test]
    fn choices_come_back_from_their_address() {
        let narrowed =
            Narrowed {
                tier: "error".to_string(), pattern: "“甲”录为“乙&丙”".to_string(), ..Narrowed::default()
            };
        let address = narrowed.address_with("/queue", &[("after", "0.x")]);
        let query = address.strip_prefix("/queue?").expect("an address with choices");
        let read: Narrowed = serde_urlencoded::from_str(query).expect("choices are read");
        assert_eq!(read, narrowed);
        assert!(query.ends_with("after=0.x"), "{query}");
        assert_eq!(Narrowed::default().address("/queue"), "/queue");
    }
}
