//! Which organization a command means.

use super::org::CREATE_ONE;
use anyhow::bail;
use vestibule_app::{Ctx, organizations};
use vestibule_kernel::organization::Organization;

/// The organization named `slug`, or the only one.
///
/// # Errors
/// When there is none of that name, or none or several to choose from.
pub async fn named_or_only(ctx: &Ctx, slug: Option<&str>) -> anyhow::Result<Organization> {
    if let Some(slug) = slug {
        return match organizations::find_organization(ctx, slug).await {
            Ok(organization) => Ok(organization),
            Err(vestibule_kernel::Error::NotFound(_)) => {
                bail!("there is no organization '{slug}'; see: vestibule org list")
            }
            Err(error) => Err(error.into()),
        };
    }
    let mut all = organizations::list_organizations(ctx).await?;
    match (all.pop(), all.is_empty()) {
        (Some(only), true) => Ok(only),
        (None, _) => {
            bail!("there is no organization yet. {CREATE_ONE}")
        }
        (Some(_), false) => {
            bail!("there are several organizations; say which: --org SLUG (see: vestibule org list)")
        }
    }
}
