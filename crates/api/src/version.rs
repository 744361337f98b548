//! The version of the API: chosen by header, else by the credential, and said with every answer.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use std::convert::Infallible;
use vestibule_app::clients::Credential;
use vestibule_kernel::{Error, Result};

/// The header that asks for a version, and tells which one answers.
pub(crate) const API_VERSION: HeaderName = HeaderName::from_static("x-api-version");

/// The version of callers that ask for none.
pub const DEFAULT_VERSION: &str = "2026-01-29.edison";

/// Every version that is spoken, the newest last.
pub const SUPPORTED_VERSIONS: &[&str] = &[DEFAULT_VERSION];

/// The version that this request is answered in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Version(&'static str);

impl Default for Version {
    fn default() -> Self {
        Self(DEFAULT_VERSION)
    }
}

impl Version {
    /// The version that a request asks for: by its header, else by its credential, else the default.
    /// An empty header asks for nothing. A credential may be older than our memory of its version;
    /// it gets the default then.
    ///
    /// # Errors
    /// `Invalid` listing the versions there are, when the header names another or is doubled.
    pub(crate) fn asked_for(headers: &HeaderMap, credential: Option<&Credential>) -> Result<Self> {
        let mut values = headers.get_all(API_VERSION).iter();
        match (values.next(), values.next()) {
            (Some(value), None) if !value.is_empty() => {
                value.to_str().ok().and_then(Self::named).ok_or_else(unknown)
            }
            (Some(_), Some(_)) => Err(unknown()),
            (Some(_) | None, None) | (None, Some(_)) => {
                let own = credential.and_then(Credential::api_version).and_then(Self::named);
                Ok(own.unwrap_or_default())
            }
        }
    }

    fn named(name: &str) -> Option<Self> {
        SUPPORTED_VERSIONS.iter().copied().find(|known| *known == name.trim()).map(Self)
    }

    /// Its name.
    pub(crate) const fn as_str(self) -> &'static str {
        self.0
    }

    /// Its name as a header.
    pub(crate) const fn header(self) -> HeaderValue {
        HeaderValue::from_static(self.0)
    }
}

fn unknown() -> Error {
    let known: Vec<String> = SUPPORTED_VERSIONS.iter().map(|version| format!("'{version}'")).collect();
    let message = format!("Unknown API version. Expected {}, once, or no header", known.join(" | "));
    Error::invalid("X-API-Version", "invalid_value", message)
}

impl<S: Sync> FromRequestParts<S> for Version {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().copied().unwrap_or_default())
    }
}
