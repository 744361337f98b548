//! The prices of one day: what it costs now, when it costs least, a line, and the same numbers as a table.

use crate::chart::{Marks, StepChart};
use crate::page::Page;
use crate::pages::samples;
use vestibule_kernel::{Currency, LocalDay, TimeZone, Timestamp};

/// The price from one instant on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PricePoint {
    /// When it begins to hold.
    pub start: Timestamp,
    /// The first instant after it.
    pub end: Timestamp,
    /// Its parts in thousandths of the minor unit: energy, grid, levies.
    pub parts: [Option<i64>; 3],
    /// The whole, when all of it is known.
    pub total: Option<i64>,
}

/// When it is cheap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct CheapStretch {
    /// When that begins.
    pub start: Timestamp,
    /// The first instant after it.
    pub end: Timestamp,
    /// The lowest price, in thousandths of the minor unit.
    pub lowest: i64,
}

/// A line of the table.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct PriceRow {
    /// When it begins.
    pub start: Timestamp,
    /// Its parts: energy, grid, levies.
    pub parts: [Option<i64>; 3],
    /// The whole.
    pub total: Option<i64>,
    /// Whether it is the one that holds now.
    pub now: bool,
}

/// The page.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Prices {
    /// What the prices are in.
    pub currency: Currency,
    /// The day that is shown.
    pub day: LocalDay,
    /// What that day is from today: `today`, `tomorrow`, or nothing.
    pub which: Option<&'static str>,
    /// The day before, when it can be shown.
    pub earlier: Option<String>,
    /// The day after, when it can be shown.
    pub later: Option<String>,
    /// What a kilowatt-hour costs now.
    pub now: Option<i64>,
    /// When it costs least.
    pub cheapest: Option<CheapStretch>,
    /// The lowest and the highest price of the day.
    pub range: Option<(i64, i64)>,
    /// The chart; none when no price is known.
    pub chart: Option<StepChart>,
    /// The table.
    pub rows: Vec<PriceRow>,
    /// Where the prices come from.
    pub source: String,
}

/// What the page is made from.
#[derive(Clone, Copy)]
pub struct PriceData<'a> {
    /// What the prices are in.
    pub currency: Currency,
    /// Where they come from.
    pub source: &'a str,
    /// The day that is shown.
    pub day: LocalDay,
    /// Today.
    pub today: LocalDay,
    /// The first and the last day that can be shown.
    pub bounds: (LocalDay, LocalDay),
    /// Its prices.
    pub points: &'a [PricePoint],
    /// The one that holds now, whichever day is shown.
    pub current: Option<PricePoint>,
    /// When the day is cheapest.
    pub cheapest: Option<CheapStretch>,
    /// When the page is shown.
    pub now: Timestamp,
    /// Where its days begin and end.
    pub zone: &'a TimeZone,
    /// Path of a day.
    pub path: &'a dyn Fn(LocalDay) -> String,
}

impl Prices {
    /// The page.
    #[must_use]
    pub fn of(data: &PriceData<'_>) -> Self {
        let totals: Vec<Option<i64>> = data.points.iter().map(|point| point.total).collect();
        let known = || totals.iter().flatten().copied();
        let row = |point: &PricePoint| PriceRow {
            start: point.start,
            parts: point.parts,
            total: point.total,
            now: point.start <= data.now && data.now < point.end,
        };
        let step = |days: i64| (data.path)(data.day.plus_days(days));
        Self {
            currency: data.currency,
            day: data.day,
            which: match data.day.number() - data.today.number() {
                0 => Some("today"),
                1 => Some("tomorrow"),
                _ => None,
            },
            earlier: (data.day > data.bounds.0).then(|| step(-1)),
            later: (data.day < data.bounds.1).then(|| step(1)),
            now: data.current.and_then(|point| point.total),
            cheapest: data.cheapest,
            range: known().min().zip(known().max()),
            chart: known().next().map(|_| StepChart::of(&totals, &marks(data))),
            rows: data.points.iter().map(row).collect(),
            source: data.source.to_owned(),
        }
    }
}

fn marks(data: &PriceData<'_>) -> Marks {
    let index = |at: Timestamp| data.points.iter().position(|point| point.start >= at);
    let label = |(index, point): (usize, &PricePoint)| {
        let civil = point.start.civil(data.zone);
        let whole = civil.minute() == 0 && civil.hour() % 3 == 0;
        whole.then(|| (index, point.start.to_string(), civil.hour() % 6 != 0))
    };
    let (start, end) = (data.points.first(), data.points.last());
    let now = start.zip(end).filter(|(start, end)| start.start <= data.now && data.now < end.end);
    Marks {
        labels: data.points.iter().enumerate().filter_map(label).collect(),
        stretch: data
            .cheapest
            .and_then(|cheap| Some((index(cheap.start)?, index(cheap.end).unwrap_or(data.points.len())))),
        now: now.map(|(start, end)| {
            let (past, whole) = (data.now.since(start.start).as_secs(), end.end.since(start.start).as_secs());
            i64::try_from(past * 1000 / whole.max(1)).unwrap_or(0)
        }),
    }
}

impl Page for Prices {
    const TEMPLATE: &'static str = "prices/day.html";
    const TITLE: &'static str = "prices-title";

    fn samples() -> Vec<Self> {
        samples::prices()
    }
}
