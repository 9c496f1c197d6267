//! Owns the sample cases that are part of the program: for the demonstration, and for a service to begin with.

use casefile::EnteredRecord;
use catalog::Catalog;
use entry::Entered;
use include_dir::{Dir, include_dir};
use intake::{IntakeError, NewFile};
use store::job::Priority;
use store::{Store, court};

use crate::failure::Failure;
use crate::service::store_failure;

static SAMPLES: Dir = include_dir!("$CARGO_MANIFEST_DIR/../../samples");

/// A sample case.
pub struct Sample(&'static Dir<'static>);

/// Every sample case, in order.
pub fn cases() -> Vec<Sample> {
    SAMPLES.dirs().filter(|dir| dir.get_file(dir.path().join("entered.json")).is_some()).map(Sample).collect()
}

impl Sample {
    /// Its name.
    pub fn name(&self) -> String {
        self.0.path().display().to_string()
    }

    /// What a clerk typed about it.
    pub fn entered(&self, catalog: &Catalog) -> Result<Entered, Failure> {
        let bytes = self.0.get_file(self.0.path().join("entered.json")).map(|file| file.contents()).unwrap_or_default();
        entry::read_json(bytes, "entered.json", catalog)
            .map_err(|error| Failure::new(error.code(), format!("{}: {error}", self.name()), error.hint()))
    }

    /// Its documents: names and contents, in order.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut files: Vec<_> = self.0.get_dir(self.0.path().join("files")).into_iter().flat_map(Dir::files).collect();
        files.sort_by_key(|file| file.path());
        let name = |path: &std::path::Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        files.into_iter().map(|file| (name(file.path()), file.contents().to_vec())).collect()
    }
}

/// Who is written as the uploader of samples.
const BY: &str = "samples";

/// Files every sample case with its documents and entry; what is there already stays as it is. Returns how many there are.
pub async fn file_all(store: &Store, catalog: &Catalog) -> Result<usize, Failure> {
    let samples = cases();
    for sample in &samples {
        file(store, catalog, sample).await?;
    }
    Ok(samples.len())
}

async fn file(store: &Store, catalog: &Catalog, sample: &Sample) -> Result<(), Failure> {
    let entered = sample.entered(catalog)?.record;
    let failed = |error: store::StoreError| store_failure(&error);
    let court = match named_court(&entered, catalog) {
        Some(id) => court::get(store, &id).await.map_err(failed)?,
        None => court::supreme(store).await.map_err(failed)?,
    };
    let label = entered.text("case_number").unwrap_or_else(|| sample.name());
    let filed = intake::file_case(store, &court.place, &label, BY).await.map_err(failed)?;
    if !filed.created {
        return Ok(());
    }
    for (name, content) in sample.files() {
        let file = NewFile { case_id: &filed.id, name: &name, uploaded_by: BY, priority: Priority::Fresh };
        match intake::add_document(store, &file, content).await {
            Err(IntakeError::Store(error)) => return Err(store_failure(&error)),
            Err(error) => {
                return Err(Failure::new(error.code(), error.message_zh(), "the samples are part of the program"));
            }
            Ok(_) => {}
        }
    }
    intake::add_entry(store, &filed.id, &entered, "entered.json", BY, catalog).await.map_err(failed)?;
    Ok(())
}

/// The court that was typed, if the catalogue lists it.
fn named_court(entered: &EnteredRecord, catalog: &Catalog) -> Option<String> {
    let name = entered.text("court")?;
    intake::court_named(catalog.courts(), &name).map(|court| court.id.to_string())
}
