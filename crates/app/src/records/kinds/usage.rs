//! `usage`: what a meter counted, as one row for each value or one row for each day.

use super::Frame;
use crate::records::gather::{Form, Part};
use crate::records::row::Row;
use vestibule_kernel::Energy;
use vestibule_kernel::usage::{Measured, Quality};

/// The columns of usage.
pub(in crate::records) const COLUMNS: &[&str] =
    &["subscription", "start", "value", "day", "values", "resolution", "quality", "qualities"];

/// What a row says of a subscription's use.
pub(in crate::records) type UsageRecord = Part<Measured>;

pub(super) fn decode(row: &mut Row<'_>, frame: &Frame) -> Option<UsageRecord> {
    let subscription = row.required("subscription");
    let quality = row.parsed("quality").unwrap_or(Quality::Final);
    let place = row.place_in_time(frame)?;
    let form = if place.is_day() {
        Form::Day(values(row, place.slots(), quality)?)
    } else {
        if row.has("qualities") {
            row.wrong("qualities", "belongs to a row with values; here it is quality");
        }
        let milli = row.energy("value");
        Form::Slot(place.slot(), Measured { milli: row.missing("value", milli)?.wh, quality })
    };
    Some(Part {
        name: subscription?,
        day: place.grid.day,
        resolution: place.grid.resolution,
        said: place.said,
        form,
    })
}

/// The values of a day, each with its own quality where the row says so.
fn values(row: &mut Row<'_>, slots: usize, quality: Quality) -> Option<Vec<Option<Measured>>> {
    let values = row.numbers(
        "values",
        slots,
        |text| Energy::parse_kwh(text).filter(|energy| energy.wh >= 0).map(|energy| energy.wh),
        "expected kilowatt-hours with at most three decimals, like 0.125",
    )?;
    let qualities = row.words::<Quality>("qualities", slots)?;
    let measured = |(index, milli): (usize, Option<i64>)| {
        let quality = qualities.get(index).copied().flatten().unwrap_or(quality);
        milli.map(|milli| Measured { milli, quality })
    };
    Some(values.into_iter().enumerate().map(measured).collect())
}
