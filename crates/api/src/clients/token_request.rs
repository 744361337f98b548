//! The body of a token request. Clients in the field send forms, JSON, and forms that say they are JSON.

use super::client_auth::ClientAuth;
use crate::fields::{Fields, is_json, media_type, text_of, unsupported, without_nul};
use crate::version::Version;
use axum::extract::{FromRequest, FromRequestParts, Request};
use vestibule_app::clients::{Grant, TokenRequest};
use vestibule_http::{Failure, Web};
use vestibule_kernel::{Error, Result, Secret};

const FORM: &str = "application/x-www-form-urlencoded";

/// The fields of a token request.
pub(super) enum Form {
    Json(Fields),
    Pairs(Vec<(String, String)>),
}

impl Form {
    /// Reads a body by its media type; without one, by its looks.
    ///
    /// # Errors
    /// `Invalid` when it is neither a form nor JSON, or says that it is something else.
    pub(super) fn parse(media_type: Option<&str>, body: &str) -> Result<Self> {
        match media_type {
            Some(FORM) => Ok(Self::pairs(body)),
            Some(json) if is_json(json) => match Fields::parse(body) {
                Err(_) if looks_like_a_form(body) => Ok(Self::pairs(body)),
                read => read.map(Self::Json),
            },
            Some(other) => Err(unsupported(other, &format!("{FORM} or application/json"))),
            None if looks_like_a_form(body) => Ok(Self::pairs(body)),
            None => Fields::parse(body).map(Self::Json),
        }
    }

    fn pairs(body: &str) -> Self {
        Self::Pairs(form_urlencoded::parse(body.trim().as_bytes()).into_owned().collect())
    }

    /// The text of `name`; `None` when it is missing or empty.
    ///
    /// # Errors
    /// `Invalid` on `name` when it is there twice (RFC 6749 section 3.2), or no text.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>> {
        let text = match self {
            Self::Json(fields) => fields.optional_text(name)?,
            Self::Pairs(pairs) => {
                let mut values = pairs.iter().filter(|(key, _)| key == name).map(|(_, value)| value);
                let first = values.next();
                if values.next().is_some() {
                    return Err(Error::invalid(name, "invalid_value", "Expected once, received twice"));
                }
                first.cloned()
            }
        };
        let text = text.filter(|text| !text.is_empty());
        if let Some(text) = &text {
            without_nul(name, text)?;
        }
        Ok(text)
    }

    fn required(&self, name: &str) -> Result<String> {
        self.text(name)?.ok_or_else(|| Error::required(name))
    }

    fn grant(&self) -> Result<Grant> {
        match self.required("grant_type")?.as_str() {
            "client_credentials" => Ok(Grant::ClientCredentials),
            "refresh_token" => Ok(Grant::Refresh(Secret::new(self.required("refresh_token")?))),
            _ => Err(Error::invalid(
                "grant_type",
                "unsupported_grant_type",
                "Expected 'client_credentials' | 'refresh_token'",
            )),
        }
    }
}

fn looks_like_a_form(body: &str) -> bool {
    let body = body.trim_start();
    !body.starts_with(['{', '[', '"']) && body.contains('=')
}

/// What a token request asks for.
pub(crate) struct Asking(pub(super) TokenRequest);

impl FromRequest<Web> for Asking {
    type Rejection = Failure;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let Ok(version) = Version::from_request_parts(&mut parts, web).await;
        let headers = parts.headers.clone();
        let text = text_of(Request::from_parts(parts, body)).await?;
        let form = Form::parse(media_type(&headers).as_deref(), &text)?;
        let grant = form.grant()?;
        let client = ClientAuth::read(&headers, &form)?;
        Ok(Self(TokenRequest {
            client_id: client.id,
            client_secret: client.secret,
            scope: form.text("scope")?,
            grant,
            api_version: version.as_str().to_owned(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant_type(media_type: Option<&str>, body: &str) -> Result<Option<String>> {
        Form::parse(media_type, body)?.text("grant_type")
    }

    #[test]
    fn forms_json_and_forms_that_say_they_are_json_are_read() {
        let expected = Ok(Some("client_credentials".to_owned()));
        let form = "grant_type=client_credentials&scope=read%3A*";
        let json = r#"{"grant_type":"client_credentials"}"#;
        assert_eq!(grant_type(Some(FORM), form), expected);
        assert_eq!(grant_type(Some("application/json"), form), expected);
        assert_eq!(grant_type(Some("application/json"), json), expected);
        assert_eq!(grant_type(None, form), expected);
        assert_eq!(grant_type(None, json), expected);
    }

    #[test]
    fn other_media_types_and_texts_are_refused() {
        assert!(grant_type(Some("text/xml"), "grant_type=client_credentials").is_err());
        assert!(grant_type(Some("application/json"), "{").is_err());
        assert!(grant_type(Some("application/json"), r#"{"grant_type":1}"#).is_err());
        assert!(grant_type(Some("application/json"), "").is_err());
    }

    #[test]
    fn a_field_is_given_once() {
        assert!(grant_type(Some(FORM), "grant_type=client_credentials&grant_type=refresh_token").is_err());
    }
}
