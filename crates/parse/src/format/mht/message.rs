//! Owns MIME messages: header fields, and parts between boundaries. Does not know what the parts are for.

use casefile::limits;

use super::transfer;

/// Messages within messages beyond this depth are no web pages.
const DEPTH_MAX: usize = 8;

/// A message or a part of one.
pub(super) struct Part<'m> {
    /// Fields in order: lower-case name, unfolded value.
    fields: Vec<(String, String)>,
    body: &'m [u8],
}

impl<'m> Part<'m> {
    /// Cuts header and body at the first empty line.
    pub fn read(bytes: &'m [u8]) -> Part<'m> {
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let (line, after) = split_line(rest);
            rest = after;
            if line.trim_ascii().is_empty() {
                // Some programs leave an empty line before the header.
                if fields.is_empty() {
                    continue;
                }
                break;
            }
            let text = String::from_utf8_lossy(line);
            match (text.starts_with([' ', '\t']), fields.last_mut(), text.split_once(':')) {
                (true, Some((_, value)), _) => {
                    value.push(' ');
                    value.push_str(text.trim());
                }
                (_, _, Some((name, value))) => {
                    fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
                }
                _ => {}
            }
        }
        Part { fields, body: rest }
    }

    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The media type in lower case.
    pub fn kind(&self) -> String {
        let value = self.field("content-type").unwrap_or("text/plain");
        value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// A parameter of a field, such as `charset`.
    pub fn parameter(&self, field: &str, name: &str) -> Option<String> {
        self.field(field)?.split(';').skip(1).find_map(|parameter| {
            let (known, value) = parameter.split_once('=')?;
            let is_it = known.trim().eq_ignore_ascii_case(name);
            is_it.then(|| value.trim().trim_matches(['"', '\'']).to_owned())
        })
    }

    /// The body with its transfer encoding undone.
    pub fn content(&self) -> Vec<u8> {
        let encoding = self.field("content-transfer-encoding").unwrap_or_default().trim().to_ascii_lowercase();
        match encoding.as_str() {
            "base64" => transfer::from_base64(self.body),
            "quoted-printable" => transfer::from_quoted_printable(self.body),
            _ => self.body.to_vec(),
        }
    }

    /// The parts that have no parts themselves, in order.
    pub fn leaves(&self) -> Vec<Part<'m>> {
        let mut leaves = Vec::new();
        self.collect_leaves(0, &mut leaves);
        leaves
    }

    fn collect_leaves(&self, depth: usize, leaves: &mut Vec<Part<'m>>) {
        let boundary = self.parameter("content-type", "boundary").filter(|boundary| !boundary.is_empty());
        match boundary {
            Some(boundary) if self.kind().starts_with("multipart/") && depth < DEPTH_MAX => {
                for bytes in between_boundaries(self.body, &boundary) {
                    if leaves.len() >= limits::ZIP_ENTRIES_MAX {
                        return;
                    }
                    Part::read(bytes).collect_leaves(depth + 1, leaves);
                }
            }
            _ => leaves.push(Part { fields: self.fields.clone(), body: self.body }),
        }
    }
}

/// The bytes between lines that consist of the boundary. A last part without an end reaches to the end.
fn between_boundaries<'m>(body: &'m [u8], boundary: &str) -> Vec<&'m [u8]> {
    let mark = format!("--{boundary}").into_bytes();
    let mut parts = Vec::new();
    let mut open: Option<usize> = None;
    let mut at = 0;
    while at < body.len() {
        let (line, after) = split_line(&body[at..]);
        let next = body.len() - after.len();
        if let Some(tail) = line.strip_prefix(mark.as_slice())
            && matches!(tail.trim_ascii(), b"" | b"--")
        {
            if let Some(start) = open.replace(next) {
                parts.push(&body[start..at]);
            }
            if !tail.trim_ascii().is_empty() {
                return parts;
            }
        }
        at = next;
    }
    parts.extend(open.map(|start| &body[start..]));
    parts
}

/// The first line without its end, and what follows it.
fn split_line(bytes: &[u8]) -> (&[u8], &[u8]) {
    let Some(end) = bytes.iter().position(|&byte| byte == b'\n') else { return (bytes, &[]) };
    let line = &bytes[..end];
    (line.strip_suffix(b"\r").unwrap_or(line), &bytes[end + 1..])
}
