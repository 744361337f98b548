//! What a server does now and then: forgetting links and sessions that are long dead, and clients
//! and addresses that have their whole limit again.

use crate::logs::Dropped;
use std::time::Duration;
use tokio::time::{Interval, MissedTickBehavior, interval};
use vestibule_app::access;
use vestibule_http::Web;

/// How often the dead are deleted.
const SWEEP: Duration = Duration::from_secs(600);
/// How often clients and addresses are forgotten. Each made-up token counts as a client for so long, so it is short.
const TIDY: Duration = Duration::from_secs(5);

/// Tidies up for as long as the runtime lives.
pub async fn run(web: Web, dropped: Dropped) {
    tokio::join!(sweep(&web), tidy(&web, dropped));
}

async fn sweep(web: &Web) {
    let mut ticks = every(SWEEP);
    loop {
        ticks.tick().await;
        match access::sweep(&web.ctx).await {
            Ok(0) => {}
            Ok(deleted) => tracing::info!(deleted, "dead links and sessions deleted"),
            Err(error) => {
                tracing::warn!(%error, "dead links and sessions could not be deleted; the next round will");
            }
        }
    }
}

async fn tidy(web: &Web, mut dropped: Dropped) {
    let mut ticks = every(TIDY);
    loop {
        ticks.tick().await;
        web.limits.tidy();
        web.strikes.tidy(web.ctx.now());
        if let Some(lines) = dropped.more() {
            tracing::warn!(lines, "log lines were dropped: nobody took them in time");
        }
    }
}

fn every(span: Duration) -> Interval {
    let mut ticks = interval(span);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}
