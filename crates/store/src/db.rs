//! The handle to the database: takes closures, runs them on database threads, and answers when
//! what they did is on disk.

use crate::driver::{postgres, sqlite};
use crate::group::{ReadJob, WriteJob, read_job, write_job};
use crate::migrate::Dialect;
use crate::unit::{Read, Tx};
use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::sync::Arc;
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

/// Jobs that may wait for one database before more are refused.
pub(crate) const QUEUE: usize = 8192;

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
                // On a thread of its own: it may be called from a runtime, where blocking is not allowed.
                let queues = std::thread::scope(|scope| {
                    scope.spawn(|| postgres::start(&options.url, options.connections)).join()
                });
                let queues = queues.map_err(|_| Error::internal("connecting to PostgreSQL panicked"))??;
                Ok(Self { queues, dialect: Dialect::Postgres })
            }
        }
    }

    /// Which database it is.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.dialect
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
        answer.await.map_err(|_| gone())?
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
        answer.await.map_err(|_| gone())?
    }
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

fn overrun() -> Error {
    Error::Unavailable("more work is waiting for the database than it can take".into())
}

fn gone() -> Error {
    Error::Unavailable("the database threads have ended".into())
}
