//! Who a bearer is, and whether they may. The check is part of the unit of work that it guards:
//! what it sees and what is done belong to one moment.

use super::jwt::{self, Claims};
use super::scope::{Scope, Scopes};
use crate::Ctx;
use std::sync::{Arc, OnceLock};
use vestibule_kernel::id::OrganizationId;
use vestibule_kernel::organization::{Organization, OrganizationStatus};
use vestibule_kernel::secret::{SecretKind, is_well_formed};
use vestibule_kernel::{Error, Result, Timestamp, TokenHash, hex};
use vestibule_store::Read;
use vestibule_store::tables::{access_tokens, api_clients, organizations};

/// What the trail calls a person with a shell on the machine.
const SHELL: &str = "shell";

/// What a caller shows. Read from the request; whether it holds is asked inside the unit of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// An access token of `POST /oauth/token`, its signature and time checked.
    Client(Claims),
    /// An organization access token.
    AccessToken(ShownToken),
    /// A person with a shell on the machine, acting for this organization.
    Shell(OrganizationId),
}

/// An organization access token as a request shows it. It says nothing of whose it is; who asks for that, asks
/// after a use case has looked it up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownToken {
    hash: TokenHash,
    holder: Arc<OnceLock<Holder>>,
}

/// Whose a credential is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The organization.
    pub organization: OrganizationId,
    /// The id of its client or token, or `shell`.
    pub actor: String,
}

impl Credential {
    /// Whose it is, as far as that is known: at once where a signature says so, else when a use case has looked.
    /// It may have been revoked. For the log alone; what somebody may do is asked inside the unit of work.
    #[must_use]
    pub fn holder(&self) -> Option<Holder> {
        match self {
            Self::Client(claims) => Some(Holder { organization: claims.org, actor: claims.sub.to_string() }),
            Self::AccessToken(shown) => shown.holder.get().cloned(),
            Self::Shell(organization) => {
                Some(Holder { organization: *organization, actor: SHELL.to_owned() })
            }
        }
    }

    /// What requests with the same credential have in common, for limits.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Client(claims) => claims.sub.to_string(),
            Self::AccessToken(shown) => hex(shown.hash.as_bytes()),
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
        let shown = ShownToken { hash: TokenHash::of(token), holder: Arc::default() };
        return Ok(Credential::AccessToken(shown));
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
        Credential::AccessToken(shown) => access_token(read, shown, now)?,
        Credential::Shell(organization) => (*organization, SHELL.to_owned(), Scopes::all()),
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
    shown: &ShownToken,
    now: Timestamp,
) -> Result<(OrganizationId, String, Scopes)> {
    let token = access_tokens::recall(read, &shown.hash)?.ok_or_else(revoked)?;
    let (organization, actor) = (token.organization, token.id.to_string());
    shown.holder.get_or_init(|| Holder { organization, actor: actor.clone() });
    if token.revoked_at.is_some() || token.expires_at.is_some_and(|end| end <= now) {
        return Err(revoked());
    }
    Ok((organization, actor, Scopes::parse(&token.scopes)?))
}

fn revoked() -> Error {
    Error::Unauthenticated("The token is unknown, revoked or expired".into())
}

/// Lets the bearer of `credential` come in with a request that is too large to be read for everybody. What they
/// may do is asked again inside the unit of work.
///
/// # Errors
/// `Unauthenticated` when the credential was revoked or has expired, `Suspended`, and `Forbidden`
/// when it lacks the scope.
pub async fn admit(ctx: &Ctx, credential: Credential, scope: Scope) -> Result<()> {
    let now = ctx.now();
    ctx.db.read(move |read| authorize(read, now, &credential, scope).map(|_| ())).await
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
