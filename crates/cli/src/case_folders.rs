//! Owns the taking in of cases from folders and ZIP files: which folders are cases, and what becomes of each of their
//! files. Knows neither the terminal nor the watched folder.

use std::fs::File;
use std::path::{Path, PathBuf};

use catalog::Catalog;
use intake::{IntakeError, NewFile};
use pipeline::Archive;
use store::job::Priority;
use store::{CourtPlace, Store, court};

use crate::failure::Failure;
use crate::input;
use crate::service::store_failure;

/// A folder that is a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFolder {
    /// The name under which it is filed.
    pub label: String,
    /// Its files: those below `files/` if there is such a folder, otherwise all below it, in order.
    pub files: Vec<PathBuf>,
    /// The entered record, if there is one.
    pub entered: Option<PathBuf>,
}

/// The name of the entered record in a case folder.
pub const ENTERED: &str = "entered.json";

/// The cases in a folder: the folder itself if it holds `entered.json` or `files/`, or files and no folder that does;
/// otherwise those of its folders. Files that lie beside the folders of cases belong to none of them.
pub fn cases_in(folder: &Path) -> std::io::Result<Vec<CaseFolder>> {
    if is_marked(folder) {
        return case_of(folder).map(|case| vec![case]);
    }
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if is_hidden(&path) {
            continue;
        }
        match path.is_dir() {
            true => folders.push(path),
            false => files.push(path),
        }
    }
    if files.is_empty() || folders.iter().any(|folder| holds_marked(folder)) {
        folders.sort();
        let cases = folders.iter().map(|folder| cases_in(folder)).collect::<std::io::Result<Vec<_>>>()?;
        return Ok(cases.into_iter().flatten().collect());
    }
    case_of(folder).map(|case| vec![case])
}

/// Whether a folder says that it is a case.
fn is_marked(folder: &Path) -> bool {
    folder.join(ENTERED).is_file() || folder.join("files").is_dir()
}

/// Whether a folder, or one below it, says that it is a case.
fn holds_marked(folder: &Path) -> bool {
    let below = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut folders = below.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    is_marked(folder) || folders.any(|entry| holds_marked(&entry.path()))
}

/// One folder as a case.
pub fn case_of(folder: &Path) -> std::io::Result<CaseFolder> {
    let absolute = std::path::absolute(folder)?;
    let entered = folder.join(ENTERED);
    let inner = folder.join("files");
    let mut files = Vec::new();
    collect(if inner.is_dir() { &inner } else { folder }, &mut files)?;
    files.retain(|file| *file != entered);
    files.sort();
    Ok(CaseFolder { label: input::name_of(&absolute), files, entered: entered.is_file().then_some(entered) })
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        let kind = entry.file_type()?;
        // Links are not followed: they may lead out of the folder or in a circle.
        if is_hidden(&path) || kind.is_symlink() {
            continue;
        }
        match kind.is_dir() {
            true => collect(&path, files)?,
            false => files.push(path),
        }
    }
    Ok(())
}

/// Files of the system, and folders of the watched folder itself.
pub fn is_hidden(path: &Path) -> bool {
    input::name_of(path).starts_with(['.', '_'])
}

/// Into which court, by whom and with what.
pub struct Intake<'a> {
    /// Database and blobs.
    pub store: &'a Store,
    /// Law and courts as data.
    pub catalog: &'a Catalog,
    /// The court.
    pub place: CourtPlace,
    /// Who is written as the uploader.
    pub by: &'static str,
    /// How urgent the reading is.
    pub priority: Priority,
}

/// What became of the files of a case.
#[derive(Debug, Default)]
pub struct Taken {
    /// Documents that are new.
    pub added: usize,
    /// Documents that the case had already.
    pub known: usize,
    /// Files that were refused: their names, the stable code and the message in Chinese.
    pub refused: Vec<(String, &'static str, String)>,
}

impl Taken {
    /// Counts of both.
    pub fn add(&mut self, other: Taken) {
        self.added += other.added;
        self.known += other.known;
        self.refused.extend(other.refused);
    }
}

/// The court that a person names by its id, its name or the code that its case numbers carry.
pub async fn court_place(store: &Store, catalog: &Catalog, name: &str) -> Result<CourtPlace, Failure> {
    let found = intake::court_named(catalog.courts(), name).ok_or_else(|| {
        let hint = "give the official name, or the code of its case numbers such as 鲁0102";
        Failure::new("court_unknown", format!("no court is called {name}"), hint)
    })?;
    Ok(court::get(store, &found.id).await.map_err(|error| store_failure(&error))?.place)
}

impl Intake<'_> {
    /// Files a case under a label, or finds it.
    pub async fn file_case(&self, label: &str) -> Result<String, Failure> {
        let filed = intake::file_case(self.store, &self.place, label, self.by).await;
        Ok(filed.map_err(|error| store_failure(&error))?.id)
    }

