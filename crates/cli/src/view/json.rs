//! Owns the JSON that programs read. Field names are stable.

use casefile::{Diagnostic, Discrepancy, Document, Evidence, Extraction, PageBox, Record};
use catalog::Catalog;
use pipeline::Processed;
use serde_json::{Map, Value as Json, json};

use crate::case::{CaseFile, CheckedDirectory};

/// One line of `casecheck extract --json`.
pub fn extraction_line(id: &str, processed: &Processed, catalog: &Catalog) -> Json {
    let record = &processed.extracted.record;
    let mut line = Map::new();
    line.insert("id".into(), json!(id));
    line.extend(entry::record_json(record, catalog));
    let mut evidences = Map::new();
    let mut confidences = Map::new();
    let mut methods = Map::new();
    for (path, _, leaf) in record.leaves(catalog) {
        let chosen = &leaf.chosen;
        evidences.insert(path.to_string(), evidence_list(&chosen.evidence));
        confidences.insert(path.to_string(), json!(chosen.confidence.fraction()));
        methods.insert(path.to_string(), json!(&*chosen.method));
    }
    line.insert("evidence".into(), Json::Object(evidences));
    line.insert("confidence".into(), Json::Object(confidences));
    line.insert("method".into(), Json::Object(methods));
    line.insert("diagnostics".into(), diagnostics(&processed.diagnostics));
    Json::Object(line)
}

fn evidence_list(evidences: &[Evidence]) -> Json {
    Json::Array(evidences.iter().map(evidence).collect())
}

fn evidence(evidence: &Evidence) -> Json {
    json!({
        "page": evidence.page(),
        "start": evidence.span().start(),
        "end": evidence.span().end(),
        "quote": evidence.quote(),
        "boxes": evidence.boxes().iter().map(page_box).collect::<Vec<_>>(),
    })
}

fn page_box(place: &PageBox) -> Json {
    let rect = place.rect;
    json!({"page": place.page, "x0": rect.x0, "y0": rect.y0, "x1": rect.x1, "y1": rect.y1})
}

fn diagnostics(diagnostics: &[Diagnostic]) -> Json {
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

/// `casecheck text --json`.
pub fn document(document: &Document) -> Json {
    let pages = document.pages.iter().map(|page| {
        json!({
            "number": page.number, "start": page.span.start(), "end": page.span.end(),
            "origin": format!("{:?}", page.origin).to_lowercase(),
            "quality": format!("{:?}", page.quality).to_lowercase(),
            "width": page.width, "height": page.height,
        })
    });
    let blocks = document.blocks.iter().map(|block| {
        json!({
            "kind": format!("{:?}", block.kind).to_lowercase(),
            "start": block.span.start(), "end": block.span.end(),
        })
    });
    let lines = document.lines.iter().map(|line| {
        let rect = line.rect;
        json!({
            "page": line.page, "start": line.span.start(), "end": line.span.end(),
            "box": [rect.x0, rect.y0, rect.x1, rect.y1],
        })
    });
    let attachments = document.attachments.iter().map(|file| json!({"name": file.name, "bytes": file.bytes}));
    let signatures = document
        .signatures
        .iter()
        .map(|signature| json!({"signer": signature.signer, "time": signature.time, "pages": signature.pages}));
    json!({
        "name": document.source.name,
        "format": document.source.format.as_str(),
        "sha256": &*document.source.sha256,
        "bytes": document.source.bytes,
        "pages": pages.collect::<Vec<_>>(),
        "blocks": blocks.collect::<Vec<_>>(),
        "lines": lines.collect::<Vec<_>>(),
        "attachments": attachments.collect::<Vec<_>>(),
        "signatures": signatures.collect::<Vec<_>>(),
        "diagnostics": diagnostics(&document.diagnostics),
        "text": document.text,
    })
}

/// One line of `casecheck check --json`.
pub fn case_line(case: &CheckedDirectory, catalog: &Catalog) -> Json {
    let found = case.checked.report.discrepancies.iter();
    json!({
        "case": case.name,
        "record": record(&case.checked.record, catalog),
        "compared": case.compared(),
        "same": case.same(),
        "masked": case.masked(),
        "discrepancies": found.map(|found| discrepancy(found, case)).collect::<Vec<_>>(),
        "documents": case.files.iter().map(file).collect::<Vec<_>>(),
        "warnings": case.warnings,
    })
}

fn record(record: &Record<Extraction>, catalog: &Catalog) -> Json {
    Json::Object(entry::record_json(record, catalog))
}

fn discrepancy(found: &Discrepancy, case: &CheckedDirectory) -> Json {
    let extracted = found.extracted.as_ref().map(|extraction| {
        let chosen = &extraction.chosen;
        let places = chosen.evidence.iter().map(|place| {
            let mut json = evidence(place);
            json["document"] = json!(case.document_name(place.document()));
            json
        });
        json!({
            "value": chosen.value.canonical(),
            "confidence": chosen.confidence.fraction(),
            "method": &*chosen.method,
            "evidence": places.collect::<Vec<_>>(),
        })
    });
    let entered = found
        .entered
        .as_ref()
        .map(|leaf| json!({"value": leaf.value.canonical(), "typed": leaf.typed, "origin": leaf.origin}));
    json!({
        "path": found.path.as_str(),
        "field": found.field.as_str(),
        "outcome": found.outcome.as_str(),
        "tier": found.tier.as_str(),
        "entered": entered,
        "extracted": extracted,
        "reason": found.reason,
        "fingerprint": found.fingerprint.to_string(),
    })
}

fn file(file: &CaseFile) -> Json {
    match &file.result {
        Ok(processed) => json!({
            "name": file.name,
            "sha256": &*processed.document.source.sha256,
            "format": processed.document.source.format.as_str(),
            "pages": processed.document.pages.len(),
            "diagnostics": diagnostics(&processed.diagnostics),
        }),
        Err(error) => json!({
            "name": file.name,
            "error": {"code": error.code(), "message": error.message(), "hint": error.hint()},
        }),
    }
}
