//! `meter_reading`: what a meter showed when a day began.

use super::{Frame, micros};
use crate::records::row::{Mark, Row};
use crate::records::types::Space;
use serde::Serialize;
use vestibule_kernel::reading::ReadingType;
use vestibule_kernel::{Energy, LocalDay, Timestamp};

/// The columns of a reading.
pub(in crate::records) const COLUMNS: &[&str] =
    &["external_id", "subscription", "day", "value", "reading_type", "reported_at"];

/// What a record says of a reading.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(in crate::records) struct ReadingRecord {
    pub(in crate::records) external_id: String,
    pub(in crate::records) subscription: String,
    pub(in crate::records) day: LocalDay,
    pub(in crate::records) value: Energy,
    pub(in crate::records) reading_type: ReadingType,
    #[serde(serialize_with = "micros")]
    pub(in crate::records) reported_at: Timestamp,
}

pub(super) fn decode(row: &mut Row<'_>, frame: &Frame) -> Option<ReadingRecord> {
    let external_id = row.identity(Space::Reading, Mark::Plain);
    let subscription = row.required("subscription");
    if let Some(subscription) = &subscription {
        row.needs(Space::Subscription, "subscription", subscription, Mark::NoMeter);
    }
    let day: Option<LocalDay> = row.required_parsed("day");
    let value = row.energy("value");
    let value = row.missing("value", value);
    let reading_type = row.required_parsed("reading_type");
    let reported_at = row.instant("reported_at", &frame.zone);
    let day = day?;
    Some(ReadingRecord {
        external_id: external_id?,
        subscription: subscription?,
        day,
        value: value?,
        reading_type: reading_type?,
        reported_at: reported_at.unwrap_or_else(|| day.start_in(&frame.zone)),
    })
}
