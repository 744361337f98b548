//! What the demo's electricity costs: a price for each quarter of an hour, low at noon, high in the evening.

use super::Book;
use super::calendar::{Calendar, ZONE};
use super::metered::noise;
use serde_json::json;
use vestibule_kernel::series::{DayGrid, Resolution};
use vestibule_kernel::{LocalDay, TimeZone};

/// The operator's id of the series.
pub(super) const SERIES: &str = "boerse";

/// Prices of the exchange by the hour in tenths of a cent, midnight first.
const HOURS: [i64; 24] = [
    98, 92, 88, 86, 88, 97, 124, 148, 142, 112, 78, 52, 38, 34, 42, 68, 104, 146, 178, 186, 164, 138, 120,
    106,
];

/// Adds the series, and its prices from a week ago to tomorrow.
pub(super) fn add(book: &mut Book, calendar: Calendar) {
    book.record(json!({ "type": "price_series", "external_id": SERIES, "reference": "EPEX Spot Day-Ahead" }));
    let zone = TimeZone::named(ZONE).unwrap_or_else(TimeZone::utc);
    for days in -7..=1 {
        let grid = DayGrid::new(calendar.today.plus_days(days), Resolution::Quarter, &zone);
        book.record(json!({
            "type": "prices", "series": SERIES, "day": grid.day.to_string(), "resolution": "15min",
            "electricity": electricity(&grid, &zone), "grid": "9.52", "levies": "7.415",
        }));
    }
}

/// Cents for a kilowatt-hour, with one sunny Sunday's worth of negative prices a week.
fn electricity(grid: &DayGrid, zone: &TimeZone) -> Vec<String> {
    let price = |slot: usize| {
        let hour = usize::try_from(grid.at(slot).civil(zone).hour()).unwrap_or(0) % 24;
        let chance = i64::from(noise(grid.day.number(), slot) % 9) - 4;
        let mills = (HOURS[hour] - sun(grid.day, hour)) * 100 + chance * 60;
        let sign = if mills < 0 { "-" } else { "" };
        format!("{sign}{}.{:03}", mills.abs() / 1000, mills.abs() % 1000)
    };
    (0..grid.slots()).map(price).collect()
}

/// What the sun takes off a price, in tenths of a cent.
fn sun(day: LocalDay, hour: usize) -> i64 {
    let sunday = day.date().weekday().to_monday_zero_offset() == 6;
    if sunday && (10..16).contains(&hour) { 64 } else { 0 }
}
