//! What happens around every request of the API: version, limit per client, the envelope of whatever
//! went wrong, and whose request it was.

use crate::bearer::Shown;
use crate::version::{API_VERSION, Version};
use axum::extract::{Request, State};
use axum::http::header::WWW_AUTHENTICATE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use vestibule_app::Origin;
use vestibule_app::clients::{Credential, Holder};
use vestibule_http::{Failure, Spent, Tenant, Web, envelope, message_of};
use vestibule_kernel::Error;

/// The members that RFC 6749 adds to a refusal of the token endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OauthError(pub(crate) &'static str);

/// What a refusal says beside the envelope's own members.
#[derive(Debug, Clone)]
pub(crate) struct Members(pub(crate) Vec<(&'static str, Value)>);

/// Runs a request and finishes its response.
pub(crate) async fn surround(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let request_id = request.extensions().get::<Origin>().map(|origin| origin.request_id.clone());
    let shown = Shown::read(&web.ctx, request.headers());
    let version = Version::asked_for(request.headers(), shown.credential());
    let answered_in = version.as_ref().copied().unwrap_or_default();
    let spent = spend(&web, &shown);
    let credential = shown.credential().cloned();
    let response = match version.and_then(|_| spent.admitted()) {
        Ok(()) => {
            request.extensions_mut().insert(shown);
            request.extensions_mut().insert(answered_in);
            next.run(request).await
        }
        Err(error) => Failure(error).into_response(),
    };
    // The token endpoint has limits of its own, and knows its client otherwise.
    let spent = response.extensions().get::<Spent>().copied().unwrap_or(spent);
    let tenant = response.extensions().get::<Tenant>().cloned();
    let mut response = enveloped(&web, &request_id.unwrap_or_default(), response);
    response.headers_mut().insert(API_VERSION, answered_in.header());
    spent.tell(response.headers_mut());
    if let Some(tenant) = tenant.or_else(|| tenant_of(credential.as_ref()?)) {
        response.extensions_mut().insert(tenant);
    }
    response
}

/// Whose credential it was, once the request has been answered.
fn tenant_of(credential: &Credential) -> Option<Tenant> {
    let Holder { organization, actor } = credential.holder()?;
    Some(Tenant { organization: Some(organization), client: Some(actor) })
}

/// Counts the request against its client's limit; without a credential there is none. A made-up token counts
/// as a client of its own until it is forgotten.
fn spend(web: &Web, shown: &Shown) -> Spent {
    shown.credential().map(|credential| web.limits.spend(&credential.key())).unwrap_or_default()
}

/// The response with its failure, if any, said in the envelope.
fn enveloped(web: &Web, request_id: &str, response: Response) -> Response {
    let oauth = response.extensions().get::<OauthError>().copied();
    let members = response.extensions().get::<Members>().cloned();
    let mut extra = members.map(|Members(members)| members).unwrap_or_default();
    if let (Some(OauthError(code)), Some(Failure(error))) = (oauth, response.extensions().get::<Failure>()) {
        extra.push(("error", code.into()));
        extra.push(("error_description", description(error).into()));
    }
    let mut response = envelope(response, request_id, &web.ctx.settings.api_url, &extra);
    if response.status() == StatusCode::UNAUTHORIZED {
        challenge(response.headers_mut(), oauth);
    }
    response
}

/// The envelope's message; RFC 6749 allows printable ASCII without quotes and backslashes only.
fn description(error: &Error) -> String {
    let allowed = |c: char| matches!(c, ' '..='~') && c != '"' && c != '\\';
    message_of(error).chars().map(|c| if allowed(c) { c } else { '?' }).collect()
}

/// Says how to authenticate (RFC 9110 section 11.6.1).
fn challenge(headers: &mut HeaderMap, oauth: Option<OauthError>) {
    let scheme = if oauth.is_some() { "Basic realm=\"oauth\"" } else { "Bearer realm=\"api\"" };
    headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(scheme));
}
