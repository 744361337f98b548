//! How a client shows who it is at the token endpoint: `Authorization: Basic`, or `client_id` and
//! `client_secret` in the body (RFC 6749 section 2.3.1), never both.

use super::token_request::Form;
use crate::bearer::{after_scheme, authorization};
use axum::http::HeaderMap;
use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use vestibule_kernel::{Error, Result, Secret};

/// Standard base64; clients disagree on padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A client's name and secret.
#[derive(Debug, Clone)]
pub(super) struct ClientAuth {
    pub(super) id: String,
    pub(super) secret: Secret<String>,
}

impl ClientAuth {
    /// What the header says, else what the body says.
    ///
    /// # Errors
    /// `Unauthenticated` when neither says it, `Invalid` when both do, or the header is doubled.
    pub(super) fn read(headers: &HeaderMap, form: &Form) -> Result<Self> {
        let (id, secret) = (form.text("client_id")?, form.text("client_secret")?);
        match (authorization(headers)?, id, secret) {
            (Some(header), id, None) => {
                let client = basic(header).ok_or_else(|| anonymous("The Basic header cannot be read"))?;
                if id.is_some_and(|id| id != client.id) {
                    return Err(twice("client_id"));
                }
                Ok(client)
            }
            (Some(_), _, Some(_)) => Err(twice("client_secret")),
            (None, Some(id), Some(secret)) => Ok(Self { id, secret: Secret::new(secret) }),
            (None, _, _) => Err(anonymous("No client credentials")),
        }
    }
}

fn anonymous(what: &str) -> Error {
    Error::Unauthenticated(format!(
        "{what}. Send client_id and client_secret as 'Authorization: Basic', or both in the body"
    ))
}

fn twice(field: &str) -> Error {
    Error::invalid(
        field,
        "invalid_value",
        "Send client credentials in the Authorization header or in the body, not in both",
    )
}

fn basic(header: &str) -> Option<ClientAuth> {
    let decoded = String::from_utf8(BASE64.decode(after_scheme(header, "Basic")?).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    Some(ClientAuth { id: unescaped(id), secret: Secret::new(unescaped(secret)) })
}

/// RFC 6749 has both parts form-encoded before they are joined.
fn unescaped(part: &str) -> String {
    form_urlencoded::parse(part.as_bytes()).map(|(name, _)| name.into_owned()).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use axum::http::header::AUTHORIZATION;

    fn read(header: Option<&str>, body: &str) -> Result<(String, String)> {
        let mut headers = HeaderMap::new();
        if let Some(header) = header {
            headers.insert(AUTHORIZATION, HeaderValue::from_str(header).unwrap());
        }
        let auth = ClientAuth::read(&headers, &Form::parse(Some("application/json"), body).unwrap())?;
        Ok((auth.id, auth.secret.expose().clone()))
    }

    #[test]
    fn the_header_is_read_in_every_spelling_that_clients_send() {
        let expected = Ok(("a_b".to_owned(), "x".to_owned()));
        assert_eq!(read(Some("Basic YV9iOng="), "{}"), expected);
        assert_eq!(read(Some("basic  YV9iOng"), "{}"), expected);
        assert_eq!(read(Some("Basic YSU1RmI6eA=="), "{}"), expected);
        assert_eq!(read(Some("Basic YV9iOng="), r#"{"client_id":"a_b"}"#), expected);
        assert_eq!(read(None, r#"{"client_id":"a_b","client_secret":"x"}"#), expected);
    }

    #[test]
    fn a_client_says_who_it_is_once() {
        for (header, body) in [
            (Some("Basic YV9iOng="), r#"{"client_secret":"x"}"#),
            (Some("Basic YV9iOng="), r#"{"client_id":"other"}"#),
        ] {
            assert!(matches!(read(header, body), Err(Error::Invalid(_))), "{body}");
        }
        for (header, body) in [
            (None, "{}"),
            (None, r#"{"client_id":"a_b"}"#),
            (Some("Bearer x"), "{}"),
            (Some("Basic"), "{}"),
            (Some("Basic !"), "{}"),
            (Some("Basic YQ=="), "{}"),
        ] {
            assert!(matches!(read(header, body), Err(Error::Unauthenticated(_))), "{header:?} {body}");
        }
    }
}
