//! Reads what becomes of every accused person: custody, accusation, conviction, penalty and circumstances. Who is accused is
//! the business of the party block; this rule only follows the names that it found.

use casefile::{Extraction, Record, Value};

use crate::context::Context;
use crate::profile::{Category, Material, Procedure};
use crate::rules::Rule;

mod accusation;
mod charges;
mod circumstances;
mod clauses;
mod commutation;
mod custody;
mod decision;
mod penalties;
mod people;
mod sentence;

use charges::Charge;
use circumstances::Circumstance;
use custody::Custody;
use penalties::RightsLost;
use sentence::{Sentence, Shown};

pub(super) const RULE: Rule = Rule { name: "defendants", fills: &["defendants"], from: Material::Decision, read };

/// Confidence in a charge that only the accusation names.
const CONVICTED_AS_ACCUSED: f64 = 0.8;

fn read(cx: &mut Context, record: &mut Record<Extraction>) {
    if cx.profile.category != Category::Criminal {
        return;
    }
    let Some(people) = people::among_parties(record) else { return };
    let custody = custody::of_people(cx, &people);
    let accused = accusation::of_people(cx, &people);
    let sentences = decision::sentences(cx, &people);
    let circumstances = circumstances::of_people(cx, &people);
    for (index, person) in people.all.iter().enumerate() {
        let mut item = Record::default();
        cx.put_extraction(&mut item, "defendants.name", person.shown.clone());
        put_custody(cx, &mut item, &custody[index]);
        // A prisoner's record tells the conviction, not the accusation that led to it.
        if cx.profile.procedure != Procedure::SentenceChange {
            for (charge, confidence) in &accused[index] {
                put_charge(cx, &mut item, "defendants.accused_charges", charge, *confidence);
            }
        }
        put_sentence(cx, &mut item, &sentences[index]);
        if sentences[index].charges.is_empty() && sentences[index].is_conviction() {
            // A recital that sentences without naming the charge again convicts as accused.
            for (charge, _) in &accused[index] {
                put_charge(cx, &mut item, "defendants.charges", charge, CONVICTED_AS_ACCUSED);
            }
        }
        for (circumstance, found) in Circumstance::ALL.into_iter().zip(&circumstances[index]) {
            if let Some((range, confidence)) = found {
                let key = format!("defendants.{}", circumstance.leaf());
                cx.put(&mut item, &key, Value::Flag, range.clone(), "defendants.circumstances", *confidence);
            }
        }
        cx.add_item(record, "defendants", item);
    }
}

fn put_custody(cx: &Context, item: &mut Record<Extraction>, custody: &Custody) {
    let dates = [("defendants.detention_date", &custody.detention), ("defendants.arrest_date", &custody.arrest)];
    for (key, dated) in dates {
        if let Some((date, range, confidence)) = dated {
            cx.put(item, key, Value::Date(*date), range.clone(), "defendants.custody", *confidence);
        }
    }
}

fn put_charge(cx: &Context, item: &mut Record<Extraction>, key: &str, charge: &Charge, confidence: f64) {
    let value = Value::Text(charges::name(cx, charge));
    if item.all(key).iter().all(|known| known.chosen.value != value) {
        cx.put(item, key, value, charge.range.clone(), key, confidence);
    }
}

fn put_sentence(cx: &Context, item: &mut Record<Extraction>, sentence: &Sentence) {
    for charge in &sentence.charges {
        let confidence = if charges::is_listed(cx, charge) { 0.98 } else { 0.95 };
        put_charge(cx, item, "defendants.charges", charge, confidence);
    }
    if let Some(principal) = &sentence.principal {
        let (kind, months) = principal.value;
        put(cx, item, "defendants.penalty", Value::Text(kind.as_str().into()), principal);
        if let Some(months) = months {
            put(cx, item, "defendants.penalty_months", Value::Months(months), principal);
        }
    }
    if let Some(probation) = &sentence.probation {
        put(cx, item, "defendants.probation_months", Value::Months(probation.value), probation);
    }
    if let Some(fine) = &sentence.fine {
        put(cx, item, "defendants.fine_yuan", Value::Money(fine.value), fine);
    }
    if let Some(rights) = &sentence.rights {
        let value = match rights.value {
            RightsLost::Life => Value::Life,
            RightsLost::Months(months) => Value::Months(months),
        };
        put(cx, item, "defendants.political_rights", value, rights);
    }
    if let Some(property) = &sentence.property {
        put(cx, item, "defendants.confiscate_property", Value::Text(property.value.into()), property);
    }
    for (key, day) in [("defendants.term_start", &sentence.from), ("defendants.term_end", &sentence.to)] {
        if let Some(day) = day {
            put(cx, item, key, Value::Date(day.value), day);
        }
    }
}

fn put<T>(cx: &Context, item: &mut Record<Extraction>, key: &str, value: Value, shown: &Shown<T>) {
    let extraction = cx.extraction_from(value, &shown.ranges, "defendants.sentence", shown.confidence);
    cx.put_extraction(item, key, extraction);
}
