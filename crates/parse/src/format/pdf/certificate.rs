//! Owns reading the name of the signer from a CMS signature (RFC 5652). Verifies nothing.

/// Deepest nesting of the values that are read.
const DEPTH_MAX: usize = 16;

/// The object identifier of a common name, 2.5.4.3.
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];

/// One DER value: tag, content, and what follows.
struct Value<'d> {
    tag: u8,
    content: &'d [u8],
    rest: &'d [u8],
}

/// The common name in the subject of the certificate that signed; of the first one if several come along and none is
/// named.
pub(super) fn signer(signature: &[u8]) -> Option<String> {
    let content_info = children(read(signature)?.content);
    let signed_data = children(read(content_info.get(1)?.content)?.content);
    let certificates = children(signed_data.iter().find(|value| value.tag == 0xa0)?.content);
    // SignerInfo: version, then issuer and serial number.
    let signer_infos = signed_data.iter().rev().find(|value| value.tag == 0x31);
    let identifier = signer_infos.and_then(|infos| children(read(infos.content)?.content).into_iter().nth(1));
    let serial = identifier.and_then(|identifier| children(identifier.content).into_iter().nth(1));
    let subjects = certificates.iter().filter_map(|certificate| {
        let parts = children(read(certificate.content)?.content);
        let first = usize::from(parts.first()?.tag == 0xa0);
        // Serial number, algorithm, issuer, validity, subject.
        Some((parts.get(first)?.content, parts.get(first + 4)?.content))
    });
    let subjects: Vec<_> = subjects.collect();
    let own = subjects.iter().find(|(number, _)| serial.as_ref().is_some_and(|serial| serial.content == *number));
    common_name(own.or(subjects.first())?.1, 0)
}

/// The first common name in a distinguished name.
fn common_name(name: &[u8], depth: usize) -> Option<String> {
    if depth > DEPTH_MAX {
        return None;
    }
    let parts = children(name);
    if let [kind, value, ..] = parts.as_slice()
        && kind.tag == 0x06
    {
        return (kind.content == COMMON_NAME).then(|| decoded(value));
    }
    parts.iter().filter(|part| matches!(part.tag, 0x30 | 0x31)).find_map(|part| common_name(part.content, depth + 1))
}

fn decoded(value: &Value<'_>) -> String {
    const NAME_BYTES_MAX: usize = 1_024;
    let bytes = &value.content[..value.content.len().min(NAME_BYTES_MAX)];
    let text = match value.tag {
        0x1e => encoding_rs::UTF_16BE.decode_without_bom_handling(bytes).0,
        _ => String::from_utf8_lossy(bytes),
    };
    text.chars().filter(|c| !c.is_control()).collect()
}

fn children(content: &[u8]) -> Vec<Value<'_>> {
    let mut out = Vec::new();
    let mut rest = content;
    while let Some(value) = read(rest) {
        rest = value.rest;
        out.push(value);
    }
    out
}

/// The value at the start of `bytes`; the long form of tags does not occur.
fn read(bytes: &[u8]) -> Option<Value<'_>> {
    let (&tag, bytes) = bytes.split_first()?;
    let (&first, mut bytes) = bytes.split_first()?;
    let mut len = usize::from(first);
    if first >= 0x80 {
        let count = usize::from(first & 0x7f);
        if count > 4 || count > bytes.len() {
            return None;
        }
        len = bytes[..count].iter().fold(0, |len, &byte| len << 8 | usize::from(byte));
        bytes = &bytes[count..];
        // Indefinite length: the value ends with the data; real signatures of this kind are padded with zeros.
        if count == 0 {
            len = bytes.len();
        }
    }
    let (content, rest) = bytes.split_at_checked(len)?;
    Some(Value { tag, content, rest })
}
