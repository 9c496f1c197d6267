//! Owns copying the objects that pages need into a document of their own.

use std::collections::{HashMap, HashSet, VecDeque};
use std::ops::Range;

use lopdf::xref::XrefType;
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::resources::UsedNames;

/// What a page may have from the nodes above it.
const INHERITED: &[&[u8]] = &[b"Resources", b"MediaBox", b"CropBox", b"Rotate"];

/// Deepest tree of pages that is looked through.
const DEPTH_MAX: usize = 64;

/// What a page says about structures that the part does not have: threads of articles, and its place in the tree.
const LEFT_BEHIND: &[&[u8]] = &[b"Parent", b"B", b"StructParents"];

/// A document in the making.
struct Copier<'s> {
    source: &'s Document,
    target: Document,
    /// Objects by their number in the source.
    numbers: HashMap<ObjectId, ObjectId>,
    waiting: VecDeque<(ObjectId, ObjectId)>,
    /// Objects that belong to pages outside of the part.
    foreign: HashSet<ObjectId>,
}

/// The pages of a range as a document.
pub(super) fn part(
    source: &Document,
    pages: &[ObjectId],
    of_range: Range<usize>,
    inside: &HashSet<ObjectId>,
    used: &UsedNames,
) -> Document {
    let mut copier = Copier {
        source,
        target: Document::with_version(source.version.clone()),
        numbers: HashMap::new(),
        waiting: VecDeque::new(),
        foreign: foreign(source, pages, inside),
    };
    // Every program reads the table; the stream is for files with streams of objects.
    copier.target.reference_table.cross_reference_type = XrefType::CrossReferenceTable;
    let root = copier.target.new_object_id();
    // Every page has its number before any object refers to it.
    for &page in &pages[of_range.clone()] {
        if !copier.numbers.contains_key(&page) {
            let number = copier.target.new_object_id();
            copier.numbers.insert(page, number);
        }
    }
    let mut kids = Vec::with_capacity(of_range.len());
    for &page in &pages[of_range] {
        let number = copier.numbers[&page];
        kids.push(Object::Reference(number));
        if !copier.target.objects.contains_key(&number) {
            let copied = copier.page(page, root, used);
            copier.target.objects.insert(number, copied);
        }
    }
    let count = i64::try_from(kids.len()).expect("pages are capped by PAGES_MAX");
    let tree = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count };
    copier.target.objects.insert(root, Object::Dictionary(tree));
    let catalog = copier.catalog(root);
    let catalog = copier.target.add_object(catalog);
    copier.target.trailer.set("Root", catalog);
    if let Ok(info) = source.trailer.get(b"Info").and_then(Object::as_reference) {
        let info = copier.reference(info);
        copier.target.trailer.set("Info", info);
    }
    copier.drain();
    copier.target
}

/// Pages outside of the part, the nodes of the tree, and what is attached to those pages. A form field, an entry of the
/// outline or a link may lead to them; the part does not follow.
fn foreign(source: &Document, pages: &[ObjectId], inside: &HashSet<ObjectId>) -> HashSet<ObjectId> {
    let mut foreign = HashSet::new();
    let mut own = HashSet::new();
    for page in pages {
        let side = if inside.contains(page) { &mut own } else { &mut foreign };
        let Ok(dictionary) = source.get_dictionary(*page) else { continue };
        if let Ok(annotations) = dictionary.get_deref(b"Annots", source).and_then(Object::as_array) {
            side.extend(annotations.iter().filter_map(|one| one.as_reference().ok()));
        }
        let mut above = dictionary.get(b"Parent").and_then(Object::as_reference);
        for _ in 0..DEPTH_MAX {
            let Ok(node) = above else { break };
            if !foreign.insert(node) {
                break;
            }
            above = source.get_dictionary(node).and_then(|node| node.get(b"Parent")).and_then(Object::as_reference);
        }
    }
    foreign.retain(|id| !own.contains(id));
    foreign.extend(pages.iter().filter(|page| !inside.contains(page)));
    foreign
}

