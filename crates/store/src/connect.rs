//! Owns the connections: SQLite with one writer and several readers, or PostgreSQL with a pool; and the migrations.

use std::borrow::Cow;
use std::str::FromStr;
use std::sync::Once;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{Any, AnyPool, Transaction};

use crate::{Blobs, Result, StoreError};

/// The kind of database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// One file, one writer.
    Sqlite,
    /// A server.
    Postgres,
}

/// How to reach the database.
#[derive(Clone, Debug)]
pub struct Connect {
    /// `sqlite:PATH` or `postgres://…`.
    pub database_url: String,
    /// Most connections of this process to PostgreSQL, and most readers of SQLite.
    pub connections_max: u32,
}

/// The database and the blobs.
#[derive(Clone, Debug)]
pub struct Store {
    read: AnyPool,
    write: AnyPool,
    dialect: Dialect,
    blobs: Blobs,
}

/// A step of the schema: what both databases run, and what each of them runs after that in its own way. A migration that
/// was released is never edited.
pub(crate) struct Step {
    version: i64,
    name: &'static str,
    /// The text for both. A backup carries the tables that are created here.
    pub(crate) text: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

impl Step {
    const fn of_both(version: i64, name: &'static str, text: &'static str) -> Step {
        Step { version, name, text, sqlite: "", postgres: "" }
    }

    fn text_for(&self, dialect: Dialect) -> Cow<'static, str> {
        let own = match dialect {
            Dialect::Sqlite => self.sqlite,
            Dialect::Postgres => self.postgres,
        };
        match own {
            "" => Cow::Borrowed(self.text),
            own => Cow::Owned(format!("{}\n{own}", self.text)),
        }
    }
}

/// The files of `migrations/` in order.
pub(crate) const STEPS: &[Step] = &[
    Step::of_both(1, "foundation", include_str!("../migrations/0001_foundation.sql")),
    Step::of_both(2, "people", include_str!("../migrations/0002_people.sql")),
    Step::of_both(3, "imports", include_str!("../migrations/0003_imports.sql")),
    Step::of_both(4, "desk", include_str!("../migrations/0004_desk.sql")),
    Step {
        version: 5,
        name: "search",
        text: include_str!("../migrations/0005_search.sql"),
        sqlite: include_str!("../migrations/0005_search_sqlite.sql"),
        postgres: include_str!("../migrations/0005_search_postgres.sql"),
    },
];

/// How long a statement waits for the one writer of SQLite, and a task for a connection.
const WAIT: Duration = Duration::from_secs(20);

/// What every connection to SQLite is told. `synchronous = FULL`: what was acknowledged survives a power cut.
const PRAGMAS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
    PRAGMA busy_timeout = 20000; PRAGMA cache_size = -32000; PRAGMA temp_store = MEMORY;";

impl Store {
    /// Connects, creates the database file if there is none, and brings the schema up to date.
    pub async fn open(connect: &Connect, blobs: Blobs) -> Result<Store> {
        static DRIVERS: Once = Once::new();
        DRIVERS.call_once(sqlx::any::install_default_drivers);
        crate::blob::install_crypto();
        let store = match dialect_of(&connect.database_url)? {
            Dialect::Sqlite => open_sqlite(connect, blobs).await?,
            Dialect::Postgres => open_postgres(connect, blobs).await?,
        };
        store.migrate().await?;
        Ok(store)
    }

    /// Where blobs lie.
    pub fn blobs(&self) -> &Blobs {
        &self.blobs
    }

    /// The kind of database.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        sqlx::query("SELECT 1").execute(&self.read).await?;
        Ok(())
    }

    /// Ends all connections after the statements under way.
    pub async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }

    pub(crate) fn read(&self) -> &AnyPool {
        &self.read
    }

    pub(crate) fn write(&self) -> &AnyPool {
        &self.write
    }

    /// Begins a transaction that writes. SQLite takes the writer's place at once: a transaction that reads first and
    /// then writes would fail if another one wrote between.
    pub(crate) async fn begin(&self) -> Result<Transaction<'static, Any>> {
        Ok(match self.dialect {
            Dialect::Sqlite => self.write.begin_with("BEGIN IMMEDIATE").await?,
            Dialect::Postgres => self.write.begin().await?,
        })
    }

    async fn migrate(&self) -> Result<()> {
        let migrations = STEPS.iter().map(|step| {
            let (name, text) = (Cow::Borrowed(step.name), step.text_for(self.dialect));
            Migration::new(step.version, name, MigrationType::Simple, text, false)
        });
        let migrator = Migrator { migrations: migrations.collect(), ..Migrator::DEFAULT };
        migrator.run(&self.write).await.map_err(|error| match error {
            sqlx::migrate::MigrateError::Execute(error) => StoreError::from(error),
            other => StoreError::Configuration { key: "database", message: other.to_string() },
        })
    }
}

fn dialect_of(url: &str) -> Result<Dialect> {
    match url.split_once(':').map(|(scheme, _)| scheme) {
        Some("sqlite") => Ok(Dialect::Sqlite),
        Some("postgres" | "postgresql") => Ok(Dialect::Postgres),
        _ => Err(StoreError::Configuration {
            key: "database",
            message: "expected sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE".to_string(),
        }),
    }
}

fn options(url: &str) -> Result<AnyConnectOptions> {
    // The message of the driver may repeat the address with its password.
    AnyConnectOptions::from_str(url).map_err(|_| StoreError::Configuration {
        key: "database",
        message: "the address cannot be understood".to_string(),
    })
}

async fn open_sqlite(connect: &Connect, blobs: Blobs) -> Result<Store> {
    let path = connect.database_url.trim_start_matches("sqlite:").trim_start_matches("//");
    let url = format!("sqlite://{path}?mode=rwc");
    let pool = |connections: u32| {
        AnyPoolOptions::new().max_connections(connections).acquire_timeout(WAIT).after_connect(|connection, _| {
            Box::pin(async move { sqlx::Executor::execute(connection, PRAGMAS).await.map(|_| ()) })
        })
    };
    let write = pool(1).idle_timeout(None).max_lifetime(None).connect_with(options(&url)?).await?;
    let read = pool(connect.connections_max.max(1)).connect_with(options(&url)?).await?;
    Ok(Store { read, write, dialect: Dialect::Sqlite, blobs })
}

async fn open_postgres(connect: &Connect, blobs: Blobs) -> Result<Store> {
    let pool = AnyPoolOptions::new().max_connections(connect.connections_max.max(2)).acquire_timeout(WAIT);
    let pool = pool.connect_with(options(&connect.database_url)?).await?;
    Ok(Store { read: pool.clone(), write: pool, dialect: Dialect::Postgres, blobs })
}
