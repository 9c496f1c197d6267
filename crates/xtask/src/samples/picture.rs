//! Owns the picture of a page, white with grey bars where a text has its lines, as pixels and as image files. Nothing is
//! compressed beyond what a format demands, so that the bytes depend on nothing but the picture.

use super::zip::crc32;

/// Pixels of the image files: A4 at 50 to the inch.
const WIDTH: usize = 416;
const HEIGHT: usize = 584;
const PER_INCH: u16 = 50;

/// Rows of grey values; lines of text stand every 28th part of the height.
pub(super) fn rows(width: usize, height: usize) -> Vec<Vec<u8>> {
    let row = |y: usize| {
        let line = y * 56 / height;
        let is_text = line.is_multiple_of(2) && (6..50).contains(&line);
        // Titles are short, paragraphs end somewhere.
        let (from, upto) = if line == 6 { (18, 38) } else { (8, 30 + line * 7 % 18) };
        (0..width).map(|x| if is_text && (from..upto).contains(&(x * 56 / width)) { 64 } else { 255 }).collect()
    };
    (0..height).map(row).collect()
}

/// Every image sample: name, and bytes.
pub(super) fn all() -> Vec<(String, Vec<u8>)> {
    vec![("scan.png".to_string(), png()), ("scan.jpg".to_string(), jpeg()), ("scan-two-pages.tif".to_string(), tiff(2))]
}

/// The picture with a bit per pixel, rows padded to bytes; 1 is white.
fn bits() -> Vec<Vec<u8>> {
    let pack = |row: &Vec<u8>| {
        let byte = |eight: &[u8]| {
            (0..8).fold(0, |byte, at| byte << 1 | u8::from(eight.get(at).is_none_or(|grey| *grey > 127)))
        };
        row.chunks(8).map(byte).collect()
    };
    rows(WIDTH, HEIGHT).iter().map(pack).collect()
}

fn png() -> Vec<u8> {
    let size = |length: usize| u32::try_from(length).expect("a small picture").to_be_bytes();
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8], data: &[u8]| {
        out.extend(size(data.len()));
        let body = [kind, data].concat();
        out.extend(&body);
        out.extend(crc32(&body).to_be_bytes());
    };
    // One bit of grey, no interlacing.
    chunk(b"IHDR", &[&size(WIDTH)[..], &size(HEIGHT), &[1, 0, 0, 0, 0]].concat());
    let per_metre = (u32::from(PER_INCH) * 10_000 / 254).to_be_bytes();
    chunk(b"pHYs", &[&per_metre[..], &per_metre, &[1]].concat());
    let pixels: Vec<u8> = bits().into_iter().flat_map(|row| [vec![0], row].concat()).collect();
    chunk(b"IDAT", &zlib_stored(&pixels));
    chunk(b"IEND", &[]);
    out
}

/// A zlib stream of stored blocks.
fn zlib_stored(data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let blocks = data.chunks(usize::from(u16::MAX));
    let last = blocks.len() - 1;
    for (index, block) in blocks.enumerate() {
        let length = u16::try_from(block.len()).expect("blocks are cut to this");
        out.push(u8::from(index == last));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(block);
    }
    let (a, b) = data.iter().fold((1u32, 0u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (a + b) % 65_521)
    });
    out.extend((b << 16 | a).to_be_bytes());
    out
}

