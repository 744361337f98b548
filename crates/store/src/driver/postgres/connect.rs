//! Where the server is, how connections to it are made, and what its errors mean.

use crate::memory::Memory;
use std::error::Error as StdError;
use std::future::poll_fn;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_postgres::config::SslMode;
use tokio_postgres::{AsyncMessage, Client, Config, Connection};
use vestibule_kernel::{Error, Result};

/// Longest wait for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Every statement finds a handful of rows by key. A plan made while a table was still empty would scan
/// it, and be kept when it is full; planning anew for each customer costs more than running.
const SESSION: &str = "-c plan_cache_mode=force_generic_plan -c jit=off \
     -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off";

/// What `url` says, and what every connection needs.
pub(super) fn configuration(url: &str) -> Result<Config> {
    let mut config: Config = url.parse().map_err(|error| {
        Error::invalid("database", "invalid_value", format!("No PostgreSQL URL: {error}"))
    })?;
    let options = format!("{} {SESSION}", config.get_options().unwrap_or_default());
    config.connect_timeout(CONNECT_TIMEOUT).application_name("vestibule").options(options.trim());
    Ok(config)
}

/// Connects; the connection runs on the runtime that this is called on. What was kept in `memory` is
/// forgotten at each notice that reaches it: that of a unit's own change comes before its commit's answer.
pub(super) async fn connect(config: &Config, memory: &Arc<Memory>) -> Result<Client, tokio_postgres::Error> {
    let client = if config.get_ssl_mode() == SslMode::Disable {
        let (client, connection) = config.connect(tokio_postgres::NoTls).await?;
        tokio::spawn(attend(connection, Arc::clone(memory)));
        client
    } else {
        let (client, connection) =
            config.connect(tokio_postgres_rustls::MakeRustlsConnect::new(tls())).await?;
        tokio::spawn(attend(connection, Arc::clone(memory)));
        client
    };
    client.batch_execute("LISTEN vestibule_configuration").await?;
    Ok(client)
}

/// Runs a connection until it ends.
async fn attend<S, T>(mut connection: Connection<S, T>, memory: Arc<Memory>)
where
    S: AsyncRead + AsyncWrite + Unpin,
    T: AsyncRead + AsyncWrite + Unpin,
{
    while let Some(message) = poll_fn(|context| connection.poll_message(context)).await {
        match message {
            Ok(AsyncMessage::Notification(_)) => memory.forget(),
            Ok(AsyncMessage::Notice(notice)) => tracing::debug!(%notice, "PostgreSQL remarked"),
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "a connection to PostgreSQL broke"),
        }
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

pub(super) fn broken() -> Error {
    Error::Unavailable("no connection to PostgreSQL".into())
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
pub(super) fn unreachable_server(error: tokio_postgres::Error) -> Error {
    let cause = error.source().map_or_else(String::new, |source| format!(": {source}"));
    Error::Unavailable(format!("cannot connect to PostgreSQL: {error}{cause}"))
}

/// What went wrong, by whether waiting can mend it.
pub(super) fn failed(sql: &str, error: &tokio_postgres::Error) -> Error {
    let Some(server) = error.as_db_error() else {
        return Error::Unavailable(format!("PostgreSQL: {error}"));
    };
    // Classes 08 connection, 40 rollback, 53 resources, 55 locks, 57 intervention, 58 system.
    let passing =
        ["08", "40", "53", "55", "57", "58"].iter().any(|class| server.code().code().starts_with(class));
    let detail = format!("PostgreSQL {}: {} in: {sql}", server.code().code(), server.message());
    if passing { Error::Unavailable(detail) } else { Error::Internal(detail) }
}
