//! PostgreSQL: a thread per connection, each with a small runtime of its own. Statements whose
//! answer nobody needs travel together with the next one, so that a unit costs few round trips.

use crate::db::{QUEUE, Queues};
use crate::group::{ReadJob, WriteJob};
use crate::migrate;
use crate::unit::{Conn, Read, Tx};
use crate::value::{Cell, Columns, Owned, RowCells, Value};
use crossbeam_channel::{Receiver, bounded, select};
use futures_util::future::{join, join_all};
use std::collections::HashMap;
use std::error::Error as StdError;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use tokio_postgres::config::SslMode;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Config, Row, Statement};
use uuid::Uuid;
use vestibule_kernel::{Error, Result};

/// Longest wait for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// A connection that was not used for so long is asked whether it is still there.
const RESTED: Duration = Duration::from_millis(500);
/// Prepared statements that a connection keeps.
const STATEMENTS: usize = 512;

/// Every statement finds a handful of rows by key. A plan made while a table was still empty would scan
/// it, and be kept when it is full; planning anew for each customer costs more than running.
const SESSION: &str = "-c plan_cache_mode=force_generic_plan -c jit=off \
     -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off";

/// Connects once to migrate, then starts a thread per connection.
pub(crate) fn start(url: &str, connections: usize) -> Result<Queues> {
    let config = configuration(url)?;
    let mut first = Session::new(config.clone())?;
    first.ensure_connected()?;
    migrate::postgres(&mut first)?;
    let (reads, asked) = bounded::<Box<dyn ReadJob>>(QUEUE);
    let (writes, taken) = bounded::<Box<dyn WriteJob>>(QUEUE);
    let mut session = Some(first);
    for _ in 0..connections.max(1) {
        let mut own = match session.take() {
            Some(session) => session,
            None => Session::new(config.clone())?,
        };
        let (asked, taken) = (asked.clone(), taken.clone());
        std::thread::Builder::new()
            .name("db".into())
            .spawn(move || work_loop(&mut own, &asked, &taken))
            .map_err(Error::internal)?;
    }
    Ok(Queues { reads, writes })
}

fn configuration(url: &str) -> Result<Config> {
    let mut config: Config = url.parse().map_err(|error| {
        Error::invalid("database", "invalid_value", format!("No PostgreSQL URL: {error}"))
    })?;
    let options = format!("{} {SESSION}", config.get_options().unwrap_or_default());
    config.connect_timeout(CONNECT_TIMEOUT).application_name("vestibule").options(options.trim());
    Ok(config)
}

fn work_loop(session: &mut Session, asked: &Receiver<Box<dyn ReadJob>>, taken: &Receiver<Box<dyn WriteJob>>) {
    loop {
        select! {
            recv(asked) -> job => match job {
                Ok(job) => run_read(session, job),
                Err(_) => return,
            },
            recv(taken) -> job => match job {
                Ok(job) => run_write(session, job),
                Err(_) => return,
            },
        }
    }
}

fn run_read(session: &mut Session, job: Box<dyn ReadJob>) {
    match session.ensure_connected() {
        Ok(()) => job.run(&mut Read::new(Conn::Postgres(session))),
        Err(error) => job.fail(error),
    }
}

fn run_write(session: &mut Session, mut job: Box<dyn WriteJob>) {
    if let Err(error) = session.ensure_connected() {
        job.settle(Err(error));
        return;
    }
    session.begin();
    let keep = job.run(&mut Tx::new(Conn::Postgres(session)));
    job.settle(session.finish(keep));
}

/// One connection with what was prepared on it.
pub(crate) struct Session {
    runtime: Runtime,
    config: Config,
    client: Option<Client>,
    prepared: HashMap<String, Statement>,
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
    fn new(config: Config) -> Result<Self> {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Error::internal)?;
        Ok(Self {
            runtime,
            config,
            client: None,
            prepared: HashMap::new(),
            waiting: Vec::new(),
            begun: false,
            used: Instant::now(),
            spoiled: false,
        })
    }

    /// A connection to the database at `url`, outside any pool.
    #[cfg(feature = "testing")]
    pub(crate) fn connect(url: &str) -> Result<Self> {
        let mut session = Self::new(configuration(url)?)?;
        session.ensure_connected()?;
        Ok(session)
    }

    /// Connects when there is no connection or it broke.
    fn ensure_connected(&mut self) -> Result<()> {
        if self.is_alive() {
            self.used = Instant::now();
            return Ok(());
        }
        self.prepared.clear();
        self.waiting.clear();
        self.begun = false;
        let client = self.runtime.block_on(connect(&self.config)).map_err(unreachable_server)?;
        self.client = Some(client);
        self.used = Instant::now();
        Ok(())
    }

    /// Whether the connection still answers. One that was used a moment ago is taken to; one that rested
    /// is asked, so that a server's restart costs nobody a request.
    fn is_alive(&self) -> bool {
        let Some(client) = self.client.as_ref().filter(|client| !client.is_closed()) else { return false };
        self.used.elapsed() < RESTED || self.runtime.block_on(client.batch_execute("")).is_ok()
    }

    /// Opens a transaction with the next statement.
    fn begin(&mut self) {
        self.waiting.clear();
        self.waiting.push(Waiting::Begin);
        self.begun = false;
        self.spoiled = false;
    }

    /// Commits or undoes what was done since [`Session::begin`].
    fn finish(&mut self, keep: bool) -> Result<()> {
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
        let undone = match &self.client {
            Some(client) => self.runtime.block_on(client.batch_execute("ROLLBACK")),
            None => return,
        };
        if undone.is_err() {
            self.client = None;
        }
    }

    /// Runs a script of several statements outside any unit.
    pub(crate) fn script(&mut self, sql: &str) -> Result<()> {
        let client = self.client.as_ref().ok_or_else(broken)?;
        self.runtime.block_on(client.batch_execute(sql)).map_err(|error| failed(sql, &error))
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
        run: impl AsyncFnOnce(&Client, &Statement, &[&(dyn ToSql + Sync)]) -> Result<T, tokio_postgres::Error>,
    ) -> Result<T> {
        let statement = self.prepare(sql)?;
        let waiting = std::mem::take(&mut self.waiting);
        self.begun |= !waiting.is_empty();
        let client = self.client.as_ref().ok_or_else(broken)?;
        let bound: Vec<&(dyn ToSql + Sync)> =
            params.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        let answer = self.runtime.block_on(async {
            let (before, answer) = join(send_all(client, &waiting), run(client, &statement, &bound)).await;
            before.and(answer.map_err(|error| failed(sql, &error)))
        });
        self.spoiled |= answer.is_err();
        answer
    }

    fn flush(&mut self) -> Result<()> {
        let waiting = std::mem::take(&mut self.waiting);
        let client = self.client.as_ref().ok_or_else(broken)?;
        self.runtime.block_on(send_all(client, &waiting))
    }

    pub(crate) fn prepare(&mut self, sql: &str) -> Result<Statement> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        if self.prepared.len() >= STATEMENTS {
            self.prepared.clear();
        }
        let client = self.client.as_ref().ok_or_else(broken)?;
        let statement = self.runtime.block_on(client.prepare(sql)).map_err(|error| failed(sql, &error))?;
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

