//! The same input twice, half an input, and no input at all.

use super::{BASE, Backend, Bench, Options, unwatched};
use crate::audit;
use crate::records::{RecordType, Stage, Step};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use vestibule_kernel::id::OrganizationId;
use vestibule_store::Read;
use vestibule_store::tables::invoices::Summary;
use vestibule_store::tables::{customers, invoices, subscriptions};

on_both_databases! {
    the_same_input_twice_changes_nothing
    the_same_record_in_another_format_changes_nothing
    a_changed_record_is_changed_in_place
    an_interrupted_import_is_completed_by_running_it_again
    a_dry_run_writes_nothing
    an_import_leaves_a_line_in_the_audit_trail
    progress_comes_to_its_end
    the_invoices_of_a_subscription_follow_it_to_another_customer
}

/// Customers with a contract and ten invoices each, one of which takes another back.
fn many(count: u32) -> String {
    let mut records = BASE.lines().take(2).map(|line| format!("{line}\n")).collect::<String>();
    for n in 0..count {
        records += &format!(
            "{{\"type\":\"invoice\",\"external_id\":\"R-{n}-void\",\"subscription\":\"V-{n}\",\"number\":\"{n}-void\",\"invoice_type\":\"void\",\"status\":\"paid\",\"total\":-10,\"issued_at\":\"2026-03-01\",\"voids\":\"R-{n}-3\"}}\n\
             {{\"type\":\"customer\",\"external_id\":\"K-{n}\",\"last_name\":\"B{n}\",\"email\":\"k{n}@example.com\"}}\n\
             {{\"type\":\"subscription\",\"external_id\":\"V-{n}\",\"customer\":\"K-{n}\",\"plan\":\"P-1\",\"status\":\"active\",\"address\":{{\"street\":\"Allee\",\"house_number\":\"{n}\",\"zip\":\"10115\",\"city\":\"Berlin\",\"country\":\"DE\"}}}}\n"
        );
        for month in 1..10 {
            records += &format!(
                "{{\"type\":\"invoice\",\"external_id\":\"R-{n}-{month}\",\"subscription\":\"V-{n}\",\"number\":\"{n}-{month}\",\"invoice_type\":\"usage\",\"status\":\"open\",\"total\":10,\"issued_at\":\"2026-0{month}-01\"}}\n"
            );
        }
    }
    records
}

/// Everything that `many` describes, by external ids instead of our own.
fn state(
    read: &mut Read<'_>,
    organization: OrganizationId,
    count: u32,
) -> vestibule_kernel::Result<Vec<String>> {
    let mut lines = Vec::new();
    for n in 0..count {
        let customer = customers::find_by_external(read, organization, &format!("K-{n}"))?.unwrap();
        let keys = subscriptions::keys_by_external(read, organization, &format!("V-{n}"))?.unwrap();
        let contract = subscriptions::contract(read, organization, keys.id)?.unwrap();
        assert_eq!(keys.customer, customer.id);
        let street = contract.address.map(|address| address.house_number);
        lines.push(format!("{} {:?} {street:?}", customer.email, contract.subscription.status));
        let found = read.ask(&invoices::summary(organization, customer.id, Some(keys.id), 100))?;
        for invoice in Summary::of(found).newest {
            let voids = match invoice.voids {
                Some(id) => invoices::find(read, organization, id)?.map(|invoice| invoice.external_id),
                None => None,
            };
            lines.push(format!("{} {} {voids:?}", invoice.external_id, invoice.total.minor));
            assert_eq!(invoice.subscription, Some(keys.id));
        }
    }
    lines.sort();
    Ok(lines)
}

async fn the_same_input_twice_changes_nothing(on: Backend) {
    let bench = Bench::on(on).await;
    bench.file("records.ndjson", many(40));
    let first = bench.takes().await;
    assert_eq!((first.read, first.written, first.unchanged), (482, 482, 0));
    assert_eq!(first.types[&RecordType::Invoice].created, 400);
    let organization = bench.organization.id;
    let before = bench.read(move |read| state(read, organization, 40)).await;
    let second = bench.takes().await;
    assert_eq!((second.read, second.written, second.unchanged), (482, 0, 482));
    assert_eq!(bench.read(move |read| state(read, organization, 40)).await, before);
}

async fn the_same_record_in_another_format_changes_nothing(on: Backend) {
    let bench = Bench::on(on).await;
    bench.file("records.ndjson", BASE);
    bench.takes().await;
    bench.file("records.ndjson", BASE.lines().take(2).collect::<Vec<_>>().join("\n"));
    bench.file(
        "customers.csv",
        "email,external_id,last_name,first_name\nannika@example.com,K-1,Brandt,Annika\n",
    );
    bench.file(
        "subscriptions.csv",
        "external_id;plan;customer;start_at;status;amount\nV-1;P-1;K-1;2025-12-31T23:00:00Z;active;79\n",
    );
    assert_eq!(bench.takes().await.written, 0);
}

