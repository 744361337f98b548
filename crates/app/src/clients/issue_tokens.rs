//! `POST /oauth/token`: client credentials and refresh (RFC 6749 sections 4.4 and 6), with rotation:
//! a refresh token works once, and using it a second time ends everything that came from it
//! (RFC 9700 section 4.14.2).

use super::jwt::{self, Claims};
use super::scope::Scopes;
use crate::audit::{self, Action, Event};
use crate::{Ctx, Origin};
use std::time::Duration;
use vestibule_kernel::id::{ClientId, OrganizationId, RefreshFamilyId};
use vestibule_kernel::organization::OrganizationStatus;
use vestibule_kernel::secret::{SecretKind, issue};
use vestibule_kernel::{Error, Result, Secret, Timestamp, TokenHash};
use vestibule_store::Tx;
use vestibule_store::tables::api_clients::{self, ApiClient};
use vestibule_store::tables::organizations;
use vestibule_store::tables::refresh_tokens::{self, RefreshToken};

/// Life of an access token.
pub const ACCESS_TOKEN_LIFE: Duration = Duration::from_secs(3600);
/// Life of a refresh token; each use starts it anew.
pub const REFRESH_TOKEN_LIFE: Duration = Duration::from_secs(60 * 24 * 3600);
/// A second use within this time is a double submit, not a theft: refused, but the family lives.
const REUSE_GRACE: Duration = Duration::from_secs(10);

/// Who asks for tokens, and how.
#[derive(Debug, Clone)]
pub struct TokenRequest {
    /// `client_id`.
    pub client_id: String,
    /// `client_secret`.
    pub client_secret: Secret<String>,
    /// Narrower permissions than the client's own.
    pub scope: Option<String>,
    /// What the tokens are asked for with.
    pub grant: Grant,
    /// The version of the API that the tokens are to speak.
    pub api_version: String,
}

/// What tokens are asked for with.
#[derive(Debug, Clone)]
pub enum Grant {
    /// The client's own secret.
    ClientCredentials,
    /// A refresh token.
    Refresh(Secret<String>),
}

/// Tokens as they are shown once.
#[derive(Debug, Clone)]
pub struct IssuedTokens {
    /// Whose client asked.
    pub organization: OrganizationId,
    /// The bearer of the API.
    pub access_token: Secret<String>,
    /// Seconds until it stops working.
    pub expires_in: u64,
    /// What gets the next pair.
    pub refresh_token: Secret<String>,
    /// What they may do.
    pub scope: String,
}

/// Why no tokens were issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenRefusal {
    /// The client is who it says, but its refresh token is unknown, used, revoked or expired.
    Grant,
    /// Anything else.
    Other(Error),
}

impl TokenRefusal {
    /// What the trail calls it; `None` for a failure of ours.
    fn word(&self) -> Option<&'static str> {
        match self {
            Self::Grant => Some("invalid_grant"),
            Self::Other(error) => audit::refusal(error),
        }
    }
}

impl From<Error> for TokenRefusal {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

impl From<TokenRefusal> for Error {
    fn from(refusal: TokenRefusal) -> Self {
        match refusal {
            TokenRefusal::Grant => {
                Self::Unauthenticated("The refresh token is unknown, used, revoked or expired".into())
            }
            TokenRefusal::Other(error) => error,
        }
    }
}

/// A refusal is an answer of the unit, so that what it noted and ended is kept.
type Answer = Result<IssuedTokens, TokenRefusal>;

/// Issues an access token and a refresh token.
///
/// # Errors
/// [`TokenRefusal::Grant`] for a wrong refresh token, else `Unauthenticated` for a wrong client, `Invalid`
/// on `scope`, `Suspended`.
pub async fn issue_tokens(ctx: &Ctx, request: TokenRequest, origin: Origin) -> Answer {
    let unit = ctx.clone();
    ctx.db.write(move |tx| answer(tx, &unit, &request, &origin)).await?
}

fn answer(tx: &mut Tx<'_>, ctx: &Ctx, request: &TokenRequest, origin: &Origin) -> Result<Answer> {
    let wrong = || Error::Unauthenticated("Unknown client, or wrong client secret".into());
    let Some(client) = named(tx, &request.client_id)? else {
        tracing::info!(request_id = origin.request_id, "no client of this name; no trail to note it in");
        return Ok(Err(wrong().into()));
    };
    if let Some(result) = mistrust(&client, request) {
        note_stranger(tx, ctx, origin, &client, result)?;
        return Ok(Err(wrong().into()));
    }
    match issue_to(tx, ctx, &client, request) {
        Ok(tokens) => {
            note(tx, ctx, origin, &client, "ok")?;
            Ok(Ok(tokens))
        }
        Err(refusal) => {
            let Some(result) = refusal.word() else { return Err(refusal.into()) };
            note(tx, ctx, origin, &client, result)?;
            Ok(Err(refusal))
        }
    }
}

/// The client of this name.
fn named(tx: &mut Tx<'_>, client_id: &str) -> Result<Option<ApiClient>> {
    match client_id.parse::<ClientId>() {
        Ok(id) => api_clients::find(tx, id),
        Err(_) => Ok(None),
    }
}

/// Why whoever asks is not taken for the client.
fn mistrust(client: &ApiClient, request: &TokenRequest) -> Option<&'static str> {
    if !client.secret_hash.matches(&TokenHash::of(request.client_secret.expose())) {
        Some("wrong_secret")
    } else if client.revoked_at.is_some() {
        Some("client_revoked")
    } else {
        None
    }
}

