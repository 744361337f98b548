//! A month's use on its card.

use crate::chart::{Bar, BarChart};
use vestibule_kernel::usage::Quality;
use vestibule_kernel::{Energy, LocalDay};

/// Use in a month, so far.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct UsageCard {
    /// The month's first day.
    pub first: LocalDay,
    /// The sum.
    pub total: Energy,
    /// Its days.
    pub chart: BarChart,
    /// How much more it is than in the month before up to the same day, in percent.
    pub more: Option<i64>,
    /// How much less.
    pub less: Option<i64>,
}

/// What the card of a month's use is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageCardData {
    /// The month's first day.
    pub first: LocalDay,
    /// Its days, as far as anything is known, in watt-hours.
    pub days: Vec<(Option<Energy>, Quality)>,
    /// The sum.
    pub total: Energy,
    /// The same days of the month before.
    pub before: Option<Energy>,
}

impl UsageCard {
    /// The card.
    #[must_use]
    pub fn of(data: &UsageCardData) -> Self {
        let length = data.first.first_of_month(1).number() - data.first.number();
        let bar = |(usage, quality): &(Option<Energy>, Quality)| match usage {
            Some(usage) => Bar::Value(usage.wh, *quality),
            None => Bar::Gap,
        };
        let mut bars: Vec<Bar> = data.days.iter().map(bar).collect();
        bars.resize(usize::try_from(length).unwrap_or(bars.len()).max(bars.len()), Bar::Empty);
        let change = data.before.filter(|before| before.wh > 0).map(|before| {
            let difference = i128::from(data.total.wh) - i128::from(before.wh);
            let percent = (difference * 200 / i128::from(before.wh) + difference.signum()) / 2;
            i64::try_from(percent).unwrap_or(0)
        });
        Self {
            first: data.first,
            total: data.total,
            chart: BarChart::of(&bars, &[]),
            more: change.filter(|percent| *percent > 0),
            less: change.filter(|percent| *percent < 0).map(|percent| -percent),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(total: i64, before: Option<i64>) -> UsageCard {
        UsageCard::of(&UsageCardData {
            first: LocalDay::new(2026, 11, 1).unwrap(),
            days: vec![(Some(Energy::from_wh(total)), Quality::Final)],
            total: Energy::from_wh(total),
            before: before.map(Energy::from_wh),
        })
    }

    #[test]
    fn a_month_is_compared_in_whole_percent() {
        for (total, before, more, less) in [
            (89, Some(100), None, Some(11)),
            (111, Some(100), Some(11), None),
            (100, Some(100), None, None),
            (1004, Some(1000), None, None),
            (1006, Some(1000), Some(1), None),
            (5, Some(0), None, None),
            (5, None, None, None),
        ] {
            let card = card(total, before);
            assert_eq!((card.more, card.less), (more, less), "{total} after {before:?}");
        }
    }

    #[test]
    fn the_chart_has_room_for_the_whole_month() {
        assert_eq!(card(1, None).chart.width, 30);
    }
}
