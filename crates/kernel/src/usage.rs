//! Measured use: what a meter counted in each slot of a day, and how sure that is.

use crate::LocalDay;
use crate::series::{SeriesDay, Slot};

crate::text_enum! {
    /// How sure a measured value is; the later ones are surer.
    Quality {
        /// Still subject to change.
        Preliminary = "preliminary",
        /// Put in for one that could not be measured.
        Substituted = "substituted",
        /// As it is billed.
        Final = "final",
    }
}

crate::text_enum! {
    /// How much time is shown at once.
    SpanKind {
        /// A day, by its slots.
        Day = "day",
        /// A week from Monday, by days.
        Week = "week",
        /// A month, by days.
        Month = "month",
        /// A year, by months.
        Year = "year",
    }
}

/// What was used in one slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    /// Thousandths of the unit: watt-hours of kilowatt-hours.
    pub milli: i64,
    /// How sure it is.
    pub quality: Quality,
}

/// What was used on one civil day of the organization's zone, slot by slot.
pub type UsageDay = SeriesDay<Measured>;

impl Slot for Measured {
    /// Neither order nor repetition of deliveries makes a final value preliminary again.
    fn yields_to(&self, newer: &Self) -> bool {
        newer.quality >= self.quality
    }
}

impl UsageDay {
    /// The day's sum in thousandths of the unit; `None` when it has no value at all.
    #[must_use]
    pub fn total(&self) -> Option<i64> {
        let mut values = self.values.iter().flatten().map(|value| value.milli).peekable();
        values.peek()?;
        Some(values.fold(0, i64::saturating_add))
    }
}

/// What was used in one civil month of the organization's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsageMonth {
    /// The month's first day.
    pub first: LocalDay,
    /// The sum in thousandths of the unit.
    pub milli: i64,
    /// Minutes of the month whose values are preliminary.
    pub preliminary_minutes: i64,
    /// Minutes of the month whose values were put in for others.
    pub substituted_minutes: i64,
    /// Minutes of the month whose values are final.
    pub final_minutes: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::{Merged, Resolution};

    fn day(values: &[Option<(i64, Quality)>]) -> UsageDay {
        let value = |slot: &Option<(i64, Quality)>| slot.map(|(milli, quality)| Measured { milli, quality });
        UsageDay {
            day: LocalDay::new(2026, 6, 1).unwrap(),
            resolution: Resolution::Quarter,
            values: values.iter().map(value).collect(),
        }
    }

    #[test]
    fn a_surer_value_replaces_and_a_less_sure_one_does_not() {
        use Quality::{Final, Preliminary, Substituted};
        for (there, newer, stays) in [
            (Preliminary, Preliminary, false),
            (Preliminary, Substituted, false),
            (Preliminary, Final, false),
            (Substituted, Preliminary, true),
            (Final, Preliminary, true),
            (Final, Substituted, true),
            (Final, Final, false),
        ] {
            let mut held = day(&[Some((100, there))]);
            let merged = held.take(&day(&[Some((200, newer))]));
            assert_eq!(merged.changed, u64::from(!stays), "{there} then {newer}");
            assert_eq!(held.total(), Some(if stays { 100 } else { 200 }), "{there} then {newer}");
        }
    }

    #[test]
    fn the_same_delivery_twice_changes_nothing() {
        let delivery = day(&[Some((5, Quality::Final)), None, Some((0, Quality::Preliminary))]);
        let mut held = day(&[None, Some((9, Quality::Substituted)), None]);
        assert_eq!(held.take(&delivery), Merged { created: 2, changed: 0, unchanged: 0 });
        assert_eq!(held.take(&delivery), Merged { created: 0, changed: 0, unchanged: 2 });
        assert_eq!(held.total(), Some(14));
    }

    #[test]
    fn a_gap_in_a_delivery_takes_nothing_away() {
        let mut held = day(&[Some((5, Quality::Preliminary))]);
        held.take(&day(&[None]));
        assert_eq!(held.total(), Some(5));
        assert_eq!(day(&[None, None]).total(), None, "missing is not zero");
    }

    #[test]
    fn another_resolution_replaces_the_day_unless_it_is_less_sure() {
        let hourly = |quality| UsageDay { resolution: Resolution::Hour, ..day(&[Some((7, quality))]) };
        let mut held = day(&[Some((1, Quality::Preliminary)), Some((2, Quality::Final))]);
        assert_eq!(held.take(&hourly(Quality::Preliminary)).unchanged, 1);
        assert_eq!(held.resolution, Resolution::Quarter);
        assert_eq!(held.take(&hourly(Quality::Final)).changed, 1);
        assert_eq!((held.resolution, held.total()), (Resolution::Hour, Some(7)));
    }
}
