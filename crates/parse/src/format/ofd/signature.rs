//! Owns listing the electronic signatures of a document: whose seal, when, on which pages. Verifies nothing.

use casefile::Signature;

use crate::format::ofd::der::{self, OCTETS, SEQUENCE, Value};
use crate::format::ofd::node::{Node, numbers};
use crate::format::ofd::package::{Package, folder_of};

/// A seal as its own file tells of it (GM/T 0031, GB/T 38540).
pub(super) struct Seal {
    pub name: Option<String>,
    /// Bytes of the picture: an image or an OFD package.
    pub picture: Option<Vec<u8>>,
}

/// Where a page shows a seal.
pub(super) struct Stamp {
    /// Identifier of the page.
    pub page: String,
    /// Left, top, width and height in millimetres.
    pub boundary: Vec<f64>,
    /// The part of the boundary that is shown.
    pub clip: Option<Vec<f64>>,
}

/// A signature with its stamps.
pub(super) struct Signed {
    pub seal: Seal,
    pub time: Option<String>,
    pub stamps: Vec<Stamp>,
}

/// The signatures that the part at `path` lists.
pub(super) fn signatures(package: &mut Package<'_>, path: &str, document_folder: &str) -> Vec<Signed> {
    let Some(list) = package.tree(path) else { return Vec::new() };
    let folder = folder_of(path);
    let locations = list.root.children_named("Signature").filter_map(|entry| entry.attribute("BaseLoc"));
    let paths: Vec<String> =
        locations.filter_map(|location| package.resolve(folder, document_folder, location)).collect();
    paths.into_iter().take(casefile::limits::ATTACHMENTS_MAX).filter_map(|path| signed(package, &path)).collect()
}

fn signed(package: &mut Package<'_>, path: &str) -> Option<Signed> {
    let root = package.tree(path)?.root;
    let info = root.child("SignedInfo")?;
    let folder = folder_of(path);
    let mut read = |location: Option<&str>| {
        let path = package.resolve(folder, "", location?)?;
        package.bytes(&path)
    };
    let seal_location = info.child("Seal").and_then(|seal| seal.child_text("BaseLoc"));
    let own = read(seal_location).map(|bytes| seal(&bytes));
    let value = read(root.child_text("SignedValue")).unwrap_or_default();
    let seal = own.filter(|seal| seal.name.is_some()).unwrap_or_else(|| self::seal(&value));
    let time = info.child_text("SignatureDateTime").map(str::to_owned);
    Some(Signed { seal, time: time.or_else(|| signing_time(&value)), stamps: stamps(info) })
}

fn stamps(info: &Node) -> Vec<Stamp> {
    let stamps = info.children_named("StampAnnot").filter_map(|stamp| {
        let boundary = stamp.attribute("Boundary").map(numbers).unwrap_or_default();
        let clip = stamp.attribute("Clip").map(numbers);
        Some(Stamp { page: stamp.attribute("PageRef")?.trim().to_owned(), boundary, clip })
    });
    stamps.collect()
}

/// The seal in a seal file or in a signed value; the subject of a certificate where there is no seal.
fn seal(bytes: &[u8]) -> Seal {
    let from_seal = der::find(bytes, &mut |value: Value<'_>| {
        let parts = value.children();
        let [header, _, property, picture, ..] = parts.as_slice() else { return None };
        let mark = header.children().first()?.text()?;
        if mark != "ES" || property.tag != SEQUENCE || picture.tag != SEQUENCE {
            return None;
        }
        let name = property.children().into_iter().find(|part| part.is_text()).and_then(Value::text);
        let data = picture.children().into_iter().find(|part| part.tag == OCTETS).map(|part| part.content.to_vec());
        Some(Seal { name, picture: data })
    });
    from_seal.unwrap_or_else(|| Seal { name: der::find(bytes, &mut der::certificate_subject), picture: None })
}

/// The time inside a signed value: it stands beside the seal.
fn signing_time(value: &[u8]) -> Option<String> {
    let outer = der::values(value).into_iter().next()?;
    let to_sign = outer.children().into_iter().next()?;
    to_sign.children().into_iter().find_map(Value::time)
}

impl Signed {
    /// What the document says of it. `numbers` tells a page's number by its identifier.
    pub fn listed(&self, number: impl Fn(&str) -> Option<u32>) -> Signature {
        let mut pages: Vec<u32> = self.stamps.iter().filter_map(|stamp| number(&stamp.page)).collect();
        pages.sort_unstable();
        pages.dedup();
        Signature { signer: self.seal.name.clone().unwrap_or_default(), time: self.time.clone(), pages }
    }
}
