//! Stored files as responses.

use axum::body::Body;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::Response;
use vestibule_kernel::asset::Asset;
use vestibule_kernel::{Error, Result};

/// `asset` as a download named `name`, whose characters other than letters, digits and `-._` become `-`.
///
/// # Errors
/// `Internal` when the name makes no header, which the replacing rules out.
pub fn file(asset: Asset, name: &str) -> Result<Response> {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-._".contains(c) { c } else { '-' }).collect();
    let disposition = format!("attachment; filename=\"{plain}\"");
    let mut response = Response::new(Body::from(asset.bytes));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.media_type.as_str()));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_str(&disposition).map_err(Error::internal)?);
    Ok(response)
}
