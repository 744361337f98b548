//! What a portal's own stylesheet is made of.

use super::host::{Host, surface_at};
use crate::Ctx;
use vestibule_kernel::Result;
use vestibule_kernel::asset::Asset;
use vestibule_kernel::id::OrganizationId;
use vestibule_kernel::portal::{AssetRef, Theme};
use vestibule_store::Read;
use vestibule_store::tables::assets;

/// A portal's theme with its pictures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brand {
    /// Colours, font, radius.
    pub theme: Theme,
    /// The logo on light ground.
    pub logo_light: Option<Asset>,
    /// The logo on dark ground.
    pub logo_dark: Option<Asset>,
}

/// The brand of the portal at `host`; `None` when there is no portal.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub async fn brand(ctx: &Ctx, host: Host) -> Result<Option<Brand>> {
    ctx.db
        .read(move |read| {
            let Some(surface) = surface_at(read, &host)? else { return Ok(None) };
            let (organization, theme) = (surface.organization.id, surface.portal.theme.clone());
            let logo_light = picture(read, organization, theme.logo_light)?;
            let logo_dark = picture(read, organization, theme.logo_dark)?;
            Ok(Some(Brand { theme, logo_light, logo_dark }))
        })
        .await
}

fn picture(
    read: &mut Read<'_>,
    organization: OrganizationId,
    logo: Option<AssetRef>,
) -> Result<Option<Asset>> {
    match logo {
        Some(AssetRef(digest)) => assets::find(read, organization, digest),
        None => Ok(None),
    }
}
