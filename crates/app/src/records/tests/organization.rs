//! Records of the organization itself, and what days and amounts mean through them.

use super::{BASE, Backend, Bench};
use vestibule_kernel::Currency;
use vestibule_kernel::organization::{App, OrganizationSettings, Support};
use vestibule_store::tables::{organizations, plans, subscriptions};

on_both_databases! {
    some_settings_change_and_the_others_stay
    a_setting_given_as_null_goes_back_to_its_default
}

/// Imports a record with these settings, twice; gives what the organization has then.
async fn settings_after(bench: &mut Bench, settings: &str) -> OrganizationSettings {
    bench.file("records.ndjson", format!(r#"{{"type":"organization","settings":{settings}}}"#));
    bench.takes().await;
    let id = bench.organization.id;
    bench.organization = bench.read(move |read| Ok(organizations::find(read, id)?.unwrap())).await;
    assert_eq!(bench.takes().await.written, 0);
    bench.organization.settings.clone()
}

/// Settings of which none has its default.
const ALL: &str = concat!(
    r#"{"link_ttl":60,"session_idle":600,"session_absolute":6000,"#,
    r#""return_origins":["https://a.example","https://b.example"],"#,
    r#""app":{"name":"App","url":"https://app.example.com"},"#,
    r#""support":{"email":"help@example.com","phone":"112","url":"https://help.example.com"},"#,
    r#""legal":{"imprint_url":"https://example.com/i","privacy_url":"https://example.com/p","#,
    r#""terms_url":"https://example.com/t"}}"#
);

async fn some_settings_change_and_the_others_stay(on: Backend) {
    let mut bench = Bench::on(on).await;
    let mut expected = settings_after(&mut bench, ALL).await;
    assert_eq!(expected.legal.terms_url.as_deref(), Some("https://example.com/t"));
    assert_eq!(settings_after(&mut bench, "{}").await, expected);
    expected.link_ttl = 90;
    assert_eq!(settings_after(&mut bench, r#"{"link_ttl":90}"#).await, expected);
    expected.return_origins = vec!["https://c.example".into()];
    assert_eq!(settings_after(&mut bench, r#"{"return_origins":["https://c.example"]}"#).await, expected);
    expected.support.phone = Some("110".into());
    expected.app = Some(App { name: "Konto".into(), url: "https://app.example.com".into() });
    let halves = r#"{"support":{"phone":"110"},"app":{"name":"Konto"}}"#;
    assert_eq!(settings_after(&mut bench, halves).await, expected);
}

async fn a_setting_given_as_null_goes_back_to_its_default(on: Backend) {
    let mut bench = Bench::on(on).await;
    let all = settings_after(&mut bench, ALL).await;
    let default = OrganizationSettings::default();
    let some = r#"{"link_ttl":null,"app":null,"support":{"email":null}}"#;
    let support = Support { email: None, ..all.support.clone() };
    let expected = OrganizationSettings { link_ttl: default.link_ttl, app: None, support, ..all };
    assert_eq!(settings_after(&mut bench, some).await, expected);
    let others =
        r#"{"session_idle":null,"session_absolute":null,"legal":null,"return_origins":null,"support":null}"#;
    assert_eq!(settings_after(&mut bench, others).await, default);
}

/// What the guide says of settings.
fn guide() -> &'static str {
    let guide = include_str!("../../../../../docs/guides/records.md");
    guide.split("## Settings").nth(1).unwrap().split("\n## ").next().unwrap()
}

#[test]
fn the_guide_has_every_setting() {
    let all: serde_json::Value = serde_json::from_str(ALL).unwrap();
    let defaults = serde_json::to_value(OrganizationSettings::default()).unwrap();
    for (name, default) in defaults.as_object().unwrap() {
        assert!(guide().contains(&format!("\n| `{name}`")), "{name}");
        if let Some(seconds) = default.as_u64() {
            assert!(guide().contains(&format!(" | {seconds}")), "{name}: {seconds}");
        }
        for part in all[name].as_object().into_iter().flat_map(serde_json::Map::keys) {
            assert!(guide().contains(&format!("`{part}`")), "{name}.{part}");
        }
    }
}

#[tokio::test]
async fn the_guides_example_is_taken() {
    let bench = Bench::new().await;
    let example = guide().split("```json\n").nth(1).unwrap().split("```").next().unwrap();
    bench.file("records.ndjson", example);
    assert_eq!(bench.takes().await.written, 1);
}

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
        (r#""settings":{"links":null}"#, "settings: is not as expected: unknown field `links`"),
        (r#""settings":{"support":{"fax":null}}"#, "settings: is not as expected: unknown field `fax`"),
        (r#""settings":{"app":{"name":"A"}}"#, "settings: is not as expected: missing field `url`"),
        (r#""settings":[60]"#, "settings: is not as expected: invalid type: sequence, expected a map"),
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
