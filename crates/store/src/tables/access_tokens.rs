//! Organization access tokens: long-lived bearers of the API.

use crate::statement::statements;
use crate::unit::{Read, Tx};
use crate::value::{Columns, Value, params};
use std::sync::Arc;
use vestibule_kernel::id::{AccessTokenId, OrganizationId};
use vestibule_kernel::{Result, Timestamp, TokenHash};

statements! {
    FIND = "SELECT id, organization_id, name, token_hash, scopes, created_at, expires_at, revoked_at \
        FROM access_tokens WHERE token_hash = $1";
    INSERT = "INSERT INTO access_tokens \
        (organization_id, id, name, token_hash, scopes, created_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
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
    read_unit.recall(&FIND, Value::from(token_hash), read)
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
