//! `subscription`: a customer's contract on a plan, with address, meter and payment method.

use super::{Frame, currency, in_order, maybe_micros, maybe_period, period};
use crate::records::report::Problem;
use crate::records::row::{Mark, Row};
use crate::records::types::Space;
use iban::{Iban, IbanLike as _};
use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use vestibule_kernel::plan::Interval;
use vestibule_kernel::subscription::{MeterType, SubscriptionStatus};
use vestibule_kernel::{Energy, Money, Period, Timestamp};

/// The columns of a subscription.
pub(in crate::records) const COLUMNS: &[&str] = &[
    "external_id",
    "customer",
    "plan",
    "number",
    "status",
    "estimated_usage",
    "address.street",
    "address.house_number",
    "address.zip",
    "address.city",
    "address.country",
    "meter.number",
    "meter.type",
    "meter.malo",
    "meter.melo",
    "payment_method.type",
    "payment_method.iban",
    "payment_method.account_holder",
    "confirmed_at",
    "start_at",
    "terminated_at",
    "end_at",
    "current_period.start",
    "current_period.end",
    "cancel_at_period_end",
    "amount",
    "currency",
    "interval",
    "price_series",
    "metadata",
];

/// Longest metadata in bytes.
const METADATA: usize = 10_000;

/// Where a subscription is delivered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::records) struct AddressPart {
    pub(in crate::records) street: String,
    pub(in crate::records) house_number: String,
    pub(in crate::records) zip: String,
    pub(in crate::records) city: String,
    pub(in crate::records) country: String,
}

/// What measures it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::records) struct MeterPart {
    pub(in crate::records) number: String,
    pub(in crate::records) meter_type: MeterType,
    pub(in crate::records) malo: Option<String>,
    pub(in crate::records) melo: Option<String>,
}

/// What it is paid with: of the account number, what may be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::records) struct PaymentPart {
    pub(in crate::records) country: String,
    pub(in crate::records) last4: String,
    pub(in crate::records) account_holder: String,
}

/// What a record says of a subscription.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(in crate::records) struct SubscriptionRecord {
    pub(in crate::records) external_id: String,
    pub(in crate::records) customer: String,
    pub(in crate::records) plan: String,
    pub(in crate::records) number: Option<String>,
    pub(in crate::records) status: SubscriptionStatus,
    pub(in crate::records) estimated_usage: Option<Energy>,
    pub(in crate::records) address: Option<AddressPart>,
    pub(in crate::records) meter: Option<MeterPart>,
    pub(in crate::records) payment: Option<PaymentPart>,
    #[serde(serialize_with = "maybe_micros")]
    pub(in crate::records) confirmed_at: Option<Timestamp>,
    #[serde(serialize_with = "maybe_micros")]
    pub(in crate::records) start_at: Option<Timestamp>,
    #[serde(serialize_with = "maybe_micros")]
    pub(in crate::records) terminated_at: Option<Timestamp>,
    #[serde(serialize_with = "maybe_micros")]
    pub(in crate::records) end_at: Option<Timestamp>,
    #[serde(serialize_with = "maybe_period")]
    pub(in crate::records) current_period: Option<Period>,
    pub(in crate::records) cancel_at_period_end: bool,
    pub(in crate::records) amount: Option<Money>,
    pub(in crate::records) interval: Option<Interval>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::records) price_series: Option<String>,
    pub(in crate::records) metadata: Option<String>,
}

pub(super) fn decode(row: &mut Row<'_>, frame: &Frame) -> Option<SubscriptionRecord> {
    let mark = if row.has_group("meter.") { Mark::Plain } else { Mark::NoMeter };
    let external_id = row.identity(Space::Subscription, mark);
    let customer = row.required("customer");
    if let Some(customer) = &customer {
        row.needs(Space::Customer, "customer", customer, Mark::Plain);
    }
    let status: Option<SubscriptionStatus> = row.required_parsed("status");
    let plan = plan(row, status);
    let zone = &frame.zone;
    let confirmed_at = row.instant("confirmed_at", zone);
    let start_at = row.instant("start_at", zone);
    let terminated_at = row.instant("terminated_at", zone);
    let end_at = row.instant("end_at", zone);
    in_order(row, ("start_at", start_at), ("end_at", end_at));
    if status == Some(SubscriptionStatus::Ended) && !row.has("end_at") {
        row.problem(Problem::of_column("end_at", "is missing; an ended subscription has one"));
    }
    let current_period = period(row, frame, "current_period.start", "current_period.end");
    let currency = currency(row, frame);
    let (number, estimated_usage) = (row.short("number"), row.energy("estimated_usage"));
    let (address, meter, payment) = (address(row), meter(row), payment(row));
    let cancel_at_period_end = row.flag("cancel_at_period_end").unwrap_or(false);
    let (amount, interval) = (row.money("amount", currency), row.parsed("interval"));
    let price_series = row.reference(Space::PriceSeries, "price_series", Mark::Plain);
    let metadata = metadata(row);
    Some(SubscriptionRecord {
        external_id: external_id?,
        customer: customer?,
        plan: plan?,
        number,
        status: status?,
        estimated_usage,
        address,
        meter,
        payment,
        confirmed_at,
        start_at,
        terminated_at,
        end_at,
        current_period,
        cancel_at_period_end,
        amount,
        interval,
        price_series,
        metadata,
    })
}

