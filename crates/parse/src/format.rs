//! Owns the list of formats that are read, one file per format. Does not recognise them: that is `recognise`.

mod code_page;
pub(crate) mod doc;
pub(crate) mod docx;
mod equation;
pub(crate) mod html;
pub(crate) mod image;
pub(crate) mod mht;
pub(crate) mod odt;
pub(crate) mod ofd;
pub(crate) mod pdf;
mod rtf;
mod table_marks;
mod txt;

use casefile::Format;

use crate::builder::Builder;
use crate::error::ParseError;

/// One row of [`FORMATS`].
pub struct FormatReader {
    /// The format.
    pub format: Format,
    /// What it is, for the documentation.
    pub doc: &'static str,
    pub(crate) read: fn(&[u8], &mut Builder) -> Result<(), ParseError>,
}

/// Every format that is read.
pub const FORMATS: &[FormatReader] = &[
    FormatReader { format: Format::Txt, doc: "plain text in UTF-8, UTF-16 or GB18030", read: txt::read },
    FormatReader { format: Format::Html, doc: "HTML, also under the name of a Word document", read: html::read },
    FormatReader { format: Format::Mht, doc: "web page saved as one file", read: mht::read },
    FormatReader { format: Format::Docx, doc: "Office Open XML of Word 2007 and later, and of WPS", read: docx::read },
    FormatReader { format: Format::Odt, doc: "OpenDocument text, zipped or as one XML file", read: odt::read },
    FormatReader {
        format: Format::Doc,
        doc: "Word 97-2003 binary document, and the same of WPS; Word 6 and 95",
        read: doc::read,
    },
    FormatReader { format: Format::Rtf, doc: "Rich Text Format", read: rtf::read },
    FormatReader {
        format: Format::Pdf,
        doc: "Portable Document Format, with or without a text layer",
        read: pdf::read,
    },
    FormatReader { format: Format::Ofd, doc: "Open Fixed-layout Document (GB/T 33190)", read: ofd::read },
    FormatReader { format: Format::Jpeg, doc: "JPEG image of a page, which has no text", read: image::read_jpeg },
    FormatReader { format: Format::Png, doc: "PNG image of a page, which has no text", read: image::read_png },
    FormatReader {
        format: Format::Tiff,
        doc: "TIFF image of one page or several, without text",
        read: image::read_tiff,
    },
];

pub(crate) fn reader_of(format: Format) -> &'static FormatReader {
    FORMATS.iter().find(|reader| reader.format == format).expect("recognise returns formats of the list alone")
}
