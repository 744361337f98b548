//! The audit trail: who did what to whom, when, from where, with which result.

use crate::{Ctx, Origin};
use vestibule_kernel::Result;
use vestibule_kernel::id::{AuditId, CustomerId, OrganizationId};
use vestibule_store::Tx;
use vestibule_store::tables::audit_entries;

pub use vestibule_store::tables::audit_entries::AuditRow as Entry;

vestibule_kernel::text_enum! {
    /// What can be done that the trail keeps.
    Action {
        /// A hand-off link was minted, or its minting refused.
        LinkMint = "link.mint",
        /// A hand-off link was opened.
        LinkRedeem = "link.redeem",
        /// Unused links were made worthless.
        LinkCancel = "link.cancel",
        /// A customer signed out.
        SessionSignOut = "session.sign_out",
        /// A session was ended from elsewhere.
        SessionEnd = "session.end",
        /// An API client was created.
        ClientCreate = "client.create",
        /// An access token was created.
        TokenCreate = "token.create",
        /// A client asked for tokens.
        TokenIssue = "token.issue",
        /// Records were imported.
        RecordsImport = "records.import",
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

/// The newest `count` lines of an organization's trail, newest first.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub async fn newest(ctx: &Ctx, organization: OrganizationId, count: u32) -> Result<Vec<Entry>> {
    ctx.db.read(move |read| audit_entries::newest(read, organization, count)).await
}
