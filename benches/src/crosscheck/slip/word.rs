//! Owns slips of choice: a cause, charge, outcome, court or name that stands beside the right one in a list.

use casefile::ValueKind;
use catalog::CauseList;
use serde_json::Value as Json;

use crate::crosscheck::change::World;
use crate::crosscheck::site::{Site, sites};
use crate::random::Random;

/// Outcomes that stand close together in a list and in meaning.
const CLOSE_OUTCOMES: &[&[&str]] = &[
    &["维持原判", "改判", "发回重审"],
    &["准许撤诉", "按撤诉处理", "驳回起诉"],
    &["准许撤回上诉", "按撤回上诉处理", "维持原判"],
    &["判决支持", "判决部分支持", "判决驳回诉讼请求"],
    &["终结本次执行程序", "终结执行", "中止执行", "执行完毕"],
    &["驳回再审申请", "指令再审", "提审"],
    &["驳回异议", "异议成立", "驳回复议申请"],
    &["准予强制执行", "不准予强制执行"],
    &["核准死刑", "不核准死刑"],
    &["减刑", "假释"],
    &["有罪判决", "无罪", "免予刑事处罚"],
];

fn word(text: &str) -> Option<Json> {
    Some(Json::String(text.to_string()))
}

pub(super) fn sibling_cause(site: &Site, world: &World<'_>, random: &mut Random) -> Option<Json> {
    if site.kind() != ValueKind::Cause {
        return None;
    }
    let lists = [CauseList::Civil, CauseList::Administrative, CauseList::Enforcement];
    let causes = world.catalog.causes();
    let siblings = lists.into_iter().map(|list| causes.siblings(list, &site.text)).find(|names| !names.is_empty())?;
    random.pick(&siblings).and_then(|name| word(name))
}

pub(super) fn sibling_charge(site: &Site, world: &World<'_>, random: &mut Random) -> Option<Json> {
    if site.kind() != ValueKind::Charge {
        return None;
    }
    let causes = world.catalog.causes();
    let siblings = causes.siblings(CauseList::Charge, &site.text);
    let others: Vec<&&str> = siblings.iter().filter(|name| !causes.same_charge(name, &site.text)).collect();
    random.pick(&others).and_then(|name| word(name))
}

pub(super) fn wrong_outcome(site: &Site, _: &World<'_>, random: &mut Random) -> Option<Json> {
    if site.key() != "outcomes" {
        return None;
    }
    let close = CLOSE_OUTCOMES.iter().find(|row| row.contains(&site.text.as_str()))?;
    let others: Vec<&&str> = close.iter().filter(|name| **name != site.text).collect();
    random.pick(&others).and_then(|name| word(name))
}

/// Another word of the list of a choice.
pub(super) fn wrong_choice(site: &Site, _: &World<'_>, random: &mut Random) -> Option<Json> {
    if site.kind() != ValueKind::Choice || matches!(site.key(), "outcomes" | "parties.sex") {
        return None;
    }
    let others: Vec<&str> = site.field.choices.iter().map(|word| &**word).filter(|word| *word != site.text).collect();
    random.pick(&others).and_then(|name| word(name))
}

pub(super) fn other_sex(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    match (site.key(), site.text.as_str()) {
        ("parties.sex", "男") => word("女"),
        ("parties.sex", "女") => word("男"),
        _ => None,
    }
}

pub(super) fn other_ethnic_group(site: &Site, world: &World<'_>, random: &mut Random) -> Option<Json> {
    if site.kind() != ValueKind::Ethnicity {
        return None;
    }
    let groups: Vec<&str> = world.catalog.ethnic_groups().iter().map(|group| &*group.name).collect();
    random.pick(&groups).filter(|name| !site.text.starts_with(name.trim_end_matches('族'))).and_then(|name| word(name))
}

/// Another court of the province.
pub(super) fn other_court(site: &Site, world: &World<'_>, random: &mut Random) -> Option<Json> {
    if site.kind() != ValueKind::Court {
        return None;
    }
    let courts = world.catalog.courts();
    let court = courts.by_name(&site.text)?;
    let is_other = |name: &&str| {
        courts.by_name(name).is_some_and(|other| other.province == court.province) && !courts.same(name, &site.text)
    };
    let names: Vec<&str> = courts.all().iter().map(|court| &*court.name).filter(is_other).collect();
    random.pick(&names).and_then(|name| word(name))
}

/// The name that stands in the same field of another case.
pub(super) fn name_of_other_case(site: &Site, world: &World<'_>, random: &mut Random) -> Option<Json> {
    if !matches!(site.kind(), ValueKind::Person | ValueKind::PartyName) {
        return None;
    }
    let of_field = |record| sites(record).into_iter().filter(|other| other.key() == site.key()).map(|other| other.text);
    let own: Vec<String> = of_field(world.record).collect();
    // A masked name of the other case may be a masked form of this one.
    let is_other = |name: &String| !own.contains(name) && !name.contains(['某', '×', 'X', '*']);
    let names: Vec<String> = of_field(world.neighbour).filter(is_other).collect();
    random.pick(&names).and_then(|name| word(name))
}

/// A field of the head left blank.
pub(super) fn left_blank(site: &Site, world: &World<'_>, _: &mut Random) -> Option<Json> {
    let is_scalar = !site.field.list && site.field.key.group().is_none() && world.record.contains_key(site.key());
    is_scalar.then_some(Json::Null)
}
