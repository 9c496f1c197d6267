//! Pages as pictures, shown as text: `#` for ink, `.` for paper.

use expect_test::{Expect, expect};
use lopdf::{Document, Object, dictionary};

use crate::image_file::{COLOUR_MAP, Sheet, exif, fields, png, tiff};
use crate::pdf_file::{Page, Piece, pdf};

fn drawn(bytes: &[u8], page: u32, width: u32, expect: Expect) {
    let shown = match parse::page_image(bytes, page, width) {
        Ok(image) => {
            assert_eq!(image.rgba.len() as u64, u64::from(image.width) * u64::from(image.height) * 4);
            let shade = |pixel: &[u8]| match pixel[1] {
                0..=84 => '#',
                85..=169 => '+',
                _ => '.',
            };
            let rows = image.rgba.chunks_exact(image.width as usize * 4);
            rows.map(|row| row.chunks_exact(4).map(shade).chain(['\n']).collect::<String>()).collect()
        }
        Err(error) => format!("{}: {error} -> {}\n", error.code(), error.hint()),
    };
    expect.assert_eq(&shown);
}

/// A page with a black bar at its upper left corner.
fn barred(rotate: u32) -> Vec<u8> {
    let content = "0 g 0 631.5 149 210.5 re f\n".to_owned();
    pdf(&[Page { content, rotate, ..Page::default() }])
}

