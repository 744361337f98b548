//! One connection. Statements whose answer nobody needs travel together with the next one, so that a
//! unit costs few round trips.

use super::connect::{broken, connect, failed, unreachable_server};
use super::replan::Replan;
use crate::memory::Memory;
use crate::value::{Columns, Owned, Value};
use futures_util::future::{join, join_all};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Config, Row, Statement};
use uuid::Uuid;
use vestibule_kernel::{Error, Result};

/// A connection that was not used for so long is asked whether it is still there.
const RESTED: Duration = Duration::from_millis(500);
/// Longest wait for an answer. Every statement is a matter of milliseconds.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);
/// Longest wait for a new connection.
const CONNECTED_WITHIN: Duration = Duration::from_secs(5);
/// Longest wait for an answer to a question that costs nothing.
const AWAKE_WITHIN: Duration = Duration::from_secs(3);
/// Prepared statements that a connection keeps.
const STATEMENTS: usize = 512;

/// One connection with what was prepared on it.
pub(crate) struct Session {
    runtime: Runtime,
    config: Config,
    memory: Arc<Memory>,
    client: Option<Arc<Client>>,
    prepared: HashMap<String, Statement>,
    /// When PostgreSQL is to plan them anew.
    replan: Replan,
    /// What goes out with the next statement.
    waiting: Vec<Waiting>,
    /// Whether `BEGIN` has gone out.
    begun: bool,
    /// When it was last used.
    used: Instant,
    /// Whether a statement failed: PostgreSQL would answer a commit with a silent rollback.
    spoiled: bool,
}

enum Waiting {
    Begin,
    Commit,
    Statement(Statement, Vec<Owned>),
}

