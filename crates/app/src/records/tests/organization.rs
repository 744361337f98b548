//! Records of the organization itself, and what days and amounts mean through them.

use super::{BASE, Bench};
use vestibule_kernel::Currency;
use vestibule_store::tables::{organizations, plans, subscriptions};

#[tokio::test]
async fn an_organization_record_changes_what_it_names_and_nothing_else() {
    let bench = Bench::new().await;
    let record = r#"{"type":"organization","default_plan":"P-1","settings":{"link_ttl":120,"app":{"name":"App","url":"https://app.example.com"}}}"#;
    bench.file("a.ndjson", record).file("records.ndjson", BASE);
    assert_eq!(bench.takes().await.written, 6);
    assert_eq!(bench.takes().await.written, 0);
    let id = bench.organization.id;
    let (after, plan) = bench
        .read(move |read| {
            Ok((organizations::find(read, id)?.unwrap(), plans::id_by_external(read, id, "P-1")?))
        })
        .await;
    assert_eq!((after.name.as_str(), after.settings.link_ttl), ("lumen", 120));
    assert_eq!(after.default_plan, plan);
}

#[tokio::test]
async fn bad_settings_are_refused() {
    let bench = Bench::new().await;
    for (fields, expected) in [
        (r#""settings":{"link_ttl":5}"#, "settings.link_ttl: expected 30 to 900 seconds (5)"),
        (r#""settings":{"links":5}"#, "settings: is not as expected: unknown field"),
        (
            r#""settings":{"app":{"name":"A","url":"javascript:alert(1)"}}"#,
            "settings.app.url: expected an address",
        ),
        (r#""settings":{"return_origins":["app"]}"#, "settings.return_origins: expected an address"),
        (r#""time_zone":"Berlin""#, "time_zone: expected a name of the IANA"),
        (r#""default_plan":"P-9""#, "default_plan: there is no such plan"),
    ] {
        let found = bench.refuses_records(&format!("{{\"type\":\"organization\",{fields}}}")).await;
        assert!(found.contains(expected), "{found}");
    }
    let twice = "{\"type\":\"organization\",\"name\":\"A\"}\n{\"type\":\"organization\",\"name\":\"B\"}\n";
    assert!(bench.refuses_records(twice).await.contains("is there twice"));
}

#[tokio::test]
async fn days_and_amounts_mean_what_they_mean_after_the_import_wherever_the_record_stands() {
    let bench = Bench::new().await;
    let record = r#"{"type":"organization","time_zone":"Asia/Tokyo","currency":"JPY"}"#;
    bench.file(
        "records.ndjson",
        format!(
            "{}{record}\n",
            BASE.replace("10.99", "1099")
                .replace("79.00", "7900")
                .replace("83.42", "8342")
                .replace("13.32", "1332")
        ),
    );
    bench.takes().await;
    assert_eq!(bench.takes().await.written, 0);
    let id = bench.organization.id;
    let contract = bench
        .read(move |read| {
            let keys = subscriptions::keys_by_external(read, id, "V-1")?.unwrap();
            subscriptions::find(read, id, keys.id)
        })
        .await
        .unwrap();
    assert_eq!(contract.start_at.unwrap().to_string(), "2025-12-31T15:00:00.000Z");
    assert_eq!(contract.amount.unwrap().currency, "JPY".parse::<Currency>().unwrap());
    assert_eq!(contract.amount.unwrap().minor, 7900);
}