#[test]
fn a_page_of_a_pdf() {
    drawn(
        &barred(0),
        1,
        8,
        expect![[r#"
            ##......
            ##......
            ##......
            ........
            ........
            ........
            ........
            ........
            ........
            ........
            ........
        "#]],
    );
}

#[test]
fn a_turned_page_of_a_pdf() {
    drawn(
        &barred(90),
        1,
        8,
        expect![[r#"
            ......##
            ......++
            ........
            ........
            ........
            ........
        "#]],
    );
}

/// The font is not in the file; the horizontal stroke of 一 is.
#[test]
fn chinese_in_a_font_that_is_not_embedded() {
    let mut page = Page::default();
    page.show(&Piece { x: 0.0, y: 150.0, size: 596.0, text: "一" });
    drawn(
        &pdf(&[page]),
        1,
        16,
        expect![[r#"
        ................
        ................
        ................
        ................
        ................
        ................
        ................
        ................
        ................
        ................
        ................
        .............#+.
        .++++++++++++++.
        ................
        ................
        ................
        ................
        ................
        ................
        ................
        ................
        ................
        ................
    "#]],
    );
}

/// Each half of a character is a code of its own in the font; the page shows the character all the same. Letters in such
/// a font stay letters.
#[test]
fn gbk_in_a_font_of_single_bytes() {
    let shown = |string: &str| {
        let content = format!("BT /F1 596 Tf 1 0 0 1 0 150 Tm <{string}> Tj ET");
        let mut document = Document::load_mem(&pdf(&[Page { content, ..Page::default() }])).expect("a PDF");
        let name: Vec<u8> = encoding_rs::GBK.encode("宋体").0.into_owned();
        let font = dictionary! { "Type" => "Font", "Subtype" => "TrueType", "BaseFont" => Object::Name(name),
        "Encoding" => "WinAnsiEncoding" };
        document.objects.insert((3, 0), font.into());
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).expect("written");
        parse::page_image(&bytes, 1, 16).expect("drawn").rgba
    };
    let unicode = |text: &str| {
        let mut page = Page::default();
        page.show(&Piece { x: 0.0, y: 150.0, size: 596.0, text });
        parse::page_image(&pdf(&[page]), 1, 16).expect("drawn").rgba
    };
    assert_eq!(shown("D2BB"), unicode("一"));
    assert_ne!(shown("49"), unicode("一"));
    // é and è of Windows: a pair that is rare in Chinese.
    assert_ne!(shown("E9E8"), unicode("殍"));
}

#[test]
fn pages_that_are_not_there() {
    let two = pdf(&[Page::default(), Page::default()]);
    drawn(
        &two,
        3,
        4,
        expect![[r#"
            page_missing: there is no page 3: the document has 2 -> give the number of a page, counted from 1
        "#]],
    );
    drawn(
        &two,
        0,
        4,
        expect![[r#"
            page_missing: there is no page 0: the document has 2 -> give the number of a page, counted from 1
        "#]],
    );
    drawn(
        &png(&[&[0]], &[]),
        2,
        4,
        expect![[r#"
            page_missing: there is no page 2: the document has 1 -> give the number of a page, counted from 1
        "#]],
    );
    drawn(
        "正文".as_bytes(),
        1,
        4,
        expect![[r#"
            format_without_pages: txt files have no pages of their own -> convert it to PDF
        "#]],
    );
}

#[test]
fn sizes_stay_within_the_limits() {
    let image = parse::page_image(&barred(0), 1, u32::MAX).expect("drawn");
    let pixels = u64::from(image.width) * u64::from(image.height);
    assert!(pixels <= casefile::limits::PAGE_IMAGE_PIXELS_MAX + 16_000 && pixels > 30_000_000, "{image:?}");
}

#[test]
fn pictures_are_turned_as_they_say() {
    let rows: &[&[u8]] = &[&[0, 255, 255], &[255, 255, 255]];
    drawn(
        &png(rows, &[]),
        1,
        3,
        expect![[r#"
            #..
            ...
        "#]],
    );
    drawn(
        &png(rows, &[(b"eXIf", exif(6))]),
        1,
        2,
        expect![[r#"
            .#
            ..
            ..
        "#]],
    );
}

/// Two levels packed into bits, four levels, 16 bits, a palette; white may be 0 or 1.
#[test]
fn kinds_of_tiff_pages() {
    let two_levels =
        |photometric| Sheet { fields: fields(4, 2, 1, 1, photometric), strip: vec![0b1000_0000, 0b0001_0000] };
    let four_levels = Sheet { fields: fields(4, 1, 2, 1, 1), strip: vec![0b00_01_10_11] };
    let deep = Sheet { fields: fields(2, 1, 16, 1, 1), strip: vec![0, 0, 0xff, 0xff] };
    let file = tiff(&[two_levels(0), two_levels(1), four_levels, deep]);
    drawn(
        &file,
        1,
        4,
        expect![[r#"
            #...
            ...#
        "#]],
    );
    drawn(
        &file,
        2,
        4,
        expect![[r#"
            .###
            ###.
        "#]],
    );
    drawn(
        &file,
        3,
        4,
        expect![[r#"
            #+..
        "#]],
    );
    drawn(
        &file,
        4,
        2,
        expect![[r#"
            #.
        "#]],
    );
}

/// The palette stands behind the only row of pixels, at byte 10 of the file: 0 is yellow, 1 is black.
#[test]
fn a_tiff_page_with_a_palette() {
    let palette: Vec<u8> = [0xffffu16, 0, 0xffff, 0, 0, 0].iter().flat_map(|sample| sample.to_le_bytes()).collect();
    let fields = [fields(4, 1, 1, 1, 3), vec![(COLOUR_MAP, 3, 10)]].concat();
    let file = tiff(&[Sheet { fields, strip: [&[0b0110_0000, 0][..], &palette].concat() }]);
    let image = parse::page_image(&file, 1, 4).expect("drawn");
    let (yellow, black) = ([255, 255, 0, 255], [0, 0, 0, 255]);
    assert_eq!(image.rgba, [yellow, black, black, yellow].concat());
}

/// Group 4: the first row is three white and one black pixel, coded horizontally; the second is like it.
#[test]
fn fax_pages() {
    // 001 1000 010 | 1 1 1 | end of block 000000000001 000000000001
    let group_4 = bits("001 1000 010 1 1 000000000001 000000000001");
    // Group 3: end of line, then white 3 black 1.
    let group_3 = bits("000000000001 1000 010 000000000001 1000 010 000000000001");
    let reversed: Vec<u8> = group_4.iter().map(|byte| byte.reverse_bits()).collect();
    let plain = fields(4, 2, 1, 4, 0);
    let sheets = [
        Sheet { fields: plain.clone(), strip: group_4 },
        Sheet { fields: fields(4, 2, 1, 3, 0), strip: group_3 },
        Sheet { fields: [plain, vec![(266, 3, 2)]].concat(), strip: reversed },
    ];
    for page in 1..=3 {
        drawn(
            &tiff(&sheets),
            page,
            4,
            expect![[r#"
                ...#
                ...#
            "#]],
        );
    }
}

fn bits(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
    digits.chunks(8).map(|byte| byte.iter().enumerate().map(|(at, bit)| bit << (7 - at)).sum()).collect()
}

#[test]
fn a_picture_as_png() {
    let image = parse::page_image(&barred(0), 1, 20).expect("drawn");
    let again = parse::page_image(&image.png(), 1, 20).expect("a PNG file");
    assert_eq!(image.rgba, again.rgba);
}
