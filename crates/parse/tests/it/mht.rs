//! Web pages saved as one file: which part is read first, transfer encodings, damage.

use encoding_rs::GB18030;
use expect_test::expect;

use crate::check;

/// Every byte outside ASCII and every equals sign as a code, with a soft break after each.
fn quoted(bytes: &[u8]) -> String {
    let code = |&byte: &u8| match byte {
        b' '..=b'<' | b'>'..=b'~' | b'\r' | b'\n' => char::from(byte).to_string(),
        _ => format!("={byte:02X}=\r\n"),
    };
    bytes.iter().map(code).collect()
}

pub(crate) fn judgment() -> Vec<u8> {
    let page = "<html><head><meta charset=gb2312></head><body><h1>民事判决书</h1><p style='text-indent:2em'>原告：周三元，女。</p></body></html>";
    let header = "<html><body><div style='mso-element:header'><p>清河县人民法院</p></div></body></html>";
    format!(
        "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"--=_a\"; type=\"text/html\"\r\n\r\n说明\r\n\r\n----=_a\r\nContent-Location: file:///C:/a.htm\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html; charset=\"gb2312\"\r\n\r\n{}\r\n----=_a\r\nContent-Type: text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{header}\r\n----=_a\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n----=_a--\r\n余文\r\n",
        quoted(&GB18030.encode(page).0)
    )
    .into_bytes()
}

#[test]
fn what_word_saves() {
    check(
        &judgment(),
        expect![[r#"
        mht
        1 Heading 民事判决书
        1 Paragraph 原告：周三元，女。
        1 Furniture 清河县人民法院
    "#]],
    );
}

#[test]
fn what_a_browser_saves() {
    let text = "From: <Saved by Blink>\nSnapshot-Content-Location: https://x/\nSubject: =?utf-8?Q?a?=\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\ttype=\"text/html\";\n\tboundary=\"b\"; start=\"<2>\"\n\n\n--b\nContent-Type: text/html\nContent-ID: <1>\n\n<p>广告框架\n--b\nContent-Type: text/html\nContent-ID: <2>\nContent-Transfer-Encoding: base64\n\nPGh0bWw+PHA+5q2j\n5paHPC9wPjwvaHRtbD4=\n--b--";
    check(
        text.as_bytes(),
        expect![[r#"
        mht
        1 Paragraph 正文
        1 Paragraph 广告框架
    "#]],
    );
}

#[test]
fn parts_within_parts_and_a_missing_end() {
    let text = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n--a\nContent-Type: multipart/alternative; boundary=aa\n\n--aa\nContent-Type: text/plain\n\n纯文本\n--aa\nContent-Type: text/html\n\n<p>网页=3D\n--aa--\n--a\nContent-Type: image/png\n\nx";
    check(
        text.as_bytes(),
        expect![[r#"
        mht
        1 Paragraph 网页=3D
    "#]],
    );
}

#[test]
fn a_message_without_a_page() {
    check(
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n--a\nContent-Type: image/png\n\nx\n--a--",
        expect![[r#"
            file_damaged: the web page is truncated or broken
        "#]],
    );
}
