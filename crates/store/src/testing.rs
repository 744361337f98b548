//! Scratch schemas in a PostgreSQL server for tests: each test has its own, gone afterwards.

use crate::driver::postgres::Session;
use vestibule_kernel::{Result, Rng, id};

/// A schema of one test's own. Dropping it removes everything in it.
#[derive(Debug)]
pub struct ScratchSchema {
    server: String,
    name: String,
}

impl ScratchSchema {
    /// Creates an empty schema in the database at `server`. Blocks.
    ///
    /// # Errors
    /// `Unavailable` when the server does not answer.
    pub fn create(server: &str) -> Result<Self> {
        let name =
            format!("test_{}", id::uuid_v7(vestibule_kernel::Timestamp::default(), &Rng::system()).simple());
        Session::connect(server)?.script(&format!("CREATE SCHEMA {name}"))?;
        Ok(Self { server: server.to_owned(), name })
    }

    /// The URL at which every connection sees this schema alone.
    #[must_use]
    pub fn url(&self) -> String {
        let separator = if self.server.contains('?') { '&' } else { '?' };
        format!("{}{separator}options=-c%20search_path%3D{}", self.server, self.name)
    }
}

impl Drop for ScratchSchema {
    fn drop(&mut self) {
        // A server that is gone has nothing to clean up.
        let _ = Session::connect(&self.server)
            .and_then(|mut session| session.script(&format!("DROP SCHEMA {} CASCADE", self.name)));
    }
}
