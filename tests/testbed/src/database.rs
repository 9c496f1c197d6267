//! Owns the databases that a behaviour suite runs on: a fresh one of each kind per test. Knows no schema.

use std::path::Path;

use crate::Postgres;

/// Declares each of the tests once per database. The module `bench` of the suite gives `run(database_url, folder, test)`.
// The module is that of the suite, not of this crate.
#[allow(clippy::crate_in_macro_def)]
#[macro_export]
macro_rules! on_every_database {
    ($($name:ident)*) => {
        mod sqlite {
            $(#[test] fn $name() { testbed::on_sqlite(|url, folder| crate::bench::run(url, folder, super::$name)) })*
        }
        mod postgres {
            $(#[test] fn $name() { testbed::on_postgres(|url, folder| crate::bench::run(url, folder, super::$name)) })*
        }
    };
}

/// Gives a test the address of a fresh SQLite database, and an empty folder.
pub fn on_sqlite(test: impl FnOnce(&str, &Path)) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    test(&format!("sqlite:{}", folder.path().join("casecheck.db").display()), folder.path());
}

/// Gives a test the address of a fresh database of the shared PostgreSQL, and an empty folder.
pub fn on_postgres(test: impl FnOnce(&str, &Path)) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    test(&Postgres::shared().create_database(), folder.path());
}
