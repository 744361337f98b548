//! Keys that seal what we hand out and want back unchanged: cursors, file links, access tokens.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// A 256-bit key for HMAC-SHA256.
#[derive(Clone)]
pub struct SealKey([u8; 32]);

impl std::fmt::Debug for SealKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

impl SealKey {
    /// The key with these bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A key for one purpose, derived from this one; keys of different purposes tell nothing of each other.
    #[must_use]
    pub fn derive(&self, purpose: &str) -> Self {
        Self(self.seal(&[b"derive", purpose.as_bytes()]))
    }

    /// The seal over `parts`. Each part is preceded by its length, so that no two lists of parts
    /// have the same seal.
    #[must_use]
    pub fn seal(&self, parts: &[&[u8]]) -> [u8; 32] {
        self.mac(parts).finalize().into_bytes().into()
    }

    /// Whether `seal` is the seal over `parts`, in constant time.
    #[must_use]
    pub fn verify(&self, parts: &[&[u8]], seal: &[u8]) -> bool {
        self.mac(parts).verify_slice(seal).is_ok()
    }

    /// Plain HMAC-SHA256 over `message`, as JSON Web Signatures want it (RFC 7515, HS256).
    #[must_use]
    pub fn hs256(&self, message: &[u8]) -> [u8; 32] {
        let mut mac = self.empty();
        mac.update(message);
        mac.finalize().into_bytes().into()
    }

    /// Whether `signature` is [`SealKey::hs256`] of `message`, in constant time.
    #[must_use]
    pub fn verify_hs256(&self, message: &[u8], signature: &[u8]) -> bool {
        let mut mac = self.empty();
        mac.update(message);
        mac.verify_slice(signature).is_ok()
    }

    fn mac(&self, parts: &[&[u8]]) -> Hmac<Sha256> {
        let mut mac = self.empty();
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac
    }

    /// HMAC pads keys with zeros to its block of 64 bytes (RFC 2104 section 2).
    fn empty(&self) -> Hmac<Sha256> {
        let mut block = [0u8; 64];
        block[..32].copy_from_slice(&self.0);
        <Hmac<Sha256> as KeyInit>::new(&block.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hs256_is_the_published_hmac() {
        // RFC 4231, test case 2, with the key "Jefe" padded by HMAC itself.
        let mut key = [0u8; 32];
        key[..4].copy_from_slice(b"Jefe");
        let mac = SealKey::new(key).hs256(b"what do ya want for nothing?");
        assert_eq!(crate::hex(&mac), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    #[test]
    fn parts_cannot_be_shifted_into_each_other() {
        let key = SealKey::new([1; 32]);
        assert_ne!(key.seal(&[b"ab", b"c"]), key.seal(&[b"a", b"bc"]));
        assert!(key.verify(&[b"ab"], &key.seal(&[b"ab"])));
        assert!(!key.derive("x").verify(&[b"ab"], &key.derive("y").seal(&[b"ab"])));
    }
}
