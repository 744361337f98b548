//! Issued invoices are never edited; how they were paid changes, and their numbers are their own.

use super::{BASE, Backend, Bench, Options, PDF, Sources, import, new_organization, unwatched};
use vestibule_kernel::invoice::{Invoice, InvoiceStatus};
use vestibule_store::tables::invoices;

on_both_databases! {
    an_issued_invoice_is_never_edited
    every_edited_column_is_named_at_once
    how_an_invoice_was_paid_changes_in_place
    a_voided_invoice_stays_voided
    a_document_may_come_later_and_then_stays
    an_edited_invoice_among_many_is_found
    a_number_belongs_to_one_invoice
    organizations_number_their_invoices_each_for_itself
    with_keep_going_an_edited_invoice_is_left_as_it_was
}

const INVOICE: &str = r#"{"type":"invoice","external_id":"R-1","subscription":"V-1","number":"2026-1","invoice_type":"usage","status":"open","total":"83.42","tax":"13.32","lines":[{"description":"Grundpreis","amount":83.42}],"usage_kwh":212,"period":{"start":"2026-01-01","end":"2026-02-01"},"period_number":1,"issued_at":"2026-02-01","due_at":"2026-02-15"}"#;

/// Everything that [`INVOICE`] needs, and that.
fn base() -> String {
    BASE.lines().take(4).chain([INVOICE]).map(|line| format!("{line}\n")).collect()
}

/// [`INVOICE`] with `from` in it changed `to` something else.
fn edited(from: &str, to: &str) -> String {
    assert!(INVOICE.contains(from), "{from}");
    INVOICE.replacen(from, to, 1)
}

async fn issued(on: Backend) -> Bench {
    let bench = Bench::on(on).await;
    bench.file("records.ndjson", base());
    bench.takes().await;
    bench
}

async fn stored(bench: &Bench) -> Invoice {
    let organization = bench.organization.id;
    bench
        .read(move |read| {
            let id = invoices::id_by_external(read, organization, "R-1")?.unwrap();
            invoices::find(read, organization, id)
        })
        .await
        .unwrap()
}

