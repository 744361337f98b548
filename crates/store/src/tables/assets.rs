//! Stored files: invoice documents and logos, by the digest of their bytes.

use crate::statement::statements;
use crate::unit::{Read, Tx};
use crate::value::{Columns, params};
use vestibule_kernel::asset::{Asset, Digest32};
use vestibule_kernel::id::OrganizationId;
use vestibule_kernel::{Result, Timestamp};

statements! {
    FIND = "SELECT digest, media_type, bytes FROM assets WHERE organization_id = $1 AND digest = $2";
    INSERT = "INSERT INTO assets (organization_id, digest, media_type, bytes, created_at) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (organization_id, digest) DO NOTHING";
}

fn read(columns: &mut Columns<'_>) -> Result<Asset> {
    Ok(Asset { digest: columns.next()?, media_type: columns.next()?, bytes: columns.next()? })
}

/// The organization's file with this digest.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn find(read_unit: &mut Read<'_>, organization: OrganizationId, digest: Digest32) -> Result<Option<Asset>> {
    read_unit.first(&FIND, params![organization, &digest], read)
}

/// Keeps a file; the same bytes twice are kept once.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn insert(tx: &mut Tx<'_>, organization: OrganizationId, asset: &Asset, at: Timestamp) -> Result<()> {
    let bytes = asset.bytes.as_slice();
    tx.later(&INSERT, params![organization, &asset.digest, asset.media_type, bytes, at])
}
