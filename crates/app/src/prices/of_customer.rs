//! `/prices`: what a kilowatt-hour costs today, tomorrow, or on a day of the last week.

use super::slots::{self, PriceSlot};
use crate::Ctx;
use crate::access::{Outcome, Visitor, look};
use vestibule_kernel::prices::PriceSeries;
use vestibule_kernel::{Currency, LocalDay, Result};
use vestibule_store::tables::{price_days, price_series};

/// Days back that are shown.
const BACK: i64 = 7;

/// The prices of one day.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerPrices {
    /// The series that they are of.
    pub series: PriceSeries,
    /// What they are in: the plan's currency.
    pub currency: Currency,
    /// The day that is shown.
    pub day: LocalDay,
    /// Today.
    pub today: LocalDay,
    /// The first day that can be shown.
    pub oldest: LocalDay,
    /// The last day that can be shown: tomorrow, when its prices are known.
    pub newest: LocalDay,
    /// Its prices, slot by slot; none when none are known.
    pub slots: Vec<PriceSlot>,
    /// What a kilowatt-hour costs now, whichever day is shown.
    pub now: Option<PriceSlot>,
}

/// The prices of the visitor's contract on `day`, or the nearest day that can be shown; today when it says nothing. Nothing
/// for a customer without a contract whose prices change.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub async fn customer_prices(
    ctx: &Ctx,
    visitor: Visitor,
    day: Option<LocalDay>,
) -> Result<Outcome<Option<CustomerPrices>>> {
    look(ctx, visitor, move |read, visit| {
        let organization = &visit.surface.organization;
        let (Some(contract), Some(id)) = (visit.account.contract(), visit.account.price_series()) else {
            return Ok(None);
        };
        let currency = contract.plan.price.currency;
        let Some(series) = price_series::find(read, organization.id, id)? else { return Ok(None) };
        let zone = &organization.time_zone;
        let today = visit.at.day_in(zone);
        let (oldest, end) = (today.plus_days(-BACK), today.plus_days(2));
        let days = price_days::between(read, organization.id, id, oldest, end)?;
        let newest = days.last().map_or(today, |day| day.day).max(today);
        let day = day.unwrap_or(today).clamp(oldest, newest);
        let of_day = |wanted: LocalDay| {
            let found = days.iter().find(|day| day.day == wanted);
            found.map(|day| slots::of_day(day, zone)).unwrap_or_default()
        };
        let now = of_day(today).into_iter().find(|slot| slot.start <= visit.at && visit.at < slot.end);
        Ok(Some(CustomerPrices { series, currency, day, today, oldest, newest, slots: of_day(day), now }))
    })
    .await
}
