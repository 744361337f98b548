//! A reading as the API shows it.

use crate::samples;
use crate::schema::{tag, words_of};
use serde::Serialize;
use utoipa::ToSchema;
use vestibule_kernel::id::{CustomerId, MeterId, ReadingId, SubscriptionId};
use vestibule_kernel::reading::{MeterReading as Found, ReadingType};
use vestibule_kernel::{TimeZone, Timestamp};

tag!(MeterReadingTag = "meter_reading");
words_of!(kind = ReadingType, "Who read it.");

/// What a meter showed when a day began.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct MeterReading {
    /// Always `meter_reading`.
    #[schema(schema_with = MeterReadingTag::schema)]
    object: MeterReadingTag,
    /// The reading's id.
    #[schema(value_type = String)]
    id: ReadingId,
    /// Whose contract it is.
    #[schema(value_type = String)]
    customer: CustomerId,
    /// The contract that the meter measures.
    #[schema(value_type = String)]
    subscription: SubscriptionId,
    /// The meter.
    #[schema(value_type = String)]
    meter: MeterId,
    /// Kilowatt-hours since the meter was built in.
    value: f64,
    /// When the day began, in your organization's time zone.
    #[schema(value_type = String, format = DateTime)]
    timestamp: Timestamp,
    /// Who read it: `customer_report`, `grid_reading` or `grid_estimation`.
    #[serde(rename = "type")]
    #[schema(schema_with = kind)]
    kind: &'static str,
    /// When it was reported.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl MeterReading {
    /// The reading of `customer`.
    pub(crate) fn of(found: &Found, customer: CustomerId, zone: &TimeZone) -> Self {
        Self {
            object: MeterReadingTag,
            id: found.id,
            customer,
            subscription: found.subscription,
            meter: found.meter,
            value: found.value.kwh(),
            timestamp: found.day.start_in(zone),
            kind: found.reading_type.as_str(),
            created_at: found.created_at,
        }
    }

    pub(crate) fn sample() -> Self {
        Self {
            object: MeterReadingTag,
            id: ReadingId::from_uuid(samples::BITS),
            customer: CustomerId::from_uuid(samples::BITS),
            subscription: SubscriptionId::from_uuid(samples::BITS),
            meter: MeterId::from_uuid(samples::BITS),
            value: 4_711.0,
            timestamp: samples::CREATED,
            kind: "customer_report",
            created_at: samples::CREATED,
        }
    }
}
