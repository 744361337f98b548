//! SQLite: one thread that writes, one per core that reads, in WAL mode with every commit on disk
//! before it is acknowledged. Units that wait together commit together.

use super::journal::{Journal, journal};
use crate::db::{QUEUE, Queues};
use crate::group::{ReadJob, WriteJob};
use crate::memory::{Memory, Moment};
use crate::migrate::{self, Schema};
use crate::unit::{Conn, Read, Tx};
use crate::value::{Cell, Columns, RowCells, Value};
use crossbeam_channel::{Receiver, bounded};
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fs::{DirBuilder, OpenOptions};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use vestibule_kernel::{Error, Result};

/// Units that commit together at the most.
const GROUP: usize = 64;
/// How long a group takes further units before it commits.
const GROUP_TIME: Duration = Duration::from_millis(5);
/// Reads that share a snapshot at the most, beside the first.
const READS: usize = 15;
/// How often a writer that waits for another process asks again: one millisecond for half a minute.
const BUSY_TRIES: i32 = 30_000;

/// Opens the file, migrates it and starts the threads.
pub(crate) fn start(path: &Path) -> Result<Queues> {
    create_private(path).map_err(|error| {
        Error::Unavailable(format!("cannot create the database {}: {error}", path.display()))
    })?;
    let mut writer = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
    prepare_file(&writer).map_err(|error| unusable(path, &error))?;
    migrate::sqlite(&writer)?;
    let (writes, taken) = bounded(QUEUE);
    let (journal, mut checkpointer) = journal(connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?);
    spawn("db-checkpoint", move || checkpointer.run())?;
    let memory = Arc::new(Memory::default());
    let own = Arc::clone(&memory);
    spawn("db-write", move || write_loop(&mut writer, &taken, &journal, &own))?;
    let (reads, asked) = bounded(QUEUE);
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    for _ in 0..cores {
        let reader = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let (asked, own) = (asked.clone(), Arc::clone(&memory));
        spawn("db-read", move || read_loop(&reader, &asked, cores, &own))?;
    }
    Ok(Queues { reads, writes, in_use: None })
}

/// How far the schema in the file is. Makes no file where there is none.
///
/// # Errors
/// `Unavailable` when the file cannot be read or its schema is of a later program.
pub(crate) fn schema(path: &Path) -> Result<Schema> {
    if !path.is_file() {
        return Ok(Schema::Missing);
    }
    migrate::sqlite_schema(&connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?)
}

/// Makes the file, and its folder where there is none, for this user alone: it holds names, addresses
/// and invoices. SQLite gives the log beside it the same rights.
fn create_private(path: &Path) -> std::io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    OpenOptions::new().create(true).append(true).mode(0o600).open(path).map(|_| ())
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<()> {
    std::thread::Builder::new().name(name.into()).spawn(work).map(|_| ()).map_err(Error::internal)
}

fn connect(path: &Path, mode: OpenFlags) -> Result<Connection> {
    let flags = mode | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut conn = Connection::open_with_flags(path, flags).map_err(|error| unusable(path, &error))?;
    conn.set_prepared_statement_cache_capacity(256);
    // Otherwise cached statements are planned again whenever other values are bound.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(failed)?;
    conn.busy_handler(Some(wait_a_millisecond)).map_err(failed)?;
    conn.execute_batch("PRAGMA foreign_keys = ON; PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY;")
        .map_err(|error| unusable(path, &error))?;
    Ok(conn)
}

fn prepare_file(conn: &Connection) -> rusqlite::Result<()> {
    conn.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    // The writer alone keeps its pages from one transaction to the next, so its cache pays.
    conn.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -32000;",
    )
}

/// An import in another process holds the lock for milliseconds at a time: ask often.
pub(super) fn wait_a_millisecond(tries: i32) -> bool {
    std::thread::sleep(Duration::from_millis(1));
    tries < BUSY_TRIES
}

fn unusable(path: &Path, error: &rusqlite::Error) -> Error {
    Error::Unavailable(format!("cannot open the database {}: {error}", path.display()))
}

