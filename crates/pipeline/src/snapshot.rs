//! Owns the form in which a parsed document is kept, so that a file is parsed once however often its case is checked. Does
//! not store it. What is read back holds every promise of a document, or is refused and parsed again.

use std::io::{Read, Write};

use casefile::{Document, limits};
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

use crate::wire::{Reader, Writer, document};

/// Counted up when documents are parsed or written otherwise; snapshots of another version are not looked at.
pub const VERSION: u32 = 1;

/// The name of the snapshot of a file.
pub fn name(sha256: &str) -> String {
    format!("{sha256}.document-{VERSION}")
}

/// The snapshot of a document, compressed: boxes of characters make it large.
pub fn encode(document: &Document) -> Vec<u8> {
    let mut to = Writer::with_room(document::size(document));
    document::write(document, &mut to);
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(&to.into_bytes()).expect("memory takes what is written");
    encoder.finish().expect("memory takes what is written")
}

/// The document of a snapshot; none if it is damaged.
pub fn decode(snapshot: &[u8]) -> Option<Document> {
    let mut bytes = Vec::new();
    let bytes_max = limits::PARSER_OUTPUT_BYTES_MAX as u64;
    ZlibDecoder::new(snapshot).take(bytes_max + 1).read_to_end(&mut bytes).ok()?;
    if bytes.len() as u64 > bytes_max {
        return None;
    }
    let mut from = Reader::of(&bytes);
    let document = document::read(&mut from).ok()?;
    from.end().ok()?;
    Some(document)
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn a_document_comes_back_as_it_was() {
        let document = crate::parse("判决书.txt", "某某人民法院\n民事判决书\n（2019）某0101民初1号".as_bytes());
        let document = document.expect("plain text is a document");
        assert_eq!(decode(&encode(&document)), Some(document));
    }

    #[test]
    fn a_damaged_snapshot_is_refused() {
        let document = crate::parse("a.txt", "某某人民法院民事判决书".as_bytes()).expect("plain text is a document");
        let snapshot = encode(&document);
        for cut in 0..snapshot.len() {
            assert_eq!(decode(&snapshot[..cut]), None, "cut at {cut}");
        }
    }
}
