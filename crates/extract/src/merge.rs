//! Merges what the documents of one case say into one record, by the authority of the source: the court's decision
//! first, then the indictment or complaint, then transcripts and the rest.

use casefile::value::Date;
use casefile::{Extraction, FieldKey, Record, Value, limits};

use crate::profile::Material;

/// What was read out of one document of a case.
#[derive(Clone, Debug)]
pub struct Extracted {
    /// What kind of document it is.
    pub material: Material,
    /// What it says.
    pub record: Record<Extraction>,
}

/// Fields that a document other than the decision may fill where the decision is silent. Whatever the decision alone
/// can say (who decided, when, how) is not among them.
const FROM_OTHER_MATERIALS: &[&str] = &[
    "filing_date",
    "prosecution_date",
    "hearing_dates",
    "procuratorate",
    "indictment_number",
    "prosecutors",
    "parties.sex",
    "parties.birth_date",
    "parties.ethnicity",
    "parties.education",
    "parties.occupation",
    "parties.id_number",
    "parties.address",
    "parties.representative",
];

/// The record of a case. Readings of lower authority that differ are kept as losers of the leaf.
pub fn merge(documents: &[&Extracted]) -> Record<Extraction> {
    let mut ranked: Vec<&Extracted> = documents.to_vec();
    ranked.sort_by_key(|document| (document.material, std::cmp::Reverse(decided_on(document))));
    let Some((first, rest)) = ranked.split_first() else { return Record::default() };
    let mut record = first.record.clone();
    for other in rest {
        for (key, values) in &other.record.fields {
            supplement(&mut record, key, values);
        }
        supplement_parties(&mut record, &other.record);
    }
    record
}

/// Of several decisions the latest speaks: the others are the ones that it reviews, or procedural steps on the way.
fn decided_on(document: &Extracted) -> Option<Date> {
    match document.record.one("judgment_date").map(AsRef::as_ref) {
        Some(Value::Date(date)) => Some(*date),
        _ => None,
    }
}

/// Fills a field that is empty, and keeps a differing reading as a loser of a field that is not.
fn supplement(to: &mut Record<Extraction>, key: &FieldKey, values: &[Extraction]) {
    if !FROM_OTHER_MATERIALS.contains(&key.as_str()) {
        return;
    }
    let standing = to.fields.entry(key.clone()).or_default();
    if standing.is_empty() {
        standing.extend_from_slice(values);
        return;
    }
    let [leaf] = standing.as_mut_slice() else { return };
    for value in values {
        let differs = value.chosen.value != leaf.chosen.value;
        let new = leaf.losers.iter().all(|loser| loser.value != value.chosen.value);
        if differs && new && leaf.losers.len() < limits::LOSERS_MAX {
            leaf.losers.push(value.chosen.clone());
        }
    }
}

/// Supplements parties of the same name; a name that the other document alone knows is not added.
fn supplement_parties(to: &mut Record<Extraction>, other: &Record<Extraction>) {
    let Some(parties) = to.groups.get_mut("parties") else { return };
    for party in parties {
        let name = party.text("parties.name");
        let same = other.items("parties").iter().find(|candidate| candidate.text("parties.name") == name);
        for (key, values) in same.iter().flat_map(|same| &same.fields) {
            supplement(party, key, values);
        }
    }
}