async fn a_changed_record_is_changed_in_place(on: Backend) {
    let bench = Bench::on(on).await;
    bench.file("records.ndjson", BASE);
    bench.takes().await;
    bench.file("records.ndjson", BASE.replace("Brandt", "Brandt-Osswald"));
    let summary = bench.takes().await;
    let counts = summary.types[&RecordType::Customer];
    assert_eq!((counts.created, counts.changed, counts.unchanged), (0, 1, 0));
    assert_eq!((summary.written, summary.unchanged), (1, 4));
}

async fn an_interrupted_import_is_completed_by_running_it_again(on: Backend) {
    let clean = Bench::on(on).await;
    clean.file("records.ndjson", many(100));
    clean.takes().await;
    let organization = clean.organization.id;
    let expected = clean.read(move |read| state(read, organization, 100)).await;
    for stop in [RecordType::Plan, RecordType::Customer, RecordType::Subscription, RecordType::Invoice] {
        let bench = Bench::on(on).await;
        bench.file("records.ndjson", many(100));
        let stopped = bench.import_with(Options::default(), stop_at(stop)).await;
        assert!(stopped.is_err());
        let again = bench.takes().await;
        assert!(again.unchanged > 0 && again.written > 0, "{stop}: {again:?}");
        let organization = bench.organization.id;
        assert_eq!(bench.read(move |read| state(read, organization, 100)).await, expected, "{stop}");
        assert_eq!(bench.takes().await.written, 0);
    }
}

/// Breaks the import off behind the first unit of a type, as a crash would.
fn stop_at(stop: RecordType) -> super::OnStep {
    Arc::new(move |step: Step| {
        assert!(step.stage != Stage::Writing(stop), "stopped on purpose");
    })
}

async fn a_dry_run_writes_nothing(on: Backend) {
    let bench = Bench::on(on).await;
    bench.file("records.ndjson", BASE);
    let dry = Options { dry_run: true, ..Options::default() };
    let summary = bench.import_with(dry, unwatched()).await.unwrap();
    assert!(summary.dry_run && summary.is_clean());
    assert_eq!((summary.read, summary.written), (5, 0));
    assert!(audit::newest(&bench.ctx, bench.organization.id, 10).await.unwrap().is_empty());
    assert_eq!(bench.takes().await.written, 5);
}

async fn an_import_leaves_a_line_in_the_audit_trail(on: Backend) {
    let bench = Bench::on(on).await;
    bench.file("records.ndjson", BASE);
    bench.takes().await;
    let trail = audit::newest(&bench.ctx, bench.organization.id, 10).await.unwrap();
    assert_eq!(trail[0].action, "records.import");
    assert_eq!(trail[0].subject.as_deref(), Some("5 read, 5 written, 0 unchanged, 0 rejected"));
    bench.refuses_records("{}").await;
    let trail = audit::newest(&bench.ctx, bench.organization.id, 10).await.unwrap();
    assert!(trail.iter().any(|entry| entry.result == "rejected"));
}

async fn progress_comes_to_its_end(on: Backend) {
    let bench = Bench::on(on).await;
    bench.file("records.ndjson", many(30));
    let written = Arc::new(AtomicU64::new(0));
    let seen = Arc::clone(&written);
    let on_step = Arc::new(move |step: Step| {
        assert!(step.done <= step.total, "{step:?}");
        if step.stage == Stage::Writing(RecordType::Invoice) {
            seen.store(step.done, Ordering::Relaxed);
        }
    });
    bench.import_with(Options::default(), on_step).await.unwrap();
    assert!(written.load(Ordering::Relaxed) > 0);
}

async fn the_invoices_of_a_subscription_follow_it_to_another_customer(on: Backend) {
    let bench = Bench::on(on).await;
    let other = r#"{"type":"customer","external_id":"K-2","last_name":"Claus","email":"claus@example.com"}
{"type":"invoice","external_id":"R-2","customer":"K-1","number":"2026-2","invoice_type":"purchase","status":"paid","total":5,"issued_at":"2026-02-02"}"#;
    let before = format!("{BASE}{other}\n");
    bench.file("records.ndjson", &before);
    bench.takes().await;
    let moved = before.replace(r#""V-1","customer":"K-1""#, r#""V-1","customer":"K-2""#);
    bench.file("records.ndjson", moved);
    let summary = bench.takes().await;
    assert_eq!((summary.written, summary.unchanged), (1, 6));
    let organization = bench.organization.id;
    let owned = bench
        .read(move |read| {
            let mut owned = Vec::new();
            let contract = subscriptions::keys_by_external(read, organization, "V-1")?.unwrap();
            for name in ["K-1", "K-2"] {
                let customer = customers::find_by_external(read, organization, name)?.unwrap();
                let found = read.ask(&invoices::summary(organization, customer.id, Some(contract.id), 10))?;
                let invoices = Summary::of(found);
                for invoice in invoices.newest {
                    owned.push((name, invoice.external_id));
                }
            }
            Ok(owned)
        })
        .await;
    assert_eq!(owned, [("K-1", "R-2".to_owned()), ("K-2", "R-1".to_owned())]);
}
