//! Who is asking: the token of the `Authorization` header. Whether it may do what it asks for is decided
//! inside the use case.

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use vestibule_app::Ctx;
use vestibule_app::clients::{Credential, Scope, admit, read_bearer};
use vestibule_http::{Failure, Web};
use vestibule_kernel::{Error, Result};

/// The credential of a request, for the operations that need one.
#[derive(Debug, Clone)]
pub(crate) struct Bearer(pub(crate) Credential);

/// The credential of a request whose body is too large to be taken from everybody: whether it may write is asked
/// before a byte of the body is read, and again inside the use case.
#[derive(Debug, Clone)]
pub(crate) struct Writer(pub(crate) Credential);

/// What the request showed, read once for all who want to know.
#[derive(Debug, Clone)]
pub(crate) struct Shown(Result<Credential>);

impl Shown {
    /// Reads the headers of a request.
    pub(crate) fn read(ctx: &Ctx, headers: &HeaderMap) -> Self {
        Self(credential(ctx, headers))
    }

    /// The credential, if a good one was shown.
    pub(crate) fn credential(&self) -> Option<&Credential> {
        self.0.as_ref().ok()
    }
}

/// The one `Authorization` header, if there is one.
///
/// # Errors
/// `Invalid` when it is doubled: two proxies that read different ones would disagree on who asks.
pub(crate) fn authorization(headers: &HeaderMap) -> Result<Option<&str>> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => Ok(Some(value.to_str().unwrap_or_default())),
        (Some(_), Some(_)) => {
            Err(Error::invalid("Authorization", "invalid_value", "Expected exactly one Authorization header"))
        }
    }
}

/// What follows the scheme `scheme` in an `Authorization` header.
pub(crate) fn after_scheme<'h>(header: &'h str, scheme: &str) -> Option<&'h str> {
    let (given, rest) = header.trim().split_once(' ')?;
    given.eq_ignore_ascii_case(scheme).then(|| rest.trim())
}

fn credential(ctx: &Ctx, headers: &HeaderMap) -> Result<Credential> {
    let token = authorization(headers)?.and_then(|header| after_scheme(header, "Bearer"));
    match token.filter(|token| !token.is_empty()) {
        Some(token) => read_bearer(ctx, token),
        None => Err(Error::Unauthenticated(
            "Send the header 'Authorization: Bearer <access token>'; POST /oauth/token gives you one".into(),
        )),
    }
}

impl FromRequestParts<Web> for Bearer {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Failure> {
        let shown = match parts.extensions.get::<Shown>() {
            Some(shown) => shown.clone(),
            None => Shown::read(&web.ctx, &parts.headers),
        };
        Ok(shown.0.map(Self)?)
    }
}

impl FromRequestParts<Web> for Writer {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Failure> {
        let Bearer(credential) = Bearer::from_request_parts(parts, web).await?;
        admit(&web.ctx, credential.clone(), Scope::Write).await?;
        Ok(Self(credential))
    }
}
