//! The API's view of prices.

use super::slots::{self, PriceSlot};
use crate::Ctx;
use crate::clients::{Credential, look};
use vestibule_kernel::id::SubscriptionId;
use vestibule_kernel::prices::PriceSeries;
use vestibule_kernel::series::Resolution;
use vestibule_kernel::subscription::SubscriptionStatus;
use vestibule_kernel::{Currency, Error, LocalDay, Period, Result};
use vestibule_store::tables::{price_days, price_series, subscriptions};

/// Most days at once.
const DAYS: i64 = 366;

/// What a kilowatt-hour costs a subscription.
#[derive(Debug, Clone, PartialEq)]
pub struct SubscriptionPrices {
    /// Whose prices they are.
    pub subscription: SubscriptionId,
    /// The time that was asked for.
    pub period: Period,
    /// The series that they are of; nothing for a subscription whose price does not change.
    pub series: Option<PriceSeries>,
    /// What the prices are in: the plan's currency.
    pub currency: Currency,
    /// The shortest slots among them.
    pub resolution: Resolution,
    /// The prices in their order; nothing when the subscription does not run.
    pub slots: Option<Vec<PriceSlot>>,
}

/// The prices of the subscription with this id from the day `first` to the day `last`, both included.
///
/// # Errors
/// `NotFound` for an unknown subscription or another organization's, `Invalid` on `end` when it is before `start` or
/// more than a year later, and what the credential lacks.
pub async fn subscription_prices(
    ctx: &Ctx,
    credential: Credential,
    subscription: &str,
    (first, last): (LocalDay, LocalDay),
) -> Result<SubscriptionPrices> {
    let id = subscription.parse::<SubscriptionId>();
    look(ctx, credential, move |read, caller| {
        let (organization, missing) = (caller.organization.id, || Error::NotFound("Subscription"));
        let id = id.map_err(|_| missing())?;
        let contract = subscriptions::contract(read, organization, id)?.ok_or_else(missing)?;
        check(first, last)?;
        let zone = &caller.organization.time_zone;
        let end = last.plus_days(1);
        let period = Period { start: first.start_in(zone), end: end.start_in(zone) };
        let series = match contract.price_series() {
            None => None,
            Some(series) => price_series::find(read, organization, series)?,
        };
        let days = match &series {
            None => Vec::new(),
            Some(series) => price_days::between(read, organization, series.id, first, end)?,
        };
        let runs = match contract.subscription.status {
            SubscriptionStatus::Active | SubscriptionStatus::PastDue | SubscriptionStatus::Paused => true,
            SubscriptionStatus::Pending | SubscriptionStatus::Ended => false,
        };
        let hours = !days.is_empty() && days.iter().all(|day| day.resolution == Resolution::Hour);
        let slots = days.iter().flat_map(|day| slots::of_day(day, zone));
        Ok(SubscriptionPrices {
            subscription: id,
            period,
            currency: contract.plan.price.currency,
            series,
            resolution: if hours { Resolution::Hour } else { Resolution::Quarter },
            slots: runs.then(|| slots.filter(|slot| slot.price.is_some()).collect()),
        })
    })
    .await
}

fn check(first: LocalDay, last: LocalDay) -> Result<()> {
    let days = last.number() - first.number() + 1;
    if days < 1 {
        return Err(Error::invalid("end", "too_small", "Expected the same day as start or a later one"));
    }
    if days > DAYS {
        return Err(Error::invalid("end", "too_big", format!("Expected at most {DAYS} days at once")));
    }
    Ok(())
}
