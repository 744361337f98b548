//! Days told from "now".

use vestibule_kernel::{LocalDay, TimeZone, Timestamp};

/// Where both companies are.
pub(super) const ZONE: &str = "Europe/Berlin";

/// The days that the data is told from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Calendar {
    /// The current day.
    pub(super) today: LocalDay,
}

impl Calendar {
    pub(super) fn at(now: Timestamp) -> Self {
        let zone = TimeZone::named(ZONE).unwrap_or_else(TimeZone::utc);
        Self { today: now.day_in(&zone) }
    }

    /// The first day of the month `months` from the current one.
    pub(super) fn month(self, months: i64) -> LocalDay {
        self.today.first_of_month(months)
    }

    /// The day `days` from today, as records write it.
    pub(super) fn day(self, days: i64) -> String {
        self.today.plus_days(days).to_string()
    }
}
