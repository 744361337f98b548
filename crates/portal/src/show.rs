//! Pages as responses, for whoever stands at the door.

use crate::chrome;
use crate::guest::Guest;
use axum::body::Body;
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use vestibule_app::access::{Outcome, Surface, Visit};
use vestibule_http::{Handled, NOTICE, Web, clear_cookie, compressed, session_cookie_name};
use vestibule_kernel::{Error, Result};
use vestibule_view::pages::access::{SignedOut, SignedOutReason};
use vestibule_view::pages::errors::{Closed, NoPortal};
use vestibule_view::{Chrome, Page};

/// A page with this status.
pub(crate) fn page<P: Page>(
    web: &Web,
    guest: &Guest,
    status: StatusCode,
    chrome: &Chrome,
    page: &P,
) -> Result<Response> {
    let html = web.view.page(chrome, page).map_err(Error::internal)?;
    let mut response = compressed(guest.headers(), "text/html; charset=utf-8", html);
    *response.status_mut() = status;
    if guest.notice().is_some()
        && let Some(cleared) = clear_cookie(&web.site, NOTICE)
    {
        response.headers_mut().append(SET_COOKIE, cleared);
    }
    Ok(response)
}

/// Shows what a use case found, or why the visitor may not see it.
pub(crate) fn outcome<T>(
    web: &Web,
    guest: &Guest,
    outcome: Outcome<T>,
    seen: impl FnOnce(&Visit, T) -> Result<Response>,
) -> Handled {
    Ok(match outcome {
        Outcome::Seen(visit, found) => seen(&visit, found)?,
        Outcome::Stranger(surface) => stranger(web, guest, &surface)?,
        Outcome::Closed(surface) => closed(web, guest, &surface)?,
        Outcome::NoPortal => no_portal(web, guest)?,
    })
}

/// For those who are not signed in: how to get in. The address stays, so that it can be tried again.
fn stranger(web: &Web, guest: &Guest, surface: &Surface) -> Result<Response> {
    let reason = if guest.has_cookie() { SignedOutReason::SessionEnded } else { SignedOutReason::NoSession };
    let shown = SignedOut { reason, app: chrome::back(surface, None) };
    let mut response =
        page(web, guest, StatusCode::UNAUTHORIZED, &chrome::of_surface(guest, surface), &shown)?;
    if guest.has_cookie()
        && let Some(cleared) = clear_cookie(&web.site, session_cookie_name(&web.site))
    {
        response.headers_mut().append(SET_COOKIE, cleared);
    }
    Ok(response)
}

/// For portals that are switched off.
pub(crate) fn closed(web: &Web, guest: &Guest, surface: &Surface) -> Result<Response> {
    page(web, guest, StatusCode::SERVICE_UNAVAILABLE, &chrome::of_surface(guest, surface), &Closed {})
}

/// For hosts where no portal lives: neutral, and silent about who else lives here.
pub(crate) fn no_portal(web: &Web, guest: &Guest) -> Result<Response> {
    page(web, guest, StatusCode::NOT_FOUND, &chrome::neutral(guest), &NoPortal {})
}

/// Leads the browser on, by GET (RFC 9700 section 4.12 asks for 303).
pub(crate) fn see_other(path: &str) -> Result<Response> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    response.headers_mut().insert(LOCATION, HeaderValue::from_str(path).map_err(Error::internal)?);
    Ok(response)
}
