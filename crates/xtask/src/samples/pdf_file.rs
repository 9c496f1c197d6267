//! Owns PDF files as numbered objects: fonts, pages, and the two kinds of cross-reference. Knows no text and no layout.
//! Nothing is compressed, so that the bytes depend on nothing but what is put in.

use std::fmt::Write;

/// The characters of the embedded font: the n-th has glyph n, counted from 1. See `data/sample_font.py`.
pub(super) const EMBEDDED: &str = "012345789。一东为书事五人仙任位住冀决出初判单原县号告大安年庄应当承担方族日时月未本民汉河清生用男的福经葛行街被见认让责车过郑镇长院（），";

const EMBEDDED_FONT: &[u8] = include_bytes!("../../data/sample-song.ttf");

/// A4 in points.
pub(super) const WIDTH: f32 = 595.0;
/// A4 in points.
pub(super) const HEIGHT: f32 = 842.0;

/// A file in the making. Object 1 is the catalogue, object 2 the page tree.
pub(super) struct File {
    objects: Vec<Vec<u8>>,
    pages: Vec<usize>,
    /// Further entries of the catalogue.
    pub(super) catalogue: String,
}

impl File {
    pub(super) fn new() -> File {
        File { objects: vec![Vec::new(), Vec::new()], pages: Vec::new(), catalogue: String::new() }
    }

    /// Adds an object; returns its number.
    pub(super) fn add(&mut self, body: &str) -> usize {
        self.objects.push(body.as_bytes().to_vec());
        self.objects.len()
    }

    /// Adds a stream with entries besides its length; returns its number.
    pub(super) fn add_stream(&mut self, entries: &str, data: &[u8]) -> usize {
        self.objects.push(stream(entries, data));
        self.objects.len()
    }

    /// Adds an A4 page with these resources, content and further entries.
    pub(super) fn page(&mut self, resources: &str, content: &str, entries: &str) -> usize {
        self.page_of_size(WIDTH, HEIGHT, resources, content, entries)
    }

