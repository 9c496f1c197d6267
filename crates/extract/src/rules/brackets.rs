//! Owns the blanking of bracketed notes in running text, byte for byte, so that ranges of the blanked text are ranges of
//! the text. Does not know what a note means; the caller says which ones stay.

/// A text of the same length in which bracketed notes are spaces. Brackets of a note that stays become commas, so that
/// its words read as a clause of their own. A bracket that is part of a known name is passed over by `name_len`, which
/// tells how many bytes of a text's start are a name.
pub(super) fn blanked(text: &str, stays: impl Fn(&str) -> bool, name_len: impl Fn(&str) -> usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let name = name_len(rest);
        if name > 0 {
            out.push_str(&rest[..name]);
            at += name;
            continue;
        }
        let Some(c) = rest.chars().next() else { break };
        match note_len(rest) {
            Some(len) => {
                let inner = &rest[c.len_utf8()..len - '）'.len_utf8()];
                if stays(inner) {
                    out.push('，');
                    out.push_str(inner);
                    out.push('，');
                } else {
                    out.extend(std::iter::repeat_n(' ', len));
                }
                at += len;
            }
            None => {
                out.push(c);
                at += c.len_utf8();
            }
        }
    }
    out
}

/// The length of the bracketed note with which a text begins, inner brackets included. Notes do not span paragraphs.
fn note_len(text: &str) -> Option<usize> {
    if !text.starts_with('（') {
        return None;
    }
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '（' => depth += 1,
            '）' => depth = depth.saturating_sub(1),
            '\n' => return None,
            _ => {}
        }
        if depth == 0 {
            return (c == '）').then_some(at + c.len_utf8());
        }
    }
    None
}
