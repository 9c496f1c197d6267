//! Owns hand-made PDFs that break a parser: each is small, well-formed enough to be opened, and costs far more than it
//! weighs. Expects nothing of what becomes of them.

/// Forms that draw one another: seven levels of 20 copies each, 20^8 lines in all.
pub fn form_bomb() -> Vec<u8> {
    const LEVELS: usize = 7;
    let copies = "/F Do ".repeat(20);
    let mut objects = page(stream("", copies.as_bytes()), "/XObject << /F 5 0 R >>");
    for level in 0..LEVELS {
        let next = format!("{FORM} /Resources << /XObject << /F {} 0 R >> >>", 6 + level);
        objects.push(stream(&next, copies.as_bytes()));
    }
    objects.push(stream(FORM, "0 0 m 1 1 l S ".repeat(20).as_bytes()));
    file(&objects)
}

/// A page whose content unpacks to so many bytes, 158 times the size of the file.
pub fn deflate_bomb(bytes: usize) -> Vec<u8> {
    file(&page(stream("/Filter /FlateDecode", &deflated_blanks(bytes)), ""))
}

/// A page of so many bytes of nothing, as they are.
pub fn blank_page(bytes: usize) -> Vec<u8> {
    file(&page(stream("", &vec![b' '; bytes]), ""))
}

/// A function with so many braces in one another that a reader without a cap on depth runs out of stack.
pub fn deep_function(braces: usize) -> Vec<u8> {
    let function = "{".repeat(braces) + &"}".repeat(braces);
    let shading = "/ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 1 1] /Function 5 0 R";
    let mut objects = page(stream("", b"/S sh"), &format!("/Shading << /S << {shading} >> >>"));
    objects.push(stream("/FunctionType 4 /Domain [0 1] /Range [0 1]", function.as_bytes()));
    file(&objects)
}

const FORM: &str = "/Type /XObject /Subtype /Form /BBox [0 0 1 1]";

/// The objects of a document of one page; further ones begin at number 5.
fn page(content: Vec<u8>, resources: &str) -> Vec<Vec<u8>> {
    let page =
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << {resources} >> >>");
    vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        page.into_bytes(),
        content,
    ]
}

fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<< {entries} /Length {} >>\nstream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (index, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", out.len());
        out.extend(format!("{} 0 obj\n", index + 1).into_bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    let trailer = format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    out.extend(table.into_bytes());
    out.extend(trailer.into_bytes());
    out
}

/// A zlib stream of blanks: one literal, then copies of 258 bytes from one byte back, in the fixed codes of RFC 1951.
fn deflated_blanks(bytes: usize) -> Vec<u8> {
    let mut bits = Bits(vec![0x78, 0x9c], 0);
    bits.push(0b011, 3);
    bits.push(reversed(0x30 + u32::from(b' '), 8), 8);
    for _ in 0..bytes / 258 {
        bits.push(reversed(0b1100_0101, 8), 8);
        bits.push(0, 5);
    }
    bits.push(0, 7);
    bits.0
}

/// Bytes that fill up bit by bit, from the lowest, and how many bits of the last one are taken.
struct Bits(Vec<u8>, u32);

impl Bits {
    fn push(&mut self, bits: u32, count: u32) {
        for at in 0..count {
            if self.1.is_multiple_of(8) {
                self.0.push(0);
                self.1 = 0;
            }
            let last = self.0.last_mut().expect("pushed above");
            *last |= u8::from(bits >> at & 1 == 1) << self.1;
            self.1 += 1;
        }
    }
}

/// Huffman codes stand with their highest bit first.
fn reversed(code: u32, count: u32) -> u32 {
    code.reverse_bits() >> (32 - count)
}