    pub(super) fn page_of_size(
        &mut self,
        width: f32,
        height: f32,
        resources: &str,
        content: &str,
        entries: &str,
    ) -> usize {
        let content = self.add_stream("", content.as_bytes());
        let page = self.add(&format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Resources << {resources} >> /Contents {content} 0 R {entries} >>"
        ));
        self.pages.push(page);
        page
    }

    /// A Chinese font that is not embedded, under an encoding that PDF predefines.
    pub(super) fn chinese_font(&mut self, encoding: &str) -> usize {
        let descriptor = self.add(
            "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
        );
        // Characters 1 to 95 of Adobe-GB1, and those that the GBK encodings use for ASCII, stand half as wide as others.
        let descendant = self.add(&format!(
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor {descriptor} 0 R /DW 1000 /W [1 95 500 814 939 500 7712 7716 500] >>"
        ));
        self.add(&format!(
            "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /{encoding} /DescendantFonts [{descendant} 0 R] >>"
        ))
    }

    /// The embedded font under Identity-H, with or without a map to Unicode.
    pub(super) fn embedded_font(&mut self, to_unicode: Option<usize>) -> usize {
        let program = self.add_stream(&format!("/Length1 {}", EMBEDDED_FONT.len()), EMBEDDED_FONT);
        let descriptor = self.add(&format!(
            "<< /Type /FontDescriptor /FontName /AAAAAA+SampleSong /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 /FontFile2 {program} 0 R >>"
        ));
        let halves = EMBEDDED.chars().filter(char::is_ascii).count();
        let descendant = self.add(&format!(
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+SampleSong /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor {descriptor} 0 R /CIDToGIDMap /Identity /DW 1000 /W [1 {halves} 500] >>"
        ));
        let map = to_unicode.map(|number| format!("/ToUnicode {number} 0 R")).unwrap_or_default();
        self.add(&format!(
            "<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+SampleSong /Encoding /Identity-H /DescendantFonts [{descendant} 0 R] {map} >>"
        ))
    }

    /// A map of codes of so many hexadecimal digits to Unicode.
    pub(super) fn unicode_map(&mut self, digits: usize, pairs: &[(u16, char)]) -> usize {
        let top = "F".repeat(digits);
        let mut map = format!(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Sample def\n/CMapType 2 def\n1 begincodespacerange\n<{}> <{top}>\nendcodespacerange\n",
            "0".repeat(digits)
        );
        for block in pairs.chunks(100) {
            writeln!(map, "{} beginbfchar", block.len()).expect("strings take writes");
            for (code, c) in block {
                let unicode = hex(&utf16(&c.to_string()));
                writeln!(map, "<{code:0digits$X}> <{unicode}>").expect("strings take writes");
            }
            map.push_str("endbfchar\n");
        }
        map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
        self.add_stream("", map.as_bytes())
    }

    fn close(&mut self) {
        let kids: Vec<String> = self.pages.iter().map(|page| format!("{page} 0 R")).collect();
        self.objects[0] = format!("<< /Type /Catalog /Pages 2 0 R {} >>", self.catalogue).into_bytes();
        self.objects[1] = format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), kids.len()).into_bytes();
    }

    /// The file with a table of cross-references.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.close();
        let mut out: Vec<u8> = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
        let count = self.objects.len() + 1;
        let mut table = format!("xref\n0 {count}\n0000000000 65535 f \n");
        for (index, object) in self.objects.iter().enumerate() {
            writeln!(table, "{:010} 00000 n ", out.len()).expect("strings take writes");
            push_object(&mut out, index + 1, object);
        }
        let start = out.len();
        out.extend(table.bytes());
        out.extend(format!("trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").bytes());
        out
    }

    /// The file with everything but streams in an object stream, and a stream of cross-references.
    pub(super) fn finish_in_streams(mut self) -> Vec<u8> {
        self.close();
        let (mut index, mut body, mut packed) = (String::new(), Vec::new(), Vec::new());
        for (at, object) in self.objects.iter().enumerate().filter(|(_, object)| !object.ends_with(b"endstream")) {
            write!(index, "{} {} ", at + 1, body.len()).expect("strings take writes");
            body.extend(object);
            body.push(b'\n');
            packed.push(at);
        }
        let container = self.objects.len() + 1;
        let entries = format!("/Type /ObjStm /N {} /First {}", packed.len(), index.len());
        self.objects.push(stream(&entries, &[index.as_bytes(), &body].concat()));
        let mut out: Vec<u8> = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
        // Type, then offset or number of the object stream, then place in it: 1, 4 and 2 bytes.
        let mut table = vec![0, 0, 0, 0, 0, 0xff, 0xff];
        let number = |number: usize| u32::try_from(number).expect("samples are small").to_be_bytes();
        for (at, object) in self.objects.iter().enumerate() {
            if let Some(place) = packed.iter().position(|packed| *packed == at) {
                table.push(2);
                table.extend(number(container));
                table.extend(&number(place)[2..]);
            } else {
                table.push(1);
                table.extend(number(out.len()));
                table.extend([0, 0]);
                push_object(&mut out, at + 1, object);
            }
        }
        let start = out.len();
        table.push(1);
        table.extend(number(start));
        table.extend([0, 0]);
        let entries = format!("/Type /XRef /Size {} /Root 1 0 R /W [1 4 2]", container + 2);
        push_object(&mut out, container + 1, &stream(&entries, &table));
        out.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
        out
    }
}

fn push_object(out: &mut Vec<u8>, number: usize, object: &[u8]) {
    out.extend(format!("{number} 0 obj\n").bytes());
    out.extend(object);
    out.extend(b"\nendobj\n");
}

fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let mut out = format!("<< {entries} /Length {} >>\nstream\n", data.len()).into_bytes();
    out.extend(data);
    out.extend(b"\nendstream");
    out
}

/// Bytes as hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// Big-endian UTF-16.
pub(super) fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

/// Codes of the embedded font.
pub(super) fn glyphs(text: &str) -> Vec<u8> {
    let glyph =
        |c| EMBEDDED.chars().position(|known| known == c).map(|at| at + 1).expect("the sample font has the glyph");
    text.chars().flat_map(|c| u16::try_from(glyph(c)).expect("few glyphs").to_be_bytes()).collect()
}
