//! Owns reading XML as a flat sequence of events with local names. Does not know any vocabulary; namespaces are
//! ignored, since the strict and the transitional form of one vocabulary differ in nothing else.

use casefile::limits;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::encoding;

/// One event; an empty element gives `Open` and `Close`.
pub(crate) enum XmlEvent<'x> {
    Open(XmlElement<'x>),
    Close,
    Text(&'x str),
    Char(char),
}

/// A start tag.
pub(crate) struct XmlElement<'x> {
    tag: BytesStart<'x>,
}

impl XmlElement<'_> {
    pub fn name(&self) -> &str {
        self.tag.local_name().into_inner()
    }

    /// What stands before the colon of the name; programs keep to the customary prefixes.
    pub fn prefix(&self) -> &str {
        self.tag.name().prefix().map_or("", |prefix| prefix.into_inner())
    }

    /// An attribute by its local name, unescaped.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.tag.attributes();
        let attribute = attributes.with_checks(false).flatten().find(|attribute| {
            let local = attribute.key.local_name().into_inner();
            local == name
        })?;
        let raw = attribute.value.as_ref();
        Some(unescaped(raw))
    }

    /// An attribute that names something; none where it is longer than any name.
    pub fn short_attribute(&self, name: &str) -> Option<String> {
        self.attribute(name).filter(|value| value.len() <= limits::XML_NAME_BYTES_MAX)
    }

    /// Every attribute by its local name, unescaped.
    pub fn attributes(&self) -> Vec<(String, String)> {
        let mut attributes = self.tag.attributes();
        let attributes = attributes.with_checks(false).flatten();
        let pairs = attributes.map(|attribute| {
            let name = attribute.key.local_name().into_inner().to_owned();
            (name, unescaped(attribute.value.as_ref()))
        });
        pairs.collect()
    }
}

fn unescaped(raw: &str) -> String {
    quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_owned(), |value| value.into_owned())
}

/// Why reading ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum XmlEnd {
    /// At the end of a well-formed input.
    Complete,
    /// At damage; what came before it was delivered.
    Damaged,
    /// At the limit of nesting; what came before it was delivered.
    TooDeep,
}

/// Bytes as text: UTF-16 with a mark and other encodings are seen to; bad bytes become U+FFFD.
pub(crate) fn decode(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => match encoding::decode(bytes) {
            Some(decoded) => decoded.text,
            None => String::from_utf8_lossy(bytes).into_owned(),
        },
    }
}

/// Delivers every event of `text` to `sink`.
pub(crate) fn for_each_event<'x>(text: &'x str, mut sink: impl FnMut(XmlEvent<'x>)) -> XmlEnd {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut depth = 0usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                depth += 1;
                if depth > limits::XML_DEPTH_MAX {
                    return XmlEnd::TooDeep;
                }
                sink(XmlEvent::Open(XmlElement { tag }));
            }
            Ok(Event::Empty(tag)) => {
                sink(XmlEvent::Open(XmlElement { tag }));
                sink(XmlEvent::Close);
            }
            Ok(Event::End(_)) => {
                if depth > 0 {
                    depth -= 1;
                    sink(XmlEvent::Close);
                }
            }
            Ok(Event::Text(content)) => match content.into_inner() {
                std::borrow::Cow::Borrowed(text) => sink(XmlEvent::Text(text)),
                std::borrow::Cow::Owned(text) => text.chars().for_each(|c| sink(XmlEvent::Char(c))),
            },
            Ok(Event::CData(content)) => content.chars().for_each(|c| sink(XmlEvent::Char(c))),
            Ok(Event::GeneralRef(entity)) => {
                let c = match entity.resolve_char_ref() {
                    Ok(Some(c)) => Some(c),
                    _ => predefined_entity(&entity),
                };
                if let Some(c) = c {
                    sink(XmlEvent::Char(c));
                }
            }
            Ok(Event::Eof) if depth == 0 => return XmlEnd::Complete,
            Ok(Event::Eof) | Err(_) => return XmlEnd::Damaged,
            Ok(_) => {}
        }
    }
}

fn predefined_entity(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => return None,
    })
}
