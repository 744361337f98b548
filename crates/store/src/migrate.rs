//! Migrations: numbered SQL files, forward only, written once with placeholders for the handful of
//! types that the two databases name differently, and run under a lock.

use crate::driver::{postgres::Session, sqlite::failed};
use crate::value::{Columns, Value};
use rusqlite::Connection;
use std::time::Duration;
use vestibule_kernel::{Error, Result};

/// Which database speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// The embedded one.
    Sqlite,
    /// The server.
    Postgres,
}

/// How far the schema of a database is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    /// There is none of ours.
    Missing,
    /// It is of an earlier program; opening the database brings it up to date.
    Older,
    /// It is this program's.
    Current,
}

struct Migration {
    version: i64,
    name: &'static str,
    script: &'static str,
    /// What SQLite alone needs after it.
    sqlite: &'static str,
    /// What PostgreSQL alone needs after it.
    postgres: &'static str,
}

/// Every migration, oldest first. Never edit one that was released; add the next.
const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        name: "first_door",
        script: include_str!("../migrations/0001_first_door.sql"),
        sqlite: concat!(
            include_str!("../migrations/0001_configuration.sqlite.sql"),
            include_str!("../migrations/0001_statistics.sqlite.sql"),
        ),
        postgres: include_str!("../migrations/0001_configuration.postgres.sql"),
    },
    Migration {
        version: 2,
        name: "usage",
        script: include_str!("../migrations/0002_usage.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration {
        version: 3,
        name: "prices",
        script: include_str!("../migrations/0003_prices.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration {
        version: 4,
        name: "readings",
        script: include_str!("../migrations/0004_readings.sql"),
        sqlite: "",
        postgres: "",
    },
];

/// Placeholder, SQLite, PostgreSQL.
const TYPES: &[(&str, &str, &str)] = &[
    ("{id}", "BLOB", "UUID"),
    ("{bytes}", "BLOB", "BYTEA"),
    ("{int}", "INTEGER", "BIGINT"),
    ("{bool}", "INTEGER", "BOOLEAN"),
    ("{text}", "TEXT", "TEXT COLLATE \"C\""),
    ("{table}", "STRICT, WITHOUT ROWID", ""),
    ("{files}", "STRICT", ""),
];

/// The advisory lock that one migrating process holds on PostgreSQL.
const LOCK: i64 = 0x7665_7374;
const LOCK_TRIES: u32 = 600;

impl Dialect {
    fn render(self, migration: &Migration) -> String {
        let script =
            TYPES.iter().fold(migration.script.to_owned(), |text, (placeholder, sqlite, postgres)| {
                let own = match self {
                    Self::Sqlite => sqlite,
                    Self::Postgres => postgres,
                };
                text.replace(placeholder, own)
            });
        let own = match self {
            Self::Sqlite => migration.sqlite,
            Self::Postgres => migration.postgres,
        };
        format!("{script}\n{own}")
    }
}

/// Every migration as `dialect` gets it, for the snapshots that reviewers read.
#[must_use]
pub fn rendered_migrations(dialect: Dialect) -> Vec<(&'static str, String)> {
    MIGRATIONS.iter().map(|migration| (migration.name, dialect.render(migration))).collect()
}

const LEDGER: &str = "CREATE TABLE IF NOT EXISTS schema_migrations \
     ({columns_version} NOT NULL PRIMARY KEY, name TEXT NOT NULL)";

/// The newest version that the ledger has; 0 when it is empty.
const VERSION: &str = "SELECT COALESCE(MAX(version), 0) FROM schema_migrations";

fn ledger(dialect: Dialect) -> String {
    let version = match dialect {
        Dialect::Sqlite => "version INTEGER",
        Dialect::Postgres => "version BIGINT",
    };
    LEDGER.replace("{columns_version}", version)
}

/// How far the schema of an SQLite file is. Changes nothing.
///
/// # Errors
/// `Unavailable` when it is of a later program.
pub(crate) fn sqlite_schema(conn: &Connection) -> Result<Schema> {
    let has_ledger = "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations'";
    let ledgers: i64 = conn.query_row(has_ledger, [], |row| row.get(0)).map_err(failed)?;
    schema_at(if ledgers == 0 { 0 } else { sqlite_version(conn).map_err(failed)? })
}

fn sqlite_version(conn: &Connection) -> rusqlite::Result<i64> {
    conn.query_row(VERSION, [], |row| row.get(0))
}

/// Brings an SQLite file up to date in one exclusive transaction.
pub(crate) fn sqlite(conn: &Connection) -> Result<()> {
    conn.execute_batch(&ledger(Dialect::Sqlite)).map_err(failed)?;
    if is_current(sqlite_version(conn).map_err(failed)?)? {
        return Ok(());
    }
    conn.execute_batch("BEGIN EXCLUSIVE").map_err(failed)?;
    let migrated = sqlite_version(conn).and_then(|version| {
        MIGRATIONS.iter().filter(|migration| migration.version > version).try_for_each(|migration| {
            conn.execute_batch(&Dialect::Sqlite.render(migration))?;
            conn.execute(
                "INSERT INTO schema_migrations (version, name) VALUES (?1, ?2)",
                (migration.version, migration.name),
            )
            .map(|_| ())
        })
    });
    match migrated {
        Ok(()) => conn.execute_batch("COMMIT").map_err(failed),
        Err(error) => {
            conn.execute_batch("ROLLBACK").map_err(failed)?;
            Err(Error::internal(format_args!("migration failed and was undone: {error}")))
        }
    }
}

/// How far a PostgreSQL schema is. Changes nothing.
///
/// # Errors
/// `Unavailable` when it is of a later program or the database does not answer.
pub(crate) fn postgres_schema(session: &mut Session) -> Result<Schema> {
    let has_ledger = "SELECT CASE WHEN to_regclass('schema_migrations') IS NULL THEN 0 ELSE 1 END";
    schema_at(if ask(session, has_ledger)? == 0 { 0 } else { ask(session, VERSION)? })
}

/// Brings a PostgreSQL schema up to date; other processes wait their turn.
pub(crate) fn postgres(session: &mut Session) -> Result<()> {
    take_lock(session)?;
    let migrated = migrate_postgres(session);
    let released = session.script(&format!("SELECT pg_advisory_unlock({LOCK})"));
    migrated.and(released)
}

fn take_lock(session: &mut Session) -> Result<()> {
    for _ in 0..LOCK_TRIES {
        if ask(session, &format!("SELECT CASE WHEN pg_try_advisory_lock({LOCK}) THEN 1 ELSE 0 END"))? == 1 {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Err(Error::Unavailable(
        "another process has been migrating the database for a minute; try again later".into(),
    ))
}

fn migrate_postgres(session: &mut Session) -> Result<()> {
    session.script("SET client_min_messages TO warning")?;
    session.script(&ledger(Dialect::Postgres))?;
    let version = ask(session, VERSION)?;
    is_current(version)?;
    for migration in MIGRATIONS.iter().filter(|migration| migration.version > version) {
        let script = Dialect::Postgres.render(migration);
        // A script of several statements is one transaction by itself.
        session.script(&format!(
            "BEGIN;\n{script}\nINSERT INTO schema_migrations (version, name) VALUES ({}, '{}');\nCOMMIT;",
            migration.version, migration.name
        ))?;
    }
    Ok(())
}

fn ask(session: &mut Session, sql: &str) -> Result<i64> {
    let mut answer = 0;
    let none: &[Value<'_>] = &[];
    session.query(sql, none, &mut |columns: &mut Columns<'_>| {
        answer = columns.next()?;
        Ok(())
    })?;
    Ok(answer)
}

/// How far a schema at `version` is; at 0 nothing was migrated.
fn schema_at(version: i64) -> Result<Schema> {
    Ok(match (version, is_current(version)?) {
        (0, _) => Schema::Missing,
        (_, true) => Schema::Current,
        (_, false) => Schema::Older,
    })
}

/// Whether `version` is the newest that we know.
fn is_current(version: i64) -> Result<bool> {
    let newest = MIGRATIONS.last().map_or(0, |migration| migration.version);
    if version > newest {
        return Err(Error::Unavailable(format!(
            "the database is at version {version}, newer than this program's {newest}; use the newer program"
        )));
    }
    Ok(version == newest)
}
