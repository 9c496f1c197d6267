//! Owns the JSON of evidence, extractions, discrepancies and diagnostics, in which programs read them and runs are
//! stored. Field names are stable.

use casefile::{Diagnostic, Discrepancy, EnteredLeaf, Evidence, Extraction, PageBox, Record};
use catalog::Catalog;
use serde_json::{Map, Value as Json, json};

/// The place of words: page, span, quote and boxes. Which document it is, is added by those who list several.
pub fn evidence(evidence: &Evidence) -> Json {
    json!({
        "page": evidence.page(),
        "start": evidence.span().start(),
        "end": evidence.span().end(),
        "quote": evidence.quote(),
        "boxes": evidence.boxes().iter().map(page_box).collect::<Vec<_>>(),
    })
}

/// Places with the names of their documents, which `name_of` knows by SHA-256.
pub fn evidence_of_documents<'n>(evidences: &[Evidence], name_of: impl Fn(&str) -> &'n str) -> Json {
    let one = |place: &Evidence| {
        let mut json = evidence(place);
        json["document"] = json!(name_of(place.document()));
        json
    };
    Json::Array(evidences.iter().map(one).collect())
}

fn page_box(place: &PageBox) -> Json {
    let rect = place.rect;
    let [x0, y0, x1, y1] = [rect.x0, rect.y0, rect.x1, rect.y1].map(hundredths);
    json!({"page": place.page, "x0": x0, "y0": y0, "x1": x1, "y1": y1})
}

/// An edge to a hundredth of a point: nobody sees less, and places would be long.
fn hundredths(edge: f32) -> f64 {
    (f64::from(edge) * 100.0).round() / 100.0
}

/// What was extracted for one leaf, with its places.
pub fn extraction<'n>(extraction: &Extraction, name_of: impl Fn(&str) -> &'n str) -> Json {
    let chosen = &extraction.chosen;
    json!({
        "value": chosen.value.canonical(),
        "confidence": chosen.confidence.fraction(),
        "method": &*chosen.method,
        "evidence": evidence_of_documents(&chosen.evidence, name_of),
    })
}

/// Every leaf of a record with its places and the readings that were not chosen, by leaf path.
pub fn leaves<'n>(record: &Record<Extraction>, catalog: &Catalog, name_of: impl Fn(&str) -> &'n str + Copy) -> Json {
    let mut out = Map::new();
    for (path, key, leaf) in record.leaves(catalog) {
        let mut json = extraction(leaf, name_of);
        json["field"] = json!(key.as_str());
        let others = leaf.losers.iter().map(|loser| {
            json!({
                "value": loser.value.canonical(),
                "confidence": loser.confidence.fraction(),
                "method": &*loser.method,
                "evidence": evidence_of_documents(&loser.evidence, name_of),
            })
        });
        json["others"] = Json::Array(others.collect());
        out.insert(path.to_string(), json);
    }
    Json::Object(out)
}

/// What was typed for one leaf.
pub fn entered(leaf: &EnteredLeaf) -> Json {
    json!({"value": leaf.value.canonical(), "typed": leaf.typed, "origin": leaf.origin})
}

/// A discrepancy with both sides.
pub fn discrepancy<'n>(found: &Discrepancy, name_of: impl Fn(&str) -> &'n str) -> Json {
    json!({
        "path": found.path.as_str(),
        "field": found.field.as_str(),
        "outcome": found.outcome.as_str(),
        "tier": found.tier.as_str(),
        "entered": found.entered.as_ref().map(entered),
        "extracted": found.extracted.as_ref().map(|one| extraction(one, name_of)),
        "reason": found.reason,
        "pattern": found.pattern,
        "fingerprint": found.fingerprint.to_string(),
    })
}

/// What was odd, in order.
pub fn diagnostics(diagnostics: &[Diagnostic]) -> Json {
    let one = |diagnostic: &Diagnostic| {
        json!({
            "code": diagnostic.code.as_str(),
            "about": diagnostic.about,
            "page": diagnostic.page,
            "start": diagnostic.span.map(|span| span.start()),
            "end": diagnostic.span.map(|span| span.end()),
        })
    };
    Json::Array(diagnostics.iter().map(one).collect())
}
