//! The keys that seal what we hand out, all derived from the installation's one secret.

use vestibule_kernel::list::CursorKey;
use vestibule_kernel::seal::SealKey;

/// One key for each purpose.
#[derive(Debug, Clone)]
pub struct Keys {
    /// Signs the API's access tokens.
    pub tokens: SealKey,
    /// Seals the cursors of lists.
    pub cursors: CursorKey,
    /// Signs links to stored files.
    pub files: SealKey,
}

impl Keys {
    /// The keys of the installation whose secret these 32 bytes are.
    #[must_use]
    pub fn derive(secret: [u8; 32]) -> Self {
        let root = SealKey::new(secret);
        Self {
            tokens: root.derive("access tokens"),
            cursors: CursorKey::new(root.derive("cursors")),
            files: root.derive("file links"),
        }
    }
}