    /// Takes a file in; a ZIP gives all of its files.
    pub async fn take(&self, case_id: &str, path: &Path) -> Result<Taken, Failure> {
        let name = input::name_of(path);
        let content = match input::read(path) {
            Ok(content) => content,
            Err(error) => return self.take_large(case_id, path, &name, error).await,
        };
        if is_archive(&content) {
            let archive = Archive::open(std::io::Cursor::new(content));
            return match archive {
                Ok(archive) => self.take_archive(case_id, &name, archive).await,
                Err(error) => Ok(refused(name, error.code(), error.message_zh())),
            };
        }
        self.take_content(case_id, &name, content).await
    }

    /// What is too large for a document may be an archive.
    async fn take_large(
        &self,
        case_id: &str,
        path: &Path,
        name: &str,
        error: input::FileError,
    ) -> Result<Taken, Failure> {
        let is_zip = path.extension().is_some_and(|suffix| suffix.eq_ignore_ascii_case("zip"));
        let archive = if is_zip { File::open(path).ok().and_then(|file| Archive::open(file).ok()) } else { None };
        match archive {
            Some(archive) => self.take_archive(case_id, name, archive).await,
            None => Ok(refused(name.to_string(), error.code(), error.message_zh())),
        }
    }

    async fn take_archive<R: std::io::Read + std::io::Seek>(
        &self,
        case_id: &str,
        name: &str,
        mut archive: Archive<R>,
    ) -> Result<Taken, Failure> {
        let mut taken = Taken::default();
        while let Some(file) = archive.next_file() {
            match file.content {
                Ok(content) => taken.add(self.take_content(case_id, &file.path, content).await?),
                Err(error) => taken.refused.push((format!("{name}/{}", file.path), error.code(), error.message_zh())),
            }
        }
        Ok(taken)
    }

    async fn take_content(&self, case_id: &str, name: &str, content: Vec<u8>) -> Result<Taken, Failure> {
        let file = NewFile { case_id, name, uploaded_by: self.by, priority: self.priority };
        match intake::add_document(self.store, &file, content).await {
            Ok(filed) if filed.created => Ok(Taken { added: 1, ..Taken::default() }),
            Ok(_) => Ok(Taken { known: 1, ..Taken::default() }),
            Err(IntakeError::Store(error)) => Err(store_failure(&error)),
            Err(error) => Ok(refused(name.to_string(), error.code(), error.message_zh())),
        }
    }

    /// Takes an entered record in.
    pub async fn take_entry(&self, case_id: &str, path: &Path) -> Result<Taken, Failure> {
        let name = input::name_of(path);
        let content = match std::fs::read(path) {
            Ok(content) => content,
            Err(_) => return Ok(refused(name, "file_unreadable", "无法从磁盘读取该文件。".to_string())),
        };
        let entered = match entry::read_json(&content, &name, self.catalog) {
            Ok(entered) => entered,
            Err(error) => return Ok(refused(name, error.code(), format!("{error}；{}", error.hint()))),
        };
        let added = intake::add_entry(self.store, case_id, &entered.record, &name, self.by, self.catalog).await;
        added.map_err(|error| store_failure(&error))?;
        Ok(Taken::default())
    }
}

/// A zip container that is no DOCX, OFD or other document.
fn is_archive(content: &[u8]) -> bool {
    content.starts_with(b"PK\x03\x04") && pipeline::recognise(content).is_err()
}

fn refused(name: String, code: &'static str, message: String) -> Taken {
    Taken { refused: vec![(name, code, message)], ..Taken::default() }
}

#[cfg(test)]
mod tests {
    use super::cases_in;

    /// The labels of the cases in a folder with these files, each with the number of its documents.
    fn cases(files: &[&str]) -> Vec<(String, usize)> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for file in files {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().expect("below the folder")).expect("the folder is ours");
            std::fs::write(path, "某某人民法院").expect("the folder is ours");
        }
        let mut cases: Vec<(String, usize)> = cases_in(folder.path())
            .expect("the folder is readable")
            .into_iter()
            .map(|case| (case.label, case.files.len()))
            .collect();
        let own = folder.path().file_name().expect("a name").to_string_lossy().into_owned();
        cases.iter_mut().filter(|(label, _)| *label == own).for_each(|(label, _)| *label = "itself".to_string());
        cases
    }

    fn case(label: &str, files: usize) -> (String, usize) {
        (label.to_string(), files)
    }

    #[test]
    fn a_folder_of_files_is_a_case_with_everything_below_it() {
        assert_eq!(cases(&["a.pdf", "卷一/b.pdf", ".hidden"]), [case("itself", 2)]);
    }

    #[test]
    fn marked_folders_are_cases_and_what_lies_beside_them_is_not() {
        let tree = ["README.md", "2019/甲/entered.json", "2019/甲/files/a.pdf", "2019/乙/files/b.pdf", "2019/note.txt"];
        assert_eq!(cases(&tree), [case("乙", 1), case("甲", 1)]);
    }

    #[test]
    fn folders_of_files_in_a_folder_without_files_are_cases() {
        assert_eq!(cases(&["2019/甲/a.pdf", "2019/乙/b.pdf"]), [case("乙", 1), case("甲", 1)]);
    }
}
