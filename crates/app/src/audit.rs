//! The audit trail: who did what to whom, when, from where, with which result.

mod search;

use crate::{Ctx, Origin};
use std::time::Duration;
use vestibule_kernel::id::{AuditId, CustomerId, OrganizationId};
use vestibule_kernel::{Error, Result};
use vestibule_store::Tx;
use vestibule_store::tables::audit_entries::{self, Alike, Recent};

pub use search::{Found, Search, search};
pub use vestibule_store::tables::audit_entries::AuditRow as Entry;

/// Lines of one kind that strangers at one address may add in a minute.
const FROM_ONE_ADDRESS: u32 = 10;
/// Lines of one kind that strangers anywhere may add in a minute: addresses are cheap.
const FROM_EVERYWHERE: u32 = 50;
const MINUTE: Duration = Duration::from_secs(60);

vestibule_kernel::text_enum! {
    /// What can be done that the trail keeps.
    Action {
        /// A hand-off link was minted, or its minting refused.
        LinkMint = "link.mint",
        /// A hand-off link was opened, or its opening refused.
        LinkRedeem = "link.redeem",
        /// A customer signed out.
        SessionSignOut = "session.sign_out",
        /// A session was ended from elsewhere.
        SessionEnd = "session.end",
        /// An API client was created.
        ClientCreate = "client.create",
        /// An API client was revoked.
        ClientRevoke = "client.revoke",
        /// An access token was created.
        TokenCreate = "token.create",
        /// An access token was revoked.
        TokenRevoke = "token.revoke",
        /// A client asked for tokens, or somebody in its name.
        TokenIssue = "token.issue",
        /// Records were imported.
        RecordsImport = "records.import",
        /// The organization was suspended.
        OrganizationSuspend = "organization.suspend",
        /// The organization is served again.
        OrganizationResume = "organization.resume",
    }
}

/// What happened, for [`record`].
pub(crate) struct Event<'a> {
    pub(crate) organization: OrganizationId,
    pub(crate) action: Action,
    /// `ok`, or the code of the refusal.
    pub(crate) result: &'a str,
    pub(crate) actor: &'a str,
    pub(crate) customer: Option<CustomerId>,
    pub(crate) subject: Option<String>,
}

/// Adds `event` to the trail, in the unit that it belongs to.
pub(crate) fn record(tx: &mut Tx<'_>, ctx: &Ctx, origin: &Origin, event: Event<'_>) -> Result<()> {
    let at = ctx.now();
    audit_entries::insert(
        tx,
        &Entry {
            organization: event.organization,
            id: AuditId::new(at, &ctx.rng),
            at,
            action: event.action.as_str().to_owned(),
            result: event.result.to_owned(),
            actor: event.actor.to_owned(),
            customer: event.customer,
            subject: event.subject,
            ip: origin.ip.clone(),
            user_agent: origin.user_agent.clone(),
            request_id: origin.request_id.clone(),
        },
    )
}

/// Adds the refusal of somebody who showed nothing that we know. Whoever likes can be refused as often as
/// they like, so of a flood the trail keeps [`FROM_ONE_ADDRESS`] and [`FROM_EVERYWHERE`] lines a minute;
/// the rest are in the log alone. What was written is the only memory of it, so servers share it.
pub(crate) fn record_stranger(tx: &mut Tx<'_>, ctx: &Ctx, origin: &Origin, event: Event<'_>) -> Result<()> {
    let recent = Recent {
        organization: event.organization,
        action: event.action.as_str(),
        result: event.result,
        ip: &origin.ip,
        since: ctx.now().minus(MINUTE),
    };
    let Alike { here, everywhere } = audit_entries::alike(tx, &recent)?;
    if here < FROM_ONE_ADDRESS && everywhere < FROM_EVERYWHERE {
        return record(tx, ctx, origin, event);
    }
    tracing::info!(
        request_id = origin.request_id,
        organization = %event.organization,
        action = event.action.as_str(),
        result = event.result,
        "too many alike for the audit trail"
    );
    Ok(())
}

/// What the trail calls a refusal; `None` for a failure of ours, which is no answer to anybody.
pub(crate) fn refusal(error: &Error) -> Option<&'static str> {
    match error {
        Error::Invalid(fields) => Some(fields.first().map_or("invalid", |field| field.code)),
        Error::Unauthenticated(_) => Some("unauthenticated"),
        Error::Suspended => Some("suspended"),
        Error::Forbidden(_) => Some("forbidden"),
        Error::NotFound(_) => Some("not_found"),
        Error::Rule { code, .. } | Error::Conflict { code, .. } => Some(code),
        Error::RateLimited { .. } => Some("rate_limited"),
        Error::Unavailable(_) | Error::Internal(_) => None,
    }
}

/// The newest `count` lines of an organization's trail, newest first.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub async fn newest(ctx: &Ctx, organization: OrganizationId, count: u32) -> Result<Vec<Entry>> {
    ctx.db.read(move |read| audit_entries::newest(read, organization, count)).await
}
