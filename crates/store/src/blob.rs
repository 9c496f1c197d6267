//! Owns contents: files as they were uploaded, named by their SHA-256, and what was made of them, named by the caller.
//! They lie in a folder or in an S3-compatible store. Knows no row.

use std::path::PathBuf;
use std::sync::{Arc, Once};

use bytes::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt};
use object_store::aws::AmazonS3Builder;
use object_store::buffered::BufWriter;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;

use crate::{Result, StoreError, new_id};

/// Contents up to this size are written in one piece; a larger one goes to a place of its own until its hash is known.
const IN_MEMORY_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Where blobs lie.
#[derive(Clone, Debug)]
pub enum BlobPlace {
    /// A folder of this machine.
    Folder(PathBuf),
    /// A bucket of an S3-compatible store.
    S3(S3Place),
}

/// A bucket and how to enter it.
#[derive(Clone)]
pub struct S3Place {
    /// `http://` or `https://` address of the store.
    pub endpoint: String,
    /// The bucket.
    pub bucket: String,
    /// Region; most stores other than Amazon's take any.
    pub region: String,
    /// Key id.
    pub access_key_id: String,
    /// Key.
    pub secret_access_key: String,
    /// Beginning of every name in the bucket; may be empty.
    pub prefix: String,
}

impl std::fmt::Debug for S3Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("S3Place")
            .field("endpoint", &self.endpoint)
            .field("bucket", &self.bucket)
            .finish_non_exhaustive()
    }
}

/// The store of contents.
#[derive(Clone, Debug)]
pub struct Blobs {
    objects: Arc<dyn ObjectStore>,
}

/// A content that was stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredBlob {
    /// Its SHA-256 in lower-case hex.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
}

/// TLS needs a crypto library that the process agrees on.
pub(crate) fn install_crypto() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Another part of the process may have chosen already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}

impl Blobs {
    /// Opens the place; a folder is created.
    pub fn open(place: &BlobPlace) -> Result<Blobs> {
        install_crypto();
        let wrong =
            |error: &dyn std::fmt::Display| StoreError::Configuration { key: "blobs", message: error.to_string() };
        let objects: Arc<dyn ObjectStore> = match place {
            BlobPlace::Folder(folder) => {
                std::fs::create_dir_all(folder).map_err(|error| wrong(&error))?;
                let local = LocalFileSystem::new_with_prefix(folder).map_err(|error| wrong(&error))?;
                Arc::new(local.with_fsync(true))
            }
            BlobPlace::S3(s3) => {
                let builder = AmazonS3Builder::new()
                    .with_endpoint(&s3.endpoint)
                    .with_bucket_name(&s3.bucket)
                    .with_region(&s3.region)
                    .with_access_key_id(&s3.access_key_id)
                    .with_secret_access_key(&s3.secret_access_key)
                    .with_allow_http(s3.endpoint.starts_with("http://"));
                let bucket = builder.build().map_err(|error| wrong(&error))?;
                Arc::new(PrefixStore::new(bucket, s3.prefix.as_str()))
            }
        };
        Ok(Blobs { objects })
    }

    /// Stores a content as it arrives; at most `bytes_max` bytes. Storing what is there already changes nothing. When the
    /// stream ends with an error, nothing is left behind.
    pub async fn put<S>(&self, content: S, bytes_max: u64) -> Result<StoredBlob>
    where
        S: Stream<Item = std::io::Result<Bytes>> + Unpin,
    {
        let mut arriving = Arriving { content, hash: Sha256::new(), bytes: 0, bytes_max };
        let mut head: Vec<u8> = Vec::new();
        while let Some(piece) = arriving.next().await? {
            head.extend_from_slice(&piece);
            if head.len() > IN_MEMORY_BYTES_MAX {
                return self.put_large(head, arriving).await;
            }
        }
        let stored = arriving.stored();
        let path = path_of(&stored.sha256);
        if !self.exists(&path).await? {
            self.objects.put(&path, PutPayload::from(head)).await.map_err(failed)?;
        }
        Ok(stored)
    }

    async fn put_large<S>(&self, head: Vec<u8>, mut arriving: Arriving<S>) -> Result<StoredBlob>
    where
        S: Stream<Item = std::io::Result<Bytes>> + Unpin,
    {
        let incoming = Path::from(format!("incoming/{}", new_id()));
        let mut writer = BufWriter::new(self.objects.clone(), incoming.clone());
        let received = async {
            writer.write_all(&head).await.map_err(refused)?;
            drop(head);
            while let Some(piece) = arriving.next().await? {
                writer.write_all(&piece).await.map_err(refused)?;
            }
            writer.shutdown().await.map_err(refused)
        };
        if let Err(error) = received.await {
            // What is left of it was never named anywhere; if even this fails, a file without a name stays.
            let _ = writer.abort().await;
            let _ = self.objects.delete(&incoming).await;
            return Err(error);
        }
        let stored = arriving.stored();
        let path = path_of(&stored.sha256);
        match self.exists(&path).await? {
            true => self.objects.delete(&incoming).await.map_err(failed)?,
            false => self.objects.rename(&incoming, &path).await.map_err(failed)?,
        }
        Ok(stored)
    }

