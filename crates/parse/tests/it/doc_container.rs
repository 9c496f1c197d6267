//! DOC: containers whose tables are wrong or lost, and what is embedded in them.

use std::io::{Cursor, Write};

use expect_test::expect;

use crate::check;
use crate::doc::judgment;
use crate::doc_file::{WordFile, p, words};

/// The sector of the file that holds the allocation table: its place and its entries.
fn table(bytes: &[u8]) -> (usize, Vec<u32>) {
    let number = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    let sector_len = 1 << bytes[0x1e];
    let at = (number(0x4c) as usize + 1) * sector_len;
    (at, (0..sector_len / 4).map(|index| number(at + 4 * index)).collect())
}

fn with_table(bytes: &[u8], change: impl Fn(usize, u32) -> u32) -> Vec<u8> {
    let (at, entries) = table(bytes);
    let changed: Vec<u32> = entries.iter().enumerate().map(|(index, entry)| change(index, *entry)).collect();
    let mut bytes = bytes.to_vec();
    bytes[at..at + 4 * changed.len()].copy_from_slice(&words(&changed));
    bytes
}

/// A name of the directory in capitals.
fn in_capitals(bytes: &[u8], name: &str) -> Vec<u8> {
    let utf16 = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let (old, new) = (utf16(name), utf16(&name.to_uppercase()));
    let at = bytes.windows(old.len()).position(|window| window == old).expect("the directory has the name");
    let mut bytes = bytes.to_vec();
    bytes[at..at + new.len()].copy_from_slice(&new);
    bytes
}

fn text(bytes: &[u8]) -> String {
    let document = parse::parse("", bytes).expect("the file is read");
    let about: String =
        document.diagnostics.iter().map(|one| format!("\n! {} {}", one.code.as_str(), one.about)).collect();
    document.text + &about
}

#[test]
fn a_table_longer_than_the_file_and_names_in_capitals_change_nothing() {
    let whole = judgment();
    let longer = with_table(&whole, |_, entry| if entry == u32::MAX { 0 } else { entry });
    assert_ne!(longer, whole);
    assert_eq!(text(&longer), text(&whole));
    let capitals = in_capitals(&in_capitals(&whole, "WordDocument"), "1Table");
    assert_eq!(text(&capitals), text(&whole));
}

#[test]
fn chains_that_run_in_circles_end() {
    let file = WordFile { body: vec![p(&"甲".repeat(9000)), p("\r")], ..WordFile::default() };
    let whole = file.build();
    // Every sector follows itself, so that of each chain the first one is left.
    let circles = with_table(&whole, |index, _| index as u32);
    let lines = text(&circles);
    assert!(lines.contains("! part_unreadable WordDocument"), "{lines}");
    assert!(lines.matches('甲').count() < 9000, "no sector is read twice");
}

#[test]
fn streams_go_on_where_the_table_is_lost() {
    let whole = judgment();
    let mut lost = whole.clone();
    // The header names a sector beyond the file as the table.
    lost[0x4c..0x50].copy_from_slice(&words(&[0x00ff_ffff]));
    assert!(text(&lost).contains("二、驳回其他诉讼请求。"), "{}", text(&lost));
}

#[test]
fn a_document_without_directory_is_read_from_its_usual_place() {
    let file = WordFile { body: vec![p("原告：周三元\r"), p("判决如下：\r")], ..WordFile::default() };
    check(
        &file.without_directory(),
        expect![[r#"
            doc
            1 Paragraph 原告：周三元
            1 Paragraph 判决如下：
            ! part_unreadable WordDocument
            ! part_unreadable pieces
        "#]],
    );
    // Characters of one byte and of two are in no single piece.
    let mixed = WordFile { body: vec![p("(2020) No. 1\r"), p("判决如下：\r")], ..WordFile::default() };
    check(
        &mixed.without_directory(),
        expect![[r#"
            file_damaged: the Word document is truncated or broken
        "#]],
    );
}

#[test]
fn entries_beyond_the_limit_are_not_looked_at() {
    // Without a table, everything after the header is the directory.
    let mut file = WordFile { body: vec![p("正文\r")], ..WordFile::default() }.without_directory();
    let body_len = file.len() - 512;
    file[0x30..0x34].copy_from_slice(&words(&[(body_len / 512) as u32]));
    let mut entry = [0; 128];
    (entry[0], entry[0x40], entry[0x42]) = (b'a', 4, 2);
    file.extend(entry.repeat(casefile::limits::COMPOUND_ENTRIES_MAX + 8));
    let lines = text(&file);
    assert!(lines.starts_with("正文") && lines.contains("! limit_reached COMPOUND_ENTRIES_MAX"), "{lines}");
}

#[test]
fn embedded_objects_are_listed() {
    let mut file = cfb::CompoundFile::open(Cursor::new(judgment())).expect("a container");
    for (path, len) in [("_1/\u{1}Ole10Native", 20), ("_1/\u{3}EPRINT", 400), ("_2/Workbook", 5000)] {
        let path = format!("/ObjectPool/{path}");
        let storage = path.rsplit_once('/').expect("a storage").0;
        file.create_storage_all(storage).expect("writing to memory");
        file.create_stream(&path).expect("a fresh stream").write_all(&vec![7; len]).expect("writing to memory");
    }
    let document = parse::parse("", &file.into_inner().into_inner()).expect("the file is read");
    let listed: Vec<(&str, u64)> = document.attachments.iter().map(|one| (one.name.as_str(), one.bytes)).collect();
    assert_eq!(listed, [("_1/Ole10Native", 20), ("_2/Workbook", 5000)]);
}
