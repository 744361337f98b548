//! Prices with their time.

use vestibule_kernel::prices::{Price, PriceDay};
use vestibule_kernel::series::DayGrid;
use vestibule_kernel::{TimeZone, Timestamp};

/// What a kilowatt-hour costs from one instant to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriceSlot {
    /// When it begins.
    pub start: Timestamp,
    /// The first instant after it.
    pub end: Timestamp,
    /// The price; nothing when it is not known.
    pub price: Option<Price>,
}

impl PriceSlot {
    /// The whole price, where every part of it is known.
    #[must_use]
    pub fn total(&self) -> Option<i64> {
        self.price.and_then(Price::total)
    }
}

/// Each slot of a day.
pub(super) fn of_day(day: &PriceDay, zone: &TimeZone) -> Vec<PriceSlot> {
    let grid = DayGrid::new(day.day, day.resolution, zone);
    let slot = |index: usize| PriceSlot {
        start: grid.at(index),
        end: grid.at(index + 1).min(grid.end),
        price: day.values.get(index).copied().flatten(),
    };
    (0..grid.slots()).map(slot).collect()
}
