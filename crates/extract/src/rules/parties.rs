//! Reads the block that names the parties: who they are, what the document says of them, and who acts for them.

use casefile::{Extraction, Record, Value};
use catalog::SectionKind;

use crate::context::Context;
use crate::profile::Material;
use crate::rules::Rule;

mod agents;
mod attributes;
mod entries;
mod mentioned;
mod names;
mod occupation;

use entries::{Entry, EntryKind};
pub(crate) use names::is_organisation;

pub(super) const RULE: Rule =
    Rule { name: "parties", fills: &["parties", "parties.agents", "procuratorate"], from: Material::Complaint, read };

fn read(cx: &mut Context, record: &mut Record<Extraction>) {
    let mut parties: Vec<Record<Extraction>> = Vec::new();
    // Parties that the last party entry named: a representative or agent after it acts for them.
    let mut current = 0..0;
    for entry in entries::split(cx, cx.section(SectionKind::Parties)) {
        match &entry.kind {
            EntryKind::Party => {
                let start = parties.len();
                for name in names::in_entry(cx, &entry) {
                    parties.push(party(cx, &entry, name));
                }
                if parties.len() > start {
                    current = start..parties.len();
                }
            }
            EntryKind::Representative => {
                for party in &mut parties[current.clone()] {
                    attributes::read_representative(cx, &entry, party);
                }
            }
            EntryKind::Agent { shared_by } => {
                let from = shared_by.map_or(current.start, |count| parties.len().saturating_sub(count));
                let range = if entry.shared { from..parties.len() } else { current.clone() };
                agents::read(cx, &entry, &mut parties, range);
            }
            EntryKind::Detail => {
                for party in &mut parties[current.clone()] {
                    attributes::read(cx, entry.rest.clone(), party);
                }
            }
            EntryKind::Prosecution => attributes::read_procuratorate(cx, &entry, record),
            EntryKind::Other => {}
        }
    }
    if parties.is_empty() && cx.profile.material == Material::Decision {
        parties = mentioned::read(cx);
    }
    resolve_same_address(cx, &mut parties);
    for mut party in parties {
        correct_kind(&mut party);
        if !is_repeated(record, &party) {
            cx.add_item(record, "parties", party);
        }
    }
}

/// Whether a bracket after a title names another role, not a remark such as 自报 or 缺席.
fn is_role(note: &str) -> bool {
    const ROLES: &[&str] = &[
        "原告",
        "被告",
        "上诉人",
        "申请",
        "第三人",
        "起诉人",
        "异议人",
        "申诉人",
        "自诉人",
        "利害关系人",
        "案外人",
        "执行人",
        "反诉",
        "本诉",
    ];
    ROLES.iter().any(|role| note.contains(role))
}

/// 住同上 means the address of the party before; without one it says nothing.
fn resolve_same_address(cx: &Context, parties: &mut [Record<Extraction>]) {
    const SAME: &[&str] = &["同上", "址同上", "所同上"];
    let mut before: Option<Extraction> = None;
    for party in parties {
        let Some(standing) = party.one("parties.address").cloned() else { continue };
        if !SAME.contains(&standing.chosen.value.canonical().as_str()) {
            before = Some(standing);
            continue;
        }
        party.fields.remove("parties.address");
        if let Some(meant) = &before {
            let mut resolved = meant.clone();
            resolved.chosen.evidence.extend(standing.chosen.evidence);
            cx.put_extraction(party, "parties.address", resolved);
        }
    }
}

/// Only an organisation has a representative; a shop's owner makes it one, whatever its name.
fn correct_kind(party: &mut Record<Extraction>) {
    let Some(shown) = attributes::kind_shown(party) else { return };
    if let Some(kind) = party.fields.get_mut("parties.kind").and_then(|values| values.first_mut()) {
        kind.chosen.value = Value::Text(shown.into());
    }
}

/// A party named by an entry, with the attributes that the entry states.
fn party(cx: &Context, entry: &Entry, name: std::ops::Range<usize>) -> Record<Extraction> {
    let mut party = Record::default();
    let printed = cx.reading.printed(name.clone());
    let organisation = names::is_organisation(cx, &printed);
    cx.put(&mut party, "parties.name", Value::Text(printed), name.clone(), "parties.name", 0.985);
    cx.put_text(&mut party, "parties.role", entry.role.clone(), "parties.role", 0.99);
    if let Some(note) = entry.note.as_ref().filter(|note| is_role(cx.slice((*note).clone()))) {
        cx.put_text(&mut party, "parties.former_role", note.clone(), "parties.former_role", 0.98);
    }
    attributes::read(cx, name.end..entry.rest.end, &mut party);
    let kind = match attributes::kind_shown(&party) {
        Some(kind) => kind,
        None if organisation => "组织",
        None => "自然人",
    };
    cx.put(&mut party, "parties.kind", Value::Text(kind.into()), name, "parties.kind", 0.985);
    party
}

/// Some documents print the block twice; the second reading adds nothing.
fn is_repeated(record: &Record<Extraction>, party: &Record<Extraction>) -> bool {
    let same = |field| move |other: &Record<Extraction>| other.text(field) == party.text(field);
    record
        .items("parties")
        .iter()
        .any(|other| same("parties.name")(other) && same("parties.role")(other) && same("parties.birth_date")(other))
}
