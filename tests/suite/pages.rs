//! Pages drawn, marked and taken apart through the binary. What the pictures, marks and parts hold is tested in `parse`.

use std::path::Path;

use crate::binary::{Folder, casecheck};

const PDF: &str = "samples/variants/civil/printed.pdf";
const DOCX: &str = "samples/variants/civil/judgment.docx";

fn text(path: &str) -> String {
    let ran = casecheck(["text", path]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{path}");
    ran.out
}

fn utf8(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// Runs that end without a result: exit code and error code.
fn refused(words: &[&str], exit: i32, code: &str) {
    let ran = casecheck(words);
    assert_eq!(ran.code, exit, "{words:?}: {}", ran.err);
    assert!(ran.err.contains(&format!("error[{code}]")) && ran.err.contains("hint: "), "{words:?}: {}", ran.err);
}

#[test]
fn a_page_becomes_a_picture() {
    let folder = Folder::new("page");
    let picture = folder.join("page.png");
    let ran = casecheck(["page", PDF, "2", "--width", "300", "--png", utf8(&picture)]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    let bytes = std::fs::read(&picture).expect("written");
    assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
    assert_eq!(bytes[16..20], 300u32.to_be_bytes());
    // The picture is itself a page, and one without text.
    let ran = casecheck(["text", "--json", utf8(&picture)]);
    assert!(ran.code == 0 && ran.out.contains("page_without_text"), "{}", ran.out);
    let ran = casecheck(["text", utf8(&picture)]);
    assert!(ran.code == 0 && ran.err.contains("note[page_without_text]: page 1: 没有文字层"), "{}", ran.err);
    refused(&["page", PDF, "999", "--png", utf8(&picture)], 2, "page_missing");
    refused(&["page", DOCX, "1", "--png", utf8(&picture)], 3, "format_without_pages");
    refused(&["page", PDF, "1", "--png", utf8(&folder.join("no/such/folder.png"))], 2, "output_unwritable");
}

/// Where the work is done makes no difference to what comes out.
#[test]
fn the_files_are_the_same_without_child_processes() {
    let folder = Folder::new("pages-in-process");
    let (there, here) = (folder.join("there"), folder.join("here"));
    let commands: [&[&str]; 3] = [
        &["page", PDF, "1", "--width", "300", "--png"],
        &["highlight", PDF, "--field", "case_number", "--out"],
        &["split", PDF, "--pages", "2-3", "--out"],
    ];
    for words in commands {
        for (out, option) in [(&there, None), (&here, Some("--no-isolation"))] {
            let ran = casecheck(words.iter().copied().chain([utf8(out)]).chain(option));
            assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{words:?}");
        }
        let [there, here] = [&there, &here].map(|out| match words[0] {
            "split" => out.join("printed_0002-0003.pdf"),
            _ => out.clone(),
        });
        let written = std::fs::read(&there).expect("written");
        assert!(!written.is_empty() && written == std::fs::read(&here).expect("written"), "{words:?}");
        std::fs::remove_file(&there).and_then(|()| std::fs::remove_file(&here)).expect("ours");
    }
}

#[test]
fn the_proof_is_marked_in_a_copy() {
    let folder = Folder::new("highlight");
    let (all, one) = (folder.join("all.pdf"), folder.join("one.pdf"));
    let ran = casecheck(["highlight", PDF, "--out", utf8(&all)]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let ran = casecheck(["highlight", PDF, "--field", "case_number", "--out", utf8(&one)]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let marks = |path: &Path| {
        let bytes = std::fs::read(path).expect("written");
        bytes.windows(18).filter(|window| window == b"/Subtype/Highlight").count()
    };
    assert_eq!(marks(&one), 1);
    assert!(marks(&all) > 20, "{} marks", marks(&all));
    assert_eq!(text(utf8(&all)), text(PDF));
    refused(&["highlight", PDF, "--field", "no_such_field", "--out", utf8(&one)], 2, "field_unknown");
    refused(&["highlight", DOCX, "--out", utf8(&one)], 3, "format_not_pdf");
}

#[test]
fn a_file_is_taken_apart() {
    let folder = Folder::new("split");
    let parts = folder.join("parts");
    let ran = casecheck(["split", PDF, "--pages", "1,2-5", "--out", utf8(&parts)]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(ran.out.lines().count(), 2);
    // What is a header or a footer shows on several pages together, so the order may differ.
    let characters = |text: &str| {
        let mut all: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
        all.sort_unstable();
        all
    };
    let names = ["printed_0001-0001.pdf", "printed_0002-0005.pdf"];
    let joined: String = names.iter().map(|name| text(utf8(&parts.join(name)))).collect();
    assert!(joined.chars().count() > 1000);
    assert_eq!(characters(&joined), characters(&text(PDF)));
    refused(&["split", PDF, "--pages", "1-999", "--out", utf8(&parts)], 2, "page_missing");
    refused(&["split", PDF, "--bookmarks", "--out", utf8(&parts)], 2, "bookmarks_missing");
    refused(&["split", DOCX, "--pages", "1", "--out", utf8(&parts)], 3, "format_not_pdf");
    let ran = casecheck(["split", PDF, "--pages", "3-1", "--out", utf8(&parts)]);
    assert!(ran.code == 2 && ran.err.contains("--pages"), "{}", ran.err);
}
