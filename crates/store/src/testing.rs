//! For tests: scratch schemas in a PostgreSQL server, and how a statement finds its rows.

use crate::driver::{postgres::Session, sqlite};
use crate::statement::Statement;
use crate::unit::{Conn, Read};
use crate::value::Value;
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

/// How the database would find the rows of a statement, line by line in its own words, whatever is bound.
///
/// # Errors
/// `Internal` with the database's own words when it cannot read the statement.
pub fn plan(read: &mut Read<'_>, statement: &'static Statement) -> Result<Vec<String>> {
    let text = statement.text();
    // `$10` before `$1`: the highest number is how many there are.
    let values = (1..=65).rev().find(|number| text.contains(&format!("${number}"))).unwrap_or(0);
    let nulls = vec!["NULL"; values].join(", ");
    match read.conn() {
        Conn::Sqlite(conn) => {
            let sql = format!("EXPLAIN QUERY PLAN {}", statement.sqlite());
            let bound = vec![Value::Null; values];
            let mut lines = Vec::new();
            sqlite::query(conn, &sql, &bound, &mut |columns| {
                columns.next::<i64>()?;
                columns.next::<i64>()?;
                columns.next::<i64>()?;
                lines.push(columns.next::<String>()?);
                Ok(())
            })?;
            Ok(lines)
        }
        Conn::Postgres(session) => {
            session.script(&format!("PREPARE planned AS {text}"))?;
            let execute = if nulls.is_empty() { "planned".to_owned() } else { format!("planned ({nulls})") };
            let mut lines = Vec::new();
            session.query(&format!("EXPLAIN (COSTS OFF) EXECUTE {execute}"), &[], &mut |columns| {
                lines.push(columns.next::<String>()?);
                Ok(())
            })?;
            session.script("DEALLOCATE planned")?;
            Ok(lines)
        }
    }
}
