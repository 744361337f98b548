//! Headers that protect: on every response the same, on sensitive ones stricter.

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::Response;

const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);

const FIXED: [(HeaderName, HeaderValue); 6] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
];

/// Sets what every response carries; a header that the route set itself stays.
pub(crate) fn protect(headers: &mut HeaderMap, secure: bool) {
    for (name, value) in FIXED {
        headers.entry(name).or_insert(value);
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if secure {
        headers
            .entry(STRICT_TRANSPORT_SECURITY)
            .or_insert(HeaderValue::from_static("max-age=31536000; includeSubDomains"));
    }
}

/// Makes a response private to this moment: nothing keeps it, and no address travels on.
#[must_use]
pub fn private(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn protected(secure: bool) -> HeaderMap {
        let mut headers = HeaderMap::new();
        protect(&mut headers, secure);
        headers
    }

    #[test]
    fn over_tls_browsers_are_told_to_stay_there_for_a_year() {
        let [over_tls, plain] = [true, false].map(protected);
        assert_eq!(over_tls[STRICT_TRANSPORT_SECURITY], "max-age=31536000; includeSubDomains");
        assert!(!plain.contains_key(STRICT_TRANSPORT_SECURITY));
    }

    #[test]
    fn every_response_is_protected_and_what_a_route_decided_stays() {
        let headers = protected(true);
        for (name, value) in FIXED {
            assert_eq!(headers.get(&name), Some(&value), "{name}");
        }
        assert_eq!(headers[CACHE_CONTROL], "no-store");
        let mut headers = HeaderMap::from_iter([(CACHE_CONTROL, HeaderValue::from_static("public"))]);
        protect(&mut headers, true);
        assert_eq!(headers[CACHE_CONTROL], "public");
    }
}