/// The plan. A subscription that is past due or paused needs one of type `service`.
fn plan(row: &mut Row<'_>, status: Option<SubscriptionStatus>) -> Option<String> {
    let plan = row.required("plan")?;
    let not = match status {
        Some(SubscriptionStatus::PastDue | SubscriptionStatus::Paused) => Mark::NoService,
        Some(SubscriptionStatus::Pending | SubscriptionStatus::Active | SubscriptionStatus::Ended) | None => {
            Mark::Plain
        }
    };
    row.needs(Space::Plan, "plan", &plan, not);
    Some(plan)
}

fn address(row: &mut Row<'_>) -> Option<AddressPart> {
    if !row.has_group("address.") {
        return None;
    }
    let street = row.required("address.street");
    let house_number = row.required("address.house_number");
    let zip = row.required("address.zip");
    let city = row.required("address.city");
    let country = row.required("address.country");
    if country.as_deref().is_some_and(|country| !is_country(country)) {
        row.wrong("address.country", "expected two capital letters of a country, like DE");
    }
    Some(AddressPart {
        street: street?,
        house_number: house_number?,
        zip: zip?,
        city: city?,
        country: country?,
    })
}

fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn meter(row: &mut Row<'_>) -> Option<MeterPart> {
    if !row.has_group("meter.") {
        return None;
    }
    let number = row.required("meter.number");
    let meter_type = row.required_parsed("meter.type");
    let malo = row.short("meter.malo");
    if malo.as_deref().is_some_and(|id| id.len() != 11 || !id.bytes().all(|byte| byte.is_ascii_digit())) {
        row.wrong("meter.malo", "expected the 11 digits of a market location");
    }
    let melo = row.short("meter.melo");
    if melo
        .as_deref()
        .is_some_and(|id| id.len() != 33 || !id.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    {
        row.wrong("meter.melo", "expected the 33 letters and digits of a metering location");
    }
    Some(MeterPart { number: number?, meter_type: meter_type?, malo, melo })
}

/// The payment method. The account number is checked, then all but its country and its last four
/// characters is forgotten.
fn payment(row: &mut Row<'_>) -> Option<PaymentPart> {
    if !row.has_group("payment_method.") {
        return None;
    }
    let kind = row.required("payment_method.type");
    if kind.as_deref().is_some_and(|kind| kind != "sepa_debit") {
        row.wrong("payment_method.type", "expected sepa_debit");
    }
    let account_holder = row.required("payment_method.account_holder");
    let text = row.required("payment_method.iban")?;
    let Ok(iban) = text.to_ascii_uppercase().parse::<Iban>() else {
        let reason = "is no valid IBAN: check its length and check digits (the value is not shown)";
        row.problem(Problem::of_column("payment_method.iban", reason));
        return None;
    };
    let electronic = iban.electronic_str();
    let last4 = electronic[electronic.len().saturating_sub(4)..].to_owned();
    Some(PaymentPart { country: iban.country_code().to_owned(), last4, account_holder: account_holder? })
}

/// What the operator keeps with a subscription: a JSON object, as compact as it came.
fn metadata(row: &mut Row<'_>) -> Option<String> {
    let text = row.json("metadata")?;
    if text.len() > METADATA {
        row.wrong("metadata", format!("expected at most {METADATA} bytes of JSON"));
        return None;
    }
    // Reading it whole also bounds its depth.
    let whole = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text);
    let members = serde_json::from_str::<BTreeMap<String, &RawValue>>(text);
    match (whole, members) {
        (Ok(_), Ok(_)) if !text.contains("\\u0000") => Some(text.to_owned()),
        (Ok(_), Ok(_)) => {
            row.wrong("metadata", "expected text without NUL characters");
            None
        }
        (Err(error), _) | (_, Err(error)) if error.to_string().contains("recursion") => {
            row.wrong("metadata", "is nested too deeply; expected at most 127 levels");
            None
        }
        (Err(_), _) | (_, Err(_)) => {
            row.wrong("metadata", "expected a JSON object: { … }");
            None
        }
    }
}
