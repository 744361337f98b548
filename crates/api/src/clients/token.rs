//! `POST /oauth/token`

use super::limit::{spend, telling};
use super::token_request::Asking;
use crate::schema::tag;
use crate::surround::OauthError;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use utoipa::ToSchema;
use vestibule_app::clients::{IssuedTokens, TokenRefusal, issue_tokens};
use vestibule_http::{Asked, Failure, Tenant, Web, private};
use vestibule_kernel::Error;
use vestibule_kernel::id::ClientId;

tag!(BearerTag = "Bearer");

/// What asks for tokens.
#[derive(Debug, Clone, serde::Serialize, ToSchema)]
pub(crate) struct TokenRequestBody {
    /// `client_credentials`, or `refresh_token` to go on with the tokens you have.
    #[schema(schema_with = grant_types)]
    grant_type: &'static str,
    /// The refresh token of the last answer. It works once; only for `refresh_token`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    refresh_token: Option<String>,
    /// Your client's id, unless it is in the `Authorization` header.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    client_id: Option<String>,
    /// Your client's secret, unless it is in the `Authorization` header.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    client_secret: Option<String>,
    /// Narrower permissions than your client's, separated by spaces.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    scope: Option<String>,
}

fn grant_types() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
    crate::schema::words(
        &super::metadata::GRANT_TYPES,
        "How you ask: with your client's own secret, or with the refresh token of the last answer.",
    )
}

impl TokenRequestBody {
    /// The usual request.
    fn sample() -> Self {
        Self {
            grant_type: "client_credentials",
            refresh_token: None,
            client_id: None,
            client_secret: None,
            scope: Some("read:* write:*".into()),
        }
    }
}

/// Tokens, shown once.
#[derive(Debug, Clone, serde::Serialize, ToSchema)]
pub(crate) struct Tokens {
    /// What goes into `Authorization: Bearer`. Opaque.
    access_token: String,
    /// Always `Bearer`.
    #[schema(schema_with = BearerTag::schema)]
    token_type: BearerTag,
    /// Seconds until the access token stops working.
    expires_in: u64,
    /// What gets the next pair. It works once and lives 60 days.
    refresh_token: String,
    /// What the access token may do, separated by spaces.
    scope: String,
}

impl Tokens {
    fn sample() -> Self {
        Self {
            access_token: "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9…".into(),
            token_type: BearerTag,
            expires_in: 3600,
            refresh_token: "vst_rt_…".into(),
            scope: "read:* write:*".into(),
        }
    }
}

impl From<IssuedTokens> for Tokens {
    fn from(issued: IssuedTokens) -> Self {
        Self {
            access_token: issued.access_token.expose().clone(),
            token_type: BearerTag,
            expires_in: issued.expires_in,
            refresh_token: issued.refresh_token.expose().clone(),
            scope: issued.scope,
        }
    }
}

/// Get tokens
///
/// Client credentials and refresh (RFC 6749 sections 4.4 and 6). A refresh token works once; using it
/// again ends everything that came from it, unless that is within ten seconds, as a repeated request is. The
/// API version that you ask for is bound into the access token. Errors carry the members `error` and `error_description` of RFC 6749 beside the usual ones.
#[utoipa::path(
    post, path = "/oauth/token", tag = "Authentication", security(("Basic" = []), ()),
    request_body(content(
        (TokenRequestBody = "application/x-www-form-urlencoded"),
        (TokenRequestBody = "application/json", example = json!(TokenRequestBody::sample())),
    )),
    responses((status = 200, description = "The tokens.", body = Tokens, example = json!(Tokens::sample())))
)]
pub(crate) async fn issue_token(
    State(web): State<Web>,
    Asked(origin): Asked,
    Asking(request): Asking,
) -> Response {
    let client = request.client_id.parse::<ClientId>().ok();
    let spent = spend(&web, client);
    let answer = match spent.admitted() {
        Ok(()) => issue_tokens(&web.ctx, request, origin).await,
        Err(error) => Err(error.into()),
    };
    let organization = answer.as_ref().ok().map(|tokens| tokens.organization);
    // Whoever is refused may only have said that they are this client; the status tells.
    let tenant = Tenant { organization, client: client.map(|client| client.to_string()) };
    let mut response = telling(said(answer), spent);
    response.extensions_mut().insert(tenant);
    response
}

fn said(answer: Result<IssuedTokens, TokenRefusal>) -> Response {
    match answer {
        Ok(tokens) => private(Json(Tokens::from(tokens)).into_response()),
        Err(refusal @ TokenRefusal::Grant) => bad_grant(refusal),
        Err(TokenRefusal::Other(error)) => Failure(error).into_response(),
    }
}

/// The client is known, what it shows is worth nothing.
fn bad_grant(refusal: TokenRefusal) -> Response {
    let mut response = Failure(refusal.into()).into_response();
    response.extensions_mut().insert(OauthError("invalid_grant"));
    response
}

/// Gives a refusal that has none yet its name in RFC 6749 section 5.2.
pub(crate) async fn oauth_error(mut response: Response) -> Response {
    if response.extensions().get::<OauthError>().is_none()
        && let Some(Failure(error)) = response.extensions().get::<Failure>()
    {
        let name = OauthError(name_of(error));
        response.extensions_mut().insert(name);
    }
    response
}

fn name_of(error: &Error) -> &'static str {
    match error {
        Error::Unauthenticated(_) => "invalid_client",
        Error::Invalid(fields) => match fields.first().map(|field| field.code) {
            Some("unsupported_grant_type") => "unsupported_grant_type",
            Some("invalid_scope") => "invalid_scope",
            Some(_) | None => "invalid_request",
        },
        Error::Suspended | Error::Forbidden(_) => "unauthorized_client",
        Error::RateLimited { .. } | Error::Unavailable(_) => "temporarily_unavailable",
        Error::NotFound(_) | Error::Conflict { .. } | Error::Rule { .. } => "invalid_request",
        Error::Internal(_) => "server_error",
    }
}
