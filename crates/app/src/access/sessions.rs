//! Where a customer is signed in.

use super::visit::{Outcome, Visitor, look};
use crate::Ctx;
use vestibule_kernel::Result;
use vestibule_kernel::session::Session;
use vestibule_store::tables::sessions as table;

/// Every live sign-in of the visitor in all portals of the organization, the one seen last first.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub async fn sessions(ctx: &Ctx, visitor: Visitor) -> Result<Outcome<Vec<Session>>> {
    look(ctx, visitor, |read, visit| {
        let mut sessions = table::of_customer(read, visit.surface.organization.id, visit.customer.id)?;
        sessions.retain(|session| session.is_live(visit.at));
        Ok(sessions)
    })
    .await
}
