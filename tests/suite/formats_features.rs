//! Every file of `samples/features` gives the text that stands in `expected`: encodings, fonts, layouts, layers and file
//! structures, one each. The expectations say what is right; where the program falls short, that is listed here.

use std::path::Path;

use casefile::{BlockKind, Document, PageOrigin, PageQuality};

use crate::fixture;

/// Files whose text is not right, with what is read instead of the expectation.
const SHORTFALLS: &[(&str, &str)] = &[];

/// What a file gives: its text, or the code of the error.
fn outcome(path: &Path) -> Result<Document, &'static str> {
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    parse::parse("", &bytes).map_err(|error| error.code())
}

fn text(outcome: &Result<Document, &'static str>) -> String {
    match outcome {
        Ok(document) => document.text.clone(),
        Err(code) => format!("error[{code}]"),
    }
}

#[test]
fn every_feature_gives_the_expected_text() {
    let folder = fixture::root().join("samples/features");
    let files: Vec<_> = fixture::entries(&folder).into_iter().filter(|path| path.is_file()).collect();
    assert!(files.len() >= 40, "only {} files in {}", files.len(), folder.display());
    let mut wrong = Vec::new();
    for path in &files {
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        let expectation = folder.join("expected").join(format!("{name}.txt"));
        let expected =
            std::fs::read_to_string(&expectation).unwrap_or_else(|error| panic!("{}: {error}", expectation.display()));
        let expected = expected.strip_suffix('\n').unwrap_or(&expected);
        let found = text(&outcome(path));
        let today = SHORTFALLS.iter().find(|(file, _)| *file == name).map(|(_, today)| *today);
        // A file that reads right has to leave the list.
        if found != today.unwrap_or(expected) {
            wrong.push(format!("{name}: expected\n{expected}\nfound\n{found}\n"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_expectation_has_a_file() {
    let folder = fixture::root().join("samples/features");
    for path in fixture::entries(&folder.join("expected")) {
        let file = folder.join(path.file_stem().expect("a name"));
        assert!(file.is_file(), "{} is expected and missing", file.display());
    }
    let gone = SHORTFALLS.iter().find(|(name, _)| !folder.join(name).is_file());
    assert!(gone.is_none(), "SHORTFALLS names {gone:?}");
}

fn document(name: &str) -> Document {
    outcome(&fixture::root().join("samples/features").join(name)).unwrap_or_else(|code| panic!("{name}: {code}"))
}

#[test]
fn pictures_and_layers_are_told_apart() {
    let page = |name| {
        let pages = document(name).pages;
        assert_eq!(pages.len(), 1, "{name}");
        (pages[0].origin, pages[0].quality)
    };
    assert_eq!(page("image-only.pdf"), (PageOrigin::Image, PageQuality::Unreadable));
    assert_eq!(page("ocr-layer.pdf"), (PageOrigin::Ocr, PageQuality::Good));
    assert_eq!(page("form-xobject.pdf"), (PageOrigin::Native, PageQuality::Good));
}

#[test]
fn running_heads_and_page_numbers_are_furniture() {
    let document = document("furniture.pdf");
    let furniture = document.blocks.iter().filter(|block| block.kind == BlockKind::Furniture);
    let furniture: Vec<&str> = furniture.map(|block| document.quote(block.span)).collect();
    let heads = furniture.iter().filter(|text| **text == "清河县人民法院电子卷宗").count();
    let numbers = furniture.iter().filter(|text| text.starts_with("第 ") && text.ends_with(" 页 共 3 页")).count();
    assert_eq!((heads, numbers, furniture.len()), (3, 3, 6), "{furniture:?}");
}

#[test]
fn an_attachment_is_listed() {
    let attachments = document("attachment.pdf").attachments;
    let listed: Vec<(&str, u64)> = attachments.iter().map(|one| (one.name.as_str(), one.bytes)).collect();
    assert_eq!(listed, [("欠条.txt", 43)]);
}

#[test]
fn cells_of_a_table_are_cells() {
    let document = document("table-merged.pdf");
    let cells = document.blocks.iter().filter(|block| block.kind == BlockKind::Cell);
    let cells: Vec<&str> = cells.map(|block| document.quote(block.span)).collect();
    // The cell over two rows leaves an empty one behind, so that the columns stay apart.
    assert_eq!(cells.len(), 11, "{cells:?}");
}
