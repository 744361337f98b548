//! Names that records claim and refer to.

use super::{BASE, Backend, Bench, Options, unwatched};
use vestibule_store::tables::all_statements;
use vestibule_store::testing::plan;

on_both_databases! {
    a_record_may_be_there_once
    the_same_external_id_of_different_types_is_no_collision
    duplicates_are_found_across_files
    slugs_hosts_and_plan_slugs_are_claimed_once
    what_is_referred_to_must_exist
    records_find_each_other_whatever_their_order_and_files
    what_is_in_the_database_may_be_referred_to
    past_due_and_paused_need_a_service_in_the_input_or_the_database
    only_an_invoice_that_was_issued_can_be_taken_back
    unreadable_rows_do_not_bury_the_finding_under_missing_references
    a_bad_row_is_told_once_and_not_again_for_everything_that_refers_to_it
    many_references_are_resolved
    a_look_up_of_many_goes_by_their_names_from_the_first_import_on
}

async fn a_record_may_be_there_once(on: Backend) {
    let bench = Bench::on(on).await;
    let twice = format!("{BASE}{}\n", BASE.lines().nth(2).unwrap());
    let found = bench.refuses_records(&twice).await;
    let there = "records.ndjson:3; expected each customer once (K-1)";
    assert_eq!(found, format!("records.ndjson:6: external_id: is there twice, first at {there}"));
}

async fn the_same_external_id_of_different_types_is_no_collision(on: Backend) {
    let bench = Bench::on(on).await;
    bench.file("records.ndjson", BASE.replace("V-1", "K-1").replace("R-1", "K-1"));
    assert_eq!(bench.takes().await.written, 5);
}

async fn duplicates_are_found_across_files(on: Backend) {
    let bench = Bench::on(on).await;
    bench
        .file("a.ndjson", BASE)
        .file("customers.csv", "external_id,last_name,email\nK-1,Brandt,a@example.com\n");
    let findings = bench.refuses().await;
    assert!(
        findings[0].starts_with("customers.csv:2: external_id: is there twice, first at a.ndjson:3"),
        "{findings:?}"
    );
}

async fn slugs_hosts_and_plan_slugs_are_claimed_once(on: Backend) {
    let bench = Bench::on(on).await;
    let portals = "{\"type\":\"portal\",\"slug\":\"a\",\"name\":\"A\",\"custom_host\":\"x.example.com\"}\n\
                   {\"type\":\"portal\",\"slug\":\"b\",\"name\":\"B\",\"custom_host\":\"x.example.com\"}\n";
    assert!(
        bench.refuses_records(portals).await.starts_with("records.ndjson:2: custom_host: is there twice")
    );
    let plans = BASE.replace("\"team\"", "\"flex\"");
    assert!(bench.refuses_records(&plans).await.starts_with("records.ndjson:2: slug: is there twice"));
}

async fn what_is_referred_to_must_exist(on: Backend) {
    let bench = Bench::on(on).await;
    for (from, to, expected) in [
        (
            "\"customer\":\"K-1\"",
            "\"customer\":\"K-9\"",
            "records.ndjson:4: customer: there is no such customer",
        ),
        ("\"plan\":\"P-1\"", "\"plan\":\"P-9\"", "records.ndjson:4: plan: there is no such plan"),
        (
            "\"subscription\":\"V-1\"",
            "\"subscription\":\"V-9\"",
            "records.ndjson:5: subscription: there is no such subscription",
        ),
        ("\"portal\":null", "\"portal\":\"nowhere\"", "records.ndjson:2: portal: there is no such portal"),
    ] {
        let found = bench.refuses_records(&BASE.replace(from, to)).await;
        assert!(found.starts_with(expected), "{found}");
        assert!(found.contains("neither in the input nor in the database"), "{found}");
    }
}

async fn records_find_each_other_whatever_their_order_and_files(on: Backend) {
    let bench = Bench::on(on).await;
    for (number, line) in BASE.lines().rev().enumerate() {
        bench.file(&format!("{number}.ndjson"), line);
    }
    assert_eq!(bench.takes().await.written, 5);
}

async fn what_is_in_the_database_may_be_referred_to(on: Backend) {
    let bench = Bench::on(on).await;
    for line in BASE.lines() {
        bench.file("records.ndjson", line);
        assert_eq!(bench.takes().await.written, 1, "{line}");
    }
}

