//! PDF files taken apart: what each part holds, and what it leaves behind.

use std::fmt::Write;

use expect_test::{Expect, expect};
use lopdf::{Dictionary, Document, Object, Stream, StringFormat, dictionary, text_string};
use parse::PageRange;

use crate::pdf_file::{Page, Piece, encrypted, pdf};

fn range(first: u32, last: u32) -> PageRange {
    PageRange::new(first, last).expect("in order")
}

fn text(bytes: &[u8]) -> String {
    parse::parse("", bytes).expect("a document").text
}

fn pages(texts: &[&str]) -> Vec<u8> {
    let page = |text: &&str| {
        let mut page = Page::default();
        page.show(&Piece { x: 90.0, y: 700.0, size: 16.0, text });
        page
    };
    pdf(&texts.iter().map(page).collect::<Vec<_>>())
}

/// Every reference leads to an object, and every object is led to.
fn is_closed(bytes: &[u8]) -> bool {
    fn walk(object: &Object, found: &mut Vec<lopdf::ObjectId>) {
        match object {
            Object::Reference(id) => found.push(*id),
            Object::Array(list) => list.iter().for_each(|object| walk(object, found)),
            Object::Dictionary(dictionary) => dictionary.iter().for_each(|(_, object)| walk(object, found)),
            Object::Stream(stream) => stream.dict.iter().for_each(|(_, object)| walk(object, found)),
            _ => {}
        }
    }
    let document = Document::load_mem(bytes).expect("a PDF");
    let mut found = Vec::new();
    document.objects.values().for_each(|object| walk(object, &mut found));
    document.trailer.iter().for_each(|(_, object)| walk(object, &mut found));
    found.iter().all(|id| document.has_object(*id)) && document.objects.keys().all(|id| found.contains(id))
}

#[test]
fn the_parts_together_are_the_whole() {
    let whole = pages(&["起诉书一", "证据二", "证据三", "判决书四"]);
    let parts = parse::split(&whole, &[range(1, 1), range(2, 3), range(4, 4)]).expect("parts");
    let texts: Vec<String> = parts.iter().map(|part| text(part)).collect();
    // How lines make paragraphs over pages is the reader's business.
    let joined = |text: &str| text.replace('\n', "");
    let texts: Vec<String> = texts.iter().map(|text| joined(text)).collect();
    assert_eq!(texts, ["起诉书一", "证据二证据三", "判决书四"]);
    assert_eq!(texts.concat(), joined(&text(&whole)));
    for part in &parts {
        assert!(is_closed(part));
    }
}

/// A file as scanners write it: one dictionary of resources with the pictures of all pages, a link from the first page
/// to the second, a form with a signature on the second.
fn scanned() -> Document {
    let mut document = Document::with_version("1.7");
    let tree = document.new_object_id();
    let (first, second) = (document.new_object_id(), document.new_object_id());
    let mut picture = |shade: u8| {
        let dict = dictionary! { "Type" => "XObject", "Subtype" => "Image", "Width" => 1, "Height" => 1,
        "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8 };
        document.add_object(Stream::new(dict, vec![shade]))
    };
    let (one, two) = (picture(1), picture(2));
    let resources = document.add_object(dictionary! {
        "XObject" => dictionary! { "Im 1" => one, "Im2" => two },
    });
    let content = |document: &mut Document, text: &str| {
        document.add_object(Stream::new(Dictionary::new(), text.as_bytes().to_vec()))
    };
    let contents = (content(&mut document, "/Im#201 Do"), content(&mut document, "q /Im2 Do Q"));
    let link = document.add_object(dictionary! { "Type" => "Annot", "Subtype" => "Link", "P" => first,
    "Rect" => vec![0.into(), 0.into(), 9.into(), 9.into()], "Dest" => vec![second.into(), "Fit".into()] });
    let value = document.add_object(dictionary! { "Type" => "Sig", "Contents" => Object::string_literal("bytes") });
    let field = document
        .add_object(dictionary! { "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig", "P" => second,
        "T" => Object::string_literal("seal"), "V" => value, "Rect" => vec![0.into(), 0.into(), 9.into(), 9.into()] });
    let page = |contents, annotation: lopdf::ObjectId| {
        dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => contents,
        "Annots" => vec![Object::Reference(annotation)] }
    };
    document.objects.insert(first, page(contents.0, link).into());
    document.objects.insert(second, page(contents.1, field).into());
    document.objects.insert(
        tree,
        dictionary! { "Type" => "Pages", "Count" => 2, "Kids" => vec![first.into(), second.into()],
        "MediaBox" => vec![0.into(), 0.into(), 596.into(), 842.into()], "Rotate" => 90, "Resources" => resources }
        .into(),
    );
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree,
    "AcroForm" => dictionary! { "Fields" => vec![Object::Reference(field)], "SigFlags" => 3 } });
    document.trailer.set("Root", catalog);
    document
}

fn bytes_of(document: &mut Document) -> Vec<u8> {
    let mut out = Vec::new();
    document.save_to(&mut out).expect("written");
    out
}

