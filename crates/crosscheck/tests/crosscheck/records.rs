//! Owns the making of records out of lines such as `parties[0].name = 张三`. A field with an empty value was asked for
//! and left blank; several values of a list field are joined by `|`.

use std::sync::Arc;

use casefile::{
    Candidate, Confidence, Document, EnteredLeaf, EnteredRecord, Evidence, Extraction, FieldKey, Format, Page,
    PageOrigin, PageQuality, Record, Source, Span, Value, ValueKind,
};
use catalog::Catalog;

/// Whether readings are sure, or sure but read in a text that was mended.
#[derive(Clone, Copy)]
pub enum Sure {
    Yes,
    No,
    Mended,
}

/// A record as typed.
pub fn entered(text: &str) -> EnteredRecord {
    record(text, &|kind, typed| {
        let value = Value::parse(kind, typed).unwrap_or_else(|_| Value::Text(typed.to_string()));
        EnteredLeaf { value, typed: typed.to_string(), origin: "entered.json".to_string() }
    })
}

/// A record as read out of a document.
pub fn extracted(text: &str, sure: Sure) -> Record<Extraction> {
    record(text, &|kind, read| extraction(Value::parse(kind, read).expect("the tests state real values"), sure))
}

/// A reading whose document says just the value.
pub fn extraction(value: Value, sure: Sure) -> Extraction {
    let text = value.canonical();
    let span = Span::of(0..text.len());
    let page =
        Page { number: 1, span, origin: PageOrigin::Native, quality: PageQuality::Good, width: 0.0, height: 0.0 };
    let document = Document {
        source: Source { sha256: Arc::from("00"), name: "判决书.txt".to_string(), format: Format::Txt, bytes: 1 },
        text,
        pages: vec![page],
        blocks: Vec::new(),
        lines: Vec::new(),
        glyphs: Vec::new(),
        attachments: Vec::new(),
        signatures: Vec::new(),
        diagnostics: Vec::new(),
    };
    let (fraction, is_mended) = match sure {
        Sure::Yes => (0.99, false),
        Sure::No => (0.6, false),
        Sure::Mended => (0.99, true),
    };
    let chosen = Candidate {
        value,
        evidence: vec![Evidence::of(&document, span)],
        method: Arc::from("test"),
        confidence: Confidence::new(fraction),
        is_mended,
    };
    Extraction { chosen, losers: Vec::new() }
}

fn record<T>(text: &str, leaf: &dyn Fn(ValueKind, &str) -> T) -> Record<T> {
    let mut root = Record::default();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (path, values) = line.split_once('=').expect("a line is `path = value`");
        put(&mut root, "", path.trim(), values.trim(), leaf);
    }
    root
}

fn put<T>(record: &mut Record<T>, level: &str, path: &str, values: &str, leaf: &dyn Fn(ValueKind, &str) -> T) {
    let full = |name: &str| if level.is_empty() { name.to_string() } else { format!("{level}.{name}") };
    match path.split_once('[') {
        Some((group, rest)) => {
            let (index, rest) = rest.split_once(']').expect("an item has a place");
            let index: usize = index.parse().expect("a place is a number");
            let group = full(group);
            let items = record.groups.entry(FieldKey::new(&group)).or_default();
            while items.len() <= index {
                items.push(Record::default());
            }
            put(&mut items[index], &group, rest.trim_start_matches('.'), values, leaf);
        }
        None => {
            let key = full(path);
            let field = Catalog::embedded().field(&key).expect("the tests name real fields");
            let values = values.split('|').filter(|value| !value.is_empty());
            record.fields.insert(FieldKey::new(&key), values.map(|value| leaf(field.kind, value)).collect());
        }
    }
}
