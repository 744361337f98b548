//! `/start`: what a customer without a contract is offered.

use crate::Ctx;
use crate::access::{Outcome, Visitor, look};
use vestibule_kernel::Result;
use vestibule_kernel::plan::Plan;
use vestibule_store::tables::plans;

/// The plans that the portal of the visitor offers, the cheapest first: its own, or the organization's
/// when it has none. Nothing for a customer who has a contract already.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub async fn offers(ctx: &Ctx, visitor: Visitor) -> Result<Outcome<Option<Vec<Plan>>>> {
    look(ctx, visitor, |read, visit| {
        let organization = visit.surface.organization.id;
        if !visit.account.contracts.is_empty() {
            return Ok(None);
        }
        let mut plans = plans::offers(read, organization)?;
        if plans.iter().any(|plan| plan.portal == Some(visit.surface.portal.id)) {
            plans.retain(|plan| plan.portal == Some(visit.surface.portal.id));
        }
        Ok(Some(plans))
    })
    .await
}
