//! A new organization access token.

use super::create_client::checked_name;
use super::scope::Scopes;
use crate::audit::{self, Action, Event};
use crate::{Ctx, Origin};
use std::time::Duration;
use vestibule_kernel::id::{AccessTokenId, OrganizationId};
use vestibule_kernel::secret::{SecretKind, issue};
use vestibule_kernel::{Result, Secret, TokenHash};
use vestibule_store::tables::access_tokens::{self, AccessToken};

/// A token as it is shown once.
#[derive(Debug, Clone)]
pub struct CreatedAccessToken {
    /// Its id.
    pub id: AccessTokenId,
    /// The bearer itself; only its digest is kept.
    pub token: Secret<String>,
}

/// Creates a bearer of the organization named `name` that may do `scopes`, for `life` or until it is revoked.
///
/// # Errors
/// `Invalid` when the name is empty or longer than 100 characters.
pub async fn create_access_token(
    ctx: &Ctx,
    organization: OrganizationId,
    name: &str,
    scopes: &Scopes,
    life: Option<Duration>,
) -> Result<CreatedAccessToken> {
    let name = checked_name(name)?;
    let now = ctx.now();
    let created = CreatedAccessToken {
        id: AccessTokenId::new(now, &ctx.rng),
        token: issue(SecretKind::AccessToken, &ctx.rng),
    };
    let row = AccessToken {
        id: created.id,
        organization,
        name,
        token_hash: TokenHash::of(created.token.expose()),
        scopes: scopes.to_string(),
        created_at: now,
        expires_at: life.map(|life| now.plus(life)),
        revoked_at: None,
    };
    let unit = ctx.clone();
    ctx.db
        .write(move |tx| {
            access_tokens::insert(tx, &row)?;
            let event = Event {
                organization,
                action: Action::TokenCreate,
                result: "ok",
                actor: "shell",
                customer: None,
                subject: Some(row.id.to_string()),
            };
            audit::record(tx, &unit, &Origin::shell(), event)
        })
        .await?;
    Ok(created)
}
