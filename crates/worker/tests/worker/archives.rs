//! Archives of whole case files.

use std::io::{Cursor, Write};

use bytes::Bytes;
use pipeline::isolation::Parser;
use store::import::{self, NewImport};
use store::{PageRequest, Scope, Store, document};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::bench::{case_row, file, now, samples, settings, start, until_idle};
use testbed::on_every_database;

on_every_database! {
    every_file_of_an_archive_becomes_a_document_or_is_refused_with_a_reason
    what_is_no_archive_is_refused_as_a_whole
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a name is allowed");
        zip.write_all(content).expect("memory takes what is written");
    }
    zip.finish().expect("memory takes what is written").into_inner()
}

async fn upload(store: &Store, case_id: &str, content: Vec<u8>) -> String {
    let bytes = content.len() as u64;
    let content = futures_util::stream::iter([Ok(Bytes::from(content))]);
    let blob = store.blobs().put(content, bytes).await.expect("the archive is stored");
    let (case_id, name) = (case_id.to_string(), "卷宗.zip".to_string());
    let new = NewImport { case_id, sha256: blob.sha256, name, bytes, created_by: "u".to_string() };
    import::add(store, &new, now()).await.expect("the import is written")
}

async fn every_file_of_an_archive_becomes_a_document_or_is_refused_with_a_reason(store: Store) {
    let sample = samples().remove(0);
    let mut files: Vec<(&str, &[u8])> =
        sample.files.iter().map(|(name, content)| (name.as_str(), &**content)).collect();
    files.extend([
        ("../../etc/passwd.txt", "某某人民法院传票".as_bytes()),
        ("空.txt", b""),
        ("程序.exe", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00".as_slice()),
    ]);
    let case_id = file(&store, "案").await;
    let worker = start(&store, Parser::InProcess, settings()).await;
    let content = zip(&files);
    for _ in 0..2 {
        let id = upload(&store, &case_id, content.clone()).await;
        until_idle(&store).await;
        let row = import::get(&store, &Scope::All, &id).await.expect("the import exists");
        let taken = sample.files.len() as i64 + 1;
        assert_eq!((row.state.as_str(), row.files, row.taken), ("done", Some(taken + 2), taken));
        let refused: serde_json::Value = serde_json::from_str(&row.refused).expect("JSON");
        let codes = refused.as_array().expect("a list").iter().map(|one| one["code"].as_str().expect("a code"));
        assert_eq!(codes.collect::<Vec<_>>(), ["file_empty", "format_unknown"]);
    }
    let documents = document::of_case(&store, &Scope::All, &case_id, &PageRequest::first(100)).await.expect("a list");
    assert_eq!(documents.items.len(), sample.files.len() + 1, "the second time changed nothing");
    assert!(documents.items.iter().any(|document| document.name == "passwd.txt"), "no directory is kept");
    assert_eq!(case_row(&store, &case_id).await.pending_documents, 0);
    worker.stop().await;
}

async fn what_is_no_archive_is_refused_as_a_whole(store: Store) {
    let case_id = file(&store, "案").await;
    let worker = start(&store, Parser::InProcess, settings()).await;
    let id = upload(&store, &case_id, b"PK\x03\x04 and nothing more".to_vec()).await;
    until_idle(&store).await;
    let row = import::get(&store, &Scope::All, &id).await.expect("the import exists");
    assert_eq!((row.state.as_str(), row.code.as_deref(), row.taken), ("refused", Some("file_damaged"), 0));
    worker.stop().await;
}