fn write_loop(
    conn: &mut Connection,
    taken: &Receiver<Box<dyn WriteJob>>,
    journal: &Journal,
    memory: &Memory,
) {
    while let Ok(first) = taken.recv() {
        if let Err(error) = run(conn, "BEGIN IMMEDIATE") {
            first.settle(Err(error));
            continue;
        }
        let group = run_group(conn, first, taken, memory);
        let committed = commit(conn).inspect_err(|_| {
            // What could not be committed must not stay open; if nothing is open, this says so.
            let _ = run(conn, "ROLLBACK");
        });
        for job in group {
            job.settle(committed.clone());
        }
        journal.written(conn);
    }
}

fn commit(conn: &Connection) -> Result<()> {
    if conn.is_autocommit() {
        return Err(Error::Unavailable("SQLite gave the transaction up".into()));
    }
    run(conn, "COMMIT")
}

/// Runs `first` and what waits behind it, each in a savepoint of its own.
fn run_group(
    conn: &Connection,
    first: Box<dyn WriteJob>,
    taken: &Receiver<Box<dyn WriteJob>>,
    memory: &Memory,
) -> Vec<Box<dyn WriteJob>> {
    let begun = ambient_instant();
    let mut group = Vec::new();
    let mut next = Some(first);
    while let Some(mut job) = next.take() {
        match run_in_savepoint(conn, job.as_mut(), memory) {
            Ok(()) => group.push(job),
            Err(error) => job.settle(Err(error)),
        }
        // A full or broken disk makes SQLite undo everything at once; what came after would stand alone.
        if conn.is_autocommit() {
            break;
        }
        if group.len() < GROUP && begun.elapsed() < GROUP_TIME {
            next = taken.try_recv().ok();
        }
    }
    group
}

/// The group's own stop watch; no rule depends on it.
fn ambient_instant() -> Instant {
    Instant::now()
}

fn run_in_savepoint(conn: &Connection, job: &mut dyn WriteJob, memory: &Memory) -> Result<()> {
    run(conn, "SAVEPOINT unit")?;
    let keep = job.run(&mut Tx::new(Conn::Sqlite(conn), memory));
    if !keep {
        run(conn, "ROLLBACK TO unit")?;
    }
    run(conn, "RELEASE unit")
}

/// Reads that wait together share a snapshot: each commit elsewhere empties a connection's page cache
/// at the start of its next one. All of them were asked before it, so none misses what its asker knows.
fn read_loop(conn: &Connection, asked: &Receiver<Box<dyn ReadJob>>, readers: usize, memory: &Memory) {
    while let Ok(first) = asked.recv() {
        let fair_share = (asked.len() / readers).min(READS);
        let jobs = std::iter::once(first).chain(asked.try_iter().take(fair_share)).collect();
        read_together(conn, jobs, memory);
    }
}

fn read_together(conn: &Connection, jobs: Vec<Box<dyn ReadJob>>, memory: &Memory) {
    if let Err(error) = run(conn, "BEGIN") {
        jobs.into_iter().for_each(|job| job.fail(error.clone()));
        return;
    }
    for job in jobs {
        job.run(&mut Read::new(Conn::Sqlite(conn), memory));
    }
    // Reads change nothing: how their transaction ends does not matter, only that it does.
    let _ = run(conn, "COMMIT");
}

/// The moment that this connection sees, its own changes included. A stamp is drawn at random, so one that
/// was drawn and undone does not come again.
pub(crate) fn moment(conn: &Connection) -> Result<Moment> {
    conn.prepare_cached("SELECT stamp FROM configuration")
        .and_then(|mut statement| statement.query_row([], |row| row.get(0)))
        .map(Moment)
        .map_err(failed)
}

fn run(conn: &Connection, sql: &str) -> Result<()> {
    conn.prepare_cached(sql).and_then(|mut statement| statement.execute([])).map(|_| ()).map_err(failed)
}

/// Reads a statement without running it.
pub(crate) fn prepare(conn: &Connection, sql: &str) -> Result<()> {
    conn.prepare(sql).map(|_| ()).map_err(|error| described(sql, error))
}

