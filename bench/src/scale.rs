//! Whether a sign-in costs the same with many customers as with few: two servers, in turn, in one run.

use crate::format::{count, latency, per_second};
use crate::goals;
use crate::pages;
use crate::report::{Goal, Report};
use crate::rounds::{Shape, interleave};
use crate::server::{Place, start_demo};
use crate::signin::Work;
use crate::stats::{median, range};
use anyhow::Result;
use serde_json::json;
use std::time::Duration;

/// The customers of the small server.
pub const FEW: u64 = 1_000;
/// Rounds are short, so that all of them fit into a minute's mints for the few customers.
const LONGEST: Duration = Duration::from_secs(3);

/// Compares a place for [`FEW`] customers with one for many.
pub async fn compare(few: &Place, many: &Place, shape: Shape, report: &mut Report) -> Result<()> {
    let database = few.name;
    let ((small, _), (large, _)) = (start_demo(few).await?, start_demo(many).await?);
    let many = many.customers;
    let short = Shape { length: shape.length.min(LONGEST), ..shape };
    let series = interleave(&Work::SignIn, &[small.target, large.target.clone()], short).await?;
    for (each, customers) in series.iter().zip([FEW, many]) {
        let name = format!("{database}, {} customers", count_of(customers));
        let note = format!(
            "{}; {:.0} µs of the server's processor time each",
            latency(&each.whole()),
            each.cpu_micros()
        );
        report.row(name, per_second(each.rate()), None, note);
        report.number("scale", &format!("{database} {customers}"), each.json());
        report.disturbed(each.elsewhere());
    }
    let ratios = series[0].shares_of(&series[1]);
    let (ratio, (low, high)) = (median(&ratios), range(&ratios));
    let goal = Goal { text: format!("≤ {:.2} ×", goals::SCALE_RATIO), met: ratio <= goals::SCALE_RATIO };
    let note = format!("rounds between {low:.2} and {high:.2}");
    report.row(format!("{database}, cost with many / with few"), format!("{ratio:.2} ×"), Some(goal), note);
    report.number(
        "scale",
        &format!("{database} ratio"),
        json!({ "ratio": ratio, "ratios": ratios, "customers": many }),
    );
    small.process.stop().await?;
    report.section(format!("{}, {} customers", pages::times_title(), count_of(many)));
    pages::times(&large.target, shape, report, database).await?;
    large.process.stop().await
}

/// The title over the rows of [`compare`].
pub fn title(many: u64, connections: usize) -> String {
    format!(
        "Whole sign-ins, closed loop, {connections} connections, {} and {} customers",
        count_of(FEW),
        count_of(many)
    )
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
fn count_of(customers: u64) -> String {
    count(customers as f64)
}
