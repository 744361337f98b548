//! A database of a test's own.

use vestibule_store::testing::ScratchSchema;
use vestibule_store::{Db, Options};

/// Connections that a test's database has on PostgreSQL.
pub const CONNECTIONS: usize = 4;

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// Where a database may be made, with nothing in it yet. Keep it outside the runtime: cleaning up blocks.
pub struct EmptyDb {
    pub url: String,
    _folder: tempfile::TempDir,
    _schema: Option<ScratchSchema>,
}

impl EmptyDb {
    /// A fresh place; `None` when this run leaves PostgreSQL out. A run that is to test on
    /// PostgreSQL and is given none fails.
    pub fn create(backend: Backend) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let (url, schema) = match backend {
            Backend::Sqlite => (format!("sqlite:{}", folder.path().join("test.db").display()), None),
            Backend::Postgres => {
                let schema = ScratchSchema::create(&postgres_url()?).unwrap();
                (schema.url(), Some(schema))
            }
        };
        Some(Self { url, _folder: folder, _schema: schema })
    }
}

/// A database that goes with the test. Keep it outside the runtime: cleaning up blocks.
pub struct TestDb {
    pub db: Db,
    pub url: String,
    _place: EmptyDb,
}

impl TestDb {
    /// A fresh database, where [`EmptyDb::create`] gives a place for one.
    pub fn create(backend: Backend) -> Option<Self> {
        let place = EmptyDb::create(backend)?;
        let url = place.url.clone();
        let db = Db::open(&Options { url: url.clone(), connections: CONNECTIONS }).unwrap();
        Some(Self { db, url, _place: place })
    }
}

fn postgres_url() -> Option<String> {
    let asked = std::env::var("VESTIBULE_TEST_DATABASES").unwrap_or_default();
    match std::env::var("VESTIBULE_TEST_POSTGRES") {
        Ok(url) if !url.is_empty() => Some(url),
        _ if asked.contains("postgres") => {
            panic!("VESTIBULE_TEST_POSTGRES is not set; run: cargo xtask test")
        }
        _ => {
            eprintln!("left out: no PostgreSQL in this run (cargo xtask test has one)");
            None
        }
    }
}
