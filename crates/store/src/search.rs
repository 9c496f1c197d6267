//! Owns how cases are found: by the words of their documents, by who takes part in them, and by the beginning of their
//! number or label. Cuts no words and knows no language: the callers bring words made of letters and digits.

use std::collections::HashMap;

use sqlx::any::AnyRow;
use sqlx::{Any, Transaction};

use crate::case::{self, CaseFilter, CaseRow};
use crate::scope::{CourtPlace, Scope};
use crate::sql::{Columns, Sql, query};
use crate::{Dialect, Page, PageRequest, Result, Store};

/// The words of a document, as they are indexed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentWords {
    /// The document.
    pub document_id: String,
    /// Each of its words once.
    pub words: Vec<String>,
}

/// Somebody who takes part in a case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Party {
    /// The name.
    pub name: String,
    /// The role, such as 原告; empty if not known.
    pub role: String,
}

/// A document in whose text all words stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextHit {
    /// Its case.
    pub case: CaseRow,
    /// The document.
    pub document_id: String,
    /// Its file name.
    pub document_name: String,
    /// SHA-256 of its content.
    pub sha256: String,
}

/// A case in which somebody of a name takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyHit {
    /// The case.
    pub case: CaseRow,
    /// Those whose names match.
    pub parties: Vec<Party>,
}

/// The documents of a case whose words are not indexed yet; documents do not change, so that it is done once.
pub async fn without_words(store: &Store, case_id: &str) -> Result<Vec<String>> {
    let text = "SELECT d.id FROM documents d LEFT JOIN document_words w ON w.document_id = d.id \
                WHERE d.case_id = $1 AND w.document_id IS NULL ORDER BY d.id";
    let rows = query(text).bind(case_id).fetch_all(store.read()).await?;
    rows.iter().map(|row| Ok(Columns(row).text("id")?)).collect()
}

/// Writes the words of documents that have none yet, after the words of their scope.
pub(crate) async fn index(
    tx: &mut Transaction<'_, Any>,
    case_id: &str,
    place: &CourtPlace,
    documents: &[DocumentWords],
) -> Result<()> {
    for document in documents {
        let mut words = scope_words(place).join(" ");
        for word in &document.words {
            words.push(' ');
            words.push_str(word);
        }
        let text = "INSERT INTO document_words (document_id, case_id, court_id, middle_id, high_id, words) \
                    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (document_id) DO NOTHING";
        let insert = query(text).bind(&document.document_id).bind(case_id).bind(&place.court_id);
        insert.bind(&place.middle_id).bind(&place.high_id).bind(words).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Writes who takes part in a case, in place of what was written before.
pub(crate) async fn set_parties(
    tx: &mut Transaction<'_, Any>,
    case_id: &str,
    place: &CourtPlace,
    parties: &[Party],
) -> Result<()> {
    query("DELETE FROM case_parties WHERE case_id = $1").bind(case_id).execute(&mut **tx).await?;
    for party in parties {
        let text = "INSERT INTO case_parties (case_id, name, role, court_id, middle_id, high_id) \
                    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (case_id, name, role) DO NOTHING";
        let insert = query(text).bind(case_id).bind(&party.name).bind(&party.role).bind(&place.court_id);
        insert.bind(&place.middle_id).bind(&place.high_id).execute(&mut **tx).await?;
    }
    Ok(())
}

/// The words that carry the place of a court.
fn scope_words(place: &CourtPlace) -> [String; 3] {
    [("court", &place.court_id), ("middle", &place.middle_id), ("high", &place.high_id)].map(|(column, id)| {
        let id: String = id.chars().filter(char::is_ascii_alphanumeric).collect();
        format!("{column}_{}", id.to_ascii_lowercase())
    })
}

/// The word that every document of a scope has.
fn scope_word(scope: &Scope) -> Option<String> {
    let place = |court: &str, middle: &str, high: &str| CourtPlace {
        court_id: court.to_string(),
        middle_id: middle.to_string(),
        high_id: high.to_string(),
    };
    match scope {
        Scope::All => None,
        Scope::Court(id) => Some(scope_words(&place(id, "", ""))[0].clone()),
        Scope::Middle(id) => Some(scope_words(&place("", id, ""))[1].clone()),
        Scope::High(id) => Some(scope_words(&place("", "", id))[2].clone()),
    }
}

/// A question to the texts.
struct TextQuestion<'q> {
    scope: &'q Scope,
    words: Vec<String>,
    filter: &'q CaseFilter,
    page: &'q PageRequest,
}

/// The documents of a scope in whose text all words stand, the latest first. Without words nothing is found. The cursor is
/// the id of a document.
pub async fn by_text(
    store: &Store,
    scope: &Scope,
    words: &[String],
    filter: &CaseFilter,
    page: &PageRequest,
) -> Result<Page<TextHit>> {
    // What is no letter, digit or Han means something else to the index.
    let words = words.iter().flat_map(|word| word.split(|c: char| !c.is_alphanumeric()));
    let words: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_string).collect();
    if words.is_empty() {
        return Ok(Page { items: Vec::new(), next: None });
    }
    let question = TextQuestion { scope, words, filter, page };
    let rows = match store.dialect() {
        Dialect::Sqlite => question.of_sqlite().query().fetch_all(store.read()).await?,
        Dialect::Postgres => {
            let newest = question.of_newest().query().fetch_all(store.read()).await?;
            match newest.len() as i64 == page.rows_to_fetch() {
                true => newest,
                false => question.of_index().query().fetch_all(store.read()).await?,
            }
        }
    };
    let hits = rows.iter().map(text_hit).collect::<std::result::Result<Vec<_>, _>>()?;
    Ok(Page::of(hits, page, |hit| hit.document_id.clone()))
}

