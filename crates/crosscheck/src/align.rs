//! Owns the pairing of the items of a group: which entered party is which extracted party. By name and role, never by
//! position, so that one typo does not look like two wrong parties.

use std::collections::HashMap;

use casefile::limits::ALIGN_PAIRS_MAX;
use casefile::value::statute::ArticleNumber;
use casefile::{EnteredRecord, Extraction, FieldKey, Record, Value, ValueKind};
use catalog::Catalog;

use crate::compare::{Relation, relate};
use crate::masks;
use crate::plain::plain;
use crate::similar::is_near;

/// The pairs of a group: for each extracted item the entered one, and the entered items without a partner.
#[derive(Debug, PartialEq)]
pub(crate) struct Alignment {
    /// By extracted item.
    pub(crate) partner: Vec<Option<usize>>,
    /// Entered items without a partner, in order.
    pub(crate) surplus: Vec<usize>,
}

/// The fields by which items are told apart.
#[derive(Clone, Debug)]
pub(crate) struct Labels {
    /// The field that names the item: the name of a party, the article of a law.
    pub(crate) name: FieldKey,
    /// The kind of that field.
    pub(crate) kind: ValueKind,
    /// The other fields of the label with their kinds: the role of a party, the law of an article.
    pub(crate) others: Vec<(FieldKey, ValueKind)>,
}

/// How well two items fit, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// Name and role agree.
    NameAndRole,
    /// The name agrees.
    Name,
    /// One name is masked, and the visible parts and the role agree.
    MaskedAndRole,
    /// The role agrees, the names are a slip apart.
    NearAndRole,
    /// The role and another attribute that names one person agree, the names do not.
    AttributeAndRole,
    /// One name is masked and the visible parts agree.
    Masked,
    /// The names are a slip apart.
    Near,
}

/// Pairs the items of a group.
pub(crate) fn align(
    extracted: &[Record<Extraction>],
    entered: &[EnteredRecord],
    labels: &Labels,
    catalog: &Catalog,
) -> Alignment {
    let mut partner = vec![None; extracted.len()];
    let mut taken = vec![false; entered.len()];
    pair_equal_texts(extracted, entered, labels, &mut partner, &mut taken);

    let left: Vec<usize> = (0..extracted.len()).filter(|&x| partner[x].is_none()).collect();
    let right: Vec<usize> = (0..entered.len()).filter(|&e| !taken[e]).collect();
    if left.len().saturating_mul(right.len()) <= ALIGN_PAIRS_MAX {
        let mut fits = Vec::new();
        for &x in &left {
            for &e in &right {
                if let Some(fit) = fit(&extracted[x], &entered[e], labels, catalog) {
                    fits.push((fit, x, e));
                }
            }
        }
        fits.sort_unstable();
        for (_, x, e) in fits {
            if partner[x].is_none() && !taken[e] {
                partner[x] = Some(e);
                taken[e] = true;
            }
        }
    }
    Alignment { partner, surplus: (0..entered.len()).filter(|&e| !taken[e]).collect() }
}

/// Pairs items whose labels are equal as text. This settles nearly everything and keeps mass cases cheap.
fn pair_equal_texts(
    extracted: &[Record<Extraction>],
    entered: &[EnteredRecord],
    labels: &Labels,
    partner: &mut [Option<usize>],
    taken: &mut [bool],
) {
    let mut waiting: HashMap<Vec<String>, Vec<usize>> = HashMap::new();
    for (e, item) in entered.iter().enumerate().rev() {
        waiting.entry(label_texts(item, labels)).or_default().push(e);
    }
    for (x, item) in extracted.iter().enumerate() {
        if let Some(e) = waiting.get_mut(&label_texts(item, labels)).and_then(Vec::pop) {
            partner[x] = Some(e);
            taken[e] = true;
        }
    }
}

fn label_texts<T: AsRef<Value>>(item: &Record<T>, labels: &Labels) -> Vec<String> {
    let keys = std::iter::once(&labels.name).chain(labels.others.iter().map(|(key, _)| key));
    keys.map(|key| item.text(key.as_str()).map(|text| plain(&text)).unwrap_or_default()).collect()
}

fn fit(extracted: &Record<Extraction>, entered: &EnteredRecord, labels: &Labels, catalog: &Catalog) -> Option<Fit> {
    let roles_agree = labels.others.iter().all(|(key, kind)| others_agree(extracted, entered, key, *kind, catalog));
    let (Some(x), Some(e)) = (extracted.one(labels.name.as_str()), entered.one(labels.name.as_str())) else {
        // An item without a name is paired by what else labels it.
        return (roles_agree && !labels.others.is_empty()).then_some(Fit::AttributeAndRole);
    };
    let relation = relate(labels.kind, x.as_ref(), e.as_ref(), catalog);
    if relation.is_same() {
        return Some(if roles_agree { Fit::NameAndRole } else { Fit::Name });
    }
    let (x_text, e_text) = (plain(&x.as_ref().canonical()), plain(&e.as_ref().canonical()));
    let visible_agrees = relation == Relation::Masked || masks::compatible(&x_text, &e_text);
    if visible_agrees {
        return Some(if roles_agree { Fit::MaskedAndRole } else { Fit::Masked });
    }
    if is_near(&likeness(labels.kind, &x_text), &likeness(labels.kind, &e_text))
        || matches!(relation, Relation::Doubtful(_))
    {
        return Some(if roles_agree { Fit::NearAndRole } else { Fit::Near });
    }
    let same_person = roles_agree && attributes_agree(extracted, entered, labels, catalog);
    same_person.then_some(Fit::AttributeAndRole)
}

/// The text whose characters are compared for a slip: articles are typed in digits.
fn likeness(kind: ValueKind, text: &str) -> String {
    match ArticleNumber::parse(text) {
        Ok(article) if kind == ValueKind::Article => article.number().to_string(),
        _ => text.to_string(),
    }
}

/// Whether a label field agrees; a side that does not state it contradicts nothing.
fn others_agree(
    extracted: &Record<Extraction>,
    entered: &EnteredRecord,
    key: &FieldKey,
    kind: ValueKind,
    catalog: &Catalog,
) -> bool {
    match (extracted.one(key.as_str()), entered.one(key.as_str())) {
        (Some(x), Some(e)) => relate(kind, x.as_ref(), e.as_ref(), catalog).is_same(),
        _ => true,
    }
}

/// Whether an attribute that few people share agrees: birth date to the day, identity number, address.
fn attributes_agree(
    extracted: &Record<Extraction>,
    entered: &EnteredRecord,
    labels: &Labels,
    catalog: &Catalog,
) -> bool {
    extracted.fields.iter().any(|(key, values)| {
        let is_label = *key == labels.name || labels.others.iter().any(|(other, _)| other == key);
        let Some(field) = catalog.field(key.as_str()).filter(|_| !is_label) else { return false };
        let tells_apart = match field.kind {
            ValueKind::Date | ValueKind::Identity | ValueKind::Address => true,
            // What a payer bears names the payer among the few of a case.
            ValueKind::Money => true,
            _ => false,
        };
        let (Some(x), Some(e)) = (values.first(), entered.one(key.as_str())) else { return false };
        let is_coarse = matches!(x.as_ref(), Value::Date(date) if !date.is_full());
        tells_apart && !is_coarse && relate(field.kind, x.as_ref(), e.as_ref(), catalog) == Relation::Same
    })
}
