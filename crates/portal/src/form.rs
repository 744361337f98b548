//! What a form of one of our pages sends.

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use vestibule_http::{Failure, Params, Web};
use vestibule_kernel::Error;

/// Largest form: our own are far smaller.
const LARGEST: usize = 64 * 1024;

/// The fields of a form, by name.
pub(crate) struct Form(pub(crate) Params);

impl FromRequest<Web> for Form {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &Web) -> Result<Self, Failure> {
        let unreadable = || Error::invalid("", "invalid_format", "Expected the fields of a form");
        let bytes = to_bytes(request.into_body(), LARGEST).await.map_err(|_| unreadable())?;
        let text = std::str::from_utf8(&bytes).map_err(|_| unreadable())?;
        Ok(Self(Params::parse(text)))
    }
}
