//! `GET /.well-known/oauth-authorization-server`

use axum::Json;
use axum::extract::State;
use utoipa::ToSchema;
use vestibule_app::clients::Scope;
use vestibule_http::Web;

/// The grants that the token endpoint takes.
pub(super) const GRANT_TYPES: [&str; 2] = ["client_credentials", "refresh_token"];

/// What the authorization server can do (RFC 8414). Only what exists is in it: there is no authorization endpoint,
/// and so there are no methods of a code challenge.
#[derive(Debug, Clone, serde::Serialize, ToSchema)]
pub(crate) struct Metadata {
    /// The API's own address.
    issuer: String,
    /// Where tokens are asked for.
    token_endpoint: String,
    /// Empty: there is no authorization endpoint.
    response_types_supported: Vec<&'static str>,
    /// The grants that the token endpoint takes.
    grant_types_supported: Vec<&'static str>,
    /// How clients say who they are there.
    token_endpoint_auth_methods_supported: Vec<&'static str>,
    /// The permissions there are.
    scopes_supported: Vec<&'static str>,
    /// The documentation for people.
    service_documentation: String,
}

impl Metadata {
    fn of(api_url: &str) -> Self {
        Self {
            issuer: api_url.to_owned(),
            token_endpoint: format!("{api_url}/oauth/token"),
            response_types_supported: Vec::new(),
            grant_types_supported: GRANT_TYPES.to_vec(),
            token_endpoint_auth_methods_supported: vec!["client_secret_basic", "client_secret_post"],
            scopes_supported: Scope::ALL.iter().map(|scope| scope.as_str()).collect(),
            service_documentation: format!("{api_url}/docs"),
        }
    }
}

/// Get the authorization server's metadata
///
/// What OAuth libraries configure themselves with (RFC 8414).
#[utoipa::path(
    get, path = "/.well-known/oauth-authorization-server", tag = "Authentication",
    responses((status = 200, description = "The metadata.", body = Metadata,
        example = json!(Metadata::of("https://api.example.com"))))
)]
pub(crate) async fn get_metadata(State(web): State<Web>) -> Json<Metadata> {
    Json(Metadata::of(&web.ctx.settings.api_url))
}
