//! Owns what counts as a fact of a record: a field with a value, repeated groups keyed by name. Two records are compared
//! by their facts and by nothing else.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::input::Record;

const SCALARS: &[&str] = &[
    "document_type",
    "case_category",
    "trial_procedure",
    "court",
    "case_number",
    "judgment_date",
    "filing_date",
    "prosecution_date",
    "applied_procedure",
    "tribunal",
    "public_hearing",
    "presiding_judge",
    "case_fee",
    "procuratorate",
    "indictment_number",
];
const LISTS: &[&str] = &[
    "hearing_dates",
    "judges",
    "assessors",
    "judge_assistants",
    "clerks",
    "causes",
    "outcomes",
    "award_amounts",
    "prosecutors",
];
const PARTY: &[&str] = &[
    "former_role",
    "kind",
    "sex",
    "birth_date",
    "ethnicity",
    "education",
    "occupation",
    "id_number",
    "address",
    "representative",
];
const DEFENDANT: &[&str] = &[
    "detention_date",
    "arrest_date",
    "penalty",
    "penalty_months",
    "probation_months",
    "fine_yuan",
    "political_rights",
    "confiscate_property",
    "term_start",
    "term_end",
];
const FLAGS: &[&str] = &["surrender", "recidivist", "plea_leniency"];

/// Fields that stand in the body of a document, besides those of defendants.
const BODY: &[&str] = &[
    "causes",
    "outcomes",
    "case_fee",
    "fee_payers",
    "award_amounts",
    "statutes",
    "party.occupation",
    "party.address",
    "party.id_number",
];

/// A value without layout: text with brackets unified, numbers in hundredths.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Atom {
    /// Nothing.
    Absent,
    /// A ticked box.
    Flag(bool),
    /// A number in hundredths.
    Number(i64),
    /// Text.
    Text(String),
}

/// A field with its value; an item of a group carries its name as well.
pub type Fact = (String, Vec<Atom>);

/// Facts with how often each stands in the record.
pub type Facts = BTreeMap<Fact, u32>;

/// Whether the field stands in the body of a document.
pub fn is_body(field: &str) -> bool {
    BODY.contains(&field) || field.starts_with("defendant.")
}

/// The top-level key of the record that a field of facts belongs to.
pub fn root(field: &str) -> &str {
    match field.split('.').next().unwrap_or(field) {
        "party" => "parties",
        "defendant" => "defendants",
        root => root,
    }
}

/// The value without white space, with brackets and a few marks unified; empty text is absent.
pub fn norm(value: Option<&Json>) -> Atom {
    match value {
        Some(Json::Bool(value)) => Atom::Flag(*value),
        Some(Json::Number(number)) => Atom::Number((number.as_f64().unwrap_or(0.0) * 100.0).round() as i64),
        Some(Json::String(text)) => {
            // The four separators U+001C..U+001F are white space to the annotators' tools, not to Unicode.
            let is_space = |c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c);
            let text: String = text.chars().filter(|&c| !is_space(c)).map(unify).collect();
            if text.is_empty() || text == "null" { Atom::Absent } else { Atom::Text(text) }
        }
        _ => Atom::Absent,
    }
}

fn unify(c: char) -> char {
    match c {
        '(' => '（',
        ')' => '）',
        '〈' | '﹤' | '＜' | '《' => '<',
        '〉' | '﹥' | '＞' | '》' => '>',
        ':' => '：',
        ',' => '，',
        '[' | '〔' | '【' => '［',
        ']' | '〕' | '】' => '］',
        c => c,
    }
}

/// The facts of a record.
pub fn facts(record: &Record) -> Facts {
    let mut out = Facts::new();
    for &field in SCALARS {
        add_known(&mut out, field, norm(record.get(field)));
    }
    for &field in LISTS {
        for value in items(record, field) {
            add_known(&mut out, field, norm(Some(value)));
        }
    }
    for case in objects(record, "prior_cases") {
        let number = norm(case.get("case_number"));
        let known = if number == Atom::Absent { norm(case.get("court")) } else { number };
        add_known(&mut out, "prior_cases", known);
    }
    for payer in objects(record, "fee_payers") {
        add(&mut out, "fee_payers", vec![norm(payer.get("name")), norm(payer.get("amount"))]);
    }
    for statute in objects(record, "statutes") {
        add(&mut out, "statutes", vec![norm(statute.get("law")), norm(statute.get("article"))]);
    }
    for party in objects(record, "parties") {
        party_facts(&mut out, party);
    }
    for person in objects(record, "defendants") {
        defendant_facts(&mut out, person);
    }
    out
}

