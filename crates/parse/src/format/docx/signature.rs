//! Owns electronic signatures in XML: who signed and when, and where a DOCX keeps them. Does not verify anything.

use casefile::Signature;

use super::package::Package;
use crate::builder::Builder;
use crate::format::mht::transfer;
use crate::xml::{self, XmlEvent};

/// Lists every signature of the package.
pub(super) fn list(package: &mut Package<'_>, builder: &mut Builder) {
    let origins = package.relations_of("");
    for origin in origins.into_iter().filter(|relation| relation.kind == "origin") {
        for relation in package.relations_of(&origin.target) {
            if relation.kind == "signature"
                && let Some(text) = package.text(&relation.target)
            {
                builder.sign(read(&text));
            }
        }
    }
}

/// One signature in XML (XMLDSig), as OpenDocument has it, too.
pub(crate) fn read(text: &str) -> Signature {
    let mut path: Vec<String> = Vec::new();
    let (mut certificate, mut times) = (String::new(), [String::new(), String::new()]);
    xml::for_each_event(text, |event| match event {
        XmlEvent::Open(element) => path.push(element.name().to_owned()),
        XmlEvent::Close => drop(path.pop()),
        XmlEvent::Char(_) => {}
        XmlEvent::Text(text) => match path.last().map(String::as_str) {
            Some("X509Certificate") if certificate.is_empty() => certificate.push_str(text),
            Some("SigningTime" | "date") => times[0].push_str(text.trim()),
            Some("Value") if path.iter().any(|name| name == "SignatureTime") => times[1].push_str(text.trim()),
            _ => {}
        },
    });
    let signer = common_name(&transfer::from_base64(certificate.as_bytes())).unwrap_or_default();
    Signature { signer, time: times.into_iter().find(|time| !time.is_empty()), pages: Vec::new() }
}

/// The common name of a certificate's subject, which comes after the period of validity; the issuer's comes before.
fn common_name(certificate: &[u8]) -> Option<String> {
    const COMMON_NAME: &[u8] = &[0x06, 0x03, 0x55, 0x04, 0x03];
    // A time in UTC has 13 characters.
    const TIME: &[u8] = &[0x17, 0x0d];
    let validity = certificate.windows(TIME.len()).position(|window| window == TIME)?;
    let subject = &certificate[validity..];
    let at = subject.windows(COMMON_NAME.len()).position(|window| window == COMMON_NAME)? + COMMON_NAME.len();
    let (&kind, &length) = (subject.get(at)?, subject.get(at + 1)?);
    let value = subject.get(at + 2..at + 2 + usize::from(length))?;
    match kind {
        // BMPString.
        0x1e => Some(encoding_rs::UTF_16BE.decode_without_bom_handling(value).0.into_owned()),
        _ => Some(String::from_utf8_lossy(value).into_owned()),
    }
}
