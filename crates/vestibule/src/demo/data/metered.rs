//! What the meters of the demo counted: quarter hours that add up to the bills.

use super::Book;
use super::bills::kwh_of;
use super::calendar::{Calendar, ZONE};
use serde_json::json;
use vestibule_kernel::series::{DayGrid, Resolution};
use vestibule_kernel::{Energy, LocalDay, TimeZone};

/// Shares of a day's use by the hour, midnight first, in parts of whatever they add up to.
#[derive(Debug, Clone, Copy)]
pub(super) enum Profile {
    /// People at home: breakfast, noon, and most of it in the evening.
    Home,
    /// A workshop: by day, hardly at weekends.
    Workshop,
    /// A roof: while the sun shines.
    Roof,
}

impl Profile {
    const fn hours(self) -> [i64; 24] {
        match self {
            Self::Home => [
                22, 19, 17, 16, 16, 19, 34, 52, 48, 40, 37, 39, 48, 44, 36, 34, 38, 55, 76, 84, 72, 58, 42,
                29,
            ],
            Self::Workshop => {
                [4, 4, 4, 4, 4, 6, 30, 78, 92, 95, 90, 88, 60, 84, 92, 88, 70, 34, 10, 6, 5, 4, 4, 4]
            }
            Self::Roof => [0, 0, 0, 0, 0, 1, 6, 19, 38, 58, 76, 88, 92, 88, 76, 58, 38, 19, 6, 1, 0, 0, 0, 0],
        }
    }

    /// How much of an ordinary day this one has, in percent.
    fn of_day(self, day: LocalDay) -> i64 {
        let weekend = day.date().weekday().to_monday_zero_offset() >= 5;
        let chance = i64::from(noise(day.number(), 0) % 41);
        match self {
            Self::Home => 82 + chance + if weekend { 14 } else { 0 },
            Self::Workshop if weekend => 12,
            Self::Workshop => 85 + chance,
            // Clouds.
            Self::Roof => 30 + 4 * chance,
        }
    }
}

/// Whose meter it is.
pub(super) struct Metered<'a> {
    /// External id of the subscription.
    pub(super) subscription: &'a str,
    /// Kilowatt-hours a year, as its bills have it.
    pub(super) yearly: i64,
    pub(super) profile: Profile,
    /// The months that were measured, told from the current one: the first, and the first after the last.
    pub(super) months: std::ops::Range<i64>,
}

/// Days before today whose values are still preliminary.
const PRELIMINARY: i64 = 8;

impl Metered<'_> {
    /// Adds a record for each day up to yesterday. The newest values are preliminary, one evening in the month before
    /// last was put in by the grid operator, and one night is missing.
    pub(super) fn record(&self, book: &mut Book, calendar: Calendar) {
        let zone = TimeZone::named(ZONE).unwrap_or_else(TimeZone::utc);
        for month in self.months.clone() {
            let (first, end) = (calendar.month(month), calendar.month(month + 1));
            let days: Vec<LocalDay> = std::iter::successors(Some(first), |day| Some(day.plus_days(1)))
                .take_while(|day| *day < end)
                .collect();
            let weights: i64 = days.iter().map(|day| self.profile.of_day(*day)).sum();
            let wh = kwh_of(first, self.yearly) * 1000;
            for day in days.iter().filter(|day| **day < calendar.today) {
                let grid = DayGrid::new(*day, Resolution::Quarter, &zone);
                let of_day = wh * self.profile.of_day(*day) / weights.max(1);
                let values: Vec<i64> = spread(of_day, &self.weights(&grid));
                let odd = if month == -2 { day.date().day() } else { 0 };
                book.record(self.day(calendar, &grid, &values, odd));
            }
        }
    }

    /// The weight of each quarter.
    fn weights(&self, grid: &DayGrid) -> Vec<i64> {
        let hours = self.profile.hours();
        let zone = TimeZone::named(ZONE).unwrap_or_else(TimeZone::utc);
        let weight = |slot: usize| {
            let hour = usize::try_from(grid.at(slot).civil(&zone).hour()).unwrap_or(0) % 24;
            let chance = i64::from(noise(grid.day.number(), slot) % 61);
            hours[hour] * (70 + chance)
        };
        (0..grid.slots()).map(weight).collect()
    }

    fn day(&self, calendar: Calendar, grid: &DayGrid, values: &[i64], odd: i8) -> serde_json::Value {
        let kwh = |(slot, wh): (usize, &i64)| {
            let missing = odd == 17 && (4..20).contains(&slot);
            (!missing).then(|| Energy::from_wh(*wh).kwh())
        };
        let values: Vec<_> = values.iter().enumerate().map(kwh).collect();
        let preliminary = calendar.today.number() - grid.day.number() <= PRELIMINARY;
        let quality = if preliminary { "preliminary" } else { "final" };
        let mut record = json!({
            "type": "usage", "subscription": self.subscription, "day": grid.day.to_string(), "quality": quality,
            "values": values,
        });
        if odd == 9 {
            let put_in = |slot| (64..88).contains(&slot).then_some("substituted");
            record["qualities"] = json!((0..grid.slots()).map(put_in).collect::<Vec<_>>());
        }
        record
    }
}

/// `whole` in parts as large as `weights` say, which add up to it.
fn spread(whole: i64, weights: &[i64]) -> Vec<i64> {
    let all = weights.iter().sum::<i64>().max(1);
    let (mut gone, mut given) = (0, 0);
    let part = |weight: &i64| {
        gone += weight;
        let part = whole * gone / all - given;
        given += part;
        part
    };
    weights.iter().map(part).collect()
}

/// A number that looks like chance and is the same every time.
pub(super) fn noise(day: i64, slot: usize) -> u32 {
    let mut state =
        (day as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (slot as u64).wrapping_mul(0xD1B5_4A32_D192_ED03);
    state ^= state >> 29;
    state = state.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (state >> 33) as u32
}
