//! Owns which rows a court sees: its own and those of the courts below it.

use crate::sql::Sql;

/// The place of a court in the court tree, as rows carry it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourtPlace {
    /// The court.
    pub court_id: String,
    /// The intermediate court that it is or belongs to; empty if none.
    pub middle_id: String,
    /// The high court that it is or belongs to; empty for the supreme court.
    pub high_id: String,
}

/// Which courts' rows are visible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Every court: the supreme court and the program itself.
    All,
    /// A high court and every court of its province.
    High(String),
    /// An intermediate court and its basic courts.
    Middle(String),
    /// One court.
    Court(String),
}

impl Scope {
    /// Whether rows of a court are visible.
    pub fn shows(&self, place: &CourtPlace) -> bool {
        match self {
            Scope::All => true,
            Scope::High(id) => place.high_id == *id,
            Scope::Middle(id) => place.middle_id == *id,
            Scope::Court(id) => place.court_id == *id,
        }
    }

    /// The column that carries the scope, and its value.
    fn column(&self) -> Option<(&'static str, &str)> {
        match self {
            Scope::All => None,
            Scope::High(id) => Some(("high_id", id)),
            Scope::Middle(id) => Some(("middle_id", id)),
            Scope::Court(id) => Some(("court_id", id)),
        }
    }

    /// Adds ` AND <column> = $n` for a table under an alias.
    pub(crate) fn restrict(&self, sql: &mut Sql, alias: &str) {
        if let Some((column, id)) = self.column() {
            sql.push(" AND ").push(alias).push(".").push(column).push(" = ").bind(id);
        }
    }
    /// The same for a question about few rows that another condition names: the index of the scope would lead through
    /// every row of a province, so it is kept from being used.
    pub(crate) fn restrict_few(&self, sql: &mut Sql, alias: &str) {
        if let Some((column, id)) = self.column() {
            sql.push(" AND (").push(alias).push(".").push(column).push(" || '') = ").bind(id);
        }
    }

    /// The same for the table of courts itself.
    pub(crate) fn restrict_court(&self, sql: &mut Sql, alias: &str) {
        match self {
            Scope::Court(id) => drop(sql.push(" AND ").push(alias).push(".id = ").bind(id.as_str())),
            Scope::All | Scope::High(_) | Scope::Middle(_) => self.restrict(sql, alias),
        }
    }
}
