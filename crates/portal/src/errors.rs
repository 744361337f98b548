//! Failures as pages: what happened in plain words, and a next step. Whoever is signed in stays
//! among their own navigation.

use crate::chrome;
use crate::guest::Guest;
use crate::show::{closed, no_portal, page};
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use vestibule_app::access::{Outcome, front_door};
use vestibule_http::{Failure, Web};
use vestibule_kernel::error::whole_seconds;
use vestibule_kernel::{Error, Result};
use vestibule_view::Chrome;
use vestibule_view::pages::errors::{NotFound, Problem, TooMany, Unavailable};

/// For paths that are none of ours.
pub(crate) async fn no_such_page() -> Failure {
    Failure(Error::NotFound("Page"))
}

/// Turns failures, and the framework's bare 405, into pages.
pub(crate) async fn as_pages(State(web): State<Web>, guest: Guest, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let failed = response.extensions().get::<Failure>().cloned();
    let status = response.status();
    let error = match (failed, status) {
        (Some(Failure(error)), _) => error,
        (None, StatusCode::METHOD_NOT_ALLOWED) => Error::NotFound("Page"),
        (None, _) => return response,
    };
    let mut shown = match explain(&web, &guest, status, &error).await {
        Ok(page) => page,
        Err(_) => return response,
    };
    if let Some(allowed) = response.headers().get(ALLOW) {
        shown.headers_mut().insert(ALLOW, allowed.clone());
    }
    if let Error::RateLimited { after } = &error {
        shown.headers_mut().insert(RETRY_AFTER, HeaderValue::from(whole_seconds(*after)));
    }
    shown.extensions_mut().insert(Failure(error));
    shown
}

async fn explain(web: &Web, guest: &Guest, status: StatusCode, error: &Error) -> Result<Response> {
    if let Error::Unavailable(_) | Error::Internal(_) = error {
        // The database may be what is away: ask it nothing.
        return about(web, guest, status, &chrome::neutral(guest), error);
    }
    match front_door(&web.ctx, guest.visitor()).await {
        Ok(Outcome::Seen(visit, ())) => {
            about(web, guest, status, &chrome::of_visit(guest, &visit, None), error)
        }
        Ok(Outcome::Stranger(surface)) => {
            about(web, guest, status, &chrome::of_surface(guest, &surface), error)
        }
        Ok(Outcome::Closed(surface)) => closed(web, guest, &surface),
        Ok(Outcome::NoPortal) => no_portal(web, guest),
        Err(_) => about(web, guest, status, &chrome::neutral(guest), error),
    }
}

fn about(web: &Web, guest: &Guest, status: StatusCode, chrome: &Chrome, error: &Error) -> Result<Response> {
    match error {
        Error::NotFound(_) => page(web, guest, status, chrome, &NotFound {}),
        Error::RateLimited { after } => page(
            web,
            guest,
            status,
            chrome,
            &TooMany { seconds: u32::try_from(whole_seconds(*after)).unwrap_or(u32::MAX) },
        ),
        Error::Unavailable(_) => page(web, guest, status, chrome, &Unavailable {}),
        Error::Invalid(_)
        | Error::Unauthenticated(_)
        | Error::Suspended
        | Error::Forbidden(_)
        | Error::Conflict { .. }
        | Error::Rule { .. }
        | Error::Internal(_) => {
            page(web, guest, status, chrome, &Problem { request_id: guest.request_id().to_owned() })
        }
    }
}
