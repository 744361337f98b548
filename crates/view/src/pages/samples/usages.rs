//! Use in every span and state.

use super::{at, now, zone};
use crate::pages::usage::{UsageData, UsageHistory, UsagePoint};
use vestibule_kernel::plan::PlanType;
use vestibule_kernel::subscription::MeterType;
use vestibule_kernel::usage::{Quality, SpanKind};
use vestibule_kernel::{Energy, LocalDay, Timestamp};

/// The points from `first`, each `step` later, `value(index)` watt-hours each.
fn points(
    starts: impl Iterator<Item = Timestamp>,
    value: impl Fn(i64) -> Option<(i64, Quality)>,
) -> Vec<UsagePoint> {
    let point = |(index, start)| {
        let known = value(index);
        UsagePoint {
            start,
            usage: known.map(|(wh, _)| Energy::from_wh(wh)),
            quality: known.map(|(_, quality)| quality),
            whole: known.is_some(),
        }
    };
    (0..).zip(starts).map(point).collect()
}

fn days(first: LocalDay, count: usize) -> impl Iterator<Item = Timestamp> {
    std::iter::successors(Some(first), |day| Some(day.plus_days(1)))
        .take(count)
        .map(|day| day.start_in(&zone()))
}

fn page(
    span: SpanKind,
    first: &str,
    end: &str,
    points: &[UsagePoint],
    change: fn(&mut UsageData<'_>),
) -> UsageHistory {
    let (zone, day) = (zone(), |text: &str| {
        text.parse::<LocalDay>().unwrap_or(LocalDay::from_number(0).unwrap_or_else(|| now().day_in(&zone())))
    });
    let sum = points.iter().filter_map(|point| point.usage).map(|usage| usage.wh).sum();
    let any = points.iter().any(|point| point.usage.is_some());
    let mut data = UsageData {
        kind: PlanType::Consumption,
        meter: Some(MeterType::Smart),
        span,
        first: day(first),
        end: day(end),
        points,
        total: any.then_some(Energy::from_wh(sum)),
        known: Some((day("2025-01-01"), day("2026-11-19"))),
        now: now(),
        zone: &zone,
        path: &|span, day| format!("/usage?span={span}&day={day}"),
        export: &|span, day| format!("/usage.csv?span={span}&day={day}"),
    };
    change(&mut data);
    UsageHistory::of(&data)
}

/// The page: a month that runs, a day of 25 hours, a week with gaps, a year of a feed-in plan, nothing in the span,
/// nothing at all, a meter that is read by hand.
pub(crate) fn usages() -> Vec<UsageHistory> {
    let Some(november) = LocalDay::new(2026, 11, 1) else { return Vec::new() };
    let wave = |index: i64, low: i64, high: i64| low + (index * 37 % 23) * (high - low) / 22;
    let month = points(days(november, 30), |index| match index {
        0..12 => Some((wave(index, 4_200, 11_900), Quality::Final)),
        12..19 => Some((wave(index, 4_200, 11_900), Quality::Preliminary)),
        _ => None,
    });
    let long_day = at("2026-10-24T22:00:00Z");
    let quarters = (0u32..100).map(|index| long_day.plus(std::time::Duration::from_secs(900) * index));
    let day = points(quarters, |index| (index != 40).then(|| (wave(index, 20, 480), Quality::Final)));
    let week = points(days(november.plus_days(-6), 7), |index| match index {
        2 => None,
        4 => Some((7_005, Quality::Substituted)),
        _ => Some((wave(index, 4_200, 11_900), Quality::Final)),
    });
    let months = (0..12).map(|index| november.first_of_month(index - 10).start_in(&zone()));
    let year =
        points(months, |index| (index < 11).then(|| (wave(index, 120_000, 1_234_567), Quality::Final)));
    let nothing = points(days(november, 30), |_| None);
    vec![
        page(SpanKind::Month, "2026-11-01", "2026-12-01", &month, |_| {}),
        page(SpanKind::Day, "2026-10-25", "2026-10-26", &day, |_| {}),
        page(SpanKind::Week, "2026-10-26", "2026-11-02", &week, |_| {}),
        page(SpanKind::Year, "2026-01-01", "2027-01-01", &year, |data| data.kind = PlanType::FeedIn),
        page(SpanKind::Month, "2026-12-01", "2027-01-01", &nothing, |_| {}),
        page(SpanKind::Month, "2026-11-01", "2026-12-01", &nothing, |data| data.known = None),
        page(SpanKind::Month, "2026-11-01", "2026-12-01", &nothing, |data| {
            data.known = None;
            data.meter = Some(MeterType::Analog);
        }),
    ]
}
