//! The command as a person at a terminal meets it: exit codes, help, hints, tables of entries, reports, the catalogue.
//! What programs read is tested in `json_lines`.

use std::path::Path;

use serde_json::Value as Json;

use crate::binary::{Folder, Ran, casecheck};
use crate::fixture;

/// A case directory with one sample judgment and the entry that its own record gives.
fn faultless_case(folder: &Folder) -> String {
    let judgment = std::fs::read(fixture::root().join("samples/variants/civil/judgment.docx")).expect("committed");
    folder.write("case/files/judgment.docx", &judgment);
    let path = folder.write("case/entered.json", b"{}");
    let directory = path.parent().expect("a directory").to_str().expect("UTF-8").to_string();
    let record = casecheck(["check", "--json", &directory]).json_lines()[0]["record"].clone();
    folder.write("case/entered.json", record.to_string().as_bytes());
    directory
}

#[test]
fn exit_code_0_if_nothing_is_flagged() {
    let folder = Folder::new("exit-0");
    let ran = casecheck(["check", &faultless_case(&folder)]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert_eq!(casecheck(["extract", "samples/variants/civil/judgment.docx"]).code, 0);
    assert_eq!(casecheck(["text", "samples/variants/civil/judgment.docx"]).code, 0);
}

#[test]
fn exit_code_1_if_something_is_flagged() {
    let ran = casecheck(["check", "samples/criminal-theft-simple"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    for part in ["（2018）浙0481刑初421号", "（2018）浙0481刑初412号", "刑事判决书.pdf"] {
        assert!(ran.out.contains(part), "{part} in {}", ran.out);
    }
}

#[test]
fn exit_code_3_if_a_document_of_a_case_is_unreadable() {
    let folder = Folder::new("exit-3");
    let directory = faultless_case(&folder);
    folder.write("case/files/empty.pdf", b"");
    let ran = casecheck(["check", "--json", &directory, "samples/criminal-theft-simple"]);
    assert_eq!(ran.code, 3);
    let lines = ran.json_lines();
    assert_eq!(lines[0]["documents"][0]["error"]["code"], "file_empty");
    assert_eq!(lines[0]["discrepancies"], Json::Array(Vec::new()));
    assert!(lines[1]["discrepancies"].as_array().is_some_and(|found| found.len() >= 3));
}

#[test]
fn wrong_use_is_refused_with_a_hint() {
    let folder = Folder::new("wrong-use");
    let bare = folder.write("bare/files/a.txt", b"text").parent().and_then(Path::parent).map(Path::to_path_buf);
    let bare = bare.expect("two levels below").to_str().expect("UTF-8").to_string();
    let odd = folder.write("odd/entered.json", b"{\"courts\": null}");
    folder.write("odd/files/a.txt", b"text");
    let odd = odd.parent().expect("a directory").to_str().expect("UTF-8");
    let bad_catalogue = folder.write("catalog/fields.toml", b"[[field]]\nkey = 1\n");
    let bad_catalogue = bad_catalogue.parent().expect("a directory").to_str().expect("UTF-8");
    let report = folder.join("findings.xyz");
    let case = "samples/criminal-theft-simple";
    let uses: &[(&[&str], &str)] = &[
        (&["extract"], "Usage: casecheck extract"),
        (&["extract", "--jsno", "a.txt"], "--json"),
        (&["no-such-command"], "Usage: casecheck"),
        (&["extract", "--threads", "many", "a.txt"], "--help"),
        (&["check", "samples/no-such-case"], "error[case_directory]"),
        (&["check", &bare], "error[entry_missing]"),
        (&["check", odd], "court"),
        (&["check", case, "--mapping", "columns.toml"], "--entries"),
        (&["check", case, "--report", report.to_str().expect("UTF-8")], "error[report_format]"),
        (&["extract", "--catalog", bad_catalogue, "a.txt"], "error[catalogue_invalid]"),
        (&["catalog", "show", "no-such-entry"], "error[catalogue_unknown]"),
        (&["catalog", "try", "no_such_field", "a.txt"], "error[field_unknown]"),
    ];
    for (words, part) in uses {
        let ran = casecheck(*words);
        assert_eq!(ran.code, 2, "{words:?}: {}", ran.err);
        assert!(ran.err.contains(part), "{words:?}: {part} in {}", ran.err);
        let leads_on = ["hint: ", "tip: ", "--help"].iter().any(|way| ran.err.contains(way));
        assert!(leads_on, "{words:?} leaves the reader alone: {}", ran.err);
    }
}

#[test]
fn help_of_every_command_with_files_has_an_example() {
    let commands: &[&[&str]] = &[
        &[],
        &["extract"],
        &["text"],
        &["tag"],
        &["doctor"],
        &["page"],
        &["highlight"],
        &["split"],
        &["check"],
        &["serve"],
        &["worker"],
        &["watch"],
        &["import"],
        &["recheck"],
        &["backup"],
        &["restore"],
        &["user"],
        &["gold", "export"],
        &["catalog", "check"],
        &["catalog", "try"],
        &["catalog", "show"],
    ];
    for command in commands {
        let ran = casecheck(command.iter().copied().chain(["--help"]));
        assert_eq!(ran.code, 0, "{command:?}");
        let (_, examples) = ran.out.split_once("Example").unwrap_or_else(|| panic!("{command:?}: {}", ran.out));
        let call = format!("  casecheck {}", command.join(" "));
        assert!(examples.contains(call.trim_end()), "{command:?}: {}", ran.out);
    }
}

/// Every command that help lists has help of its own, so that the list above cannot fall behind unseen.
#[test]
fn every_command_is_known_to_the_tests() {
    let listed = |words: &[&str]| -> Vec<String> {
        let help = casecheck(words).out;
        let (_, commands) = help.split_once("Commands:\n").expect("a list of commands");
        let rows = commands.lines().take_while(|line| line.starts_with("  "));
        let names = rows.filter(|line| !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next());
        names.map(str::to_string).filter(|name| name != "help").collect()
    };
    let on_files = ["extract", "text", "tag", "page", "highlight", "split", "check", "demo"];
    let of_the_service =
        ["serve", "worker", "watch", "import", "recheck", "backup", "restore", "user", "gold", "catalog", "doctor"];
    assert_eq!(listed(&["--help"]), [on_files.as_slice(), of_the_service.as_slice()].concat());
    assert_eq!(listed(&["user", "--help"]), ["add", "password", "list"]);
    assert_eq!(listed(&["gold", "--help"]), ["export"]);
    assert_eq!(listed(&["catalog", "--help"]), ["check", "try", "show"]);
}

#[test]
fn entries_come_from_a_table() {
    let folder = Folder::new("entries");
    // The first row has the filing date of the file, the second a wrong one.
    let table =
        "案号,立案日期,审判员\n（2018）浙0481刑初412号,2018-07-04,邬立群\n（2021）冀0109民初3342号,2001-01-01,\n";
    let table = folder.write("entries.csv", table.as_bytes());
    let cases = ["samples/criminal-theft-simple", "samples/civil-traffic-insurer"];
    let ran = casecheck(["check", "--json", cases[0], cases[1], "--entries", table.to_str().expect("UTF-8")]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let lines = ran.json_lines();
    let loud = |line: &Json| -> Vec<String> {
        let found = line["discrepancies"].as_array().expect("a list").iter();
        let loud = found.filter(|found| found["tier"] != "notice" && found["outcome"] == "different");
        loud.map(|found| format!("{} {}", found["path"].as_str().expect("text"), found["entered"]["origin"])).collect()
    };
    assert_eq!(loud(&lines[0]), Vec::<String>::new());
    assert_eq!(loud(&lines[1]), ["filing_date \"entries.csv!B3\""]);
}

#[test]
fn reports_are_written_as_docx_and_html() {
    let folder = Folder::new("reports");
    let write = |name: &str| {
        let path = folder.join(name);
        let words = ["check", "samples/criminal-theft-simple", "--unit", "某某人民法院", "--report"];
        let ran = casecheck(words.into_iter().chain([path.to_str().expect("UTF-8")]));
        assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{name}");
        std::fs::read(&path).expect("the report was written")
    };
    let html = String::from_utf8(write("findings.html")).expect("HTML is UTF-8");
    let docx = folder.write("copy.docx", &write("findings.docx"));
    let read_back = casecheck(["text", docx.to_str().expect("UTF-8")]);
    assert_eq!(read_back.code, 0, "{}", read_back.err);
    for part in ["某某人民法院", "（2018）浙0481刑初421号"] {
        assert!(html.contains(part), "{part} in the HTML");
        assert!(read_back.out.contains(part), "{part} in the DOCX: {}", read_back.out);
    }
}

#[test]
fn the_demonstration_finds_something_in_every_case() {
    let ran = casecheck(["demo", "--json"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let lines = ran.json_lines();
    assert_eq!(lines.len(), fixture::cases().len());
    for line in &lines {
        let found = line["discrepancies"].as_array().expect("a list");
        assert!(found.iter().any(|found| found["tier"] != "notice"), "nothing in {}", line["case"]);
    }
    let for_people = casecheck(["demo"]);
    assert_eq!(for_people.code, 0);
    for case in fixture::cases() {
        assert!(for_people.out.contains(&case.name), "{}", case.name);
    }
}

#[test]
fn the_catalogue_is_checked_shown_and_tried() {
    let expect = |words: &[&str], part: &str| -> Ran {
        let ran = casecheck(words);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{words:?}");
        assert!(ran.out.contains(part), "{words:?}: {part} in {}", ran.out);
        ran
    };
    let embedded = expect(&["catalog", "check"], "is valid");
    let of_directory = expect(&["catalog", "check", "--catalog", "crates/catalog/data"], "is valid");
    assert_eq!(embedded.out, of_directory.out);
    let fields = expect(&["catalog", "show"], "parties.birth_date");
    assert_eq!(fields.out.lines().count(), catalog::Catalog::embedded().fields().len());
    expect(&["catalog", "show", "filing_date"], "立案");
    expect(&["catalog", "show", "鲁0102"], "法院");
    expect(&["catalog", "show", "民间借贷"], "民间借贷");
    let judgment = "samples/variants/civil/judgment.docx";
    expect(&["catalog", "try", "filing_date", judgment], "2018年8月27日");
}
