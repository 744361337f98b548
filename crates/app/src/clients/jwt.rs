//! Access tokens of the API as JSON Web Tokens (RFC 7519) signed with HS256, the one algorithm that
//! is ever accepted. We alone make and read them; to clients they are opaque.

use super::scope::Scopes;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use vestibule_kernel::id::{ClientId, OrganizationId};
use vestibule_kernel::seal::SealKey;
use vestibule_kernel::{Error, Result, Timestamp};

const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

/// What an access token says.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Claims {
    /// The installation that issued it.
    pub iss: String,
    /// The client.
    pub sub: ClientId,
    /// Whose client it is.
    pub org: OrganizationId,
    /// What it may do.
    pub scope: String,
    /// The version of the API that it speaks unless a request says otherwise.
    pub api_version: String,
    /// When it was issued, in seconds.
    pub iat: i64,
    /// When it stops working, in seconds.
    pub exp: i64,
    /// Its own id.
    pub jti: String,
}

impl Claims {
    /// The permissions in it.
    ///
    /// # Errors
    /// `Invalid` when a later version put scopes in that this one does not know.
    pub fn scopes(&self) -> Result<Scopes> {
        Scopes::parse(&self.scope)
    }
}

/// Signs `claims`.
///
/// # Errors
/// `Internal` when they have no JSON form.
pub(super) fn sign(key: &SealKey, claims: &Claims) -> Result<String> {
    let payload = serde_json::to_vec(claims).map_err(Error::internal)?;
    let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(HEADER), URL_SAFE_NO_PAD.encode(payload));
    let signature = URL_SAFE_NO_PAD.encode(key.hs256(signed.as_bytes()));
    Ok(format!("{signed}.{signature}"))
}

/// What a token says, when we signed it and it still works at `now`.
///
/// # Errors
/// `Unauthenticated` for every other text.
pub(super) fn verify(key: &SealKey, token: &str, now: Timestamp) -> Result<Claims> {
    let claims =
        genuine(key, token).ok_or_else(|| Error::Unauthenticated("Invalid or malformed token".into()))?;
    if claims.exp <= now.as_seconds() {
        return Err(Error::Unauthenticated(
            "The token has expired; get a new one from POST /oauth/token".into(),
        ));
    }
    Ok(claims)
}

fn genuine(key: &SealKey, token: &str) -> Option<Claims> {
    let (signed, signature) = token.rsplit_once('.')?;
    let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
    if !key.verify_hs256(signed.as_bytes(), &signature) {
        return None;
    }
    let (header, payload) = signed.split_once('.')?;
    if URL_SAFE_NO_PAD.decode(header).ok()? != HEADER.as_bytes() {
        return None;
    }
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use vestibule_kernel::Rng;

    fn claims() -> Claims {
        let at = Timestamp::from_micros(1_000_000);
        Claims {
            iss: "https://api.example.com".into(),
            sub: ClientId::new(at, &Rng::seeded(1)),
            org: OrganizationId::new(at, &Rng::seeded(2)),
            scope: "read:*".into(),
            api_version: "2026-01-29.edison".into(),
            iat: 0,
            exp: 3600,
            jti: "1".into(),
        }
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000)
    }

    #[test]
    fn a_token_holds_until_it_expires() {
        let key = SealKey::new([1; 32]);
        let token = sign(&key, &claims()).unwrap();
        assert_eq!(verify(&key, &token, at(3599)), Ok(claims()));
        assert!(verify(&key, &token, at(3600)).is_err());
    }

    #[test]
    fn other_keys_algorithms_and_texts_are_refused() {
        let key = SealKey::new([1; 32]);
        let token = sign(&key, &claims()).unwrap();
        assert!(verify(&SealKey::new([2; 32]), &token, at(1)).is_err());
        let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#);
        let (_, rest) = token.split_once('.').unwrap();
        for forged in
            [format!("{none}.{rest}"), format!("{none}."), "..".into(), String::new(), "a.b.c".into()]
        {
            assert!(verify(&key, &forged, at(1)).is_err(), "{forged}");
        }
    }
}
