//! Owns the way of all rows out of one database and into another, whichever kind each of them is: rows as lines of JSON,
//! table by table, out of one snapshot. Writes no files; blobs go their own way.

use futures_util::TryStreamExt;
use serde_json::{Map, Value as Json};
use sqlx::any::AnyRow;
use sqlx::{Any, Column, Row, Transaction};

use crate::connect::STEPS;
use crate::sql::{Columns, Sql, query};
use crate::{Dialect, Result, Store, StoreError};

/// Every table, in an order in which rows refer to tables before their own. What a database makes of them by itself, as the
/// index of texts, is made anew where they are restored.
pub fn tables() -> Vec<&'static str> {
    let texts = STEPS.iter().map(|step| step.text);
    let lines = texts.flat_map(str::lines);
    lines.filter_map(|line| line.strip_prefix("CREATE TABLE ")?.split_whitespace().next()).collect()
}

/// Hands every row of every table to `take`, as one database state: what is written meanwhile is not among them. Returns
/// the number of rows.
pub async fn rows(store: &Store, mut take: impl FnMut(&str, String) -> std::io::Result<()>) -> Result<u64> {
    let mut tx = match store.dialect() {
        Dialect::Sqlite => store.read().begin().await?,
        Dialect::Postgres => store.read().begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?,
    };
    let mut count = 0;
    for table in tables() {
        let text = format!("SELECT * FROM {table}");
        let mut found = query(&text).fetch(&mut *tx);
        while let Some(row) = found.try_next().await? {
            take(table, Json::Object(row_json(&row)?).to_string()).map_err(StoreError::Interrupted)?;
            count += 1;
        }
    }
    tx.commit().await?;
    Ok(count)
}

/// Writes rows into a database that holds none yet, all of them or none. `next` gives table and row until the end.
/// Returns the number of rows.
pub async fn restore(
    store: &Store,
    mut next: impl FnMut() -> std::io::Result<Option<(String, String)>>,
) -> Result<u64> {
    let known = tables();
    let mut tx = store.begin().await?;
    clear_start(&mut tx).await?;
    let mut count = 0;
    while let Some((table, line)) = next().map_err(StoreError::Interrupted)? {
        let table = known.iter().find(|known| **known == table).ok_or_else(|| malformed("unknown table"))?;
        let row: Map<String, Json> = serde_json::from_str(&line).map_err(|_| malformed("a row is not JSON"))?;
        insert(&mut tx, table, &row).await?;
        count += 1;
    }
    tx.commit().await?;
    // Until its planner knows what came in, PostgreSQL would lead the first questions through whole tables.
    if store.dialect() == Dialect::Postgres {
        query("ANALYZE").execute(store.write()).await?;
    }
    Ok(count)
}

/// Takes away what a fresh schema and a first start put in; refuses where there is more.
async fn clear_start(tx: &mut Transaction<'_, Any>) -> Result<()> {
    for table in ["cases", "jobs", "events", "imports"] {
        let text = format!("SELECT COUNT(*) AS rows_there FROM {table}");
        let row = query(&text).fetch_one(&mut **tx).await?;
        if Columns(&row).int("rows_there")? > 0 {
            return Err(StoreError::Conflict { what: "database that is not empty" });
        }
    }
    for table in tables().into_iter().rev() {
        query(&format!("DELETE FROM {table}")).execute(&mut **tx).await?;
    }
    Ok(())
}

async fn insert(tx: &mut Transaction<'_, Any>, table: &str, row: &Map<String, Json>) -> Result<()> {
    let is_name =
        |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit());
    if row.is_empty() || !row.keys().all(|name| is_name(name)) {
        return Err(malformed("a column has no name"));
    }
    let names: Vec<&str> = row.keys().map(String::as_str).collect();
    let mut sql = Sql::new("INSERT INTO ");
    sql.push(table).push(" (").push(&names.join(", ")).push(") VALUES (");
    for (index, value) in row.values().enumerate() {
        sql.push(if index == 0 { "" } else { ", " });
        match value {
            Json::Null => sql.push("NULL"),
            Json::String(text) => sql.bind(text.as_str()),
            Json::Number(number) => sql.bind(number.as_i64().ok_or_else(|| malformed("a number is not whole"))?),
            _ => return Err(malformed("a value is neither text nor number")),
        };
    }
    sql.push(")").query().execute(&mut **tx).await?;
    Ok(())
}

fn row_json(row: &AnyRow) -> std::result::Result<Map<String, Json>, sqlx::Error> {
    let mut out = Map::new();
    for column in row.columns() {
        let name = column.name();
        // Every column is text or a whole number.
        let value = match row.try_get::<Option<String>, _>(name) {
            Ok(text) => text.map_or(Json::Null, Json::String),
            Err(_) => row.try_get::<Option<i64>, _>(name)?.map_or(Json::Null, Json::from),
        };
        out.insert(name.to_string(), value);
    }
    Ok(out)
}

fn malformed(what: &'static str) -> StoreError {
    StoreError::Interrupted(std::io::Error::new(std::io::ErrorKind::InvalidData, what))
}
