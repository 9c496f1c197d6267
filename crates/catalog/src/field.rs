//! Owns the fields of the case record: what each means, who enters it, and the rules that read it. The text form is
//! `fields/<key>.toml`; this file turns it into checked values.

use std::sync::Arc;

use casefile::{FieldKey, ValueKind};
use serde::Deserialize;
use toml::Spanned;

use crate::error::{Problem, Problems};
use crate::pattern::{Fragments, Pattern};
use crate::prefilter::{KeywordId, Keywords};
use crate::section::SectionKind;

/// The stage of the case that produces a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldGroup {
    /// 立案: the case is filed.
    Filing,
    /// 审理: the case is heard.
    Trial,
    /// 结案: the case is decided and closed.
    Closing,
}

impl FieldGroup {
    /// The Chinese name, as data and forms have it.
    pub fn name(self) -> &'static str {
        match self {
            FieldGroup::Filing => "立案",
            FieldGroup::Trial => "审理",
            FieldGroup::Closing => "结案",
        }
    }

    fn of_name(name: &str) -> Option<FieldGroup> {
        [FieldGroup::Filing, FieldGroup::Trial, FieldGroup::Closing].into_iter().find(|group| group.name() == name)
    }
}

/// A law that a field rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    /// Title and articles.
    pub law: Box<str>,
    /// First day on which the cited text holds, in ISO form.
    pub valid_from: Box<str>,
}

/// Which of several matches a rule takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// The first match.
    First,
    /// The last match.
    Last,
    /// Every match.
    All,
}

/// One pattern that reads a field.
#[derive(Debug)]
pub struct Rule {
    /// Permanent id, unique in the catalogue.
    pub id: Arc<str>,
    /// Where it may look; empty means the whole text.
    pub sections: Vec<SectionKind>,
    /// The pattern; the value is its group `value`.
    pub regex: Pattern,
    /// At least one of these stands in every text on which the rule can match.
    pub keywords: Vec<KeywordId>,
    /// Which match counts.
    pub pick: Pick,
    /// How sure a match is, from 0 to 1.
    pub confidence: f64,
    /// Texts with the value that the rule must find in them; several values are joined by `|`.
    pub hits: Vec<Example>,
    /// Texts in which the rule must find nothing.
    pub misses: Vec<Box<str>>,
    pub(crate) line: usize,
}

/// A text and the value in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Invented words in a valid form.
    pub text: Box<str>,
    /// The value.
    pub value: Box<str>,
}

