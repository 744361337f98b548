//! The demo's data is what it says it is.

use super::{bulk, organizations};
use std::collections::BTreeSet;
use vestibule_kernel::{LocalDay, TimeZone, Timestamp};

fn noon(day: &str) -> Timestamp {
    let day: LocalDay = day.parse().unwrap();
    day.start_in(&TimeZone::named("Europe/Berlin").unwrap()).plus(std::time::Duration::from_secs(12 * 3600))
}

#[test]
fn every_case_has_a_customer() {
    let all = organizations(noon("2026-05-20"));
    let cases: BTreeSet<&str> = all[0].cases.iter().map(|(_, case)| *case).collect();
    for case in [
        "active",
        "several_subscriptions",
        "pending",
        "ended",
        "no_subscription",
        "portal_off",
        "analog_meter",
        "company",
        "disabled",
        "longest_names",
    ] {
        assert!(cases.contains(case), "{case}");
    }
    assert_eq!(all[1].new.slug.as_str(), "fabrikat");
}

#[test]
fn documents_are_small_and_their_tables_fit() {
    for organization in organizations(noon("2026-05-20")) {
        for (name, bytes) in &organization.files {
            let bound = if name.ends_with(".pdf") { 3 << 10 } else { 16 << 10 };
            assert!(bytes.len() <= bound, "{name}: {}", bytes.len());
            if !name.ends_with(".pdf") {
                continue;
            }
            let text = String::from_utf8_lossy(bytes);
            assert!(text.starts_with("%PDF-1.4") && text.ends_with("%%EOF\n"), "{name}");
            let start = bytes.windows(10).position(|window| window == b"\nstartxref").unwrap();
            let offset: usize =
                text[text.find("startxref\n").unwrap() + 10..].lines().next().unwrap().parse().unwrap();
            assert!(offset < start && bytes[offset..].starts_with(b"xref\n0 7\n"), "{name}");
        }
    }
}

#[test]
fn no_bill_is_issued_or_paid_after_today_on_any_day_of_a_month() {
    for day in ["2026-01-01", "2026-02-28", "2026-03-31", "2026-12-15"] {
        for organization in organizations(noon(day)) {
            for line in organization.records.lines() {
                let record: serde_json::Value = serde_json::from_str(line).unwrap();
                for field in ["issued_at", "paid_at", "payment_failed_at", "confirmed_at"] {
                    let at = record[field].as_str().unwrap_or_default();
                    assert!(at <= day, "{day}: {field} {at}");
                }
            }
        }
    }
}

#[test]
fn bulk_customers_are_numbered_from_one() {
    let lines: Vec<String> = bulk(2, noon("2026-05-20")).collect();
    let all: Vec<serde_json::Value> = lines
        .iter()
        .flat_map(|lines| lines.lines())
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(all.len(), 2 * 14);
    assert_eq!(all[0]["external_id"], "bulk-0000001");
    assert!(all.iter().filter(|record| record["type"] == "invoice").count() == 24);
}
