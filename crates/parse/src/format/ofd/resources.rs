//! Owns the resources that pages refer to by number: fonts, images, drawing parameters and composite units. Does not
//! draw them.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::format::ofd::font::Font;
use crate::format::ofd::node::Node;
use crate::format::ofd::package::{Package, folder_of, normal};

/// What the resource parts of one document declare, by identifier.
#[derive(Default)]
pub(super) struct Resources {
    fonts: HashMap<String, Rc<Font>>,
    loaded: HashSet<String>,
    units: HashMap<String, Rc<Node>>,
}

impl Resources {
    /// Reads a resource part; says whether it could be read.
    pub fn load(&mut self, package: &mut Package<'_>, path: &str, document_folder: &str) -> bool {
        if !self.loaded.insert(path.to_ascii_lowercase()) {
            return true;
        }
        let Some(tree) = package.tree(path) else { return false };
        let folder = folder_of(path);
        let base = normal(&format!("{folder}/{}", tree.root.attribute("BaseLoc").unwrap_or_default()));
        for group in tree.root.children {
            for resource in group.children {
                let Some(id) = resource.attribute("ID").map(str::to_owned) else { continue };
                match resource.name.as_str() {
                    "Font" => {
                        let location = resource.child_text("FontFile");
                        let file = location.and_then(|location| {
                            let path = package.resolve(&base, document_folder, location);
                            path.or_else(|| package.resolve(folder, document_folder, location))
                        });
                        self.fonts.insert(id, Rc::new(Font::open(file.and_then(|file| package.bytes(&file)))));
                    }
                    "CompositeGraphicUnit" => drop(self.units.insert(id, Rc::new(resource))),
                    _ => {}
                }
            }
        }
        tree.is_whole
    }

    pub fn font(&self, id: &str) -> Option<&Font> {
        self.fonts.get(id).map(Rc::as_ref)
    }

    pub fn unit(&self, id: &str) -> Option<&Node> {
        self.units.get(id).map(Rc::as_ref)
    }
}
