//! Numbers, money and dates as a language writes them. Formatters are made once per language.

mod dates;
mod numbers;

pub(crate) use dates::Dates;
pub(crate) use numbers::Numbers;

use crate::error::ViewError;
use vestibule_kernel::Locale;

/// Everything that writes figures in one language.
pub(crate) struct Formats {
    pub(crate) numbers: Numbers,
    pub(crate) dates: Dates,
}

impl Formats {
    /// The formats of `locale`.
    pub(crate) fn new(locale: Locale) -> Result<Self, ViewError> {
        let language = match locale {
            Locale::De => icu::locale::locale!("de"),
            // The days of a European reader: 12 December 2026, 14:05.
            Locale::En => icu::locale::locale!("en-GB"),
        };
        let missing = |what: &dyn std::fmt::Display| ViewError::Language {
            file: locale.to_string(),
            message: format!("no formats for this language: {what}"),
        };
        Ok(Self {
            numbers: Numbers::new(locale, &language).map_err(|error| missing(&error))?,
            dates: Dates::new(locale, &language).map_err(|error| missing(&error))?,
        })
    }
}

/// Never breaks a line.
pub(crate) const NBSP: char = '\u{a0}';

#[cfg(test)]
mod tests;