/// Pages of one strip each, packed by PackBits.
fn tiff(pages: usize) -> Vec<u8> {
    let long = |value: usize| u32::try_from(value).expect("a small picture").to_le_bytes();
    let strip: Vec<u8> = bits().iter().flat_map(|row| pack_bits(row)).collect();
    let mut out = b"II*\0".to_vec();
    for page in 0..pages {
        let (strip_at, resolution_at) = (out.len() + 4, out.len() + 4 + strip.len());
        // Directories begin on an even byte.
        let directory_at = resolution_at + 8 + strip.len() % 2;
        out.extend(long(directory_at));
        out.extend(&strip);
        out.extend(long(PER_INCH.into()));
        out.extend(long(1));
        out.resize(directory_at, 0);
        const SHORT: u16 = 3;
        const LONG: u16 = 4;
        const RATIONAL: u16 = 5;
        let entries = [
            (256, LONG, WIDTH),
            (257, LONG, HEIGHT),
            (258, SHORT, 1),
            // PackBits, 1 is white.
            (259, SHORT, 32_773),
            (262, SHORT, 1),
            (273, LONG, strip_at),
            (277, SHORT, 1),
            (278, LONG, HEIGHT),
            (279, LONG, strip.len()),
            (282, RATIONAL, resolution_at),
            (283, RATIONAL, resolution_at),
            (296, SHORT, 2),
        ];
        out.extend(u16::try_from(entries.len()).expect("a dozen").to_le_bytes());
        for (tag, kind, value) in entries {
            out.extend(u16::to_le_bytes(tag));
            out.extend(kind.to_le_bytes());
            out.extend(long(1));
            out.extend(long(value));
        }
        if page + 1 == pages {
            out.extend(long(0));
        }
    }
    out
}

/// Runs of equal bytes, each as a count and the byte.
fn pack_bits(row: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = row;
    while let Some(first) = rest.first() {
        let run = rest.iter().take(128).take_while(|byte| *byte == first).count();
        match run {
            1 => out.push(0),
            // 257 - run, as a byte.
            run => out.push(u8::try_from(257 - run).expect("runs are 2 to 128 long")),
        }
        out.push(*first);
        rest = &rest[run..];
    }
    out
}

/// Blocks of 8 by 8 pixels of one grey each: the mean value alone is coded, which needs one small code table.
fn jpeg() -> Vec<u8> {
    let mut out = b"\xff\xd8".to_vec();
    let mut segment = |marker: u8, data: &[u8]| {
        out.extend([0xff, marker]);
        out.extend(u16::try_from(data.len() + 2).expect("short segments").to_be_bytes());
        out.extend(data);
    };
    let short = |value: usize| u16::try_from(value).expect("a small picture").to_be_bytes();
    segment(0xe0, &[b"JFIF\0\x01\x01\x01", &PER_INCH.to_be_bytes()[..], &PER_INCH.to_be_bytes(), &[0, 0]].concat());
    // Quantisation by 8: a difference of 1 is one grey value.
    segment(0xdb, &[vec![0], vec![8; 64]].concat());
    segment(0xc0, &[&[8][..], &short(HEIGHT), &short(WIDTH), &[1, 1, 0x11, 0]].concat());
    // Codes of 4 bits for differences of 0 to 8 bits; one code of 1 bit, which ends a block.
    segment(
        0xc4,
        &[&[0x00, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0][..], &[0, 1, 2, 3, 4, 5, 6, 7, 8]].concat(),
    );
    segment(0xc4, &[0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    segment(0xda, &[1, 1, 0, 0, 63, 0]);
    let mut bits = Bits::default();
    let mut before = 0i32;
    for row in rows(WIDTH / 8, HEIGHT / 8) {
        for grey in row {
            let value = i32::from(grey) - 128;
            let difference = value - before;
            before = value;
            let length = 32 - difference.unsigned_abs().leading_zeros();
            bits.push(length, 4);
            let offset = if difference < 0 { (1 << length) - 1 } else { 0 };
            bits.push((difference + offset).unsigned_abs(), length);
            bits.push(0, 1);
        }
    }
    out.extend(bits.finish());
    out.extend([0xff, 0xd9]);
    out
}

/// Bits from the highest down, with a zero after each byte of ones as JPEG demands.
#[derive(Default)]
struct Bits {
    out: Vec<u8>,
    byte: u8,
    count: u32,
}

impl Bits {
    fn push(&mut self, value: u32, length: u32) {
        for at in (0..length).rev() {
            self.byte = self.byte << 1 | u8::from(value >> at & 1 == 1);
            self.count += 1;
            if self.count == 8 {
                self.out.push(self.byte);
                if self.byte == 0xff {
                    self.out.push(0);
                }
                (self.byte, self.count) = (0, 0);
            }
        }
    }

    fn finish(mut self) -> Vec<u8> {
        while self.count != 0 {
            self.push(1, 1);
        }
        self.out
    }
}
