//! Owns OpenDocument text as a set of parts: in which order their text comes (headers, body, notes, footers, comments),
//! what is embedded, who signed, and whether a password is set. Does not know what stands within a part: that is `walk`,
//! with `style` and `list` for what it refers to.

mod list;
mod style;
mod walk;

use std::collections::HashSet;

use casefile::{Attachment, BlockKind, Code, Diagnostic};

use crate::builder::Builder;
use crate::error::ParseError;
use crate::flow::Item;
use crate::format::docx::signature;
use crate::xml::{self, XmlEnd, XmlEvent};
use crate::zip_container::ZipContainer;
use style::Styles;
use walk::{Part, PartBlocks};

const WHAT: &str = "OpenDocument text";

/// Whether a text begins like an OpenDocument text in one XML file; leading blanks are gone already.
pub(crate) fn is_flat(start: &str) -> bool {
    let head = &start[..start.floor_char_boundary(8192)];
    head.starts_with("<?xml") && head.contains("<office:document") && head.contains("opendocument.text")
}

pub(crate) fn read(bytes: &[u8], builder: &mut Builder) -> Result<(), ParseError> {
    if !bytes.starts_with(b"PK") {
        let text = xml::decode(bytes);
        return read_parts(builder, &text, &text, true);
    }
    let mut container = ZipContainer::open(bytes)?;
    let manifest = container.text("META-INF/manifest.xml").unwrap_or_default();
    if manifest.contains("encryption-data") || container.has("encrypted-package") {
        return Err(ParseError::Encrypted { what: WHAT });
    }
    let styles = container.text("styles.xml");
    if styles.is_none() && container.has("styles.xml") {
        builder.diagnose(Diagnostic::new(Code::PartUnreadable, "styles"));
    }
    let content = match container.entry("content.xml") {
        Err(ParseError::Damaged { .. }) => return Err(ParseError::Damaged { what: WHAT }),
        content => content?,
    };
    read_parts(builder, &styles.unwrap_or_default(), &xml::decode(&content.bytes), content.complete)?;
    for path in embedded(&manifest) {
        if let Some(bytes) = container.size(&path) {
            builder.attach(Attachment { name: path, bytes });
        }
    }
    if let Some(text) = container.text("META-INF/documentsignatures.xml") {
        for signature in text.split_inclusive("</Signature>").filter(|piece| piece.contains("<Signature ")) {
            builder.sign(signature::read(signature));
        }
    }
    Ok(())
}

fn read_parts(builder: &mut Builder, styles_text: &str, content: &str, is_complete: bool) -> Result<(), ParseError> {
    let styles = Styles::read(&[styles_text, content]);
    let running = walk::blocks(&styles, Part::MasterPages, styles_text);
    let body = walk::blocks(&styles, Part::Body, content);
    let end = if is_complete { body.end } else { XmlEnd::Damaged };
    if end == XmlEnd::Damaged && body.items.is_empty() {
        return Err(ParseError::Damaged { what: WHAT });
    }
    let PartBlocks { headers, footers, .. } = running;
    furniture(builder, headers);
    for item in body.items {
        builder.block(item.before, item.kind, &item.text);
    }
    for item in body.notes {
        builder.block(item.before, BlockKind::Note, &item.text);
    }
    furniture(builder, footers);
    furniture(builder, body.comments);
    match end {
        XmlEnd::Complete => {}
        XmlEnd::Damaged => builder.diagnose(Diagnostic::new(Code::PartUnreadable, "content")),
        XmlEnd::TooDeep => builder.diagnose(Diagnostic::new(Code::TextTruncated, "XML_DEPTH_MAX")),
    }
    Ok(())
}

/// Each text once: page styles repeat them.
fn furniture(builder: &mut Builder, items: Vec<Item>) {
    let mut seen = HashSet::new();
    for item in items {
        if seen.insert(item.text.clone()) {
            builder.block(item.before, BlockKind::Furniture, &item.text);
        }
    }
}

/// Files of other programs within the document: they lie beside its own parts and have no media type of their own.
fn embedded(manifest: &str) -> Vec<String> {
    let mut paths = Vec::new();
    xml::for_each_event(manifest, |event| {
        let XmlEvent::Open(element) = event else { return };
        let path = element.attribute("full-path").filter(|_| element.name() == "file-entry").unwrap_or_default();
        if path.starts_with("Object ") && !path.contains('/') {
            paths.push(path);
        }
    });
    paths
}
