//! Owns damage to files: bytes changed, cut out and doubled, numbers made absurd, elements doubled and nested, in the file
//! itself or in a part of its container. Drawn from a number, so that a failure comes back. Expects nothing of readers.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// First bytes of a compound file.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Texts that stand where a reader expects a sensible number.
const ABSURD: &[&str] =
    &["0", "-1", "65535", "65536", "2147483648", "4294967295", "18446744073709551616", "1e308", "."];

/// Elements that one change may nest: more than any reader follows.
const NESTED: usize = 1_000;

/// The generator splitmix64.
pub struct Random(u64);

impl Random {
    /// The stream that begins at a number.
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, which is not 0.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }
}

/// A damaged copy. Two of three copies of a container are damaged inside and put together again, so that checksums and
/// directories are right and the reader of the part is reached.
pub fn damaged(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    if random.below(3) == 0 {
        return changed(bytes, random);
    }
    let inside = match bytes {
        _ if bytes.starts_with(b"PK") => damaged_in_zip(bytes, random),
        _ if bytes.starts_with(COMPOUND) => damaged_in_compound(bytes, random),
        _ => None,
    };
    inside.unwrap_or_else(|| changed(bytes, random))
}

/// A copy of a zip container with one entry damaged.
fn damaged_in_zip(bytes: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let target = random.below(archive.len().max(1));
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).ok()?;
        let mut part = Vec::new();
        entry.read_to_end(&mut part).ok()?;
        let part = if index == target { changed(&part, random) } else { part };
        writer.start_file(entry.name(), options).ok()?;
        writer.write_all(&part).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

/// A copy of a compound file with one stream damaged.
fn damaged_in_compound(bytes: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes.to_vec())).ok()?;
    let streams: Vec<_> = file.walk().filter(cfb::Entry::is_stream).map(|entry| entry.path().to_path_buf()).collect();
    let path = streams.get(random.below(streams.len().max(1)))?;
    let mut part = Vec::new();
    file.open_stream(path).ok()?.read_to_end(&mut part).ok()?;
    let part = changed(&part, random);
    file.create_stream(path).ok()?.write_all(&part).ok()?;
    file.flush().ok()?;
    Some(file.into_inner().into_inner())
}

/// One to eight changes.
fn changed(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..1 + random.below(8) {
        if out.is_empty() {
            break;
        }
        change(&mut out, random);
    }
    out
}

fn change(out: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(out.len());
    let end = (at + 1 + random.below(64)).min(out.len());
    match random.below(20) {
        0..=5 => out[at] ^= 1 << random.below(8),
        6..=8 => out[at] = random.below(256) as u8,
        9..=10 => drop(out.drain(at..end)),
        11..=12 => out.extend_from_within(at..end),
        13 => out[at..end].fill(random.below(256) as u8),
        14..=15 => make_number_absurd(out, at, random),
        16..=18 => change_elements(out, at, random),
        _ => out.truncate(at),
    }
}

/// Replaces the first run of digits after a place.
fn make_number_absurd(out: &mut Vec<u8>, at: usize, random: &mut Random) {
    let Some(start) = out[at..].iter().position(u8::is_ascii_digit).map(|offset| at + offset) else { return };
    let digits = out[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    out.splice(start..start + digits, ABSURD[random.below(ABSURD.len())].bytes());
}

/// Takes what lies between two angle brackets after a place: moved to the front, cut out, doubled, or nested.
fn change_elements(out: &mut Vec<u8>, at: usize, random: &mut Random) {
    let opens = |from: usize| out[from..].iter().position(|byte| *byte == b'<').map(|offset| from + offset);
    let Some(start) = opens(at) else { return };
    let Some(mut end) = opens(start + 1) else { return };
    for _ in 0..random.below(16) {
        end = opens(end + 1).unwrap_or(end);
    }
    let part = out[start..end].to_vec();
    match random.below(8) {
        0..=1 => drop(out.drain(start..end)),
        2..=4 => drop(out.splice(start..start, part)),
        5..=6 => {
            out.drain(start..end);
            let first = out.iter().position(|byte| *byte == b'<').unwrap_or(0);
            out.splice(first..first, part);
        }
        _ => {
            let tag = part.split_inclusive(|byte| *byte == b'>').next().unwrap_or_default().repeat(NESTED);
            out.splice(start..start, tag);
        }
    }
}

#[test]
fn damage_comes_back_and_reaches_the_parts() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("part.xml", SimpleFileOptions::default()).expect("a name");
    writer.write_all(b"<a><b n='12'>text</b><c/></a>").expect("memory takes writes");
    let container = writer.finish().expect("memory takes writes").into_inner();
    let mut sound = 0;
    for seed in 0..60 {
        let copy = damaged(&container, &mut Random::new(seed));
        assert_eq!(copy, damaged(&container, &mut Random::new(seed)), "seed {seed}");
        let is_sound = ZipArchive::new(Cursor::new(&copy)).is_ok_and(|mut archive| {
            let mut part = Vec::new();
            archive.by_index(0).is_ok_and(|mut entry| entry.read_to_end(&mut part).is_ok())
                && part != b"<a><b n='12'>text</b><c/></a>"
        });
        sound += usize::from(is_sound);
    }
    assert!(sound >= 30, "only {sound} of 60 copies are sound containers with a damaged part");
}