impl Session {
    /// A session that connects when it is first needed, so that a server with many is ready at once.
    pub(super) fn new(config: Config, memory: Arc<Memory>) -> Result<Self> {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Error::internal)?;
        Ok(Self {
            runtime,
            config,
            memory,
            client: None,
            prepared: HashMap::new(),
            replan: Replan::new(),
            waiting: Vec::new(),
            begun: false,
            used: Instant::now(),
            spoiled: false,
        })
    }

    /// A connection to the database at `url`, outside any pool.
    pub(crate) fn connect(url: &str) -> Result<Self> {
        let mut session = Self::new(super::connect::configuration(url)?, Arc::default())?;
        session.ensure_connected()?;
        Ok(session)
    }

    /// What is kept in memory.
    pub(super) fn memory(&self) -> Arc<Memory> {
        Arc::clone(&self.memory)
    }

    /// Connects when there is no connection or it broke. A new unit begins with this.
    pub(super) fn ensure_connected(&mut self) -> Result<()> {
        if self.is_alive() {
            self.used = Instant::now();
            return Ok(());
        }
        self.prepared.clear();
        self.replan = Replan::new();
        self.waiting.clear();
        self.begun = false;
        let (config, memory) = (self.config.clone(), self.memory());
        let client = self
            .wait(CONNECTED_WITHIN, async { connect(&config, &memory).await.map_err(unreachable_server) })?;
        self.client = Some(Arc::new(client));
        self.used = Instant::now();
        Ok(())
    }

    /// Whether the connection still answers. One that was used a moment ago is taken to; one that rested
    /// is asked, so that a server's restart costs nobody a request.
    fn is_alive(&mut self) -> bool {
        let Some(client) = self.client.clone().filter(|client| !client.is_closed()) else { return false };
        let question = if self.replan.take_due() {
            "DISCARD PLANS"
        } else if self.used.elapsed() >= RESTED {
            ""
        } else {
            return true;
        };
        self.wait(AWAKE_WITHIN, run(&client, question)).is_ok()
    }

    /// Opens a transaction with the next statement.
    pub(super) fn begin(&mut self) {
        self.waiting.clear();
        self.waiting.push(Waiting::Begin);
        self.begun = false;
        self.spoiled = false;
    }

    /// Commits or undoes what was done since [`Session::begin`].
    pub(super) fn finish(&mut self, keep: bool) -> Result<()> {
        if keep && !self.spoiled {
            if !self.begun && self.waiting.len() <= 1 {
                self.waiting.clear();
                return Ok(());
            }
            self.waiting.push(Waiting::Commit);
            return self.flush().inspect_err(|_| self.abandon());
        }
        self.waiting.clear();
        if self.begun {
            self.abandon();
        }
        if keep {
            Err(Error::internal("a unit of work went on after a statement had failed"))
        } else {
            Ok(())
        }
    }

    /// Rolls back; when even that fails the connection is dropped, which rolls back too.
    fn abandon(&mut self) {
        self.waiting.clear();
        self.begun = false;
        let Some(client) = self.client.clone() else { return };
        if self.wait(AWAKE_WITHIN, run(&client, "ROLLBACK")).is_err() {
            self.client = None;
        }
    }

    /// The connection that a unit began with.
    fn client(&self) -> Result<Arc<Client>> {
        self.client.clone().ok_or_else(broken)
    }

    /// Waits for the server's answer, but not for ever: a connection that says nothing is given up.
    fn wait<T>(&mut self, within: Duration, answer: impl Future<Output = Result<T>>) -> Result<T> {
        let waited = self.runtime.block_on(async { tokio::time::timeout(within, answer).await });
        waited.unwrap_or_else(|_| {
            self.client = None;
            Err(Error::Unavailable(format!("PostgreSQL did not answer within {} s", within.as_secs())))
        })
    }

    /// Runs a script of several statements outside any unit.
    pub(crate) fn script(&mut self, sql: &str) -> Result<()> {
        let client = self.client()?;
        self.runtime.block_on(run(&client, sql))
    }

    pub(crate) fn query(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        keep: &mut dyn FnMut(&mut Columns<'_>) -> Result<()>,
    ) -> Result<()> {
        let rows =
            self.send(sql, params, async |client, statement, bound| client.query(statement, bound).await)?;
        rows.iter().try_for_each(|row| keep(&mut Columns::new(row)))
    }

    /// Asks what does not depend on each other without a pause in between. `keep` is told which question a row
    /// answers.
    pub(crate) fn query_together(
        &mut self,
        asked: &[Option<(&'static crate::statement::Statement, &[Owned])>],
        keep: &mut dyn FnMut(usize, &mut Columns<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut questions = Vec::with_capacity(asked.len());
        for (index, asked) in asked.iter().enumerate() {
            let Some((statement, params)) = asked else { continue };
            questions.push((index, self.prepare(statement.text())?, *params));
        }
        let waiting = std::mem::take(&mut self.waiting);
        self.begun |= !waiting.is_empty();
        let client = self.client()?;
        let answers = self.wait(ANSWER_WITHIN, async {
            let sent = questions.iter().map(|(_, statement, params)| ask(&client, statement, params));
            let (before, answers) = join(send_all(&client, &waiting), join_all(sent)).await;
            before.and(answers.into_iter().collect::<Result<Vec<_>>>())
        });
        self.spoiled |= answers.is_err();
        for ((index, _, _), rows) in questions.iter().zip(answers?) {
            rows.iter().try_for_each(|row| keep(*index, &mut Columns::new(row)))?;
        }
        Ok(())
    }

    pub(crate) fn execute(&mut self, sql: &str, params: &[Value<'_>]) -> Result<u64> {
        self.send(sql, params, async |client, statement, bound| client.execute(statement, bound).await)
    }

    pub(crate) fn later(&mut self, sql: &str, params: &[Value<'_>]) -> Result<()> {
        let statement = self.prepare(sql)?;
        self.waiting
            .push(Waiting::Statement(statement, params.iter().map(|value| Owned::from(*value)).collect()));
        Ok(())
    }

    /// Takes an advisory lock on `subject` until the transaction ends.
    pub(crate) fn lock(&mut self, subject: Uuid) -> Result<()> {
        let (high, low) = subject.as_u64_pair();
        let key = i64::from_be_bytes((high ^ low).to_be_bytes());
        self.later("SELECT pg_advisory_xact_lock($1)", &[Value::Int(key)])
    }

    /// Sends what waits and then a statement, without a pause between them.
    fn send<T>(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        ask: impl AsyncFnOnce(&Client, &Statement, &[&(dyn ToSql + Sync)]) -> Result<T, tokio_postgres::Error>,
    ) -> Result<T> {
        let statement = self.prepare(sql)?;
        let waiting = std::mem::take(&mut self.waiting);
        self.begun |= !waiting.is_empty();
        let client = self.client()?;
        let bound: Vec<&(dyn ToSql + Sync)> =
            params.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        let answer = self.wait(ANSWER_WITHIN, async {
            let (before, answer) = join(send_all(&client, &waiting), ask(&client, &statement, &bound)).await;
            before.and(answer.map_err(|error| failed(sql, &error)))
        });
        self.spoiled |= answer.is_err();
        answer
    }

    fn flush(&mut self) -> Result<()> {
        let waiting = std::mem::take(&mut self.waiting);
        let client = self.client()?;
        self.wait(ANSWER_WITHIN, send_all(&client, &waiting))
    }

    pub(crate) fn prepare(&mut self, sql: &str) -> Result<Statement> {
        self.replan.ran();
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        if self.prepared.len() >= STATEMENTS {
            self.prepared.clear();
        }
        let client = self.client()?;
        let prepared = self
            .wait(ANSWER_WITHIN, async { client.prepare(sql).await.map_err(|error| failed(sql, &error)) });
        self.spoiled |= prepared.is_err();
        let statement = prepared?;
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

/// Runs a script whose answer is only that it ran.
async fn run(client: &Client, sql: &str) -> Result<()> {
    client.batch_execute(sql).await.map_err(|error| failed(sql, &error))
}

/// Asks one of several questions.
async fn ask(client: &Client, statement: &Statement, params: &[Owned]) -> Result<Vec<Row>> {
    let borrowed: Vec<Value<'_>> = params.iter().map(Owned::borrow).collect();
    let bound: Vec<&(dyn ToSql + Sync)> = borrowed.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
    client.query(statement, &bound).await.map_err(|error| failed("one of several questions", &error))
}

/// Sends everything in order without waiting in between; the first failure is the answer.
async fn send_all(client: &Client, waiting: &[Waiting]) -> Result<()> {
    let sent = waiting.iter().map(|one| async move {
        match one {
            Waiting::Begin => run(client, "BEGIN").await,
            Waiting::Commit => run(client, "COMMIT").await,
            Waiting::Statement(statement, values) => {
                let borrowed: Vec<Value<'_>> = values.iter().map(Owned::borrow).collect();
                let bound: Vec<&(dyn ToSql + Sync)> =
                    borrowed.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
                client
                    .execute(statement, &bound)
                    .await
                    .map(|_| ())
                    .map_err(|error| failed("a waiting statement", &error))
            }
        }
    });
    join_all(sent).await.into_iter().collect()
}
