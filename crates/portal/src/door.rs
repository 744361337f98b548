//! The door of hand-off links: `GET /?token_hash=…`, `/auth/confirm?…`, and `/start?…` for the checkout.

use crate::chrome;
use crate::guest::Guest;
use crate::previews::is_preview;
use crate::show::{closed, no_portal, outcome, page, see_other};
use axum::extract::State;
use axum::http::header::{SET_COOKIE, USER_AGENT};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use std::time::Duration;
use vestibule_app::access::{Destination, Opened, front_door, open_link};
use vestibule_http::{Handled, NOTICE, Params, Web, private, session_cookie, set_cookie};
use vestibule_kernel::{Error, Result, Token};
use vestibule_view::pages::access::{Forward, LinkProblem};

/// How long a notice waits for the next page.
const NOTICE_LIFE: Duration = Duration::from_secs(60);

/// For developers: what a frame and a script show of this is in their tools alone.
const NO_NAVIGATION: &str = "This link signs in the browser that opens it as a page, so lead the browser there as a \
    top-level navigation: with a link, a redirect, or target=\"_top\" in a frame, never with fetch, and never as the \
    source of a frame or an image.\n";
const NO_PREVIEW: &str = "This link signs in the one person that it was made for, so programs that look at links for others open nothing.\n";

/// Around everything that is answered where links lead: nothing keeps it, and no address travels on.
pub(crate) async fn sealed(response: Response) -> Response {
    private(response)
}

/// `GET /` and `GET /auth/confirm`: opens a link, or leads a visitor to their first page.
pub(crate) async fn front(State(web): State<Web>, method: Method, guest: Guest, params: Params) -> Handled {
    match params.get("token_hash") {
        Some(token) => open(&web, &method, &guest, token, Destination::or_overview(params.get("next"))).await,
        None => {
            let found = front_door(&web.ctx, guest.visitor()).await?;
            outcome(&web, &guest, found, |_, ()| see_other(Destination::overview().as_str()))
        }
    }
}

/// Opens the link with `token` and leads to `next`. What only looks at the address opens nothing.
pub(crate) async fn open(
    web: &Web,
    method: &Method,
    guest: &Guest,
    token: &str,
    next: Destination,
) -> Handled {
    if let Some(declined) = decline(method, guest.headers()) {
        return Ok(declined);
    }
    Ok(match open_link(&web.ctx, guest.visitor(), token).await? {
        Opened::NoPortal => no_portal(web, guest)?,
        Opened::Closed(surface) => closed(web, guest, &surface)?,
        Opened::AlreadyIn => see_other(next.as_str())?,
        Opened::SignedIn { token, life, switched } => signed_in(web, guest, &token, life, switched, &next)?,
        Opened::Refused(surface) => {
            let shown = LinkProblem { app: chrome::back(&surface, None) };
            page(web, guest, StatusCode::GONE, &chrome::of_surface(guest, &surface), &shown)?
        }
    })
}

/// The answer to a request that is no person's navigation: a look at the headers, a prefetch, a load
/// into a frame or an image, a preview. `None` for a navigation, and for browsers that do not say.
fn decline(method: &Method, headers: &HeaderMap) -> Option<Response> {
    let says = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if method == Method::HEAD {
        return Some(StatusCode::OK.into_response());
    }
    // A browser that is refused a prefetch loads the page again when the person goes there.
    let ahead = says("sec-purpose").contains("prefetch") || says("purpose").contains("prefetch");
    if ahead || says("x-moz").contains("prefetch") {
        return Some(StatusCode::SERVICE_UNAVAILABLE.into_response());
    }
    if is_preview(says(USER_AGENT.as_str())) {
        return Some((StatusCode::FORBIDDEN, NO_PREVIEW).into_response());
    }
    let destination = says("sec-fetch-dest");
    (!destination.is_empty() && destination != "document")
        .then(|| (StatusCode::FORBIDDEN, NO_NAVIGATION).into_response())
}

fn signed_in(
    web: &Web,
    guest: &Guest,
    token: &Token,
    life: Duration,
    switched: bool,
    next: &Destination,
) -> Result<Response> {
    let mut response = if is_webkit(guest.headers()) {
        let chrome = chrome::neutral(guest);
        page(web, guest, StatusCode::OK, &chrome, &Forward { url: next.as_str().to_owned() })?
    } else {
        see_other(next.as_str())?
    };
    let unspeakable = || Error::internal("a cookie with characters that no header takes");
    let cookie = session_cookie(&web.site, token.expose(), life).ok_or_else(unspeakable)?;
    response.headers_mut().append(SET_COOKIE, cookie);
    if switched {
        let notice = set_cookie(&web.site, NOTICE, "switched", NOTICE_LIFE).ok_or_else(unspeakable)?;
        response.headers_mut().append(SET_COOKIE, notice);
    }
    Ok(response)
}

/// Safari and every other browser on iOS: they drop cookies that a redirect sets after a hop from
/// another site, so they get a page that goes on by itself.
fn is_webkit(headers: &HeaderMap) -> bool {
    let agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    agent.contains("AppleWebKit/") && !agent.contains("Chrome/") && !agent.contains("Android")
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn declined(method: &Method, headers: &[(&'static str, &'static str)]) -> Option<StatusCode> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, HeaderValue::from_static(value));
        }
        decline(method, &map).map(|response| response.status())
    }

    #[test]
    fn only_navigations_open_links() {
        assert_eq!(declined(&Method::GET, &[]), None);
        assert_eq!(declined(&Method::GET, &[("sec-fetch-dest", "document")]), None);
        assert!(declined(&Method::HEAD, &[]).is_some());
        for header in [
            ("sec-purpose", "prefetch"),
            ("sec-purpose", "prefetch;prerender"),
            ("purpose", "prefetch"),
            ("x-moz", "prefetch"),
            ("sec-fetch-dest", "image"),
            ("sec-fetch-dest", "iframe"),
            ("sec-fetch-dest", "empty"),
            ("user-agent", "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"),
        ] {
            assert!(declined(&Method::GET, &[header]).is_some(), "{header:?}");
        }
    }

    #[test]
    fn browsers_that_drop_cookies_on_redirects_are_known() {
        let is = |agent: &'static str| {
            is_webkit(&HeaderMap::from_iter([(USER_AGENT, HeaderValue::from_static(agent))]))
        };
        assert!(is(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
        ));
        assert!(is(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/125.0 Mobile/15E148 Safari/604.1"
        ));
        assert!(!is(
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0 Safari/537.36"
        ));
        assert!(!is("Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0"));
    }
}
