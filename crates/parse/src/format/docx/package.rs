//! Owns the package of a DOCX: its parts by name and what they refer to, in a zip container or in one flat XML file.
//! Does not know what stands in a part.

use std::collections::HashMap;

use casefile::limits;

use crate::error::ParseError;
use crate::xml::{self, XmlEvent};
use crate::zip_container::{Unpacked, ZipContainer};

/// A part that another part refers to.
pub(super) struct Relation {
    pub id: String,
    /// Last segment of the relationship type, such as `header`.
    pub kind: String,
    pub target: String,
}

/// The parts of a document.
pub(super) enum Package<'b> {
    Zip(Box<ZipContainer<'b>>),
    /// XML parts by name; binary parts are their base64 text. Parts may be asked for again and again, so `room` is what
    /// may still be handed out.
    Flat {
        parts: HashMap<String, String>,
        room: u64,
    },
}

impl<'b> Package<'b> {
    pub fn zip(bytes: &'b [u8]) -> Result<Package<'b>, ParseError> {
        Ok(Package::Zip(Box::new(ZipContainer::open(bytes)?)))
    }

    /// The package in `pkg:package` form. Every part brings its own namespaces, so it is cut out as it stands.
    pub fn flat(text: &str) -> Package<'b> {
        let mut parts = HashMap::new();
        for piece in text.split("<pkg:part ").skip(1) {
            let Some((tag, content)) = piece.split_once('>') else { continue };
            let name = tag.split_once("pkg:name=").map(|(_, after)| after.trim_start_matches(['"', '\'']));
            let Some((name, _)) = name.and_then(|name| name.split_once(['"', '\''])) else { continue };
            let data = ["pkg:xmlData", "pkg:binaryData"].into_iter().find_map(|element| {
                let (_, after) = content.split_once(&format!("<{element}"))?;
                let (_, inner) = after.split_once('>')?;
                Some(inner.split_once(&format!("</{element}>")).map_or(inner, |(data, _)| data))
            });
            parts.insert(name.trim_start_matches('/').to_lowercase(), data.unwrap_or_default().to_owned());
        }
        Package::Flat { parts, room: limits::ZIP_TOTAL_BYTES_MAX }
    }

    pub fn has(&self, name: &str) -> bool {
        match self {
            Package::Zip(container) => container.has(name),
            Package::Flat { parts, .. } => parts.contains_key(&name.to_lowercase()),
        }
    }

    /// What could be read of a part.
    pub fn entry(&mut self, name: &str) -> Result<Unpacked, ParseError> {
        match self {
            Package::Zip(container) => container.entry(name),
            Package::Flat { parts, room } => {
                let part = parts.get(&name.to_lowercase()).ok_or(ParseError::Damaged { what: "Word document" })?;
                let left = room.checked_sub(part.len() as u64);
                *room = left.ok_or(ParseError::LimitExceeded { limit: "ZIP_TOTAL_BYTES_MAX" })?;
                Ok(Unpacked { bytes: part.clone().into_bytes(), complete: true })
            }
        }
    }

    pub fn text(&mut self, name: &str) -> Option<String> {
        match self {
            Package::Zip(container) => container.text(name),
            Package::Flat { .. } => self.entry(name).ok().and_then(|part| String::from_utf8(part.bytes).ok()),
        }
    }

    pub fn size(&mut self, name: &str) -> Option<u64> {
        match self {
            Package::Zip(container) => container.size(name),
            // Three bytes are four characters of base64.
            Package::Flat { parts, .. } => parts.get(&name.to_lowercase()).map(|part| part.len() as u64 / 4 * 3),
        }
    }

    /// The path of the main document, which programs are free to choose.
    pub fn main_part(&mut self) -> String {
        let main = self.relations_of("").into_iter().find(|relation| relation.kind == "officeDocument");
        main.map(|relation| relation.target)
            .filter(|target| self.has(target))
            .unwrap_or_else(|| "word/document.xml".to_owned())
    }

    /// What a part refers to; the package itself has the empty name.
    pub fn relations_of(&mut self, part: &str) -> Vec<Relation> {
        let (directory, file) = part.rsplit_once('/').unwrap_or(("", part));
        let path = format!("{directory}/_rels/{file}.rels");
        let text = self.text(path.trim_start_matches('/'));
        text.map(|text| read_relations(&text, directory)).unwrap_or_default()
    }
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
        let id = element.attribute("Id").unwrap_or_default();
        relations.push(Relation { id, kind, target: resolve(directory, &target) });
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
