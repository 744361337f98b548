//! Finding tenants by their short names.

use crate::Ctx;
use vestibule_kernel::organization::Organization;
use vestibule_kernel::{Error, Result};
use vestibule_store::tables::organizations;

/// The organization with this short name.
///
/// # Errors
/// `NotFound` when there is none.
pub async fn find_organization(ctx: &Ctx, slug: &str) -> Result<Organization> {
    let slug = slug.to_owned();
    ctx.db
        .read(move |read| organizations::find_by_slug(read, &slug)?.ok_or(Error::NotFound("Organization")))
        .await
}

/// Every organization of the installation, by short name.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub async fn list_organizations(ctx: &Ctx) -> Result<Vec<Organization>> {
    ctx.db.read(organizations::list).await
}
