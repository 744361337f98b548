//! `invoice`: an issued invoice, with its lines and its document.

use super::{Frame, currency, element_problem, in_order, maybe_micros, maybe_period, micros, period};
use crate::records::report::{Problem, plain};
use crate::records::row::{FileKind, Mark, Role, Row, SHORT, amount_reason, misleads};
use crate::records::types::Space;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::borrow::Cow;
use vestibule_kernel::invoice::{InvoiceLine, InvoiceStatus, InvoiceType};
use vestibule_kernel::{Currency, Energy, Money, Period, Timestamp};

/// The columns of an invoice.
pub(in crate::records) const COLUMNS: &[&str] = &[
    "external_id",
    "subscription",
    "customer",
    "number",
    "invoice_type",
    "status",
    "total",
    "tax",
    "currency",
    "lines",
    "usage_kwh",
    "period.start",
    "period.end",
    "period_number",
    "issued_at",
    "due_at",
    "paid_at",
    "payment_failed_at",
    "voids",
    "document",
];

/// Lines that an invoice may have.
const LINES: usize = 500;

/// Whose invoice it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::records) enum Owner {
    /// The customer of this subscription.
    Subscription(String),
    /// This customer, for no subscription in particular.
    Customer(String),
}

/// What a record says of an invoice.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(in crate::records) struct InvoiceRecord {
    pub(in crate::records) external_id: String,
    pub(in crate::records) owner: Owner,
    pub(in crate::records) number: String,
    pub(in crate::records) invoice_type: InvoiceType,
    pub(in crate::records) status: InvoiceStatus,
    pub(in crate::records) total: Money,
    pub(in crate::records) tax_minor: i64,
    pub(in crate::records) lines: Vec<InvoiceLine>,
    pub(in crate::records) usage: Option<Energy>,
    #[serde(serialize_with = "maybe_period")]
    pub(in crate::records) period: Option<Period>,
    pub(in crate::records) period_number: Option<u32>,
    #[serde(serialize_with = "micros")]
    pub(in crate::records) issued_at: Timestamp,
    #[serde(serialize_with = "maybe_micros")]
    pub(in crate::records) due_at: Option<Timestamp>,
    #[serde(serialize_with = "maybe_micros")]
    pub(in crate::records) paid_at: Option<Timestamp>,
    #[serde(serialize_with = "maybe_micros")]
    pub(in crate::records) payment_failed_at: Option<Timestamp>,
    pub(in crate::records) voids: Option<String>,
    pub(in crate::records) document: Option<String>,
}

pub(super) fn decode(row: &mut Row<'_>, frame: &Frame) -> Option<InvoiceRecord> {
    let mark = if row.has("voids") { Mark::Void } else { Mark::Plain };
    let external_id = row.identity(Space::Invoice, mark);
    let owner = owner(row);
    let number = row.required("number");
    if let Some(number) = &number {
        row.claim(Space::InvoiceNumber, "number", Role::Is(Mark::Plain), number, "");
    }
    let invoice_type: Option<InvoiceType> = row.required_parsed("invoice_type");
    let status: Option<InvoiceStatus> = row.required_parsed("status");
    let currency = currency(row, frame);
    let total = row.required_money("total", currency);
    let tax_minor = row.money("tax", currency).map_or(0, |tax| tax.minor);
    if total.is_some_and(|total| {
        tax_minor.abs() > total.minor.abs() || tax_minor.signum() * total.minor.signum() < 0
    }) {
        row.wrong("tax", "expected the tax within the total: no larger, and of the same sign");
    }
    let lines = lines(row, currency);
    let usage = row.energy("usage_kwh");
    let period = period(row, frame, "period.start", "period.end");
    let period_number = row.whole("period_number", 1..=100_000);
    let zone = &frame.zone;
    let issued_at = row.required_instant("issued_at", zone);
    let due_at = row.instant("due_at", zone);
    in_order(row, ("issued_at", issued_at), ("due_at", due_at));
    let paid_at = row.instant("paid_at", zone);
    let payment_failed_at = row.instant("payment_failed_at", zone);
    settled(row, status);
    let voids = voids(row, invoice_type, external_id.as_deref());
    let document = row.file("document", FileKind::Document);
    Some(InvoiceRecord {
        external_id: external_id?,
        owner: owner?,
        number: number?,
        invoice_type: invoice_type?,
        status: status?,
        total: total?,
        tax_minor,
        lines,
        usage,
        period,
        period_number,
        issued_at: issued_at?,
        due_at,
        paid_at,
        payment_failed_at,
        voids,
        document,
    })
}

