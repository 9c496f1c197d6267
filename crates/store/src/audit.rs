//! Owns the audit log 审计日志: rows that are only ever added, each hashed together with the hash before it, so that a
//! changed, removed or inserted row is found. Details hold ids and counts, no names and no words of documents.

use sha2::{Digest, Sha256};
use sqlx::any::AnyRow;
use sqlx::{Any, Transaction};

use crate::blob::hex;
use crate::sql::{Columns, Sql, query};
use crate::{Millis, Result, Scope, Store};

/// What somebody did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action<'a> {
    /// The id of the user; empty for the program itself.
    pub user_id: &'a str,
    /// The court of the user.
    pub court_id: &'a str,
    /// What was done, such as `sign_in` or `case.review`.
    pub action: &'a str,
    /// To what: an id.
    pub subject: &'a str,
    /// More ids and counts, as JSON.
    pub detail: &'a str,
}

/// A row of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// Place in the log, counted from 1.
    pub seq: i64,
    /// When.
    pub at: Millis,
    /// Who.
    pub user_id: String,
    /// The court of the user.
    pub court_id: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub subject: String,
    /// More about it.
    pub detail: String,
    /// The hash of the row before.
    pub previous: String,
    /// The hash of this row.
    pub hash: String,
}

/// Adds a row.
pub async fn append(store: &Store, action: &Action<'_>, now: Millis) -> Result<()> {
    let mut tx = store.begin().await?;
    append_in(&mut tx, action, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Adds a row with the transaction that does what it tells.
pub(crate) async fn append_in(tx: &mut Transaction<'_, Any>, action: &Action<'_>, now: Millis) -> Result<()> {
    // The update locks the head, so that rows are chained one after the other.
    let head =
        query("UPDATE audit_head SET seq = seq + 1 WHERE id = 1 RETURNING seq, hash").fetch_one(&mut **tx).await?;
    let columns = Columns(&head);
    let row = AuditRow {
        seq: columns.int("seq")?,
        at: now,
        user_id: action.user_id.to_string(),
        court_id: action.court_id.to_string(),
        action: action.action.to_string(),
        subject: action.subject.to_string(),
        detail: action.detail.to_string(),
        previous: columns.text("hash")?,
        hash: String::new(),
    };
    let hash = hash_of(&row);
    let text = "INSERT INTO audit (seq, at_ms, user_id, court_id, action, subject, detail, previous, hash) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let insert = query(text).bind(row.seq).bind(row.at.0).bind(&row.user_id).bind(&row.court_id).bind(&row.action);
    let insert = insert.bind(&row.subject).bind(&row.detail).bind(&row.previous).bind(&hash);
    insert.execute(&mut **tx).await?;
    query("UPDATE audit_head SET hash = $1 WHERE id = 1").bind(&hash).execute(&mut **tx).await?;
    Ok(())
}

/// Up to `rows` rows after a place of the log, in order.
pub async fn after(store: &Store, seq: i64, rows: i64) -> Result<Vec<AuditRow>> {
    let text = "SELECT seq, at_ms, user_id, court_id, action, subject, detail, previous, hash FROM audit WHERE seq > $1 \
                ORDER BY seq LIMIT $2";
    let rows = query(text).bind(seq).bind(rows).fetch_all(store.read()).await?;
    Ok(rows.iter().map(audit_row).collect::<std::result::Result<Vec<_>, _>>()?)
}

/// Up to `rows` rows after a place of the log that tell of the courts of a scope, in order. What the program did by
/// itself is seen by those who see everything.
pub async fn visible(store: &Store, scope: &Scope, seq: i64, rows: i64) -> Result<Vec<AuditRow>> {
    if *scope == Scope::All {
        return after(store, seq, rows).await;
    }
    let mut sql =
        Sql::new("SELECT a.seq, a.at_ms, a.user_id, a.court_id, a.action, a.subject, a.detail, a.previous, a.hash ");
    sql.push("FROM audit a JOIN courts k ON k.id = a.court_id WHERE a.seq > ").bind(seq);
    scope.restrict_court(&mut sql, "k");
    sql.push(" ORDER BY a.seq LIMIT ").bind(rows);
    let rows = sql.query().fetch_all(store.read()).await?;
    Ok(rows.iter().map(audit_row).collect::<std::result::Result<Vec<_>, _>>()?)
}

/// What became of a verification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verified {
    /// Every row is as it was written.
    Whole {
        /// Number of rows.
        rows: i64,
    },
    /// The first place at which the log is not as it was written.
    Broken {
        /// Place in the log.
        seq: i64,
    },
}

/// Reads the whole log and checks every hash, and that its end is the one that was written last.
pub async fn verify(store: &Store) -> Result<Verified> {
    let (mut seq, mut hash) = (0, String::new());
    loop {
        let rows = after(store, seq, 1_000).await?;
        for row in &rows {
            if row.seq != seq + 1 || row.previous != hash || row.hash != hash_of(row) {
                return Ok(Verified::Broken { seq: seq + 1 });
            }
            (seq, hash) = (row.seq, row.hash.clone());
        }
        if rows.is_empty() {
            break;
        }
    }
    let head = query("SELECT seq, hash FROM audit_head WHERE id = 1").fetch_one(store.read()).await?;
    let columns = Columns(&head);
    // Rows that were added meanwhile are behind the end that was read.
    let (head_seq, head_hash) = (columns.int("seq")?, columns.text("hash")?);
    match head_seq > seq || (head_seq == seq && head_hash != hash) {
        true if after(store, seq, 1).await?.is_empty() => Ok(Verified::Broken { seq: seq + 1 }),
        _ => Ok(Verified::Whole { rows: seq }),
    }
}

/// The hash of a row: its fields with their lengths, so that nothing can move from one field to the next.
fn hash_of(row: &AuditRow) -> String {
    let mut hash = Sha256::new();
    for field in [&row.previous, &row.user_id, &row.court_id, &row.action, &row.subject, &row.detail] {
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field.as_bytes());
    }
    hash.update(row.seq.to_be_bytes());
    hash.update(row.at.0.to_be_bytes());
    hex(&hash.finalize())
}

