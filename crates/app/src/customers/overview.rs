//! `/overview`: the hub of a customer's account.

use crate::Ctx;
use crate::access::{Outcome, Visitor, look};
use vestibule_kernel::Result;
use vestibule_kernel::invoice::Invoice;
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
        Ok(Some(Overview { open, newest }))
    })
    .await
}
