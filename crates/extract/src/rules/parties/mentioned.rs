//! Reads parties out of the sentence on the case (原告甲与被告乙借款合同纠纷一案) where a document has no party block, as
//! short rulings and published copies often have not. Names only; what else is said of them stands nowhere.

use std::ops::Range;
use std::sync::LazyLock;

use casefile::{Extraction, Record, Value};
use catalog::SectionKind;
use regex::Regex;

use crate::context::Context;
use crate::pattern::pattern;

use super::names;

/// A title in running text, and what may be its name.
static MENTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?P<role>(?:原审|一审)?(?:再审申请人|申请执行人|被申请执行人|被执行人|被上诉人|上诉人|被申请人|申请人|原告|被告|第三人|异议人))(?:（(?P<note>[^）]{2,20})）)?(?P<name>[^，。；：（）《》\n、与诉因]{2,60})",
    )
});

/// Words that end a name where the list of marks does not.
#[rustfmt::skip]
const ENDS: &[&str] = &[
    "不服", "申请", "之间", "向本院", "提起", "要求", "请求", "作出", "的", "及其", "以及", "和被", "和第", "和原", "及被", "及第", "及原",
    "于2", "在本院", "认为", "系", "未",
];

/// Parties named by the sentence on the case, each once.
pub(super) fn read(cx: &Context) -> Vec<Record<Extraction>> {
    let course = cx.section(SectionKind::Course);
    let text = cx.slice(course.clone());
    let Some(end) = text.find("一案") else { return Vec::new() };
    let mut parties: Vec<Record<Extraction>> = Vec::new();
    for found in MENTION.captures_iter(&text[..end]) {
        let place = |group: &str| found.name(group).map(|part| course.start + part.start()..course.start + part.end());
        let (Some(role), Some(name)) = (place("role"), place("name")) else { continue };
        let Some(name) = name_within(cx, name) else { continue };
        let printed = Value::Text(cx.reading.printed(name.clone()));
        if parties.iter().any(|party| party.text("parties.name") == Some(printed.canonical())) {
            continue;
        }
        parties.push(party(cx, printed, name, role, place("note")));
    }
    parties
}

fn party(
    cx: &Context,
    printed: Value,
    name: Range<usize>,
    role: Range<usize>,
    note: Option<Range<usize>>,
) -> Record<Extraction> {
    // The words may hold more than the name, so that the reading is never sure.
    const CONFIDENCE: f64 = 0.85;
    let mut party = Record::default();
    let kind = if names::is_organisation(cx, &printed.canonical()) { "组织" } else { "自然人" };
    cx.put(&mut party, "parties.kind", Value::Text(kind.into()), name.clone(), "parties.mentioned", CONFIDENCE);
    cx.put(&mut party, "parties.name", printed, name, "parties.mentioned", CONFIDENCE);
    cx.put_text(&mut party, "parties.role", role, "parties.mentioned", CONFIDENCE);
    if let Some(note) = note.filter(|note| super::is_role(cx.slice(note.clone()))) {
        cx.put_text(&mut party, "parties.former_role", note, "parties.mentioned", CONFIDENCE);
    }
    party
}

/// The name at the head of the words after a title: up to a word that ends it, or to the cause of the case.
fn name_within(cx: &Context, range: Range<usize>) -> Option<Range<usize>> {
    let text = cx.slice(range.clone());
    let end = ENDS.iter().filter_map(|word| text.find(word)).min().unwrap_or(text.len());
    let text = &text[..end];
    let causes = cx.catalog.causes();
    let is_cause = |rest: &str| {
        causes.civil(rest).is_some() || causes.administrative(rest).is_some() || causes.enforcement(rest).is_some()
    };
    let cut = text.char_indices().skip(2).map(|(at, _)| at).find(|at| is_cause(&text[*at..]));
    let name = text[..cut.unwrap_or(text.len())].trim_end_matches('为');
    // A cause that the lists do not have may follow: the end of an organisation's name shows where, and after a person's
    // name the first word of the cause.
    let name = names::organisation_at_start(name).or_else(|| names::person_at_start(name))?;
    Some(range.start..range.start + name.len())
}
