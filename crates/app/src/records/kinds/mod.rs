//! The types of records: what their fields mean, and the rules that one row alone can break.

pub(super) mod customer;
pub(super) mod invoice;
pub(super) mod meter_reading;
pub(super) mod organization;
pub(super) mod plan;
pub(super) mod portal;
pub(super) mod price_series;
pub(super) mod prices;
pub(super) mod subscription;
pub(super) mod usage;

use super::gather::Piece;
use super::report::Problem;
use super::row::Row;
use super::types::RecordType;
use crate::Settings;
use serde::{Serialize, Serializer};
use vestibule_kernel::asset::Digest32;
use vestibule_kernel::organization::{Organization, OrganizationSettings};
use vestibule_kernel::prices::Price;
use vestibule_kernel::usage::Measured;
use vestibule_kernel::{Currency, Period, TimeZone, Timestamp};

/// What the meaning of a row depends on beside the row.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    /// Where civil days begin.
    pub(super) zone: TimeZone,
    /// The currency of amounts that name none.
    pub(super) currency: Currency,
    /// The domain below which our own portals live.
    pub(super) portal_domain: String,
    /// Hosts where the API answers, and so no portal.
    pub(super) api_hosts: Vec<String>,
    /// What the organization has decided until now.
    pub(super) settings: OrganizationSettings,
}

impl Frame {
    pub(super) fn new(organization: &Organization, settings: &Settings) -> Self {
        Self {
            zone: organization.time_zone.clone(),
            currency: organization.currency,
            portal_domain: settings.portal_domain.clone(),
            api_hosts: settings.api_hosts.clone(),
            settings: organization.settings.clone(),
        }
    }
}

/// A record of any type.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Record {
    Organization(Box<organization::OrganizationRecord>),
    Portal(Box<portal::PortalRecord>),
    Plan(Box<plan::PlanRecord>),
    PriceSeries(price_series::PriceSeriesRecord),
    Customer(customer::CustomerRecord),
    Subscription(Box<subscription::SubscriptionRecord>),
    Invoice(Box<invoice::InvoiceRecord>),
    MeterReading(meter_reading::ReadingRecord),
    Usage(usage::UsageRecord),
    /// What rows of usage say together of one day; no row by itself is one.
    UsageDay(Piece<Measured>),
    Prices(prices::PricesRecord),
    /// What rows of prices say together of one day.
    PriceDay(Piece<Price>),
}

/// Reads the record out of a row. Everything that is wrong with it is in the row's findings; the
/// record is there only when nothing is.
pub(super) fn decode(row: &mut Row<'_>, frame: &Frame) -> Option<Record> {
    let record = match row.record_type {
        RecordType::Organization => {
            organization::decode(row, frame).map(|record| Record::Organization(Box::new(record)))
        }
        RecordType::Portal => portal::decode(row, frame).map(|record| Record::Portal(Box::new(record))),
        RecordType::Plan => plan::decode(row, frame).map(|record| Record::Plan(Box::new(record))),
        RecordType::PriceSeries => price_series::decode(row).map(Record::PriceSeries),
        RecordType::Customer => customer::decode(row).map(Record::Customer),
        RecordType::Subscription => {
            subscription::decode(row, frame).map(|record| Record::Subscription(Box::new(record)))
        }
        RecordType::Invoice => invoice::decode(row, frame).map(|record| Record::Invoice(Box::new(record))),
        RecordType::MeterReading => meter_reading::decode(row, frame).map(Record::MeterReading),
        RecordType::Usage => usage::decode(row, frame).map(Record::Usage),
        RecordType::Prices => prices::decode(row, frame).map(Record::Prices),
    };
    if record.is_none() && row.findings.problems.is_empty() {
        row.problem(Problem::of_row("cannot be read"));
    }
    record.filter(|_| row.findings.problems.is_empty())
}

/// The currency that a row names, or else the organization's.
fn currency(row: &mut Row<'_>, frame: &Frame) -> Currency {
    row.parsed("currency").unwrap_or(frame.currency)
}

/// A period of two columns, `{group}.start` and `{group}.end`.
fn period(row: &mut Row<'_>, frame: &Frame, start: &'static str, end: &'static str) -> Option<Period> {
    if !row.has(start) && !row.has(end) {
        return None;
    }
    let first = row.required_instant(start, &frame.zone);
    let last = row.required_instant(end, &frame.zone);
    let period = Period { start: first?, end: last? };
    if period.end <= period.start {
        row.wrong(
            end,
            "is not after the start; the end is the first instant, or day, that no longer belongs to it",
        );
    }
    Some(period)
}

/// Says that `later` may not lie before `earlier`.
fn in_order(row: &mut Row<'_>, earlier: (&str, Option<Timestamp>), later: (&str, Option<Timestamp>)) {
    if let (Some(first), Some(second)) = (earlier.1, later.1)
        && second < first
    {
        row.wrong(later.0, format!("lies before {}; expected the same or a later time", earlier.0));
    }
}

/// An element of a list that is not as it should be.
fn element_problem(list: &str, index: usize, field: &str, value: &str, reason: impl Into<String>) -> Problem {
    let column =
        if field.is_empty() { format!("{list}[{index}]") } else { format!("{list}[{index}].{field}") };
    Problem::of_value(column, value, reason)
}

/// The digest by which a later import sees whether a record, with its files, is still the same.
pub(super) fn digest<T: Serialize>(record: &T, files: &[Digest32]) -> Digest32 {
    let mut bytes = Vec::with_capacity(768);
    // Writing to memory fails for no record of ours: their maps have text keys, their numbers are whole.
    let written = serde_json::to_writer(&mut bytes, record);
    debug_assert!(written.is_ok());
    for file in files {
        bytes.extend_from_slice(&file.0);
    }
    Digest32::of(&bytes)
}

/// An instant in digests: to the microsecond.
fn micros<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_i64(at.as_micros())
}

/// The same, where it may be absent.
fn maybe_micros<S: Serializer>(at: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
    at.map(Timestamp::as_micros).serialize(serializer)
}

/// A period in digests.
fn maybe_period<S: Serializer>(period: &Option<Period>, serializer: S) -> Result<S::Ok, S::Error> {
    period.map(|period| (period.start.as_micros(), period.end.as_micros())).serialize(serializer)
}
