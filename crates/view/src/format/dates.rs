//! Days, instants and periods, in the organization's time zone.

use crate::format::NBSP;
use icu::datetime::fieldsets::{E, M, MDE, YM, YMD, YMDT};
use icu::datetime::input::{Date, DateTime, Time};
use icu::datetime::{DateTimeFormatter, DateTimeFormatterLoadError};
use icu::locale::Locale as Language;
use vestibule_kernel::usage::SpanKind;
use vestibule_kernel::{LocalDay, Locale, Period, TimeZone, Timestamp};

/// Writes days and times of day.
pub(crate) struct Dates {
    locale: Locale,
    long: DateTimeFormatter<YMD>,
    short: DateTimeFormatter<YMD>,
    month: DateTimeFormatter<YM>,
    month_name: DateTimeFormatter<M>,
    month_short: DateTimeFormatter<M>,
    weekday: DateTimeFormatter<E>,
    weekday_and_day: DateTimeFormatter<MDE>,
    instant: DateTimeFormatter<YMDT>,
}

impl Dates {
    pub(super) fn new(locale: Locale, language: &Language) -> Result<Self, DateTimeFormatterLoadError> {
        let preferences = || language.into();
        Ok(Self {
            locale,
            long: DateTimeFormatter::try_new(preferences(), YMD::long())?,
            short: DateTimeFormatter::try_new(preferences(), YMD::medium())?,
            month: DateTimeFormatter::try_new(preferences(), YM::long())?,
            month_name: DateTimeFormatter::try_new(preferences(), M::long())?,
            month_short: DateTimeFormatter::try_new(preferences(), M::medium())?,
            weekday: DateTimeFormatter::try_new(preferences(), E::short())?,
            weekday_and_day: DateTimeFormatter::try_new(preferences(), MDE::medium())?,
            instant: DateTimeFormatter::try_new(preferences(), YMD::medium().with_time_hm())?,
        })
    }

    /// A day in full: `12. Dezember 2026`.
    pub(crate) fn day(&self, day: LocalDay) -> String {
        let written = date(day).map_or_else(|| day.to_string(), |date| self.long.format(&date).to_string());
        // The day of the month never stands alone at the end of a line.
        written.replacen(' ', "\u{a0}", 1)
    }

    /// A day for a column: `12.12.2026`.
    pub(crate) fn short_day(&self, day: LocalDay) -> String {
        let written = date(day).map_or_else(|| day.to_string(), |date| self.short.format(&date).to_string());
        // Short enough to stay on one line; a period then breaks between its days.
        written.replace(' ', "\u{a0}")
    }

    /// A day and the time of day: `12.12.2026, 14:05`.
    pub(crate) fn instant(&self, instant: Timestamp, zone: &TimeZone) -> String {
        let civil = instant.civil(zone);
        let part = |value: i8| u8::try_from(value).unwrap_or(0);
        let time = Time::try_new(part(civil.hour()), part(civil.minute()), part(civil.second()), 0);
        match (date(instant.day_in(zone)), time) {
            (Some(date), Ok(time)) => self.instant.format(&DateTime { date, time }).to_string(),
            _ => instant.to_string(),
        }
    }

    /// A period: its month when it is one (`November 2026`), else its first and last day.
    pub(crate) fn period(&self, period: Period, zone: &TimeZone) -> String {
        let (first, last) = (period.start.day_in(zone), period.last_day(zone));
        let whole_month = first == first.first_of_month(0) && last == first.first_of_month(1).plus_days(-1);
        match date(first) {
            Some(date) if whole_month => self.month.format(&date).to_string(),
            _ => format!("{} – {}", self.short_day(first), self.short_day(last)),
        }
    }

    /// A day, week, month or year from its first day: `20. November 2026`, `16.11.2026 – 22.11.2026`,
    /// `November 2026`, `2026`.
    pub(crate) fn span(&self, first: LocalDay, span: SpanKind) -> String {
        match span {
            SpanKind::Day => self.day(first),
            SpanKind::Week => format!("{} – {}", self.short_day(first), self.short_day(first.plus_days(6))),
            SpanKind::Month => {
                date(first).map_or_else(|| first.to_string(), |date| self.month.format(&date).to_string())
            }
            SpanKind::Year => first.date().year().to_string(),
        }
    }

    /// A part of a span in full: the time of day, the day, the month.
    pub(crate) fn moment(&self, start: Timestamp, span: SpanKind, zone: &TimeZone) -> String {
        let civil = start.civil(zone);
        let day = date(start.day_in(zone));
        match (span, day) {
            (SpanKind::Day, _) => format!("{:02}:{:02}", civil.hour(), civil.minute()),
            (SpanKind::Week | SpanKind::Month, Some(day)) => {
                self.weekday_and_day.format(&day).to_string().replace(' ', "\u{a0}")
            }
            (SpanKind::Year, Some(day)) => self.month_name.format(&day).to_string(),
            (SpanKind::Week | SpanKind::Month | SpanKind::Year, None) => start.day_in(zone).to_string(),
        }
    }

    /// The name of a day's month: `November`.
    pub(crate) fn month(&self, day: LocalDay) -> String {
        date(day).map_or_else(|| day.to_string(), |date| self.month_name.format(&date).to_string())
    }

    /// The time of day: `14:05`.
    pub(crate) fn clock(&self, instant: Timestamp, zone: &TimeZone) -> String {
        self.moment(instant, SpanKind::Day, zone)
    }

    /// The same below a chart, where there is little room.
    pub(crate) fn tick(&self, start: Timestamp, span: SpanKind, zone: &TimeZone) -> String {
        let civil = start.civil(zone);
        match (span, self.locale, date(start.day_in(zone))) {
            (SpanKind::Day, Locale::De, _) => format!("{}{NBSP}Uhr", civil.hour()),
            (SpanKind::Day, Locale::En, _) => format!("{:02}:00", civil.hour()),
            (SpanKind::Week, _, Some(day)) => self.weekday.format(&day).to_string(),
            (SpanKind::Month, Locale::De, _) => format!("{}.", civil.day()),
            (SpanKind::Month, Locale::En, _) => civil.day().to_string(),
            (SpanKind::Year, _, Some(day)) => self.month_short.format(&day).to_string(),
            (SpanKind::Week | SpanKind::Year, _, None) => start.day_in(zone).to_string(),
        }
    }

    /// Which greeting fits: `morning`, `day` or `evening`.
    pub(crate) fn time_of_day(&self, instant: Timestamp, zone: &TimeZone) -> &'static str {
        let noon = match self.locale {
            Locale::De => 11,
            Locale::En => 12,
        };
        match instant.civil(zone).hour() {
            hour if (4..noon).contains(&hour) => "morning",
            hour if (noon..18).contains(&hour) => "day",
            _ => "evening",
        }
    }
}

fn date(day: LocalDay) -> Option<Date<icu::calendar::Iso>> {
    let date = day.date();
    Date::try_new_iso(date.year().into(), u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?)
        .ok()
}
