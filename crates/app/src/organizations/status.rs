//! Suspending an organization, and serving it again.

use crate::audit::{self, Action, Event};
use crate::{Ctx, Origin};
use vestibule_kernel::Result;
use vestibule_kernel::id::OrganizationId;
use vestibule_kernel::organization::OrganizationStatus;
use vestibule_store::tables::organizations;

/// Suspends an organization: its API answers 402, nothing is minted, and its portals say that they are
/// closed. Nothing is deleted, sign-ins included. Tells whether it was served until now.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub async fn suspend_organization(ctx: &Ctx, organization: OrganizationId) -> Result<bool> {
    change(ctx, organization, OrganizationStatus::Suspended, Action::OrganizationSuspend).await
}

/// Serves a suspended organization again. Tells whether it was suspended until now.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub async fn resume_organization(ctx: &Ctx, organization: OrganizationId) -> Result<bool> {
    change(ctx, organization, OrganizationStatus::Active, Action::OrganizationResume).await
}

/// Changes the status, and notes it when there was something to change.
async fn change(
    ctx: &Ctx,
    organization: OrganizationId,
    status: OrganizationStatus,
    action: Action,
) -> Result<bool> {
    let unit = ctx.clone();
    ctx.db
        .write(move |tx| {
            if !organizations::set_status(tx, organization, status)? {
                return Ok(false);
            }
            let (actor, result) = ("shell", "ok");
            let event = Event { organization, action, result, actor, customer: None, subject: None };
            audit::record(tx, &unit, &Origin::shell(), event)?;
            Ok(true)
        })
        .await
}
