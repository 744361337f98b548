//! The handle to the database: takes closures, runs them on database threads, and answers when
//! what they did is on disk.

use crate::driver::{postgres, sqlite};
use crate::group::{ReadJob, WriteJob, read_job, write_job};
use crate::migrate::{Dialect, Schema};
use crate::statement::Statement;
use crate::unit::{Read, Tx};
use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;
use vestibule_kernel::{Error, Result};

/// How to open a database.
#[derive(Debug, Clone)]
pub struct Options {
    /// `sqlite:PATH` or a `postgres://` URL.
    pub url: String,
    /// Connections to PostgreSQL.
    pub connections: usize,
}

impl Options {
    /// The usual options for `url`.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), connections: 16 }
    }
}

/// Where the jobs go.
#[derive(Clone)]
pub(crate) struct Queues {
    pub(crate) reads: crossbeam_channel::Sender<Box<dyn ReadJob>>,
    pub(crate) writes: crossbeam_channel::Sender<Box<dyn WriteJob>>,
    /// Dropped with the last clone, and so tells whoever listens that nobody asks any more.
    #[expect(dead_code, reason = "it says what it says by being dropped")]
    pub(crate) in_use: Option<Arc<oneshot::Sender<Infallible>>>,
}

/// A question about a table that is always there, so that the answer comes from the database itself.
static PING: Statement = Statement::new("SELECT 1 FROM organizations LIMIT 1");

/// Jobs that may wait for one database before more are refused.
pub(crate) const QUEUE: usize = 8192;

/// Longest wait for a unit. What nobody waits for any more when its turn comes is not begun.
const PATIENCE: Duration = Duration::from_secs(25);

/// The database. Cheap to clone; the threads end with the last clone.
#[derive(Clone)]
pub struct Db {
    queues: Queues,
    dialect: Dialect,
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Db").field("dialect", &self.dialect).finish_non_exhaustive()
    }
}

impl Db {
    /// Opens the database, brings its schema up to date and starts its threads. Blocks.
    ///
    /// # Errors
    /// `Unavailable` saying what to do when it cannot be reached, and `Internal` when a migration fails.
    pub fn open(options: &Options) -> Result<Self> {
        match location(&options.url)? {
            Location::Sqlite(path) => {
                let queues = sqlite::start(&path)?;
                Ok(Self { queues, dialect: Dialect::Sqlite })
            }
            Location::Postgres => {
                let queues = aside(|| postgres::start(&options.url, options.connections))?;
                Ok(Self { queues, dialect: Dialect::Postgres })
            }
        }
    }

    /// How far the database's schema is. Changes nothing, and makes no file. Blocks.
    ///
    /// # Errors
    /// `Unavailable` saying what to do when it cannot be reached or its schema is of a later program.
    pub fn schema(options: &Options) -> Result<Schema> {
        match location(&options.url)? {
            Location::Sqlite(path) => sqlite::schema(&path),
            Location::Postgres => aside(|| postgres::schema(&options.url)),
        }
    }

    /// Which database it is.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Tells whether the database answers.
    ///
    /// # Errors
    /// `Unavailable` when it is away or overrun, `Internal` when it cannot read its own tables.
    pub async fn ping(&self) -> Result<()> {
        self.read(|read| read.first(&PING, &[], |_| Ok(())).map(|_| ())).await
    }

    /// Runs `work` on a reading thread.
    ///
    /// # Errors
    /// What `work` returns, and `Unavailable` when the database is away or overrun.
    pub async fn read<F, T>(&self, work: F) -> Result<T>
    where
        F: FnOnce(&mut Read<'_>) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let (job, answer) = read_job(work);
        self.queues.reads.try_send(job).map_err(|_| overrun())?;
        in_time(answer).await
    }

    /// Runs `work` as one unit and answers after its commit is on disk. An `Err` or a panic undoes it.
    ///
    /// # Errors
    /// What `work` returns, and `Unavailable` when the database is away or overrun.
    pub async fn write<F, T>(&self, work: F) -> Result<T>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let (job, answer) = write_job(work);
        self.queues.writes.try_send(job).map_err(|_| overrun())?;
        in_time(answer).await
    }
}