/// A field of the case record.
#[derive(Debug)]
pub struct Field {
    /// Permanent key, unique in the catalogue.
    pub key: FieldKey,
    /// The Chinese name.
    pub name: Box<str>,
    /// The stage that produces it.
    pub group: FieldGroup,
    /// The department that enters it.
    pub department: Box<str>,
    /// What it holds.
    pub kind: ValueKind,
    /// Whether it may hold several values.
    pub list: bool,
    /// The allowed values of a choice.
    pub choices: Vec<Box<str>>,
    /// What it means and where it stands, in Chinese.
    pub doc: Box<str>,
    /// The laws it rests on.
    pub basis: Vec<Basis>,
    /// Known traps, in Chinese.
    pub pitfalls: Vec<Box<str>>,
    /// The case categories to which it applies; empty means all.
    pub applies: Vec<Box<str>>,
    /// The rules that read it, in the order of the file.
    pub rules: Vec<Rule>,
    /// The extraction rule in code that reads it, where no single pattern can.
    pub code: Option<Box<str>>,
    /// What the code must read, as documentation and test material.
    pub examples: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawField {
    key: Spanned<String>,
    name: String,
    group: Spanned<String>,
    department: Spanned<String>,
    kind: Spanned<String>,
    #[serde(default)]
    list: bool,
    #[serde(default)]
    choices: Vec<String>,
    doc: String,
    #[serde(default)]
    basis: Vec<RawBasis>,
    #[serde(default)]
    pitfalls: Vec<String>,
    #[serde(default)]
    applies: Vec<String>,
    code: Option<String>,
    #[serde(default)]
    rule: Vec<RawRule>,
    #[serde(default)]
    example: Vec<RawExample>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBasis {
    law: Spanned<String>,
    valid_from: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    id: Spanned<String>,
    #[serde(default)]
    sections: Vec<Spanned<String>>,
    pattern: Spanned<String>,
    keywords: Vec<String>,
    pick: Spanned<String>,
    confidence: Spanned<f64>,
    #[serde(default)]
    hit: Vec<RawExample>,
    #[serde(default)]
    miss: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExample {
    text: String,
    value: String,
}

/// The departments that enter case information.
const DEPARTMENTS: &[&str] = &["立案部门", "审判部门", "执行部门"];

/// What the text of one file needs to become checked values.
pub(crate) struct Context<'c> {
    pub(crate) file: &'c str,
    pub(crate) text: &'c str,
    pub(crate) fragments: &'c Fragments,
    pub(crate) keywords: &'c mut Keywords,
    pub(crate) problems: &'c mut Problems,
}

impl Context<'_> {
    /// The line of a byte offset, counted from 1.
    pub(crate) fn line(&self, at: usize) -> usize {
        line_of(self.text, at)
    }

    pub(crate) fn fail(&mut self, at: usize, problem: Problem) {
        let line = self.line(at);
        self.problems.add(self.file, line, problem);
    }

    pub(crate) fn unknown(&mut self, at: &Spanned<String>, what: &'static str) {
        self.fail(at.span().start, Problem::Unknown { what, text: at.get_ref().clone() });
    }

    /// The pattern with its fragments put in; an unknown fragment is reported.
    pub(crate) fn pattern(&mut self, pattern: &Spanned<String>) -> Pattern {
        match self.fragments.expand(pattern.get_ref()) {
            Ok(source) => Pattern::new(source),
            Err(name) => {
                self.fail(pattern.span().start, Problem::Unknown { what: "fragment", text: format!("${name}") });
                Pattern::new(String::new())
            }
        }
    }

    pub(crate) fn keyword_ids(&mut self, words: &[String]) -> Vec<KeywordId> {
        words.iter().filter(|word| !word.is_empty()).map(|word| self.keywords.intern(word)).collect()
    }

    pub(crate) fn section(&mut self, key: &Spanned<String>) -> Option<SectionKind> {
        let section = SectionKind::of_key(key.get_ref());
        if section.is_none() {
            self.unknown(key, "section");
        }
        section
    }
}

pub(crate) fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())].iter().filter(|&&byte| byte == b'\n').count() + 1
}

/// Reads TOML text, reporting a syntax error or unknown key with its line.
pub(crate) fn from_toml<T: serde::de::DeserializeOwned>(file: &str, text: &str, problems: &mut Problems) -> Option<T> {
    match toml::from_str(text) {
        Ok(value) => Some(value),
        Err(error) => {
            let line = error.span().map_or(1, |span| line_of(text, span.start));
            problems.add(file, line, Problem::Syntax(error.message().to_string()));
            None
        }
    }
}

/// Reads one `fields/<key>.toml`.
pub(crate) fn read(context: &mut Context<'_>) -> Option<Field> {
    let raw: RawField = from_toml(context.file, context.text, context.problems)?;
    let key = raw.key.get_ref().clone();
    if context.file != format!("fields/{key}.toml") {
        context.unknown(&raw.key, "key for a file of this name");
    }
    let group = FieldGroup::of_name(raw.group.get_ref());
    if group.is_none() {
        context.unknown(&raw.group, "group (立案, 审理, 结案)");
    }
    if !DEPARTMENTS.contains(&raw.department.get_ref().as_str()) {
        context.unknown(&raw.department, "department");
    }
    let kind = kind_of_name(raw.kind.get_ref());
    if kind.is_none() {
        context.unknown(&raw.kind, "kind of value");
    }
    let start = raw.key.span().start;
    if raw.name.is_empty() || raw.doc.trim().is_empty() {
        context.fail(start, Problem::Empty("the name or the doc"));
    }
    if kind == Some(ValueKind::Choice) && raw.choices.is_empty() {
        context.fail(start, Problem::Empty("the list of choices"));
    }
    if raw.rule.is_empty() && raw.code.is_none() || raw.code.is_some() && raw.example.is_empty() {
        context.fail(start, Problem::FieldWithoutMethod(key.clone()));
    }
    let basis = raw.basis.into_iter().filter_map(|basis| read_basis(basis, context)).collect();
    let rules = raw.rule.into_iter().map(|rule| read_rule(rule, context)).collect();
    Some(Field {
        key: FieldKey::new(&key),
        name: raw.name.into(),
        group: group?,
        department: raw.department.into_inner().into(),
        kind: kind?,
        list: raw.list,
        choices: boxed(raw.choices),
        doc: raw.doc.trim().into(),
        basis,
        pitfalls: boxed(raw.pitfalls),
        applies: boxed(raw.applies),
        rules,
        code: raw.code.map(String::into_boxed_str),
        examples: raw.example.into_iter().map(example).collect(),
    })
}

