//! Reads the title block: court, number, kind of document, and from them category and procedure.

use std::ops::Range;
use std::sync::LazyLock;

use casefile::value::CaseNumber;
use casefile::{Extraction, Record, Value};
use catalog::SectionKind;
use regex::Regex;

use crate::context::Context;
use crate::pattern::pattern;
use crate::profile::{Category, Material, Procedure};
use crate::rules::Rule;

pub(super) const RULE: Rule = Rule {
    name: "heading",
    fills: &["court", "case_number", "document_type", "case_category", "trial_procedure"],
    from: Material::Other,
    read,
};

/// The court's line; the title may be glued to it.
static COURT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?m)^(?P<value>[^\n，。；：（）]{2,40}?法院)(?:$|[（刑民行执国赔判裁决通支报罚限拘搜])")
});

/// The title in one line, possibly glued to the court's name: 刑事附带民事判决书, 罚款决定书, 报告财产令.
static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?m)(?P<field>刑事附带民事|刑事|民事|行政赔偿|行政|执行|国家赔偿|赔偿|司法救助)?[^\n，。；：法院]{0,8}?(?P<value>判决书|裁定书|调解书|决定书|通知书|支付令|令|批复|函)(?:$|[（〔<])",
    )
});

/// Kinds of documents that the case record knows; any other title is 其他.
const DOCUMENT_TYPES: &[&str] = &["判决书", "裁定书", "调解书", "决定书", "通知书", "支付令"];

fn read(cx: &mut Context, record: &mut Record<Extraction>) {
    let heading = cx.section(SectionKind::Heading);
    read_court(cx, record, heading.clone());
    let number = read_case_number(cx, record, heading.clone());
    let title = read_title(cx, record, heading.clone());
    cx.profile.material = material(cx, heading, number.is_some() || title.is_some());
    if cx.profile.material == Material::Indictment {
        cx.profile.category = Category::Criminal;
        return;
    }
    classify(cx, record, number, title);
}

/// Titles of materials that are no decisions of a court.
const OTHER_TITLES: &[(&str, Material)] = &[
    ("起诉书", Material::Indictment),
    ("抗诉书", Material::Indictment),
    ("起诉状", Material::Complaint),
    ("上诉状", Material::Complaint),
    ("自诉状", Material::Complaint),
    ("答辩状", Material::Complaint),
    ("申请书", Material::Complaint),
    ("笔录", Material::Transcript),
];

/// What kind of material the first lines show. A court's number or title, or a disposition, makes a decision.
fn material(cx: &Context, heading: Range<usize>, titled: bool) -> Material {
    const LINES_MAX: usize = 6;
    let lines = cx.text().lines().take(LINES_MAX).filter(|line| line.chars().count() <= 24);
    let mut kinds =
        lines.map(without_note).flat_map(|line| OTHER_TITLES.iter().filter(move |(title, _)| line.ends_with(title)));
    match kinds.next() {
        Some((_, material)) => *material,
        None if titled || !heading.is_empty() || !cx.section(SectionKind::Basis).is_empty() => Material::Decision,
        None => Material::Other,
    }
}

/// A title without the note behind it: 庭审笔录（第一次）, 民事起诉状（补充）.
fn without_note(line: &str) -> &str {
    line.strip_suffix('）').and_then(|rest| rest.rsplit_once('（')).map_or(line, |(title, _)| title)
}

fn read_court(cx: &Context, record: &mut Record<Extraction>, heading: Range<usize>) {
    let text = cx.slice(heading.clone());
    let Some(value) = COURT.captures(text).and_then(|found| found.name("value")) else { return };
    let range = heading.start + value.start()..heading.start + value.end();
    let known = cx.catalog.courts().by_name(value.as_str()).is_some();
    cx.put_text(record, "court", range, "heading.court", if known { 0.995 } else { 0.95 });
}

/// The first number of the title block is the document's own. Without a title block it may stand on the first line.
fn read_case_number(
    cx: &Context,
    record: &mut Record<Extraction>,
    heading: Range<usize>,
) -> Option<(CaseNumber, Range<usize>)> {
    let text = cx.slice(heading.clone());
    let (found, number) = CaseNumber::find_all(text).into_iter().next()?;
    let range = heading.start + found.start..heading.start + found.end;
    let confidence = if number.is_suspect() { 0.85 } else { 0.995 };
    cx.put(record, "case_number", Value::CaseNumber(number.clone()), range.clone(), "heading.case_number", confidence);
    Some((number, range))
}