/// Runs `work` on a thread of its own: it may be called from a runtime, where blocking is not allowed.
fn aside<T: Send>(work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    let done = std::thread::scope(|scope| scope.spawn(work).join());
    done.map_err(|_| Error::internal("connecting to PostgreSQL panicked"))?
}

enum Location {
    Sqlite(PathBuf),
    Postgres,
}

fn location(url: &str) -> Result<Location> {
    if let Some(path) = url.strip_prefix("sqlite:") {
        return Ok(Location::Sqlite(Path::new(path.strip_prefix("//").unwrap_or(path)).to_owned()));
    }
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return Ok(Location::Postgres);
    }
    Err(Error::invalid(
        "database",
        "invalid_value",
        "Expected sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME",
    ))
}

/// The answer of a database thread, unless it takes so long that nobody can be waiting for it any more.
async fn in_time<T>(answer: oneshot::Receiver<Result<T>>) -> Result<T> {
    match tokio::time::timeout(PATIENCE, answer).await {
        Ok(answer) => answer.map_err(|_| gone())?,
        Err(_) => {
            Err(Error::Unavailable(format!("the database did not answer within {} s", PATIENCE.as_secs())))
        }
    }
}

fn overrun() -> Error {
    Error::Unavailable("more work is waiting for the database than it can take".into())
}

fn gone() -> Error {
    Error::Unavailable("the database threads have ended".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::organizations;
    use vestibule_kernel::id::OrganizationId;

    #[tokio::test]
    async fn a_row_that_another_tool_replaces_or_deletes_is_not_taken_from_memory() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.db");
        let db = Db::open(&Options::new(format!("sqlite:{}", path.display()))).unwrap();
        let tool = rusqlite::Connection::open(&path).unwrap();
        let id = OrganizationId::from_uuid(uuid::Uuid::from_u128(1));
        let put = |name: &str| {
            let key = id.uuid();
            let row = rusqlite::params![key.as_bytes().as_slice(), name];
            let sql = "INSERT OR REPLACE INTO organizations \
                (id, slug, name, status, locale, time_zone, currency, settings, created_at) \
                VALUES ($1, 'a', $2, 'active', 'de', 'Europe/Berlin', 'EUR', '{}', 0)";
            tool.execute(sql, row).unwrap();
        };
        let name = async || {
            let found = db.read(move |read| organizations::recall(read, id)).await.unwrap();
            found.map(|organization| organization.name.clone())
        };
        put("first");
        assert_eq!(name().await.as_deref(), Some("first"));
        put("second");
        assert_eq!(name().await.as_deref(), Some("second"));
        tool.execute("DELETE FROM organizations", []).unwrap();
        assert_eq!(name().await, None);
    }

    #[test]
    fn an_older_and_a_newer_schema_are_told_from_ours() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.db");
        let options = Options::new(format!("sqlite:{}", path.display()));
        assert_eq!((Db::schema(&options), path.exists()), (Ok(Schema::Missing), false));
        drop(Db::open(&options).unwrap());
        assert_eq!(Db::schema(&options), Ok(Schema::Current));
        let tool = rusqlite::Connection::open(&path).unwrap();
        let run = |sql: &str| tool.execute(sql, []).unwrap();
        run(
            "INSERT INTO schema_migrations (version, name) SELECT MAX(version) + 1, 'next' FROM schema_migrations",
        );
        assert!(matches!(Db::schema(&options), Err(Error::Unavailable(_))));
        run("DELETE FROM schema_migrations WHERE version > 1");
        assert_eq!(Db::schema(&options), Ok(Schema::Older));
        run("DELETE FROM schema_migrations");
        assert_eq!(Db::schema(&options), Ok(Schema::Missing));
    }

    #[tokio::test]
    async fn a_database_without_its_tables_does_not_answer_the_ping() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.db");
        let db = Db::open(&Options::new(format!("sqlite:{}", path.display()))).unwrap();
        assert_eq!(db.ping().await, Ok(()));
        let other = rusqlite::Connection::open(&path).unwrap();
        other.execute_batch("PRAGMA foreign_keys = OFF; DROP TABLE organizations").unwrap();
        assert!(matches!(db.ping().await, Err(Error::Internal(detail)) if detail.contains("organizations")));
    }
}
