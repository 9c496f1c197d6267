//! Owns DOCX as a container: which parts there are and in which order their text comes (headers, body, notes, footers).
//! Does not know what stands within a part: that is `walk`, with `style` and `numbering` for what it refers to.

mod numbering;
mod style;
mod walk;

use std::collections::HashSet;

use casefile::{BlockKind, Code, Diagnostic};

use crate::builder::{Before, Builder};
use crate::error::ParseError;
use crate::xml::{self, XmlEnd, XmlEvent};
use crate::zip_container::ZipContainer;
use numbering::Numbering;
use style::Styles;
use walk::{PartKind, Walker};

/// A part that another part refers to.
struct Relation {
    /// Last segment of the relationship type, such as `header`.
    kind: String,
    target: String,
}

pub(crate) fn read(bytes: &[u8], builder: &mut Builder) -> Result<(), ParseError> {
    let mut container = ZipContainer::open(bytes)?;
    let main = main_part(&mut container);
    let relations = relations_of(&mut container, &main);
    let styles = optional_text(&mut container, builder, &relations, "styles")
        .map_or_else(Styles::default, |text| Styles::read(&text));
    let numbering = optional_text(&mut container, builder, &relations, "numbering");
    let numbering = numbering.map_or_else(Numbering::default, |text| Numbering::read(&text, &styles));
    let mut walker = Walker::new(&styles, numbering);

    furniture(&mut container, builder, &mut walker, &relations, "header");
    body(&mut container, builder, &mut walker, &main)?;
    for kind in ["footnotes", "endnotes"] {
        if let Some(text) = optional_text(&mut container, builder, &relations, kind) {
            let (items, end) = walker.part_items(PartKind::Notes, &text);
            for (_, line) in items {
                builder.block(Before::Line, BlockKind::Note, &line);
            }
            report_end(builder, end, kind);
        }
    }
    furniture(&mut container, builder, &mut walker, &relations, "footer");
    Ok(())
}

/// The path of the main document, which programs are free to choose.
fn main_part(container: &mut ZipContainer<'_>) -> String {
    let relations = container.text("_rels/.rels").map(|text| read_relations(&text, "")).unwrap_or_default();
    let main = relations.into_iter().find(|relation| relation.kind == "officeDocument");
    main.map(|relation| relation.target)
        .filter(|target| container.has(target))
        .unwrap_or_else(|| "word/document.xml".to_owned())
}

fn relations_of(container: &mut ZipContainer<'_>, part: &str) -> Vec<Relation> {
    let (directory, file) = part.rsplit_once('/').unwrap_or(("", part));
    let path = format!("{directory}/_rels/{file}.rels");
    container.text(&path).map(|text| read_relations(&text, directory)).unwrap_or_default()
}

fn read_relations(text: &str, directory: &str) -> Vec<Relation> {
    let mut relations = Vec::new();
    xml::for_each_event(text, |event| {
        let XmlEvent::Open(element) = event else { return };
        if element.name() != "Relationship" || element.attribute("TargetMode").as_deref() == Some("External") {
            return;
        }
        let (Some(kind), Some(target)) = (element.attribute("Type"), element.attribute("Target")) else { return };
        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
        relations.push(Relation { kind, target: resolve(directory, &target) });
    });
    relations
}

/// A target relative to the directory of the part that names it.
fn resolve(directory: &str, target: &str) -> String {
    if target.starts_with('/') {
        return target.trim_start_matches('/').to_owned();
    }
    let mut segments: Vec<&str> = directory.split('/').filter(|segment| !segment.is_empty()).collect();
    for segment in target.split('/') {
        match segment {
            "." | "" => {}
            ".." => drop(segments.pop()),
            segment => segments.push(segment),
        }
    }
    segments.join("/")
}

/// The text of the one part of a kind. A part that is named but cannot be read is reported and left out.
fn optional_text(
    container: &mut ZipContainer<'_>,
    builder: &mut Builder,
    relations: &[Relation],
    kind: &str,
) -> Option<String> {
    let relation = relations.iter().find(|relation| relation.kind == kind)?;
    let text = container.text(&relation.target);
    if text.is_none() {
        builder.diagnose(Diagnostic::new(Code::PartUnreadable, kind));
    }
    text
}

/// Headers or footers, each text once: documents of many sections repeat them.
fn furniture(
    container: &mut ZipContainer<'_>,
    builder: &mut Builder,
    walker: &mut Walker<'_>,
    relations: &[Relation],
    kind: &str,
) {
    let mut seen = HashSet::new();
    for relation in relations.iter().filter(|relation| relation.kind == kind) {
        let Some(text) = container.text(&relation.target) else {
            builder.diagnose(Diagnostic::new(Code::PartUnreadable, kind));
            continue;
        };
        let (items, end) = walker.part_items(PartKind::Furniture, &text);
        for (_, line) in items {
            if seen.insert(line.clone()) {
                builder.block(Before::Line, BlockKind::Furniture, &line);
            }
        }
        report_end(builder, end, kind);
    }
}

/// The body: as much of it as can be read. Nothing at all is an error.
fn body(
    container: &mut ZipContainer<'_>,
    builder: &mut Builder,
    walker: &mut Walker<'_>,
    main: &str,
) -> Result<(), ParseError> {
    let damaged = ParseError::Damaged { what: "Word document" };
    let unpacked = match container.entry(main) {
        Err(ParseError::Damaged { .. }) => return Err(damaged),
        unpacked => unpacked?,
    };
    let (any, end) = walker.body(builder, &xml::decode(&unpacked.bytes));
    let end = if unpacked.complete { end } else { XmlEnd::Damaged };
    if end == XmlEnd::Damaged && !any {
        return Err(damaged);
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
