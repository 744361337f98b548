//! Amounts of money: minor units and a currency. No floats inside.

/// An ISO 4217 currency code.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency([u8; 3]);

/// The text is no currency that we know the digits of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownCurrency;

impl std::fmt::Display for UnknownCurrency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("expected three capital letters of a currency, like EUR")
    }
}

impl std::error::Error for UnknownCurrency {}

/// Currencies whose minor unit is not a hundredth (ISO 4217).
const WITHOUT_MINOR: [&str; 15] =
    ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF"];
const THOUSANDTHS: [&str; 7] = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

impl Currency {
    /// The euro.
    pub const EUR: Self = Self(*b"EUR");

    /// Its three letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("EUR")
    }

    /// How many decimal places it has: 2 for the euro, 0 for the yen.
    #[must_use]
    pub fn digits(self) -> u32 {
        let code = self.as_str();
        if WITHOUT_MINOR.contains(&code) {
            0
        } else if THOUSANDTHS.contains(&code) {
            3
        } else {
            2
        }
    }
}

impl std::str::FromStr for Currency {
    type Err = UnknownCurrency;
    fn from_str(text: &str) -> Result<Self, UnknownCurrency> {
        match text.as_bytes() {
            [a, b, c] if [a, b, c].iter().all(|letter| letter.is_ascii_uppercase()) => Ok(Self([*a, *b, *c])),
            _ => Err(UnknownCurrency),
        }
    }
}

impl std::fmt::Display for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::fmt::Debug for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl serde::Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}

/// An amount in minor units (cents for the euro) of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Money {
    /// The amount in the currency's smallest unit; negative is a credit.
    pub minor: i64,
    /// The currency of the amount.
    pub currency: Currency,
}

impl Money {
    /// `minor` units of `currency`.
    #[must_use]
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// The amount in major units as JSON wants it (110.04), exact to the currency's digits.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "amounts below 2^53 minor units are exact")]
    pub fn major(self) -> f64 {
        self.minor as f64 / 10f64.powi(i32::try_from(self.currency.digits()).unwrap_or(2))
    }

    /// Reads a decimal number of major units such as `110.04` or `-3`.
    ///
    /// `None` when it is no number, has more decimals than the currency, or is out of range.
    #[must_use]
    pub fn parse_major(text: &str, currency: Currency) -> Option<Self> {
        let minor = parse_scaled(text, currency.digits())?;
        Some(Self { minor, currency })
    }
}

/// Reads a plain decimal (`-12.5`) as an integer scaled by `10^digits`; no exponent, no grouping.
#[must_use]
pub fn parse_scaled(text: &str, digits: u32) -> Option<i64> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits = digits as usize;
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !plain(whole) || !plain(fraction) || unsigned.ends_with('.') {
        return None;
    }
    let significant = fraction.trim_end_matches('0');
    if significant.len() > digits {
        return None;
    }
    let scaled: i64 = format!("{whole}{significant:0<digits$}").parse().ok()?;
    Some(if negative { -scaled } else { scaled })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{prop_assert_eq, proptest};

    #[test]
    fn decimals_are_read_exactly_or_refused() {
        let eur = |text| Money::parse_major(text, Currency::EUR).map(|money| money.minor);
        assert_eq!(eur("110.04"), Some(11_004));
        assert_eq!(eur("-3"), Some(-300));
        assert_eq!(eur("0.5"), Some(50));
        assert_eq!(eur("1.500"), Some(150));
        for text in ["1.234", "1,50", "", ".", "1.", ".5", "1e3", "+1", "--1", "99999999999999999999"] {
            assert_eq!(eur(text), None, "{text}");
        }
    }

    #[test]
    fn digits_follow_the_currency() {
        assert_eq!("JPY".parse::<Currency>().unwrap().digits(), 0);
        assert_eq!("KWD".parse::<Currency>().unwrap().digits(), 3);
        assert!("eur".parse::<Currency>().is_err());
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(minor in -1_000_000_000_000i64..1_000_000_000_000) {
            let money = Money::new(minor, Currency::EUR);
            let text = format!("{:.2}", money.major());
            prop_assert_eq!(Money::parse_major(&text, Currency::EUR), Some(money));
        }
    }
}
