//! Owns web pages that are saved as one file (RFC 2557): which parts of the message are pages and in which order they
//! come. Does not know HTML.

mod message;
pub(crate) mod transfer;

use crate::builder::Builder;
use crate::error::ParseError;
use crate::format::{html, txt};
use message::Part;

/// Whether a text begins like the header of such a file.
pub(crate) fn is_mht(start: &str) -> bool {
    let header = start.lines().take_while(|line| !line.trim().is_empty());
    let header = header.take(200).collect::<Vec<_>>().join("\n").to_ascii_lowercase();
    let begins_with_field = header.split_once(':').is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    });
    let is_page = ["multipart/related", "multipart/alternative", "text/html"].iter().any(|kind| header.contains(kind));
    begins_with_field && is_page && header.contains("mime-version:") && header.contains("content-type:")
}

pub(crate) fn read(bytes: &[u8], builder: &mut Builder) -> Result<(), ParseError> {
    let message = Part::read(bytes);
    let parts = message.leaves();
    let is_named = |part: &Part<'_>| {
        let start = message.parameter("content-type", "start");
        start.is_some() && part.field("content-id") == start.as_deref()
    };
    let of_kind = |kind: &'static str| move |part: &&Part<'_>| part.kind() == kind;
    let root = parts
        .iter()
        .find(|part| is_named(part) && part.kind().starts_with("text/"))
        .or_else(|| parts.iter().find(of_kind("text/html")))
        .or_else(|| parts.iter().find(of_kind("text/plain")))
        .ok_or(ParseError::Damaged { what: "web page" })?;
    read_part(root, builder)?;
    // Frames, and what Word keeps in files of their own. One that is no text is a picture under a wrong name.
    for frame in parts.iter().filter(of_kind("text/html")).filter(|part| !std::ptr::eq(*part, root)) {
        match read_part(frame, builder) {
            Ok(()) | Err(ParseError::Unknown) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn read_part(part: &Part<'_>, builder: &mut Builder) -> Result<(), ParseError> {
    let bytes = part.content();
    match part.kind().as_str() {
        "text/plain" => txt::read(&bytes, builder),
        _ => html::read_labelled(&bytes, part.parameter("content-type", "charset"), builder),
    }
}
