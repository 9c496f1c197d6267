//! `casecheck watch`: a folder into which other programs and people lay files.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use clap::Args;
use store::job::Priority;
use tokio::sync::watch;

use crate::case_folders::{ENTERED, Intake, Taken, court_place, is_hidden};
use crate::configuration::{self, ServiceOptions};
use crate::failure::Failure;
use crate::input;
use crate::outcome::Outcome;
use crate::service;

/// Take in what appears in a folder, as it appears.
///
/// DIR/CASE/FILE becomes a document of CASE, `entered.json` its entered record, and a ZIP gives all of its files. A file is
/// taken when it has not changed for two seconds. It is then moved to DIR/_已收取, or to DIR/_未收取 beside a note that says
/// why; nothing is deleted. Files that lie in DIR itself belong to no case and stay.
#[derive(Args)]
#[command(after_help = "Example:\n  casecheck watch /srv/inbox --court 鲁0102 --config /etc/casecheck.toml")]
pub struct Watch {
    /// The folder.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Name, id or code (鲁0102) of the court that the cases belong to.
    #[arg(long)]
    court: String,
    /// Take in what is there, then end.
    #[arg(long)]
    once: bool,
    #[command(flatten)]
    service: ServiceOptions,
}

/// Pause between two looks at the folder.
const LOOK: Duration = Duration::from_secs(1);

/// How long a file must have been left alone. Programs that copy slowly write every second.
const REST: Duration = Duration::from_secs(2);

const TAKEN: &str = "_已收取";
const REFUSED: &str = "_未收取";

/// Runs the command.
pub fn run(command: &Watch) -> Result<Outcome, Failure> {
    let configuration = configuration::load(&command.service)?;
    service::log(&configuration)?;
    if !command.folder.is_dir() {
        let message = format!("{} is not a folder", command.folder.display());
        return Err(Failure::new("watch_folder", message, "create it, and let this user write to it"));
    }
    service::runtime()?.block_on(async {
        let stop = service::stop_on_signal();
        let opened = service::open(&configuration).await?;
        let place = court_place(&opened.store, opened.catalog, &command.court).await?;
        let (store, catalog) = (&opened.store, opened.catalog);
        let intake = Intake { store, catalog, place, by: "watch", priority: Priority::Fresh };
        tracing::info!("watching the folder");
        look(&intake, &command.folder, command.once, stop).await
    })
}

/// Size and time of change, by which a file that is still being written is known.
type Look = (u64, Option<SystemTime>);

async fn look(
    intake: &Intake<'_>,
    folder: &Path,
    once: bool,
    mut stop: watch::Receiver<bool>,
) -> Result<Outcome, Failure> {
    let mut seen: HashMap<PathBuf, (Look, std::time::Instant)> = HashMap::new();
    let mut refused = false;
    loop {
        let found = files_in(folder);
        seen.retain(|path, _| found.iter().any(|(there, _)| there == path));
        let mut waiting = false;
        for (path, look) in found {
            let since = seen.entry(path.clone()).or_insert((look, std::time::Instant::now()));
            if since.0 != look {
                *since = (look, std::time::Instant::now());
            }
            if since.1.elapsed() < REST {
                waiting = true;
                continue;
            }
            if *stop.borrow() {
                return Ok(Outcome { flagged: false, unreadable: refused });
            }
            match take(intake, folder, &path).await {
                Ok(taken) => {
                    refused |= !taken.refused.is_empty();
                    tracing::info!(
                        added = taken.added,
                        known = taken.known,
                        refused = taken.refused.len(),
                        "took a file"
                    );
                }
                // It lies where it lay, and is taken when the store answers again.
                Err(failure) => tracing::warn!(code = failure.code, "a file could not be taken yet"),
            }
        }
        if once && !waiting {
            return Ok(Outcome { flagged: false, unreadable: refused });
        }
        tokio::select! {
            _ = stop.changed() => return Ok(Outcome { flagged: false, unreadable: refused }),
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// The files in the folders of a folder, entered records last, so that the check of a case sees all of them.
fn files_in(folder: &Path) -> Vec<(PathBuf, Look)> {
    let cases = entries(folder).into_iter().filter(|path| path.is_dir() && !is_hidden(path));
    let mut open: Vec<PathBuf> = cases.collect();
    let mut files = Vec::new();
    while let Some(folder) = open.pop() {
        for path in entries(&folder).into_iter().filter(|path| !is_hidden(path)) {
            let Ok(about) = fs::symlink_metadata(&path) else { continue };
            if about.is_dir() {
                open.push(path);
            } else if about.is_file() {
                files.push((path, (about.len(), about.modified().ok())));
            }
        }
    }
    files.sort_by_key(|(path, _)| (input::name_of(path) == ENTERED, path.clone()));
    files
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

async fn take(intake: &Intake<'_>, folder: &Path, path: &Path) -> Result<Taken, Failure> {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let label = below.components().next().map(|part| part.as_os_str().to_string_lossy().into_owned());
    let case_id = intake.file_case(&label.unwrap_or_default()).await?;
    let taken = match input::name_of(path) == ENTERED {
        true => intake.take_entry(&case_id, path).await?,
        false => intake.take(&case_id, path).await?,
    };
    let goes_to = if taken.refused.is_empty() { TAKEN } else { REFUSED };
    move_to(path, &folder.join(goes_to).join(below), &taken).map_err(|error| {
        let message = format!("cannot move {}: {error}", path.display());
        Failure::new("watch_folder", message, "let this user write to the folder")
    })?;
    Ok(taken)
}

fn move_to(path: &Path, wanted: &Path, taken: &Taken) -> std::io::Result<()> {
    if let Some(parent) = wanted.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut free = wanted.to_path_buf();
    let name = input::name_of(wanted);
    for number in 2.. {
        if !free.exists() {
            break;
        }
        free = wanted.with_file_name(format!("{number}-{name}"));
    }
    fs::rename(path, &free)?;
    if taken.refused.is_empty() {
        return Ok(());
    }
    let lines = taken.refused.iter().map(|(name, code, message)| format!("{name}：{message}（{code}）\n"));
    let note = free.with_file_name(format!("{}.原因.txt", input::name_of(&free)));
    fs::write(note, lines.collect::<String>())
}
