//! Units of work: what a closure on a database thread may do. `Read` looks, `Tx` also writes.

use crate::driver::{postgres, sqlite};
use crate::memory::{Memory, Moment};
use crate::statement::Statement;
use crate::value::{Columns, Owned, Value};
use std::any::Any;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use uuid::Uuid;
use vestibule_kernel::Result;

/// A connection of either database, for the length of one unit.
pub(crate) enum Conn<'c> {
    Sqlite(&'c rusqlite::Connection),
    Postgres(&'c mut postgres::Session),
}

/// A unit of work that looks.
///
/// On SQLite it sees one snapshot from its first statement to its last; on PostgreSQL each
/// statement sees what is committed when it begins.
pub struct Read<'c> {
    conn: Conn<'c>,
    memory: &'c Memory,
    /// The moment of SQLite's snapshot, once it was asked for.
    moment: Option<Moment>,
    /// Whether the unit changed anything, which memory does not know of.
    wrote: bool,
}

/// A unit of work that changes. All of it is committed, or nothing.
pub struct Tx<'c> {
    read: Read<'c>,
}

impl<'c> Deref for Tx<'c> {
    type Target = Read<'c>;
    fn deref(&self) -> &Self::Target {
        &self.read
    }
}

impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.read
    }
}

/// Turns a row into a value.
pub(crate) type RowReader<T> = fn(&mut Columns<'_>) -> Result<T>;

/// Something to ask that can be asked together with others: see [`Read::together`].
pub struct Question<T> {
    statement: &'static Statement,
    params: Vec<Owned>,
    read: RowReader<T>,
}

impl<T> Question<T> {
    pub(crate) fn new(statement: &'static Statement, params: &[Value<'_>], read: RowReader<T>) -> Self {
        Self { statement, params: params.iter().map(|value| Owned::from(*value)).collect(), read }
    }

    fn asked(&self) -> Asked<'_> {
        (self.statement, &self.params)
    }
}

/// A statement and what is bound to it.
type Asked<'q> = (&'static Statement, &'q [Owned]);