/// What is told of the document of a hit.
const HIT_COLUMNS: &str = "d.id AS document_id, d.name AS document_name, d.sha256, ";

/// How many of the newest documents PostgreSQL looks through before it asks its index, which knows no order: words that
/// fill a page from among these are so common that the index would bring too many.
const NEWEST: i64 = 300;

impl TextQuestion<'_> {
    /// What is told of a hit, from documents `d` and cases `c`.
    fn select(&self) -> Sql {
        let mut sql = Sql::new("SELECT ");
        sql.push(HIT_COLUMNS).push(case::COLUMNS);
        sql
    }

    /// The words with those of the scope.
    fn scoped_words(&self) -> Vec<String> {
        let court = self.filter.court_id.clone().map(Scope::Court);
        let scopes = [Some(self.scope), court.as_ref()].into_iter().flatten().filter_map(scope_word);
        scopes.chain(self.words.iter().cloned()).collect()
    }

    /// The order of the joins is the order of the loops: from the index, which is in order, outwards.
    fn of_sqlite(&self) -> Sql {
        let mut sql = self.select();
        sql.push(" FROM document_index x CROSS JOIN document_numbers n CROSS JOIN documents d CROSS JOIN cases c");
        sql.push(" WHERE n.number = x.rowid AND d.id = n.document_id AND c.id = d.case_id");
        sql.push(" AND x.document_index MATCH ").bind(quoted(&self.scoped_words()));
        self.scope.restrict_few(&mut sql, "c");
        self.filter.narrow(&mut sql);
        if let Some(after) = &self.page.after {
            sql.push(" AND x.rowid < (SELECT number FROM document_numbers WHERE document_id = ");
            sql.bind(after.as_str()).push(")");
        }
        sql.push(" ORDER BY x.rowid DESC LIMIT ").bind(self.page.rows_to_fetch());
        sql
    }

    /// Among the newest documents of the scope.
    fn of_newest(&self) -> Sql {
        let mut sql = self.select();
        sql.push(" FROM (SELECT w.document_id, w.words FROM document_words w WHERE 1 = 1");
        self.scope.restrict(&mut sql, "w");
        if let Some(court) = self.filter.court_id.clone() {
            Scope::Court(court).restrict(&mut sql, "w");
        }
        self.after(&mut sql);
        sql.push(" ORDER BY w.document_id DESC LIMIT ").bind(NEWEST);
        sql.push(") w JOIN documents d ON d.id = w.document_id JOIN cases c ON c.id = d.case_id");
        sql.push(" WHERE words_of(w.words) @> string_to_array(").bind(self.words.join(" ")).push(", ' ')");
        self.filter.narrow(&mut sql);
        sql.push(" ORDER BY w.document_id DESC LIMIT ").bind(self.page.rows_to_fetch());
        sql
    }

    /// By the index alone, whatever the planner thinks of the words.
    fn of_index(&self) -> Sql {
        let mut sql = Sql::new("WITH w AS MATERIALIZED (SELECT w.document_id FROM document_words w");
        sql.push(" WHERE words_of(w.words) @> string_to_array(").bind(self.scoped_words().join(" ")).push(", ' ')");
        self.after(&mut sql);
        sql.push(") SELECT ").push(HIT_COLUMNS).push(case::COLUMNS);
        sql.push(" FROM w JOIN documents d ON d.id = w.document_id JOIN cases c ON c.id = d.case_id WHERE 1 = 1");
        self.scope.restrict_few(&mut sql, "c");
        self.filter.narrow(&mut sql);
        sql.push(" ORDER BY w.document_id DESC LIMIT ").bind(self.page.rows_to_fetch());
        sql
    }

    fn after(&self, sql: &mut Sql) {
        if let Some(after) = &self.page.after {
            sql.push(" AND w.document_id < ").bind(after.as_str());
        }
    }
}

