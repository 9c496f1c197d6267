//! Owns files that are sound but for one part, which the fuzzer writes: it need not find its way through checksums,
//! directories and cross-reference tables to reach the reader of that part.

use crate::{Input, documents};

/// The body of a Word file.
pub fn docx(part: &[u8]) -> Input {
    let types = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>";
    documents::read(&zip(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("word/document.xml", part),
        ("word/numbering.xml", part),
        ("word/styles.xml", part),
        ("word/footnotes.xml", part),
    ]));
    Input::Used
}

/// The content of an OpenDocument text.
pub fn odt(part: &[u8]) -> Input {
    let mime = "application/vnd.oasis.opendocument.text";
    documents::read(&zip(&[("mimetype", mime.as_bytes()), ("content.xml", part), ("styles.xml", part)]));
    Input::Used
}

/// The content of the page of an OFD file; the same part stands for its resources and annotations, too.
pub fn ofd(part: &[u8]) -> Input {
    const NAMESPACE: &str = "xmlns:ofd='http://www.ofdspec.org/2016'";
    let root = format!(
        "<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    );
    let document = format!(
        "<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>\
         <ofd:PublicRes>Part.xml</ofd:PublicRes><ofd:TemplatePage ID='1' BaseLoc='Part.xml'/></ofd:CommonData>\
         <ofd:Pages><ofd:Page ID='2' BaseLoc='Part.xml'/></ofd:Pages><ofd:Annotations>Part.xml</ofd:Annotations>\
         <ofd:Attachments>Part.xml</ofd:Attachments></ofd:Document>"
    );
    documents::read(&zip(&[
        ("OFD.xml", root.as_bytes()),
        ("Doc_0/Document.xml", document.as_bytes()),
        ("Doc_0/Part.xml", part),
    ]));
    Input::Used
}

/// The content stream of a page with a Chinese, a Latin and a drawn font, a form that is the same stream, and a map of
/// characters that is it, too.
pub fn pdf(part: &[u8]) -> Input {
    let stream = |entries: &str| {
        let mut object = format!("<< {entries} /Length {} >>\nstream\n", part.len()).into_bytes();
        object.extend(part);
        object.extend(b"\nendstream");
        object
    };
    let page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 596 842] /Contents 4 0 R /Resources 5 0 R >>";
    let resources = "<< /Font << /F1 6 0 R /F2 8 0 R /F3 9 0 R >> /XObject << /X1 10 0 R >> >>";
    // What is drawn inside does not draw itself: such files take their full time by design, until the parser is stopped.
    let inner = "<< /Font << /F1 6 0 R /F2 8 0 R >> >>";
    let composite =
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /GBK-EUC-H /DescendantFonts [7 0 R] >>";
    let descendant = "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 \
                      /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>";
    let latin = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 11 0 R >>";
    let drawn = "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 65 \
                 /LastChar 65 /Widths [1000] /Encoding << /Differences [65 /a] >> /CharProcs << /a 4 0 R >> /Resources 12 0 R >>";
    let objects: Vec<Vec<u8>> = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        page.as_bytes().to_vec(),
        stream(""),
        resources.as_bytes().to_vec(),
        composite.as_bytes().to_vec(),
        descendant.as_bytes().to_vec(),
        latin.as_bytes().to_vec(),
        drawn.as_bytes().to_vec(),
        stream("/Type /XObject /Subtype /Form /BBox [0 0 596 842] /Resources 12 0 R"),
        stream(""),
        inner.as_bytes().to_vec(),
    ];
    documents::read(&pdf_file(&objects));
    Input::Used
}

fn pdf_file(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (index, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.extend(format!("{} 0 obj\n", index + 1).bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    out.extend(table.bytes());
    out.extend(format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1).bytes());
    out
}

/// A zip container of stored entries.
fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let length = |bytes: usize| u32::try_from(bytes).expect("fuzzers write little").to_le_bytes();
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for (name, bytes) in entries {
        let mut header = vec![0x14, 0, 0, 0x08, 0, 0, 0, 0, 0x21, 0x50];
        header.extend(crc32(bytes).to_le_bytes());
        header.extend(length(bytes.len()));
        header.extend(length(bytes.len()));
        header.extend([u8::try_from(name.len()).expect("names are short"), 0, 0, 0]);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&header);
        directory.extend([0; 10]);
        directory.extend(length(out.len()));
        directory.extend(name.as_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(header);
        out.extend(name.as_bytes());
        out.extend(*bytes);
    }
    let count = u8::try_from(entries.len()).expect("a handful of parts");
    let start = length(out.len());
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([count, 0, count, 0]);
    out.extend(length(directory.len()));
    out.extend(start);
    out.extend([0, 0]);
    out
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| (crc >> 1) ^ (0xEDB8_8320 & 0u32.wrapping_sub(crc & 1));
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}
