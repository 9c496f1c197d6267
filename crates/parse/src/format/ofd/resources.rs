//! Owns the resources that pages refer to by number: fonts, images, drawing parameters and composite units. Does not
//! draw them.

use std::collections::{HashMap, HashSet};

use casefile::limits;

use crate::format::ofd::font::Font;
use crate::format::ofd::node::Node;
use crate::format::ofd::package::{Package, folder_of, normal};

/// What the resource parts of one document declare, by identifier.
#[derive(Default)]
pub(super) struct Resources {
    fonts: HashMap<String, Font>,
    loaded: HashSet<String>,
    units: HashMap<String, Node>,
    /// Paths of the images.
    images: HashMap<String, String>,
    parameters: HashMap<String, Node>,
    /// Names of the colour spaces.
    colour_spaces: HashMap<String, String>,
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
                let location = resource.child_text("FontFile").or_else(|| resource.child_text("MediaFile"));
                let file = location.and_then(|location| {
                    let path = package.resolve(&base, document_folder, location);
                    path.or_else(|| package.resolve(folder, document_folder, location))
                });
                match resource.name.as_str() {
                    "Font" => {
                        let font = Font::open(file.and_then(|file| package.bytes(&file)));
                        self.fonts.insert(id, font);
                    }
                    "CompositeGraphicUnit" => drop(self.units.insert(id, resource)),
                    "MultiMedia" => self.images.extend(file.map(|file| (id, file))),
                    "DrawParam" => drop(self.parameters.insert(id, resource)),
                    "ColorSpace" => {
                        let kind = resource.attribute("Type").unwrap_or("RGB").to_owned();
                        self.colour_spaces.insert(id, kind);
                    }
                    _ => {}
                }
            }
        }
        tree.is_whole
    }

    pub fn font(&self, id: &str) -> Option<&Font> {
        self.fonts.get(id)
    }

    pub fn unit(&self, id: &str) -> Option<&Node> {
        self.units.get(id)
    }

    /// The path of an image.
    pub fn image(&self, id: &str) -> Option<&str> {
        self.images.get(id).map(String::as_str)
    }

    /// The drawing parameters that hold where these are named, the nearest first.
    pub fn parameters(&self, id: Option<&str>) -> Vec<&Node> {
        let mut out = Vec::new();
        let mut next = id;
        while let Some(node) = next.and_then(|id| self.parameters.get(id.trim())) {
            out.push(node);
            // A loop of references would go on for ever.
            if out.len() > limits::OBJECT_DEPTH_MAX {
                break;
            }
            next = node.attribute("Relative");
        }
        out
    }

    /// What a colour space is: GRAY, RGB or CMYK.
    pub fn colour_space(&self, id: &str) -> Option<&str> {
        self.colour_spaces.get(id).map(String::as_str)
    }
}