/// Sends everything in order without waiting in between; the first failure is the answer.
async fn send_all(client: &Client, waiting: &[Waiting]) -> Result<()> {
    let sent = waiting.iter().map(|one| async move {
        match one {
            Waiting::Begin => client.batch_execute("BEGIN").await.map_err(|error| failed("BEGIN", &error)),
            Waiting::Commit => client.batch_execute("COMMIT").await.map_err(|error| failed("COMMIT", &error)),
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

async fn connect(config: &Config) -> Result<Client, tokio_postgres::Error> {
    if config.get_ssl_mode() == SslMode::Disable {
        let (client, connection) = config.connect(tokio_postgres::NoTls).await?;
        tokio::spawn(async move { report(connection.await) });
        return Ok(client);
    }
    let (client, connection) = config.connect(tokio_postgres_rustls::MakeRustlsConnect::new(tls())).await?;
    tokio::spawn(async move { report(connection.await) });
    Ok(client)
}

fn report(ended: Result<(), tokio_postgres::Error>) {
    if let Err(error) = ended {
        tracing::warn!(error = %error, "a connection to PostgreSQL broke");
    }
}

fn tls() -> rustls::ClientConfig {
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    // Ring's own defaults are a consistent set; building with them cannot fail.
    rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map(|builder| builder.with_root_certificates(roots.clone()).with_no_client_auth())
        .unwrap_or_else(|_| {
            rustls::ClientConfig::builder().with_root_certificates(roots).with_no_client_auth()
        })
}

fn broken() -> Error {
    Error::Unavailable("no connection to PostgreSQL".into())
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
fn unreachable_server(error: tokio_postgres::Error) -> Error {
    let cause = error.source().map_or_else(String::new, |source| format!(": {source}"));
    Error::Unavailable(format!("cannot connect to PostgreSQL: {error}{cause}"))
}

/// What went wrong, by whether waiting can mend it.
fn failed(sql: &str, error: &tokio_postgres::Error) -> Error {
    let Some(server) = error.as_db_error() else {
        return Error::Unavailable(format!("PostgreSQL: {error}"));
    };
    // Classes 08 connection, 40 rollback, 53 resources, 55 locks, 57 intervention, 58 system.
    let passing =
        ["08", "40", "53", "55", "57", "58"].iter().any(|class| server.code().code().starts_with(class));
    let detail = format!("PostgreSQL {}: {} in: {sql}", server.code().code(), server.message());
    if passing { Error::Unavailable(detail) } else { Error::Internal(detail) }
}

impl ToSql for Value<'_> {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self {
            Self::Null => return Ok(IsNull::Yes),
            Self::Int(value) => out.extend_from_slice(&value.to_be_bytes()),
            Self::Bool(value) => out.extend_from_slice(&[u8::from(*value)]),
            Self::Text(value) => out.extend_from_slice(value.as_bytes()),
            Self::Bytes(value) => out.extend_from_slice(value),
            Self::Id(value) => out.extend_from_slice(value.as_bytes()),
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Cell<'a> {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(match *kind {
            Type::INT8 => Self::Int(i64::from_be_bytes(raw.try_into()?)),
            Type::INT4 => Self::Int(i64::from(i32::from_be_bytes(raw.try_into()?))),
            Type::BOOL => Self::Bool(raw.first().is_some_and(|byte| *byte != 0)),
            Type::TEXT | Type::VARCHAR => Self::Text(std::str::from_utf8(raw)?),
            Type::UUID | Type::BYTEA => Self::Bytes(raw),
            _ => return Err(format!("unexpected column type {kind}").into()),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

impl RowCells for Row {
    fn cell(&self, index: usize) -> Result<Cell<'_>> {
        self.try_get(index).map_err(Error::internal)
    }
}