/// Runs a statement and hands each row to `keep`.
pub(crate) fn query(
    conn: &Connection,
    sql: &str,
    params: &[Value<'_>],
    keep: &mut dyn FnMut(&mut Columns<'_>) -> Result<()>,
) -> Result<()> {
    let mut statement = conn.prepare_cached(sql).map_err(|error| described(sql, error))?;
    let bound = rusqlite::params_from_iter(params.iter());
    let mut rows = statement.query(bound).map_err(|error| described(sql, error))?;
    while let Some(row) = rows.next().map_err(|error| described(sql, error))? {
        keep(&mut Columns::new(row))?;
    }
    Ok(())
}

/// Runs a statement and tells how many rows it touched.
pub(crate) fn execute(conn: &Connection, sql: &str, params: &[Value<'_>]) -> Result<u64> {
    let mut statement = conn.prepare_cached(sql).map_err(|error| described(sql, error))?;
    let touched = statement
        .execute(rusqlite::params_from_iter(params.iter()))
        .map_err(|error| described(sql, error))?;
    Ok(touched as u64)
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Self::Int(value) => ToSqlOutput::Borrowed(ValueRef::Integer(*value)),
            Self::Bool(value) => ToSqlOutput::Borrowed(ValueRef::Integer(i64::from(*value))),
            Self::Text(value) => ToSqlOutput::Borrowed(ValueRef::Text(value.as_bytes())),
            Self::Bytes(value) => ToSqlOutput::Borrowed(ValueRef::Blob(value)),
            Self::Id(value) => ToSqlOutput::Borrowed(ValueRef::Blob(value.as_bytes())),
        })
    }
}

impl RowCells for rusqlite::Row<'_> {
    fn cell(&self, index: usize) -> Result<Cell<'_>> {
        match self.get_ref(index).map_err(failed)? {
            ValueRef::Null => Ok(Cell::Null),
            ValueRef::Integer(value) => Ok(Cell::Int(value)),
            ValueRef::Text(bytes) => std::str::from_utf8(bytes).map(Cell::Text).map_err(Error::internal),
            ValueRef::Blob(bytes) => Ok(Cell::Bytes(bytes)),
            ValueRef::Real(_) => Err(Error::internal("a real number in a table without any")),
        }
    }
}

/// What went wrong, by whether waiting can mend it.
pub(crate) fn failed(error: rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(
            ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::DiskFull
            | ErrorCode::SystemIoFailure
            | ErrorCode::CannotOpen
            | ErrorCode::ReadOnly
            | ErrorCode::OutOfMemory,
        ) => Error::Unavailable(error.to_string()),
        Some(_) | None => Error::internal(error),
    }
}

fn described(sql: &str, error: rusqlite::Error) -> Error {
    let error = failed(error);
    if let Error::Internal(detail) = error { Error::Internal(format!("{detail} in: {sql}")) } else { error }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::{Db, Options as DbOptions};

    /// Runs a script on the unit's own connection.
    fn script(tx: &mut Tx<'_>, sql: &str) -> Result<()> {
        match tx.conn() {
            Conn::Sqlite(conn) => conn.execute_batch(sql).map_err(failed),
            Conn::Postgres(_) => Err(Error::internal("not this test")),
        }
    }

    fn rows(path: &Path) -> Vec<i64> {
        let conn = Connection::open(path).unwrap();
        let mut found = conn.prepare("SELECT a FROM t ORDER BY a").unwrap();
        found.query_map([], |row| row.get(0)).unwrap().map(rusqlite::Result::unwrap).collect()
    }

    /// As a full disk does it: SQLite undoes the whole transaction in the middle of a group.
    #[tokio::test]
    async fn what_sqlite_undid_is_told_and_what_came_after_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.db");
        let db = Db::open(&DbOptions::new(format!("sqlite:{}", path.display()))).unwrap();
        db.write(|tx| script(tx, "CREATE TABLE t (a INTEGER)")).await.unwrap();
        // The first takes so long that the others join its group.
        let slow = db.write(|tx| {
            std::thread::sleep(Duration::from_millis(200));
            script(tx, "INSERT INTO t VALUES (1)")
        });
        let waits = db.write(|tx| script(tx, "INSERT INTO t VALUES (2)"));
        let undoes = db.write(|tx| script(tx, "ROLLBACK"));
        let after = db.write(|tx| script(tx, "INSERT INTO t VALUES (3)"));
        let (slow, waits, undoes, after) = tokio::join!(slow, waits, undoes, after);
        let answers = [slow.is_ok(), waits.is_ok(), undoes.is_ok(), after.is_ok()];
        let kept = rows(&path);
        for (number, answer) in [(1, answers[0]), (2, answers[1]), (3, answers[3])] {
            assert_eq!(kept.contains(&number), answer, "{number}: {answers:?} {kept:?}");
        }
        assert!(!answers[2] && answers[3], "{answers:?}");
    }
}
