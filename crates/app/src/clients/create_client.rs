//! A new API client.

use super::scope::Scopes;
use crate::audit::{self, Action, Event};
use crate::{Ctx, Origin};
use vestibule_kernel::id::{ClientId, OrganizationId};
use vestibule_kernel::secret::{SecretKind, issue};
use vestibule_kernel::{Error, Result, Secret, TokenHash};
use vestibule_store::tables::api_clients::{self, ApiClient};

/// A client as it is shown once.
#[derive(Debug, Clone)]
pub struct CreatedClient {
    /// Its `client_id`.
    pub id: ClientId,
    /// Its `client_secret`; only its digest is kept.
    pub secret: Secret<String>,
}

/// Creates a client of the organization named `name` that may do `scopes`.
///
/// # Errors
/// `Invalid` when the name is empty or longer than 100 characters.
pub async fn create_client(
    ctx: &Ctx,
    organization: OrganizationId,
    name: &str,
    scopes: &Scopes,
) -> Result<CreatedClient> {
    let name = checked_name(name)?;
    let now = ctx.now();
    let created =
        CreatedClient { id: ClientId::new(now, &ctx.rng), secret: issue(SecretKind::ClientSecret, &ctx.rng) };
    let client = ApiClient {
        id: created.id,
        organization,
        name,
        secret_hash: TokenHash::of(created.secret.expose()),
        scopes: scopes.to_string(),
        created_at: now,
        revoked_at: None,
    };
    let unit = ctx.clone();
    ctx.db
        .write(move |tx| {
            api_clients::insert(tx, &client)?;
            let event = Event {
                organization,
                action: Action::ClientCreate,
                result: "ok",
                actor: "shell",
                customer: None,
                subject: Some(client.id.to_string()),
            };
            audit::record(tx, &unit, &Origin::shell(), event)
        })
        .await?;
    Ok(created)
}

/// A name that people give to a credential.
pub(super) fn checked_name(name: &str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
        return Err(Error::invalid("name", "invalid_value", "Expected 1 to 100 printable characters"));
    }
    Ok(name.to_owned())
}
