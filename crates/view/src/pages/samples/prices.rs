//! Prices of ordinary and odd days.

use super::{at, now, zone};
use crate::pages::prices::{CheapStretch, PriceData, PricePoint, Prices};
use std::time::Duration;
use vestibule_kernel::{Currency, LocalDay, Timestamp};

fn points(start: Timestamp, count: u32, electricity: impl Fn(i64) -> Option<i64>) -> Vec<PricePoint> {
    let point = |index: u32| {
        let start = start.plus(Duration::from_secs(900) * index);
        let electricity = electricity(i64::from(index));
        let total = electricity.map(|milli| milli + 9_520 + 7_415);
        let parts = [electricity, Some(9_520), Some(7_415)];
        PricePoint { start, end: start.plus(Duration::from_secs(900)), parts, total }
    };
    (0..count).map(point).collect()
}

/// The page: today, tomorrow with negative prices, a day of 25 hours with a gap, a day without prices.
pub(crate) fn prices() -> Vec<Prices> {
    let (zone, today) = (zone(), now().day_in(&zone()));
    // High at breakfast and in the evening, low at noon.
    let curve = |index: i64| {
        6_000 + (index - 50).pow(2) * 7 + if index > 66 { 9_000 - (index - 76).pow(2) * 40 } else { 0 }
    };
    let page =
        |day: LocalDay, points: &[PricePoint], current: Option<PricePoint>, cheap: Option<(usize, usize)>| {
            let cheapest = cheap.and_then(|(first, end)| {
                let lowest = points[first..end].iter().filter_map(|point| point.total).min()?;
                Some(CheapStretch { start: points[first].start, end: points[end - 1].end, lowest })
            });
            Prices::of(&PriceData {
                currency: Currency::EUR,
                source: "EPEX Spot Day-Ahead",
                day,
                today,
                bounds: (today.plus_days(-30), today.plus_days(1)),
                points,
                current,
                cheapest,
                now: now(),
                zone: &zone,
                path: &|day| format!("/prices?day={day}"),
            })
        };
    let ordinary = points(today.start_in(&zone), 96, |index| Some(curve(index)));
    let current = ordinary.iter().find(|point| point.start <= now() && now() < point.end).copied();
    let tomorrow = points(today.plus_days(1).start_in(&zone), 96, |index| Some(curve(index) - 24_000));
    let long =
        points(at("2026-10-24T22:00:00Z"), 100, |index| (!(30..38).contains(&index)).then(|| curve(index)));
    vec![
        page(today, &ordinary, current, Some((40, 60))),
        page(today.plus_days(1), &tomorrow, current, Some((38, 62))),
        page(at("2026-10-25T12:00:00Z").day_in(&zone), &long, current, Some((46, 64))),
        page(today, &[], None, None),
    ]
}
