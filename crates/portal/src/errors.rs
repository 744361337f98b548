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
use vestibule_view::pages::errors::{NotFound, Problem, Refused, TooMany, Unavailable, Unreadable};

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
        Error::Invalid(_) => page(web, guest, status, chrome, &Unreadable {}),
        Error::Forbidden(_) => page(web, guest, status, chrome, &Refused {}),
        Error::Unauthenticated(_)
        | Error::Suspended
        | Error::Conflict { .. }
        | Error::Rule { .. }
        | Error::Internal(_) => {
            page(web, guest, status, chrome, &Problem { request_id: guest.request_id().to_owned() })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::extract::FromRequestParts as _;
    use axum::http::header::ACCEPT_LANGUAGE;
    use http_body_util::BodyExt as _;
    use std::sync::Arc;
    use vestibule_app::{Ctx, Db, Keys, Options, Settings};
    use vestibule_http::Site;
    use vestibule_kernel::{Clock, Rng};

    fn web(folder: &tempfile::TempDir) -> Web {
        let url = format!("sqlite:{}", folder.path().join("test.db").display());
        let settings = Settings {
            api_url: "https://api.example.com".into(),
            api_hosts: vec!["api.example.com".into()],
            portal_scheme: "https".into(),
            portal_domain: "portal.example.com".into(),
            portal_port: None,
        };
        let ctx = Ctx {
            db: Db::open(&Options::new(url)).unwrap(),
            clock: Clock::system(),
            rng: Rng::seeded(1),
            settings: Arc::new(settings),
            keys: Arc::new(Keys::derive([7; 32])),
        };
        let site = Site {
            api_hosts: vec!["api.example.com".into()],
            portal_domain: "portal.example.com".into(),
            secure: true,
            trusted_proxies: Vec::new(),
            client_limit: None,
        };
        Web::new(ctx, site, None).unwrap()
    }

    async fn told(web: &Web, error: &Error, language: &str) -> String {
        let request = Request::builder().header(ACCEPT_LANGUAGE, language).body(Body::empty()).unwrap();
        let Ok(guest) = Guest::from_request_parts(&mut request.into_parts().0, web).await;
        let chrome = chrome::neutral(&guest);
        let page = about(web, &guest, StatusCode::BAD_REQUEST, &chrome, error).unwrap();
        String::from_utf8(page.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
    }

    #[tokio::test]
    async fn what_cannot_be_read_and_what_is_refused_is_called_no_fault_of_ours() {
        let folder = tempfile::tempdir().unwrap();
        let web = web(&folder);
        let unreadable = Error::invalid("month", "invalid_value", "Expected a month");
        let refused = Error::Forbidden("From elsewhere".into());
        for (error, language, words) in [
            (&unreadable, "de", "Das konnten wir nicht lesen"),
            (&unreadable, "en", "We could not read that"),
            (&refused, "de", "Das haben wir nicht ausgeführt"),
            (&refused, "en", "We did not do that"),
        ] {
            let page = told(&web, error, language).await;
            assert!(page.contains(words), "{page}");
            for blame in
                ["Der Fehler liegt bei uns", "The fault is ours", "Expected a month", "From elsewhere"]
            {
                assert!(!page.contains(blame), "{page}");
            }
        }
        let ours = told(&web, &Error::internal("a detail"), "de").await;
        assert!(ours.contains("Der Fehler liegt bei uns") && !ours.contains("a detail"), "{ours}");
    }
}
