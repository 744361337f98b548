//! `POST /oauth/token`: client credentials and refresh (RFC 6749 sections 4.4 and 6), with rotation:
//! a refresh token works once, and using it a second time ends everything that came from it
//! (RFC 9700 section 4.14.2).

use super::jwt::{self, Claims};
use super::scope::Scopes;
use crate::audit::{self, Action, Event};
use crate::{Ctx, Origin};
use std::time::Duration;
use vestibule_kernel::id::{ClientId, RefreshFamilyId};
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

const BAD_REFRESH_TOKEN: &str = "The refresh token is unknown, used, revoked or expired";

/// Whether `error` refuses a refresh token, and not the client that sent it.
#[must_use]
pub fn is_bad_grant(error: &Error) -> bool {
    matches!(error, Error::Unauthenticated(message) if message == BAD_REFRESH_TOKEN)
}

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
    /// The bearer of the API.
    pub access_token: Secret<String>,
    /// Seconds until it stops working.
    pub expires_in: u64,
    /// What gets the next pair.
    pub refresh_token: Secret<String>,
    /// What they may do.
    pub scope: String,
}

/// How the unit ended; a refusal is an answer here, so that what it changed is kept.
enum Outcome {
    Issued(IssuedTokens),
    Refused(Error),
}

/// Issues an access token and a refresh token.
///
/// # Errors
/// `Unauthenticated` with code-less text for a wrong client or refresh token, `Invalid` on `scope`,
/// `Suspended`.
pub async fn issue_tokens(ctx: &Ctx, request: TokenRequest, origin: Origin) -> Result<IssuedTokens> {
    let unit = ctx.clone();
    match ctx.db.write(move |tx| issue_in(tx, &unit, &request, &origin)).await? {
        Outcome::Issued(tokens) => Ok(tokens),
        Outcome::Refused(error) => Err(error),
    }
}

fn issue_in(tx: &mut Tx<'_>, ctx: &Ctx, request: &TokenRequest, origin: &Origin) -> Result<Outcome> {
    let client = authenticate(tx, request)?;
    let own = Scopes::parse(&client.scopes)?;
    let asked =
        request.scope.as_deref().filter(|scope| !scope.trim().is_empty()).map(Scopes::parse).transpose()?;
    let now = ctx.now();
    let (family, granted) = match &request.grant {
        Grant::ClientCredentials => (RefreshFamilyId::new(now, &ctx.rng), own),
        Grant::Refresh(token) => match consume(tx, &client, token, now)? {
            Ok(used) => (used.family, own.intersect(&Scopes::parse(&used.scopes)?)),
            Err(refusal) => {
                note(tx, ctx, origin, &client, "invalid_grant")?;
                return Ok(Outcome::Refused(refusal));
            }
        },
    };
    let scopes = asked.map_or_else(|| granted.clone(), |asked| granted.intersect(&asked));
    if scopes.is_empty() {
        return Err(Error::invalid("scope", "invalid_scope", "The client has none of the scopes asked for"));
    }
    let tokens = sign(tx, ctx, &client, family, &scopes, request)?;
    note(tx, ctx, origin, &client, "ok")?;
    Ok(Outcome::Issued(tokens))
}

/// The client behind `client_id` and `client_secret`.
fn authenticate(tx: &mut Tx<'_>, request: &TokenRequest) -> Result<ApiClient> {
    let wrong = || Error::Unauthenticated("Unknown client, or wrong client secret".into());
    let id: ClientId = request.client_id.parse().map_err(|_| wrong())?;
    let client = api_clients::find(tx, id)?.filter(|client| client.revoked_at.is_none()).ok_or_else(wrong)?;
    if !client.secret_hash.matches(&TokenHash::of(request.client_secret.expose())) {
        return Err(wrong());
    }
    let organization = organizations::find(tx, client.organization)?.ok_or_else(wrong)?;
    match organization.status {
        OrganizationStatus::Active => Ok(client),
        OrganizationStatus::Suspended => Err(Error::Suspended),
    }
}

/// Uses a refresh token up, or tells why not. A token that was used before ends its whole family.
fn consume(
    tx: &mut Tx<'_>,
    client: &ApiClient,
    token: &Secret<String>,
    now: Timestamp,
) -> Result<Result<RefreshToken, Error>> {
    let refused = || Error::Unauthenticated(BAD_REFRESH_TOKEN.into());
    let hash = TokenHash::of(token.expose());
    let found =
        refresh_tokens::find(tx, client.organization, &hash)?.filter(|found| found.client == client.id);
    let Some(found) = found else { return Ok(Err(refused())) };
    if refresh_tokens::consume(tx, client.organization, &hash, now)? {
        return Ok(Ok(found));
    }
    if found.used_at.is_some_and(|used| now.since(used) > REUSE_GRACE) {
        refresh_tokens::revoke_family(tx, client.organization, found.family, now)?;
    }
    Ok(Err(refused()))
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
        access_token: Secret::new(jwt::sign(&ctx.keys.tokens, &claims)?),
        expires_in: ACCESS_TOKEN_LIFE.as_secs(),
        refresh_token,
        scope: scopes.to_string(),
    })
}

fn note(tx: &mut Tx<'_>, ctx: &Ctx, origin: &Origin, client: &ApiClient, result: &str) -> Result<()> {
    let actor = client.id.to_string();
    let event = Event {
        organization: client.organization,
        action: Action::TokenIssue,
        result,
        actor: &actor,
        customer: None,
        subject: None,
    };
    audit::record(tx, ctx, origin, event)
}
