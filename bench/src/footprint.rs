//! What a server takes: time to start on existing data, memory when idle and under load.

use crate::format::{mb, ms, per_second};
use crate::goals;
use crate::load::closed;
use crate::process::memory;
use crate::report::{Goal, Report};
use crate::rounds::Shape;
use crate::server::{Demo, Place, Server, start_existing};
use crate::signin::Work;
use crate::stats::{median, range};
use anyhow::Result;
use serde_json::json;
use std::time::Duration;
use tokio::time::sleep;

/// How often a start is timed.
const STARTS: usize = 5;
/// Sign-ins a second that the load may reach before it has to end early.
const RATE: u64 = 5_000;

/// Times starts on the data of `place`.
pub async fn starts(place: &Place, demo: &Demo, report: &mut Report) -> Result<()> {
    eprintln!("{}: starts on existing data", place.name);
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let (server, took) = start_existing(place, demo).await?;
        times.push(took.as_secs_f64() * 1e3);
        server.process.stop().await?;
    }
    let (middle, (low, high)) = (median(&times), range(&times));
    let note = format!("median of {STARTS} between {} and {}", ms(low), ms(high));
    report.row(place.name, ms(middle), Some(Goal::below(middle, goals::START, "ms")), note);
    report.number("start", place.name, json!({ "median_ms": middle, "ms": times }));
    Ok(())
}

/// Memory of a server that has just started on the data of `place`, and its peak under whole sign-ins.
pub async fn memory_use(place: &Place, demo: &Demo, shape: Shape, report: &mut Report) -> Result<()> {
    eprintln!("{}: memory", place.name);
    let (Server { process, target }, _) = start_existing(place, demo).await?;
    sleep(Duration::from_secs(2)).await;
    let idle = memory(process.id(), "VmRSS")?;
    let allowance = target.allowance(RATE * shape.length.as_secs()).await;
    let load = closed(&Work::SignIn, &target, shape.connections, shape.length, allowance).await?;
    let (peak, after) = (memory(process.id(), "VmHWM")?, memory(process.id(), "VmRSS")?);
    process.stop().await?;
    let goal = Goal { text: format!("< {}", mb(goals::IDLE_MEMORY)), met: idle < goals::IDLE_MEMORY };
    report.row(format!("{}, idle", place.name), mb(idle), Some(goal), "");
    let note = format!("whole sign-ins at {}; {} right after", per_second(load.rate()), mb(after));
    report.row(format!("{}, peak under load", place.name), mb(peak), None, note);
    let numbers =
        json!({ "idle_bytes": idle, "peak_bytes": peak, "after_bytes": after, "load_rate": load.rate() });
    report.number("memory", place.name, numbers);
    Ok(())
}
