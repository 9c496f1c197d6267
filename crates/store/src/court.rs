//! Owns the courts that rows belong to, as the catalogue lists them.

use sqlx::any::AnyRow;

use crate::scope::{CourtPlace, Scope};
use crate::sql::{Columns, Sql, escape_like, query};
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
    Ok(court_row(&row)?)
}

/// Up to `rows` courts of a scope whose name holds some words, in the order of their ids.
pub async fn find(store: &Store, scope: &Scope, words: &str, rows: i64) -> Result<Vec<CourtRow>> {
    let mut sql = Sql::new("SELECT k.id, k.name, k.level, k.middle_id, k.high_id FROM courts k WHERE k.name LIKE ");
    sql.bind(format!("%{}%", escape_like(words))).push(" ESCAPE '!'");
    scope.restrict_court(&mut sql, "k");
    sql.push(" ORDER BY k.id LIMIT ").bind(rows);
    let rows = sql.query().fetch_all(store.read()).await?;
    Ok(rows.iter().map(court_row).collect::<std::result::Result<Vec<_>, _>>()?)
}

/// The court above all others.
pub async fn supreme(store: &Store) -> Result<CourtRow> {
    let text = "SELECT id, name, level, middle_id, high_id FROM courts WHERE level = 'supreme' ORDER BY id LIMIT 1";
    let row = query(text).fetch_optional(store.read()).await?.ok_or(StoreError::NotFound { what: "court" })?;
    Ok(court_row(&row)?)
}

fn court_row(row: &AnyRow) -> std::result::Result<CourtRow, sqlx::Error> {
    let columns = Columns(row);
    let id = columns.text("id")?;
    let place =
        CourtPlace { court_id: id.clone(), middle_id: columns.text("middle_id")?, high_id: columns.text("high_id")? };
    Ok(CourtRow { id, name: columns.text("name")?, level: columns.text("level")?, place })
}
