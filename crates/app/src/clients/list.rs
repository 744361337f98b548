//! Which credentials an organization has, revoked ones too.

use crate::Ctx;
use vestibule_kernel::Result;
use vestibule_kernel::id::OrganizationId;
use vestibule_store::tables::access_tokens::{self, AccessToken};
use vestibule_store::tables::api_clients::{self, ApiClient};

/// Every client that the organization ever had, oldest first.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub async fn list_clients(ctx: &Ctx, organization: OrganizationId) -> Result<Vec<ApiClient>> {
    ctx.db.read(move |read| api_clients::list(read, organization)).await
}

/// Every access token that the organization ever had, oldest first.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub async fn list_access_tokens(ctx: &Ctx, organization: OrganizationId) -> Result<Vec<AccessToken>> {
    ctx.db.read(move |read| access_tokens::list(read, organization)).await
}
