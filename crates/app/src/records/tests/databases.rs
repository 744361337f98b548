//! Databases of a test's own.

use tempfile::TempDir;
use vestibule_store::testing::ScratchSchema;

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Backend {
    Sqlite,
    Postgres,
}

/// Runs a test, unless it is one for PostgreSQL and this run leaves that out.
pub(super) fn run<F: Future<Output = ()>>(backend: Backend, test: impl FnOnce(Backend) -> F) {
    if backend == Backend::Postgres && postgres_url().is_none() {
        eprintln!("left out: no PostgreSQL in this run (cargo xtask test has one)");
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(test(backend));
}

/// The server to test on; a run that is to test on one and is given none fails.
fn postgres_url() -> Option<String> {
    let asked = std::env::var("VESTIBULE_TEST_DATABASES").unwrap_or_default().contains("postgres");
    let url = std::env::var("VESTIBULE_TEST_POSTGRES").ok().filter(|url| !url.is_empty());
    assert!(url.is_some() || !asked, "VESTIBULE_TEST_POSTGRES is not set; run: cargo xtask test");
    url
}

/// An empty database that goes with the test.
pub(super) enum Scratch {
    File(TempDir),
    Schema(Option<ScratchSchema>),
}

impl Scratch {
    pub(super) fn new(backend: Backend) -> Self {
        match backend {
            Backend::Sqlite => Self::File(tempfile::tempdir().unwrap()),
            Backend::Postgres => {
                let server = postgres_url().unwrap();
                Self::Schema(Some(aside(move || ScratchSchema::create(&server).unwrap())))
            }
        }
    }

    pub(super) fn url(&self) -> String {
        match self {
            Self::File(folder) => format!("sqlite:{}", folder.path().join("test.db").display()),
            Self::Schema(schema) => schema.as_ref().unwrap().url(),
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Self::Schema(schema) = self {
            let schema = schema.take();
            aside(move || drop(schema));
        }
    }
}

/// Does what blocks, which a runtime does not allow, on a thread of its own.
fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::spawn(work).join().unwrap()
}
