//! Readings of meters that nobody but a person can read.

use crate::id::{MeterId, OrganizationId, ReadingId, SubscriptionId};
use crate::{Energy, LocalDay, Timestamp};

crate::text_enum! {
    /// Who read a meter.
    ReadingType {
        /// The customer.
        CustomerReport = "customer_report",
        /// The grid operator.
        GridReading = "grid_reading",
        /// Nobody: the grid operator estimated.
        GridEstimation = "grid_estimation",
    }
}

/// What a meter showed when a day began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeterReading {
    /// Its id.
    pub id: ReadingId,
    /// Whose it is.
    pub organization: OrganizationId,
    /// The contract that the meter measures.
    pub subscription: SubscriptionId,
    /// The meter.
    pub meter: MeterId,
    /// What it showed: everything since it was built in.
    pub value: Energy,
    /// The day at whose beginning it showed that.
    pub day: LocalDay,
    /// Who read it.
    pub reading_type: ReadingType,
    /// What whoever reported it had to say.
    pub message: Option<String>,
    /// When it was reported.
    pub created_at: Timestamp,
}

/// What a meter can be expected to show on a day, from what it showed before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    /// It cannot show less.
    pub least: Energy,
    /// More than this would be a surprise.
    pub most: Energy,
}

/// Least leeway above the last reading: ten kilowatt-hours a day, and a hundred.
const LEEWAY: (i64, i64) = (10_000, 100_000);

impl Expected {
    /// What a meter will show `days` after it showed `last`, where a year has `yearly`: at the most three times what the
    /// year's share is, and some leeway for short times and unknown years.
    #[must_use]
    pub fn after(last: Energy, days: i64, yearly: Option<Energy>) -> Self {
        let days = days.max(0);
        let share = yearly.map_or(0, |yearly| yearly.wh.saturating_mul(days) / 365);
        let by_day = if yearly.is_some() { 0 } else { LEEWAY.0.saturating_mul(days) };
        let more = share.saturating_mul(3).saturating_add(by_day).saturating_add(LEEWAY.1);
        Self { least: last, most: Energy::from_wh(last.wh.saturating_add(more)) }
    }

    /// Whether `value` lies within it.
    #[must_use]
    pub fn contains(&self, value: Energy) -> bool {
        self.least <= value && value <= self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_times_the_years_share_is_plausible_and_less_than_before_is_not() {
        let kwh = |kwh: i64| Energy::from_wh(kwh * 1000);
        let expected = Expected::after(kwh(5_000), 73, Some(kwh(2_500)));
        assert_eq!((expected.least, expected.most), (kwh(5_000), kwh(5_000 + 3 * 500 + 100)));
        assert!(expected.contains(kwh(5_500)) && expected.contains(kwh(5_000)));
        assert!(!expected.contains(kwh(4_999)) && !expected.contains(kwh(55_000)));
    }

    #[test]
    fn without_a_yearly_use_ten_kilowatt_hours_a_day_are_plausible() {
        let expected = Expected::after(Energy::from_wh(0), 30, None);
        assert_eq!(expected.most, Energy::from_wh(400_000));
    }
}
