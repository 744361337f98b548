//! Measured use: values by row and by day, deliveries that come again, better or worse, and what is refused.

use super::{BASE, Backend, Bench};
use vestibule_kernel::id::SubscriptionId;
use vestibule_kernel::series::Resolution;
use vestibule_kernel::usage::{Quality, UsageDay, UsageMonth};
use vestibule_kernel::{LocalDay, Timestamp};
use vestibule_store::tables::{subscriptions, usage_days, usage_months};

on_both_databases! {
    values_by_row_and_by_day_are_the_same
    the_same_delivery_again_changes_nothing
    preliminary_values_are_replaced_and_final_ones_are_not
    days_of_23_and_25_hours_are_ordinary
    a_day_of_the_wrong_length_is_refused
    a_value_that_is_there_twice_is_refused_with_both_places
    parts_of_a_day_may_stand_in_several_files
    use_of_an_unknown_subscription_is_refused_row_by_row
    malformed_values_are_located
    hours_that_are_taken_for_quarters_are_refused
}

fn day(text: &str) -> LocalDay {
    text.parse().unwrap()
}

async fn subscription(bench: &Bench, external_id: &'static str) -> SubscriptionId {
    let organization = bench.organization.id;
    bench.read(move |read| Ok(subscriptions::known(read, organization, &[external_id])?.remove(0).id)).await
}

async fn days(bench: &Bench, first: &str, end: &str) -> Vec<UsageDay> {
    let (organization, id) = (bench.organization.id, subscription(bench, "V-1").await);
    let (first, end) = (day(first), day(end));
    bench.read(move |read| usage_days::between(read, organization, id, first, end)).await
}

async fn months(bench: &Bench) -> Vec<UsageMonth> {
    let (organization, id) = (bench.organization.id, subscription(bench, "V-1").await);
    bench
        .read(move |read| usage_months::between(read, organization, id, day("2020-01-01"), day("2030-01-01")))
        .await
}

/// A CSV file with a row for each quarter of a day, `value(index)` kilowatt-hours each.
fn quarters(on: &str, slots: u32, quality: &str, value: impl Fn(u32) -> String) -> String {
    let zone = vestibule_kernel::TimeZone::named("Europe/Berlin").unwrap();
    let start = day(on).start_in(&zone);
    let mut file = String::from("subscription,start,value,quality\n");
    for index in 0..slots {
        let at: Timestamp = start.plus(std::time::Duration::from_secs(u64::from(index) * 900));
        file.push_str(&format!("V-1,{at},{},{quality}\n", value(index)));
    }
    file
}

fn list(slots: usize, value: &str) -> String {
    vec![value; slots].join(",")
}

async fn values_by_row_and_by_day_are_the_same(backend: Backend) {
    let bench = Bench::on(backend).await;
    bench
        .file("base.ndjson", BASE)
        .file("usage.csv", quarters("2026-04-01", 96, "final", |_| "0.125".into()));
    let summary = bench.takes().await;
    assert_eq!(summary.written, 5 + 96);
    let by_row = days(&bench, "2026-04-01", "2026-04-02").await;
    assert_eq!(by_row[0].total(), Some(12_000));
    assert!(by_row[0].values.iter().flatten().all(|value| value.quality == Quality::Final));

    let by_day = format!(
        r#"{{"type":"usage","subscription":"V-1","day":"2026-04-01","values":[{}]}}"#,
        list(96, "0.125")
    );
    std::fs::remove_file(bench.path().join("usage.csv")).unwrap();
    bench.file("day.ndjson", by_day);
    assert_eq!(bench.takes().await.written, 0, "they are there already");
    let spaced = format!("subscription;day;values\nV-1;2026-04-02;{}\n", vec!["0.125"; 96].join(" "));
    std::fs::remove_file(bench.path().join("day.ndjson")).unwrap();
    bench.file("usage.csv", spaced);
    bench.takes().await;
    assert_eq!(days(&bench, "2026-04-02", "2026-04-03").await[0].values, by_row[0].values);
    let month = months(&bench).await;
    assert_eq!((month.len(), month[0].first, month[0].milli), (1, day("2026-04-01"), 24_000));
    assert_eq!(month[0].final_minutes, 2 * 24 * 60);
}

async fn the_same_delivery_again_changes_nothing(backend: Backend) {
    let bench = Bench::on(backend).await;
    bench
        .file("base.ndjson", BASE)
        .file("usage.csv", quarters("2026-04-01", 40, "preliminary", |i| format!("0.0{i:02}")));
    bench.takes().await;
    let (before, sums) = (days(&bench, "2026-04-01", "2026-04-02").await, months(&bench).await);
    let again = bench.takes().await;
    assert_eq!((again.written, again.unchanged), (0, 5 + 40));
    assert_eq!((days(&bench, "2026-04-01", "2026-04-02").await, months(&bench).await), (before, sums));
}

