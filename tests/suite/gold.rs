//! What reviewers decided comes out of the service as a gold standard: one line per decision that stands, with the text of
//! its document beside it.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::binary;
use crate::faults::client::Client;
use crate::faults::installation::{Backend, Installation};
use crate::fixture;
use crate::service::{upload_into, wait_until_checked};

#[test]
fn decisions_become_lines_of_gold_with_their_texts() {
    let mut installation = Installation::start(binary::executable(), Backend::Embedded);
    let client = Client::sign_in(installation.address, &installation.words());
    let case = fixture::cases().iter().find(|case| case.name.contains("civil-loan-partly-granted")).expect("a sample");
    let case_id = upload_into(&client, case, None);
    wait_until_checked(&client, &case_id);
    let listed = client.get(&format!("/cases/{case_id}/discrepancies"));
    let found = listed["items"].as_array().or(listed.as_array()).expect("a list");
    let proven: Vec<&Json> = found.iter().filter(|one| one["extracted"].is_object()).collect();
    assert!(proven.len() >= 5, "the sample has five discrepancies with proof: {found:?}");
    let decide = |one: &Json, body: Json| {
        let path = format!("/discrepancies/{}/reviews", one["id"].as_str().expect("an id"));
        client.tell("POST", &path, &body)["id"].as_str().expect("the review").to_string()
    };
    decide(proven[0], json!({"verdict": "entry_error"}));
    decide(proven[1], json!({"verdict": "generation_error", "value": " 另有其值 "}));
    decide(proven[2], json!({"verdict": "generation_error"}));
    let taken_back = decide(proven[3], json!({"verdict": "document_error"}));
    client.ask("DELETE", &format!("/reviews/{taken_back}"), "text/plain", b"");
    decide(proven[4], json!({"verdict": "deferred", "reason": "待查"}));
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().join("reviewed");
    let mut command = installation.command(&["gold", "export", to.to_str().expect("UTF-8")]);
    let ran = command.output().expect("the program runs");
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(ran.status.success(), "{said}");
    assert!(said.contains("3 decisions"), "{said}");
    let gold = std::fs::read_to_string(to.join("gold.jsonl")).expect("the lines");
    assert!(!gold.contains("admin\""), "reviewers are named by their role alone");
    let lines: Vec<Json> = gold.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let by_path: BTreeMap<&str, &Json> =
        lines.iter().map(|line| (line["path"].as_str().expect("a path"), line)).collect();
    let line = |one: &Json| by_path[one["path"].as_str().expect("a path")];
    let read = |one: &Json| one["extracted"]["value"].clone();
    assert_eq!(lines.len(), 3, "{gold}");
    assert_eq!(line(proven[0])["value"], read(proven[0]), "the document was read as it is printed");
    assert_eq!(line(proven[2])["value"], Json::Null, "what was read is not stated");
    assert_ne!(line(proven[1])["value"], read(proven[1]));
    for (one, verdict) in [(proven[0], "entry_error"), (proven[1], "generation_error"), (proven[2], "generation_error")]
    {
        let line = line(one);
        assert_eq!(
            (&line["verdict"], &line["role"], &line["field"]),
            (&json!(verdict), &json!("administrator"), &one["field"])
        );
        assert_eq!(line["read"], read(one));
        let text = std::fs::read_to_string(to.join(format!("texts/{}.txt", line["id"].as_str().expect("an id"))));
        let (start, end) = (&line["evidence"]["start"], &line["evidence"]["end"]);
        let (start, end) = (start.as_u64().expect("a byte") as usize, end.as_u64().expect("a byte") as usize);
        assert_eq!(
            &text.expect("the text lies beside")[start..end],
            line["evidence"]["quote"].as_str().expect("a quote")
        );
    }
    installation.stop();
}
