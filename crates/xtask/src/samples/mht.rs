//! Owns sheets as single-file web pages: what Word saves, the page in quoted-printable with a running header beside it.

use super::html;
use super::sheet::Sheet;

const BOUNDARY: &str = "----=_NextPart_01D00000.00000000";

/// Bytes of a quoted-printable line before its soft break.
const LINE_BYTES: usize = 73;

/// The page in GBK with the parts that Word puts beside it.
pub(super) fn render(sheet: &Sheet) -> Vec<u8> {
    let header = format!(
        "<html><head><meta http-equiv=Content-Type content=\"text/html; charset=gb2312\"></head><body>\r\n<div style='mso-element:header' id=h1><p class=MsoHeader>{}</p></div>\r\n</body></html>\r\n",
        sheet.title()
    );
    let header = encoding_rs::GBK.encode(&header).0.into_owned();
    let files = "<xml xmlns:o=\"urn:schemas-microsoft-com:office:office\"><o:MainFile HRef=\"../judgment.htm\"/><o:File HRef=\"header.htm\"/></xml>\r\n";
    let mut out = format!(
        "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"{BOUNDARY}\";\r\n\ttype=\"text/html\"\r\n\r\nThis document is a Single File Web Page.\r\n\r\n"
    );
    out += &part("judgment.htm", "text/html; charset=\"gb2312\"", &html::render_word(sheet));
    out += &part("judgment.files/header.htm", "text/html; charset=\"gb2312\"", &header);
    out += &part("judgment.files/filelist.xml", "text/xml; charset=\"utf-8\"", files.as_bytes());
    out += &format!("--{BOUNDARY}--\r\n");
    out.into_bytes()
}

fn part(name: &str, kind: &str, bytes: &[u8]) -> String {
    format!(
        "--{BOUNDARY}\r\nContent-Location: file:///C:/00000000/{name}\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Type: {kind}\r\n\r\n{}\r\n",
        quoted_printable(bytes)
    )
}

/// The bytes with soft breaks, which fall within characters, too.
fn quoted_printable(bytes: &[u8]) -> String {
    let mut out = String::new();
    let mut length = 0;
    for &byte in bytes {
        let piece = match byte {
            b'\r' => continue,
            b'\n' => {
                out.push_str("\r\n");
                length = 0;
                continue;
            }
            b' '..=b'<' | b'>'..=b'~' => char::from(byte).to_string(),
            _ => format!("={byte:02X}"),
        };
        if length + piece.len() > LINE_BYTES {
            out.push_str("=\r\n");
            length = 0;
        }
        length += piece.len();
        out.push_str(&piece);
    }
    out
}