async fn preliminary_values_are_replaced_and_final_ones_are_not(backend: Backend) {
    let bench = Bench::on(backend).await;
    let preliminary = quarters("2026-04-01", 8, "preliminary", |_| "0.1".into());
    bench.file("base.ndjson", BASE).file("usage.csv", &preliminary);
    bench.takes().await;
    bench.file("usage.csv", quarters("2026-04-01", 4, "final", |_| "0.2".into()));
    bench.takes().await;
    let now = &days(&bench, "2026-04-01", "2026-04-02").await[0];
    assert_eq!(now.total(), Some(4 * 200 + 4 * 100));
    let month = months(&bench).await[0];
    assert_eq!((month.milli, month.preliminary_minutes, month.final_minutes), (1200, 60, 60));

    bench.file("usage.csv", preliminary);
    let late = bench.takes().await;
    assert_eq!(late.written, 0, "a final value stays");
    assert_eq!(months(&bench).await[0], month);
    assert_eq!(days(&bench, "2026-04-01", "2026-04-02").await[0], *now);
}

async fn days_of_23_and_25_hours_are_ordinary(backend: Backend) {
    let bench = Bench::on(backend).await;
    let row = |day: &str, slots, resolution: &str| {
        format!(
            r#"{{"type":"usage","subscription":"V-1","day":"{day}","resolution":"{resolution}","values":[{}]}}"#,
            list(slots, "0.5")
        )
    };
    let records = [
        row("2026-03-29", 92, "15min"),
        row("2025-10-26", 100, "15min"),
        row("2024-03-31", 23, "hour"),
        row("2024-10-27", 25, "hour"),
    ];
    bench.file("base.ndjson", BASE).file("usage.ndjson", records.join("\n"));
    bench.takes().await;
    let slots = |day: &UsageDay| (day.resolution, day.values.len());
    let all = days(&bench, "2024-01-01", "2026-12-31").await;
    let seen: Vec<_> = all.iter().map(slots).collect();
    use Resolution::{Hour, Quarter};
    assert_eq!(seen, [(Hour, 23), (Hour, 25), (Quarter, 100), (Quarter, 92)]);
    let doubled = quarters("2025-10-26", 100, "final", |index| format!("0.{index:03}"));
    std::fs::remove_file(bench.path().join("usage.ndjson")).unwrap();
    bench.file("usage.csv", doubled);
    bench.takes().await;
    let long = &days(&bench, "2025-10-26", "2025-10-27").await[0];
    let values: Vec<i64> = long.values.iter().flatten().map(|value| value.milli).collect();
    assert_eq!(values, (0..100).collect::<Vec<_>>(), "the doubled hour is two");
}