fn owner(row: &mut Row<'_>) -> Option<Owner> {
    let subscription = row.reference(Space::Subscription, "subscription", Mark::Plain);
    let customer = row.reference(Space::Customer, "customer", Mark::Plain);
    match (subscription, customer) {
        (Some(subscription), None) => Some(Owner::Subscription(subscription)),
        (None, Some(customer)) => Some(Owner::Customer(customer)),
        (Some(_), Some(_)) => {
            row.wrong(
                "customer",
                "is given beside subscription, which has a customer already; give one of them",
            );
            None
        }
        (None, None) => {
            if !row.has("subscription") && !row.has("customer") {
                let reason = "is missing; give subscription, or customer when it belongs to none";
                row.problem(Problem::of_column("subscription", reason));
            }
            None
        }
    }
}

/// An invoice that still waits for its money was not paid.
fn settled(row: &mut Row<'_>, status: Option<InvoiceStatus>) {
    let waits = match status {
        Some(InvoiceStatus::Open | InvoiceStatus::Uncollectible) => true,
        Some(InvoiceStatus::Paid | InvoiceStatus::Voided) | None => false,
    };
    if waits && row.has("paid_at") {
        row.wrong(
            "paid_at",
            "is given, but status says that it was not paid; expected status paid, or no paid_at",
        );
    }
}

fn voids(row: &mut Row<'_>, invoice_type: Option<InvoiceType>, own: Option<&str>) -> Option<String> {
    let voids = row.reference(Space::Invoice, "voids", Mark::Void)?;
    match invoice_type {
        Some(InvoiceType::Void) | None => {}
        Some(InvoiceType::Usage | InvoiceType::Prepayment | InvoiceType::Purchase) => {
            row.wrong("voids", "is given, but invoice_type is not void; expected invoice_type void");
        }
    }
    if Some(voids.as_str()) == own {
        row.wrong("voids", "names the invoice itself; expected another one");
    }
    Some(voids)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Element<'a> {
    #[serde(borrow)]
    description: Cow<'a, str>,
    #[serde(default)]
    quantity: Option<String>,
    #[serde(borrow)]
    amount: &'a RawValue,
}

fn lines(row: &mut Row<'_>, currency: Currency) -> Vec<InvoiceLine> {
    let list = row.list("lines", LINES);
    let mut lines = Vec::with_capacity(list.len());
    for (index, raw) in list.into_iter().enumerate() {
        match line(raw, currency) {
            Ok(line) => lines.push(line),
            Err((field, reason)) => row.problem(element_problem("lines", index, field, raw.get(), reason)),
        }
    }
    lines
}

fn line(raw: &RawValue, currency: Currency) -> Result<InvoiceLine, (&'static str, String)> {
    let element: Element<'_> = serde_json::from_str(raw.get()).map_err(|error| {
        let shape = "expected {\"description\": …, \"quantity\": …, \"amount\": …}";
        ("", format!("{shape}: {}", plain(&error)))
    })?;
    let description = element.description.trim();
    let fits = |text: &str| text.chars().count() <= SHORT && !text.chars().any(misleads);
    if description.is_empty() || !fits(description) {
        return Err((
            "description",
            format!("expected 1 to {SHORT} characters, none of them for control or direction"),
        ));
    }
    if element.quantity.as_deref().is_some_and(|quantity| !fits(quantity)) {
        return Err((
            "quantity",
            format!("expected at most {SHORT} characters, none of them for control or direction"),
        ));
    }
    let amount = Money::parse_major(element.amount.get().trim_matches('"'), currency)
        .ok_or_else(|| ("amount", amount_reason(currency)))?;
    Ok(InvoiceLine {
        description: description.to_owned(),
        quantity: element.quantity,
        amount_minor: amount.minor,
    })
}
