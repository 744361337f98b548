//! Refresh tokens, in families: each use makes the next one, and a reuse ends the family.

use crate::statement::statements;
use crate::unit::{Read, Tx};
use crate::value::{Columns, params};
use vestibule_kernel::id::{ClientId, OrganizationId, RefreshFamilyId};
use vestibule_kernel::{Result, Timestamp, TokenHash};

statements! {
    FIND = "SELECT organization_id, token_hash, family_id, client_id, scopes, created_at, expires_at, used_at, \
        revoked_at FROM refresh_tokens WHERE organization_id = $1 AND token_hash = $2";
    INSERT = "INSERT INTO refresh_tokens \
        (organization_id, token_hash, family_id, client_id, scopes, created_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    USE = "UPDATE refresh_tokens SET used_at = $3 WHERE organization_id = $1 AND token_hash = $2 \
        AND used_at IS NULL AND revoked_at IS NULL AND expires_at > $3";
    REVOKE_FAMILY = "UPDATE refresh_tokens SET revoked_at = $3 WHERE organization_id = $1 AND family_id = $2 \
        AND revoked_at IS NULL";
    SWEEP = "DELETE FROM refresh_tokens WHERE (organization_id, token_hash) IN \
        (SELECT organization_id, token_hash FROM refresh_tokens WHERE expires_at < $1 LIMIT $2)";
}

/// A refresh token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefreshToken {
    /// Whose it is.
    pub organization: OrganizationId,
    /// The digest of it.
    pub token_hash: TokenHash,
    /// The sign-in that it goes back to.
    pub family: RefreshFamilyId,
    /// The client that it was given to.
    pub client: ClientId,
    /// What tokens made with it may do.
    pub scopes: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops working by itself.
    pub expires_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
    /// When its family was ended.
    pub revoked_at: Option<Timestamp>,
}

fn read(columns: &mut Columns<'_>) -> Result<RefreshToken> {
    Ok(RefreshToken {
        organization: columns.next()?,
        token_hash: columns.next()?,
        family: columns.next()?,
        client: columns.next()?,
        scopes: columns.next()?,
        created_at: columns.next()?,
        expires_at: columns.next()?,
        used_at: columns.next()?,
        revoked_at: columns.next()?,
    })
}

/// The organization's refresh token with this digest.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn find(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    token_hash: &TokenHash,
) -> Result<Option<RefreshToken>> {
    read_unit.first(&FIND, params![organization, token_hash], read)
}

/// Adds a refresh token.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn insert(tx: &mut Tx<'_>, token: &RefreshToken) -> Result<()> {
    tx.later(
        &INSERT,
        params![
            token.organization,
            &token.token_hash,
            token.family,
            token.client,
            &token.scopes,
            token.created_at,
            token.expires_at,
        ],
    )
}

/// Uses a token up. `false` when it was used, revoked or out of date already: of any number of
/// simultaneous calls one gets `true`.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn consume(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    token_hash: &TokenHash,
    now: Timestamp,
) -> Result<bool> {
    Ok(tx.execute(&USE, params![organization, token_hash, now])? == 1)
}

/// Ends every token of a family.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn revoke_family(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    family: RefreshFamilyId,
    now: Timestamp,
) -> Result<()> {
    tx.later(&REVOKE_FAMILY, params![organization, family, now])
}

/// Deletes tokens that went out of date before `before`, `limit` of them at the most; gives their
/// number.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn sweep(tx: &mut Tx<'_>, before: Timestamp, limit: u32) -> Result<u64> {
    tx.execute(&SWEEP, params![before, limit])
}