async fn a_day_of_the_wrong_length_is_refused(backend: Backend) {
    let bench = Bench::on(backend).await;
    bench.file("base.ndjson", BASE);
    let row = |values: &str| {
        format!(r#"{{"type":"usage","subscription":"V-1","day":"2026-03-29","values":[{values}]}}"#)
    };
    assert_eq!(
        bench.refuses_records(&row(&list(96, "1"))).await,
        "records.ndjson:1: values: has 96 values; expected 92, with null for what is missing; clocks go forward on that day"
    );
    assert!(bench.refuses_records(&row("")).await.contains("expected 92"));
}

async fn a_value_that_is_there_twice_is_refused_with_both_places(backend: Backend) {
    let bench = Bench::on(backend).await;
    let mut file = quarters("2026-04-01", 8, "final", |_| "0.1".into());
    let line = file.lines().nth(3).unwrap().to_owned();
    file.push_str(&line);
    bench.file("base.ndjson", BASE).file("usage.csv", &file);
    assert_eq!(
        bench.refuses().await,
        ["usage.csv:10: start: is there twice, first on line 2; expected each value of a day once"]
    );
    // In two files, a day as a whole in one of them.
    let whole = format!(
        r#"{{"type":"usage","subscription":"V-1","day":"2026-04-01","values":[{}]}}"#,
        list(96, "0.1")
    );
    bench.file("usage.csv", quarters("2026-04-01", 2, "final", |_| "0.1".into())).file("day.ndjson", whole);
    let findings = bench.refuses().await;
    assert_eq!(findings.len(), 2, "{findings:#?}");
    assert!(
        findings
            .iter()
            .all(|finding| finding.starts_with("usage.csv:") && finding.contains("first at day.ndjson:1"))
    );
}

async fn parts_of_a_day_may_stand_in_several_files(backend: Backend) {
    let bench = Bench::on(backend).await;
    let whole = quarters("2026-04-01", 96, "final", |index| format!("0.{index:03}"));
    let mut lines = whole.lines();
    let head = lines.next().unwrap();
    let lines: Vec<&str> = lines.collect();
    let (morning, evening) = lines.split_at(40);
    let subfolder = bench.path().join("later");
    std::fs::create_dir(&subfolder).unwrap();
    bench.file("base.ndjson", BASE).file("usage.csv", format!("{head}\n{}\n", morning.join("\n")));
    std::fs::write(subfolder.join("usage.csv"), format!("{head}\n{}\n", evening.join("\n"))).unwrap();
    let sources = super::Sources::from_paths(&[bench.path(), subfolder.as_path()]).unwrap();
    let summary =
        super::import(&bench.ctx, &bench.organization, sources, Default::default(), super::unwatched())
            .await
            .unwrap();
    assert!(summary.is_clean(), "{summary:?}");
    let values: Vec<i64> = days(&bench, "2026-04-01", "2026-04-02").await[0]
        .values
        .iter()
        .flatten()
        .map(|value| value.milli)
        .collect();
    assert_eq!(values, (0..96).collect::<Vec<_>>());
}

async fn use_of_an_unknown_subscription_is_refused_row_by_row(backend: Backend) {
    let bench = Bench::on(backend).await;
    let file = quarters("2026-04-01", 3, "final", |_| "0.1".into());
    bench.file("base.ndjson", BASE).file("usage.csv", file.replace("V-1", "V-9"));
    let findings = bench.refuses().await;
    assert_eq!(findings.len(), 3, "{findings:#?}");
    for (line, finding) in (2..).zip(&findings) {
        assert_eq!(
            *finding,
            format!(
                "usage.csv:{line}: subscription: there is no such subscription, neither in the input nor in the database (V-9)"
            )
        );
    }
}

async fn malformed_values_are_located(backend: Backend) {
    let bench = Bench::on(backend).await;
    bench.file("base.ndjson", BASE);
    let row = |rest: &str| format!(r#"{{"type":"usage","subscription":"V-1",{rest}}}"#);
    for (rest, column) in [
        (r#""start":"2026-04-01T10:07:00Z","value":1"#, "start: does not begin a quarter of an hour"),
        (r#""start":"2026-04-01T10:15:00Z","value":1,"resolution":"hour""#, "start: does not begin an hour"),
        (r#""start":"2026-04-01T10:15:00","value":1"#, "start: expected a day"),
        (r#""start":"2026-04-01T10:15:00Z","value":-1"#, "value: expected kilowatt-hours"),
        (r#""start":"2026-04-01T10:15:00Z","value":"1,5""#, "value: expected kilowatt-hours"),
        (r#""start":"2026-04-01T10:15:00Z""#, "value: is missing"),
        (
            r#""start":"2026-04-01T10:15:00Z","value":1,"quality":"estimated""#,
            "quality: expected preliminary | substituted | final",
        ),
        (
            r#""start":"2026-04-01T10:15:00Z","value":1,"resolution":"day""#,
            "resolution: expected 15min | hour",
        ),
        (r#""start":"2026-04-01T10:15:00Z","day":"2026-04-01","value":1"#, "day: expected either start"),
        (r#""value":1"#, "start: is missing"),
        (r#""day":"2026-02-30","values":[1]"#, "day: expected a day"),
        (r#""day":"2026-04-01""#, "values: is missing"),
        (r#""day":"2026-04-01","values":{"a":1}"#, "values: expected a list"),
    ] {
        let finding = bench.refuses_records(&row(rest)).await;
        assert!(finding.starts_with(&format!("records.ndjson:1: {column}")), "{rest}: {finding}");
    }
    let odd = row(&format!(r#""day":"2026-04-01","values":[{},"x"]"#, list(95, "0.1")));
    assert_eq!(
        bench.refuses_records(&odd).await,
        "records.ndjson:1: values[95]: expected kilowatt-hours with at most three decimals, like 0.125 (x)"
    );
}

async fn hours_that_are_taken_for_quarters_are_refused(backend: Backend) {
    let bench = Bench::on(backend).await;
    let quarters = quarters("2026-04-01", 96, "final", |_| "0.1".into());
    let hourly: Vec<&str> = quarters
        .lines()
        .enumerate()
        .filter(|(i, _)| *i == 0 || (i - 1) % 4 == 0)
        .map(|(_, line)| line)
        .collect();
    bench.file("base.ndjson", BASE).file("usage.csv", hourly.join("\n"));
    let findings = bench.refuses().await;
    assert_eq!(findings.len(), 24);
    assert!(findings[0].contains("say resolution: hour"), "{}", findings[0]);
    let said = hourly.join(",hour\n").replacen(",hour", ",resolution", 1) + ",hour\n";
    bench.file("usage.csv", said);
    bench.takes().await;
    assert_eq!(days(&bench, "2026-04-01", "2026-04-02").await[0].total(), Some(2400));
}
