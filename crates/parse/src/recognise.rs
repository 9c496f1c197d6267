//! Owns how a file shows its format: by content, never by suffix. Does not read it.

use casefile::Format;

use crate::compound::CompoundFile;
use crate::encoding;
use crate::error::ParseError;
use crate::format::{doc, html, mht, odt};
use crate::zip_container::ZipContainer;

/// How far into a file a PDF header may stand: mail gateways and scanners put lines before it.
const PDF_HEADER_WITHIN: usize = 1024;

/// First bytes of the image formats that are read.
const IMAGES: &[(&[u8], Format)] = &[
    (b"\xff\xd8\xff", Format::Jpeg),
    (b"\x89PNG\r\n\x1a\n", Format::Png),
    (b"II*\0", Format::Tiff),
    (b"MM\0*", Format::Tiff),
];

/// First bytes of formats that are known but not read.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"II+\0", "a BigTIFF image"),
    (b"GIF8", "a GIF image"),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000 image"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive"),
];

/// The format of a file. Formats that are known but not read are errors that name them.
pub fn recognise(bytes: &[u8]) -> Result<Format, ParseError> {
    if bytes.is_empty() {
        return Err(ParseError::Empty);
    }
    let head = &bytes[..bytes.len().min(PDF_HEADER_WITHIN)];
    if find(head, b"%PDF-").is_some() {
        return Ok(Format::Pdf);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return recognise_zip(bytes);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return recognise_compound(bytes);
    }
    if bytes.trim_ascii_start().starts_with(b"{\\rtf") {
        return Ok(Format::Rtf);
    }
    if let Some(&(_, format)) = IMAGES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Ok(format);
    }
    for &(signature, what) in SIGNATURES {
        if bytes.starts_with(signature) {
            return Err(ParseError::Unsupported { what });
        }
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Err(ParseError::Unsupported { what: "a WebP image" });
    }
    if bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4]) {
        return Err(ParseError::Unsupported { what: "a BMP image" });
    }
    recognise_text(bytes)
}

fn recognise_zip(bytes: &[u8]) -> Result<Format, ParseError> {
    let mut container = ZipContainer::open(bytes)?;
    if container.has("OFD.xml") {
        return Ok(Format::Ofd);
    }
    let types = container.text("[Content_Types].xml").unwrap_or_default();
    if container.has("word/document.xml") || types.contains("wordprocessingml") {
        return Ok(Format::Docx);
    }
    let mimetype = container.text("mimetype").unwrap_or_default();
    if mimetype.contains("opendocument.text") {
        return Ok(Format::Odt);
    }
    let what = match () {
        () if types.contains("spreadsheetml") => "an Excel workbook",
        () if types.contains("presentationml") => "a PowerPoint presentation",
        () if container.has("content.xml") => "an OpenDocument file other than text",
        () => "a ZIP archive",
    };
    Err(ParseError::Unsupported { what })
}

/// A compound file shows what it is by its streams. Where its directory is lost, the names of all streams, those of
/// embedded documents included, may still stand somewhere as UTF-16.
fn recognise_compound(bytes: &[u8]) -> Result<Format, ParseError> {
    let damaged = ParseError::Damaged { what: "compound file" };
    let container = CompoundFile::open(bytes).ok_or(damaged)?;
    let has = |name: &str| {
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        container.has(name) || container.is_empty() && find(bytes, &units).is_some()
    };
    if has("EncryptedPackage") {
        return Err(ParseError::Encrypted { what: "Word document" });
    }
    if has(doc::DOCUMENT) || doc::begins_with_text(&container) {
        return Ok(Format::Doc);
    }
    let what = match () {
        () if has("Workbook") => "an Excel 97-2003 workbook",
        () if has("PowerPoint Document") => "a PowerPoint 97-2003 presentation",
        () => "a compound file other than DOC",
    };
    Err(ParseError::Unsupported { what })
}

fn recognise_text(bytes: &[u8]) -> Result<Format, ParseError> {
    // Beyond the first pages nothing changes the answer, and a file is cut anywhere, so the cut may split a character.
    let head = encoding::decode(&bytes[..bytes.len().min(64 * 1024)]);
    let Some(head) = head.or_else(|| encoding::decode(bytes)) else { return Err(ParseError::Unknown) };
    let start = head.text.trim_start();
    if mht::is_mht(start) {
        return Ok(Format::Mht);
    }
    if odt::is_flat(start) {
        return Ok(Format::Odt);
    }
    // Word 2003 XML, and the package of a DOCX as one XML file.
    let is_word_xml =
        start.contains("Word.Document") || start.contains("<w:wordDocument") || start.contains("<pkg:package");
    if start.starts_with("<?xml") && is_word_xml {
        return Ok(Format::Docx);
    }
    Ok(if html::is_html(start) { Format::Html } else { Format::Txt })
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}
