//! Owns the courts that rows belong to, as the catalogue lists them.

use crate::scope::CourtPlace;
use crate::sql::{Columns, query};
use crate::{Result, Store, StoreError, setting};

/// A court.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourtRow {
    /// Id of the catalogue.
    pub id: String,
    /// Official name.
    pub name: String,
    /// `supreme`, `high`, `intermediate` or `basic`.
    pub level: String,
    /// Its place in the tree.
    pub place: CourtPlace,
}

const VERSION_KEY: &str = "courts_version";

/// Writes the courts of the catalogue, if those of another version are stored.
pub async fn sync(store: &Store, version: &str, courts: &[CourtRow]) -> Result<()> {
    if setting::get(store, VERSION_KEY).await?.as_deref() == Some(version) {
        return Ok(());
    }
    let mut tx = store.begin().await?;
    for court in courts {
        let text = "INSERT INTO courts (id, name, level, middle_id, high_id) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) \
                    DO UPDATE SET name = excluded.name, level = excluded.level, middle_id = excluded.middle_id, \
                    high_id = excluded.high_id";
        let insert = query(text).bind(&court.id).bind(&court.name).bind(&court.level);
        insert.bind(&court.place.middle_id).bind(&court.place.high_id).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    setting::set(store, VERSION_KEY, version).await
}

/// The court of an id.
pub async fn get(store: &Store, id: &str) -> Result<CourtRow> {
    let text = "SELECT id, name, level, middle_id, high_id FROM courts WHERE id = $1";
    let row = query(text).bind(id).fetch_optional(store.read()).await?.ok_or(StoreError::NotFound { what: "court" })?;
    let columns = Columns(&row);
    let id = columns.text("id")?;
    let place =
        CourtPlace { court_id: id.clone(), middle_id: columns.text("middle_id")?, high_id: columns.text("high_id")? };
    Ok(CourtRow { id, name: columns.text("name")?, level: columns.text("level")?, place })
}
