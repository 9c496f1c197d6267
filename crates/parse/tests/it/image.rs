//! Image files as documents: pages, sizes, and that nothing of them is text. No pixel is decoded.

use std::fmt::Write;

use expect_test::{Expect, expect};

use crate::check;
use crate::image_file::{Sheet, exif, fields, jpeg_header, physical, png, tiff};

fn sizes(bytes: &[u8], expect: Expect) {
    let mut out = String::new();
    match parse::parse("", bytes) {
        Ok(document) => {
            for page in &document.pages {
                writeln!(out, "{:.0} x {:.0}", page.width, page.height).expect("writing to a string");
            }
        }
        Err(error) => writeln!(out, "{}: {error}", error.code()).expect("writing to a string"),
    }
    expect.assert_eq(&out);
}

fn jfif(unit: u8, density: u16) -> (u8, Vec<u8>) {
    let density = density.to_be_bytes();
    (0xe0, [&b"JFIF\0\x01\x01"[..], &[unit], &density, &density, &[0, 0]].concat())
}

fn grey_sheet(width: u32, height: u32) -> Sheet {
    Sheet { fields: fields(width, height, 8, 1, 1), strip: vec![128; (width * height) as usize] }
}

#[test]
fn a_picture_is_a_page_without_text() {
    check(
        &png(&[&[0, 255], &[255, 0]], &[]),
        expect![[r#"
            png
            page 1 Image Unreadable
            ! page_without_text page on page 1
            ! document_empty png
        "#]],
    );
}

#[test]
fn every_page_of_a_tiff() {
    let thumbnail = Sheet { fields: [fields(1, 1, 8, 1, 1), vec![(254, 4, 1)]].concat(), strip: vec![0] };
    check(
        &tiff(&[grey_sheet(2, 3), thumbnail, grey_sheet(3, 2)]),
        expect![[r#"
            tiff
            page 1 Image Unreadable
            page 2 Image Unreadable
            ! page_without_text page on page 1
            ! page_without_text page on page 2
            ! document_empty tiff
        "#]],
    );
}

/// A4 at 300 dpi has 2480 x 3508 pixels and 595 x 842 points.
#[test]
fn sizes_in_points() {
    let stated = jpeg_header(2480, 3508, &[jfif(1, 300)]);
    let per_centimetre = jpeg_header(2480, 3508, &[jfif(2, 118)]);
    let turned = jpeg_header(3508, 2480, &[jfif(1, 300), (0xe1, [b"Exif\0\0", &exif(6)[..]].concat())]);
    let photograph = jpeg_header(4000, 3000, &[jfif(1, 72)]);
    let small = jpeg_header(800, 600, &[]);
    for bytes in [&stated, &per_centimetre, &turned] {
        sizes(
            bytes,
            match bytes == &per_centimetre {
                true => expect!["596 x 843\n"],
                false => expect!["595 x 842\n"],
            },
        );
    }
    sizes(&photograph, expect!["842 x 632\n"]);
    sizes(&small, expect!["600 x 450\n"]);
    sizes(&png(&[&[0; 200], &[0; 200]], &[physical(3937)]), expect!["144 x 1\n"]);
}

#[test]
fn damaged_pictures() {
    let whole = png(&[&[0, 255]], &[]);
    let expect_damaged = |bytes: &[u8], what: &str| {
        let error = parse::parse("", bytes).expect_err(what);
        assert_eq!((error.code(), error.to_string()), ("file_damaged", format!("the {what} is truncated or broken")));
    };
    expect_damaged(&whole[..whole.len() - 6], "PNG image");
    expect_damaged(&png(&[&[]], &[]), "PNG image");
    let whole = jpeg_header(8, 8, &[]);
    expect_damaged(&whole[..whole.len() - 2], "JPEG image");
    expect_damaged(b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG image");
    let whole = tiff(&[grey_sheet(4, 4)]);
    expect_damaged(&whole[..whole.len() - 8], "TIFF image");
    let mut circle = whole.clone();
    let end = circle.len() - 4;
    let first: [u8; 4] = circle[4..8].try_into().expect("four bytes");
    circle[end..].copy_from_slice(&first);
    expect_damaged(&circle, "TIFF image");
    let beyond = Sheet { fields: fields(4000, 4, 8, 1, 1), strip: vec![0; 4] };
    let mut beyond = tiff(&[beyond]);
    let strip_bytes = beyond.windows(2).rposition(|pair| pair == 279u16.to_le_bytes()).expect("a field");
    beyond[strip_bytes + 8..strip_bytes + 12].copy_from_slice(&u32::MAX.to_le_bytes());
    expect_damaged(&beyond, "TIFF image");
}

#[test]
fn pictures_beyond_the_limit() {
    sizes(
        &jpeg_header(60_000, 60_000, &[]),
        expect![[r#"
            limit_exceeded: reading the file exceeds the limit IMAGE_PIXELS_MAX
        "#]],
    );
}

#[test]
fn a_directory_of_many_fields_costs_no_time() {
    // Each directory is read at the next even byte and overlaps the others.
    let mut bytes = b"II*\0\x08\0\0\0".to_vec();
    bytes.resize(900_000, 0xff);
    sizes(
        &bytes,
        expect![[r#"
            file_damaged: the TIFF image is truncated or broken
        "#]],
    );
}