fn read_basis(raw: RawBasis, context: &mut Context<'_>) -> Option<Basis> {
    let law = raw.law.get_ref().clone();
    match raw.valid_from.filter(|date| is_iso_day(date)) {
        Some(valid_from) => Some(Basis { law: law.into(), valid_from: valid_from.into() }),
        None => {
            context.fail(raw.law.span().start, Problem::LawUndated(law));
            None
        }
    }
}

fn read_rule(raw: RawRule, context: &mut Context<'_>) -> Rule {
    let id = raw.id.get_ref().clone();
    let start = raw.id.span().start;
    let sections = raw.sections.iter().filter_map(|key| context.section(key)).collect();
    let pick = match raw.pick.get_ref().as_str() {
        "first" => Pick::First,
        "last" => Pick::Last,
        "all" => Pick::All,
        _ => {
            context.unknown(&raw.pick, "pick (first, last, all)");
            Pick::First
        }
    };
    let confidence = *raw.confidence.get_ref();
    if !(0.0..=1.0).contains(&confidence) {
        let problem = Problem::Unknown { what: "confidence from 0 to 1", text: confidence.to_string() };
        context.fail(raw.confidence.span().start, problem);
    }
    let keywords = context.keyword_ids(&raw.keywords);
    if keywords.is_empty() {
        context.fail(start, Problem::WithoutKeywords(id.clone()));
    }
    if raw.hit.is_empty() {
        context.fail(start, Problem::WithoutExample(id.clone()));
    }
    if !raw.pattern.get_ref().contains("(?P<value>") {
        context.fail(raw.pattern.span().start, Problem::PatternWithoutValue(id.clone()));
    }
    Rule {
        id: id.into(),
        sections,
        regex: context.pattern(&raw.pattern),
        keywords,
        pick,
        confidence,
        hits: raw.hit.into_iter().map(example).collect(),
        misses: boxed(raw.miss),
        line: context.line(start),
    }
}

fn example(raw: RawExample) -> Example {
    Example { text: raw.text.into(), value: raw.value.into() }
}

pub(crate) fn boxed(texts: Vec<String>) -> Vec<Box<str>> {
    texts.into_iter().map(String::into_boxed_str).collect()
}

fn is_iso_day(text: &str) -> bool {
    let shape = |(index, byte): (usize, u8)| match index {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    text.len() == 10 && text.bytes().enumerate().all(shape)
}

/// The kind of value with this name in catalogue data.
pub fn kind_of_name(name: &str) -> Option<ValueKind> {
    Some(match name {
        "text" => ValueKind::Text,
        "choice" => ValueKind::Choice,
        "person" => ValueKind::Person,
        "party_name" => ValueKind::PartyName,
        "organisation" => ValueKind::Organisation,
        "court" => ValueKind::Court,
        "cause" => ValueKind::Cause,
        "charge" => ValueKind::Charge,
        "address" => ValueKind::Address,
        "case_number" => ValueKind::CaseNumber,
        "document_number" => ValueKind::DocumentNumber,
        "date" => ValueKind::Date,
        "money" => ValueKind::Money,
        "months" => ValueKind::Months,
        "flag" => ValueKind::Flag,
        "identity" => ValueKind::Identity,
        "law" => ValueKind::Law,
        "article" => ValueKind::Article,
        "ethnicity" => ValueKind::Ethnicity,
        _ => return None,
    })
}