async fn past_due_and_paused_need_a_service_in_the_input_or_the_database(on: Backend) {
    let bench = Bench::on(on).await;
    let past_due = BASE.replace("\"status\":\"active\"", "\"status\":\"past_due\"");
    let found = bench.refuses_records(&past_due).await;
    assert!(found.starts_with("records.ndjson:4: plan: is no plan of type service"), "{found}");
    bench.file("records.ndjson", BASE);
    bench.takes().await;
    let alone = past_due.lines().nth(3).unwrap();
    assert!(
        bench.refuses_records(alone).await.starts_with("records.ndjson:1: plan: is no plan of type service")
    );
    bench.file("records.ndjson", alone.replace("P-1", "P-2"));
    bench.takes().await;
}

const VOID: &str = r#"{"type":"invoice","external_id":"R-2","subscription":"V-1","number":"2026-2","invoice_type":"void","status":"paid","total":"-83.42","issued_at":"2026-02-03","voids":"R-1"}"#;

async fn only_an_invoice_that_was_issued_can_be_taken_back(on: Backend) {
    let bench = Bench::on(on).await;
    let found = bench
        .refuses_records(&format!("{VOID}\n{BASE}").replace("\"voids\":\"R-1\"", "\"voids\":\"R-9\""))
        .await;
    assert!(found.starts_with("records.ndjson:1: voids: there is no such invoice"), "{found}");
    let own = format!("{BASE}{VOID}").replace("\"voids\":\"R-1\"", "\"voids\":\"R-2\"");
    bench.file("records.ndjson", own);
    assert!(bench.refuses().await.iter().any(|found| found.contains("voids: names the invoice itself")));
    let third = VOID.replace("R-1", "R-2").replacen("R-2", "R-3", 1).replace("2026-2", "2026-3");
    let found = bench.refuses_records(&format!("{BASE}{VOID}\n{third}")).await;
    assert!(found.starts_with("records.ndjson:7: voids: takes another invoice back itself"), "{found}");
    bench.file("records.ndjson", format!("{VOID}\n{BASE}"));
    assert_eq!(bench.takes().await.written, 6);
    assert!(
        bench
            .refuses_records(&third)
            .await
            .starts_with("records.ndjson:1: voids: takes another invoice back itself")
    );
}

async fn unreadable_rows_do_not_bury_the_finding_under_missing_references(on: Backend) {
    let bench = Bench::on(on).await;
    bench.file("records.ndjson", BASE.replace("\"email\":\"annika@example.com\"}", "\"email\""));
    let findings = bench.refuses().await;
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].starts_with("records.ndjson:3: is not valid JSON"));
}

async fn a_bad_row_is_told_once_and_not_again_for_everything_that_refers_to_it(on: Backend) {
    let bench = Bench::on(on).await;
    assert!(bench.refuses_records(&BASE.replace("annika@", "")).await.starts_with("records.ndjson:3: email"));
}

async fn many_references_are_resolved(on: Backend) {
    let bench = Bench::on(on).await;
    let rows =
        |from: u32, to: u32| (from..to).map(|n| format!("K-{n},B,k{n}@example.com\n")).collect::<String>();
    bench.file("plans.csv", "external_id,slug,name,plan_type,price\nP,p,P,service,1\n");
    bench.file("customers.csv", format!("external_id,last_name,email\n{}", rows(0, 3000)));
    assert_eq!(bench.takes().await.written, 3001);
    let contracts = (0..3100).map(|n| format!("V-{n},K-{n},P,active\n")).collect::<String>();
    bench.file("customers.csv", format!("external_id,last_name,email\n{}", rows(2900, 3050)));
    bench.file("subscriptions.csv", format!("external_id,customer,plan,status\n{contracts}"));
    let summary =
        bench.import_with(Options { dry_run: true, ..Options::default() }, unwatched()).await.unwrap();
    assert_eq!(summary.rejected_rows, 50);
    assert!(summary.rejected.iter().all(|rejection| rejection.line > 3051), "{:?}", summary.rejected[0]);
}

async fn a_look_up_of_many_goes_by_their_names_from_the_first_import_on(on: Backend) {
    let bench = Bench::on(on).await;
    let rows = (0..3000).map(|n| format!("K-{n},B,k{n}@example.com\n")).collect::<String>();
    bench.file("customers.csv", format!("external_id,last_name,email\n{rows}"));
    bench.takes().await;
    let is_one = |text: &str| text.contains("wanted CROSS JOIN customers");
    let one = all_statements().into_iter().find(|one| is_one(one.text())).unwrap();
    let plan = bench.read(move |read| plan(read, one)).await.join("\n");
    let walks =
        ["Seq Scan on customers", "Index Cond: (organization_id = $1)", "(organization_id=?)", "SCAN t"];
    assert!(!walks.iter().any(|walk| plan.contains(walk)), "{plan}");
}
