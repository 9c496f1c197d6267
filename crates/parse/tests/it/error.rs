//! Why a file is not read: one case per variant and per format that is known but not read.

use expect_test::expect;

use crate::check;
use crate::docx_file::{docx, p, zipped};
use crate::pdf;
use crate::pdf_file::encrypted;

/// A compound file as far as it is looked at: the signature and the names of its streams.
fn compound(stream: &str) -> Vec<u8> {
    let name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0; 1024], &name].concat()
}

#[test]
fn formats_that_are_known_but_not_read() {
    let cases: [(Vec<u8>, &str); 8] = [
        (compound("Workbook"), "an Excel 97-2003 workbook"),
        (compound("Else"), "a compound file other than DOC"),
        (zipped(&[("a.txt", b"a")]), "a ZIP archive"),
        (zipped(&[("[Content_Types].xml", b"<Types>spreadsheetml</Types>")]), "an Excel workbook"),
        (b"GIF89a".to_vec(), "a GIF image"),
        (b"II+\0\x08\0\0\0".to_vec(), "a BigTIFF image"),
        (b"RIFF\0\0\0\0WEBPVP8 ".to_vec(), "a WebP image"),
        (zipped(&[("mimetype", b"a.spreadsheet"), ("content.xml", b"")]), "an OpenDocument file other than text"),
    ];
    for (bytes, what) in cases {
        let error = parse::recognise(&bytes).expect_err("a format that is not read");
        assert_eq!(error, parse::ParseError::Unsupported { what });
        let told = error.message_zh();
        assert!(!told.contains(what), "in English: {told}");
    }
}

#[test]
fn empty_file() {
    check(
        b"",
        expect![[r#"
        file_empty: the file is empty
    "#]],
    );
}

#[test]
fn bytes_that_are_no_text() {
    let bytes: Vec<u8> = (0..2000u32).map(|index| (index.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    check(
        &bytes,
        expect![[r#"
        format_unknown: the content is neither a known format nor text
    "#]],
    );
}

#[test]
fn encrypted_word_document() {
    check(
        &compound("EncryptedPackage"),
        expect![[r#"
        file_encrypted: the Word document is protected by a password
    "#]],
    );
}

#[test]
fn compound_file_that_does_not_open() {
    check(
        &compound("WordDocument"),
        expect![[r#"
            file_damaged: the Word document is truncated or broken
        "#]],
    );
}

#[test]
fn truncated_zip() {
    let whole = docx(&p("正文"), &[]);
    check(
        &whole[..whole.len() / 2],
        expect![[r#"
        file_damaged: the zip container is truncated or broken
    "#]],
    );
}

#[test]
fn document_part_missing_or_broken() {
    check(
        &zipped(&[("[Content_Types].xml", b"<Types>wordprocessingml</Types>")]),
        expect![[r#"
        file_damaged: the Word document is truncated or broken
    "#]],
    );
    check(
        &zipped(&[("word/document.xml", b"<w:document><w:body><<<<")]),
        expect![[r#"
        file_damaged: the Word document is truncated or broken
    "#]],
    );
}

#[test]
fn zip_bomb() {
    let limit = usize::try_from(casefile::limits::ZIP_ENTRY_BYTES_MAX).expect("fits");
    check(
        &zipped(&[("word/document.xml", &vec![b' '; limit + 1])]),
        expect![[r#"
        limit_exceeded: reading the file exceeds the limit ZIP_ENTRY_BYTES_MAX
    "#]],
    );
}

#[test]
fn broken_pdf() {
    check(
        b"%PDF-1.7\nnothing else",
        expect![[r#"
        file_damaged: the PDF is truncated or broken
    "#]],
    );
}

#[test]
fn encrypted_pdf() {
    check(
        &encrypted(&pdf::judgment()),
        expect![[r#"
            file_encrypted: the PDF is protected by a password
        "#]],
    );
}

#[test]
fn errors_say_what_to_do() {
    let errors = [
        parse::ParseError::Empty,
        parse::ParseError::TooLarge { bytes: 1 },
        parse::ParseError::Unknown,
        parse::ParseError::Unsupported { what: "a RAR archive" },
        parse::ParseError::Encrypted { what: "PDF" },
        parse::ParseError::Damaged { what: "PDF" },
        parse::ParseError::LimitExceeded { limit: "PAGES_MAX" },
        parse::ParseError::PageMissing { page: 9, pages: 2 },
        parse::ParseError::FormatWithoutPages { format: casefile::Format::Docx },
        parse::ParseError::NotPdf { format: casefile::Format::Png },
    ];
    let shown: String = errors
        .iter()
        .map(|error| format!("{}: {} -> {}\n{}\n", error.code(), error, error.hint(), error.message_zh()))
        .collect();
    expect![[r#"
        file_empty: the file is empty -> upload the file again: the transfer may have been cut off
        文件为空，请重新上传。
        file_too_large: the file has 1 bytes, more than the 201326592 that are read -> split the case file by its catalogue, or scan it at a lower resolution
        文件超过 192 MB，请按卷内目录拆分后上传。
        format_unknown: the content is neither a known format nor text -> check that this is the right file; PDF, OFD, DOCX, DOC, RTF, ODT, HTML, MHT, TXT, JPEG, PNG and TIFF are read
        无法识别文件格式，支持 PDF、OFD、DOCX、DOC、RTF、ODT、HTML、MHT、TXT 和 JPEG、PNG、TIFF 图像。
        format_unsupported: the content is a RAR archive, which is not read -> save it as PDF or DOCX and upload that
        暂不支持该格式（RAR 压缩包），请另存为 PDF 或 DOCX 后上传。
        file_encrypted: the PDF is protected by a password -> remove the password in the program that set it and upload the file again
        文件（PDF）设有密码，请解除密码后重新上传。
        file_damaged: the PDF is truncated or broken -> open it in its own program, save it again and upload the new file
        文件（PDF）不完整或已损坏，请用原软件打开并重新保存后上传。
        limit_exceeded: reading the file exceeds the limit PAGES_MAX -> check where the file comes from; if it is genuine, save it as PDF
        文件内容超过系统限制（PAGES_MAX），请核对文件来源。
        page_missing: there is no page 9: the document has 2 -> give the number of a page, counted from 1
        没有第 9 页，文件共 2 页。
        format_without_pages: docx files have no pages of their own -> convert it to PDF
        该格式（docx）没有固定的页面，请先转换为 PDF。
        format_not_pdf: only PDF can be changed, and this is png -> convert it to PDF
        只能标注和拆分 PDF，该文件是 png，请先转换为 PDF。
    "#]].assert_eq(&shown);
}
