//! Use in a day, a week, a month or a year: a sum, bars, and the same numbers as a table.

use crate::chart::{Bar, BarChart};
use crate::page::Page;
use crate::pages::samples;
use vestibule_kernel::plan::PlanType;
use vestibule_kernel::subscription::MeterType;
use vestibule_kernel::usage::{Quality, SpanKind};
use vestibule_kernel::{Energy, LocalDay, TimeZone, Timestamp};

/// One point in time, or one day or month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsagePoint {
    /// When it begins.
    pub start: Timestamp,
    /// What is known of it, in watt-hours.
    pub usage: Option<Energy>,
    /// How sure that is.
    pub quality: Option<Quality>,
    /// Whether all of it is known.
    pub whole: bool,
}

/// A way to another view of the same.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct UsageLink {
    /// What it shows.
    pub span: SpanKind,
    /// Where it is.
    pub path: String,
}

/// A line of the table.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct UsageRow {
    /// When it begins.
    pub start: Timestamp,
    /// What was used.
    pub usage: Option<Energy>,
    /// What there is to say of it, beside nothing: `preliminary`, `substituted`, `partial`, `missing`.
    pub mark: Option<&'static str>,
    /// Where it is shown by itself.
    pub path: Option<String>,
}

/// The page.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct UsageHistory {
    /// What the plan delivers; the page takes its words from it.
    pub kind: PlanType,
    /// Whether somebody has to read the meter.
    pub read_by_hand: bool,
    /// What is shown.
    pub span: SpanKind,
    /// The ways to the other spans.
    pub spans: Vec<UsageLink>,
    /// Its first day.
    pub first: LocalDay,
    /// Its last day.
    pub last: LocalDay,
    /// The same span before, when there is something.
    pub earlier: Option<String>,
    /// The same span after, when there is something.
    pub later: Option<String>,
    /// The sum.
    pub total: Option<Energy>,
    /// Whether values are missing before now.
    pub partial: bool,
    /// Which kinds of values that are not final there are.
    pub marks: Vec<&'static str>,
    /// The largest of its parts.
    pub peak: Option<UsageRow>,
    /// The chart; none when there is nothing to draw.
    pub chart: Option<BarChart>,
    /// The table.
    pub rows: Vec<UsageRow>,
    /// Where the values can be had as a file.
    pub export: Option<String>,
    /// The latest span with values, when this one has none but there are some.
    pub latest: Option<String>,
}

/// What the page is made from.
#[derive(Clone, Copy)]
pub struct UsageData<'a> {
    /// What the plan delivers.
    pub kind: PlanType,
    /// How the meter is read.
    pub meter: Option<MeterType>,
    /// What is shown.
    pub span: SpanKind,
    /// Its first day.
    pub first: LocalDay,
    /// The day after its last.
    pub end: LocalDay,
    /// Its points.
    pub points: &'a [UsagePoint],
    /// All of it together.
    pub total: Option<Energy>,
    /// The first and the last day that anything is known of.
    pub known: Option<(LocalDay, LocalDay)>,
    /// When the page is shown.
    pub now: Timestamp,
    /// Where its days begin and end.
    pub zone: &'a TimeZone,
    /// Path of a span around a day.
    pub path: &'a dyn Fn(SpanKind, LocalDay) -> String,
    /// Path of the file of values of a span around a day.
    pub export: &'a dyn Fn(SpanKind, LocalDay) -> String,
}

impl UsageData<'_> {
    /// Whether this instant lies between the first and the last day that anything is known of.
    fn came(&self, instant: Timestamp) -> bool {
        let day = instant.day_in(self.zone);
        self.known.is_some_and(|(oldest, newest)| oldest <= day && day <= newest)
    }
}

impl UsageHistory {
    /// The page.
    #[must_use]
    pub fn of(data: &UsageData<'_>) -> Self {
        let last = data.end.plus_days(-1);
        let known = data.known.filter(|_| data.points.iter().any(|point| point.usage.is_some()));
        let around = data.now.day_in(data.zone).clamp(data.first, last);
        let around = data.known.map_or(around, |(_, newest)| around.min(newest).max(data.first));
        let rows: Vec<UsageRow> = data.points.iter().map(|point| row(data, point)).collect();
        let came = |row: &&UsageRow| row.usage.is_some() || data.came(row.start);
        let past: Vec<UsageRow> = rows.iter().filter(came).cloned().collect();
        let marked = |mark| rows.iter().any(|row| row.mark == Some(mark)).then_some(mark);
        let spans = SpanKind::ALL.iter().rev();
        Self {
            kind: data.kind,
            read_by_hand: data.meter == Some(MeterType::Analog),
            span: data.span,
            spans: spans.map(|span| UsageLink { span: *span, path: (data.path)(*span, around) }).collect(),
            first: data.first,
            last,
            earlier: data
                .known
                .filter(|(oldest, _)| *oldest < data.first)
                .map(|_| (data.path)(data.span, data.first.plus_days(-1))),
            later: data
                .known
                .filter(|(_, newest)| *newest >= data.end)
                .map(|_| (data.path)(data.span, data.end)),
            total: data.total,
            partial: known.is_some() && is_partial(data),
            marks: ["preliminary", "substituted"].into_iter().filter_map(marked).collect(),
            peak: rows.iter().filter(|row| row.usage.is_some()).max_by_key(|row| row.usage).cloned(),
            chart: known.map(|_| chart(data)),
            rows: if known.is_some() { past } else { Vec::new() },
            export: known.map(|_| (data.export)(data.span, data.first)),
            latest: match (known, data.known) {
                (None, Some((_, newest))) => Some((data.path)(data.span, newest)),
                (Some(_), _) | (None, None) => None,
            },
        }
    }
}

