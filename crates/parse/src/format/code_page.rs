//! Owns which code page goes with what formats of the nineties name: a language, a font's character set, a number. Does
//! not know where they name it.

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GB18030, IBM866, MACINTOSH, SHIFT_JIS, UTF_8, WINDOWS_874, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258,
};

/// The code page of a Windows language number.
pub(super) fn of_language(language: u16) -> &'static Encoding {
    match (language & 0x03ff, language) {
        (0x04, 0x0404 | 0x0c04 | 0x1404) => BIG5,
        (0x04, _) => GB18030,
        (0x11, _) => SHIFT_JIS,
        (0x12, _) => EUC_KR,
        (0x02 | 0x19 | 0x22 | 0x23 | 0x2f, _) | (_, 0x0c1a) => WINDOWS_1251,
        (0x05 | 0x0e | 0x15 | 0x18 | 0x1a | 0x1b | 0x1c | 0x24, _) => WINDOWS_1250,
        (0x08, _) => WINDOWS_1253,
        (0x1f | 0x2c, _) => WINDOWS_1254,
        (0x0d, _) => WINDOWS_1255,
        (0x01 | 0x20 | 0x29, _) => WINDOWS_1256,
        (0x25..=0x27, _) => WINDOWS_1257,
        (0x2a, _) => WINDOWS_1258,
        (0x1e, _) => WINDOWS_874,
        _ => WINDOWS_1252,
    }
}

/// The code page of a font's character set; none for those that leave it to the document.
pub(super) fn of_charset(charset: i64) -> Option<&'static Encoding> {
    Some(match charset {
        0 => WINDOWS_1252,
        77 => MACINTOSH,
        128 => SHIFT_JIS,
        129 | 130 => EUC_KR,
        134 => GB18030,
        136 => BIG5,
        161 => WINDOWS_1253,
        162 => WINDOWS_1254,
        163 => WINDOWS_1258,
        177 => WINDOWS_1255,
        178..=180 => WINDOWS_1256,
        186 => WINDOWS_1257,
        204 => WINDOWS_1251,
        222 => WINDOWS_874,
        238 => WINDOWS_1250,
        _ => return None,
    })
}

/// The code page of a number, western where it is not known.
pub(super) fn of_number(number: i64) -> &'static Encoding {
    match number {
        936 | 54936 => GB18030,
        950 => BIG5,
        932 => SHIFT_JIS,
        949 | 1361 => EUC_KR,
        866 => IBM866,
        874 => WINDOWS_874,
        1250 => WINDOWS_1250,
        1251 => WINDOWS_1251,
        1253 => WINDOWS_1253,
        1254 => WINDOWS_1254,
        1255 => WINDOWS_1255,
        1256 => WINDOWS_1256,
        1257 => WINDOWS_1257,
        1258 => WINDOWS_1258,
        10000 => MACINTOSH,
        65001 => UTF_8,
        _ => WINDOWS_1252,
    }
}