/// The words as a question to the index of SQLite; quoted, none of them is an operator.
fn quoted(words: &[String]) -> String {
    let quoted = words.iter().map(|word| format!("\"{word}\""));
    quoted.collect::<Vec<_>>().join(" ")
}

fn text_hit(row: &AnyRow) -> std::result::Result<TextHit, sqlx::Error> {
    let columns = Columns(row);
    Ok(TextHit {
        case: case::case_row(row)?,
        document_id: columns.text("document_id")?,
        document_name: columns.text("document_name")?,
        sha256: columns.text("sha256")?,
    })
}

/// The cases of a scope whose label or case number begins so, the latest first.
pub async fn by_name(
    store: &Store,
    scope: &Scope,
    beginning: &str,
    filter: &CaseFilter,
    page: &PageRequest,
) -> Result<Page<CaseRow>> {
    let mut sql = Sql::new("SELECT ");
    sql.push(case::COLUMNS).push(" FROM cases c WHERE c.id IN (SELECT l.id FROM cases l WHERE ");
    begins(&mut sql, "l.label", beginning);
    sql.push(" UNION SELECT n.id FROM cases n WHERE ");
    begins(&mut sql, "n.case_number", beginning);
    sql.push(")");
    scope.restrict_few(&mut sql, "c");
    filter.narrow(&mut sql);
    if let Some(after) = &page.after {
        sql.push(" AND c.id < ").bind(after.as_str());
    }
    sql.push(" ORDER BY c.id DESC LIMIT ").bind(page.rows_to_fetch());
    let rows = sql.query().fetch_all(store.read()).await?;
    let cases = rows.iter().map(case::case_row).collect::<std::result::Result<Vec<_>, _>>()?;
    Ok(Page::of(cases, page, |case| case.id.clone()))
}

/// The cases of a scope in which somebody takes part whose name begins so, the latest first.
pub async fn by_party(
    store: &Store,
    scope: &Scope,
    name: &str,
    filter: &CaseFilter,
    page: &PageRequest,
) -> Result<Page<PartyHit>> {
    let mut sql = Sql::new("SELECT ");
    sql.push(case::COLUMNS).push(" FROM cases c WHERE c.id IN (SELECT p.case_id FROM case_parties p WHERE ");
    begins(&mut sql, "p.name", name);
    scope.restrict_few(&mut sql, "p");
    sql.push(")");
    filter.narrow(&mut sql);
    if let Some(after) = &page.after {
        sql.push(" AND c.id < ").bind(after.as_str());
    }
    sql.push(" ORDER BY c.id DESC LIMIT ").bind(page.rows_to_fetch());
    let rows = sql.query().fetch_all(store.read()).await?;
    let cases = rows.iter().map(case::case_row).collect::<std::result::Result<Vec<_>, _>>()?;
    let found = Page::of(cases, page, |case| case.id.clone());
    let mut parties = parties_of(store, &found.items, name).await?;
    let hit = |case: CaseRow| PartyHit { parties: parties.remove(&case.id).unwrap_or_default(), case };
    Ok(Page { items: found.items.into_iter().map(hit).collect(), next: found.next })
}

/// Those of cases whose name begins so.
async fn parties_of(store: &Store, cases: &[CaseRow], name: &str) -> Result<HashMap<String, Vec<Party>>> {
    let mut found: HashMap<String, Vec<Party>> = HashMap::new();
    if cases.is_empty() {
        return Ok(found);
    }
    let mut sql = Sql::new("SELECT p.case_id, p.name, p.role FROM case_parties p WHERE ");
    begins(&mut sql, "p.name", name);
    sql.push(" AND p.case_id IN (");
    for (index, case) in cases.iter().enumerate() {
        sql.push(if index == 0 { "" } else { ", " }).bind(case.id.as_str());
    }
    sql.push(") ORDER BY p.case_id, p.name, p.role");
    for row in &sql.query().fetch_all(store.read()).await? {
        let columns = Columns(row);
        let party = Party { name: columns.text("name")?, role: columns.text("role")? };
        found.entry(columns.text("case_id")?).or_default().push(party);
    }
    Ok(found)
}

/// Adds that a column which is compared by its bytes begins so: a range of its index.
pub(crate) fn begins(sql: &mut Sql, column: &str, beginning: &str) {
    sql.push(column).push(" >= ").bind(beginning).push(" AND ").push(column).push(" < ");
    sql.bind(format!("{beginning}{}", char::MAX));
}
