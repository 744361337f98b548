//! Who a bearer is, and whether they may. The check is part of the unit of work that it guards:
//! what it sees and what is done belong to one moment.

use super::jwt::{self, Claims};
use super::scope::{Scope, Scopes};
use crate::Ctx;
use std::sync::Arc;
use vestibule_kernel::id::OrganizationId;
use vestibule_kernel::organization::{Organization, OrganizationStatus};
use vestibule_kernel::secret::{SecretKind, is_well_formed};
use vestibule_kernel::{Error, Result, Timestamp, TokenHash, hex};
use vestibule_store::Read;
use vestibule_store::tables::{access_tokens, api_clients, organizations};

/// What a caller shows. Read from the request; whether it holds is asked inside the unit of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// An access token of `POST /oauth/token`, its signature and time checked.
    Client(Claims),
    /// An organization access token.
    AccessToken(TokenHash),
    /// A person with a shell on the machine, acting for this organization.
    Shell(OrganizationId),
}

impl Credential {
    /// What requests with the same credential have in common, for limits.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Client(claims) => claims.sub.to_string(),
            Self::AccessToken(hash) => hex(hash.as_bytes()),
            Self::Shell(organization) => organization.to_string(),
        }
    }

    /// The version of the API that the credential asks for.
    #[must_use]
    pub fn api_version(&self) -> Option<&str> {
        match self {
            Self::Client(claims) => Some(&claims.api_version),
            Self::AccessToken(_) | Self::Shell(_) => None,
        }
    }
}

/// Reads the token of an `Authorization: Bearer` header.
///
/// # Errors
/// `Unauthenticated` when it is none of ours or has expired.
pub fn read_bearer(ctx: &Ctx, token: &str) -> Result<Credential> {
    if token.starts_with(SecretKind::AccessToken.as_str()) {
        if !is_well_formed(SecretKind::AccessToken, token) {
            return Err(Error::Unauthenticated(
                "Invalid or malformed token: its checksum does not fit".into(),
            ));
        }
        return Ok(Credential::AccessToken(TokenHash::of(token)));
    }
    jwt::verify(&ctx.keys.tokens, token, ctx.now()).map(Credential::Client)
}

/// Who is asking, once it is known who they are.
#[derive(Debug, Clone)]
pub struct Caller {
    /// For whom.
    pub organization: Arc<Organization>,
    /// What the audit trail calls them.
    pub actor: String,
    scopes: Scopes,
}

impl Caller {
    /// Lets them do what needs `scope`.
    ///
    /// # Errors
    /// `Suspended`, and `Forbidden` when the credential lacks the scope.
    pub(crate) fn may(&self, scope: Scope) -> Result<()> {
        match self.organization.status {
            OrganizationStatus::Active => {}
            OrganizationStatus::Suspended => return Err(Error::Suspended),
        }
        if !self.scopes.allow(scope) {
            return Err(Error::Forbidden(format!(
                "This needs the scope {scope}; the credential has {}. Create a client or token with it",
                self.scopes
            )));
        }
        Ok(())
    }
}

/// Lets the bearer of `credential` do what needs `scope`.
///
/// # Errors
/// `Unauthenticated` when the credential was revoked or has expired, `Suspended`, and `Forbidden`
/// when it lacks the scope.
pub(crate) fn authorize(
    read: &mut Read<'_>,
    now: Timestamp,
    credential: &Credential,
    scope: Scope,
) -> Result<Caller> {
    let caller = identify(read, now, credential)?;
    caller.may(scope)?;
    Ok(caller)
}

/// Tells who the bearer of `credential` is, for those who note what they may not do.
///
/// # Errors
/// `Unauthenticated` when the credential was revoked or has expired.
pub(crate) fn identify(read: &mut Read<'_>, now: Timestamp, credential: &Credential) -> Result<Caller> {
    let (organization, actor, scopes) = match credential {
        Credential::Client(claims) => client(read, claims)?,
        Credential::AccessToken(hash) => access_token(read, hash, now)?,
        Credential::Shell(organization) => (*organization, "shell".to_owned(), Scopes::all()),
    };
    let organization = organizations::recall(read, organization)?.ok_or_else(revoked)?;
    Ok(Caller { organization, actor, scopes })
}

fn client(read: &mut Read<'_>, claims: &Claims) -> Result<(OrganizationId, String, Scopes)> {
    let client = api_clients::recall(read, claims.sub)?
        .filter(|client| client.revoked_at.is_none() && client.organization == claims.org)
        .ok_or_else(revoked)?;
    Ok((
        client.organization,
        client.id.to_string(),
        claims.scopes()?.intersect(&Scopes::parse(&client.scopes)?),
    ))
}

fn access_token(
    read: &mut Read<'_>,
    hash: &TokenHash,
    now: Timestamp,
) -> Result<(OrganizationId, String, Scopes)> {
    let token = access_tokens::recall(read, hash)?
        .filter(|token| token.revoked_at.is_none() && token.expires_at.is_none_or(|end| now < end))
        .ok_or_else(revoked)?;
    Ok((token.organization, token.id.to_string(), Scopes::parse(&token.scopes)?))
}

fn revoked() -> Error {
    Error::Unauthenticated("The token is unknown, revoked or expired".into())
}

/// Lets the bearer of `credential` look at something of their organization.
pub(crate) async fn look<T, F>(ctx: &Ctx, credential: Credential, work: F) -> Result<T>
where
    T: Send + 'static,
    F: FnOnce(&mut Read<'_>, &Caller) -> Result<T> + Send + 'static,
{
    let now = ctx.now();
    ctx.db
        .read(move |read| {
            let caller = authorize(read, now, &credential, Scope::Read)?;
            work(read, &caller)
        })
        .await
}
