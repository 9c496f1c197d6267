//! Owns what an OFD package consists of: its documents in their current version, their pages, templates, annotations,
//! attachments and signatures, each found where programs really put it. Does not know what the pages show.

use std::collections::HashMap;
use std::rc::Rc;

use casefile::{Code, Diagnostic, limits};

use crate::error::ParseError;
use crate::format::ofd::node::{Node, numbers};
use crate::format::ofd::package::{Package, folder_of};
use crate::format::ofd::resources::Resources;

/// A4, for documents that state no size.
const DEFAULT_BOX: [f64; 4] = [0.0, 0.0, 210.0, 297.0];

/// Sides of a page that a reader can show, in millimetres.
const SIDE_MM: std::ops::RangeInclusive<f64> = 1.0..=20_000.0;

/// One document of the package.
pub(super) struct OfdDocument {
    pub folder: String,
    pub resources: Resources,
    pub pages: Vec<PageEntry>,
    pub attachments: Option<String>,
    pub signatures: Option<String>,
    area: Option<[f64; 4]>,
    templates: HashMap<String, Template>,
}

/// A page before its content is read.
#[derive(Clone)]
pub(super) struct PageEntry {
    pub id: String,
    path: Option<String>,
    annotations: Vec<String>,
}

struct Template {
    path: String,
    is_foreground: bool,
    tree: Option<Rc<Node>>,
}

/// What one page draws, in the order of drawing.
pub(super) struct PageContent {
    /// Left, top, width and height in millimetres.
    pub area: [f64; 4],
    pub background: Vec<Rc<Node>>,
    pub body: Option<Node>,
    pub foreground: Vec<Rc<Node>>,
    pub annotations: Vec<Node>,
    /// Whether every part of it could be read.
    pub is_whole: bool,
}

/// The documents of a package.
pub(super) fn documents(
    package: &mut Package<'_>,
    diagnose: &mut impl FnMut(Diagnostic),
) -> Result<Vec<OfdDocument>, ParseError> {
    let damaged = ParseError::Damaged { what: "OFD" };
    let encrypted = ParseError::Encrypted { what: "OFD" };
    // GM/T 0099 keeps the key beside the encrypted parts.
    let is_sealed = ["Encryptions.xml", "EncryptInfo.xml", "decryptseed.dat"].iter().any(|part| package.has(part));
    if package.is_encrypted("OFD.xml") || is_sealed {
        return Err(encrypted);
    }
    let tree = package.tree("OFD.xml").ok_or(damaged.clone())?;
    let bodies: Vec<&Node> = tree.root.children_named("DocBody").collect();
    let mut documents = Vec::new();
    for body in bodies.into_iter().take(limits::PAGES_MAX as usize) {
        if body.child("Encryptions").is_some() {
            return Err(encrypted);
        }
        let Some(path) = root_of(package, body) else {
            diagnose(Diagnostic::new(Code::PartUnreadable, "DocRoot"));
            continue;
        };
        if package.is_encrypted(&path) {
            return Err(encrypted);
        }
        match open(package, &path, body, diagnose) {
            Some(document) => documents.push(document),
            None => diagnose(Diagnostic::new(Code::PartUnreadable, "Document")),
        }
    }
    if documents.is_empty() { Err(damaged) } else { Ok(documents) }
}

/// The root part of a document: that of the current version, where there are versions.
fn root_of(package: &mut Package<'_>, body: &Node) -> Option<String> {
    let versions = body.child("Versions").map(|versions| versions.children.as_slice()).unwrap_or_default();
    let current = versions.iter().find(|version| version.is_true("Current"));
    let from_version = current.and_then(|version| {
        let path = package.resolve("", "", version.attribute("BaseLoc")?)?;
        let tree = package.tree(&path)?;
        package.resolve(folder_of(&path), "", tree.root.child_text("DocRoot")?)
    });
    from_version.or_else(|| package.resolve("", "", body.child_text("DocRoot")?))
}

