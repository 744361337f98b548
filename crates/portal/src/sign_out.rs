//! `POST /sign-out`: the session ends on the server, and the browser forgets it.

use crate::chrome;
use crate::guest::Guest;
use crate::show::{outcome, page};
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::response::Response;
use vestibule_app::access::{self, Visit};
use vestibule_http::{Handled, Web, clear_cookie, refuse_cross_site, session_cookie_name};
use vestibule_kernel::Result;
use vestibule_view::pages::access::{SignedOut, SignedOutReason};

/// Ends this browser's session and says so.
pub(crate) async fn sign_out(State(web): State<Web>, method: Method, guest: Guest) -> Handled {
    refuse_cross_site(&method, guest.headers())?;
    let found = access::sign_out(&web.ctx, guest.visitor()).await?;
    outcome(&web, &guest, found, |visit, signed_out| {
        farewell(&web, &guest, visit, signed_out.return_url.as_deref())
    })
}

/// The page after the last session of this browser has ended.
pub(crate) fn farewell(
    web: &Web,
    guest: &Guest,
    visit: &Visit,
    return_url: Option<&str>,
) -> Result<Response> {
    let app = chrome::back(&visit.surface, return_url);
    let shown = SignedOut { reason: SignedOutReason::SignedOut, app };
    let mut response = page(web, guest, StatusCode::OK, &chrome::of_surface(guest, &visit.surface), &shown)?;
    let headers = response.headers_mut();
    if let Some(cleared) = clear_cookie(&web.site, session_cookie_name(&web.site)) {
        headers.append(SET_COOKIE, cleared);
    }
    // Not "cookies": browsers would take those of the operator's whole domain.
    headers.insert(
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"cache\", \"storage\""),
    );
    Ok(response)
}