/// Whether something is missing between the first and the last day that anything is known of. What is newest may
/// still be coming in.
fn is_partial(data: &UsageData<'_>) -> bool {
    let came: Vec<&UsagePoint> = data.points.iter().filter(|point| data.came(point.start)).collect();
    let running = data.known.is_some_and(|(_, newest)| newest < data.end);
    let settled = came.len() - usize::from(running && !came.is_empty());
    came[..settled].iter().any(|point| !point.whole)
}

fn row(data: &UsageData<'_>, point: &UsagePoint) -> UsageRow {
    let mark = match (point.usage, point.quality) {
        (None, _) => Some("missing"),
        (Some(_), Some(Quality::Preliminary)) => Some("preliminary"),
        (Some(_), Some(Quality::Substituted)) => Some("substituted"),
        (Some(_), Some(Quality::Final) | None) => (!point.whole).then_some("partial"),
    };
    let day = point.start.day_in(data.zone);
    let path = match data.span {
        SpanKind::Day => None,
        SpanKind::Week | SpanKind::Month => Some((data.path)(SpanKind::Day, day)),
        SpanKind::Year => Some((data.path)(SpanKind::Month, day)),
    };
    UsageRow { start: point.start, usage: point.usage, mark, path: path.filter(|_| point.usage.is_some()) }
}

fn chart(data: &UsageData<'_>) -> BarChart {
    let bar = |point: &UsagePoint| match point.usage {
        Some(usage) => Bar::Value(usage.wh, point.quality.unwrap_or(Quality::Final)),
        None if data.came(point.start) => Bar::Gap,
        None => Bar::Empty,
    };
    let bars: Vec<Bar> = data.points.iter().map(bar).collect();
    BarChart::of(&bars, &labels(data))
}

/// Which bars are labelled: hours of a day, days, or months; some only where there is room.
fn labels(data: &UsageData<'_>) -> Vec<(usize, String, bool)> {
    let label = |(index, point): (usize, &UsagePoint)| {
        let civil = point.start.civil(data.zone);
        let wide = match data.span {
            SpanKind::Day if civil.minute() != 0 || civil.hour() % 3 != 0 => return None,
            SpanKind::Day => civil.hour() % 6 != 0,
            SpanKind::Week => false,
            SpanKind::Month if civil.day() % 7 != 1 => return None,
            SpanKind::Month => false,
            SpanKind::Year => civil.month() % 3 != 1,
        };
        Some((index, point.start.to_string(), wide))
    };
    data.points.iter().enumerate().filter_map(label).collect()
}

impl Page for UsageHistory {
    const TEMPLATE: &'static str = "usage/history.html";
    const TITLE: &'static str = "";

    fn samples() -> Vec<Self> {
        samples::usages()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(known: (&str, &str), whole: impl Fn(i64) -> Option<bool>) -> UsageHistory {
        let zone = TimeZone::named("Europe/Berlin").unwrap();
        let first = LocalDay::new(2026, 1, 1).unwrap();
        let point = |month: i64| UsagePoint {
            start: first.first_of_month(month).start_in(&zone),
            usage: whole(month).map(|_| Energy::from_wh(1000)),
            quality: whole(month).map(|_| Quality::Final),
            whole: whole(month) == Some(true),
        };
        let points: Vec<UsagePoint> = (0..12).map(point).collect();
        UsageHistory::of(&UsageData {
            kind: PlanType::Consumption,
            meter: None,
            span: SpanKind::Year,
            first,
            end: first.first_of_month(12),
            points: &points,
            total: Some(Energy::from_wh(1)),
            known: Some((known.0.parse().unwrap(), known.1.parse().unwrap())),
            now: "2026-11-20T10:00:00Z".parse().unwrap(),
            zone: &zone,
            path: &|_, _| String::new(),
            export: &|_, _| String::new(),
        })
    }

    #[test]
    fn the_month_that_runs_is_not_missing_anything() {
        let page = year(("2026-08-01", "2026-11-19"), |month| (7..11).contains(&month).then_some(month < 10));
        assert!(!page.partial);
        let gap = year(("2026-08-01", "2026-11-19"), |month| (7..11).contains(&month).then_some(month != 8));
        assert!(gap.partial);
    }

    #[test]
    fn what_is_before_the_first_value_is_empty_and_no_gap() {
        let page = year(("2026-08-15", "2026-11-19"), |month| (7..11).contains(&month).then_some(true));
        assert_eq!(page.chart.unwrap().gaps, "");
        assert_eq!(page.rows.len(), 4, "the month that it began in among them");
    }
}
