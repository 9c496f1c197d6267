//! Owns what a PDF carries besides pages: embedded files and signatures. Lists them; opens and verifies none.

use std::collections::{HashMap, HashSet};

use casefile::{Attachment, Signature, limits};
use hayro_syntax::Pdf;
use hayro_syntax::object::dict::keys::{ACRO_FORM, ANNOTS, EMBEDDED_FILES, KIDS, NAMES, SUBTYPE};
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream, String as PdfString};

use super::certificate;
use crate::builder::Builder;

/// Deepest tree of names or of form fields.
const DEPTH_MAX: usize = 32;

/// Most nodes of one tree that are visited; a tree whose branches meet again would never end.
const NODES_MAX: usize = 20_000;

/// Lists attachments and signatures.
pub(super) fn list(pdf: &Pdf, builder: &mut Builder) {
    let Some(catalog) = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()) else { return };
    let pages = annotation_pages(pdf, builder);
    if let Some(tree) = catalog.get::<Dict<'_>>(NAMES).and_then(|names| names.get::<Dict<'_>>(EMBEDDED_FILES)) {
        walk(&tree, &mut |node| {
            let Some(names) = node.get::<Array<'_>>(NAMES) else { return };
            for file in names.iter::<Object<'_>>().filter_map(as_dict) {
                builder.attach(attachment(&file));
            }
        });
    }
    let Some(form) = catalog.get::<Dict<'_>>(ACRO_FORM) else { return };
    for field in form.get::<Array<'_>>("Fields").iter().flat_map(|fields| fields.iter::<Dict<'_>>()) {
        walk(&field, &mut |node| {
            let is_signature = node.get::<Name<'_>>("FT").is_some_and(|kind| kind.as_str() == "Sig");
            let value = node.get::<Dict<'_>>("V").filter(|_| is_signature);
            if let Some(value) = value {
                builder.sign(signature(node, &value, &pages));
            }
        });
    }
}

fn as_dict(object: Object<'_>) -> Option<Dict<'_>> {
    match object {
        Object::Dict(dict) => Some(dict),
        _ => None,
    }
}

/// Visits a node and all below it.
fn walk<'a>(root: &Dict<'a>, visit: &mut impl FnMut(&Dict<'a>)) {
    let mut open = vec![(root.clone(), 0)];
    let mut seen = HashSet::new();
    let mut left = NODES_MAX;
    while let Some((node, depth)) = open.pop() {
        let is_known = node.obj_id().is_some_and(|id| !seen.insert(id));
        if is_known || left == 0 {
            continue;
        }
        left -= 1;
        visit(&node);
        if depth < DEPTH_MAX {
            let below = node.get::<Array<'a>>(KIDS);
            let mut below: Vec<_> = below.iter().flat_map(|kids| kids.iter::<Dict<'a>>().take(left)).collect();
            below.reverse();
            open.extend(below.into_iter().map(|kid| (kid, depth + 1)));
        }
    }
}

/// The page of every form field that stands on one. Lists the files that annotations carry on the way.
fn annotation_pages(pdf: &Pdf, builder: &mut Builder) -> HashMap<ObjectIdentifier, u32> {
    let mut pages = HashMap::new();
    for (number, page) in (1..).zip(pdf.pages().iter()) {
        let Some(annotations) = page.raw().get::<Array<'_>>(ANNOTS) else { continue };
        for annotation in annotations.iter::<Dict<'_>>() {
            let kind = annotation.get::<Name<'_>>(SUBTYPE);
            match kind.as_ref().map(|kind| kind.as_str()) {
                Some("Widget") if pages.len() < NODES_MAX => {
                    pages.extend(annotation.obj_id().map(|id| (id, number)));
                }
                Some("FileAttachment") => {
                    if let Some(file) = annotation.get::<Dict<'_>>("FS") {
                        builder.attach(attachment(&file));
                    }
                }
                _ => {}
            }
        }
    }
    pages
}

fn attachment(file: &Dict<'_>) -> Attachment {
    let name = text(file, "UF").or_else(|| text(file, "F")).unwrap_or_default();
    let versions = file.get::<Dict<'_>>("EF");
    let stream = versions.and_then(|versions| versions.get::<Stream<'_>>("UF").or_else(|| versions.get("F")));
    let bytes = stream.map_or(0, |stream| {
        let stated = stream.dict().get::<Dict<'_>>("Params").and_then(|params| params.get::<u32>("Size"));
        stated.map_or_else(|| stream.raw_data().len() as u64, u64::from)
    });
    Attachment { name, bytes }
}

fn signature(field: &Dict<'_>, value: &Dict<'_>, pages: &HashMap<ObjectIdentifier, u32>) -> Signature {
    let contents = value.get::<PdfString<'_>>("Contents");
    let signer = text(value, "Name")
        .or_else(|| certificate::signer(contents?.as_bytes()))
        .or_else(|| text(field, "T"))
        .unwrap_or_default();
    // The field is its own widget, or its children are.
    let widgets = field.get::<Array<'_>>(KIDS).into_iter().flat_map(|kids| kids.iter::<Dict<'_>>().collect::<Vec<_>>());
    let ids = widgets.take(limits::ATTACHMENTS_MAX).chain([field.clone()]).filter_map(|widget| widget.obj_id());
    let mut shown: Vec<u32> = ids.filter_map(|id| pages.get(&id).copied()).collect();
    shown.sort_unstable();
    shown.dedup();
    Signature { signer, time: text(value, "M").map(|time| readable(&time)), pages: shown }
}

/// A text string: UTF-16 or UTF-8 by its mark; else GB18030, which Chinese programs write against the standard, and which
/// agrees with it on ASCII.
fn text(dict: &Dict<'_>, key: &str) -> Option<String> {
    let string = dict.get::<PdfString<'_>>(key)?;
    let bytes = string.as_bytes();
    let bytes = &bytes[..bytes.len().min(4_096)];
    let text = match bytes {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0,
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0,
        [0xef, 0xbb, 0xbf, rest @ ..] => encoding_rs::UTF_8.decode_without_bom_handling(rest).0,
        plain => match std::str::from_utf8(plain) {
            Ok(text) => text.into(),
            Err(_) => encoding_rs::GB18030.decode_without_bom_handling(plain).0,
        },
    };
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    Some(text).filter(|text| !text.trim().is_empty())
}

/// D:20210405093000+08'00' as 2021-04-05 09:30:00 +08:00; anything else as it stands.
fn readable(time: &str) -> String {
    let rest = time.strip_prefix("D:").unwrap_or(time);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if digits < 8 {
        return time.to_owned();
    }
    let mut out = format!("{}-{}-{}", &rest[..4], &rest[4..6], &rest[6..8]);
    if digits >= 14 {
        out.push_str(&format!(" {}:{}:{}", &rest[8..10], &rest[10..12], &rest[12..14]));
        let zone: String = rest[digits..].replace('\'', ":");
        let zone = zone.trim_end_matches(':');
        if !zone.is_empty() {
            out.push(' ');
            out.push_str(zone);
        }
    }
    out
}
