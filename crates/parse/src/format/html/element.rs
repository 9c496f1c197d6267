//! Owns which elements are of which sort, by name and by what stands on the element itself. Does not know style sheets.

use casefile::BlockKind;

use super::token;
use crate::symbol;

/// Elements that begin and end a line.
pub(super) const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dir",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements whose text is not shown, or not part of what the document says.
pub(super) const HIDDEN: &[&str] = &[
    "applet", "audio", "canvas", "datalist", "del", "head", "noscript", "object", "rp", "rt", "svg", "template",
    "video", "xml",
];

/// Elements without an end tag.
pub(super) const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "wbr"];

/// The style of an element itself, in lower case and without blanks.
pub(super) fn style_of(attributes: &str) -> String {
    let style = token::attribute(attributes, "style").unwrap_or_default();
    style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase()
}

/// Hidden text, and Word's marks of notes and comments, which are no words of the text.
pub(super) fn is_styled_away(style: &str, attributes: &str) -> bool {
    const HIDING: &[&str] = &[
        "display:none",
        "visibility:hidden",
        "mso-hide:all",
        "mso-footnote-id",
        "mso-endnote-id",
        "mso-special-character:comment",
    ];
    HIDING.iter().any(|hiding| style.contains(hiding)) || token::attribute(attributes, "hidden").is_some()
}

/// What Word marks as header, note or comment.
pub(super) fn region_of(style: &str) -> Option<BlockKind> {
    let (_, element) = style.split_once("mso-element:")?;
    let element = element.split([';', '"', '\'']).next().unwrap_or_default();
    match element {
        "header" | "footer" | "comment" | "comment-list" => Some(BlockKind::Furniture),
        "footnote" | "endnote" | "footnote-list" | "endnote-list" => Some(BlockKind::Note),
        _ => None,
    }
}

/// The font of an element if it is one of signs.
pub(super) fn symbol_font(style: &str, attributes: &str) -> Option<String> {
    let face = token::attribute(attributes, "face").map(str::to_ascii_lowercase);
    let family = style.split_once("font-family:").map(|(_, family)| family.to_owned());
    let family = face.or(family)?;
    let font = family.split([';', ',']).next()?.trim_matches(['"', '\'']).replace("&quot;", "");
    symbol::is_symbol_font(&font).then_some(font)
}

/// Chinese characters and full-width punctuation, between which no blank is set.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}' | '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}
