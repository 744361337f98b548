//! Who sent a request to a portal, as far as the request tells.

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use std::convert::Infallible;
use vestibule_app::Origin;
use vestibule_app::access::Visitor;
use vestibule_app::portals::Host;
use vestibule_http::{NOTICE, Params, Web, cookie, session_cookie_name};
use vestibule_kernel::{Locale, TokenKey};

/// What a request shows of who sent it.
#[derive(Debug, Clone)]
pub(crate) struct Guest {
    visitor: Visitor,
    has_cookie: bool,
    headers: HeaderMap,
}

impl Guest {
    /// The visitor, for use cases.
    pub(crate) fn visitor(&self) -> Visitor {
        self.visitor.clone()
    }

    /// The request's id.
    pub(crate) fn request_id(&self) -> &str {
        &self.visitor.origin.request_id
    }

    /// Whether the browser has a session cookie, good or not.
    pub(crate) fn has_cookie(&self) -> bool {
        self.has_cookie
    }

    /// The browser's language.
    pub(crate) fn locale(&self) -> Option<Locale> {
        let header = self.headers.get(ACCEPT_LANGUAGE)?;
        Locale::from_accept_language(header.to_str().ok()?)
    }

    /// What the previous response left to be said.
    pub(crate) fn notice(&self) -> Option<&str> {
        cookie(&self.headers, NOTICE).filter(|notice| !notice.is_empty())
    }

    /// The request's headers.
    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.headers
    }
}

impl FromRequestParts<Web> for Guest {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Infallible> {
        let host = parts.extensions.get::<Host>().cloned().unwrap_or(Host::Custom(String::new()));
        let origin = parts.extensions.get::<Origin>().cloned().unwrap_or_default();
        let token = cookie(&parts.headers, session_cookie_name(&web.site)).filter(|token| !token.is_empty());
        let (has_cookie, session) = (token.is_some(), token.and_then(TokenKey::of));
        let params = Params::parse(parts.uri.query().unwrap_or_default());
        let subscription = params.get("subscription").and_then(|id| id.parse().ok());
        let visitor = Visitor { host, session, subscription, origin };
        Ok(Self { visitor, has_cookie, headers: parts.headers.clone() })
    }
}