fn audit_row(row: &AnyRow) -> std::result::Result<AuditRow, sqlx::Error> {
    let columns = Columns(row);
    Ok(AuditRow {
        seq: columns.int("seq")?,
        at: Millis(columns.int("at_ms")?),
        user_id: columns.text("user_id")?,
        court_id: columns.text("court_id")?,
        action: columns.text("action")?,
        subject: columns.text("subject")?,
        detail: columns.text("detail")?,
        previous: columns.text("previous")?,
        hash: columns.text("hash")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BlobPlace, Blobs, Connect};

    /// Each statement does what nobody may do to a log of five rows; the place is where verification must find it.
    const TAMPERING: &[(&str, i64)] = &[
        ("UPDATE audit SET detail = '{\"n\":9}' WHERE seq = 3", 3),
        ("UPDATE audit SET at_ms = at_ms + 1 WHERE seq = 1", 1),
        ("UPDATE audit SET user_id = 'ua', court_id = '' WHERE seq = 2", 2),
        ("DELETE FROM audit WHERE seq = 2", 2),
        ("DELETE FROM audit WHERE seq = 5", 5),
        ("UPDATE audit_head SET hash = 'x'", 6),
    ];

    async fn log_of_five_rows(folder: &std::path::Path) -> Store {
        let blobs = Blobs::open(&BlobPlace::Folder(folder.join("blobs"))).expect("a folder for blobs");
        let database_url = format!("sqlite:{}", folder.join("casecheck.db").display());
        let store = Store::open(&Connect { database_url, connections_max: 2 }, blobs).await.expect("the store opens");
        for n in 0..5 {
            let detail = format!("{{\"n\":{n}}}");
            let action = Action { user_id: "u", court_id: "a", action: "test", subject: "s", detail: &detail };
            append(&store, &action, Millis(n)).await.expect("the row is written");
        }
        store
    }

    #[test]
    fn every_kind_of_tampering_is_found_at_its_place() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        for (statement, place) in TAMPERING {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let verified = runtime.block_on(async {
                let store = log_of_five_rows(folder.path()).await;
                assert_eq!(verify(&store).await.expect("verified"), Verified::Whole { rows: 5 });
                query(statement).execute(store.write()).await.expect("the statement works");
                verify(&store).await.expect("verified")
            });
            assert_eq!(verified, Verified::Broken { seq: *place }, "{statement}");
        }
    }
}