    /// The content of a hash.
    pub async fn get(&self, sha256: &str) -> Result<Bytes> {
        self.read(&path_of(sha256)).await
    }

    /// The content of a hash, piece by piece.
    pub async fn stream(&self, sha256: &str) -> Result<impl Stream<Item = std::io::Result<Bytes>> + Send + use<>> {
        let found = self.objects.get(&path_of(sha256)).await.map_err(failed)?;
        Ok(found.into_stream().map_err(std::io::Error::other))
    }

    /// Removes a content to which no row refers; one that is gone already is as good.
    pub async fn remove(&self, sha256: &str) -> Result<()> {
        match self.objects.delete(&path_of(sha256)).await.map_err(failed) {
            Err(StoreError::NotFound { .. }) => Ok(()),
            other => other,
        }
    }

    /// Stores what was made of a content under a name of its own, in place of what stood there.
    pub async fn put_derived(&self, name: &str, content: Vec<u8>) -> Result<()> {
        self.objects.put(&derived(name), PutPayload::from(content)).await.map_err(failed)?;
        Ok(())
    }

    /// What was made of a content, if it was made.
    pub async fn get_derived(&self, name: &str) -> Result<Option<Bytes>> {
        match self.read(&derived(name)).await {
            Err(StoreError::NotFound { .. }) => Ok(None),
            other => other.map(Some),
        }
    }

    /// A content that another program laid below `intake/` of the place, by its name there; none if it is larger than
    /// `bytes_max`.
    pub async fn get_intake(&self, name: &str, bytes_max: u64) -> Result<Option<Bytes>> {
        let missing = StoreError::NotFound { what: "content" };
        let path = Path::parse(format!("intake/{name}")).map_err(|_| missing)?;
        let found = self.objects.get(&path).await.map_err(failed)?;
        if found.meta.size > bytes_max {
            return Ok(None);
        }
        found.bytes().await.map(Some).map_err(failed)
    }

    /// The names of all uploaded contents with their sizes, for backups.
    pub fn list(&self) -> impl Stream<Item = Result<(String, u64)>> + Send + use<> {
        let found = self.objects.list(Some(&Path::from("blobs")));
        found.map_ok(|object| (object.location.filename().unwrap_or_default().to_string(), object.size)).map_err(failed)
    }

    /// Whether the place answers.
    pub async fn ping(&self) -> Result<()> {
        self.exists(&Path::from("blobs/ping")).await.map(|_| ())
    }

    async fn read(&self, path: &Path) -> Result<Bytes> {
        self.objects.get(path).await.map_err(failed)?.bytes().await.map_err(failed)
    }

    async fn exists(&self, path: &Path) -> Result<bool> {
        match self.objects.head(path).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(failed(error)),
        }
    }
}

/// A content on its way in, hashed and counted.
struct Arriving<S> {
    content: S,
    hash: Sha256,
    bytes: u64,
    bytes_max: u64,
}

impl<S: Stream<Item = std::io::Result<Bytes>> + Unpin> Arriving<S> {
    async fn next(&mut self) -> Result<Option<Bytes>> {
        let Some(piece) = self.content.next().await.transpose().map_err(StoreError::Interrupted)? else {
            return Ok(None);
        };
        self.bytes += piece.len() as u64;
        if self.bytes > self.bytes_max {
            return Err(StoreError::TooLarge { limit: self.bytes_max });
        }
        self.hash.update(&piece);
        Ok(Some(piece))
    }

    fn stored(self) -> StoredBlob {
        StoredBlob { sha256: hex(&self.hash.finalize()), bytes: self.bytes }
    }
}

/// Two levels of folders keep each of them small.
fn path_of(sha256: &str) -> Path {
    let sha256: String = sha256.chars().filter(char::is_ascii_hexdigit).collect();
    let folder = sha256.get(..2).unwrap_or_default();
    Path::from(format!("blobs/{folder}/{sha256}"))
}

fn derived(name: &str) -> Path {
    let folder = name.get(..2).unwrap_or_default();
    Path::from(format!("derived/{folder}/{name}"))
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn failed(error: object_store::Error) -> StoreError {
    if matches!(error, object_store::Error::NotFound { .. }) {
        return StoreError::NotFound { what: "content" };
    }
    match is_full(&error) {
        true => StoreError::NoSpace,
        false => StoreError::Unavailable { place: "blob storage", source: Box::new(error) },
    }
}

fn refused(error: std::io::Error) -> StoreError {
    match is_full(&error) {
        true => StoreError::NoSpace,
        false => StoreError::Unavailable { place: "blob storage", source: Box::new(error) },
    }
}

/// Whether somewhere below an error the file system said that it is full.
fn is_full(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(io) = error.downcast_ref::<std::io::Error>() {
            use std::io::ErrorKind::{QuotaExceeded, StorageFull};
            if matches!(io.kind(), StorageFull | QuotaExceeded) {
                return true;
            }
        }
        next = error.source();
    }
    false
}
