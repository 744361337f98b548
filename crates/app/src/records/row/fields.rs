//! Values of a row as what they mean: texts, amounts, days. A value that means nothing is a problem
//! of the row; an absent one is not, unless it is required.

use super::{Raw, Row};
use serde_json::value::RawValue;
use std::borrow::Cow;
use vestibule_kernel::{Currency, Energy, LocalDay, Money, TimeZone, Timestamp};

/// Longest short text: names, numbers, ids.
pub(in crate::records) const SHORT: usize = 200;
/// Largest amount in minor units: a hundred billion in a currency with hundredths.
const LARGEST: i64 = 10_000_000_000_000;
/// Instants from 1900 to 2200.
const INSTANTS: std::ops::Range<i64> = -2_208_988_800_000_000..7_258_118_400_000_000;

impl<'a> Row<'a> {
    /// A text of at most `longest` characters, trimmed; nothing when it is absent or empty.
    pub(in crate::records) fn text(&mut self, column: &str, longest: usize) -> Option<Cow<'a, str>> {
        let raw = self.get(column)?;
        let text = match raw {
            Raw::Cell(text) => Cow::Borrowed(text.trim()),
            Raw::Json(text) => match unquoted(text) {
                Some(text) => trimmed(text),
                None => {
                    self.wrong(column, "expected text in double quotes");
                    return None;
                }
            },
        };
        if text.is_empty() {
            return None;
        }
        if text.chars().any(|c| misleads(c) && !(c == '\n' && longest > SHORT)) {
            self.wrong(column, "expected text without control or direction characters");
            return None;
        }
        if text.len() > longest && text.chars().count() > longest {
            self.wrong(column, format!("expected at most {longest} characters"));
            return None;
        }
        Some(text)
    }

    /// A short text, owned.
    pub(in crate::records) fn short(&mut self, column: &str) -> Option<String> {
        self.text(column, SHORT).map(Cow::into_owned)
    }

    /// A short text that must be there.
    pub(in crate::records) fn required(&mut self, column: &str) -> Option<String> {
        let value = self.short(column);
        self.missing(column, value)
    }

    /// Something that is written as text and knows how to read itself.
    pub(in crate::records) fn parsed<T>(&mut self, column: &str) -> Option<T>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        let text = self.text(column, 4 * SHORT)?;
        match text.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                self.wrong(column, error.to_string());
                None
            }
        }
    }

    /// The same, where it must be there.
    pub(in crate::records) fn required_parsed<T>(&mut self, column: &str) -> Option<T>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        let value = self.parsed(column);
        self.missing(column, value)
    }

    /// `true` or `false`.
    pub(in crate::records) fn flag(&mut self, column: &str) -> Option<bool> {
        let raw = self.get(column)?;
        match raw.text() {
            "true" => Some(true),
            "false" => Some(false),
            _ => {
                self.wrong(column, "expected true or false");
                None
            }
        }
    }

    /// A decimal number as it was written: a JSON number, or a text or cell that holds one.
    pub(in crate::records) fn decimal(&mut self, column: &str) -> Option<Cow<'a, str>> {
        match self.get(column)? {
            Raw::Json(text) if text.starts_with('"') => {
                let text = unquoted(text).map(trimmed);
                if text.is_none() {
                    self.wrong(column, "expected a number");
                }
                text
            }
            Raw::Json(text) => Some(Cow::Borrowed(text)),
            Raw::Cell(text) => Some(Cow::Borrowed(text.trim())),
        }
    }

    /// An amount in major units of `currency`.
    pub(in crate::records) fn money(&mut self, column: &str, currency: Currency) -> Option<Money> {
        let text = self.decimal(column)?;
        let money =
            Money::parse_major(&text, currency).filter(|money| (-LARGEST..=LARGEST).contains(&money.minor));
        if money.is_none() {
            self.wrong(column, amount_reason(currency));
        }
        money
    }

    /// The same, where it must be there.
    pub(in crate::records) fn required_money(&mut self, column: &str, currency: Currency) -> Option<Money> {
        let value = self.money(column, currency);
        self.missing(column, value)
    }

    /// Kilowatt-hours, not negative.
    pub(in crate::records) fn energy(&mut self, column: &str) -> Option<Energy> {
        let text = self.decimal(column)?;
        let energy = Energy::parse_kwh(&text).filter(|energy| (0..=LARGEST).contains(&energy.wh));
        if energy.is_none() {
            self.wrong(column, "expected kilowatt-hours with at most three decimals, like 162.5");
        }
        energy
    }

    /// A whole number within `range`.
    pub(in crate::records) fn whole(
        &mut self,
        column: &str,
        range: std::ops::RangeInclusive<u32>,
    ) -> Option<u32> {
        let text = self.decimal(column)?;
        let number = text.parse().ok().filter(|number| range.contains(number));
        if number.is_none() {
            self.wrong(column, format!("expected a whole number from {} to {}", range.start(), range.end()));
        }
        number
    }

    /// An instant: RFC 3339 with an offset, or a day, which means its first instant in `zone`.
    pub(in crate::records) fn instant(&mut self, column: &str, zone: &TimeZone) -> Option<Timestamp> {
        let text = self.text(column, SHORT)?;
        let instant = match text.parse::<LocalDay>() {
            Ok(day) => Some(day.start_in(zone)),
            Err(_) => text.parse::<Timestamp>().ok(),
        };
        let instant = instant.filter(|instant| INSTANTS.contains(&instant.as_micros()));
        if instant.is_none() {
            self.wrong(
                column,
                "expected a day like 2026-01-31 or an instant with an offset like 2026-01-31T12:00:00Z",
            );
        }
        instant
    }

    /// The same, where it must be there.
    pub(in crate::records) fn required_instant(
        &mut self,
        column: &str,
        zone: &TimeZone,
    ) -> Option<Timestamp> {
        let value = self.instant(column, zone);
        self.missing(column, value)
    }

    /// A field as JSON text: the value itself, or the JSON in a cell.
    pub(in crate::records) fn json(&self, column: &str) -> Option<&'a str> {
        self.get(column).map(|raw| raw.text().trim())
    }

    /// The elements of a list of at most `longest`.
    pub(in crate::records) fn list(&mut self, column: &str, longest: usize) -> Vec<&'a RawValue> {
        let Some(text) = self.json(column) else { return Vec::new() };
        match serde_json::from_str::<Vec<&'a RawValue>>(text) {
            Ok(list) if list.len() <= longest => return list,
            Ok(_) => self.wrong(column, format!("expected at most {longest} elements")),
            Err(_) => self.wrong(column, "expected a JSON list: [ … ]"),
        }
        Vec::new()
    }
}

/// Whether a character makes people read something else than is there: controls, line and paragraph
/// separators, and what overrides the direction of the text around it (Unicode report 9, section 2).
/// The marks that names in right-to-left scripts need are none of them.
pub(in crate::records) fn misleads(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

pub(in crate::records) fn amount_reason(currency: Currency) -> String {
    match currency.digits() {
        0 => format!("expected a whole amount in {currency}, like 110"),
        digits => format!(
            "expected an amount in {currency} with a point and at most {digits} decimals, like 110.04"
        ),
    }
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

/// The text that a JSON string stands for; `None` when it is no JSON string.
pub(in crate::records) fn unquoted(json: &str) -> Option<Cow<'_, str>> {
    let inner = json.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') {
        return serde_json::from_str::<String>(json).ok().map(Cow::Owned);
    }
    Some(Cow::Borrowed(inner))
}
