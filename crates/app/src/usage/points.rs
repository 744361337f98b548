//! Values put together for a chart, a table or an answer: one point for each slot, day, week or month.

use vestibule_kernel::series::DayGrid;
use vestibule_kernel::usage::{Quality, UsageDay, UsageMonth};
use vestibule_kernel::{LocalDay, TimeZone, Timestamp};

/// What was used from one instant to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// When it begins.
    pub start: Timestamp,
    /// The first instant after it.
    pub end: Timestamp,
    /// The sum of what is known, in thousandths of the unit; nothing when nothing is.
    pub milli: Option<i64>,
    /// The least sure quality among its values.
    pub quality: Option<Quality>,
    /// Whether every slot of it has a value.
    pub whole: bool,
}

/// Each slot of a day.
pub(super) fn by_slot(day: &UsageDay, zone: &TimeZone) -> Vec<Point> {
    let grid = DayGrid::new(day.day, day.resolution, zone);
    let point = |index: usize| {
        let value = day.values.get(index).copied().flatten();
        Point {
            start: grid.at(index),
            end: grid.at(index + 1).min(grid.end),
            milli: value.map(|value| value.milli),
            quality: value.map(|value| value.quality),
            whole: value.is_some(),
        }
    };
    (0..grid.slots()).map(point).collect()
}

/// The sum of the days from `first` to before `end`; `days` are in their order.
pub(super) fn sum(days: &[UsageDay], first: LocalDay, end: LocalDay, zone: &TimeZone) -> Point {
    let from = days.partition_point(|day| day.day < first);
    let to = days.partition_point(|day| day.day < end);
    let days = &days[from..to];
    let (start, end) = (first.start_in(zone), end.start_in(zone));
    let values = || days.iter().flat_map(|day| day.values.iter().flatten());
    let minutes: u64 = days
        .iter()
        .map(|day| day.values.iter().flatten().count() as u64 * u64::from(day.resolution.minutes()))
        .sum();
    let quality = values().map(|value| value.quality).min();
    let milli = quality.map(|_| values().fold(0, |sum: i64, value| sum.saturating_add(value.milli)));
    Point { start, end, milli, quality, whole: minutes * 60 == end.since(start).as_secs() }
}

/// The month from `first` to before `end`.
pub(super) fn of_month(months: &[UsageMonth], first: LocalDay, end: LocalDay, zone: &TimeZone) -> Point {
    let (start, end) = (first.start_in(zone), end.start_in(zone));
    let Some(month) = months.iter().find(|month| month.first == first) else {
        return Point { start, end, milli: None, quality: None, whole: false };
    };
    let UsageMonth { preliminary_minutes, substituted_minutes, final_minutes, .. } = *month;
    let quality = match (preliminary_minutes > 0, substituted_minutes > 0) {
        (true, _) => Quality::Preliminary,
        (false, true) => Quality::Substituted,
        (false, false) => Quality::Final,
    };
    let minutes = preliminary_minutes + substituted_minutes + final_minutes;
    let whole = u64::try_from(minutes * 60) == Ok(end.since(start).as_secs());
    Point { start, end, milli: Some(month.milli), quality: Some(quality), whole }
}

/// Points as one, from the first instant to the last.
pub(super) fn together(points: &[Point], (start, end): (Timestamp, Timestamp)) -> Point {
    let quality = points.iter().filter_map(|point| point.quality).min();
    let known = points.iter().filter_map(|point| point.milli);
    Point {
        start,
        end,
        milli: quality.map(|_| known.fold(0, i64::saturating_add)),
        quality,
        whole: points.iter().all(|point| point.whole),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vestibule_kernel::series::Resolution;
    use vestibule_kernel::usage::Measured;

    fn zone() -> TimeZone {
        TimeZone::named("Europe/Berlin").unwrap()
    }

    fn day(day: &str, slots: usize, quality: Quality) -> UsageDay {
        let value = Some(Measured { milli: 10, quality });
        UsageDay { day: day.parse().unwrap(), resolution: Resolution::Quarter, values: vec![value; slots] }
    }

    #[test]
    fn a_sum_is_as_sure_as_its_least_sure_value() {
        let days = [day("2026-03-28", 96, Quality::Final), day("2026-03-29", 92, Quality::Substituted)];
        let (first, end) = (days[0].day, days[1].day.plus_days(1));
        let point = sum(&days, first, end, &zone());
        assert_eq!((point.milli, point.quality, point.whole), (Some(1880), Some(Quality::Substituted), true));
        let one = sum(&days, first, days[1].day, &zone());
        assert_eq!((one.milli, one.quality, one.whole), (Some(960), Some(Quality::Final), true));
    }

    #[test]
    fn what_is_missing_is_told_and_not_zero() {
        let mut days = [day("2026-03-28", 96, Quality::Final)];
        days[0].values[7] = None;
        let (first, end) = (days[0].day, days[0].day.plus_days(1));
        let point = sum(&days, first, end, &zone());
        assert_eq!((point.milli, point.whole), (Some(950), false));
        assert_eq!(by_slot(&days[0], &zone())[7].milli, None);
        let nothing = sum(&days, end, end.plus_days(1), &zone());
        assert_eq!((nothing.milli, nothing.quality, nothing.whole), (None, None, false));
    }

    #[test]
    fn slots_follow_each_other_through_a_change_of_clocks() {
        for (on, slots) in [("2026-03-29", 92), ("2026-10-25", 100)] {
            let points = by_slot(&day(on, slots, Quality::Final), &zone());
            assert_eq!(points.len(), slots);
            assert!(points.windows(2).all(|two| two[0].end == two[1].start), "{on}");
        }
    }
}
