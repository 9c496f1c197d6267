//! Owns the outline of a PDF: the bookmarks with the pages they lead to.

use std::collections::{HashMap, HashSet};

use casefile::limits;
use encoding_rs::{GBK, UTF_16BE};
use lopdf::{Dictionary, Document, Object, ObjectId};

/// Deepest outline and deepest tree of names that is followed.
const DEPTH_MAX: usize = 32;

/// An entry of an outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bookmark {
    /// Its title.
    pub title: String,
    /// The page it leads to, counted from 1.
    pub page: u32,
    /// How deep it stands, counted from 1.
    pub level: u32,
}

struct Reader<'d> {
    document: &'d Document,
    /// Pages by their objects, counted from 1.
    pages: HashMap<ObjectId, u32>,
    seen: HashSet<ObjectId>,
    found: Vec<Bookmark>,
}

/// Every bookmark that leads to a page of the document, in order.
pub(super) fn bookmarks(document: &Document, pages: &[ObjectId]) -> Vec<Bookmark> {
    let pages = pages.iter().zip(1..).map(|(&id, number)| (id, number)).collect();
    let mut reader = Reader { document, pages, seen: HashSet::new(), found: Vec::new() };
    let outlines = document.catalog().and_then(|catalog| catalog.get_deref(b"Outlines", document));
    if let Ok(outlines) = outlines.and_then(Object::as_dict) {
        reader.level(outlines, 1);
    }
    reader.found
}

impl Reader<'_> {
    /// Reads the entries below a node.
    fn level(&mut self, above: &Dictionary, level: usize) {
        let document = self.document;
        let mut next = above.get(b"First").and_then(Object::as_reference).ok();
        while let Some(id) = next {
            // An outline that leads back to itself has no end.
            if !self.seen.insert(id) || self.found.len() >= limits::BOOKMARKS_MAX {
                return;
            }
            let Ok(entry) = document.get_dictionary(id) else { return };
            let title = entry.get_deref(b"Title", document).and_then(Object::as_str).map(text).unwrap_or_default();
            if let Some(page) = self.page_of(entry) {
                let level = u32::try_from(level).expect("levels are capped by DEPTH_MAX");
                self.found.push(Bookmark { title, page, level });
            }
            if level < DEPTH_MAX {
                self.level(entry, level + 1);
            }
            next = entry.get(b"Next").and_then(Object::as_reference).ok();
        }
    }

    fn page_of(&self, entry: &Dictionary) -> Option<u32> {
        let document = self.document;
        let target = match entry.get_deref(b"Dest", document) {
            Ok(target) => target,
            Err(_) => {
                let action = entry.get_deref(b"A", document).and_then(Object::as_dict).ok()?;
                let kind = action.get_deref(b"S", document).and_then(Object::as_name).ok()?;
                action.get_deref(b"D", document).ok().filter(|_| kind == b"GoTo")?
            }
        };
        self.page_of_target(target, 0)
    }

    /// The page of a destination: a list that begins with the page, or a name for such a list.
    fn page_of_target(&self, target: &Object, depth: usize) -> Option<u32> {
        if depth > 4 {
            return None;
        }
        let document = self.document;
        match target {
            Object::Array(list) => match list.first()? {
                Object::Reference(id) => self.pages.get(id).copied(),
                // Some programs write the index of the page instead.
                Object::Integer(index) => {
                    let page = u32::try_from(*index).ok()?.checked_add(1)?;
                    (page as usize <= self.pages.len()).then_some(page)
                }
                _ => None,
            },
            Object::Dictionary(named) => self.page_of_target(named.get_deref(b"D", document).ok()?, depth + 1),
            Object::Name(name) | Object::String(name, _) => {
                self.page_of_target(named_target(document, name)?, depth + 1)
            }
            _ => None,
        }
    }
}

/// What a name stands for: in the dictionary of PDF 1.1, or in the tree of names.
fn named_target<'d>(document: &'d Document, name: &[u8]) -> Option<&'d Object> {
    let catalog = document.catalog().ok()?;
    let old = catalog.get_deref(b"Dests", document).and_then(Object::as_dict);
    if let Ok(target) = old.and_then(|names| names.get_deref(name, document)) {
        return Some(target);
    }
    let names = catalog.get_deref(b"Names", document).and_then(Object::as_dict).ok()?;
    let mut node = names.get_deref(b"Dests", document).and_then(Object::as_dict).ok()?;
    for _ in 0..DEPTH_MAX {
        if let Ok(pairs) = node.get_deref(b"Names", document).and_then(Object::as_array) {
            let pair = pairs.chunks_exact(2).find(|pair| pair[0].as_str().is_ok_and(|key| key == name))?;
            return document.dereference(&pair[1]).ok().map(|(_, target)| target);
        }
        let kids = node.get_deref(b"Kids", document).and_then(Object::as_array).ok()?;
        node = kids.iter().find_map(|kid| {
            let kid = document.dereference(kid).ok()?.1.as_dict().ok()?;
            let bounds = kid.get_deref(b"Limits", document).and_then(Object::as_array).ok()?;
            let [least, most] = bounds.as_slice() else { return None };
            let holds = least.as_str().ok()? <= name && name <= most.as_str().ok()?;
            holds.then_some(kid)
        })?;
    }
    None
}

/// A text string: UTF-16 or UTF-8 where it says so, else GBK where it can be that, as Chinese programs write it, else
/// Latin.
fn text(bytes: &[u8]) -> String {
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return UTF_16BE.decode_without_bom_handling(rest).0.into_owned();
    }
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return String::from_utf8_lossy(rest).into_owned();
    }
    match GBK.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => text.into_owned(),
        None => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}
