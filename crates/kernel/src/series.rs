//! Time series by civil day: how long each value of a day covers, and which value is which.

use crate::{LocalDay, TimeZone, Timestamp};
use std::time::Duration;

crate::text_enum! {
    /// How much time each value of a series covers.
    Resolution {
        /// A quarter of an hour.
        Quarter = "15min",
        /// An hour.
        Hour = "hour",
    }
}

impl Resolution {
    /// Minutes that a value covers.
    #[must_use]
    pub const fn minutes(self) -> u32 {
        match self {
            Self::Quarter => 15,
            Self::Hour => 60,
        }
    }

    /// How long a value covers.
    #[must_use]
    pub const fn step(self) -> Duration {
        Duration::from_secs(self.minutes() as u64 * 60)
    }
}

/// Most values of a day: quarters of a day of 25 hours.
pub const MOST_SLOTS: usize = 100;

/// A civil day in its zone, cut into slots of one resolution: 92, 96 or 100 quarters of an hour, or 23, 24 or
/// 25 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayGrid {
    /// The day.
    pub day: LocalDay,
    /// How long its slots are.
    pub resolution: Resolution,
    /// When the day begins.
    pub start: Timestamp,
    /// The first instant of the next day.
    pub end: Timestamp,
}

impl DayGrid {
    /// The grid of `day` in `zone`.
    #[must_use]
    pub fn new(day: LocalDay, resolution: Resolution, zone: &TimeZone) -> Self {
        Self { day, resolution, start: day.start_in(zone), end: day.plus_days(1).start_in(zone) }
    }

    /// The grid of the day that `instant` falls on.
    #[must_use]
    pub fn around(instant: Timestamp, resolution: Resolution, zone: &TimeZone) -> Self {
        Self::new(instant.day_in(zone), resolution, zone)
    }

    /// How many slots the day has. A zone whose clocks change by less than a slot has one that is cut short.
    #[must_use]
    pub fn slots(&self) -> usize {
        let (length, step) = (self.end.since(self.start).as_secs(), self.resolution.step().as_secs());
        usize::try_from(length.div_ceil(step)).unwrap_or(0).min(MOST_SLOTS)
    }

    /// When the slot at `index` begins.
    #[must_use]
    pub fn at(&self, index: usize) -> Timestamp {
        self.start.plus(self.resolution.step() * u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The slot that begins at `instant`; `None` when none does.
    #[must_use]
    pub fn slot(&self, instant: Timestamp) -> Option<usize> {
        if instant < self.start || instant >= self.end {
            return None;
        }
        let (into, step) = (instant.since(self.start).as_micros(), self.resolution.step().as_micros());
        (into % step == 0).then(|| usize::try_from(into / step).unwrap_or(usize::MAX))
    }
}

/// A value of a series in one slot.
pub trait Slot: Copy + PartialEq {
    /// Whether what a later delivery says takes its place.
    fn yields_to(&self, newer: &Self) -> bool;
}

/// The values of one civil day of the organization's zone, slot by slot. Missing is missing, never zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesDay<V> {
    /// The day.
    pub day: LocalDay,
    /// How long each slot is.
    pub resolution: Resolution,
    /// Each slot's value from the day's beginning.
    pub values: Vec<Option<V>>,
}

/// What a delivery did to the slots of a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Merged {
    /// Slots that had no value before.
    pub created: u64,
    /// Slots whose value is another now.
    pub changed: u64,
    /// Slots that stay as they were: the same again, or one that does not yield.
    pub unchanged: u64,
}

impl<V: Slot> SeriesDay<V> {
    /// The day without any value.
    #[must_use]
    pub fn empty(grid: &DayGrid) -> Self {
        Self { day: grid.day, resolution: grid.resolution, values: vec![None; grid.slots()] }
    }

    /// Takes over what a later delivery says of the same day. A gap takes nothing away, and a value that
    /// does not yield stays. A delivery in another resolution replaces the whole day when every value yields.
    pub fn take(&mut self, newer: &Self) -> Merged {
        if newer.resolution != self.resolution {
            return self.take_whole(newer);
        }
        if self.values.len() < newer.values.len() {
            self.values.resize(newer.values.len(), None);
        }
        let mut merged = Merged::default();
        for (mine, new) in self.values.iter_mut().zip(&newer.values) {
            let Some(new) = new else { continue };
            match mine {
                None => merged.created += 1,
                Some(mine) if *mine == *new || !mine.yields_to(new) => {
                    merged.unchanged += 1;
                    continue;
                }
                Some(_) => merged.changed += 1,
            }
            *mine = Some(*new);
        }
        merged
    }

    fn take_whole(&mut self, newer: &Self) -> Merged {
        let there = newer.values.iter().flatten().count() as u64;
        let yields = |mine: &V| newer.values.iter().flatten().all(|new| mine.yields_to(new));
        if there == 0 || !self.values.iter().flatten().all(yields) {
            return Merged { unchanged: there, ..Merged::default() };
        }
        self.clone_from(newer);
        Merged { changed: there, ..Merged::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin() -> TimeZone {
        TimeZone::named("Europe/Berlin").unwrap()
    }

    fn grid(day: &str, resolution: Resolution) -> DayGrid {
        DayGrid::new(day.parse().unwrap(), resolution, &berlin())
    }

    #[test]
    fn days_of_23_24_and_25_hours_have_their_slots() {
        for (day, quarters, hours) in
            [("2026-03-29", 92, 23), ("2026-06-01", 96, 24), ("2026-10-25", 100, 25)]
        {
            assert_eq!(grid(day, Resolution::Quarter).slots(), quarters, "{day}");
            assert_eq!(grid(day, Resolution::Hour).slots(), hours, "{day}");
        }
    }

    #[test]
    fn a_slot_is_found_by_its_beginning_and_tells_it() {
        for day in ["2026-03-29", "2026-06-01", "2026-10-25"] {
            for resolution in Resolution::ALL {
                let grid = grid(day, *resolution);
                for index in 0..grid.slots() {
                    assert_eq!(grid.slot(grid.at(index)), Some(index), "{day} {resolution} {index}");
                    assert_eq!(DayGrid::around(grid.at(index), *resolution, &berlin()), grid);
                }
                assert_eq!(grid.slot(grid.end), None);
            }
        }
    }

    #[test]
    fn an_instant_between_two_slots_begins_none() {
        let grid = grid("2026-06-01", Resolution::Quarter);
        let between = grid.at(4).plus(Duration::from_secs(60));
        assert_eq!(grid.slot(between), None);
    }

    #[test]
    fn the_doubled_hour_is_two_slots() {
        let grid = grid("2026-10-25", Resolution::Hour);
        let first: Timestamp = "2026-10-25T02:00:00+02:00".parse().unwrap();
        let second: Timestamp = "2026-10-25T02:00:00+01:00".parse().unwrap();
        assert_eq!((grid.slot(first), grid.slot(second)), (Some(2), Some(3)));
    }
}
