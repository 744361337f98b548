//! The stretch of time that a page shows: a day, a week, a month or a year, as the calendar has them.

use vestibule_kernel::usage::SpanKind;
use vestibule_kernel::{LocalDay, TimeZone, Timestamp};

/// One day, week, month or year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Which of them.
    pub kind: SpanKind,
    /// Its first day.
    pub first: LocalDay,
    /// The day after its last.
    pub end: LocalDay,
}

impl Span {
    /// The span that `day` lies in.
    #[must_use]
    pub fn around(kind: SpanKind, day: LocalDay) -> Self {
        let first = match kind {
            SpanKind::Day => day,
            SpanKind::Week => day.plus_days(-i64::from(day.date().weekday().to_monday_zero_offset())),
            SpanKind::Month => day.first_of_month(0),
            SpanKind::Year => day.first_of_month(1 - i64::from(day.date().month())),
        };
        let end = match kind {
            SpanKind::Day => first.plus_days(1),
            SpanKind::Week => first.plus_days(7),
            SpanKind::Month => first.first_of_month(1),
            SpanKind::Year => first.first_of_month(12),
        };
        Self { kind, first, end }
    }

    /// The days or months that it is shown by, each from its first day to the one after its last; a day is
    /// shown by the slots that it was measured in, and has none here.
    #[must_use]
    pub fn parts(self) -> Vec<(LocalDay, LocalDay)> {
        let next: fn(LocalDay) -> LocalDay = match self.kind {
            SpanKind::Day => return Vec::new(),
            SpanKind::Week | SpanKind::Month => |day| day.plus_days(1),
            SpanKind::Year => |day| day.first_of_month(1),
        };
        let starts = std::iter::successors(Some(self.first), |day| Some(next(*day)));
        starts.take_while(|day| *day < self.end).map(|day| (day, next(day))).collect()
    }

    /// The first instant of it, and the first after it.
    #[must_use]
    pub fn instants(self, zone: &TimeZone) -> (Timestamp, Timestamp) {
        (self.first.start_in(zone), self.end.start_in(zone))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(kind: SpanKind, day: &str) -> (String, String) {
        let span = Span::around(kind, day.parse().unwrap());
        (span.first.to_string(), span.end.to_string())
    }

    #[test]
    fn spans_are_those_of_the_calendar() {
        let pair = |first: &str, end: &str| (first.to_owned(), end.to_owned());
        assert_eq!(span(SpanKind::Day, "2026-12-31"), pair("2026-12-31", "2027-01-01"));
        assert_eq!(span(SpanKind::Week, "2026-11-22"), pair("2026-11-16", "2026-11-23"));
        assert_eq!(span(SpanKind::Week, "2026-11-23"), pair("2026-11-23", "2026-11-30"));
        assert_eq!(span(SpanKind::Month, "2028-02-29"), pair("2028-02-01", "2028-03-01"));
        assert_eq!(span(SpanKind::Year, "2026-06-15"), pair("2026-01-01", "2027-01-01"));
    }

    #[test]
    fn the_parts_of_a_span_are_all_of_it() {
        for (kind, count) in [(SpanKind::Week, 7), (SpanKind::Month, 30), (SpanKind::Year, 12)] {
            let span = Span::around(kind, "2026-11-20".parse().unwrap());
            let parts = span.parts();
            assert_eq!((parts.len(), parts[0].0, parts[count - 1].1), (count, span.first, span.end));
            assert!(parts.windows(2).all(|two| two[0].1 == two[1].0));
        }
    }
}
