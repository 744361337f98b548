//! Taking an organization access token away.

use super::revoke_client::Revocation;
use crate::audit::{self, Action, Event};
use crate::{Ctx, Origin};
use vestibule_kernel::id::{AccessTokenId, OrganizationId};
use vestibule_kernel::{Error, Result};
use vestibule_store::Tx;
use vestibule_store::tables::access_tokens;

/// Revokes a token of the organization, named by its id. It stops working at once.
///
/// # Errors
/// `NotFound` for an unknown token or another organization's.
pub async fn revoke_access_token(ctx: &Ctx, organization: OrganizationId, token: &str) -> Result<Revocation> {
    let (unit, token) = (ctx.clone(), token.parse::<AccessTokenId>());
    ctx.db
        .write(move |tx| {
            let token = token.map_err(|_| Error::NotFound("Token"))?;
            revoke(tx, &unit, organization, token)
        })
        .await
}

fn revoke(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    organization: OrganizationId,
    token: AccessTokenId,
) -> Result<Revocation> {
    if !access_tokens::revoke(tx, organization, token, ctx.now())? {
        let before = access_tokens::find(tx, organization, token)?.and_then(|found| found.revoked_at);
        return before.map(Revocation::Before).ok_or(Error::NotFound("Token"));
    }
    let event = Event {
        organization,
        action: Action::TokenRevoke,
        result: "ok",
        actor: "shell",
        customer: None,
        subject: Some(token.to_string()),
    };
    audit::record(tx, ctx, &Origin::shell(), event)?;
    Ok(Revocation::Now)
}
