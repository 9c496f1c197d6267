//! Plain text: encodings, line ends, damage.

use encoding_rs::GB18030;
use expect_test::expect;

use crate::check;

pub(crate) const TEXT: &str = "清河县人民法院\r\n民 事 判 决 书\r\n\r\n原告：赵一鸣，男，汉族。\r\n";

fn utf16(text: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes_of).collect()
}

fn marked(mark: &[u8], bytes: &[u8]) -> Vec<u8> {
    [mark, bytes].concat()
}

#[test]
fn every_encoding_gives_the_same_text() {
    let encodings = [
        TEXT.as_bytes().to_vec(),
        marked(b"\xef\xbb\xbf", TEXT.as_bytes()),
        utf16(TEXT, u16::to_le_bytes),
        utf16(TEXT, u16::to_be_bytes),
        marked(b"\xff\xfe", &utf16(TEXT, u16::to_le_bytes)),
        marked(b"\xfe\xff", &utf16(TEXT, u16::to_be_bytes)),
        GB18030.encode(TEXT).0.into_owned(),
    ];
    for bytes in encodings {
        check(
            &bytes,
            expect![[r#"
                txt
                1 Paragraph 清河县人民法院
                1 Paragraph 民 事 判 决 书
                1 Paragraph 原告：赵一鸣，男，汉族。
            "#]],
        );
    }
}

#[test]
fn rare_characters_of_names_survive() {
    let bytes = GB18030.encode("被告：钱𬱖、孙䶮、李㛃。").0.into_owned();
    check(
        &bytes,
        expect![[r#"
            txt
            1 Paragraph 被告：钱𬱖、孙䶮、李㛃。
        "#]],
    );
}

#[test]
fn utf8_cut_within_a_character_is_still_utf8() {
    let text = "本院认为，原告的诉讼请求成立。".as_bytes();
    check(
        &text[..text.len() - 1],
        expect![[r#"
            txt
            1 Paragraph 本院认为，原告的诉讼请求成立�
            ! encoding_damaged text
        "#]],
    );
}

#[test]
fn gb18030_with_a_bad_byte_is_read_with_a_remark() {
    let mut bytes = GB18030.encode("原告与被告买卖合同纠纷一案，本院受理后，依法组成合议庭进行了审理。").0.into_owned();
    bytes[20] = 0xff;
    check(
        &bytes,
        expect![[r#"
        format_unknown: the content is neither a known format nor text
    "#]],
    );
}

#[test]
fn indents_blank_lines_and_tabs_stay() {
    let document = parse::parse("目录/一.txt", "　　甲\t乙\r\r丙\u{2028}丁".as_bytes()).expect("text");
    assert_eq!(document.text, "　　甲\t乙\n\n丙\n丁");
    assert_eq!(document.source.name, "一.txt");
    let blocks: Vec<&str> = document.blocks.iter().map(|block| document.quote(block.span)).collect();
    assert_eq!(blocks, ["　　甲\t乙", "丙", "丁"]);
}

#[test]
fn white_space_alone_is_an_empty_document() {
    check(
        b" \r\n\t\n",
        expect![[r#"
        txt
        page 1 Blank Good
        ! document_empty txt
    "#]],
    );
}