/// Issues tokens to a client that has shown who it is.
fn issue_to(tx: &mut Tx<'_>, ctx: &Ctx, client: &ApiClient, request: &TokenRequest) -> Answer {
    let organization = organizations::find(tx, client.organization)?;
    match organization.map(|organization| organization.status) {
        Some(OrganizationStatus::Active) => {}
        Some(OrganizationStatus::Suspended) => return Err(Error::Suspended.into()),
        None => return Err(Error::internal("a client without an organization").into()),
    }
    let own = Scopes::parse(&client.scopes)?;
    let asked =
        request.scope.as_deref().filter(|scope| !scope.trim().is_empty()).map(Scopes::parse).transpose()?;
    let now = ctx.now();
    let used = match &request.grant {
        Grant::ClientCredentials => None,
        Grant::Refresh(token) => Some(shown(tx, client, token, now)?),
    };
    let (family, granted) = match &used {
        None => (RefreshFamilyId::new(now, &ctx.rng), own),
        Some(used) => (used.family, own.intersect(&Scopes::parse(&used.scopes)?)),
    };
    let scopes = asked.map_or_else(|| granted.clone(), |asked| granted.intersect(&asked));
    if scopes.is_empty() {
        let message = "The client has none of the scopes asked for";
        return Err(Error::invalid("scope", "invalid_scope", message).into());
    }
    // Only now: a refusal above is kept, and must not use the token up.
    if let Some(used) = used
        && !refresh_tokens::consume(tx, client.organization, &used.token_hash, now)?
    {
        return Err(TokenRefusal::Grant);
    }
    Ok(sign(tx, ctx, client, family, &scopes, request)?)
}

/// The refresh token that the client shows, while it works. One that was used before ends its whole family.
fn shown(
    tx: &mut Tx<'_>,
    client: &ApiClient,
    token: &Secret<String>,
    now: Timestamp,
) -> Result<RefreshToken, TokenRefusal> {
    let hash = TokenHash::of(token.expose());
    let found =
        refresh_tokens::find(tx, client.organization, &hash)?.filter(|found| found.client == client.id);
    let found = found.ok_or(TokenRefusal::Grant)?;
    if found.used_at.is_some_and(|used| now.since(used) > REUSE_GRACE) {
        refresh_tokens::revoke_family(tx, client.organization, found.family, now)?;
    }
    let works = found.used_at.is_none() && found.revoked_at.is_none() && now < found.expires_at;
    works.then_some(found).ok_or(TokenRefusal::Grant)
}

fn sign(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    client: &ApiClient,
    family: RefreshFamilyId,
    scopes: &Scopes,
    request: &TokenRequest,
) -> Result<IssuedTokens> {
    let now = ctx.now();
    let claims = Claims {
        iss: ctx.settings.api_url.clone(),
        sub: client.id,
        org: client.organization,
        scope: scopes.to_string(),
        api_version: request.api_version.clone(),
        iat: now.as_seconds(),
        exp: now.plus(ACCESS_TOKEN_LIFE).as_seconds(),
        jti: vestibule_kernel::id::uuid_v7(now, &ctx.rng).to_string(),
    };
    let refresh_token = issue(SecretKind::RefreshToken, &ctx.rng);
    refresh_tokens::insert(
        tx,
        &RefreshToken {
            organization: client.organization,
            token_hash: TokenHash::of(refresh_token.expose()),
            family,
            client: client.id,
            scopes: scopes.to_string(),
            created_at: now,
            expires_at: now.plus(REFRESH_TOKEN_LIFE),
            used_at: None,
            revoked_at: None,
        },
    )?;
    Ok(IssuedTokens {
        organization: client.organization,
        access_token: Secret::new(jwt::sign(&ctx.keys.tokens, &claims)?),
        expires_in: ACCESS_TOKEN_LIFE.as_secs(),
        refresh_token,
        scope: scopes.to_string(),
    })
}

fn note(tx: &mut Tx<'_>, ctx: &Ctx, origin: &Origin, client: &ApiClient, result: &str) -> Result<()> {
    let actor = client.id.to_string();
    audit::record(tx, ctx, origin, event(client, result, &actor, None))
}

/// Notes somebody who was not taken for the client: the line is about it, not by it.
fn note_stranger(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    origin: &Origin,
    client: &ApiClient,
    result: &str,
) -> Result<()> {
    audit::record_stranger(tx, ctx, origin, event(client, result, "anonymous", Some(client.id.to_string())))
}

fn event<'a>(client: &ApiClient, result: &'a str, actor: &'a str, subject: Option<String>) -> Event<'a> {
    let organization = client.organization;
    Event { organization, action: Action::TokenIssue, result, actor, customer: None, subject }
}
