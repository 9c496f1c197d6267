//! Owns building small image files in code, byte by byte, as scanners and telephones write them.

/// A chunk of a PNG file with its check sum.
fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [&kind[..], data].concat();
    let mut sum = u32::MAX;
    for &byte in &body {
        sum ^= u32::from(byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 };
        }
    }
    let length = u32::try_from(data.len()).expect("small").to_be_bytes();
    [&length[..], &body, &(!sum).to_be_bytes()].concat()
}

/// A grey PNG of these rows, with further chunks after its header. Stored without compression.
pub(crate) fn png(rows: &[&[u8]], further: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let size = |count: usize| u32::try_from(count).expect("small").to_be_bytes();
    let header = [&size(rows[0].len())[..], &size(rows.len()), &[8, 0, 0, 0, 0]].concat();
    let raw: Vec<u8> = rows.iter().flat_map(|row| [&[0], *row].concat()).collect();
    let length = u16::try_from(raw.len()).expect("small");
    let (mut low, mut high) = (1u32, 0u32);
    for &byte in &raw {
        low = (low + u32::from(byte)) % 65_521;
        high = (high + low) % 65_521;
    }
    let stored = [&[0x78, 0x01, 1][..], &length.to_le_bytes(), &(!length).to_le_bytes(), &raw].concat();
    let data = [&stored[..], &(high << 16 | low).to_be_bytes()].concat();
    let further: Vec<u8> = further.iter().flat_map(|(kind, data)| chunk(kind, data)).collect();
    let parts = [chunk(b"IHDR", &header), further, chunk(b"IDAT", &data), chunk(b"IEND", &[])];
    [&b"\x89PNG\r\n\x1a\n"[..], &parts.concat()].concat()
}

/// The resolution of a PNG in pixels per metre.
pub(crate) fn physical(per_metre: u32) -> (&'static [u8; 4], Vec<u8>) {
    (b"pHYs", [&per_metre.to_be_bytes()[..], &per_metre.to_be_bytes(), &[1]].concat())
}

/// Exif data, which is a TIFF file without a picture, that says how to turn the picture.
pub(crate) fn exif(orientation: u16) -> Vec<u8> {
    let entry =
        [&274u16.to_be_bytes()[..], &3u16.to_be_bytes(), &1u32.to_be_bytes(), &orientation.to_be_bytes(), &[0; 2]];
    [&b"MM\0*\0\0\0\x08\0\x01"[..], &entry.concat(), &[0; 4]].concat()
}

/// The field of a palette: two reds, two greens and two blues stand where its value says.
pub(crate) const COLOUR_MAP: u16 = 320;

/// One page of a TIFF file: its fields as tag, type and value, and the pixels of its only strip.
pub(crate) struct Sheet {
    pub fields: Vec<(u16, u16, u32)>,
    pub strip: Vec<u8>,
}

/// A TIFF file of these pages.
pub(crate) fn tiff(sheets: &[Sheet]) -> Vec<u8> {
    let mut out = b"II*\0\0\0\0\0".to_vec();
    let mut link = 4;
    for sheet in sheets {
        let strip = u32::try_from(out.len()).expect("small");
        out.extend(&sheet.strip);
        out.resize(out.len().next_multiple_of(2), 0);
        let mut fields = sheet.fields.clone();
        fields.push((273, 4, strip));
        fields.push((279, 4, u32::try_from(sheet.strip.len()).expect("small")));
        fields.sort_unstable();
        let start = u32::try_from(out.len()).expect("small");
        out[link..link + 4].copy_from_slice(&start.to_le_bytes());
        out.extend(u16::try_from(fields.len()).expect("few").to_le_bytes());
        for (tag, kind, value) in fields {
            let count: u32 = if tag == COLOUR_MAP { 6 } else { 1 };
            out.extend(
                [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat(),
            );
        }
        link = out.len();
        out.extend([0; 4]);
    }
    out
}

/// The fields of a picture of one sample per pixel.
pub(crate) fn fields(width: u32, height: u32, bits: u32, compression: u32, photometric: u32) -> Vec<(u16, u16, u32)> {
    vec![
        (256, 4, width),
        (257, 4, height),
        (258, 3, bits),
        (259, 3, compression),
        (262, 3, photometric),
        (277, 3, 1),
        (278, 4, height),
    ]
}

/// The header of a JPEG of this size with its segments, and an end; its pixels are missing.
pub(crate) fn jpeg_header(width: u16, height: u16, segments: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut out = b"\xff\xd8".to_vec();
    let frame = [&[8][..], &height.to_be_bytes(), &width.to_be_bytes(), &[1, 1, 0x11, 0]].concat();
    for (marker, data) in segments.iter().chain([&(0xc0, frame)]) {
        out.extend([0xff, *marker]);
        out.extend(u16::try_from(data.len() + 2).expect("small").to_be_bytes());
        out.extend(data);
    }
    out.extend(b"\xff\xd9");
    out
}
