//! The shared stylesheet as a response: compressed once, cached for ever.

use crate::encoding::takes;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;

/// The stylesheet of every page, in the best coding that the client takes. Its path changes with
/// its bytes, so it may be kept for ever.
#[must_use]
pub fn stylesheet(request: &HeaderMap) -> Response {
    let sheet = vestibule_view::stylesheet();
    let (body, coding) = if takes(request, "br") {
        (sheet.brotli(), Some("br"))
    } else if takes(request, "gzip") {
        (sheet.gzip(), Some("gzip"))
    } else {
        (sheet.css.as_bytes(), None)
    };
    let mut response = Response::new(Body::from(body));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(coding) = coding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}
