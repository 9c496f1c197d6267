//! Owns building small OFD packages in code.

use crate::docx_file::zipped;

/// A package in the making: its parts by path.
#[derive(Clone, Default)]
pub(crate) struct Package {
    parts: Vec<(String, Vec<u8>)>,
    common: String,
    pages: String,
    tail: String,
    body: String,
}

/// Left margin and size of the text that [`paragraph`] sets, in millimetres.
const LEFT: f64 = 30.0;
const SIZE: f64 = 5.0;

impl Package {
    pub fn part(mut self, path: &str, bytes: impl AsRef<[u8]>) -> Package {
        self.parts.push((path.to_owned(), bytes.as_ref().to_vec()));
        self
    }

    /// Adds to `CommonData`.
    pub fn common(mut self, xml: &str) -> Package {
        self.common.push_str(xml);
        self
    }

    /// Adds to the end of `Document.xml`.
    pub fn tail(mut self, xml: &str) -> Package {
        self.tail.push_str(xml);
        self
    }

    /// Adds to `DocBody`.
    pub fn body(mut self, xml: &str) -> Package {
        self.body.push_str(xml);
        self
    }

    /// Adds a page with objects in one layer; `before` stands before its content.
    pub fn page_after(mut self, before: &str, objects: &str) -> Package {
        let number = self.pages.matches("<ofd:Page ").count() + 1;
        self.pages.push_str(&format!(r#"<ofd:Page ID="{number}" BaseLoc="Pages/Page_{number}/Content.xml"/>"#));
        let page = format!("{before}<ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content>");
        self.part(&format!("Doc_0/Pages/Page_{number}/Content.xml"), xml("Page", &page))
    }

    pub fn page(self, objects: &str) -> Package {
        self.page_after("", objects)
    }

    pub fn bytes(self) -> Vec<u8> {
        let area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>";
        let document = format!(
            "<ofd:CommonData>{area}{}</ofd:CommonData><ofd:Pages>{}</ofd:Pages>{}",
            self.common, self.pages, self.tail
        );
        let list = format!("<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{}</ofd:DocBody>", self.body);
        let package =
            self.clone().part("OFD.xml", xml("OFD", &list)).part("Doc_0/Document.xml", xml("Document", &document));
        let parts: Vec<(&str, &[u8])> =
            package.parts.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
        zipped(&parts)
    }
}

/// A part with the usual namespace.
pub(crate) fn xml(name: &str, inner: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><ofd:{name} xmlns:ofd="http://www.ofdspec.org/2016">{inner}</ofd:{name}>"#
    )
}

/// A text object at a place, with attributes of its text code.
pub(crate) fn text(x: f64, y: f64, size: f64, attributes: &str, text: &str) -> String {
    format!(
        r#"<ofd:TextObject Boundary="{x} {y} 150 {size}" Font="1" Size="{size}"><ofd:TextCode X="0" Y="{size}" {attributes}>{text}</ofd:TextCode></ofd:TextObject>"#
    )
}

/// A line of Chinese at the left margin.
pub(crate) fn line(y: f64, words: &str) -> String {
    let count = words.chars().count().saturating_sub(1);
    text(LEFT, y, SIZE, &format!(r#"DeltaX="g {count} {SIZE}""#), words)
}

/// A paragraph of lines of 30 characters, indented by two.
pub(crate) fn paragraph(y: f64, words: &str) -> String {
    let mut lines = vec![String::new()];
    for c in words.chars() {
        let room = if lines.len() == 1 { 28 } else { 30 };
        if lines.last().is_some_and(|line| line.chars().count() == room) {
            lines.push(String::new());
        }
        lines.last_mut().expect("there is a first line").push(c);
    }
    let set = lines.iter().enumerate().map(|(index, words)| {
        let count = words.chars().count().saturating_sub(1);
        let x = if index == 0 { LEFT + 2.0 * SIZE } else { LEFT };
        text(x, y + 9.0 * index as f64, SIZE, &format!(r#"DeltaX="g {count} {SIZE}""#), words)
    });
    set.collect()
}

/// A value of ASN.1.
pub(crate) fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).expect("these values are short").to_be_bytes();
    [&[tag, 0x82], &length[..], content].concat()
}

/// A seal with some picture.
pub(crate) fn seal(name: &str) -> Vec<u8> {
    seal_with(name, b"\x89PNG")
}

/// A seal as GB/T 38540 writes it: header, identifier, property with the name, picture.
pub(crate) fn seal_with(name: &str, picture: &[u8]) -> Vec<u8> {
    let header = der(0x30, &[der(0x16, b"ES"), der(0x02, &[4])].concat());
    let property = der(0x30, &[der(0x02, &[3]), der(0x0c, name.as_bytes())].concat());
    let picture = der(0x30, &[der(0x16, b"PNG"), der(0x04, picture), der(0x02, &[40])].concat());
    let info = der(0x30, &[header, der(0x16, b"id"), property, picture].concat());
    der(0x30, &info)
}
