//! Records on their way in while customers sign in: how long it takes, how much memory, and what people notice.

use crate::format::{count, mb, ms, per_second};
use crate::goals;
use crate::load::paced;
use crate::pace::Pace;
use crate::parts::SQLITE;
use crate::process::{Process, memory};
use crate::report::{Goal, Report};
use crate::server::{Place, start_demo};
use crate::signin::Work;
use crate::stats::Samples;
use anyhow::{Context, Result, bail};
use serde_json::json;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// Customers who sign in meanwhile.
pub const RESIDENTS: u64 = 2_000;
/// Sign-ins a second meanwhile.
const RATE: f64 = 100.0;
/// How often somebody looks whether the import has ended.
const SLICE: Duration = Duration::from_secs(1);
/// Invoices of each customer.
const INVOICES: u64 = 10;
/// A customer with a subscription and invoices.
const RECORDS_EACH: u64 = 2 + INVOICES;

/// Imports `customers` with a subscription and ten invoices each into a running demo.
pub async fn measure(place: &Place, customers: u64, file: &Path, report: &mut Report) -> Result<()> {
    let (server, demo) = start_demo(place).await?;
    eprintln!("{}: import of {customers} customers", place.name);
    let began = Instant::now();
    let mut import = Process::start(&mut place.import(demo.organization()?, file), &place.log("import"))?;
    let (mut samples, mut peak) = (Samples::default(), 0);
    while import.status()?.is_none() {
        peak = memory(import.id(), "VmHWM").unwrap_or(peak);
        let pace = Pace::new(RATE, SLICE, server.target.capacity());
        let measured = paced(&Work::SignIn, &server.target, 8, pace).await?;
        samples.extend(&measured.whole);
    }
    let took = began.elapsed();
    if !import.status()?.is_some_and(|status| status.success()) {
        bail!("{}: the import failed; its log ends with\n{}", place.name, import.log_tail());
    }
    server.process.stop().await?;
    show(place.name, customers, (took, peak), &samples, report);
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
fn show(name: &str, customers: u64, (took, peak): (Duration, u64), samples: &Samples, report: &mut Report) {
    let (records, sign_ins) = ((customers * RECORDS_EACH + 1) as f64, samples.summary());
    let rate = records / took.as_secs_f64();
    let note = format!("{} records in {:.1} s", count(records), took.as_secs_f64());
    // The promise is made for SQLite, which is what an operator starts with.
    let goal = (name == SQLITE).then(|| Goal {
        text: format!("≥ {}", per_second(goals::IMPORT_RATE)),
        met: rate >= goals::IMPORT_RATE,
    });
    report.row(format!("{name}, records"), per_second(rate), goal, note);
    let goal = Goal { text: format!("< {}", mb(goals::IMPORT_MEMORY)), met: peak < goals::IMPORT_MEMORY };
    report.row(format!("{name}, peak memory of the import"), mb(peak), Some(goal), "");
    let goal = Goal::below(sign_ins.p99, goals::IMPORT_P99, "ms");
    let note = format!(
        "{} of them at {}; p50 {}, slowest {}",
        sign_ins.count,
        per_second(RATE),
        ms(sign_ins.p50),
        ms(sign_ins.max)
    );
    report.row(format!("{name}, whole sign-ins meanwhile, p99"), ms(sign_ins.p99), Some(goal), note);
    let numbers = json!({ "records": records, "seconds": took.as_secs_f64(), "peak_bytes": peak, "sign_ins": sign_ins.json() });
    report.number("import", name, numbers);
}

/// Writes the records of `customers` customers to `file`, as an operator's export would be.
pub fn write_records(file: &Path, customers: u64) -> Result<()> {
    let mut out = BufWriter::new(File::create(file).with_context(|| file.display().to_string())?);
    let plan = json!({ "type": "plan", "external_id": "load", "slug": "load", "name": "Load", "description": "Load",
        "plan_type": "consumption", "price": "12.50", "currency": "EUR", "interval": "month" });
    writeln!(out, "{plan}")?;
    for customer in 0..customers {
        for record in records_of(customer) {
            writeln!(out, "{record}")?;
        }
    }
    Ok(out.flush()?)
}

fn records_of(customer: u64) -> Vec<serde_json::Value> {
    let (who, contract) = (format!("load-{customer}"), format!("load-contract-{customer}"));
    let mut records = vec![
        json!({ "type": "customer", "external_id": who, "customer_type": "person", "first_name": "Annika",
            "last_name": format!("Brandt {customer}"), "email": format!("load-{customer}@example.com") }),
        json!({ "type": "subscription", "external_id": contract, "customer": who, "plan": "load", "status": "active",
            "start_at": "2025-01-01" }),
    ];
    records.extend((0..INVOICES).map(|n| {
        json!({ "type": "invoice", "external_id": format!("load-{customer}-{n}"), "subscription": contract, "number": format!("L-{customer}-{n}"), "invoice_type": "prepayment",
            "status": "paid", "total": "71.40", "tax": "11.40", "currency": "EUR",
            "issued_at": format!("2025-{:02}-05", n + 1), "paid_at": format!("2025-{:02}-12", n + 1),
            "lines": [{ "description": "Abschlag", "amount": "60.00" }] })
    }));
    records
}
