//! Owns files of old Chinese programs that write GBK bytes through a font of single bytes which is not in the file. As it
//! stands every half of a character is a Latin letter; declared as what it is, the page shows its Chinese.

use casefile::limits;
use encoding_rs::GBK;
use hayro_syntax::object::dict::keys::{BASE_FONT, FONT_DESC, FONT_FILE, FONT_FILE2, FONT_FILE3, SUBTYPE};
use hayro_syntax::object::{Dict, Name};
use hayro_syntax::page::Page;
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, dictionary};

use crate::pdf_objects;

/// Names of Chinese fonts in Latin letters; the others have names in Chinese.
const LATIN_NAMES: &[&str] =
    &["SimSun", "SimHei", "FangSong", "KaiTi", "SimKai", "SimFang", "YouYuan", "LiSu", "STSong", "STHeiti", "STKai"];

/// The file with the fonts of a page declared as GBK; `None` where none of them is such a font.
pub(super) fn declared(bytes: &[u8], page: &Page<'_>, index: usize) -> Option<Vec<u8>> {
    let fonts = &page.resources().fonts;
    if !fonts.keys().any(|name| fonts.get::<Dict<'_>>(&name).is_some_and(|font| is_candidate(&font))) {
        return None;
    }
    let (mut document, pages) = pdf_objects::open(bytes).ok()?;
    let content = document.get_page_content_with_limit(*pages.get(index)?, limits::PDF_STREAM_BYTES_MAX).ok()?;
    let operations = Content::decode(&content).ok()?.operations;
    let mut changed = false;
    for name in fonts.keys().filter(|name| fonts.get::<Dict<'_>>(name).is_some_and(|font| is_candidate(&font))) {
        if is_gbk(&operations, &name) {
            changed |= declare(&mut document, pages[index], &name).is_some();
        }
    }
    if !changed {
        return None;
    }
    pdf_objects::write(&mut document).ok()
}

/// A font of single bytes with the name of a Chinese typeface, and without the typeface.
fn is_candidate(font: &Dict<'_>) -> bool {
    let is_simple = font.get::<Name<'_>>(SUBTYPE).is_some_and(|kind| matches!(&*kind, b"TrueType" | b"Type1"));
    let descriptor = font.get::<Dict<'_>>(FONT_DESC).unwrap_or_default();
    let is_embedded = [FONT_FILE, FONT_FILE2, FONT_FILE3].iter().any(|key| descriptor.contains_key(key));
    let is_chinese = font.get::<Name<'_>>(BASE_FONT).is_some_and(|name| {
        let name: &[u8] = &name;
        let latin = |part: &&str| name.windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes()));
        name.iter().any(|&byte| byte >= 0x81) || LATIN_NAMES.iter().any(latin)
    });
    is_simple && !is_embedded && is_chinese
}

/// Whether all that is shown in a font is GBK, mostly the characters of daily use.
fn is_gbk(operations: &[Operation], font: &[u8]) -> bool {
    let mut is_current = false;
    let (mut double, mut common) = (0, 0);
    for Operation { operator, operands } in operations {
        if operator == "Tf" {
            is_current = operands.first().and_then(|name| name.as_name().ok()).is_some_and(|name| name == font);
        }
        if !is_current || !matches!(operator.as_str(), "Tj" | "TJ" | "'" | "\"") {
            continue;
        }
        let listed = operands.iter().filter_map(|operand| operand.as_array().ok()).flatten();
        for string in operands.iter().chain(listed).filter_map(|operand| operand.as_str().ok()) {
            if GBK.decode_without_bom_handling_and_without_replacement(string).is_none() {
                return false;
            }
            let mut rest = string;
            while let [lead, tail @ ..] = rest {
                rest = tail;
                if *lead >= 0x81 {
                    rest = rest.get(1..).unwrap_or_default();
                    double += 1;
                    // Level 1 of GB 2312 and its punctuation; chance pairs of Latin letters are elsewhere.
                    common += usize::from(matches!(lead, 0xa1 | 0xa3 | 0xb0..=0xd7));
                }
            }
        }
    }
    double > 0 && common * 10 >= double * 8
}

/// Replaces a font of a page by a composite one. Its halves of characters are as wide as half a character.
fn declare(document: &mut Document, page: lopdf::ObjectId, name: &[u8]) -> Option<()> {
    let (own, inherited) = document.get_page_resources(page).ok()?;
    let dictionaries = own.cloned().into_iter();
    let above = inherited.iter().filter_map(|id| document.get_dictionary(*id).ok().cloned());
    let all: Vec<Dictionary> = dictionaries.chain(above).collect();
    for resources in all {
        let Ok(fonts) = resources.get_deref(b"Font", document).and_then(Object::as_dict) else { continue };
        let Ok(id) = fonts.get(name).and_then(Object::as_reference) else { continue };
        let simple = document.get_dictionary(id).ok()?.clone();
        let base = simple.get(b"BaseFont").ok()?.clone();
        let mut descendant = dictionary! {
            "Type" => "Font",
            "Subtype" => "CIDFontType2",
            "BaseFont" => base.clone(),
            "CIDSystemInfo" => dictionary! {
                "Registry" => Object::string_literal("Adobe"),
                "Ordering" => Object::string_literal("GB1"),
                "Supplement" => 2,
            },
            "DW" => 1000,
            // The characters of ASCII in half width.
            "W" => vec![Object::Integer(814), Object::Integer(939), Object::Integer(500)],
        };
        if let Ok(descriptor) = simple.get(b"FontDescriptor") {
            descendant.set("FontDescriptor", descriptor.clone());
        }
        let descendant = document.add_object(descendant);
        let composite = dictionary! {
            "Type" => "Font",
            "Subtype" => "Type0",
            "BaseFont" => base,
            "Encoding" => "GBK-EUC-H",
            "DescendantFonts" => vec![Object::Reference(descendant)],
        };
        document.objects.insert(id, Object::Dictionary(composite));
        return Some(());
    }
    None
}
