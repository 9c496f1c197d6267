//! Owns the two sides of a discrepancy as the store keeps them, and how values, places and paths are shown to people. Compares
//! nothing: what differs was decided before; only the differing characters are marked.

use casefile::{Span, ValueKind};
use catalog::Catalog;
use maud::{Markup, html};
use report::Run;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::document;
use super::narrowed::named_field;

/// What was typed.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Entered {
    /// The canonical value.
    pub(super) value: String,
    /// The text as typed.
    pub(super) typed: String,
    /// Where it was typed.
    pub(super) origin: String,
}

/// What the documents say.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Stated {
    /// The canonical value.
    pub(super) value: String,
    /// From 0 to 1.
    pub(super) confidence: f64,
    /// The rule or model that read it.
    pub(super) method: String,
    /// Where it stands.
    pub(super) evidence: Vec<Words>,
    /// Other readings of the same place of the record; only in what was extracted from a case as a whole.
    #[serde(default)]
    pub(super) others: Vec<Stated>,
    /// The field; only in what was extracted from a case as a whole.
    #[serde(default)]
    pub(super) field: String,
}

/// Words of a document.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Words {
    /// The id of the document.
    pub(super) document: String,
    /// Its page.
    pub(super) page: u32,
    /// First byte in the raw text.
    pub(super) start: u32,
    /// One past the last byte.
    pub(super) end: u32,
    /// The words.
    pub(super) quote: String,
}

impl Words {
    /// Their place in the raw text.
    pub(super) fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }

    /// A link that leads to them: inside a viewer, or to a page of its own.
    pub(super) fn link(&self, text: &str) -> Markup {
        let address = document::address(&self.document, self.page, self.span());
        html! {
            a.to-evidence href=(address) data-document=(self.document) data-page=(self.page) data-start=(self.start)
                data-end=(self.end) { (text) }
        }
    }
}

/// A side as the store keeps it; none if there is none.
pub(super) fn side<T: DeserializeOwned>(text: Option<&str>) -> Option<T> {
    serde_json::from_str(text?).ok()
}

/// A value as people read it.
pub(super) fn shown(kind: ValueKind, value: &str) -> String {
    match kind {
        ValueKind::Money if value.chars().all(|c| c.is_ascii_digit() || "-.".contains(c)) => format!("{value}元"),
        ValueKind::Months if value.chars().all(|c| c.is_ascii_digit()) => format!("{value}个月"),
        ValueKind::Flag if value == "true" => "是".to_string(),
        _ => value.to_string(),
    }
}

/// A text with the characters marked that the other side does not have.
pub(super) fn marked(runs: &[Run]) -> Markup {
    html! {
        @for run in runs {
            @if run.differs { mark.differs { (run.text) } } @else { (run.text) }
        }
    }
}

/// The place in the record as people read it: 当事人〔被告 李四〕· 出生日期.
pub(super) fn place_name(catalog: &Catalog, path: &str, field: &str) -> String {
    let labels: Vec<&str> = path.split('[').skip(1).filter_map(|part| part.split(']').next()).collect();
    let name = named_field(catalog, field);
    let is_list_value = catalog.field(field).is_some_and(|field| field.list) && path.ends_with(']');
    let labels = if is_list_value { &labels[..labels.len().saturating_sub(1)] } else { &labels[..] };
    match labels.is_empty() {
        true => name,
        false => format!("{name}（{}）", labels.join(" · ")),
    }
}

/// Who or what read a value, as people read it: 规则（标题部分）, 模型, or for a pattern of the catalogue 目录规则.
pub(super) fn method_name(method: &str) -> String {
    let Some((group, _)) = method.split_once('.') else { return "目录规则".to_string() };
    let part = match group {
        "model" => return "模型".to_string(),
        "heading" => "标题部分",
        "parties" => "当事人部分",
        "causes" => "案由",
        "prior_cases" => "案件由来",
        "prosecution" | "indictment" => "指控部分",
        "hearings" => "审理经过",
        "statutes" => "裁判依据",
        "outcomes" | "awards" | "defendants" => "裁判主文",
        "fees" | "fee_payers" => "诉讼费用",
        "signature" => "落款",
        _ => return "规则".to_string(),
    };
    format!("规则（{part}）")
}

/// Where a value was typed, as people read it: a cell of a table stays as it is, a place of the record is left out.
pub(super) fn origin_name(origin: &str) -> String {
    match origin.split_once('#').map_or(origin, |(source, _)| source) {
        "api" => "接口".to_string(),
        "desk" => "补录".to_string(),
        file => file.to_string(),
    }
}

/// Shortens a text for a table.
pub(super) fn short(text: &str, chars_max: usize) -> String {
    match text.chars().count() > chars_max {
        true => text.chars().take(chars_max).chain(['…']).collect(),
        false => text.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_named_with_their_items() {
        let catalog = Catalog::embedded();
        for (path, field, name) in [
            ("court", "court", "审理法院"),
            ("judges[丙丁]", "judges", "审判员"),
            ("parties[被告 李四].birth_date", "parties.birth_date", "当事人·出生日期（被告 李四）"),
            ("parties[原告 甲].agents[乙].name", "parties.agents.name", "代理人与辩护人·代理人姓名（原告 甲 · 乙）"),
        ] {
            assert_eq!(place_name(catalog, path, field), name);
        }
    }

    #[test]
    fn methods_and_origins_have_names() {
        for (method, name) in [
            ("heading.case_number", "规则（标题部分）"),
            ("model.parties.name", "模型"),
            ("fees.by_role", "规则（诉讼费用）"),
            ("filing-own", "目录规则"),
            ("something.else", "规则"),
        ] {
            assert_eq!(method_name(method), name);
        }
        for (origin, name) in [
            ("api#case_number", "接口"),
            ("entered.json#parties[原告 甲].name", "entered.json"),
            ("立案信息.xlsx!B7", "立案信息.xlsx!B7"),
        ] {
            assert_eq!(origin_name(origin), name);
        }
    }

    #[test]
    fn values_are_shown_with_their_units() {
        assert_eq!(shown(ValueKind::Money, "33600.00"), "33600.00元");
        assert_eq!(shown(ValueKind::Months, "18"), "18个月");
        assert_eq!(shown(ValueKind::Months, "终身"), "终身");
        assert_eq!(shown(ValueKind::Flag, "true"), "是");
    }
}
