//! What meters showed, as records.

use super::{BASE, Backend, Bench};
use vestibule_kernel::Energy;
use vestibule_kernel::reading::ReadingType;
use vestibule_store::tables::{meter_readings, subscriptions};

on_both_databases! {
    a_reading_is_written_once_and_changed_by_its_id
    a_reading_needs_a_subscription_with_a_meter
}

fn metered() -> String {
    BASE.replace(r#""amount":"79.00""#, r#""amount":"79.00","meter":{"number":"1ISK1","type":"analog"}"#)
}

const READING: &str = r#"{"type":"meter_reading","external_id":"Z-1","subscription":"V-1","day":"2026-03-31","value":"48512.5","reading_type":"grid_reading"}"#;

async fn values(bench: &Bench) -> Vec<(Energy, ReadingType)> {
    let organization = bench.organization.id;
    let found = bench.read(move |read| {
        let id = subscriptions::known(read, organization, &["V-1"])?.remove(0).id;
        meter_readings::newest(read, organization, id, 10)
    });
    found.await.into_iter().map(|reading| (reading.value, reading.reading_type)).collect()
}

async fn a_reading_is_written_once_and_changed_by_its_id(backend: Backend) {
    let bench = Bench::on(backend).await;
    bench.file("base.ndjson", metered()).file("readings.ndjson", READING);
    assert_eq!(bench.takes().await.written, 6);
    assert_eq!(values(&bench).await, [(Energy::from_wh(48_512_500), ReadingType::GridReading)]);
    assert_eq!(bench.takes().await.written, 0);
    bench.file("readings.ndjson", READING.replace("48512.5", "48513"));
    assert_eq!(bench.takes().await.written, 1);
    assert_eq!(values(&bench).await, [(Energy::from_wh(48_513_000), ReadingType::GridReading)]);
}

async fn a_reading_needs_a_subscription_with_a_meter(backend: Backend) {
    let bench = Bench::on(backend).await;
    bench.file("base.ndjson", BASE);
    let finding = bench.refuses_records(READING).await;
    assert!(finding.starts_with("records.ndjson:1: subscription: has no meter"), "{finding}");
    std::fs::remove_file(bench.path().join("records.ndjson")).unwrap();
    bench.takes().await;
    std::fs::remove_file(bench.path().join("base.ndjson")).unwrap();
    let finding = bench.refuses_records(READING).await;
    assert!(finding.starts_with("records.ndjson:1: subscription: has no meter"), "{finding}");
    bench.file("base.ndjson", metered());
    for (change, says) in [
        (("\"2026-03-31\"", "\"31.03.2026\""), "day: expected a day"),
        (("\"48512.5\"", "-1"), "value: expected kilowatt-hours"),
        (
            ("grid_reading", "guess"),
            "reading_type: expected customer_report | grid_reading | grid_estimation",
        ),
        (("V-1", "V-9"), "subscription: there is no such subscription"),
    ] {
        let finding = bench.refuses_records(&READING.replace(change.0, change.1)).await;
        assert!(finding.starts_with(&format!("records.ndjson:1: {says}")), "{finding}");
    }
}
