//! Taking an API client's credentials away.

use crate::audit::{self, Action, Event};
use crate::{Ctx, Origin};
use vestibule_kernel::id::{ClientId, OrganizationId};
use vestibule_kernel::{Error, Result, Timestamp};
use vestibule_store::Tx;
use vestibule_store::tables::api_clients;

/// How a credential was found when it was to be revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revocation {
    /// It worked until now.
    Now,
    /// It was revoked at this moment already.
    Before(Timestamp),
}

/// Revokes a client of the organization. Its secret and its access tokens stop working at once, and its
/// refresh tokens with them: every use of one asks for the client first.
///
/// # Errors
/// `NotFound` for an unknown client or another organization's.
pub async fn revoke_client(ctx: &Ctx, organization: OrganizationId, client: &str) -> Result<Revocation> {
    let (unit, client) = (ctx.clone(), client.parse::<ClientId>());
    ctx.db
        .write(move |tx| {
            let client = client.map_err(|_| Error::NotFound("Client"))?;
            revoke(tx, &unit, organization, client)
        })
        .await
}

fn revoke(tx: &mut Tx<'_>, ctx: &Ctx, organization: OrganizationId, client: ClientId) -> Result<Revocation> {
    if !api_clients::revoke(tx, organization, client, ctx.now())? {
        let found = api_clients::find(tx, client)?.filter(|found| found.organization == organization);
        let before = found.and_then(|found| found.revoked_at);
        return before.map(Revocation::Before).ok_or(Error::NotFound("Client"));
    }
    let event = Event {
        organization,
        action: Action::ClientRevoke,
        result: "ok",
        actor: "shell",
        customer: None,
        subject: Some(client.to_string()),
    };
    audit::record(tx, ctx, &Origin::shell(), event)?;
    Ok(Revocation::Now)
}
