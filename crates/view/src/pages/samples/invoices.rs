//! Invoices in every state.

use super::{at, now, zone};
use crate::pages::invoices::InvoiceRow;
use vestibule_kernel::asset::Digest32;
use vestibule_kernel::id::{CustomerId, InvoiceId, OrganizationId};
use vestibule_kernel::invoice::{Invoice, InvoiceLine, InvoiceStatus, InvoiceType};
use vestibule_kernel::{Currency, Energy, Money, Period, Rng};

/// An invoice with as little in it as there can be.
pub(crate) fn empty_invoice() -> Invoice {
    let rng = Rng::seeded(3);
    Invoice {
        id: InvoiceId::new(now(), &rng),
        organization: OrganizationId::new(now(), &rng),
        external_id: "1".to_owned(),
        customer: CustomerId::new(now(), &rng),
        subscription: None,
        number: "1".to_owned(),
        invoice_type: InvoiceType::Purchase,
        status: InvoiceStatus::Open,
        total: Money::new(0, Currency::EUR),
        tax_minor: 0,
        lines: Vec::new(),
        usage: None,
        period: None,
        period_number: None,
        issued_at: at("2026-11-01T08:00:00Z"),
        due_at: None,
        paid_at: None,
        payment_failed_at: None,
        voids: None,
        document: None,
        created_at: now(),
    }
}

fn month(start: &str, end: &str) -> Option<Period> {
    Some(Period { start: at(start), end: at(end) })
}

fn lines(amounts: &[(&str, Option<&str>, i64)]) -> Vec<InvoiceLine> {
    let line = |(description, quantity, amount_minor): &(&str, Option<&str>, i64)| InvoiceLine {
        description: (*description).to_owned(),
        quantity: quantity.map(str::to_owned),
        amount_minor: *amount_minor,
    };
    amounts.iter().map(line).collect()
}

/// One invoice of each state, the ordinary open one first, then the void of the third.
pub(crate) fn invoices() -> Vec<Invoice> {
    let rng = Rng::seeded(4);
    let template = empty_invoice();
    let usage = |number: &str, status, minor: i64| Invoice {
        id: InvoiceId::new(now(), &rng),
        number: number.to_owned(),
        invoice_type: InvoiceType::Usage,
        status,
        total: Money::new(minor, Currency::EUR),
        tax_minor: minor * 19 / 119,
        lines: lines(&[
            ("Arbeitspreis", Some("162,4 kWh"), minor - 1_190),
            ("Grundpreis", Some("1 Monat"), 1_190),
        ]),
        usage: Some(Energy::from_wh(162_400)),
        period: month("2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z"),
        due_at: Some(at("2026-12-12T11:00:00Z")),
        document: Some(Digest32::of(number.as_bytes())),
        ..template.clone()
    };
    let mut open = usage("LUM-2026-104711", InvoiceStatus::Open, 5_840);
    open.period_number = Some(20);
    let mut void = usage("LUM-2026-104712-S", InvoiceStatus::Paid, -5_840);
    (void.invoice_type, void.voids) = (InvoiceType::Void, Some(open.id));
    let mut voided = usage("LUM-2026-104699", InvoiceStatus::Voided, 6_140);
    voided.due_at = None;
    voided.period = month("2026-08-31T22:00:00Z", "2026-09-30T22:00:00Z");
    voided.issued_at = at("2026-10-02T08:00:00Z");
    let mut overdue = usage("LUM-2026-103822", InvoiceStatus::Open, 12_345_678);
    overdue.due_at = Some(at("2026-11-12T11:00:00Z"));
    overdue.lines = long_lines();
    overdue.period = month("2025-10-31T23:00:00Z", "2026-10-31T23:00:00Z");
    let mut failed = usage("LUM-2026-102001", InvoiceStatus::Open, 7_102);
    failed.payment_failed_at = Some(at("2026-11-18T05:00:00Z"));
    failed.period = month("2026-08-31T22:00:00Z", "2026-09-30T22:00:00Z");
    failed.issued_at = at("2026-10-01T08:00:00Z");
    let mut paid = usage("LUM-2026-101234", InvoiceStatus::Paid, 6_001);
    paid.paid_at = Some(at("2026-10-12T05:00:00Z"));
    paid.period = month("2026-07-31T22:00:00Z", "2026-08-31T22:00:00Z");
    paid.issued_at = at("2026-09-01T08:00:00Z");
    let mut credit = usage("LUM-2025-009876-G", InvoiceStatus::Open, -8_412);
    credit.period = month("2024-12-31T23:00:00Z", "2025-12-31T23:00:00Z");
    credit.issued_at = at("2026-01-15T08:00:00Z");
    let mut prepayment = usage("LUM-2025-000001", InvoiceStatus::Uncollectible, 4_900);
    prepayment.period = month("2024-11-30T23:00:00Z", "2024-12-31T23:00:00Z");
    prepayment.issued_at = at("2024-12-01T08:00:00Z");
    (prepayment.invoice_type, prepayment.usage, prepayment.document) = (InvoiceType::Prepayment, None, None);
    vec![open, void, voided, overdue, failed, paid, credit, prepayment]
}

fn long_lines() -> Vec<InvoiceLine> {
    lines(&[
        ("Arbeitspreis Hochtarif", Some("123.456,789 kWh"), 9_876_543),
        (
            "Arbeitspreis Niedertarif einschließlich Netznutzungsentgelten, Konzessionsabgabe und Stromsteuer",
            Some("98.765,432 kWh"),
            2_345_678,
        ),
        ("Grundpreis", Some("12 Monate"), 143_457),
        ("Gutschrift für die Unterbrechung der Versorgung am 3. Oktober 2026", None, -20_000),
    ])
}

/// The rows of [`invoices`].
pub(crate) fn invoice_rows() -> Vec<InvoiceRow> {
    let zone = zone();
    invoices()
        .iter()
        .map(|invoice| {
            let document = invoice.document.map(|_| format!("/invoices/{}/document", invoice.id));
            InvoiceRow::of(invoice, now(), &zone, document)
        })
        .collect()
}
