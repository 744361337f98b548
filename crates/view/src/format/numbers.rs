//! Amounts: money, energy, prices per unit, percentages.

use super::NBSP;
use icu::decimal::input::Decimal;
use icu::decimal::{DecimalFormatter, options::DecimalFormatterOptions};
use icu::locale::Locale as Language;
use vestibule_kernel::{Currency, Energy, Locale, Money};

/// A sign that is as wide as a figure and that screen readers read as "minus".
const MINUS: char = '\u{2212}';

/// Writes amounts.
pub(crate) struct Numbers {
    locale: Locale,
    decimal: DecimalFormatter,
}

impl Numbers {
    pub(super) fn new(locale: Locale, language: &Language) -> Result<Self, String> {
        let decimal = DecimalFormatter::try_new(language.into(), DecimalFormatterOptions::default());
        Ok(Self { locale, decimal: decimal.map_err(|error| error.to_string())? })
    }

    /// An amount with its currency: `−1.234,50 €`, `−€1,234.50`.
    pub(crate) fn money(&self, money: Money) -> String {
        let digits = money.currency.digits();
        self.with_currency(money.minor, scale(digits), scale(digits), money.currency)
    }

    /// Thousandths of the minor unit, as prices per kilowatt-hour are quoted: `31,2 ct`, `€0.3125`.
    pub(crate) fn rate(&self, milli: i64, currency: Currency) -> String {
        match (minor_unit(currency), currency.digits()) {
            (Some(unit), 2) => format!("{}{NBSP}{unit}", self.signed(milli, 3, 1)),
            (_, digits) => self.with_currency(milli, scale(digits) + 3, scale(digits), currency),
        }
    }

    /// The same to one decimal of the hundredth, as prices that change are read: `31,2 ct`.
    pub(crate) fn rate_rounded(&self, milli: i64, currency: Currency) -> String {
        let tenths = (milli.unsigned_abs() + 50) / 100;
        let rounded = i64::try_from(tenths * 100).unwrap_or(i64::MAX);
        self.rate(if milli < 0 { -rounded } else { rounded }, currency)
    }

    /// Energy in kilowatt-hours: `1.234,5 kWh`.
    pub(crate) fn energy(&self, energy: Energy) -> String {
        format!("{}{NBSP}kWh", self.signed(energy.wh, 3, 0))
    }

    /// Energy in kilowatt-hours with as many decimals, for columns: `5,90 kWh`.
    pub(crate) fn energy_to(&self, energy: Energy, decimals: i16) -> String {
        let mut decimal = Decimal::from(energy.wh.unsigned_abs());
        decimal.multiply_pow10(-3);
        decimal.round(-decimals);
        decimal.absolute.pad_end(-decimals);
        let sign = if energy.wh < 0 { String::from(MINUS) } else { String::new() };
        format!("{sign}{}{NBSP}kWh", self.decimal.format(&decimal))
    }

    /// A sum of energy, as exact as is of use to people: `0,125 kWh`, `5,9 kWh`, `1.235 kWh`.
    pub(crate) fn energy_sum(&self, energy: Energy) -> String {
        match energy.wh.unsigned_abs() {
            0..10_000 => self.energy(energy),
            10_000..100_000 => self.energy_to(energy, 1),
            _ => self.energy_to(energy, 0),
        }
    }

    /// Thousandths without a unit, for the axis of a chart: `1.234,5`.
    pub(crate) fn thousandths(&self, milli: i64) -> String {
        self.signed(milli, 3, 0)
    }

    /// A share in whole percent: `19 %`, `19%`.
    pub(crate) fn percent(&self, percent: i64) -> String {
        match self.locale {
            Locale::De => format!("{}{NBSP}%", self.signed(percent, 0, 0)),
            Locale::En => format!("{}%", self.signed(percent, 0, 0)),
        }
    }

    /// A whole number: `1.234`.
    pub(crate) fn number(&self, number: i64) -> String {
        self.signed(number, 0, 0)
    }

    fn with_currency(&self, value: i64, scale: i16, at_least: i16, currency: Currency) -> String {
        let figures = self.unsigned(value, scale, at_least);
        let sign = if value < 0 { String::from(MINUS) } else { String::new() };
        match (self.locale, symbol(currency)) {
            (Locale::De, symbol) => format!("{sign}{figures}{NBSP}{}", symbol.unwrap_or(currency.as_str())),
            (Locale::En, Some(symbol)) => format!("{sign}{symbol}{figures}"),
            (Locale::En, None) => format!("{sign}{currency}{NBSP}{figures}"),
        }
    }

    fn signed(&self, value: i64, scale: i16, at_least: i16) -> String {
        let figures = self.unsigned(value, scale, at_least);
        if value < 0 { format!("{MINUS}{figures}") } else { figures }
    }

    /// `value / 10^scale` without its sign, with `at_least` decimal places.
    fn unsigned(&self, value: i64, scale: i16, at_least: i16) -> String {
        let mut decimal = Decimal::from(value.unsigned_abs());
        decimal.multiply_pow10(-scale);
        decimal.trim_end();
        decimal.pad_end(-at_least);
        self.decimal.format(&decimal).to_string()
    }
}

fn scale(digits: u32) -> i16 {
    i16::try_from(digits).unwrap_or(2)
}

/// The sign of a currency, where it has one that is not another currency's too.
fn symbol(currency: Currency) -> Option<&'static str> {
    match currency.as_str() {
        "EUR" => Some("€"),
        "GBP" => Some("£"),
        "USD" => Some("$"),
        "JPY" => Some("¥"),
        _ => None,
    }
}

/// What a hundredth of a currency is called on a price tag.
fn minor_unit(currency: Currency) -> Option<&'static str> {
    match currency.as_str() {
        "EUR" => Some("ct"),
        "GBP" => Some("p"),
        "CHF" => Some("Rp."),
        _ => None,
    }
}