fn open(
    package: &mut Package<'_>,
    path: &str,
    body: &Node,
    diagnose: &mut impl FnMut(Diagnostic),
) -> Option<OfdDocument> {
    let tree = package.tree(path)?;
    if !tree.is_whole {
        diagnose(Diagnostic::new(Code::PartUnreadable, "Document"));
    }
    let root = tree.root;
    let folder = folder_of(path).to_owned();
    let empty = Node::default();
    let common = root.child("CommonData").unwrap_or(&empty);
    let mut resources = Resources::default();
    for kind in ["PublicRes", "DocumentRes"] {
        for part in common.children_named(kind) {
            let path = package.resolve(&folder, "", &part.text);
            if !path.is_some_and(|path| resources.load(package, &path, &folder)) {
                diagnose(Diagnostic::new(Code::PartUnreadable, kind));
            }
        }
    }
    let mut templates = HashMap::new();
    for template in common.children_named("TemplatePage") {
        let path = template.attribute("BaseLoc").and_then(|location| package.resolve(&folder, "", location));
        if let (Some(id), Some(path)) = (template.attribute("ID"), path) {
            let is_foreground = template.attribute("ZOrder") == Some("Foreground");
            templates.insert(id.trim().to_owned(), Template { path, is_foreground, tree: None });
        }
    }
    let annotations = annotations(package, &root, &folder, diagnose);
    let entries = root.child("Pages").map(|pages| pages.children.as_slice()).unwrap_or_default();
    let pages = entries.iter().filter(|entry| entry.name == "Page").map(|entry| {
        let id = entry.attribute("ID").unwrap_or_default().trim().to_owned();
        let path = entry.attribute("BaseLoc").and_then(|location| package.resolve(&folder, "", location));
        PageEntry { annotations: annotations.get(&id).cloned().unwrap_or_default(), id, path }
    });
    let pages = pages.collect();
    let part = |package: &Package<'_>, node: &Node, name: &str| package.resolve(&folder, "", node.child_text(name)?);
    let attachments = part(package, &root, "Attachments");
    let signatures = body.child_text("Signatures").and_then(|location| package.resolve("", &folder, location));
    let area = common.child("PageArea").and_then(area_of);
    Some(OfdDocument { resources, pages, attachments, signatures, area, templates, folder })
}

/// The annotation parts of each page.
fn annotations(
    package: &mut Package<'_>,
    root: &Node,
    folder: &str,
    diagnose: &mut impl FnMut(Diagnostic),
) -> HashMap<String, Vec<String>> {
    let mut by_page: HashMap<String, Vec<String>> = HashMap::new();
    let Some(location) = root.child_text("Annotations") else { return by_page };
    let path = package.resolve(folder, "", location);
    let tree = path.as_ref().and_then(|path| package.tree(path));
    let (Some(path), Some(tree)) = (path, tree) else {
        diagnose(Diagnostic::new(Code::PartUnreadable, "Annotations"));
        return by_page;
    };
    for page in tree.root.children_named("Page") {
        let Some(id) = page.attribute("PageID") else { continue };
        let parts = page.children_named("FileLoc");
        let parts = parts.filter_map(|part| package.resolve(folder_of(&path), folder, &part.text));
        by_page.entry(id.trim().to_owned()).or_default().extend(parts);
    }
    by_page
}

impl OfdDocument {
    /// Reads what a page draws.
    pub fn page(&mut self, package: &mut Package<'_>, entry: &PageEntry) -> PageContent {
        let area = self.area.unwrap_or(DEFAULT_BOX);
        let mut page = PageContent {
            area,
            background: Vec::new(),
            body: None,
            foreground: Vec::new(),
            annotations: Vec::new(),
            is_whole: true,
        };
        let Some((path, tree)) = entry.path.as_ref().and_then(|path| Some((path, package.tree(path)?))) else {
            return PageContent { is_whole: false, ..page };
        };
        page.is_whole = tree.is_whole;
        for part in tree.root.children_named("PageRes") {
            let path = package.resolve(folder_of(path), &self.folder, &part.text);
            page.is_whole &= path.is_some_and(|path| self.resources.load(package, &path, &self.folder));
        }
        let mut own_area = tree.root.child("Area").and_then(area_of);
        for reference in tree.root.children_named("Template") {
            let id = reference.attribute("TemplateID").unwrap_or_default().trim();
            let Some(template) = self.templates.get_mut(id) else {
                page.is_whole = false;
                continue;
            };
            if template.tree.is_none() {
                template.tree = Some(Rc::new(package.tree(&template.path).map(|tree| tree.root).unwrap_or_default()));
            }
            let root = template.tree.clone().expect("it was read just before");
            own_area = own_area.or_else(|| root.child("Area").and_then(area_of).filter(|_| self.area.is_none()));
            let order = reference.attribute("ZOrder");
            let is_foreground = order.map_or(template.is_foreground, |order| order == "Foreground");
            if is_foreground { page.foreground.push(root) } else { page.background.push(root) }
        }
        for path in &entry.annotations {
            match package.tree(path) {
                Some(tree) => page.annotations.push(tree.root),
                None => page.is_whole = false,
            }
        }
        page.area = own_area.unwrap_or(area);
        page.body = Some(tree.root);
        page
    }
}

/// Left, top, width and height of a page area.
fn area_of(node: &Node) -> Option<[f64; 4]> {
    let read = |name: &str| {
        let list = numbers(node.child_text(name)?);
        let area = <[f64; 4]>::try_from(list).ok()?;
        (SIDE_MM.contains(&area[2]) && SIDE_MM.contains(&area[3])).then_some(area)
    };
    read("PhysicalBox").or_else(|| read("ApplicationBox")).or_else(|| read("CropBox"))
}