async fn an_issued_invoice_is_never_edited(on: Backend) {
    let bench = issued(on).await;
    let before = stored(&bench).await;
    for (from, to, column) in [
        (r#""2026-1""#, r#""2026-9""#, "number"),
        (r#""subscription":"V-1""#, r#""customer":"K-1""#, "customer"),
        ("usage", "purchase", "invoice_type"),
        (r#""total":"83.42""#, r#""total":"83.43""#, "total"),
        (r#""total""#, r#""currency":"USD","total""#, "currency"),
        ("13.32", "13.31", "tax"),
        ("Grundpreis", "Arbeitspreis", "lines"),
        ("212", "213", "usage_kwh"),
        (r#""start":"2026-01-01""#, r#""start":"2026-01-02""#, "period.start"),
        (r#""end":"2026-02-01""#, r#""end":"2026-01-31""#, "period.end"),
        (r#""period_number":1"#, r#""period_number":2"#, "period_number"),
        (r#""issued_at":"2026-02-01""#, r#""issued_at":"2026-02-02""#, "issued_at"),
        ("2026-02-15", "2026-03-15", "due_at"),
    ] {
        let found = bench.refuses_records(&edited(from, to)).await;
        let expected =
            format!("records.ndjson:1: {column}: differs from the invoice that was issued; an issued");
        assert!(found.starts_with(&expected), "{found}");
        assert!(found.contains("take it back with one of type void, and issue a new one"), "{found}");
    }
    assert_eq!(stored(&bench).await, before);
}

async fn every_edited_column_is_named_at_once(on: Backend) {
    let bench = issued(on).await;
    let found = bench.refuses_records(&edited("83.42", "99").replace("2026-02-15", "2026-03-15")).await;
    assert!(found.contains("total: differs from the invoice that was issued, and so do due_at;"), "{found}");
}

async fn how_an_invoice_was_paid_changes_in_place(on: Backend) {
    let bench = issued(on).await;
    for (payment, status) in [
        (r#""status":"open","payment_failed_at":"2026-02-16""#, InvoiceStatus::Open),
        (r#""status":"paid","paid_at":"2026-02-20""#, InvoiceStatus::Paid),
        // The bank took the debit back.
        (r#""status":"open","payment_failed_at":"2026-03-01""#, InvoiceStatus::Open),
        (r#""status":"uncollectible""#, InvoiceStatus::Uncollectible),
        (r#""status":"voided""#, InvoiceStatus::Voided),
    ] {
        bench.file("records.ndjson", edited(r#""status":"open""#, payment));
        let summary = bench.takes().await;
        assert_eq!(summary.written, 1, "{payment}");
        let now = stored(&bench).await;
        assert_eq!(now.status, status);
        assert_eq!(now.paid_at.is_some(), payment.contains("paid_at"), "{payment}");
        assert_eq!(now.payment_failed_at.is_some(), payment.contains("failed"), "{payment}");
        assert_eq!(bench.takes().await.unchanged, 1);
    }
}

async fn a_voided_invoice_stays_voided(on: Backend) {
    let bench = issued(on).await;
    bench.file("records.ndjson", edited(r#""status":"open""#, r#""status":"voided""#));
    bench.takes().await;
    for status in ["open", "paid", "uncollectible"] {
        let again = edited(r#""status":"open""#, &format!(r#""status":"{status}""#));
        let found = bench.refuses_records(&again).await;
        assert!(
            found.starts_with("records.ndjson:1: status: the invoice is voided, which is final"),
            "{found}"
        );
    }
}

async fn a_document_may_come_later_and_then_stays(on: Backend) {
    let bench = issued(on).await;
    let with_document = edited(r#""R-1""#, r#""R-1","document":"r1.pdf""#);
    bench.file("documents/r1.pdf", PDF).file("records.ndjson", &with_document);
    assert_eq!(bench.takes().await.written, 1);
    let document = stored(&bench).await.document;
    assert!(document.is_some());
    bench.file("documents/r1.pdf", [PDF, b"%%EOF\n"].concat());
    let found = bench.refuses_records(&with_document).await;
    assert!(found.starts_with("records.ndjson:1: document: differs from the invoice"), "{found}");
    bench.file("records.ndjson", edited(r#""open""#, r#""paid""#));
    bench.takes().await;
    let paid = stored(&bench).await;
    assert_eq!((paid.status, paid.document), (InvoiceStatus::Paid, document));
}

async fn an_edited_invoice_among_many_is_found(on: Backend) {
    let bench = issued(on).await;
    let numbered =
        |n: u32| INVOICE.replace("R-1", &format!("R-{n}")).replace("\"2026-1\"", &format!("\"2026-{n}\""));
    let mut all: Vec<String> = (1..=1300).map(numbered).collect();
    bench.file("records.ndjson", all.join("\n"));
    assert_eq!(bench.takes().await.written, 1299);
    all[699] = all[699].replace("83.42", "83.43");
    let found = bench.refuses_records(&all.join("\n")).await;
    assert!(found.starts_with("records.ndjson:700: total: differs"), "{found}");
}

async fn a_number_belongs_to_one_invoice(on: Backend) {
    let bench = Bench::on(on).await;
    let other = INVOICE.replace("R-1", "R-2");
    let found = bench.refuses_records(&format!("{}{other}\n", base())).await;
    let there = "is there twice, first at records.ndjson:5; expected each invoice number once (2026-1)";
    assert_eq!(found, format!("records.ndjson:6: number: {there}"));
    bench.file("records.ndjson", base());
    bench.takes().await;
    let found = bench.refuses_records(&other).await;
    let taken = "is the number of the invoice R-1; expected a number that no other invoice has (2026-1)";
    assert_eq!(found, format!("records.ndjson:1: number: {taken}"));
    bench.file("records.ndjson", other.replace("2026-1\"", "2026-2\""));
    assert_eq!(bench.takes().await.written, 1);
}

async fn organizations_number_their_invoices_each_for_itself(on: Backend) {
    let bench = issued(on).await;
    let other = new_organization(&bench.ctx, "other").await;
    let records = base().replace("\"flex\"", "\"other-flex\"");
    for written in [5, 0] {
        let sources = Sources::from_reader("body", &mut records.as_bytes()).unwrap();
        let summary = import(&bench.ctx, &other, sources, Options::default(), unwatched()).await.unwrap();
        assert!(summary.is_clean(), "{:?}", summary.rejected);
        assert_eq!(summary.written, written);
    }
}

async fn with_keep_going_an_edited_invoice_is_left_as_it_was(on: Backend) {
    let bench = issued(on).await;
    let before = stored(&bench).await;
    let customer = BASE.lines().nth(2).unwrap().replace("Annika", "Anna");
    bench.file("records.ndjson", format!("{customer}\n{}", edited("83.42", "99")));
    let options = Options { keep_going: true, ..Options::default() };
    let summary = bench.import_with(options, unwatched()).await.unwrap();
    assert_eq!((summary.written, summary.rejected_rows), (1, 1));
    assert_eq!(stored(&bench).await, before);
}
