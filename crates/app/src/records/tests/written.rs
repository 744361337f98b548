//! What ends up in the database, field by field.

use super::{BASE, Bench};
use vestibule_kernel::plan::Interval;
use vestibule_kernel::subscription::Contract;
use vestibule_store::tables::{invoices, plans, portals, subscriptions};

async fn contract(bench: &Bench) -> Contract {
    let id = bench.organization.id;
    bench
        .read(move |read| {
            let keys = subscriptions::keys_by_external(read, id, "V-1")?.unwrap();
            subscriptions::contract(read, id, keys.id)
        })
        .await
        .unwrap()
}

const RICH: &str = r#""external_id":"V-1","address":{"street":"Allee","house_number":"1a","zip":"10115","city":"Berlin","country":"DE"},"meter":{"number":"1EMH1","type":"analog"},"payment_method":{"type":"sepa_debit","iban":"DE89 3704 0044 0532 0130 00","account_holder":"A. Brandt"},"metadata":{"b":1,"a":2}"#;

#[tokio::test]
async fn a_plan_without_a_portal_gets_its_own_and_null_means_none() {
    let bench = Bench::new().await;
    bench.file("records.ndjson", BASE);
    bench.takes().await;
    let id = bench.organization.id;
    let (all, portals) = bench.read(move |read| Ok((plans::all(read, id)?, portals::list(read, id)?))).await;
    assert_eq!(portals.len(), 1);
    assert_eq!(
        (portals[0].slug.as_str(), portals[0].name.as_str(), portals[0].enabled),
        ("flex", "Flex", true)
    );
    assert_eq!(all.iter().map(|plan| plan.portal).collect::<Vec<_>>(), [Some(portals[0].id), None]);
}

#[tokio::test]
async fn a_portal_that_came_with_a_plan_can_be_described_later_and_is_not_overwritten() {
    let bench = Bench::new().await;
    bench.file("records.ndjson", BASE);
    bench.takes().await;
    bench.file("records.ndjson", r#"{"type":"portal","slug":"flex","name":"Lumen","enabled":false}"#);
    assert_eq!(bench.takes().await.types[&crate::records::RecordType::Portal].changed, 1);
    bench.file("records.ndjson", BASE);
    bench.takes().await;
    let id = bench.organization.id;
    let portals = bench.read(move |read| portals::list(read, id)).await;
    assert_eq!((portals[0].name.as_str(), portals[0].enabled), ("Lumen", false));
}

#[tokio::test]
async fn of_an_account_number_only_country_and_last_digits_are_kept() {
    let bench = Bench::new().await;
    bench.file("records.ndjson", BASE.replace(r#""external_id":"V-1""#, RICH));
    bench.takes().await;
    let method = contract(&bench).await.payment_method.unwrap();
    assert_eq!((method.country.as_str(), method.last4.as_str()), ("DE", "3000"));
    assert_eq!(method.account_holder, "A. Brandt");
}

#[tokio::test]
async fn address_meter_and_payment_method_are_changed_in_place_and_deleted_with_their_fields() {
    let bench = Bench::new().await;
    bench.file("records.ndjson", BASE.replace(r#""external_id":"V-1""#, RICH));
    bench.takes().await;
    let first = contract(&bench).await;
    assert_eq!(first.subscription.metadata.as_deref(), Some(r#"{"b":1,"a":2}"#));
    bench.file("records.ndjson", BASE.replace(r#""external_id":"V-1""#, &RICH.replace("Allee", "Gasse")));
    bench.takes().await;
    let second = contract(&bench).await;
    assert_eq!(second.subscription.id, first.subscription.id);
    assert_eq!(second.address.as_ref().unwrap().street, "Gasse");
    assert_eq!(second.address.as_ref().unwrap().id, first.address.as_ref().unwrap().id);
    assert_eq!(second.meter, first.meter);
    bench.file("records.ndjson", BASE);
    bench.takes().await;
    let third = contract(&bench).await;
    assert!(third.address.is_none() && third.meter.is_none() && third.payment_method.is_none());
    let (id, old) = (bench.organization.id, first.address.unwrap().id);
    assert!(bench.read(move |read| vestibule_store::tables::addresses::find(read, id, old)).await.is_none());
}

#[tokio::test]
async fn the_newest_contract_is_the_one_that_began_last_not_the_one_that_was_imported_last() {
    let bench = Bench::new().await;
    let older = BASE.lines().nth(3).unwrap().replace("V-1", "V-0").replace("2026-01-01", "2020-01-01");
    bench.file("records.ndjson", format!("{BASE}{older}\n"));
    bench.takes().await;
    let id = bench.organization.id;
    let (new, old) = bench
        .read(move |read| {
            let new = subscriptions::keys_by_external(read, id, "V-1")?.unwrap();
            Ok((new.id, subscriptions::keys_by_external(read, id, "V-0")?.unwrap().id))
        })
        .await;
    assert!(old < new);
}

#[tokio::test]
async fn a_subscription_without_an_interval_has_its_plans() {
    let bench = Bench::new().await;
    bench.file("records.ndjson", BASE.replace(r#""price":"10.99""#, r#""price":"10.99","interval":"year""#));
    bench.takes().await;
    assert_eq!(contract(&bench).await.subscription.interval, Interval::Year);
}

#[tokio::test]
async fn days_are_midnight_in_the_organizations_time_zone() {
    let bench = Bench::new().await;
    bench.file("records.ndjson", BASE.replace("2026-01-01", "2026-07-01"));
    bench.takes().await;
    assert_eq!(contract(&bench).await.subscription.start_at.unwrap().to_string(), "2026-06-30T22:00:00.000Z");
}

#[tokio::test]
async fn an_invoice_keeps_its_lines_exactly() {
    let bench = Bench::new().await;
    let lines = r#""external_id":"R-1","usage_kwh":212.125,"lines":[{"description":"Grundpreis","amount":9.9},{"description":"Arbeitspreis","quantity":"212 kWh","amount":"73.52"}]"#;
    bench.file("records.ndjson", BASE.replace(r#""external_id":"R-1""#, lines));
    bench.takes().await;
    let id = bench.organization.id;
    let invoice = bench
        .read(move |read| {
            let invoice = invoices::id_by_external(read, id, "R-1")?.unwrap();
            invoices::find(read, id, invoice)
        })
        .await
        .unwrap();
    assert_eq!((invoice.total.minor, invoice.tax_minor), (8342, 1332));
    assert_eq!(invoice.usage.unwrap().wh, 212_125);
    assert_eq!(invoice.lines.iter().map(|line| line.amount_minor).collect::<Vec<_>>(), [990, 7352]);
}
