//! Owns DOCX as a set of parts: which there are and in which order their text comes (headers, body, notes, footers,
//! comments), what is embedded and who signed. Does not know what stands within a part: that is `walk`, with `style` and
//! `numbering` for what it refers to.

mod field;
mod hidden;
pub(super) mod numbering;
mod package;
mod paragraph;
pub(crate) mod signature;
mod style;
mod walk;

use std::collections::HashSet;

use casefile::{Attachment, BlockKind, Code, Diagnostic};

use crate::builder::Builder;
use crate::error::ParseError;
use crate::flow::Item;
use crate::format::{html, mht, rtf, txt};
use crate::recognise;
use crate::xml::{self, XmlEnd};
use numbering::Numbering;
use package::{Package, Relation};
use style::Styles;
use walk::{Chunks, Walker};

pub(crate) fn read(bytes: &[u8], builder: &mut Builder) -> Result<(), ParseError> {
    if bytes.starts_with(b"PK") {
        return read_package(Package::zip(bytes)?, builder);
    }
    let text = xml::decode(bytes);
    if text.contains("<pkg:package") {
        return read_package(Package::flat(&text), builder);
    }
    // Word 2003 stores its labels with the paragraphs, and everything in one part.
    let styles = Styles::default();
    let mut walker = Walker::new(&styles, Numbering::default(), Chunks::new());
    let (any, end) = walker.body(builder, &text);
    finish_body(builder, any, end)
}

fn read_package(mut package: Package<'_>, builder: &mut Builder) -> Result<(), ParseError> {
    let main = package.main_part();
    let relations = package.relations_of(&main);
    let styles = optional_text(&mut package, builder, &relations, "styles");
    let styles = styles.map_or_else(Styles::default, |text| Styles::read(&text));
    let numbering = optional_text(&mut package, builder, &relations, "numbering");
    let numbering = numbering.map_or_else(Numbering::default, |text| Numbering::read(&text, &styles));
    let chunks = chunks(&mut package, builder, &relations);
    let mut walker = Walker::new(&styles, numbering, chunks);

    furniture(&mut package, builder, &mut walker, &relations, "header");
    body(&mut package, builder, &mut walker, &main)?;
    for kind in ["footnotes", "endnotes"] {
        if let Some(text) = optional_text(&mut package, builder, &relations, kind) {
            let (items, end) = walker.part_items(&text);
            for (before, _, line) in items {
                builder.block(before, BlockKind::Note, &line);
            }
            report_end(builder, end, kind);
        }
    }
    furniture(&mut package, builder, &mut walker, &relations, "footer");
    furniture(&mut package, builder, &mut walker, &relations, "comments");
    for relation in relations.iter().filter(|relation| matches!(relation.kind.as_str(), "oleObject" | "package")) {
        attach(&mut package, builder, relation);
    }
    signature::list(&mut package, builder);
    Ok(())
}

/// The text of the one part of a kind. A part that is named but cannot be read is reported and left out.
fn optional_text(
    package: &mut Package<'_>,
    builder: &mut Builder,
    relations: &[Relation],
    kind: &str,
) -> Option<String> {
    let relation = relations.iter().find(|relation| relation.kind == kind)?;
    let text = package.text(&relation.target);
    if text.is_none() {
        builder.diagnose(Diagnostic::new(Code::PartUnreadable, kind));
    }
    text
}

/// Documents that stand whole within this one, as programs that merge documents leave them. Pages, RTF and plain text
/// are read; anything else is listed.
fn chunks(package: &mut Package<'_>, builder: &mut Builder, relations: &[Relation]) -> Chunks {
    let mut chunks = Chunks::new();
    for relation in relations.iter().filter(|relation| relation.kind == "aFChunk") {
        let mut lines = Builder::new();
        let read = match package.entry(&relation.target) {
            Err(error) => Err(error),
            Ok(unpacked) => match recognise::recognise(&unpacked.bytes) {
                Ok(casefile::Format::Html) => html::read(&unpacked.bytes, &mut lines),
                Ok(casefile::Format::Mht) => mht::read(&unpacked.bytes, &mut lines),
                Ok(casefile::Format::Rtf) => rtf::read(&unpacked.bytes, &mut lines),
                Ok(casefile::Format::Txt) => txt::read(&unpacked.bytes, &mut lines),
                Ok(_) | Err(_) => Err(ParseError::Unknown),
            },
        };
        match read {
            Ok(()) => drop(chunks.insert(relation.id.clone(), Item::all_of(lines))),
            Err(_) => attach(package, builder, relation),
        }
    }
    chunks
}

fn attach(package: &mut Package<'_>, builder: &mut Builder, relation: &Relation) {
    let name = relation.target.rsplit('/').next().unwrap_or_default().to_owned();
    if let Some(bytes) = package.size(&relation.target) {
        builder.attach(Attachment { name, bytes });
    }
}

/// Headers, footers or comments, each text once: documents of many sections repeat them.
fn furniture(
    package: &mut Package<'_>,
    builder: &mut Builder,
    walker: &mut Walker<'_>,
    relations: &[Relation],
    kind: &str,
) {
    let mut seen = HashSet::new();
    for relation in relations.iter().filter(|relation| relation.kind == kind) {
        let Some(text) = package.text(&relation.target) else {
            builder.diagnose(Diagnostic::new(Code::PartUnreadable, kind));
            continue;
        };
        let (items, end) = walker.part_items(&text);
        for (before, _, line) in items {
            if seen.insert(line.clone()) {
                builder.block(before, BlockKind::Furniture, &line);
            }
        }
        report_end(builder, end, kind);
    }
}

/// The body: as much of it as can be read. Nothing at all is an error.
fn body(
    package: &mut Package<'_>,
    builder: &mut Builder,
    walker: &mut Walker<'_>,
    main: &str,
) -> Result<(), ParseError> {
    let unpacked = match package.entry(main) {
        Err(ParseError::Damaged { .. }) => return Err(ParseError::Damaged { what: "Word document" }),
        unpacked => unpacked?,
    };
    let (any, end) = walker.body(builder, &xml::decode(&unpacked.bytes));
    finish_body(builder, any, if unpacked.complete { end } else { XmlEnd::Damaged })
}

fn finish_body(builder: &mut Builder, any: bool, end: XmlEnd) -> Result<(), ParseError> {
    if end == XmlEnd::Damaged && !any {
        return Err(ParseError::Damaged { what: "Word document" });
    }
    report_end(builder, end, "document");
    Ok(())
}

fn report_end(builder: &mut Builder, end: XmlEnd, part: &str) {
    match end {
        XmlEnd::Complete => {}
        XmlEnd::Damaged => builder.diagnose(Diagnostic::new(Code::PartUnreadable, part)),
        XmlEnd::TooDeep => builder.diagnose(Diagnostic::new(Code::TextTruncated, "XML_DEPTH_MAX")),
    }
}
