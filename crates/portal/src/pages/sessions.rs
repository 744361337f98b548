//! `/account/sessions`: where the customer is signed in, and ending it.

use crate::chrome;
use crate::guest::Guest;
use crate::show::{outcome, page, see_other};
use crate::sign_out::farewell;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{Method, StatusCode};
use std::time::Duration;
use vestibule_app::access;
use vestibule_http::{Handled, NOTICE, Segment, Web, refuse_cross_site, set_cookie};
use vestibule_view::Place;
use vestibule_view::pages::account::Sessions;

/// The list of sign-ins.
pub(crate) async fn list(State(web): State<Web>, guest: Guest) -> Handled {
    let found = access::sessions(&web.ctx, guest.visitor()).await?;
    outcome(&web, &guest, found, |visit, sessions| {
        let app = visit.surface.organization.settings.app.as_ref().map(|app| app.name.clone());
        let shown = Sessions::of(&sessions, visit.session.id, app);
        page(&web, &guest, StatusCode::OK, &chrome::of_visit(&guest, visit, Some(Place::Sessions)), &shown)
    })
}

/// Ends one sign-in. This browser's own is a sign-out.
pub(crate) async fn end_one(
    State(web): State<Web>,
    method: Method,
    guest: Guest,
    Segment(session): Segment,
) -> Handled {
    refuse_cross_site(&method, guest.headers())?;
    let found = access::end_session(&web.ctx, guest.visitor(), &session).await?;
    outcome(&web, &guest, found, |visit, own| {
        if own {
            return farewell(&web, &guest, visit, visit.session.return_url.as_deref());
        }
        let mut response = see_other(Place::Sessions.path())?;
        if let Some(notice) = set_cookie(&web.site, NOTICE, "ended", Duration::from_secs(60)) {
            response.headers_mut().append(SET_COOKIE, notice);
        }
        Ok(response)
    })
}

/// Ends every sign-in, this browser's too.
pub(crate) async fn end_all(State(web): State<Web>, method: Method, guest: Guest) -> Handled {
    refuse_cross_site(&method, guest.headers())?;
    let found = access::end_all_sessions(&web.ctx, guest.visitor()).await?;
    outcome(&web, &guest, found, |visit, _| {
        farewell(&web, &guest, visit, visit.session.return_url.as_deref())
    })
}
