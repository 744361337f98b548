//! The present price on its card.

use crate::pages::prices::CheapStretch;
use vestibule_kernel::{Currency, TimeZone, Timestamp};

/// The present price.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct PriceCard {
    /// What it is in.
    pub currency: Currency,
    /// The whole price, in thousandths of the minor unit.
    pub now: i64,
    /// When it will cost least.
    pub cheapest: Option<CheapStretch>,
    /// Whether that is `today` or `tomorrow`; nothing when it has begun.
    pub when: Option<&'static str>,
}

impl PriceCard {
    /// The card, as it is at `at`.
    #[must_use]
    pub fn of(
        now: i64,
        currency: Currency,
        cheapest: Option<CheapStretch>,
        at: Timestamp,
        zone: &TimeZone,
    ) -> Self {
        let coming = cheapest.filter(|cheapest| cheapest.start > at);
        let same_day = |cheapest: CheapStretch| cheapest.start.day_in(zone) == at.day_in(zone);
        let when = coming.map(|cheapest| if same_day(cheapest) { "today" } else { "tomorrow" });
        Self { currency, now, cheapest, when }
    }
}