impl<'c> Read<'c> {
    pub(crate) fn new(conn: Conn<'c>, memory: &'c Memory) -> Self {
        Self { conn, memory, moment: None, wrote: false }
    }

    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn conn(&mut self) -> &mut Conn<'c> {
        &mut self.conn
    }

    /// Every row of the answer.
    pub(crate) fn all<T>(
        &mut self,
        statement: &'static Statement,
        params: &[Value<'_>],
        read: RowReader<T>,
    ) -> Result<Vec<T>> {
        let mut rows = Vec::new();
        let mut keep = |columns: &mut Columns<'_>| {
            rows.push(read(columns)?);
            Ok(())
        };
        match &mut self.conn {
            Conn::Sqlite(conn) => sqlite::query(conn, statement.sqlite(), params, &mut keep)?,
            Conn::Postgres(session) => session.query(statement.text(), params, &mut keep)?,
        }
        Ok(rows)
    }

    /// Every row of the answer to a question.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn ask<T>(&mut self, question: &Question<T>) -> Result<Vec<T>> {
        let params: Vec<Value<'_>> = question.params.iter().map(Owned::borrow).collect();
        self.all(question.statement, &params, question.read)
    }

    /// The rows of three answers that do not depend on each other; nothing is asked where there is no
    /// question. PostgreSQL gets the questions at once and answers them in one round trip.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn together<A, B, C>(
        &mut self,
        a: &Question<A>,
        b: Option<&Question<B>>,
        c: Option<&Question<C>>,
    ) -> Result<(Vec<A>, Vec<B>, Vec<C>)> {
        let asked = [Some(a.asked()), b.map(Question::asked), c.map(Question::asked)];
        let (mut of_a, mut of_b, mut of_c) = (Vec::new(), Vec::new(), Vec::new());
        let mut keep = |index: usize, columns: &mut Columns<'_>| {
            match (index, b, c) {
                (0, _, _) => of_a.push((a.read)(columns)?),
                (1, Some(b), _) => of_b.push((b.read)(columns)?),
                (2, _, Some(c)) => of_c.push((c.read)(columns)?),
                (_, _, _) => {}
            }
            Ok(())
        };
        match &mut self.conn {
            Conn::Sqlite(conn) => {
                for (index, asked) in asked.iter().enumerate() {
                    let Some((statement, params)) = asked else { continue };
                    let params: Vec<Value<'_>> = params.iter().map(Owned::borrow).collect();
                    sqlite::query(conn, statement.sqlite(), &params, &mut |columns| keep(index, columns))?;
                }
            }
            Conn::Postgres(session) => session.query_together(&asked, &mut keep)?,
        }
        Ok((of_a, of_b, of_c))
    }

    /// The first row of the answer, if there is one.
    pub(crate) fn first<T>(
        &mut self,
        statement: &'static Statement,
        params: &[Value<'_>],
        read: RowReader<T>,
    ) -> Result<Option<T>> {
        Ok(self.all(statement, params, read)?.into_iter().next())
    }

    /// The row that `statement` finds by `key`, from memory while the database says that nothing of the
    /// kind changed. For tables whose triggers tell, and for nothing else.
    pub(crate) fn recall<T>(
        &mut self,
        statement: &'static Statement,
        key: Value<'_>,
        read: RowReader<T>,
    ) -> Result<Option<Arc<T>>>
    where
        T: Any + Send + Sync,
    {
        let moment = self.moment()?;
        if let Some(kept) = moment.and_then(|moment| self.memory.get(moment, statement, &key)) {
            return Ok(Some(kept));
        }
        let found = self.first(statement, &[key], read)?.map(Arc::new);
        if let (Some(moment), Some(found)) = (moment, &found) {
            self.memory.put(moment, statement, &key, found);
        }
        Ok(found)
    }

    /// The moment for which memory holds, if there is one.
    fn moment(&mut self) -> Result<Option<Moment>> {
        if self.wrote {
            return Ok(None);
        }
        match &mut self.conn {
            Conn::Sqlite(conn) => {
                if self.moment.is_none() {
                    self.moment = Some(sqlite::moment(conn)?);
                }
                Ok(self.moment)
            }
            Conn::Postgres(_) => Ok(self.memory.now()),
        }
    }

    /// Has the database read a statement without running it: a check that it can.
    ///
    /// # Errors
    /// `Internal` with the database's own words when it cannot.
    pub fn prepare(&mut self, statement: &'static Statement) -> Result<()> {
        match &mut self.conn {
            Conn::Sqlite(conn) => sqlite::prepare(conn, statement.sqlite()),
            Conn::Postgres(session) => session.prepare(statement.text()).map(|_| ()),
        }
    }

    /// Every row of a statement that was put together at run time.
    pub(crate) fn all_built<T>(&mut self, query: &crate::list::Built, read: RowReader<T>) -> Result<Vec<T>> {
        let mut rows = Vec::new();
        let mut keep = |columns: &mut Columns<'_>| {
            rows.push(read(columns)?);
            Ok(())
        };
        match &mut self.conn {
            Conn::Sqlite(conn) => {
                let (text, values) = query.for_sqlite()?;
                let params: Vec<Value<'_>> = values.iter().map(Owned::borrow).collect();
                sqlite::query(conn, &text, &params, &mut keep)?;
            }
            Conn::Postgres(session) => {
                let (text, values) = query.for_postgres()?;
                let params: Vec<Value<'_>> = values.iter().map(Owned::borrow).collect();
                session.query(&text, &params, &mut keep)?;
            }
        }
        Ok(rows)
    }
}

impl<'c> Tx<'c> {
    pub(crate) fn new(conn: Conn<'c>, memory: &'c Memory) -> Self {
        Self { read: Read::new(conn, memory) }
    }

    /// Runs a statement and tells how many rows it touched.
    pub(crate) fn execute(&mut self, statement: &'static Statement, params: &[Value<'_>]) -> Result<u64> {
        self.read.wrote = true;
        match &mut self.read.conn {
            Conn::Sqlite(conn) => sqlite::execute(conn, statement.sqlite(), params),
            Conn::Postgres(session) => session.execute(statement.text(), params),
        }
    }

    /// Runs a statement whose answer nobody needs. PostgreSQL gets it together with the next
    /// statement or with the commit; a failure fails the unit there.
    pub(crate) fn later(&mut self, statement: &'static Statement, params: &[Value<'_>]) -> Result<()> {
        self.read.wrote = true;
        match &mut self.read.conn {
            Conn::Sqlite(conn) => sqlite::execute(conn, statement.sqlite(), params).map(|_| ()),
            Conn::Postgres(session) => session.later(statement.text(), params),
        }
    }

    /// Lets no other unit that names the same `subject` run at the same time. SQLite has one writer
    /// anyway; PostgreSQL takes an advisory lock until the end of the transaction.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn one_at_a_time(&mut self, subject: Uuid) -> Result<()> {
        match &mut self.read.conn {
            Conn::Sqlite(_) => Ok(()),
            Conn::Postgres(session) => session.lock(subject),
        }
    }
}