/// Types of the objects of a part with the keys of its dictionaries.
fn listing(bytes: &[u8], expect: Expect) {
    let document = Document::load_mem(bytes).expect("a PDF");
    let mut lines: Vec<String> = Vec::new();
    for object in document.objects.values() {
        let (kind, dictionary) = match object {
            Object::Stream(stream) => (format!("stream {:?}", String::from_utf8_lossy(&stream.content)), &stream.dict),
            Object::Dictionary(dictionary) => (String::new(), dictionary),
            other => {
                lines.push(format!("{other:?}"));
                continue;
            }
        };
        let mut line = kind;
        for (key, value) in dictionary.iter() {
            write!(line, " {}", String::from_utf8_lossy(key)).expect("writing to a string");
            if let (true, Ok(name)) = (matches!(key.as_slice(), b"Type" | b"Subtype"), value.as_name()) {
                write!(line, "={}", String::from_utf8_lossy(name)).expect("writing to a string");
            }
        }
        lines.push(line.trim().to_owned());
    }
    lines.sort();
    expect.assert_eq(&lines.iter().map(|line| format!("{line}\n")).collect::<String>());
}

#[test]
fn a_part_carries_nothing_of_other_pages() {
    let parts = parse::split(&bytes_of(&mut scanned()), &[range(1, 1), range(2, 2)]).expect("parts");
    listing(
        &parts[0],
        expect![[r#"
        Type=Annot Subtype=Link P Rect Dest
        Type=Catalog Pages
        Type=Page Rotate Contents Annots Resources MediaBox Parent
        Type=Pages Kids Count
        stream "/Im#201 Do" Length
        stream "\u{1}" Type=XObject Subtype=Image Width Height ColorSpace BitsPerComponent Length
    "#]],
    );
    listing(
        &parts[1],
        expect![[r#"
        Type=Annot Subtype=Widget FT P T Rect
        Type=Catalog Pages AcroForm
        Type=Page Rotate Contents Annots Resources MediaBox Parent
        Type=Pages Kids Count
        stream "\u{2}" Type=XObject Subtype=Image Width Height ColorSpace BitsPerComponent Length
        stream "q /Im2 Do Q" Length
    "#]],
    );
    for part in &parts {
        assert!(is_closed(part));
        let document = parse::parse("", part).expect("a document");
        assert_eq!((document.pages[0].width, document.pages[0].height), (842.0, 596.0));
    }
}

/// Titles as UTF-16, and as GBK without saying so; a target as a page, as a name, and as an action.
#[test]
fn bookmarks_lead_to_pages() {
    let mut document = scanned();
    let pages: Vec<_> = document.page_iter().collect();
    let root = document.new_object_id();
    let (one, two, below) = (document.new_object_id(), document.new_object_id(), document.new_object_id());
    let gbk = encoding_rs::GBK.encode("判决书").0.into_owned();
    document.objects.insert(
        below,
        dictionary! { "Title" => Object::string_literal("Annex"), "Parent" => one,
        "A" => dictionary! { "S" => "GoTo", "D" => vec![pages[1].into(), "Fit".into()] } }
        .into(),
    );
    document.objects.insert(
        one,
        dictionary! { "Title" => text_string("起诉书"), "First" => below, "Next" => two,
        "Dest" => vec![pages[0].into(), "Fit".into()] }
        .into(),
    );
    // An outline that runs in a circle ends where it began.
    document.objects.insert(
        two,
        dictionary! { "Title" => Object::String(gbk, StringFormat::Literal), "Next" => one,
        "Dest" => Object::string_literal("second") }
        .into(),
    );
    document.objects.insert(root, dictionary! { "First" => one }.into());
    let names = dictionary! { "Names" => vec![Object::string_literal("second"), vec![Object::from(pages[1]), "Fit".into()].into()] };
    let catalog = document.catalog_mut().expect("a catalogue");
    catalog.set("Outlines", root);
    catalog.set("Names", dictionary! { "Dests" => names });
    let outline = parse::outline(&bytes_of(&mut document)).expect("an outline");
    let shown: String =
        outline.bookmarks.iter().map(|mark| format!("{} {} {}\n", mark.level, mark.title, mark.page)).collect();
    expect![[r#"
        1 起诉书 1
        2 Annex 2
        1 判决书 2
    "#]]
    .assert_eq(&shown);
    assert_eq!(outline.pages, 2);
}

#[test]
fn ranges_and_files_that_cannot_be_split() {
    assert_eq!(PageRange::new(0, 1), None);
    assert_eq!(PageRange::new(3, 2), None);
    let code =
        |bytes: &[u8], range| parse::split(bytes, &[range]).map(|_| "split").unwrap_or_else(|error| error.code());
    let two = pages(&["一", "二"]);
    assert_eq!(code(&two, range(2, 3)), "page_missing");
    assert_eq!(code("正文".as_bytes(), range(1, 1)), "format_not_pdf");
    assert_eq!(code(&encrypted(&two), range(1, 1)), "file_encrypted");
    assert_eq!(code(b"%PDF-1.7\nnothing else", range(1, 1)), "file_damaged");
}
