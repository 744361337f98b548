//! What paths name. What is no text names nothing, so it is the use case that says "not found", in the same
//! words for every reason, and the surface that says it as it says everything.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use std::convert::Infallible;

/// The one `{…}` of a path, as it was sent; empty when it is no text at all.
#[derive(Debug, Clone)]
pub struct Segment(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Segment {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let segment = Path::<String>::from_request_parts(parts, state).await;
        Ok(Self(segment.map(|Path(segment)| segment).unwrap_or_default()))
    }
}