struct Title<'t> {
    /// 刑事, 民事 …, where the title says so.
    field: Option<&'t str>,
    range: Range<usize>,
}

fn read_title<'t>(cx: &mut Context<'t>, record: &mut Record<Extraction>, heading: Range<usize>) -> Option<Title<'t>> {
    let text = cx.slice(heading.clone());
    let found = TITLE.captures_iter(text).last()?;
    let value = found.name("value").expect("the pattern has the group");
    let whole = found.get(0).expect("group 0 always matches");
    let range = heading.start + value.start()..heading.start + value.end();
    let known = DOCUMENT_TYPES.iter().find(|kind| **kind == value.as_str());
    cx.profile.document_type = known.copied().unwrap_or("其他");
    cx.put(record, "document_type", Value::Text(cx.profile.document_type.into()), range, "heading.title", 0.995);
    let range = heading.start + whole.start()..heading.start + value.end();
    Some(Title { field: found.name("field").map(|field| field.as_str()), range })
}

/// Category and procedure follow from the type code of the number (法〔2015〕137号 annex 1); a document without a
/// number is judged by its title and by what it says it decides.
fn classify(
    cx: &mut Context,
    record: &mut Record<Extraction>,
    number: Option<(CaseNumber, Range<usize>)>,
    title: Option<Title>,
) {
    let by_code = number.as_ref().and_then(|(number, range)| {
        let case_type = cx.catalog.case_types().by_code(number.type_code())?;
        Some((Category::of(&case_type.category), Procedure::of(&case_type.trial_procedure), range.clone()))
    });
    let by_title = title.as_ref().map(|title| (category_of_title(title.field), Procedure::Other, title.range.clone()));
    let Some((mut category, mut procedure, range)) = by_code.clone().or(by_title.clone()) else { return };
    if category == Category::Other
        && let Some((titled, _, _)) = by_title
    {
        category = titled;
    }
    let mut proof = range.clone();
    if procedure == Procedure::Other
        && let Some((stated, place)) = procedure_in_text(cx, category)
    {
        (procedure, proof) = (stated, place);
    }
    cx.profile.category = category;
    cx.profile.procedure = procedure;
    let confidence = if by_code.is_some() { 0.99 } else { 0.93 };
    let value = Value::Text(category.as_str().into());
    cx.put(record, "case_category", value, range, "heading.category", confidence);
    let value = Value::Text(procedure.as_str().into());
    cx.put(record, "trial_procedure", value, proof, "heading.procedure", confidence);
}

fn category_of_title(field: Option<&str>) -> Category {
    match field {
        Some(field) if field.starts_with("刑事") => Category::Criminal,
        Some("民事") => Category::Civil,
        Some("行政" | "行政赔偿") => Category::Administrative,
        Some("执行") => Category::Enforcement,
        Some("国家赔偿" | "赔偿") => Category::Compensation,
        _ => Category::Other,
    }
}

/// What the text says about its procedure, for documents whose number is missing or of an unknown type.
fn procedure_in_text(cx: &Context, category: Category) -> Option<(Procedure, Range<usize>)> {
    const SIGNS: &[(&str, Procedure)] = &[
        ("复核终结", Procedure::DeathReview),
        ("依法报请本院核准", Procedure::DeathReview),
        ("减去有期徒刑", Procedure::SentenceChange),
        ("予以假释", Procedure::SentenceChange),
        ("申请再审", Procedure::RetrialReview),
        ("不服", Procedure::Second),
        ("提出上诉", Procedure::Second),
        ("提起上诉", Procedure::Second),
        ("执行依据", Procedure::Enforcement),
        ("申请执行", Procedure::Enforcement),
        ("提起公诉", Procedure::First),
        ("立案", Procedure::First),
    ];
    let course = cx.reading.sections().between(SectionKind::Parties, SectionKind::Course);
    let text = cx.slice(course.clone());
    let found = SIGNS.iter().find_map(|(words, procedure)| text.find(words).map(|at| (words, *procedure, at)));
    let (words, procedure, at) = found?;
    let procedure = if category == Category::Enforcement { Procedure::Enforcement } else { procedure };
    Some((procedure, course.start + at..course.start + at + words.len()))
}
