//! What a kilowatt-hour costs now, and when it will cost least.

use super::cheapest::{Stretch, cheapest};
use super::slots::{self, PriceSlot};
use vestibule_kernel::id::{OrganizationId, PriceSeriesId};
use vestibule_kernel::prices::PriceDay;
use vestibule_kernel::{LocalDay, TimeZone, Timestamp};
use vestibule_store::Question;
use vestibule_store::tables::price_days;

/// The present price of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct PriceNow {
    /// The whole price, in thousandths of the minor unit.
    pub milli: i64,
    /// The cheapest time from now on, as far as prices are known.
    pub cheapest: Option<Stretch>,
}

/// The days to ask for: today and tomorrow.
pub(crate) fn ask_prices(
    organization: OrganizationId,
    series: PriceSeriesId,
    today: LocalDay,
) -> Question<PriceDay> {
    price_days::ask_between(organization, series, today, today.plus_days(2))
}

/// The price at `now`, from what [`ask_prices`] found; nothing while it is not known.
pub(crate) fn price_now(days: &[PriceDay], now: Timestamp, zone: &TimeZone) -> Option<PriceNow> {
    let coming: Vec<PriceSlot> =
        days.iter().flat_map(|day| slots::of_day(day, zone)).filter(|slot| now < slot.end).collect();
    let milli = coming.first().filter(|slot| slot.start <= now).and_then(PriceSlot::total)?;
    Some(PriceNow { milli, cheapest: cheapest(&coming) })
}
