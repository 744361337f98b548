//! Instants, civil days and half-open periods. Instants are UTC microseconds; a civil day is a day
//! in an organization's time zone, where days of 23 and 25 hours are ordinary.

use jiff::civil::Date;

/// An instant: microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Timestamp(i64);

/// The text is no RFC 3339 instant with an offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidTimestamp;

impl std::fmt::Display for InvalidTimestamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("expected an instant with an offset, like 2026-01-31T12:00:00Z")
    }
}

impl std::error::Error for InvalidTimestamp {}

impl Timestamp {
    /// The instant `micros` microseconds after the epoch.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the epoch.
    #[must_use]
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch, rounded down.
    #[must_use]
    pub const fn as_seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// This instant and `span` more.
    #[must_use]
    pub fn plus(self, span: std::time::Duration) -> Self {
        Self(self.0.saturating_add(micros_of(span)))
    }

    /// This instant less `span`.
    #[must_use]
    pub fn minus(self, span: std::time::Duration) -> Self {
        Self(self.0.saturating_sub(micros_of(span)))
    }

    /// How long it is from `earlier` to this instant; zero when `earlier` is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> std::time::Duration {
        std::time::Duration::from_micros(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// The civil day that this instant falls on in `zone`.
    #[must_use]
    pub fn day_in(self, zone: &TimeZone) -> LocalDay {
        LocalDay(self.civil(zone).date())
    }

    /// Date and time of day in `zone`.
    #[must_use]
    pub fn civil(self, zone: &TimeZone) -> jiff::civil::DateTime {
        zone.0.to_datetime(self.jiff())
    }

    fn jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(jiff::Timestamp::MAX)
    }
}

fn micros_of(span: std::time::Duration) -> i64 {
    i64::try_from(span.as_micros()).unwrap_or(i64::MAX)
}

impl std::fmt::Display for Timestamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let civil = jiff::tz::Offset::UTC.to_datetime(self.jiff());
        let millis = civil.subsec_nanosecond() / 1_000_000;
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{millis:03}Z",
            civil.year(),
            civil.month(),
            civil.day(),
            civil.hour(),
            civil.minute(),
            civil.second()
        )
    }
}

impl std::fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

impl std::str::FromStr for Timestamp {
    type Err = InvalidTimestamp;
    fn from_str(text: &str) -> Result<Self, InvalidTimestamp> {
        let instant: jiff::Timestamp = text.parse().map_err(|_| InvalidTimestamp)?;
        Ok(Self(instant.as_microsecond()))
    }
}

impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A time zone of the IANA database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeZone(jiff::tz::TimeZone);

impl TimeZone {
    /// The zone named `name`, such as `Europe/Berlin`; `None` when the database has no such name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        jiff::tz::TimeZone::get(name).ok().map(Self)
    }

    /// Coordinated universal time.
    #[must_use]
    pub fn utc() -> Self {
        Self(jiff::tz::TimeZone::UTC)
    }

    /// Its name in the IANA database.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }
}

/// A civil day, without a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LocalDay(Date);

/// The text is no day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidDay;

impl std::fmt::Display for InvalidDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("expected a day like 2026-01-31")
    }
}

impl std::error::Error for InvalidDay {}

impl LocalDay {
    /// The day with this year, month (1–12) and day of month; `None` when there is none.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self)
    }

    /// The calendar's own type, for arithmetic.
    #[must_use]
    pub const fn date(self) -> Date {
        self.0
    }

    /// Days since 1970-01-01; negative before.
    #[must_use]
    pub fn number(self) -> i64 {
        i64::from((self.0 - Date::constant(1970, 1, 1)).get_days())
    }

    /// The day that is `number` days after 1970-01-01; `None` beyond the calendar.
    #[must_use]
    pub fn from_number(number: i64) -> Option<Self> {
        let span = jiff::Span::new().try_days(number).ok()?;
        Date::constant(1970, 1, 1).checked_add(span).ok().map(Self)
    }

    /// The instant at which this day begins in `zone`.
    #[must_use]
    pub fn start_in(self, zone: &TimeZone) -> Timestamp {
        let start = zone.0.to_ambiguous_timestamp(self.0.at(0, 0, 0, 0)).compatible();
        Timestamp(start.map_or(i64::MAX, jiff::Timestamp::as_microsecond))
    }

    /// The day `days` later (earlier when negative).
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().days(days.clamp(-3_000_000, 3_000_000))))
    }

    /// The first day of the month that is `months` later (earlier when negative) than this day's.
    #[must_use]
    pub fn first_of_month(self, months: i64) -> Self {
        Self(
            self.0.first_of_month().saturating_add(jiff::Span::new().months(months.clamp(-100_000, 100_000))),
        )
    }
}

impl std::fmt::Display for LocalDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(&self.0, f)
    }
}

impl serde::Serialize for LocalDay {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl std::str::FromStr for LocalDay {
    type Err = InvalidDay;
    fn from_str(text: &str) -> Result<Self, InvalidDay> {
        if text.len() != 10 {
            return Err(InvalidDay);
        }
        text.parse().map(Self).map_err(|_| InvalidDay)
    }
}

/// A stretch of time: `start` belongs to it, `end` does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Period {
    /// The first instant inside.
    pub start: Timestamp,
    /// The first instant after it.
    pub end: Timestamp,
}

impl Period {
    /// The last civil day that the period touches in `zone`: what a page shows as its end.
    #[must_use]
    pub fn last_day(self, zone: &TimeZone) -> LocalDay {
        Timestamp(self.end.0.saturating_sub(1).max(self.start.0)).day_in(zone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::proptest;

    #[test]
    fn an_instant_prints_as_rfc_3339_with_milliseconds() {
        assert_eq!(Timestamp::from_micros(1_736_937_000_123_456).to_string(), "2025-01-15T10:30:00.123Z");
    }

    #[test]
    fn a_timestamp_without_offset_is_refused() {
        assert!("2026-01-31T12:00:00".parse::<Timestamp>().is_err());
        assert!("2026-01-31".parse::<Timestamp>().is_err());
    }

    #[test]
    fn days_of_23_and_25_hours_begin_at_local_midnight() {
        let berlin = TimeZone::named("Europe/Berlin").unwrap();
        for (day, hours) in [("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-01", 24)] {
            let day: LocalDay = day.parse().unwrap();
            let length = day.plus_days(1).start_in(&berlin).since(day.start_in(&berlin));
            assert_eq!(length.as_secs(), hours * 3600);
        }
    }

    #[test]
    fn a_day_is_numbered_from_1970() {
        for (day, number) in [("1970-01-01", 0), ("1969-12-31", -1), ("2026-11-20", 20_777)] {
            let day: LocalDay = day.parse().unwrap();
            assert_eq!((day.number(), LocalDay::from_number(number)), (number, Some(day)));
        }
        assert_eq!(LocalDay::from_number(i64::MAX), None);
    }

    #[test]
    fn a_period_shows_its_last_included_day() {
        let berlin = TimeZone::named("Europe/Berlin").unwrap();
        let november = LocalDay::new(2026, 11, 1).unwrap();
        let period =
            Period { start: november.start_in(&berlin), end: november.first_of_month(1).start_in(&berlin) };
        assert_eq!(period.last_day(&berlin).to_string(), "2026-11-30");
    }

    proptest! {
        #[test]
        fn text_never_panics_the_parsers(text in ".{0,40}") {
            let _ = text.parse::<Timestamp>();
            let _ = text.parse::<LocalDay>();
        }
    }
}
