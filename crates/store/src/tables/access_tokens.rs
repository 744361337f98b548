//! Organization access tokens: long-lived bearers of the API.

use crate::statement::statements;
use crate::unit::{Read, Tx};
use crate::value::{Columns, Value, params};
use std::sync::Arc;
use vestibule_kernel::id::{AccessTokenId, OrganizationId};
use vestibule_kernel::{Result, Timestamp, TokenHash};

/// The columns of a token, in the order that [`read`] takes them.
macro_rules! columns {
    () => {
        "id, organization_id, name, token_hash, scopes, created_at, expires_at, revoked_at"
    };
}

statements! {
    RECALL = concat!("SELECT ", columns!(), " FROM access_tokens WHERE token_hash = $1");
    FIND = concat!("SELECT ", columns!(), " FROM access_tokens WHERE organization_id = $1 AND id = $2");
    LIST = concat!("SELECT ", columns!(), " FROM access_tokens WHERE organization_id = $1 ORDER BY id");
    INSERT = "INSERT INTO access_tokens \
        (organization_id, id, name, token_hash, scopes, created_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    REVOKE = "UPDATE access_tokens SET revoked_at = $3 WHERE organization_id = $1 AND id = $2 \
        AND revoked_at IS NULL";
}

/// An organization access token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessToken {
    /// Its id.
    pub id: AccessTokenId,
    /// Whose it is.
    pub organization: OrganizationId,
    /// What people call it.
    pub name: String,
    /// The digest of it.
    pub token_hash: TokenHash,
    /// What it may do, separated by spaces.
    pub scopes: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it stops working by itself.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

fn read(columns: &mut Columns<'_>) -> Result<AccessToken> {
    Ok(AccessToken {
        id: columns.next()?,
        organization: columns.next()?,
        name: columns.next()?,
        token_hash: columns.next()?,
        scopes: columns.next()?,
        created_at: columns.next()?,
        expires_at: columns.next()?,
        revoked_at: columns.next()?,
    })
}

/// The token with this digest, whoever's it is, from memory while it did not change.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn recall(read_unit: &mut Read<'_>, token_hash: &TokenHash) -> Result<Option<Arc<AccessToken>>> {
    read_unit.recall(&RECALL, Value::from(token_hash), read)
}

/// The organization's token with this id.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn find(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    id: AccessTokenId,
) -> Result<Option<AccessToken>> {
    read_unit.first(&FIND, params![organization, id], read)
}

/// Every token that the organization ever had, oldest first.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn list(read_unit: &mut Read<'_>, organization: OrganizationId) -> Result<Vec<AccessToken>> {
    read_unit.all(&LIST, params![organization], read)
}

/// Adds a token.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn insert(tx: &mut Tx<'_>, token: &AccessToken) -> Result<()> {
    tx.later(
        &INSERT,
        params![
            token.organization,
            token.id,
            &token.name,
            &token.token_hash,
            &token.scopes,
            token.created_at,
            token.expires_at,
        ],
    )
}

/// Revokes a token; tells whether nobody had done so before.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn revoke(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    id: AccessTokenId,
    now: Timestamp,
) -> Result<bool> {
    Ok(tx.execute(&REVOKE, params![organization, id, now])? == 1)
}
