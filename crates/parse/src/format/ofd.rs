//! Owns OFD (GB/T 33190): opening the package, reading the pages of all its documents one by one, and listing
//! attachments and signatures. Does not lay out the text of pages.

mod colour;
mod content;
mod der;
mod document;
mod font;
mod node;
mod package;
mod page_text;
mod path;
mod picture;
mod resources;
mod signature;
mod text_object;

use std::collections::HashMap;

use casefile::{Attachment, Code, Diagnostic, limits};

use crate::builder::Builder;
use crate::error::ParseError;
use crate::layout::Pages;
use document::OfdDocument;
use package::{Package, folder_of};

pub(crate) use picture::draw;

pub(crate) fn read(bytes: &[u8], builder: &mut Builder) -> Result<(), ParseError> {
    let mut package = Package::open(bytes)?;
    let documents = document::documents(&mut package, &mut |diagnostic| builder.diagnose(diagnostic))?;
    let count: usize = documents.iter().map(|document| document.pages.len()).sum();
    if count > limits::PAGES_MAX as usize {
        return Err(ParseError::LimitExceeded { limit: "PAGES_MAX" });
    }
    let mut laid_out = Pages::default();
    let mut number = 0;
    for mut document in documents {
        let first = number;
        for entry in document.pages.clone() {
            number += 1;
            let content = document.page(&mut package, &entry);
            if !content.is_whole {
                let code = if content.body.is_none() { Code::PageUnreadable } else { Code::PartUnreadable };
                builder.diagnose(Diagnostic::new(code, "Page").on_page(number));
            }
            let text = page_text::read_page(&content, &document.resources);
            laid_out.add(&text, builder);
        }
        laid_out.end_document(builder);
        list_attachments(&mut package, &document, builder);
        list_signatures(&mut package, &document, first, builder);
    }
    Ok(())
}

fn list_attachments(package: &mut Package<'_>, document: &OfdDocument, builder: &mut Builder) {
    let Some(path) = &document.attachments else { return };
    let Some(list) = package.tree(path) else {
        builder.diagnose(Diagnostic::new(Code::PartUnreadable, "Attachments"));
        return;
    };
    for entry in list.root.children_named("Attachment") {
        let location = entry.child_text("FileLoc").unwrap_or_default();
        let part = package.resolve(folder_of(path), &document.folder, location);
        let stated = entry.number("Size").map(|kilobytes| (kilobytes.max(0.0) * 1024.0).round() as u64);
        let bytes = part.as_ref().and_then(|part| package.size(part)).or(stated).unwrap_or(0);
        let file = location.rsplit(['/', '\\']).next().unwrap_or(location);
        let name = entry.attribute("Name").filter(|name| !name.trim().is_empty()).unwrap_or(file);
        builder.attach(Attachment { name: name.to_owned(), bytes });
    }
}

fn list_signatures(package: &mut Package<'_>, document: &OfdDocument, first: u32, builder: &mut Builder) {
    let Some(path) = &document.signatures else { return };
    let ids = document.pages.iter().map(|page| page.id.as_str());
    let numbers: HashMap<&str, u32> = ids.zip(first + 1..).collect();
    for signed in signature::signatures(package, path, &document.folder) {
        builder.sign(signed.listed(|id| numbers.get(id).copied()));
    }
}