fn party_facts(out: &mut Facts, party: &Record) {
    let name = norm(party.get("name"));
    add(out, "party", vec![name.clone(), norm(party.get("role"))]);
    for key in PARTY {
        add_of(out, &format!("party.{key}"), &name, norm(party.get(*key)));
    }
    for agent in objects(party, "agents") {
        let agent_name = norm(agent.get("name"));
        add(out, "party.agent", vec![name.clone(), agent_name.clone()]);
        add_of(out, "party.agent_firm", &agent_name, norm(agent.get("firm")));
    }
}

fn defendant_facts(out: &mut Facts, person: &Record) {
    let name = norm(person.get("name"));
    for key in DEFENDANT {
        add_of(out, &format!("defendant.{key}"), &name, norm(person.get(*key)));
    }
    for key in FLAGS {
        if person.get(*key) == Some(&Json::Bool(true)) {
            add(out, &format!("defendant.{key}"), vec![name.clone(), Atom::Flag(true)]);
        }
    }
    for key in ["charges", "accused_charges"] {
        for charge in items(person, key) {
            add(out, &format!("defendant.{key}"), vec![name.clone(), norm(Some(charge))]);
        }
    }
}

fn items<'r>(record: &'r Record, key: &str) -> impl Iterator<Item = &'r Json> {
    record.get(key).and_then(Json::as_array).into_iter().flatten()
}

fn objects<'r>(record: &'r Record, key: &str) -> impl Iterator<Item = &'r Record> {
    items(record, key).filter_map(Json::as_object)
}

fn add(out: &mut Facts, field: &str, value: Vec<Atom>) {
    *out.entry((field.to_string(), value)).or_default() += 1;
}

fn add_known(out: &mut Facts, field: &str, value: Atom) {
    if value != Atom::Absent {
        add(out, field, vec![value]);
    }
}

fn add_of(out: &mut Facts, field: &str, name: &Atom, value: Atom) {
    if value != Atom::Absent {
        add(out, field, vec![name.clone(), value]);
    }
}

/// A value in words.
pub fn in_words(value: &[Atom]) -> String {
    let word = |atom: &Atom| match atom {
        Atom::Absent => "-".to_string(),
        Atom::Flag(value) => value.to_string(),
        Atom::Number(hundredths) if hundredths % 100 == 0 => (hundredths / 100).to_string(),
        Atom::Number(hundredths) => format!("{:.2}", *hundredths as f64 / 100.0),
        Atom::Text(text) => text.clone(),
    };
    value.iter().map(word).collect::<Vec<_>>().join(" / ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn printed(record: Json) -> Vec<String> {
        let Json::Object(record) = record else { panic!("the tests give objects") };
        let lines = facts(&record).into_iter();
        lines.map(|((field, value), count)| format!("{count} {field} = {}", in_words(&value))).collect()
    }

    #[test]
    fn values_lose_layout_and_the_shape_of_brackets() {
        assert_eq!(norm(Some(&json!(" (2018) 沪\u{3000}1号"))), Atom::Text("（2018）沪1号".into()));
        assert_eq!(norm(Some(&json!("沪检［2018〕【1】"))), Atom::Text("沪检［2018］［1］".into()));
        assert_eq!(norm(Some(&json!(""))), Atom::Absent);
        assert_eq!(norm(Some(&json!("null"))), Atom::Absent);
        assert_eq!(norm(Some(&json!(12.345))), norm(Some(&json!(12.35))));
        assert_eq!(norm(None), Atom::Absent);
    }

    #[test]
    fn groups_are_keyed_by_name() {
        let record = json!({
            "court": "甲县人民法院", "judges": ["丁一", "丁一", ""], "case_fee": 50,
            "prior_cases": [{"court": "乙县人民法院", "case_number": null}],
            "fee_payers": [{"name": "丙二", "amount": null}],
            "statutes": [{"law": "中华人民共和国刑法", "article": "第一条"}],
            "parties": [{"name": "丙二", "role": "原告", "sex": "女", "agents": [{"name": "戊三", "firm": "己所"}]}],
            "defendants": [{"name": "庚四", "fine_yuan": 1000, "surrender": true, "recidivist": false,
                            "charges": ["盗窃罪"], "political_rights": "终身"}],
        });
        assert_eq!(
            printed(record),
            [
                "1 case_fee = 50",
                "1 court = 甲县人民法院",
                "1 defendant.charges = 庚四 / 盗窃罪",
                "1 defendant.fine_yuan = 庚四 / 1000",
                "1 defendant.political_rights = 庚四 / 终身",
                "1 defendant.surrender = 庚四 / true",
                "1 fee_payers = 丙二 / -",
                "2 judges = 丁一",
                "1 party = 丙二 / 原告",
                "1 party.agent = 丙二 / 戊三",
                "1 party.agent_firm = 戊三 / 己所",
                "1 party.sex = 丙二 / 女",
                "1 prior_cases = 乙县人民法院",
                "1 statutes = 中华人民共和国刑法 / 第一条",
            ]
        );
    }
}
