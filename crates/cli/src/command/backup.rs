//! `casecheck backup` and `casecheck restore`: all rows and contents into a folder and back.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use casefile::limits;
use clap::Args;
use futures_util::TryStreamExt;
use serde_json::{Value as Json, json};
use store::{Store, StoreError};

use crate::configuration::{self, ServiceOptions};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::service::{self, store_failure};

/// Copy database and contents into a folder, while the service runs.
///
/// The rows are those of one instant. Contents that the folder holds already are not copied again, so that a second backup
/// into the same folder is quick. A backup can be restored into either kind of database.
#[derive(Args)]
#[command(after_help = "\
Examples:
  casecheck backup /backup/casecheck
  casecheck backup /backup/casecheck --config /etc/casecheck.toml")]
pub struct Backup {
    /// Folder for the backup; it is created.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[command(flatten)]
    service: ServiceOptions,
}

/// Bring a backup back into an empty database.
#[derive(Args)]
#[command(after_help = "\
Examples:
  casecheck restore /backup/casecheck --data /srv/casecheck
  casecheck restore /backup/casecheck --database postgres://casecheck@db/casecheck")]
pub struct Restore {
    /// Folder of the backup.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[command(flatten)]
    service: ServiceOptions,
}

/// The form of a backup folder: `rows.jsonl`, `blobs/`, and `manifest.json`, which is written last.
const FORMAT: u64 = 1;

/// Runs the command.
pub fn run(command: &Backup) -> Result<Outcome, Failure> {
    let configuration = configuration::load(&command.service)?;
    service::runtime()?.block_on(async {
        let opened = service::open(&configuration).await?;
        backup(&opened.store, &command.folder).await
    })?;
    Ok(Outcome::default())
}

/// Runs the other command.
pub fn run_restore(command: &Restore) -> Result<Outcome, Failure> {
    let configuration = configuration::load(&command.service)?;
    service::runtime()?.block_on(async {
        let opened = service::open(&configuration).await?;
        restore(&opened.store, &command.folder).await
    })?;
    Ok(Outcome::default())
}

async fn backup(store: &Store, folder: &Path) -> Result<(), Failure> {
    let manifest = folder.join("manifest.json");
    std::fs::create_dir_all(folder.join("blobs")).map_err(|error| unwritable(folder, &error))?;
    // Without a manifest the folder is no backup: it comes back when everything is there.
    match std::fs::remove_file(&manifest) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(unwritable(&manifest, &error)),
        _ => {}
    }
    let rows_path = folder.join("rows.jsonl");
    let mut out = BufWriter::new(File::create(&rows_path).map_err(|error| unwritable(&rows_path, &error))?);
    let rows = store::backup::rows(store, |table, row| writeln!(out, "{table}\t{row}")).await;
    let rows = rows.map_err(|error| store_failure(&error))?;
    out.into_inner()
        .map_err(io::IntoInnerError::into_error)
        .and_then(|file| file.sync_all())
        .map_err(|error| unwritable(&rows_path, &error))?;
    // Contents come after the rows, so that every content that a row names is there: contents are never taken away.
    let mut blobs = store.blobs().list();
    let (mut count, mut bytes) = (0_u64, 0_u64);
    while let Some((sha256, size)) = blobs.try_next().await.map_err(|error| store_failure(&error))? {
        copy_out(store, &folder.join("blobs").join(&sha256), &sha256, size).await?;
        count += 1;
        bytes += size;
    }
    let said = json!({"format": FORMAT, "program": service::VERSION, "rows": rows, "contents": count, "bytes": bytes});
    std::fs::write(&manifest, said.to_string()).map_err(|error| unwritable(&manifest, &error))?;
    eprintln!("backup in {}: {rows} rows, {count} contents, {bytes} bytes", folder.display());
    Ok(())
}

