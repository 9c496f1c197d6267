//! Owns the names of files as people and programs send them, of which only the last part is kept, and nothing that could
//! mean something to a file system or a screen.

use crate::limits::FILE_NAME_BYTES_MAX;

/// The bare name: without directories of either kind, control characters and marks that change the direction of writing,
/// and no longer than the limit (the suffix stays). None if nothing is left of it.
pub fn bare_file_name(sent: &str) -> Option<String> {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or(sent);
    let is_mark = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let kept: String = last.chars().filter(|&c| !c.is_control() && !is_mark(c)).collect();
    let kept = kept.trim();
    if kept.is_empty() || kept.chars().all(|c| c == '.') {
        return None;
    }
    Some(shortened(kept))
}

fn shortened(name: &str) -> String {
    if name.len() <= FILE_NAME_BYTES_MAX {
        return name.to_string();
    }
    let suffix = name.rfind('.').map_or("", |dot| &name[dot..]);
    let suffix = if suffix.len() > 16 { "" } else { suffix };
    let mut end = FILE_NAME_BYTES_MAX - suffix.len();
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{suffix}", &name[..end])
}

#[cfg(test)]
mod tests {
    use super::bare_file_name;

    #[test]
    fn only_the_last_part_is_kept() {
        let cases = [
            ("判决书.pdf", Some("判决书.pdf")),
            ("../../etc/passwd", Some("passwd")),
            ("C:\\卷宗\\起诉状.docx", Some("起诉状.docx")),
            ("a\0b\n.txt", Some("ab.txt")),
            ("gpj.\u{202e}exe", Some("gpj.exe")),
            ("..", None),
            ("folder/", None),
            (" ", None),
            ("", None),
        ];
        for (sent, kept) in cases {
            assert_eq!(bare_file_name(sent).as_deref(), kept, "{sent:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_suffix() {
        let name = bare_file_name(&format!("{}.pdf", "卷".repeat(200))).expect("a name");
        assert!(name.len() <= 255 && name.ends_with("卷.pdf"), "{name}");
    }
}
