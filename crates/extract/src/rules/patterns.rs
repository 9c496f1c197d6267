//! Runs the catalogue's own patterns: every field that one regular expression reads well.

use std::ops::Range;

use casefile::{Extraction, Record, Value};
use catalog::{Field, Pick};

use crate::context::Context;
use crate::profile::Material;
use crate::rules::Rule;

pub(super) const RULE: Rule = Rule { name: "patterns", fills: &[], from: Material::Decision, read };

fn read(cx: &mut Context, record: &mut Record<Extraction>) {
    let catalog = cx.catalog;
    for field in catalog.fields() {
        if applies(cx, field) {
            read_field(cx, record, field);
        }
    }
}

fn applies(cx: &Context, field: &Field) -> bool {
    let category = cx.profile.category.as_str();
    field.key.group().is_none() && (field.applies.is_empty() || field.applies.iter().any(|name| &**name == category))
}

fn read_field(cx: &mut Context, record: &mut Record<Extraction>, field: &Field) {
    for rule in field.rules.iter().filter(|rule| cx.may_match(&rule.keywords)) {
        let mut found = places(cx, rule);
        let kept = match rule.pick {
            Pick::First => found.drain(..).take(1).collect::<Vec<_>>(),
            Pick::Last => found.pop().into_iter().collect(),
            Pick::All => found,
        };
        for range in kept {
            if let Ok(value) = Value::parse(field.kind, cx.slice(range.clone())) {
                let value = match value {
                    Value::Text(_) => Value::Text(cx.reading.printed(range.clone())),
                    value => value,
                };
                cx.put(record, field.key.as_str(), value, range, &rule.id, rule.confidence);
            }
        }
    }
}

/// What the rule reads in each of its sections, in text order.
fn places(cx: &Context, rule: &catalog::Rule) -> Vec<Range<usize>> {
    let sections = rule.sections.iter().map(|section| cx.section(*section));
    let mut out: Vec<Range<usize>> = sections
        .flat_map(|part| {
            let found = rule.matches(cx.slice(part.clone())).into_iter();
            found.map(move |(range, _)| part.start + range.start..part.start + range.end)
        })
        .collect();
    out.sort_by_key(|range| (range.start, range.end));
    out
}