async fn copy_out(store: &Store, path: &Path, sha256: &str, size: u64) -> Result<(), Failure> {
    if std::fs::metadata(path).is_ok_and(|there| there.len() == size) {
        return Ok(());
    }
    let unfinished = path.with_extension("part");
    let mut out = File::create(&unfinished).map_err(|error| unwritable(&unfinished, &error))?;
    let mut content = store.blobs().stream(sha256).await.map_err(|error| store_failure(&error))?;
    while let Some(piece) = content.try_next().await.map_err(|error| unwritable(path, &error))? {
        out.write_all(&piece).map_err(|error| unwritable(&unfinished, &error))?;
    }
    out.sync_all().and_then(|()| std::fs::rename(&unfinished, path)).map_err(|error| unwritable(path, &error))
}

async fn restore(store: &Store, folder: &Path) -> Result<(), Failure> {
    let hint = "the folder must be one that `casecheck backup` finished";
    let wrong = |what: String| Failure::new("backup_invalid", what, hint);
    let manifest = std::fs::read(folder.join("manifest.json"));
    let manifest = manifest.map_err(|error| wrong(format!("{} is no backup: {error}", folder.display())))?;
    let manifest: Json = serde_json::from_slice(&manifest).map_err(|error| wrong(format!("manifest.json: {error}")))?;
    if manifest["format"].as_u64() != Some(FORMAT) {
        return Err(wrong("the backup was made by a version of the program that writes another form".to_string()));
    }
    // Contents come first: rows never name what is not there.
    let blobs = std::fs::read_dir(folder.join("blobs")).map_err(|error| wrong(format!("blobs: {error}")))?;
    let mut contents = 0_u64;
    for entry in blobs {
        let path = entry.map_err(|error| wrong(format!("blobs: {error}")))?.path();
        if path.extension().is_some() {
            continue;
        }
        copy_in(store, &path).await?;
        contents += 1;
    }
    let rows_path = folder.join("rows.jsonl");
    let mut file = File::open(&rows_path).map_err(|error| wrong(format!("rows.jsonl: {error}")))?;
    let promised = (manifest["rows"].as_u64(), manifest["contents"].as_u64());
    let rows = BufReader::new(&file).lines().count() as u64;
    if promised.0 != Some(rows) || promised.1.is_none_or(|there| contents < there) {
        return Err(wrong(format!("the manifest promises other numbers than {rows} rows and {contents} contents")));
    }
    file.rewind().map_err(|error| wrong(format!("rows.jsonl: {error}")))?;
    let mut lines = BufReader::new(file).lines();
    let next = move || -> io::Result<Option<(String, String)>> {
        let Some(line) = lines.next().transpose()? else { return Ok(None) };
        let parts = line.split_once('\t').map(|(table, row)| (table.to_string(), row.to_string()));
        parts.map(Some).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "a line without a table"))
    };
    let restored = store::backup::restore(store, next).await;
    let rows = restored.map_err(|error| match error {
        StoreError::Conflict { .. } => {
            let hint = "restore into a fresh folder (--data) or a fresh database (--database)";
            Failure::new("database_in_use", "the database holds cases already; nothing was changed", hint)
        }
        other => store_failure(&other),
    })?;
    eprintln!("restored {rows} rows and {contents} contents");
    Ok(())
}

async fn copy_in(store: &Store, path: &Path) -> Result<(), Failure> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let content =
        std::fs::read(path).map_err(|error| Failure::new("backup_invalid", format!("{name}: {error}"), ""))?;
    let content = futures_util::stream::iter([Ok(bytes::Bytes::from(content))]);
    let stored = store.blobs().put(content, limits::ARCHIVE_BYTES_MAX).await.map_err(|error| store_failure(&error))?;
    match stored.sha256 == name {
        true => Ok(()),
        false => Err(Failure::new("backup_damaged", format!("{name}: the content has changed"), "take another backup")),
    }
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    let message = format!("cannot write {}: {error}", path.display());
    Failure::new("output_unwritable", message, "check the folder, its permissions and the free space")
}
