//! The one table of what errors are called on the wire, and the envelope that says them.

use crate::failure::Failure;
use axum::http::header::{ALLOW, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use vestibule_kernel::Error;
use vestibule_kernel::error::whole_seconds;

/// What an error is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// The status of the response.
    pub status: StatusCode,
    /// The `code` in the envelope, and the last segment of its documentation's address.
    pub name: &'static str,
}

macro_rules! codes {
    ($($constant:ident = $status:ident $name:literal;)+) => {
        $(const $constant: Code = Code { status: StatusCode::$status, name: $name };)+
        /// Every code there is.
        pub const CODES: &[Code] = &[$($constant),+];
    };
}

codes! {
    BAD_REQUEST = BAD_REQUEST "BAD_REQUEST";
    UNAUTHORIZED = UNAUTHORIZED "UNAUTHORIZED";
    PAYMENT_REQUIRED = PAYMENT_REQUIRED "PAYMENT_REQUIRED";
    FORBIDDEN = FORBIDDEN "FORBIDDEN";
    NOT_FOUND = NOT_FOUND "NOT_FOUND";
    METHOD_NOT_ALLOWED = METHOD_NOT_ALLOWED "METHOD_NOT_ALLOWED";
    CONFLICT = CONFLICT "CONFLICT";
    PAYLOAD_TOO_LARGE = PAYLOAD_TOO_LARGE "PAYLOAD_TOO_LARGE";
    UNSUPPORTED_MEDIA_TYPE = UNSUPPORTED_MEDIA_TYPE "UNSUPPORTED_MEDIA_TYPE";
    UNPROCESSABLE_ENTITY = UNPROCESSABLE_ENTITY "UNPROCESSABLE_ENTITY";
    TOO_MANY_REQUESTS = TOO_MANY_REQUESTS "TOO_MANY_REQUESTS";
    INTERNAL_SERVER_ERROR = INTERNAL_SERVER_ERROR "INTERNAL_SERVER_ERROR";
    SERVICE_UNAVAILABLE = SERVICE_UNAVAILABLE "SERVICE_UNAVAILABLE";
}

/// What `error` is called.
#[must_use]
pub fn code_of(error: &Error) -> Code {
    match error {
        Error::Invalid(fields) => match fields.first().map(|field| field.code) {
            Some("payload_too_large") => PAYLOAD_TOO_LARGE,
            Some("unsupported_media_type") => UNSUPPORTED_MEDIA_TYPE,
            Some(_) | None => BAD_REQUEST,
        },
        Error::Unauthenticated(_) => UNAUTHORIZED,
        Error::Suspended => PAYMENT_REQUIRED,
        Error::Forbidden(_) => FORBIDDEN,
        Error::NotFound(_) => NOT_FOUND,
        Error::Conflict { .. } => CONFLICT,
        Error::Rule { .. } => UNPROCESSABLE_ENTITY,
        Error::RateLimited { .. } => TOO_MANY_REQUESTS,
        Error::Unavailable(_) => SERVICE_UNAVAILABLE,
        Error::Internal(_) => INTERNAL_SERVER_ERROR,
    }
}

/// What the outside is told: an internal's detail stays in the log.
#[must_use]
pub fn message_of(error: &Error) -> String {
    match error {
        Error::Internal(_) => "Internal Server Error".to_owned(),
        Error::Unavailable(_) => {
            "The service is unavailable for the moment, and the request may not have been carried out. Try again".to_owned()
        }
        Error::Invalid(_)
        | Error::Unauthenticated(_)
        | Error::Suspended
        | Error::Forbidden(_)
        | Error::NotFound(_)
        | Error::Conflict { .. }
        | Error::Rule { .. }
        | Error::RateLimited { .. } => error.to_string(),
    }
}

/// Turns what a JSON surface answered into the envelope where it failed: our own failures, and the
/// framework's bare 404 and 405. `extra` adds members to the object.
#[must_use]
pub fn envelope(
    response: Response,
    request_id: &str,
    docs_url: &str,
    extra: &[(&str, serde_json::Value)],
) -> Response {
    let (error, code) = match (response.extensions().get::<Failure>(), response.status()) {
        (Some(Failure(error)), _) => (Some(error.clone()), code_of(error)),
        (None, StatusCode::NOT_FOUND) => (None, NOT_FOUND),
        (None, StatusCode::METHOD_NOT_ALLOWED) => (None, METHOD_NOT_ALLOWED),
        (None, _) => return response,
    };
    let message = match &error {
        Some(error) => message_of(error),
        None if code == METHOD_NOT_ALLOWED => "Method not allowed; the Allow header lists what is".to_owned(),
        None => "No such path; /docs lists every operation".to_owned(),
    };
    let mut body = serde_json::json!({
        "code": code.name,
        "message": message,
        "requestId": request_id,
        "docs": format!("{docs_url}/docs/errors/{}", code.name),
    });
    if let serde_json::Value::Object(members) = &mut body {
        members.extend(extra.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    }
    let mut answer = (code.status, axum::Json(body)).into_response();
    if let Some(Error::RateLimited { after }) = error {
        answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(whole_seconds(after)));
    }
    if code == SERVICE_UNAVAILABLE {
        answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    }
    if let Some(allowed) = response.headers().get(ALLOW) {
        answer.headers_mut().insert(ALLOW, allowed.clone());
    }
    if let Some(error) = error {
        answer.extensions_mut().insert(Failure(error));
    }
    answer
}
