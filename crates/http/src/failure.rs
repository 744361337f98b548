//! What a handler returns when a use case did not do what was asked. It carries the error to the
//! one place that knows how this surface says it.

use crate::envelope::code_of;
use axum::response::{IntoResponse, Response};
use vestibule_kernel::Error;

/// An error on its way to becoming a response.
#[derive(Debug, Clone)]
pub struct Failure(pub Error);

/// The result of a handler.
pub type Handled<T = Response> = Result<T, Failure>;

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = code_of(&self.0).status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
