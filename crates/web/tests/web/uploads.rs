//! Uploads: what is taken, what is refused, and that what is refused leaves nothing behind.

use std::sync::atomic::Ordering;

use serde_json::Value;
use web::Role;

use crate::bench::{Bench, COURT, Client, FILE_BYTES_MAX};
use testbed::on_every_database;

on_every_database! {
    files_are_filed_once_per_content
    a_refused_file_leaves_nothing_behind
    an_upload_that_breaks_off_leaves_nothing_behind
    one_bad_file_does_not_harm_the_others
    names_lose_their_tricks
    a_repeat_under_a_key_gets_the_same_answer
    a_request_that_is_no_upload_is_refused
}

const TEXT: &[u8] = "某某人民法院\n民事判决书\n（2019）某0101民初1号".as_bytes();

async fn filed(bench: &Bench) -> (Client, String) {
    let clerk = bench.person(Role::FilingClerk, COURT).await;
    let case_id = bench.file(&clerk, "一").await;
    (clerk, case_id)
}

async fn documents(client: &Client, case_id: &str) -> Vec<Value> {
    let listed = client.get(&format!("/cases/{case_id}/documents")).await.json(200);
    listed["items"].as_array().expect("a list").clone()
}

async fn files_are_filed_once_per_content(bench: Bench) {
    let (clerk, case_id) = filed(&bench).await;
    let before = bench.wakes.load(Ordering::Relaxed);
    let first = clerk.upload(&case_id, &[("判决书.txt", TEXT)]).await.json(200)["files"][0].clone();
    assert_eq!((&first["name"], &first["created"]), (&"判决书.txt".into(), &true.into()));
    assert!(bench.wakes.load(Ordering::Relaxed) > before, "the queue is told");
    let again = clerk.upload(&case_id, &[("副本.txt", TEXT)]).await.json(200)["files"][0].clone();
    assert_eq!((&again["document_id"], &again["created"]), (&first["document_id"], &false.into()));
    assert_eq!((documents(&clerk, &case_id).await.len(), bench.blobs().await), (1, 1));
    let content = clerk.get(&format!("/documents/{}/content", first["document_id"].as_str().expect("an id"))).await;
    assert_eq!(&content.bytes[..], TEXT);
    assert_eq!(content.headers["content-disposition"], "attachment; filename*=UTF-8''%E5%88%A4%E5%86%B3%E4%B9%A6.txt");
    assert_eq!(content.headers["x-content-type-options"], "nosniff");
}

async fn a_refused_file_leaves_nothing_behind(bench: Bench) {
    let (clerk, case_id) = filed(&bench).await;
    let large = vec![b'a'; FILE_BYTES_MAX as usize + 1];
    let cases: [(&str, &[u8], u16); 6] = [
        ("empty.pdf", b"", 422),
        ("archive.pdf", b"Rar!\x1a\x07\x00 not a document", 415),
        ("picture.pdf", b"GIF89a......................", 415),
        ("broken.docx", b"PK\x03\x04 no directory follows", 415),
        ("damaged.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 no sectors follow", 415),
        ("large.txt", &large, 413),
    ];
    for (name, content, status) in cases {
        let answer = clerk.upload(&case_id, &[(name, content)]).await;
        answer.error(status);
        assert!(documents(&clerk, &case_id).await.is_empty(), "{name} left a row");
        assert_eq!(bench.blobs().await, 0, "{name} left a content");
    }
    let jobs = clerk.get("/jobs").await.json(200);
    assert!(jobs["items"].as_array().expect("a list").is_empty(), "a refused file left a job");
}

async fn an_upload_that_breaks_off_leaves_nothing_behind(bench: Bench) {
    let (clerk, case_id) = filed(&bench).await;
    let content = vec![b'a'; 100_000];
    for bytes in [10, 90, 150, 50_000, 99_000] {
        let answer = clerk.upload_broken(&case_id, &[("a.txt", &content)], bytes).await;
        assert_eq!(answer.error(400), "upload_interrupted", "after {bytes} bytes");
        assert!(documents(&clerk, &case_id).await.is_empty());
        assert_eq!(bench.blobs().await, 0);
    }
    let half = clerk.upload_broken(&case_id, &[("a.txt", TEXT), ("b.txt", &content)], 60_000).await;
    half.error(400);
    assert_eq!((documents(&clerk, &case_id).await.len(), bench.blobs().await), (1, 1), "what arrived whole stays");
}

async fn one_bad_file_does_not_harm_the_others(bench: Bench) {
    let (clerk, case_id) = filed(&bench).await;
    let large = vec![b'a'; FILE_BYTES_MAX as usize + 1];
    let files: [(&str, &[u8]); 4] = [("a.txt", TEXT), ("b.gif", b"GIF89a"), ("c.txt", &large), ("d.txt", b"other")];
    let answer = clerk.upload(&case_id, &files).await.json(200);
    let codes = answer["files"].as_array().expect("a list").iter().map(|file| file["error"]["code"].clone());
    let expected = [Value::Null, "format_unsupported".into(), "file_too_large".into(), Value::Null];
    assert_eq!(codes.collect::<Vec<_>>(), expected);
    assert_eq!((documents(&clerk, &case_id).await.len(), bench.blobs().await), (2, 2));
}

async fn names_lose_their_tricks(bench: Bench) {
    let (clerk, case_id) = filed(&bench).await;
    let cases = [
        ("../../x.txt", Some("x.txt")),
        ("/etc/passwd", Some("passwd")),
        ("C:\\卷宗\\起诉状.txt", Some("起诉状.txt")),
        ("gpj.\u{202e}txt", Some("gpj.txt")),
        ("..", None),
        ("folder/", None),
    ];
    for (index, (sent, kept)) in cases.into_iter().enumerate() {
        let content = format!("第{index}份");
        let answer = clerk.upload(&case_id, &[(sent, content.as_bytes())]).await;
        match kept {
            Some(kept) => assert_eq!(answer.json(200)["files"][0]["name"], kept, "{sent:?}"),
            None => drop(answer.error(400)),
        }
    }
    assert_eq!(bench.blobs().await, 4, "a file without a name leaves nothing");
}

async fn a_repeat_under_a_key_gets_the_same_answer(bench: Bench) {
    let (clerk, case_id) = filed(&bench).await;
    let keyed = clerk.with("idempotency-key", "k1");
    let first = keyed.upload(&case_id, &[("a.txt", TEXT)]).await;
    let again = keyed.upload(&case_id, &[("a.txt", TEXT)]).await;
    assert_eq!(first.json(200), again.json(200), "created stays true");
    let other = keyed.upload(&case_id, &[("b.txt", b"something else")]).await;
    other.error(422);
    let someone = bench.person(Role::FilingClerk, COURT).await.with("idempotency-key", "k1");
    assert_eq!(someone.upload(&case_id, &[("a.txt", TEXT)]).await.json(200)["files"][0]["created"], false);
}

async fn a_request_that_is_no_upload_is_refused(bench: Bench) {
    let (clerk, case_id) = filed(&bench).await;
    let path = format!("/cases/{case_id}/documents");
    clerk.send_bytes(&path, TEXT).await.error(415);
    clerk.upload(&case_id, &[]).await.error(400);
    let many: Vec<(&str, &[u8])> = vec![("a.txt", TEXT); casefile::limits::UPLOAD_FILES_MAX + 1];
    assert_eq!(clerk.upload(&case_id, &many).await.error(413), "too_many_files");
}
