//! A file that cannot be read gets its stable code, a hint, and exit code 3, while the rest of the batch is done.

use std::fs::File;
use std::path::PathBuf;

use casefile::limits;

use crate::binary::{Folder, casecheck};
use crate::fixture;

/// Runs `extract` on the file between two good ones and returns its code; everything around it is checked here.
fn code_among_good_files(name: &str, path: &PathBuf) -> String {
    let good = fixture::root().join("samples/variants/civil/judgment.txt");
    let ran = casecheck([&PathBuf::from("extract"), &PathBuf::from("--json"), &good, path, &good]);
    assert_eq!(ran.code, 3, "{name}: {}", ran.err);
    let lines = ran.json_lines();
    assert_eq!(lines.len(), 3, "{name}");
    for done in [&lines[0], &lines[2]] {
        assert!(done["error"].is_null() && done["case_number"].is_string(), "{name}: {done}");
    }
    let error = &lines[1]["error"];
    let code = error["code"].as_str().unwrap_or_else(|| panic!("{name}: no code in {}", lines[1]));
    assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()), "{name}: {error}");
    assert!(error["hint"].as_str().is_some_and(|hint| !hint.is_empty()), "{name}: {error}");
    assert!(ran.err.contains(&format!("error[{code}]")) && ran.err.contains("hint: "), "{name}: {}", ran.err);
    code.to_string()
}

fn check(name: &str, bytes: &[u8], code: &str) {
    let folder = Folder::new(&format!("unreadable-{name}"));
    let path = folder.write(name, bytes);
    assert_eq!(code_among_good_files(name, &path), code, "{name}");
}

#[test]
fn an_empty_file() {
    check("empty.docx", b"", "file_empty");
}

#[test]
fn a_truncated_docx() {
    let bytes = variant("civil/judgment.docx");
    check("cut.docx", &bytes[..bytes.len() / 2], "file_damaged");
}

#[test]
fn a_truncated_pdf() {
    let bytes = variant("civil/printed.pdf");
    check("cut.pdf", &bytes[..200], "file_damaged");
}

#[test]
fn a_docx_with_a_password() {
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.resize(1024, 0);
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    bytes.resize(4096, 0);
    check("locked.docx", &bytes, "file_encrypted");
}

#[test]
fn a_pdf_with_a_password() {
    let key = "3ab4f0c1d2e3f405162738495a6b7c8d".repeat(2);
    let encryption = format!(
        "/ID [<{key}> <{key}>] /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{key}> /U <{key}> >>"
    );
    let mut bytes = variant("civil/judgment.pdf");
    let opening = b"trailer\n<<";
    let trailer = bytes.windows(opening.len()).position(|window| window == opening).expect("the PDF has a trailer");
    let inside = trailer + opening.len();
    bytes.splice(inside..inside, encryption.into_bytes());
    check("locked.pdf", &bytes, "file_encrypted");
}

#[test]
fn an_image_under_the_suffix_of_a_document() {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.resize(2048, 7);
    check("scan.docx", &bytes, "file_damaged");
}

#[test]
fn random_bytes() {
    let mut state = 1u32;
    let bytes: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    })
    .take(8192)
    .collect();
    check("noise.pdf", &bytes, "format_unknown");
}

/// The file is sparse: it takes no room on the disk.
#[test]
fn a_file_beyond_the_limit() {
    let folder = Folder::new("unreadable-huge");
    let path = folder.write("huge.pdf", b"");
    let size = 200 * 1024 * 1024;
    assert!(size > limits::FILE_BYTES_MAX);
    let file = File::options().write(true).open(&path).expect("the file was written");
    file.set_len(size).expect("the file system knows sparse files");
    assert_eq!(code_among_good_files("huge.pdf", &path), "file_too_large");
}

#[test]
fn a_file_that_is_not_there() {
    let folder = Folder::new("unreadable-missing");
    assert_eq!(code_among_good_files("gone.pdf", &folder.join("gone.pdf")), "file_missing");
}

/// The content shows the format, not the suffix.
#[test]
fn a_wrong_suffix_does_no_harm() {
    let folder = Folder::new("wrong-suffix");
    let mut numbers = Vec::new();
    for (from, to) in [("judgment.docx", "a.txt"), ("judgment.pdf", "b.docx"), ("judgment.txt", "c.pdf")] {
        let path = folder.write(to, &variant(&format!("civil/{from}")));
        let ran = casecheck([&PathBuf::from("extract"), &PathBuf::from("--json"), &path]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{to}");
        numbers.push(ran.json_lines()[0]["case_number"].to_string());
    }
    assert!(numbers[0] != "null" && numbers.iter().all(|number| *number == numbers[0]), "{numbers:?}");
}

fn variant(name: &str) -> Vec<u8> {
    std::fs::read(fixture::root().join("samples/variants").join(name)).expect("the variant is committed")
}
