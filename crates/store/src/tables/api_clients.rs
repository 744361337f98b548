//! Clients of the API and their secrets' digests.

use crate::statement::statements;
use crate::unit::{Read, Tx};
use crate::value::{Columns, Value, params};
use std::sync::Arc;
use vestibule_kernel::id::{ClientId, OrganizationId};
use vestibule_kernel::{Result, Timestamp, TokenHash};

/// The columns of a client, in the order that [`read`] takes them.
macro_rules! columns {
    () => {
        "id, organization_id, name, secret_hash, scopes, created_at, revoked_at"
    };
}

statements! {
    FIND = concat!("SELECT ", columns!(), " FROM api_clients WHERE id = $1");
    LIST = concat!("SELECT ", columns!(), " FROM api_clients WHERE organization_id = $1 ORDER BY id");
    INSERT = "INSERT INTO api_clients \
        (organization_id, id, name, secret_hash, scopes, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    REVOKE = "UPDATE api_clients SET revoked_at = $3 WHERE organization_id = $1 AND id = $2 \
        AND revoked_at IS NULL";
}

/// A client of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiClient {
    /// Its id, which is also its `client_id`.
    pub id: ClientId,
    /// Whose client it is.
    pub organization: OrganizationId,
    /// What people call it.
    pub name: String,
    /// The digest of its secret.
    pub secret_hash: TokenHash,
    /// What it may do, separated by spaces.
    pub scopes: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

fn read(columns: &mut Columns<'_>) -> Result<ApiClient> {
    Ok(ApiClient {
        id: columns.next()?,
        organization: columns.next()?,
        name: columns.next()?,
        secret_hash: columns.next()?,
        scopes: columns.next()?,
        created_at: columns.next()?,
        revoked_at: columns.next()?,
    })
}

/// The client with this id, whoever's it is: the id is what a client is known by before its tenant.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn find(read_unit: &mut Read<'_>, id: ClientId) -> Result<Option<ApiClient>> {
    read_unit.first(&FIND, params![id], read)
}

/// The client with this id, from memory while it did not change.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn recall(read_unit: &mut Read<'_>, id: ClientId) -> Result<Option<Arc<ApiClient>>> {
    read_unit.recall(&FIND, Value::from(id), read)
}

/// Every client that the organization ever had, oldest first.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn list(read_unit: &mut Read<'_>, organization: OrganizationId) -> Result<Vec<ApiClient>> {
    read_unit.all(&LIST, params![organization], read)
}

/// Adds a client.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn insert(tx: &mut Tx<'_>, client: &ApiClient) -> Result<()> {
    tx.later(
        &INSERT,
        params![
            client.organization,
            client.id,
            &client.name,
            &client.secret_hash,
            &client.scopes,
            client.created_at,
        ],
    )
}

/// Revokes a client; tells whether nobody had done so before.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn revoke(tx: &mut Tx<'_>, organization: OrganizationId, id: ClientId, now: Timestamp) -> Result<bool> {
    Ok(tx.execute(&REVOKE, params![organization, id, now])? == 1)
}
