//! Owns how bytes become text when nothing but the bytes says in which encoding they are. Does not know HTML or XML
//! declarations: whoever reads one passes its label in.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// Text decoded from bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub text: String,
    /// Whether some bytes were no valid text and became U+FFFD.
    pub damaged: bool,
}

/// A file cut at a fixed size may end within a character of up to four bytes.
const TAIL_BYTES_MAX: usize = 3;

/// Share of UTF-16 units that must be plausible before bytes without a mark are taken as UTF-16.
const UTF16_SHARE_MIN: f64 = 0.9;

/// Share of replacement or control characters above which bytes are no text at all.
const NOISE_SHARE_MAX: f64 = 0.05;

/// Decodes text of unknown encoding; `None` where the bytes are no text.
pub(crate) fn decode(bytes: &[u8]) -> Option<Decoded> {
    decode_labelled(bytes, None)
}

/// The same with the label that the document itself declares, which counts only where neither a mark nor UTF-8 decides.
pub(crate) fn decode_labelled(bytes: &[u8], label: Option<&str>) -> Option<Decoded> {
    let decoded = decode_in_order(bytes, label)?;
    let chars = decoded.text.chars().count();
    let noise = decoded.text.chars().filter(|&c| is_noise(c)).count();
    // One bad character of a short text is a large share and no sign of anything.
    let is_text = noise as f64 <= chars as f64 * NOISE_SHARE_MAX || (noise == 1 && chars >= 8);
    is_text.then_some(decoded)
}

fn decode_in_order(bytes: &[u8], label: Option<&str>) -> Option<Decoded> {
    if let Some((encoding, mark_len)) = Encoding::for_bom(bytes) {
        return Some(decode_lossy(encoding, &bytes[mark_len..]));
    }
    // Bytes of UTF-16 are valid UTF-8 as long as they are ASCII, but UTF-8 text never has zero bytes.
    let has_zero = bytes.contains(&0);
    if !has_zero && let Some(decoded) = decode_strict(UTF_8, bytes) {
        return Some(decoded);
    }
    if let Some(decoded) = decode_utf16_unmarked(bytes) {
        return Some(decoded);
    }
    if has_zero {
        return None;
    }
    if let Some(encoding) = label.and_then(|label| Encoding::for_label(label.as_bytes())) {
        // Pages that say gb2312 use characters of GBK and GB18030 all the same.
        let encoding = if encoding == encoding_rs::GBK { GB18030 } else { encoding };
        if let Some(decoded) = decode_strict(encoding, bytes) {
            return Some(decoded);
        }
    }
    if let Some(decoded) = decode_strict(GB18030, bytes) {
        return Some(decoded);
    }
    if let Some(decoded) = decode_damaged(UTF_8, bytes).or_else(|| decode_damaged(GB18030, bytes)) {
        return Some(decoded);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    Some(decode_lossy(detector.guess(Some(b"cn"), Utf8Detection::Allow), bytes))
}

fn decode_lossy(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    Decoded { text: text.into_owned(), damaged }
}

/// The text in spite of some bad bytes, if what is left of it is Chinese: the detector gives up an encoding at the first
/// bad byte and then takes the text for Latin letters.
fn decode_damaged(encoding: &'static Encoding, bytes: &[u8]) -> Option<Decoded> {
    let decoded = decode_lossy(encoding, bytes);
    let wide = decoded.text.chars().filter(|c| !c.is_ascii());
    let (mut chinese, mut other) = (0usize, 0usize);
    for c in wide {
        match c {
            '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}' | '\u{2010}'..='\u{2027}' => {
                chinese += 1
            }
            _ => other += 1,
        }
    }
    (chinese >= 9 * other).then_some(decoded)
}

/// The text if every byte is valid, an incomplete last character aside.
fn decode_strict(encoding: &'static Encoding, bytes: &[u8]) -> Option<Decoded> {
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        return Some(Decoded { text: text.into_owned(), damaged: false });
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length_without_replacement(bytes.len())?);
    let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, false);
    if result != DecoderResult::InputEmpty || read != bytes.len() {
        return None;
    }
    // All input is consumed, so what is missing is the end of the last character.
    let last_complete = (0..=TAIL_BYTES_MAX.min(bytes.len())).find(|cut| {
        encoding.decode_without_bom_handling_and_without_replacement(&bytes[..bytes.len() - cut]).is_some()
    });
    last_complete?;
    text.push('\u{fffd}');
    Some(Decoded { text, damaged: true })
}

fn decode_utf16_unmarked(bytes: &[u8]) -> Option<Decoded> {
    if bytes.len() < 4 {
        return None;
    }
    let little = utf16_share(bytes, u16::from_le_bytes);
    let big = utf16_share(bytes, u16::from_be_bytes);
    let (encoding, share) = if little >= big { (UTF_16LE, little) } else { (UTF_16BE, big) };
    (share >= UTF16_SHARE_MIN).then(|| decode_lossy(encoding, bytes))
}

/// The share of units that Chinese text is made of; 0 without a line break or punctuation mark, which every text has.
fn utf16_share(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> f64 {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    let plausible = units.iter().filter(|&&unit| {
        matches!(unit, 0x09 | 0x0a | 0x0d | 0x20..=0x7e | 0x2010..=0x2027 | 0x3000..=0x303f | 0x4e00..=0x9fff | 0xff00..=0xffef)
    });
    let marked = units.iter().any(|&unit| matches!(unit, 0x0a | 0x20 | 0xff0c | 0x3001 | 0x3002 | 0xff1a));
    if marked { plausible.count() as f64 / units.len() as f64 } else { 0.0 }
}

fn is_noise(c: char) -> bool {
    c == '\u{fffd}' || (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{1a}'))
}
