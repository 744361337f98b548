//! The limits of the token endpoint. A client has its own, apart from that of its other requests: whoever knows its
//! name could use that up. An address has one for what it gets wrong, since names are free.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::IpAddr;
use vestibule_http::{Asked, Failure, Spent, Web};
use vestibule_kernel::id::ClientId;

/// Refuses an address that got too much wrong, before anything of its request is read, and counts what is refused.
pub(crate) async fn limit_address(
    State(web): State<Web>,
    Asked(origin): Asked,
    request: Request,
    next: Next,
) -> Response {
    let Ok(address) = origin.ip.parse::<IpAddr>() else { return next.run(request).await };
    let left = web.strikes.left(address, web.ctx.now());
    if let Err(error) = left.admitted() {
        return telling(Failure(error).into_response(), left);
    }
    let response = next.run(request).await;
    if response.status() == StatusCode::UNAUTHORIZED {
        web.strikes.strike(address, web.ctx.now());
    }
    response
}

/// Counts a request for tokens of the client that it names. A name that no client can have has no limit of its own.
pub(super) fn spend(web: &Web, client: Option<ClientId>) -> Spent {
    client.map(|client| web.limits.spend(&format!("tokens of {client}"))).unwrap_or_default()
}

/// The response, with what is to be told of a limit.
pub(super) fn telling(mut response: Response, spent: Spent) -> Response {
    response.extensions_mut().insert(spent);
    response
}
