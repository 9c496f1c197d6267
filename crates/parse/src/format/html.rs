//! Owns HTML as bytes: how a page is recognised and in which character set it is written. Does not know what an element
//! means: that is `page`.

mod element;
mod entity;
mod form;
mod list;
mod page;
mod scope;
mod token;

use casefile::{Code, Diagnostic};

use crate::builder::Builder;
use crate::encoding;
use crate::error::ParseError;
use page::HtmlPage;
use token::{Token, Tokens};

/// How far into a file its character set may be declared.
const CHARSET_WITHIN: usize = 4096;

/// Whether a text begins like HTML; leading blanks are gone already.
pub(crate) fn is_html(start: &str) -> bool {
    let head: String = start.chars().take(4096).collect::<String>().to_ascii_lowercase();
    if !head.starts_with('<') {
        return false;
    }
    const FIRST: &[&str] = &[
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<meta",
        "<table",
        "<div",
        "<p>",
        "<p ",
        "<center",
        "<title",
        "<span",
        "<h1",
        "<font",
        "<style",
    ];
    let first = FIRST.iter().any(|tag| head.starts_with(tag));
    first || ((head.starts_with("<!--") || head.starts_with("<?xml")) && head.contains("<html"))
}

pub(crate) fn read(bytes: &[u8], builder: &mut Builder) -> Result<(), ParseError> {
    read_labelled(bytes, None, builder)
}

/// The same with the character set that came with the page, which outweighs what the page declares.
pub(crate) fn read_labelled(bytes: &[u8], label: Option<String>, builder: &mut Builder) -> Result<(), ParseError> {
    let label = label.or_else(|| declared_charset(bytes));
    let decoded = encoding::decode_labelled(bytes, label.as_deref()).ok_or(ParseError::Unknown)?;
    if decoded.damaged {
        builder.diagnose(Diagnostic::new(Code::EncodingDamaged, "html"));
    }
    let mut page = HtmlPage::new(builder);
    for token in Tokens::new(&decoded.text) {
        match token {
            Token::Open { name, attributes } => page.open(&name, attributes),
            Token::Close { name } => page.close(&name),
            Token::Text(text) => page.text(text),
        }
        if page.is_full() {
            return Ok(());
        }
    }
    page.finish();
    Ok(())
}

/// The label after `charset=`, in an attribute of its own or within `content`, or that of an XML declaration.
fn declared_charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(CHARSET_WITHIN)]).to_ascii_lowercase();
    let names = ["charset", "encoding"];
    let after = names.into_iter().find_map(|name| head.split_once(name).map(|(_, after)| after))?;
    let value = after.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let label: String = value.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c)).collect();
    (!label.is_empty()).then_some(label)
}
