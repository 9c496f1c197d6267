//! Owns an electronic seal as GB/T 38540 writes it: the name of its owner and its picture, in ASN.1. Signs nothing: the
//! places of certificates and signature values hold zeros, since no reader of the samples verifies them.

use super::super::zip::crc32;

const INTEGER: u8 = 0x02;
const BITS: u8 = 0x03;
const OCTETS: u8 = 0x04;
const OBJECT: u8 = 0x06;
const UTF8: u8 = 0x0c;
const IA5: u8 = 0x16;
const TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;

/// SM2 with SM3: 1.2.156.10197.1.501.
const SIGNATURE_METHOD: &[u8] = &[0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x01, 0x83, 0x75];

/// Side of the picture in pixels.
const SIDE: usize = 160;

/// The seal file of a court.
pub(super) fn file(owner: &str) -> Vec<u8> {
    let header = sequence(&[value(IA5, b"ES"), value(INTEGER, &[4]), value(IA5, b"casecheck")]);
    let times = ["20200101000000Z", "20200101000000Z", "20300101000000Z"].map(|time| value(TIME, time.as_bytes()));
    let certificates = sequence(&[value(OCTETS, &[0; 32])]);
    let property = [value(INTEGER, &[1]), value(UTF8, owner.as_bytes()), value(INTEGER, &[1]), certificates];
    let property = sequence(&[property.concat(), times.concat()]);
    let picture = sequence(&[value(IA5, b"PNG"), value(OCTETS, &png()), value(INTEGER, &[42]), value(INTEGER, &[42])]);
    let info = sequence(&[header, value(IA5, b"0000000000000001"), property, picture]);
    sequence(&[info, value(OCTETS, &[0; 32]), value(OBJECT, SIGNATURE_METHOD), value(BITS, &[0; 65])])
}

/// The signed value that shows the seal.
pub(super) fn signed_value(owner: &str) -> Vec<u8> {
    let time = value(TIME, b"20200101000000Z");
    let place = value(IA5, b"/Doc_0/Signs/Sign_0/Signature.xml");
    let to_sign = sequence(&[value(INTEGER, &[4]), file(owner), time, value(BITS, &[0; 33]), place]);
    sequence(&[to_sign, value(OCTETS, &[0; 32]), value(OBJECT, SIGNATURE_METHOD), value(BITS, &[0; 65])])
}

fn sequence(values: &[Vec<u8>]) -> Vec<u8> {
    value(SEQUENCE, &values.concat())
}

fn value(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    match u8::try_from(content.len()) {
        Ok(length) if length < 0x80 => out.push(length),
        _ => {
            let length = u16::try_from(content.len()).expect("a seal has a few thousand bytes");
            out.push(0x82);
            out.extend(length.to_be_bytes());
        }
    }
    out.extend(content);
    out
}

/// The picture: a red ring around a star of five points, transparent elsewhere.
fn png() -> Vec<u8> {
    let mut rows = Vec::new();
    for y in 0..SIDE {
        rows.push(0);
        for byte in 0..SIDE / 8 {
            let bits = (0..8).fold(0u8, |bits, bit| bits << 1 | u8::from(is_red(byte * 8 + bit, y)));
            rows.push(bits);
        }
    }
    let side = u32::try_from(SIDE).expect("a small number").to_be_bytes();
    let header = [&side[..], &side, &[1, 3, 0, 0, 0]].concat();
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    out.extend(chunk(b"IHDR", &header));
    out.extend(chunk(b"PLTE", &[255, 255, 255, 204, 0, 0]));
    out.extend(chunk(b"tRNS", &[0, 255]));
    out.extend(chunk(b"IDAT", &stored(&rows)));
    out.extend(chunk(b"IEND", &[]));
    out
}

fn is_red(x: usize, y: usize) -> bool {
    let middle = (SIDE as f64 - 1.0) / 2.0;
    let (dx, dy) = (x as f64 - middle, y as f64 - middle);
    let radius = dx.hypot(dy) / middle;
    if (0.92..=1.0).contains(&radius) {
        return true;
    }
    // A star reaches furthest at its points and least half way between two of them.
    let turn = dx.atan2(-dy).rem_euclid(std::f64::consts::TAU / 5.0);
    let from_point = turn.min(std::f64::consts::TAU / 5.0 - turn);
    let inner_angle = std::f64::consts::TAU / 10.0;
    let (outer, inner) = (0.35, 0.35 * 0.382);
    let edge =
        outer * inner * inner_angle.sin() / (outer * from_point.sin() + inner * (inner_angle - from_point).sin());
    radius <= edge
}

fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let body = [kind.as_slice(), content].concat();
    let length = u32::try_from(content.len()).expect("a small picture");
    [&length.to_be_bytes()[..], &body, &crc32(&body).to_be_bytes()].concat()
}

/// A zlib stream of one stored block.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).expect("a small picture");
    let (mut a, mut b) = (1u32, 0u32);
    for byte in bytes {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    let checksum = (b << 16 | a).to_be_bytes();
    [&[0x78, 0x01, 0x01], &length.to_le_bytes()[..], &(!length).to_le_bytes(), bytes, &checksum].concat()
}
