//! Compression: pages as they are made, quickly; what never changes, once and well.

use axum::body::Body;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;

/// Below this a header costs more than compression saves.
const WORTH_IT: usize = 860;

/// Whether the client takes `coding`.
pub(crate) fn takes(headers: &HeaderMap, coding: &str) -> bool {
    headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|entry| {
            let (name, parameters) = entry.split_once(';').unwrap_or((entry, ""));
            name.trim().eq_ignore_ascii_case(coding) && parameters.trim().replace(' ', "") != "q=0"
        })
}

/// A response of `text` as `media_type`, compressed when the client takes it and it is worth it.
#[must_use]
pub fn compressed(request: &HeaderMap, media_type: &'static str, text: String) -> Response {
    let packed = if text.len() >= WORTH_IT && takes(request, "gzip") { gzip(text.as_bytes()) } else { None };
    let is_packed = packed.is_some();
    let mut response = Response::new(packed.map_or_else(|| Body::from(text), Body::from));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if is_packed {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}

fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::new(4));
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}
