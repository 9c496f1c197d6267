//! Blobs in a folder: named by content, written whole or not at all.

use std::io;
use std::path::Path;

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use store::{BlobPlace, Blobs, StoreError};

fn run<F: Future<Output = ()>>(test: impl FnOnce(Blobs, std::path::PathBuf) -> F) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let blobs = Blobs::open(&BlobPlace::Folder(folder.path().to_path_buf())).expect("a folder for blobs");
    runtime.block_on(test(blobs, folder.path().to_path_buf()));
}

fn pieces(count: usize, size: usize) -> impl futures_util::Stream<Item = io::Result<Bytes>> + Unpin {
    stream::iter((0..count).map(move |n| Ok(Bytes::from(vec![n as u8; size]))))
}

fn files(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.map(|path| if path.is_dir() { files(&path) } else { 1 }).sum()
}

#[test]
fn the_same_content_is_stored_once_and_comes_back() {
    run(|blobs, folder| async move {
        for (count, size) in [(3, 10), (20, 1024 * 1024)] {
            let first = blobs.put(pieces(count, size), u64::MAX).await.expect("stored");
            let again = blobs.put(pieces(count, size), u64::MAX).await.expect("stored again");
            assert_eq!(first, again);
            assert_eq!(first.bytes as usize, count * size);
            assert_eq!(blobs.get(&first.sha256).await.expect("it is there").len(), count * size);
            let mut streamed = blobs.stream(&first.sha256).await.expect("it is there");
            let mut bytes = 0;
            while let Some(piece) = streamed.next().await {
                bytes += piece.expect("a piece").len();
            }
            assert_eq!(bytes, count * size);
        }
        assert_eq!(files(&folder), 2);
        assert_eq!(blobs.list().count().await, 2);
    });
}

#[test]
fn an_upload_that_is_too_large_or_cut_off_leaves_nothing() {
    run(|blobs, folder| async move {
        for (count, limit) in [(3, 2_000_000), (20, 15_000_000)] {
            let refused = blobs.put(pieces(count, 1024 * 1024), limit).await;
            assert!(matches!(refused, Err(StoreError::TooLarge { .. })), "{refused:?}");
            let cut = pieces(count, 1024 * 1024).chain(stream::iter([Err(io::Error::other("connection lost"))]));
            let refused = blobs.put(cut, u64::MAX).await;
            assert!(matches!(refused, Err(StoreError::Interrupted(_))), "{refused:?}");
        }
        assert_eq!(files(&folder), 0);
    });
}

#[test]
fn derived_contents_are_replaced_and_may_be_missing() {
    run(|blobs, _| async move {
        assert_eq!(blobs.get_derived("ab-text").await.expect("an answer"), None);
        blobs.put_derived("ab-text", b"one".to_vec()).await.expect("stored");
        blobs.put_derived("ab-text", b"two".to_vec()).await.expect("stored");
        assert_eq!(blobs.get_derived("ab-text").await.expect("an answer").as_deref(), Some(&b"two"[..]));
        assert!(matches!(blobs.get("ffff").await, Err(StoreError::NotFound { .. })));
    });
}
