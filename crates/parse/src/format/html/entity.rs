//! Owns character references of HTML. Does not know the rare named ones of mathematics.

/// Named references that office programs and court sites write.
const NAMED: &[(&str, char)] = &[
    ("amp", '&'),
    ("apos", '\''),
    ("bull", '•'),
    ("cent", '¢'),
    ("copy", '©'),
    ("deg", '°'),
    ("divide", '÷'),
    ("emsp", '\u{2003}'),
    ("ensp", '\u{2002}'),
    ("euro", '€'),
    ("ge", '≥'),
    ("gt", '>'),
    ("hellip", '…'),
    ("laquo", '«'),
    ("ldquo", '“'),
    ("le", '≤'),
    ("lsquo", '‘'),
    ("lt", '<'),
    ("mdash", '—'),
    ("middot", '·'),
    ("nbsp", '\u{a0}'),
    ("ndash", '–'),
    ("ne", '≠'),
    ("para", '¶'),
    ("permil", '‰'),
    ("plusmn", '±'),
    ("pound", '£'),
    ("quot", '"'),
    ("raquo", '»'),
    ("rdquo", '”'),
    ("reg", '®'),
    ("rsquo", '’'),
    ("sect", '§'),
    ("shy", '\u{ad}'),
    ("thinsp", '\u{2009}'),
    ("times", '×'),
    ("trade", '™'),
    ("yen", '¥'),
    ("zwj", '\u{200d}'),
    ("zwnj", '\u{200c}'),
];

/// Longest reference looked at, in bytes after the ampersand.
const REFERENCE_BYTES_MAX: usize = 12;

/// The characters of a text with its references resolved; what is no reference stays as it is.
pub(super) fn decoded(text: &str) -> impl Iterator<Item = char> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if let Some(after) = rest.strip_prefix('&')
            && let Some((c, len)) = reference(after)
        {
            rest = &after[len..];
            return Some(c);
        }
        let c = rest.chars().next()?;
        rest = &rest[c.len_utf8()..];
        Some(c)
    })
}

/// The character of the reference that `after` (an ampersand) begins with, and its length.
fn reference(after: &str) -> Option<(char, usize)> {
    let window = &after[..after.floor_char_boundary(REFERENCE_BYTES_MAX)];
    let name_len = window.find(|c: char| !c.is_ascii_alphanumeric() && c != '#').unwrap_or(window.len());
    let name = &window[..name_len];
    let semicolon = usize::from(window[name_len..].starts_with(';'));
    if let Some(digits) = name.strip_prefix('#') {
        let code = match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => digits.parse().ok()?,
        };
        return Some((numeric(code), name_len + semicolon));
    }
    if semicolon == 1 {
        let &(_, c) = NAMED.iter().find(|(named, _)| *named == name)?;
        return Some((c, name_len + 1));
    }
    // Browsers take these without a semicolon even inside words.
    let &(named, c) = NAMED
        .iter()
        .find(|(named, _)| ["nbsp", "amp", "lt", "gt", "quot"].contains(named) && name.starts_with(named))?;
    Some((c, named.len()))
}

/// Numbers from 128 to 159 mean Windows-1252, whatever the standard says.
fn numeric(code: u32) -> char {
    let single = u8::try_from(code).ok().filter(|byte| (128..160).contains(byte));
    match single {
        Some(byte) => {
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next().unwrap_or('\u{fffd}')
        }
        None => char::from_u32(code).filter(|&c| c != '\0').unwrap_or('\u{fffd}'),
    }
}
