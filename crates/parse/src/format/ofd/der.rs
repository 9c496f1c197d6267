//! Owns reading ASN.1 in its distinguished encoding as far as names in seals and certificates need it. Verifies nothing.

/// Deepest nesting that is followed; seals with certificates inside reach 14.
const DEPTH_MAX: usize = 32;

/// Most values that are looked at; a certificate has about 100.
const VALUES_MAX: usize = 20_000;

pub(super) const INTEGER: u8 = 0x02;
pub(super) const OCTETS: u8 = 0x04;
pub(super) const SEQUENCE: u8 = 0x30;
const OBJECT: u8 = 0x06;
const UTF8: u8 = 0x0c;
const PRINTABLE: u8 = 0x13;
const T61: u8 = 0x14;
const IA5: u8 = 0x16;
const BMP: u8 = 0x1e;
const UTC_TIME: u8 = 0x17;
const TIME: u8 = 0x18;

/// The names by which X.509 knows who somebody is: common name, organisation.
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const ORGANISATION: &[u8] = &[0x55, 0x04, 0x0a];

/// One value.
#[derive(Clone, Copy)]
pub(super) struct Value<'d> {
    pub tag: u8,
    pub content: &'d [u8],
}

impl<'d> Value<'d> {
    pub fn is_constructed(self) -> bool {
        self.tag & 0x20 != 0
    }

    pub fn children(self) -> Vec<Value<'d>> {
        if self.is_constructed() { values(self.content) } else { Vec::new() }
    }

    pub fn is_text(self) -> bool {
        matches!(self.tag, UTF8 | PRINTABLE | T61 | IA5 | BMP)
    }

    pub fn text(self) -> Option<String> {
        match self.tag {
            BMP => {
                let units = self.content.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
                Some(char::decode_utf16(units).map(|unit| unit.unwrap_or('\u{fffd}')).collect())
            }
            UTF8 | PRINTABLE | T61 | IA5 => Some(crate::xml::decode(self.content)),
            _ => None,
        }
    }

    /// A time as it is written.
    pub fn time(self) -> Option<String> {
        matches!(self.tag, UTC_TIME | TIME).then(|| String::from_utf8_lossy(self.content).into_owned())
    }
}

/// The values that stand one after the other; none where the bytes are something else.
pub(super) fn values(mut bytes: &[u8]) -> Vec<Value<'_>> {
    let mut out = Vec::new();
    while !bytes.is_empty() {
        let Some((value, rest)) = value(bytes) else { return Vec::new() };
        out.push(value);
        bytes = rest;
        if out.len() > VALUES_MAX {
            return Vec::new();
        }
    }
    out
}

fn value(bytes: &[u8]) -> Option<(Value<'_>, &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, mut rest) = rest.split_first()?;
    let mut length = usize::from(first);
    if first & 0x80 != 0 {
        let (digits, after) = rest.split_at_checked(usize::from(first & 0x7f))?;
        if digits.is_empty() || digits.len() > 4 {
            return None;
        }
        length = digits.iter().fold(0, |length, &digit| length << 8 | usize::from(digit));
        rest = after;
    }
    let (content, rest) = rest.split_at_checked(length)?;
    Some((Value { tag, content }, rest))
}

/// The first answer of `look` to a value inside `bytes`, outermost first. Octet strings are looked into, as certificates
/// stand in them.
pub(super) fn find<'d, T>(bytes: &'d [u8], look: &mut impl FnMut(Value<'d>) -> Option<T>) -> Option<T> {
    let mut left = VALUES_MAX;
    let mut open: Vec<(Value<'d>, usize)> = values(bytes).into_iter().rev().map(|value| (value, 0)).collect();
    while let Some((value, depth)) = open.pop() {
        if let Some(found) = look(value) {
            return Some(found);
        }
        left = left.checked_sub(1)?;
        if depth < DEPTH_MAX && (value.is_constructed() || value.tag == OCTETS) {
            open.extend(values(value.content).into_iter().rev().map(|value| (value, depth + 1)));
        }
    }
    None
}

/// Whom a certificate names: its subject's common name, or the organisation.
pub(super) fn certificate_subject(value: Value<'_>) -> Option<String> {
    if value.tag != SEQUENCE {
        return None;
    }
    let mut fields = value.children();
    if fields.first().is_some_and(|field| field.tag == 0xa0) {
        fields.remove(0);
    }
    let is_certificate = fields.len() >= 6
        && fields[0].tag == INTEGER
        && fields[1..6].iter().all(|field| field.tag == SEQUENCE)
        && fields[3].children().first().is_some_and(|start| start.time().is_some());
    if !is_certificate {
        return None;
    }
    [COMMON_NAME, ORGANISATION].into_iter().find_map(|kind| {
        find(fields[4].content, &mut |pair: Value<'_>| {
            let parts = pair.children();
            let is_kind = parts.first().is_some_and(|part| part.tag == OBJECT && part.content == kind);
            if is_kind { parts.get(1)?.text() } else { None }
        })
    })
}
