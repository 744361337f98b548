//! What a kilowatt-hour costs now, and when it will cost least.

use super::cheapest::{Stretch, cheapest};
use super::slots::{self, PriceSlot};
use vestibule_kernel::id::{OrganizationId, PriceSeriesId};
use vestibule_kernel::{Result, TimeZone, Timestamp};
use vestibule_store::Read;
use vestibule_store::tables::price_days;

/// The present price of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct PriceNow {
    /// The whole price, in thousandths of the minor unit.
    pub milli: i64,
    /// The cheapest time from now on, as far as prices are known.
    pub cheapest: Option<Stretch>,
}

/// The price at `now`; nothing while it is not known.
pub(crate) fn price_now(
    read: &mut Read<'_>,
    organization: OrganizationId,
    series: PriceSeriesId,
    now: Timestamp,
    zone: &TimeZone,
) -> Result<Option<PriceNow>> {
    let today = now.day_in(zone);
    let days = price_days::between(read, organization, series, today, today.plus_days(2))?;
    let coming: Vec<PriceSlot> =
        days.iter().flat_map(|day| slots::of_day(day, zone)).filter(|slot| now < slot.end).collect();
    let current = coming.first().filter(|slot| slot.start <= now).and_then(PriceSlot::total);
    Ok(current.map(|milli| PriceNow { milli, cheapest: cheapest(&coming) }))
}
