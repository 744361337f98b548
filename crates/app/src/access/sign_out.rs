//! Signing out: the session ends on the server, in this browser and nowhere else.

use super::visit::{Outcome, Visitor, change};
use crate::Ctx;
use crate::audit::{self, Action, Event};
use vestibule_kernel::Result;
use vestibule_store::tables::sessions;

/// What the page after signing out may still say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedOut {
    /// Where the session's "Back to {app}" led.
    pub return_url: Option<String>,
}

/// Ends the visitor's session.
///
/// # Errors
/// `Unavailable` when the database does not answer; the session then still holds.
pub async fn sign_out(ctx: &Ctx, visitor: Visitor) -> Result<Outcome<SignedOut>> {
    let unit = ctx.clone();
    change(ctx, visitor, move |tx, visit, origin| {
        let organization = visit.surface.organization.id;
        sessions::end(tx, organization, visit.token())?;
        let actor = visit.customer.id.to_string();
        let event = Event {
            organization,
            action: Action::SessionSignOut,
            result: "ok",
            actor: &actor,
            customer: Some(visit.customer.id),
            subject: Some(visit.session.id.to_string()),
        };
        audit::record(tx, &unit, origin, event)?;
        Ok(SignedOut { return_url: visit.session.return_url.clone() })
    })
    .await
}
