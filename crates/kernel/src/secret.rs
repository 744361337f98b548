//! Secrets: values that must not be printed, random tokens, and the digests that are stored of them.

use crate::Rng;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use uuid::Uuid;

/// A value that prints as `***`.
#[derive(Clone)]
pub struct Secret<T>(T);

impl<T> Secret<T> {
    /// Wraps `value`.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself, named so that each use stands out in a review.
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

impl<T> std::fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

impl<'de, T: serde::Deserialize<'de>> serde::Deserialize<'de> for Secret<T> {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        T::deserialize(d).map(Self)
    }
}

/// The SHA-256 of a token: what tables keep. Enough for tokens of 112 bits and more (ASVS 11.5.1).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    /// The digest of a token's text form.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(text.as_bytes()).into())
    }

    /// The digest with these bytes, as read from a table.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes, as written to a table.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Whether both are the same, in a time that does not tell where they differ.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl std::fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

/// Bytes of a token's id.
const ID: usize = 16;
/// Random bytes of a token.
const RANDOM: usize = 32;

/// The id of a hand-off link or a session and 256 random bits, in base64url (64 characters).
///
/// The id is no secret. It says where the row is, so that rows lie in the order of their making: see
/// `docs/decisions/0010-tokens-name-their-row.md`.
#[derive(Clone)]
pub struct Token {
    text: Secret<String>,
    id: Uuid,
}

impl Token {
    /// A fresh token for the row with this id.
    #[must_use]
    pub fn new(id: Uuid, rng: &Rng) -> Self {
        let mut bytes = [0; ID + RANDOM];
        let (place, random) = bytes.split_at_mut(ID);
        place.copy_from_slice(id.as_bytes());
        random.copy_from_slice(&rng.bytes::<RANDOM>());
        Self { text: Secret::new(URL_SAFE_NO_PAD.encode(bytes)), id }
    }

    /// Its text, for the one response that may carry it.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.text.expose()
    }

    /// What its row is found by.
    #[must_use]
    pub fn key(&self) -> TokenKey {
        TokenKey { id: self.id, hash: TokenHash::of(self.expose()) }
    }
}

/// What the row of a [`Token`] is found by. Only both together say that somebody has the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenKey {
    /// The id of the row.
    pub id: Uuid,
    /// The digest of the whole text.
    pub hash: TokenHash,
}

impl TokenKey {
    /// The key of a token's text; none when no token looks like it.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let bytes: [u8; ID + RANDOM] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
        let id = Uuid::from_bytes(*bytes.first_chunk::<ID>()?);
        Some(Self { id, hash: TokenHash::of(text) })
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

crate::text_enum! {
    /// Long-lived secrets that people copy around, each with a readable prefix.
    SecretKind {
        /// The secret of an API client.
        ClientSecret = "vst_cs_",
        /// An organization access token.
        AccessToken = "vst_oat_",
        /// A refresh token.
        RefreshToken = "vst_rt_",
    }
}

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// Characters of randomness: 43 of 62 are 256 bits.
const RANDOM_CHARS: usize = 43;
/// Characters of the CRC-32: six of 62 hold 32 bits.
const CHECKSUM_CHARS: usize = 6;

/// A secret of `kind` with 256 random bits and a CRC-32 at its end, so that scanners can tell a
/// leaked one from noise.
#[must_use]
pub fn issue(kind: SecretKind, rng: &Rng) -> Secret<String> {
    let mut text = String::from(kind.as_str());
    for _ in 0..RANDOM_CHARS {
        text.push(BASE62[usize::from(uniform_below_62(rng))] as char);
    }
    let checksum = checksum(&text);
    text.push_str(&checksum);
    Secret::new(text)
}

/// Whether `text` has the shape and the checksum of a secret of `kind`.
#[must_use]
pub fn is_well_formed(kind: SecretKind, text: &str) -> bool {
    let length = kind.as_str().len() + RANDOM_CHARS + CHECKSUM_CHARS;
    if text.len() != length || !text.is_ascii() || !text.starts_with(kind.as_str()) {
        return false;
    }
    let (body, sum) = text.split_at(length - CHECKSUM_CHARS);
    checksum(body) == sum
}

/// A number below 62 without modulo bias.
fn uniform_below_62(rng: &Rng) -> u8 {
    loop {
        let [byte] = rng.bytes::<1>();
        if byte < 248 {
            return byte % 62;
        }
    }
}

fn checksum(body: &str) -> String {
    let mut rest = crc32fast::hash(body.as_bytes());
    let mut digits = [b'0'; CHECKSUM_CHARS];
    for digit in digits.iter_mut().rev() {
        *digit = BASE62[(rest % 62) as usize];
        rest /= 62;
    }
    digits.iter().map(|&byte| byte as char).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_do_not_print() {
        let token = Token::new(Uuid::max(), &Rng::system());
        assert_eq!(format!("{token:?} {:?} {:?}", token.key().hash, Secret::new("x")), "*** *** ***");
        assert_eq!(token.expose().len(), 64);
    }

    #[test]
    fn a_leaked_secret_can_be_told_from_noise() {
        let secret = issue(SecretKind::ClientSecret, &Rng::system());
        let text = secret.expose();
        assert!(is_well_formed(SecretKind::ClientSecret, text));
        assert!(!is_well_formed(SecretKind::AccessToken, text));
        let last = if text.ends_with('0') { "1" } else { "0" };
        let forged = format!("{}{last}", &text[..text.len() - 1]);
        assert!(!is_well_formed(SecretKind::ClientSecret, &forged));
    }

    #[test]
    fn two_tokens_differ() {
        let rng = Rng::system();
        let fresh = || Token::new(Uuid::nil(), &rng);
        assert_ne!(fresh().expose(), fresh().expose());
    }

    #[test]
    fn a_token_tells_the_key_of_its_row() {
        let token = Token::new(Uuid::from_u128(7), &Rng::system());
        assert_eq!(TokenKey::of(token.expose()), Some(token.key()));
        assert_eq!(token.key().id, Uuid::from_u128(7));
        let text = token.expose();
        for none in ["", "unknown", &format!("{text}A"), &text[1..], &text.replace(|_| true, "=")] {
            assert_eq!(TokenKey::of(none), None, "{none}");
        }
    }
}
