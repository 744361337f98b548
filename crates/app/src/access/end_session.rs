//! Ending sign-ins from the account page: one, or all.

use super::end_access::end_access;
use super::visit::{Outcome, Visit, Visitor, change};
use crate::audit::{self, Action, Event};
use crate::{Ctx, Origin};
use vestibule_kernel::id::SessionId;
use vestibule_kernel::{Error, Result};
use vestibule_store::Tx;
use vestibule_store::tables::sessions;

/// Ends one of the visitor's sign-ins. Gives whether it was the one that asked.
///
/// # Errors
/// `NotFound` when it is none of theirs; one that ended meanwhile is one of these too.
pub async fn end_session(ctx: &Ctx, visitor: Visitor, id: &str) -> Result<Outcome<bool>> {
    let (unit, id) = (ctx.clone(), id.parse().ok());
    let outcome =
        change(ctx, visitor, move |tx, visit, origin| end_one(tx, &unit, origin, visit, id)).await?;
    outcome.and_then(|_, ended| ended)
}

/// Ends one in a unit of work. The inner error is a refusal that the trail keeps.
fn end_one(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    origin: &Origin,
    visit: &Visit,
    id: Option<SessionId>,
) -> Result<Result<bool>> {
    let (organization, customer) = (visit.surface.organization.id, visit.customer.id);
    let end = |id| sessions::end_one(tx, organization, customer, id);
    let ended = id.map(end).transpose()?.unwrap_or(false);
    let (result, answer) = if ended {
        ("ok", Ok(id == Some(visit.session.id)))
    } else {
        ("not_found", Err(Error::NotFound("Session")))
    };
    trail(tx, ctx, origin, visit, result, id.map(|id| id.to_string()))?;
    Ok(answer)
}

/// Ends every sign-in of the visitor, this one too, and makes their unused links worthless. Gives
/// the number of sign-ins.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub async fn end_all_sessions(ctx: &Ctx, visitor: Visitor) -> Result<Outcome<u64>> {
    let unit = ctx.clone();
    change(ctx, visitor, move |tx, visit, origin| {
        let (organization, customer) = (visit.surface.organization.id, visit.customer.id);
        let ended = end_access(tx, organization, customer, visit.at)?.sessions;
        trail(tx, &unit, origin, visit, "ok", Some(format!("{ended} sessions")))?;
        Ok(ended)
    })
    .await
}

fn trail(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    origin: &Origin,
    visit: &Visit,
    result: &str,
    subject: Option<String>,
) -> Result<()> {
    let actor = visit.customer.id.to_string();
    let event = Event {
        organization: visit.surface.organization.id,
        action: Action::SessionEnd,
        result,
        actor: &actor,
        customer: Some(visit.customer.id),
        subject,
    };
    audit::record(tx, ctx, origin, event)
}
