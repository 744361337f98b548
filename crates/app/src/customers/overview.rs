//! `/overview`: the hub of a customer's account.

use crate::Ctx;
use crate::access::{Outcome, Visitor, look};
use crate::prices::{PriceNow, ask_prices, price_now};
use crate::usage::{MonthOfUse, ask_this_month, this_month};
use vestibule_kernel::Result;
use vestibule_kernel::invoice::Invoice;
use vestibule_kernel::subscription::SubscriptionStatus;
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
        let (organization, customer) = (&visit.surface.organization, visit.customer.id);
        let (zone, id) = (&organization.time_zone, contract.subscription.id);
        let today = visit.at.day_in(zone);
        let runs = contract.subscription.status == SubscriptionStatus::Active;
        let usage = contract.meter.as_ref().map(|_| ask_this_month(organization.id, id, today));
        let series = visit.account.price_series().filter(|_| runs);
        let prices = series.map(|series| ask_prices(organization.id, series, today));
        let bills = invoices::summary(organization.id, customer, Some(id), NEWEST);
        let (bills, usage, prices) = read.together(&bills, usage.as_ref(), prices.as_ref())?;
        let Summary { open, newest } = Summary::of(bills);
        Ok(Some(Overview {
            open,
            newest,
            usage: this_month(&usage, today, zone),
            price: price_now(&prices, visit.at, zone),
        }))
    })
    .await
}
