//! The parts of a run that ask running servers for sign-ins: the closed loop beside the bare server, the open loop
//! at half that rate, and mints alone.

use crate::format::{latency, ms, per_second, percent};
use crate::goals;
use crate::load::paced;
use crate::pace::Pace;
use crate::report::{Goal, Report};
use crate::rounds::{Series, Shape, interleave};
use crate::signin::{STEPS, Work};
use crate::stats::{Summary, median, range};
use crate::target::Target;
use anyhow::Result;
use serde_json::json;
use std::sync::Arc;

/// The names under which the two databases are reported.
pub const SQLITE: &str = "SQLite";
/// See [`SQLITE`].
pub const POSTGRES: &str = "PostgreSQL";

/// Whole sign-ins: the bare server and every other in turn, then each at half its own rate.
pub async fn sign_ins(
    bare: &Arc<Target>,
    servers: &[Arc<Target>],
    shape: Shape,
    report: &mut Report,
) -> Result<()> {
    eprintln!("whole sign-ins, closed loop");
    let targets: Vec<_> = std::iter::once(bare).chain(servers).cloned().collect();
    let series = interleave(&Work::SignIn, &targets, shape).await?;
    report.section(format!(
        "Whole sign-ins (mint, open, first page), closed loop, {} connections",
        shape.connections
    ));
    for each in &series {
        let name = each.target.name;
        let note = format!(
            "{}; {:.0} µs of the server's processor time each",
            latency(&each.whole()),
            each.cpu_micros()
        );
        report.row(name, per_second(each.rate()), None, note);
        report.number("signin", name, each.json());
        report.disturbed(each.elsewhere());
    }
    let (yardstick, measured) = series.split_at(1);
    for each in measured {
        share(each, &yardstick[0], report);
    }
    report.section("Whole sign-ins, each step's p50 and p99 under that load");
    for (step, name) in STEPS.iter().enumerate() {
        for each in &series {
            let summary = each.step(step);
            report.row(format!("{name}, {}", each.target.name), latency(&summary), None, "");
        }
    }
    eprintln!("whole sign-ins, open loop at half the rate");
    report.section("Whole sign-ins at half that rate, open loop, counted from when each was due");
    for each in measured {
        let summary =
            open_loop(&Work::SignIn, &each.target, each.rate() / 2.0, shape, report, "half_rate").await?;
        let goal = Goal::below(summary.p99, goals::HALF_RATE_P99, "ms");
        let note = format!(
            "at {}; p50 {}, p99.9 {}",
            per_second(each.rate() / 2.0),
            ms(summary.p50),
            ms(summary.p999)
        );
        report.row(format!("{}, p99", each.target.name), ms(summary.p99), Some(goal), note);
    }
    Ok(())
}

fn share(of: &Series, bare: &Series, report: &mut Report) {
    let shares: Vec<f64> = of.shares_of(bare).iter().map(|share| share * 100.0).collect();
    let (share, (low, high)) = (median(&shares), range(&shares));
    let limit = if of.target.name.starts_with(SQLITE) { goals::SHARE_SQLITE } else { goals::SHARE_POSTGRES };
    let by_cpu = 100.0 * bare.all_cpu_micros() / of.all_cpu_micros().max(1e-9);
    let note = format!(
        "rounds between {} and {}; by processor time, without waiting, {}",
        percent(low),
        percent(high),
        percent(by_cpu)
    );
    let name = format!("{}, share of the bare server", of.target.name);
    report.row(name, percent(share), Some(Goal::at_least(share, limit, "%")), note);
    let numbers = json!({ "share_percent": share, "shares_percent": shares, "share_by_processor_time_percent": by_cpu });
    report.number("signin", &format!("{} share of bare", of.target.name), numbers);
}

/// Mints alone at a fixed rate. The bare server shows what the machine itself adds.
pub async fn mints(
    bare: &Arc<Target>,
    servers: &[Arc<Target>],
    shape: Shape,
    report: &mut Report,
) -> Result<()> {
    eprintln!("mints alone, open loop");
    let title =
        format!("Mint alone at {}, open loop, counted from when each was due", per_second(goals::MINT_RATE));
    report.section(title);
    for target in std::iter::once(bare).chain(servers) {
        let summary = open_loop(&Work::Mint, target, goals::MINT_RATE, shape, report, "mint").await?;
        let goal = (target.name != bare.name).then(|| Goal::below(summary.p99, goals::MINT_P99, "ms"));
        let note = format!("p50 {}, p99.9 {}", ms(summary.p50), ms(summary.p999));
        report.row(format!("{}, p99", target.name), ms(summary.p99), goal, note);
    }
    Ok(())
}

async fn open_loop(
    work: &Work,
    target: &Arc<Target>,
    rate: f64,
    shape: Shape,
    report: &mut Report,
    part: &str,
) -> Result<Summary> {
    let wanted = Pace::new(rate, shape.length, target.capacity());
    let pace = Pace { count: wanted.count.min(target.allowance(wanted.count).await).max(1), ..wanted };
    let measured = paced(work, target, shape.connections, pace).await?;
    let summary = measured.whole.summary();
    eprintln!("  {} at {:.0} /s: p99 {:.2} ms", target.name, rate, summary.p99);
    let numbers = json!({
        "rate": rate, "reached": measured.rate(), "seconds": measured.elapsed.as_secs_f64(), "whole": summary.json(),
        "skipped": measured.skipped, "processors": measured.used.json(measured.whole.count()),
    });
    report.number(part, target.name, numbers);
    report.disturbed(measured.used.elsewhere);
    Ok(summary)
}
