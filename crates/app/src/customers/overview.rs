//! `/overview`: the hub of a customer's account.

use crate::Ctx;
use crate::access::{Outcome, Visitor, look};
use vestibule_kernel::Result;
use vestibule_kernel::id::SubscriptionId;
use vestibule_kernel::invoice::Invoice;
use vestibule_kernel::subscription::{Contract, SubscriptionStatus};
use vestibule_store::tables::invoices::{self, Summary};
use vestibule_store::tables::subscriptions;

/// Invoices that the hub shows at the most.
const NEWEST: u32 = 3;

/// What the hub shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// Every contract of the customer, running ones first, then pending, then ended, newest first.
    pub contracts: Vec<Contract>,
    /// Which of them is looked at.
    pub selected: Option<SubscriptionId>,
    /// What is still to be paid for it, the newest first.
    pub open: Vec<Invoice>,
    /// The newest invoices for it.
    pub newest: Vec<Invoice>,
}

/// The hub of the visitor's account, looking at the contract `selected` when it is theirs, else at
/// the first. Nothing for a customer without any contract: their first page is the checkout.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub async fn overview(
    ctx: &Ctx,
    visitor: Visitor,
    selected: Option<&str>,
) -> Result<Outcome<Option<Overview>>> {
    let wanted = selected.and_then(|id| id.parse::<SubscriptionId>().ok());
    look(ctx, visitor, move |read, visit| {
        let (organization, customer) = (visit.surface.organization.id, visit.customer.id);
        let contracts = in_order(subscriptions::contracts(read, organization, customer)?);
        if contracts.is_empty() {
            return Ok(None);
        }
        let selected = select(&contracts, wanted);
        let Summary { open, newest } = invoices::summary(read, organization, customer, selected, NEWEST)?;
        Ok(Some(Overview { contracts, selected, open, newest }))
    })
    .await
}

/// Running contracts first, then pending, then ended; the store gives the newest first.
fn in_order(mut contracts: Vec<Contract>) -> Vec<Contract> {
    contracts.sort_by_key(|contract| match contract.subscription.status {
        SubscriptionStatus::Active | SubscriptionStatus::PastDue | SubscriptionStatus::Paused => 0,
        SubscriptionStatus::Pending => 1,
        SubscriptionStatus::Ended => 2,
    });
    contracts
}

/// The contract that was asked for when it is the customer's, else the first.
fn select(contracts: &[Contract], wanted: Option<SubscriptionId>) -> Option<SubscriptionId> {
    let ids = || contracts.iter().map(|contract| contract.subscription.id);
    ids().find(|id| Some(*id) == wanted).or_else(|| ids().next())
}
