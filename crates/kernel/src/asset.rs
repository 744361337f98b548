//! Stored files: invoice documents and logos, addressed by the SHA-256 of their bytes.

use crate::hex;
use sha2::{Digest, Sha256};

crate::text_enum! {
    /// What a stored file is, as the `Content-Type` it is served with.
    MediaType {
        /// A PDF document.
        Pdf = "application/pdf",
        /// A PNG picture.
        Png = "image/png",
        /// An SVG picture.
        Svg = "image/svg+xml",
    }
}

/// The SHA-256 of a file's bytes: its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest32(pub [u8; 32]);

impl Digest32 {
    /// The digest of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The first 16 hexadecimal digits: enough to tell versions of a file apart in a URL.
    #[must_use]
    pub fn short(&self) -> String {
        hex(&self.0[..8])
    }
}

/// A stored file with its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// The digest of the bytes.
    pub digest: Digest32,
    /// What it is.
    pub media_type: MediaType,
    /// The file itself.
    pub bytes: Vec<u8>,
}

impl Asset {
    /// The file with these bytes.
    #[must_use]
    pub fn new(media_type: MediaType, bytes: Vec<u8>) -> Self {
        Self { digest: Digest32::of(&bytes), media_type, bytes }
    }
}
