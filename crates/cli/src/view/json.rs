//! Owns the JSON lines that the commands print; evidence and discrepancies are `report::json`. Field names are stable.

use casefile::{Document, Extraction, Record};
use catalog::Catalog;
use pipeline::Processed;
use report::json;
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
        evidences.insert(path.to_string(), Json::Array(chosen.evidence.iter().map(json::evidence).collect()));
        confidences.insert(path.to_string(), json!(chosen.confidence.fraction()));
        methods.insert(path.to_string(), json!(&*chosen.method));
    }
    line.insert("evidence".into(), Json::Object(evidences));
    line.insert("confidence".into(), Json::Object(confidences));
    line.insert("method".into(), Json::Object(methods));
    line.insert("diagnostics".into(), json::diagnostics(&processed.diagnostics));
    Json::Object(line)
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
        "diagnostics": json::diagnostics(&document.diagnostics),
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
        "discrepancies": found.map(|found| json::discrepancy(found, |sha256| case.document_name(sha256))).collect::<Vec<_>>(),
        "documents": case.files.iter().map(file).collect::<Vec<_>>(),
        "warnings": case.warnings,
    })
}

fn record(record: &Record<Extraction>, catalog: &Catalog) -> Json {
    Json::Object(entry::record_json(record, catalog))
}

fn file(file: &CaseFile) -> Json {
    match &file.result {
        Ok(processed) => json!({
            "name": file.name,
            "sha256": &*processed.document.source.sha256,
            "format": processed.document.source.format.as_str(),
            "pages": processed.document.pages.len(),
            "diagnostics": json::diagnostics(&processed.diagnostics),
        }),
        Err(error) => json!({
            "name": file.name,
            "error": {"code": error.code(), "message": error.message(), "hint": error.hint()},
        }),
    }
}
