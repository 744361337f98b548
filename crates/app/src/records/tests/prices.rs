//! Prices: series, days and slots, parts that come later, and what is refused.

use super::{BASE, Backend, Bench};
use vestibule_kernel::LocalDay;
use vestibule_kernel::prices::{Price, PriceDay};
use vestibule_store::tables::{plans, price_days, price_series};

on_both_databases! {
    prices_by_slot_and_by_day_belong_to_their_series
    a_price_is_replaced_by_what_comes_later
    plans_and_contracts_name_their_series
    prices_of_nothing_are_refused
}

const SERIES: &str =
    "{\"type\":\"price_series\",\"external_id\":\"epex\",\"reference\":\"EPEX Spot Day-Ahead\"}\n";

fn day(text: &str) -> LocalDay {
    text.parse().unwrap()
}

async fn days(bench: &Bench, first: &str, end: &str) -> Vec<PriceDay> {
    let (organization, first, end) = (bench.organization.id, day(first), day(end));
    bench
        .read(move |read| {
            let id = price_series::id_by_external(read, organization, "epex")?.unwrap();
            price_days::between(read, organization, id, first, end)
        })
        .await
}

async fn prices_by_slot_and_by_day_belong_to_their_series(backend: Backend) {
    let bench = Bench::on(backend).await;
    let quarters = vec!["-1.25"; 92].join(",");
    let whole = format!(
        r#"{{"type":"prices","series":"epex","day":"2026-03-29","electricity":[{quarters}],"grid":9.52,"levies":"7.415"}}"#
    );
    bench.file("base.ndjson", format!("{SERIES}{whole}\n"));
    bench.file(
        "prices.csv",
        "series,start,resolution,electricity,grid,levies\n\
         epex,2026-03-30T00:00:00+02:00,hour,12.3,9.52,7.415\nepex,2026-03-30T01:00:00+02:00,hour,11,,\n",
    );
    let summary = bench.takes().await;
    assert_eq!(summary.written, 4);
    let days = days(&bench, "2026-03-29", "2026-03-31").await;
    let price = Price { electricity: Some(-1_250), grid: Some(9_520), levies: Some(7_415) };
    assert_eq!((days[0].values.len(), days[0].values[91]), (92, Some(price)));
    assert_eq!(days[1].values[0].and_then(Price::total), Some(29_235));
    assert_eq!(days[1].values[1].and_then(Price::total), None, "a part is missing");
    assert_eq!((days[1].values.len(), days[1].values[2]), (24, None));
    assert_eq!(bench.takes().await.written, 0, "the same again changes nothing");
    let organization = bench.organization.id;
    let series = bench.read(move |read| {
        let id = price_series::id_by_external(read, organization, "epex")?.unwrap();
        price_series::find(read, organization, id)
    });
    let series = series.await.unwrap();
    assert_eq!(series.reference, "EPEX Spot Day-Ahead");
}

async fn a_price_is_replaced_by_what_comes_later(backend: Backend) {
    let bench = Bench::on(backend).await;
    let row = |price: &str| {
        format!("series,start,electricity\nepex,2026-03-30T00:00:00Z,{price}\nepex,2026-03-30T00:15:00Z,5\n")
    };
    bench.file("base.ndjson", SERIES).file("prices.csv", row("3"));
    bench.takes().await;
    bench.file("prices.csv", row("4"));
    assert_eq!(bench.takes().await.written, 1);
    let values = &days(&bench, "2026-03-30", "2026-03-31").await[0].values;
    let electricity: Vec<i64> = values.iter().flatten().filter_map(|price| price.electricity).collect();
    assert_eq!(electricity, [4_000, 5_000]);
}

async fn plans_and_contracts_name_their_series(backend: Backend) {
    let bench = Bench::on(backend).await;
    let base = BASE.replace(r#""slug":"flex""#, r#""slug":"flex","price_series":"epex""#);
    bench.file("base.ndjson", format!("{base}{SERIES}"));
    bench.takes().await;
    let organization = bench.organization.id;
    let (plan, series) = bench
        .read(move |read| {
            let plans = plans::all(read, organization)?;
            let plan = plans.into_iter().find(|plan| plan.external_id == "P-1").unwrap();
            Ok((plan.price_series, price_series::id_by_external(read, organization, "epex")?))
        })
        .await;
    assert!(plan.is_some() && plan == series);
    std::fs::remove_file(bench.path().join("base.ndjson")).unwrap();
    assert_eq!(
        bench.refuses_records(&base.lines().next().unwrap().replace("epex", "none")).await,
        "records.ndjson:1: price_series: there is no such price series, neither in the input nor in the database (none)"
    );
}

async fn prices_of_nothing_are_refused(backend: Backend) {
    let bench = Bench::on(backend).await;
    bench.file("base.ndjson", SERIES);
    for (row, says) in [
        (
            r#""series":"none","start":"2026-03-30T00:00:00Z","electricity":1"#,
            "series: there is no such price series",
        ),
        (r#""series":"epex","start":"2026-03-30T00:00:00Z""#, "electricity: is missing"),
        (r#""series":"epex","day":"2026-03-30""#, "electricity: is missing"),
        (
            r#""series":"epex","start":"2026-03-30T00:00:00Z","electricity":"0,3""#,
            "electricity: expected hundredths",
        ),
        (r#""series":"epex","start":"2026-03-30T00:00:00Z","grid":1.2345"#, "grid: expected hundredths"),
        (
            r#""series":"epex","day":"2026-03-30","electricity":[1,2]"#,
            "electricity: has 2 values; expected 96",
        ),
        (r#""series":"epex","day":"2026-03-30","electricity":"x""#, "electricity: expected a list"),
        (r#""start":"2026-03-30T00:00:00Z","electricity":1"#, "series: is missing"),
    ] {
        let finding = bench.refuses_records(&format!("{{\"type\":\"prices\",{row}}}")).await;
        assert!(finding.starts_with(&format!("records.ndjson:1: {says}")), "{row}: {finding}");
    }
}
