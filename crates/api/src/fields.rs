//! Bodies: read within their limit, as text, as JSON objects, and field by field with messages that name
//! the field and say what it is and what it should be.

use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use serde_json::{Map, Value};
use std::time::Duration;
use vestibule_http::{Failure, Web};
use vestibule_kernel::{Error, FieldError, Result};

/// Largest body that is taken: 1 MiB.
pub(crate) const BODY_LIMIT: usize = 1024 * 1024;

/// A body that is not there after so long will never be.
const PATIENCE: Duration = Duration::from_secs(30);

/// The fields of a JSON object. Fields that nobody asks for are ignored.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(Map<String, Value>);

impl Fields {
    /// Reads the text of a JSON object.
    ///
    /// # Errors
    /// `Invalid` when it is no JSON (too deep counts as such) or no object.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let value: Value = serde_json::from_str(text)
            .map_err(|error| Error::invalid("", "custom", format!("The body is not valid JSON: {error}")))?;
        match value {
            Value::Object(fields) => Ok(Self(fields)),
            other
            @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => {
                Err(wrong_type("", "object", &other))
            }
        }
    }

    /// The text of `name`.
    ///
    /// # Errors
    /// `Invalid` on `name` when it is missing or no text.
    pub(crate) fn text(&self, name: &str) -> Result<String> {
        match self.0.get(name) {
            None => Err(Error::required(name)),
            Some(value) => text(name, value),
        }
    }

    /// The text of `name`; `None` when it is missing or null.
    ///
    /// # Errors
    /// `Invalid` on `name` when it is something else.
    pub(crate) fn optional_text(&self, name: &str) -> Result<Option<String>> {
        self.given(name).map(|value| text(name, value)).transpose()
    }

    /// The number of `name` as it was written.
    ///
    /// # Errors
    /// `Invalid` on `name` when it is missing or no number.
    pub(crate) fn decimal(&self, name: &str) -> Result<String> {
        match self.0.get(name) {
            None => Err(Error::required(name)),
            Some(Value::Number(number)) => Ok(number.to_string()),
            Some(other) => Err(wrong_type(name, "number", other)),
        }
    }

    /// The whole number of `name`; `None` when it is missing or null. What is beyond the range of
    /// `u32` becomes the nearest end of it: too small and too big are for the rule to say.
    ///
    /// # Errors
    /// `Invalid` on `name` when it is something else.
    pub(crate) fn optional_number(&self, name: &str) -> Result<Option<u32>> {
        self.given(name).map(|value| number(name, value)).transpose()
    }

    fn given(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }
}

fn text(name: &str, value: &Value) -> Result<String> {
    let text = value.as_str().ok_or_else(|| wrong_type(name, "string", value))?;
    without_nul(name, text)?;
    Ok(text.to_owned())
}

/// No database keeps U+0000 in a text, so none can be meant.
pub(crate) fn without_nul(name: &str, text: &str) -> Result<()> {
    if text.contains('\0') {
        return Err(Error::invalid(name, "invalid_format", "Expected text without the character U+0000"));
    }
    Ok(())
}

fn number(name: &str, value: &Value) -> Result<u32> {
    let Value::Number(given) = value else { return Err(wrong_type(name, "number", value)) };
    match (given.as_u64(), given.as_i64()) {
        (Some(whole), _) => Ok(u32::try_from(whole).unwrap_or(u32::MAX)),
        (None, Some(_)) => Ok(0),
        (None, None) => Err(Error::invalid(name, "invalid_type", "Expected integer, received float")),
    }
}

fn wrong_type(name: &str, expected: &str, value: &Value) -> Error {
    let received = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    Error::Invalid(vec![FieldError::new(
        name,
        "invalid_type",
        format!("Expected {expected}, received {received}"),
    )])
}

impl FromRequest<Web> for Fields {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &Web) -> Result<Self, Failure> {
        match media_type(request.headers()) {
            None => {}
            Some(given) if is_json(&given) => {}
            Some(given) => return Err(unsupported(&given, "application/json").into()),
        }
        Ok(Self::parse(&text_of(request).await?)?)
    }
}

/// The `Content-Type` without its parameters, in lower case; `None` when there is none.
pub(crate) fn media_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(CONTENT_TYPE)?.to_str().unwrap_or("unreadable");
    let essence = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    (!essence.is_empty()).then_some(essence)
}

/// Whether a media type is JSON, by itself or by its suffix.
pub(crate) fn is_json(media_type: &str) -> bool {
    media_type == "application/json" || media_type.ends_with("+json")
}

/// A body of the wrong kind.
pub(crate) fn unsupported(given: &str, expected: &str) -> Error {
    let shown: String = given.chars().take(100).collect();
    Error::invalid("Content-Type", "unsupported_media_type", format!("Expected {expected}, received {shown}"))
}

/// The whole body as text.
///
/// # Errors
/// `Invalid` when it is larger than [`BODY_LIMIT`], breaks off, or is not UTF-8.
pub(crate) async fn text_of(request: Request) -> Result<String> {
    let declared = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    if declared.is_some_and(|length: u64| length > BODY_LIMIT as u64) {
        return Err(too_large());
    }
    let body = Limited::new(request.into_body(), BODY_LIMIT);
    let bytes = match tokio::time::timeout(PATIENCE, body.collect()).await {
        Ok(Ok(collected)) => collected.to_bytes(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => return Err(too_large()),
        Ok(Err(_)) | Err(_) => return Err(Error::invalid("", "custom", "The body broke off before its end")),
    };
    String::from_utf8(bytes.into()).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Error::invalid("", "invalid_format", format!("The body is not UTF-8 at byte {at}"))
    })
}

fn too_large() -> Error {
    Error::invalid("", "payload_too_large", "The body is larger than 1 MiB")
}
