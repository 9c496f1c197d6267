//! Owns which of the fonts and pictures in its resources a page really shows. Programs that scan or print often give all
//! pages one dictionary with everything in it.

use std::collections::{HashMap, HashSet};

use casefile::limits;
use lopdf::{Dictionary, Document, Object, ObjectId};

/// Resources that are large, and are left behind where they are not named.
const LARGE: &[&[u8]] = &[b"XObject", b"Font"];

/// Names in the contents of pages that share their resources with others.
pub(super) struct UsedNames {
    by_page: HashMap<ObjectId, HashSet<Vec<u8>>>,
}

/// Looks through the contents of every page whose resources are an object of their own or of a node above; only such
/// can be shared.
pub(super) fn used(document: &Document, pages: &[ObjectId]) -> UsedNames {
    let mut by_page = HashMap::new();
    for &page in pages {
        let Ok(dictionary) = document.get_dictionary(page) else { continue };
        if matches!(dictionary.get(b"Resources"), Ok(Object::Dictionary(_))) && !shares_parts(dictionary) {
            continue;
        }
        if let Ok(content) = document.get_page_content_with_limit(page, limits::PDF_STREAM_BYTES_MAX) {
            by_page.insert(page, names(&content));
        }
    }
    UsedNames { by_page }
}

/// Whether the large parts of a page's own resources are objects, which others may have, too.
fn shares_parts(page: &Dictionary) -> bool {
    let resources = page.get(b"Resources").and_then(Object::as_dict);
    resources.is_ok_and(|resources| {
        LARGE.iter().any(|key| resources.get(key).is_ok_and(|part| matches!(part, Object::Reference(_))))
    })
}

impl UsedNames {
    /// The resources of a page without what it does not name; `None` where they stay as they are.
    pub fn pruned(&self, document: &Document, page: ObjectId, dictionary: &Dictionary) -> Option<Dictionary> {
        let names = self.by_page.get(&page)?;
        let resources = dictionary.get_deref(b"Resources", document).and_then(Object::as_dict).ok()?;
        let mut pruned = resources.clone();
        for key in LARGE {
            let Ok(part) = resources.get_deref(key, document).and_then(Object::as_dict) else { continue };
            let mut kept = Dictionary::new();
            for (name, value) in part.iter().filter(|(name, _)| names.contains(*name)) {
                // What draws with the resources of the page may name any of them.
                if draws_with_those_of_page(document, value) {
                    return None;
                }
                kept.set(name.clone(), value.clone());
            }
            pruned.set(*key, kept);
        }
        Some(pruned)
    }
}

/// Forms and drawn fonts without resources of their own.
fn draws_with_those_of_page(document: &Document, value: &Object) -> bool {
    let Ok((_, object)) = document.dereference(value) else { return false };
    let dictionary = match object {
        Object::Stream(stream) => &stream.dict,
        Object::Dictionary(dictionary) => dictionary,
        _ => return false,
    };
    let subtype = dictionary.get(b"Subtype").and_then(Object::as_name);
    subtype.is_ok_and(|subtype| matches!(subtype, b"Form" | b"Type3")) && !dictionary.has(b"Resources")
}

/// Everything in a content stream that looks like a name. Words in strings and bytes of pictures may look like one as
/// well; that keeps too much, never too little.
fn names(content: &[u8]) -> HashSet<Vec<u8>> {
    let mut names = HashSet::new();
    for piece in content.split(|&byte| byte == b'/').skip(1) {
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0 || b"()<>[]{}/%".contains(byte);
        let end = piece.iter().position(is_end).unwrap_or(piece.len());
        names.insert(unescaped(&piece[..end]));
    }
    names
}

/// A name with its `#20`s as the characters they stand for.
fn unescaped(name: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(name.len());
    let mut at = 0;
    while at < name.len() {
        let hex = name.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| name[at] == b'#') {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(name[at]);
                at += 1;
            }
        }
    }
    out
}
