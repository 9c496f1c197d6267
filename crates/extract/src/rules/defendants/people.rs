//! Owns who the accused persons of a document are and where their names stand in the text. Knows no penalty.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use casefile::value::fold::fold_char;
use casefile::{Extraction, Record};
use regex::Regex;

use crate::context::Context;
use crate::pattern::pattern;

/// One accused person or company.
#[derive(Debug)]
pub(super) struct Person {
    /// The name as the normalised text has it.
    pub(super) name: String,
    /// Whether it is a 被告单位.
    pub(super) is_unit: bool,
    /// The name as the party block gives it, with its evidence.
    pub(super) shown: Extraction,
}

/// All accused persons of a document with a finder of their names.
#[derive(Debug)]
pub(super) struct People {
    pub(super) all: Vec<Person>,
    finder: AhoCorasick,
}

/// Names that stand together and are spoken of together: 被告人张三、李四.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// From the first name to the last.
    pub(super) range: Range<usize>,
    /// Whose names they are, in order.
    pub(super) people: Vec<usize>,
}

/// What may stand between two names of one run.
static JOINT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?:（[^）\n]{{1,20}}）)?(?:、\p{{Han}}{{2,4}}(?:（[^）\n]{{1,20}}）)?){{0,8}}(?:、|，|和|及|与|以及|；)?(?:{ROLES})?(?:（[^）\n]{{1,20}}）)?$"
    ))
});

/// Titles under which an accused person is named.
pub(super) const ROLES: &str = "(?:原审)?(?:被告人|被告单位|上诉人|上诉单位)|被上诉人|申诉人|罪犯|被告";

/// The accused among the parties; none if there are none.
pub(super) fn among_parties(record: &Record<Extraction>) -> Option<People> {
    let parties = record.items("parties").iter().filter(|party| is_accused(party));
    let mut all: Vec<Person> = Vec::new();
    for (party, shown) in parties.filter_map(|party| Some((party, party.one("parties.name")?))) {
        let name: String = shown.chosen.value.canonical().chars().filter_map(fold_char).filter(|c| *c != ' ').collect();
        if !name.is_empty() && all.iter().all(|other| other.name != name) {
            let is_unit = party.text("parties.kind").as_deref() == Some("组织");
            all.push(Person { name, is_unit, shown: shown.clone() });
        }
    }
    if all.is_empty() {
        return None;
    }
    let names = all.iter().map(|person| &person.name);
    let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(names).ok()?;
    Some(People { all, finder })
}

/// Whether a party is an accused: 被告人, 被告单位, 罪犯, or somebody who was one below. A mere 附带民事诉讼被告人 is not, nor an
/// appellant who was a victim or private prosecutor.
fn is_accused(party: &Record<Extraction>) -> bool {
    const ACCUSED: &[&str] = &["被告人", "被告单位", "罪犯"];
    let role = party.text("parties.role").unwrap_or_default();
    let former = party.text("parties.former_role").unwrap_or_default();
    let names_accused = |text: &str| {
        let rest = text.replace("附带民事诉讼被告人", "");
        ACCUSED.iter().any(|word| rest.contains(word))
    };
    names_accused(&role) || names_accused(&former) || (role == "上诉人" && former.is_empty())
}

/// Every run of names in a range, in order.
pub(super) fn runs(cx: &Context, people: &People, range: Range<usize>) -> Vec<Run> {
    let text = cx.slice(range.clone());
    let mut runs: Vec<Run> = Vec::new();
    for found in people.finder.find_iter(text) {
        if goes_on(&text[found.end()..]) {
            continue;
        }
        let person = found.pattern().as_usize();
        let place = range.start + found.start()..range.start + found.end();
        match runs.last_mut() {
            Some(last) if JOINT.is_match(cx.slice(last.range.end..place.start)) => {
                last.range.end = place.end;
                if !last.people.contains(&person) {
                    last.people.push(person);
                }
            }
            _ => runs.push(Run { range: place, people: vec![person] }),
        }
    }
    runs
}

/// Whether what follows a found name makes it part of a longer, different one: 张某 in 张某甲 or 张某1, but not in 张某2019年.
fn goes_on(rest: &str) -> bool {
    let mut chars = rest.chars();
    match chars.next() {
        Some('某' | '甲' | '乙' | '丙' | '丁' | '戊' | '己' | '庚' | '辛' | '壬' | '癸' | '×' | '*') => {
            true
        }
        Some('1'..='9') => {
            !chars.next().is_some_and(|c| c.is_ascii_digit() || matches!(c, '年' | '月' | '日' | '人' | '次' | '、'))
        }
        _ => false,
    }
}
