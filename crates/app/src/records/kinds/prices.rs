//! `prices`: what a kilowatt-hour costs, as one row for each slot or one row for each day.

use super::Frame;
use crate::records::gather::{Form, Part};
use crate::records::report::Problem;
use crate::records::row::Row;
use vestibule_kernel::money::parse_scaled;
use vestibule_kernel::prices::Price;

/// The columns of prices.
pub(in crate::records) const COLUMNS: &[&str] =
    &["series", "start", "day", "resolution", "electricity", "grid", "levies"];

/// What a price should look like.
const EXPECTED: &str =
    "expected hundredths of the currency for a kilowatt-hour with at most three decimals, like 31.2";

/// What a row says of prices.
pub(in crate::records) type PricesRecord = Part<Price>;

pub(super) fn decode(row: &mut Row<'_>, frame: &Frame) -> Option<PricesRecord> {
    let name = row.required("series");
    let place = row.place_in_time(frame)?;
    let form = if place.is_day() {
        Form::Day(day(row, place.slots())?)
    } else {
        let price = Price {
            electricity: one(row, "electricity"),
            grid: one(row, "grid"),
            levies: one(row, "levies"),
        };
        if !row.findings.problems.is_empty() {
            return None;
        }
        if is_nothing(price) {
            row.problem(Problem::of_column(
                "electricity",
                "is missing; expected at least one part of the price",
            ));
            return None;
        }
        Form::Slot(place.slot(), price)
    };
    Some(Part { name: name?, day: place.grid.day, resolution: place.grid.resolution, said: place.said, form })
}

fn is_nothing(price: Price) -> bool {
    price.parts().iter().all(|(_, part)| part.is_none())
}

fn one(row: &mut Row<'_>, column: &'static str) -> Option<i64> {
    let text = row.decimal(column)?;
    let milli = read(&text);
    if milli.is_none() {
        row.wrong(column, EXPECTED);
    }
    milli
}

/// The parts of a day's prices: a list each, or one number for all of the day.
fn day(row: &mut Row<'_>, slots: usize) -> Option<Vec<Option<Price>>> {
    let electricity = part(row, "electricity", slots)?;
    let grid = part(row, "grid", slots)?;
    let levies = part(row, "levies", slots)?;
    let price = |slot: usize| {
        let price = Price { electricity: electricity[slot], grid: grid[slot], levies: levies[slot] };
        (!is_nothing(price)).then_some(price)
    };
    let prices: Vec<Option<Price>> = (0..slots).map(price).collect();
    if prices.iter().all(Option::is_none) {
        row.problem(Problem::of_column("electricity", "is missing; expected at least one part of the price"));
        return None;
    }
    Some(prices)
}

fn part(row: &mut Row<'_>, column: &'static str, slots: usize) -> Option<Vec<Option<i64>>> {
    if !row.has(column) {
        return Some(vec![None; slots]);
    }
    if let Some(text) = row.decimal(column)
        && let Some(milli) = read(&text)
    {
        return Some(vec![Some(milli); slots]);
    }
    row.numbers(column, slots, read, EXPECTED)
}

fn read(text: &str) -> Option<i64> {
    parse_scaled(text, 3).filter(|milli| milli.unsigned_abs() < 1_000_000_000)
}
