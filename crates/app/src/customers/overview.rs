//! `/overview`: the hub of a customer's account.

use crate::Ctx;
use crate::access::{Outcome, Visit, Visitor, look};
use crate::prices::{PriceNow, price_now};
use crate::usage::{MonthOfUse, this_month};
use vestibule_kernel::Result;
use vestibule_kernel::invoice::Invoice;
use vestibule_kernel::subscription::{Contract, SubscriptionStatus};
use vestibule_store::Read;
use vestibule_store::tables::invoices::{self, Summary};

/// Invoices that the hub shows at the most.
const NEWEST: u32 = 3;

/// What the hub shows beside the account itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// What is still to be paid for the contract that it is about, the newest first.
    pub open: Vec<Invoice>,
    /// The newest invoices for it.
    pub newest: Vec<Invoice>,
    /// What was used this month, of a contract with a meter.
    pub usage: Option<MonthOfUse>,
    /// What a kilowatt-hour costs now, of a contract that runs and whose price changes.
    pub price: Option<PriceNow>,
}

/// The hub of the visitor's account. Nothing for a customer without any contract: their first page is the
/// checkout.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub async fn overview(ctx: &Ctx, visitor: Visitor) -> Result<Outcome<Option<Overview>>> {
    look(ctx, visitor, |read, visit| {
        let Some(contract) = visit.account.contract() else { return Ok(None) };
        let (organization, customer) = (visit.surface.organization.id, visit.customer.id);
        let selected = Some(contract.subscription.id);
        let Summary { open, newest } = invoices::summary(read, organization, customer, selected, NEWEST)?;
        let usage = usage(read, visit, contract)?;
        let price = price(read, visit, contract)?;
        Ok(Some(Overview { open, newest, usage, price }))
    })
    .await
}

fn usage(read: &mut Read<'_>, visit: &Visit, contract: &Contract) -> Result<Option<MonthOfUse>> {
    if contract.meter.is_none() {
        return Ok(None);
    }
    let organization = &visit.surface.organization;
    let (zone, id) = (&organization.time_zone, contract.subscription.id);
    this_month(read, organization.id, id, visit.at.day_in(zone), zone)
}

fn price(read: &mut Read<'_>, visit: &Visit, contract: &Contract) -> Result<Option<PriceNow>> {
    let runs = contract.subscription.status == SubscriptionStatus::Active;
    let Some(series) = visit.account.price_series().filter(|_| runs) else { return Ok(None) };
    let organization = &visit.surface.organization;
    price_now(read, organization.id, series, visit.at, &organization.time_zone)
}
