//! What a server does now and then: forgetting links and sessions that are long dead, and clients
//! that have their whole limit again.

use std::time::Duration;
use vestibule_app::access;
use vestibule_http::Web;

const EVERY: Duration = Duration::from_secs(600);

/// Tidies up every ten minutes, for as long as the runtime lives.
pub async fn run(web: Web) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        web.limits.tidy();
        match access::sweep(&web.ctx).await {
            Ok(0) => {}
            Ok(deleted) => tracing::info!(deleted, "dead links and sessions deleted"),
            Err(error) => {
                tracing::warn!(%error, "dead links and sessions could not be deleted; the next round will");
            }
        }
    }
}
