//! `vestibule serve`.

use crate::config::Config;
use crate::{housekeeping, logs, wiring};
use anyhow::Context as _;
use std::process::ExitCode;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

/// Serves until a signal to stop.
///
/// # Errors
/// When the database, the templates or the address cannot be used.
pub async fn run(config: Config) -> anyhow::Result<ExitCode> {
    let logs = logs::start(&config)?;
    let web = wiring::web(&config, wiring::ctx(&config)?)?;
    let surfaces = wiring::surfaces(&web);
    let listener = listen(&config.listen).await?;
    tracing::info!(listen = %listener.local_addr()?, api = %config.api_url, portals = %config.portal_url, "ready");
    tokio::spawn(housekeeping::run(web.clone(), logs.dropped()));
    vestibule_http::serve(web, surfaces, listener, stop_signal()?).await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// Takes the address.
///
/// # Errors
/// When it is taken or malformed.
pub async fn listen(address: &str) -> anyhow::Result<TcpListener> {
    let told = || format!("cannot listen on {address} (--listen names another address and port)");
    TcpListener::bind(address).await.with_context(told)
}

/// Done when the process is asked to stop.
///
/// # Errors
/// When signals cannot be caught.
pub fn stop_signal() -> anyhow::Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
