use super::{Formats, NBSP};
use vestibule_kernel::{Currency, Energy, LocalDay, Locale, Money, Period, TimeZone, Timestamp};

fn formats() -> (Formats, Formats) {
    (Formats::new(Locale::De).unwrap(), Formats::new(Locale::En).unwrap())
}

fn money(minor: i64, currency: &str) -> Money {
    Money::new(minor, currency.parse().unwrap())
}

/// With ordinary spaces, which are easier to read in a test.
fn plain(text: &str) -> String {
    text.replace(NBSP, " ")
}

#[test]
fn money_is_written_as_the_language_does() {
    let (de, en) = formats();
    let table = [
        (money(5_840, "EUR"), "58,40 €", "€58.40"),
        (money(-5_840, "EUR"), "−58,40 €", "−€58.40"),
        (money(12_345_678, "EUR"), "123.456,78 €", "€123,456.78"),
        (money(0, "EUR"), "0,00 €", "€0.00"),
        (money(5, "EUR"), "0,05 €", "€0.05"),
        (money(1_200, "JPY"), "1.200 ¥", "¥1,200"),
        (money(1_234_567, "KWD"), "1.234,567 KWD", "KWD 1,234.567"),
        (money(-990, "CHF"), "−9,90 CHF", "−CHF 9.90"),
        (money(i64::MIN, "EUR"), "−92.233.720.368.547.758,08 €", "−€92,233,720,368,547,758.08"),
    ];
    for (amount, german, english) in table {
        assert_eq!(plain(&de.numbers.money(amount)), german);
        assert_eq!(plain(&en.numbers.money(amount)), english);
    }
    assert!(
        de.numbers.money(money(5_840, "EUR")).contains(NBSP),
        "an amount never breaks before its currency"
    );
}

#[test]
fn rates_energy_and_shares_are_written_as_the_language_does() {
    let (de, en) = formats();
    let rate = |milli, currency: &str| plain(&de.numbers.rate(milli, currency.parse::<Currency>().unwrap()));
    assert_eq!(rate(31_200, "EUR"), "31,2 ct");
    assert_eq!(rate(8_125, "EUR"), "8,125 ct");
    assert_eq!(rate(-4_000, "EUR"), "−4,0 ct");
    assert_eq!(rate(31_250, "USD"), "0,3125 $");
    assert_eq!(rate(31_000, "JPY"), "31 ¥");
    assert_eq!(plain(&en.numbers.rate(28_900, "GBP".parse().unwrap())), "28.9 p");
    assert_eq!(plain(&de.numbers.energy(Energy::from_wh(1_234_500))), "1.234,5 kWh");
    assert_eq!(plain(&en.numbers.energy(Energy::from_wh(162_000))), "162 kWh");
    assert_eq!(
        (plain(&de.numbers.percent(19)), en.numbers.percent(19)),
        ("19 %".to_owned(), "19%".to_owned())
    );
    assert_eq!((de.numbers.number(12_345), en.numbers.number(-7)), ("12.345".to_owned(), "−7".to_owned()));
}

#[test]
fn days_and_instants_are_written_in_the_organizations_zone() {
    let (de, en) = formats();
    let berlin = TimeZone::named("Europe/Berlin").unwrap();
    let day = LocalDay::new(2026, 12, 1).unwrap();
    assert_eq!(
        (plain(&de.dates.day(day)), plain(&en.dates.day(day))),
        ("1. Dezember 2026".to_owned(), "1 December 2026".to_owned())
    );
    assert_eq!(
        (de.dates.short_day(day), en.dates.short_day(day)),
        ("01.12.2026".to_owned(), "1\u{a0}Dec\u{a0}2026".to_owned())
    );
    let late: Timestamp = "2026-06-30T22:05:00Z".parse().unwrap();
    assert_eq!(de.dates.instant(late, &berlin), "01.07.2026, 00:05");
    assert_eq!(en.dates.instant(late, &berlin), "1 Jul 2026, 00:05");
    assert_eq!(en.dates.instant(late, &TimeZone::utc()), "30 Jun 2026, 22:05");
}

#[test]
fn a_period_is_its_month_or_its_first_and_last_day() {
    let (de, en) = formats();
    let berlin = TimeZone::named("Europe/Berlin").unwrap();
    let from = |start: &str, end: &str| {
        let at = |day: &str| day.parse::<LocalDay>().unwrap().start_in(&berlin);
        Period { start: at(start), end: at(end) }
    };
    assert_eq!(de.dates.period(from("2026-10-01", "2026-11-01"), &berlin), "Oktober 2026");
    assert_eq!(en.dates.period(from("2026-03-01", "2026-04-01"), &berlin), "March 2026");
    assert_eq!(de.dates.period(from("2026-01-01", "2027-01-01"), &berlin), "01.01.2026 – 31.12.2026");
    assert_eq!(de.dates.period(from("2026-10-02", "2026-11-01"), &berlin), "02.10.2026 – 31.10.2026");
}

#[test]
fn the_greeting_follows_the_local_hour() {
    let (de, en) = formats();
    let berlin = TimeZone::named("Europe/Berlin").unwrap();
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    for (instant, german, english) in [
        ("2026-01-15T02:59:00Z", "evening", "evening"),
        ("2026-01-15T03:00:00Z", "morning", "morning"),
        ("2026-01-15T10:30:00Z", "day", "morning"),
        ("2026-01-15T11:00:00Z", "day", "day"),
        ("2026-01-15T17:00:00Z", "evening", "evening"),
    ] {
        assert_eq!(de.dates.time_of_day(at(instant), &berlin), german, "{instant}");
        assert_eq!(en.dates.time_of_day(at(instant), &berlin), english, "{instant}");
    }
}
