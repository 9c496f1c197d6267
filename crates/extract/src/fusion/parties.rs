//! Owns the parties that a model labels: a role, the names after it, and what stands behind each name. They confirm the
//! parties of the rules, add what those lack, and stand alone where the rules found nobody.

use casefile::{Extraction, Record, Value};

use super::{Said, Text, confidence, proposed, value_of};
use crate::context::Context;
use crate::profile::Material;
use crate::rules::is_organisation;
use crate::tagger::{Tag, Tags};

/// What the model labels of a party, by key. The first label of a key counts.
#[derive(Debug, Default)]
struct Seen {
    values: Vec<(&'static str, Said)>,
    agents: Vec<Vec<(&'static str, Said)>>,
}

impl Seen {
    fn of(&self, key: &str) -> Option<&Said> {
        self.values.iter().find(|(label, _)| *label == key).map(|(_, said)| said)
    }
}

/// Attributes that a party has once.
const ATTRIBUTES: &[&str] = &[
    "parties.former_role",
    "parties.sex",
    "parties.birth_date",
    "parties.ethnicity",
    "parties.education",
    "parties.occupation",
    "parties.id_number",
    "parties.address",
    "parties.representative",
];

/// Brings the labelled parties into the record.
pub(super) fn fuse(cx: &mut Context, record: &mut Record<Extraction>, tags: &Tags, text: Text) {
    if cx.profile.material > Material::Complaint {
        return;
    }
    let seen = assembled(cx, &tags.fields);
    let alone = record.items("parties").is_empty();
    for party in &seen {
        let Some(name) = party.of("parties.name") else { continue };
        let parties = record.groups.get_mut("parties");
        let same = parties.into_iter().flatten().find(|known| is_named(known, &name.value));
        match same {
            Some(known) => supplement(cx, known, party, text),
            None if (alone || text == Text::Mended) && confidence::fills(name.probability, text) => {
                if let Some(item) = made(cx, party, text) {
                    cx.add_item(record, "parties", item);
                }
            }
            None => {}
        }
    }
}

fn is_named(party: &Record<Extraction>, name: &Value) -> bool {
    party.one("parties.name").is_some_and(|leaf| leaf.chosen.value == *name)
}

/// The labels in order, as parties. A name before any role belongs to nobody.
fn assembled(cx: &Context, tags: &[Tag]) -> Vec<Seen> {
    let mut out: Vec<Seen> = Vec::new();
    let mut roles: Vec<(&'static str, Said)> = Vec::new();
    for tag in tags.iter().filter(|tag| tag.label.starts_with("parties.")) {
        let Some(value) = value_of(cx, tag.label, tag.range.clone()) else { continue };
        let said = Said { value, range: tag.range.clone(), probability: tag.probability };
        match tag.label {
            "parties.role" => roles = vec![(tag.label, said)],
            "parties.former_role" if roles.len() == 1 => roles.push((tag.label, said)),
            "parties.name" if !roles.is_empty() => {
                let values = roles.iter().cloned().chain([(tag.label, said)]).collect();
                out.push(Seen { values, agents: Vec::new() });
            }
            label => {
                if let Some(party) = out.last_mut() {
                    add(party, label, said);
                }
            }
        }
    }
    out
}

fn add(party: &mut Seen, label: &'static str, said: Said) {
    match label {
        "parties.agents.name" => party.agents.push(vec![(label, said)]),
        "parties.agents.firm" => {
            // Several agents before one firm share it.
            for agent in party.agents.iter_mut().filter(|agent| agent.len() == 1) {
                agent.push((label, said.clone()));
            }
        }
        label if party.of(label).is_none() => party.values.push((label, said)),
        _ => {}
    }
}

/// Confirms what the rules read of a party, and adds what they did not.
fn supplement(cx: &Context, known: &mut Record<Extraction>, seen: &Seen, text: Text) {
    for (key, said) in &seen.values {
        let standing = known.fields.get_mut(*key).and_then(|values| values.first_mut());
        match standing {
            Some(leaf) if leaf.chosen.value == said.value => confidence::raise(leaf, text),
            Some(_) => {}
            // What the rules do not find of a known party in an intact text is not there.
            None if text == Text::Mended && confidence::fills(said.probability, text) && ATTRIBUTES.contains(key) => {
                cx.put_extraction(known, key, proposed(cx, key, said, text));
            }
            None => {}
        }
    }
}

/// A party that the rules did not find.
fn made(cx: &mut Context, seen: &Seen, text: Text) -> Option<Record<Extraction>> {
    let (name, role) = (seen.of("parties.name")?, seen.of("parties.role")?);
    if !confidence::fills(role.probability, text) {
        return None;
    }
    let mut party = Record::default();
    for (key, said) in &seen.values {
        if confidence::fills(said.probability, text) {
            cx.put_extraction(&mut party, key, proposed(cx, key, said, text));
        }
    }
    let represented = party.one("parties.representative").is_some();
    let kind = if represented || is_organisation(cx, &name.value.canonical()) { "组织" } else { "自然人" };
    let kind = Said { value: Value::Text(kind.into()), ..name.clone() };
    cx.put_extraction(&mut party, "parties.kind", proposed(cx, "parties.kind", &kind, text));
    for agent in &seen.agents {
        let mut item = Record::default();
        for (key, said) in agent.iter().filter(|(_, said)| confidence::fills(said.probability, text)) {
            cx.put_extraction(&mut item, key, proposed(cx, key, said, text));
        }
        if item.one("parties.agents.name").is_some() {
            cx.add_item(&mut party, "parties.agents", item);
        }
    }
    Some(party)
}
