//! Owns slips with whole items: parties, statutes and names too few or too many, values in each other's place.

use serde_json::Value as Json;

use crate::crosscheck::change::World;
use crate::input::Record;
use crate::random::Random;

fn list<'r>(record: &'r mut Record, key: &str) -> Option<&'r mut Vec<Json>> {
    record.get_mut(key).and_then(Json::as_array_mut)
}

fn remove_one(record: &mut Record, key: &str, fewest: usize, random: &mut Random) -> Option<()> {
    let items = list(record, key).filter(|items| items.len() >= fewest)?;
    items.remove(random.below(items.len()));
    Some(())
}

pub(super) fn missing_party(record: &mut Record, _: &World<'_>, random: &mut Random) -> Option<&'static str> {
    remove_one(record, "parties", 2, random).map(|()| "parties.name")
}

pub(super) fn extra_party(record: &mut Record, world: &World<'_>, random: &mut Random) -> Option<&'static str> {
    let theirs = world.neighbour.get("parties").and_then(Json::as_array)?;
    let ours = list(record, "parties").filter(|items| !items.is_empty())?;
    let extra: Vec<&Json> = theirs.iter().filter(|party| ours.iter().all(|own| own["name"] != party["name"])).collect();
    ours.push((*random.pick(&extra)?).clone());
    Some("parties.name")
}

pub(super) fn swapped_roles(record: &mut Record, _: &World<'_>, _: &mut Random) -> Option<&'static str> {
    let parties = list(record, "parties")?;
    let other = parties.iter().position(|party| party["role"] != parties[0]["role"])?;
    let first = parties[0]["role"].clone();
    parties[0]["role"] = parties[other]["role"].clone();
    parties[other]["role"] = first;
    Some("parties.role")
}

pub(super) fn missing_statute(record: &mut Record, _: &World<'_>, random: &mut Random) -> Option<&'static str> {
    remove_one(record, "statutes", 2, random).map(|()| "statutes.article")
}

pub(super) fn extra_statute(record: &mut Record, world: &World<'_>, random: &mut Random) -> Option<&'static str> {
    let theirs = world.neighbour.get("statutes").and_then(Json::as_array)?;
    let ours = list(record, "statutes").filter(|items| !items.is_empty())?;
    let extra: Vec<&Json> = theirs.iter().filter(|statute| !ours.contains(statute)).collect();
    ours.push((*random.pick(&extra)?).clone());
    Some("statutes.article")
}

/// One of several judges, assessors, clerks or prosecutors left out.
pub(super) fn missing_name(record: &mut Record, _: &World<'_>, random: &mut Random) -> Option<&'static str> {
    let keys = ["judges", "assessors", "clerks", "prosecutors"];
    let several: Vec<&'static str> =
        keys.into_iter().filter(|key| list(record, key).is_some_and(|items| items.len() > 1)).collect();
    let key = *random.pick(&several)?;
    remove_one(record, key, 2, random).map(|()| key)
}

pub(super) fn judge_and_clerk_swapped(record: &mut Record, _: &World<'_>, _: &mut Random) -> Option<&'static str> {
    let clerk = list(record, "clerks")?.first()?.clone();
    let key = if record.get("presiding_judge")?.is_string() { "presiding_judge" } else { "judges" };
    let judge = match key {
        "judges" => std::mem::replace(list(record, key)?.first_mut()?, clerk),
        _ => std::mem::replace(record.get_mut(key)?, clerk),
    };
    *list(record, "clerks")?.first_mut()? = judge;
    Some(key)
}

/// Exchanges two known values of the first defendant who has both and in whom they differ.
fn exchange(record: &mut Record, one: &str, other: &str) -> Option<()> {
    let differ =
        |person: &&mut Json| !person[one].is_null() && !person[other].is_null() && person[one] != person[other];
    let person = list(record, "defendants")?.iter_mut().find(differ)?;
    let first = person[one].clone();
    person[one] = person[other].clone();
    person[other] = first;
    Some(())
}

pub(super) fn term_and_probation_swapped(record: &mut Record, _: &World<'_>, _: &mut Random) -> Option<&'static str> {
    exchange(record, "penalty_months", "probation_months").map(|()| "defendants.penalty_months")
}

pub(super) fn detention_as_arrest(record: &mut Record, _: &World<'_>, _: &mut Random) -> Option<&'static str> {
    exchange(record, "detention_date", "arrest_date").map(|()| "defendants.arrest_date")
}

pub(super) fn flag_not_ticked(record: &mut Record, _: &World<'_>, _: &mut Random) -> Option<&'static str> {
    let flags = [
        ("surrender", "defendants.surrender"),
        ("recidivist", "defendants.recidivist"),
        ("plea_leniency", "defendants.plea_leniency"),
    ];
    for person in list(record, "defendants")? {
        for (flag, key) in flags {
            if person[flag] == Json::Bool(true) {
                person[flag] = Json::Bool(false);
                return Some(key);
            }
        }
    }
    None
}

pub(super) fn missing_award(record: &mut Record, _: &World<'_>, random: &mut Random) -> Option<&'static str> {
    remove_one(record, "award_amounts", 2, random).map(|()| "award_amounts")
}
