//! Owns which elements of a DOCX hide what is in them. Does not know where they may stand.

use crate::xml::XmlElement;

/// Elements whose content is not text of the document: deleted and moved-away text, phonetic guides, field codes, what
/// content controls look like, records of changed formatting, and pictures as Word 2003 stores them.
pub(super) const HIDDEN: &[&str] = &[
    "del",
    "moveFrom",
    "rt",
    "instrText",
    "delText",
    "delInstrText",
    "sdtEndPr",
    "pPrChange",
    "rPrChange",
    "sectPrChange",
    "tblPrChange",
    "tblGridChange",
    "tblPrExChange",
    "tcPrChange",
    "trPrChange",
    "numberingChange",
    "binData",
    "docOleData",
    "docSuppData",
    "docPr",
    "lists",
    "styles",
    "fonts",
    "DocumentProperties",
];

/// Word 2003 wraps tracked changes and comments into annotations; only inserted text stays.
pub(super) fn is_kept_annotation(element: &XmlElement<'_>) -> bool {
    let kind = element.attribute("type").unwrap_or_default();
    !matches!(kind.as_str(), "Word.Deletion" | "Word.Formatting" | "Word.Comment" | "Word.Numbering")
}