impl Copier<'_> {
    fn page(&mut self, page: ObjectId, root: ObjectId, used: &UsedNames) -> Object {
        let source = self.source;
        let Ok(dictionary) = source.get_dictionary(page) else {
            // A page that cannot be read is drawn blank by viewers; it keeps its place.
            let letter: Vec<Object> = [0, 0, 596, 842].map(Object::Integer).to_vec();
            return Object::Dictionary(dictionary! { "Type" => "Page", "Parent" => root, "MediaBox" => letter });
        };
        let mut whole = dictionary.clone();
        for key in INHERITED {
            if !whole.has(key)
                && let Some(value) = inherited(source, dictionary, key)
            {
                whole.set(*key, value.clone());
            }
        }
        if let Some(resources) = used.pruned(source, page, &whole) {
            whole.set("Resources", resources);
        }
        for key in LEFT_BEHIND {
            whole.remove(key);
        }
        let mut copied = self.dictionary(&whole);
        copied.set("Parent", root);
        Object::Dictionary(copied)
    }

    /// The catalogue: what the pages need to look and to read as they did.
    fn catalog(&mut self, root: ObjectId) -> Object {
        let mut catalog = dictionary! { "Type" => "Catalog", "Pages" => root };
        let Ok(whole) = self.source.catalog() else { return Object::Dictionary(catalog) };
        for key in [&b"Lang"[..], b"OCProperties", b"ViewerPreferences"] {
            if let Ok(value) = whole.get(key) {
                let value = self.value(value);
                catalog.set(key, value);
            }
        }
        if let Some(form) = self.form(whole) {
            catalog.set("AcroForm", form);
        }
        Object::Dictionary(catalog)
    }

    /// The form with those of its fields that the part shows.
    fn form(&mut self, catalog: &Dictionary) -> Option<Dictionary> {
        let source = self.source;
        let form = catalog.get_deref(b"AcroForm", source).and_then(Object::as_dict).ok()?;
        let fields = form.get_deref(b"Fields", source).and_then(Object::as_array).ok()?;
        // Pages have been copied as far as their references; those lead to every field that is shown.
        self.drain();
        let shown = fields.iter().filter(|field| field.as_reference().is_ok_and(|id| self.numbers.contains_key(&id)));
        let shown: Vec<Object> = shown.cloned().collect();
        if shown.is_empty() {
            return None;
        }
        let mut form = form.clone();
        form.remove(b"XFA");
        form.remove(b"SigFlags");
        form.remove(b"CO");
        form.set("Fields", shown);
        Some(self.dictionary(&form))
    }

    /// Copies what has been referred to, and what that refers to, until nothing is left.
    fn drain(&mut self) {
        while let Some((from, to)) = self.waiting.pop_front() {
            let source = self.source;
            let Ok(object) = source.get_object(from) else { continue };
            let copied = self.value(object);
            self.target.objects.insert(to, copied);
        }
    }

    /// The reference to a copy; null where the object is not in the part or not in the file.
    fn reference(&mut self, id: ObjectId) -> Object {
        if let Some(&number) = self.numbers.get(&id) {
            return Object::Reference(number);
        }
        if self.foreign.contains(&id) || !self.source.has_object(id) {
            return Object::Null;
        }
        let number = self.target.new_object_id();
        self.numbers.insert(id, number);
        self.waiting.push_back((id, number));
        Object::Reference(number)
    }

    fn value(&mut self, object: &Object) -> Object {
        match object {
            Object::Reference(id) => self.reference(*id),
            Object::Array(values) => Object::Array(values.iter().map(|value| self.value(value)).collect()),
            Object::Dictionary(dictionary) => Object::Dictionary(self.dictionary(dictionary)),
            Object::Stream(stream) => {
                let mut copied = stream.clone();
                copied.dict = self.dictionary(&stream.dict);
                Object::Stream(copied)
            }
            plain => plain.clone(),
        }
    }

    fn dictionary(&mut self, dictionary: &Dictionary) -> Dictionary {
        let is_signature = dictionary.get(b"FT").and_then(Object::as_name).is_ok_and(|kind| kind == b"Sig");
        let mut copied = Dictionary::new();
        for (key, value) in dictionary.iter() {
            // A signature is over the whole file; its picture stays.
            if is_signature && key == b"V" {
                continue;
            }
            let mut value = self.value(value);
            // In lists of annotations and fields nothing may stand for what is missing.
            if let (b"Kids" | b"Annots" | b"Fields", Object::Array(list)) = (key.as_slice(), &mut value) {
                list.retain(|entry| !matches!(entry, Object::Null));
            }
            if !matches!(value, Object::Null) {
                copied.set(key.clone(), value);
            }
        }
        copied
    }
}

/// The value that a page has from a node above it.
fn inherited<'s>(source: &'s Document, page: &'s Dictionary, key: &[u8]) -> Option<&'s Object> {
    let mut node = page;
    for _ in 0..DEPTH_MAX {
        if let Ok(value) = node.get(key) {
            return Some(value);
        }
        node = node.get_deref(b"Parent", source).and_then(Object::as_dict).ok()?;
    }
    None
}
