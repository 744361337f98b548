//! When a kilowatt-hour costs least.

use super::slots::PriceSlot;
use vestibule_kernel::Timestamp;

/// Days whose prices lie no further apart have no cheap hours: two hundredths of the currency, in thousandths of them.
const FLAT: i64 = 2_000;

/// A stretch of time that is cheap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// When it begins.
    pub start: Timestamp,
    /// The first instant after it.
    pub end: Timestamp,
    /// Its lowest price, in thousandths of the minor unit.
    pub lowest: i64,
}

/// The stretch around the lowest of these prices in which they stay in the lowest quarter between the lowest and the highest.
/// Nothing where prices are about the same all the time, or not known.
#[must_use]
pub fn cheapest(slots: &[PriceSlot]) -> Option<Stretch> {
    let totals: Vec<Option<i64>> = slots.iter().map(PriceSlot::total).collect();
    let lowest = totals.iter().flatten().min().copied()?;
    let highest = totals.iter().flatten().max().copied()?;
    if highest.saturating_sub(lowest) <= FLAT {
        return None;
    }
    let bound = lowest.saturating_add(highest.saturating_sub(lowest) / 4);
    let at = totals.iter().position(|total| *total == Some(lowest))?;
    let cheap = |total: &Option<i64>| total.is_some_and(|total| total <= bound);
    let before = totals[..at].iter().rev().take_while(|total| cheap(total)).count();
    let after = totals[at..].iter().take_while(|total| cheap(total)).count();
    let (first, last) = (slots.get(at - before)?, slots.get(at + after - 1)?);
    Some(Stretch { start: first.start, end: last.end, lowest })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;
    use vestibule_kernel::prices::Price;

    fn slots(totals: &[Option<i64>]) -> Vec<PriceSlot> {
        let at = |index: u32| Timestamp::default().plus(Duration::from_secs(3600) * index);
        let slot = |(index, total): (u32, &Option<i64>)| PriceSlot {
            start: at(index),
            end: at(index + 1),
            price: total.map(|total| Price { electricity: Some(total), grid: Some(0), levies: Some(0) }),
        };
        (0..).zip(totals).map(slot).collect()
    }

    fn hours(totals: &[Option<i64>]) -> Option<(i64, i64)> {
        let stretch = cheapest(&slots(totals))?;
        Some((stretch.start.as_seconds() / 3600, stretch.end.as_seconds() / 3600))
    }

    #[test]
    fn the_cheap_hours_lie_around_the_lowest_price() {
        let totals = [30, 28, 12, 6, 5, 9, 31, 6].map(|ct| Some(ct * 1000));
        assert_eq!(hours(&totals), Some((3, 6)), "within the lowest quarter from 5 to 31");
    }

    #[test]
    fn negative_prices_are_the_lowest() {
        assert_eq!(hours(&[Some(20_000), Some(-3_000), Some(10_000)]), Some((1, 2)));
    }

    #[test]
    fn a_gap_ends_the_stretch() {
        assert_eq!(hours(&[Some(30_000), Some(5_000), None, Some(5_500)]), Some((1, 2)));
    }

    #[test]
    fn a_flat_day_has_no_cheap_hours() {
        assert_eq!(hours(&[Some(30_000), Some(29_000), Some(31_000)]), None);
        assert_eq!(hours(&[None, None]), None);
        assert_eq!(hours(&[]), None);
    }
}
