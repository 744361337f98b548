//! Amounts of electrical energy: integer watt-hours inside, kilowatt-hours outside.

use crate::money::parse_scaled;

/// An amount of energy in watt-hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Energy {
    /// Watt-hours.
    pub wh: i64,
}

impl Energy {
    /// `wh` watt-hours.
    #[must_use]
    pub const fn from_wh(wh: i64) -> Self {
        Self { wh }
    }

    /// Kilowatt-hours, as JSON and pages show them.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "amounts below 2^53 Wh are exact to the watt-hour")]
    pub fn kwh(self) -> f64 {
        self.wh as f64 / 1000.0
    }

    /// Reads kilowatt-hours such as `162` or `0.125`; `None` for more than three decimals or no number.
    #[must_use]
    pub fn parse_kwh(text: &str) -> Option<Self> {
        parse_scaled(text, 3).map(Self::from_wh)
    }
}
