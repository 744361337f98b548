//! White-label portals, and the tenant behind a host.

use super::organizations;
use crate::statement::statements;
use crate::unit::{Read, Tx};
use crate::value::{Columns, Value, from_json, params, to_json};
use std::sync::Arc;
use vestibule_kernel::asset::Digest32;
use vestibule_kernel::id::{OrganizationId, PortalId};
use vestibule_kernel::organization::Organization;
use vestibule_kernel::portal::Portal;
use vestibule_kernel::{Result, Slug};

macro_rules! columns {
    ($prefix:literal) => {
        concat!(
            $prefix, "id, ", $prefix, "organization_id, ", $prefix, "slug, ", $prefix, "custom_host, ",
            $prefix, "name, ", $prefix, "enabled, ", $prefix, "locale, ", $prefix, "theme, ", $prefix, "created_at"
        )
    };
}

statements! {
    KEPT = concat!("SELECT ", columns!(""), " FROM portals WHERE id = $1");
    FIND = concat!("SELECT ", columns!(""), " FROM portals WHERE organization_id = $1 AND id = $2");
    FIND_BY_SLUG = concat!("SELECT ", columns!(""), " FROM portals WHERE slug = $1");
    LIST = concat!("SELECT ", columns!(""), " FROM portals WHERE organization_id = $1 ORDER BY slug");
    AT_SLUG = concat!(
        "SELECT ", columns!("p."), ", ", organizations::columns!("o."),
        " FROM portals p JOIN organizations o ON o.id = p.organization_id WHERE p.slug = $1"
    );
    AT_HOST = concat!(
        "SELECT ", columns!("p."), ", ", organizations::columns!("o."),
        " FROM portals p JOIN organizations o ON o.id = p.organization_id WHERE p.custom_host = $1"
    );
    UPSERT = "INSERT INTO portals \
        (organization_id, id, slug, custom_host, name, enabled, locale, theme, digest, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
        ON CONFLICT (slug) DO UPDATE SET custom_host = excluded.custom_host, name = excluded.name, \
        enabled = excluded.enabled, locale = excluded.locale, theme = excluded.theme, digest = excluded.digest \
        WHERE portals.organization_id = excluded.organization_id AND portals.digest <> excluded.digest";
}

fn read(columns: &mut Columns<'_>) -> Result<Portal> {
    Ok(Portal {
        id: columns.next()?,
        organization: columns.next()?,
        slug: columns.next()?,
        custom_host: columns.next()?,
        name: columns.next()?,
        enabled: columns.next()?,
        locale: columns.next()?,
        theme: from_json(&columns.next::<String>()?)?,
        created_at: columns.next()?,
    })
}

/// A portal and whose it is. Cheap to clone.
type Place = (Arc<Portal>, Arc<Organization>);

fn read_place(columns: &mut Columns<'_>) -> Result<Place> {
    Ok((Arc::new(read(columns)?), Arc::new(organizations::read(columns)?)))
}

/// The organization's portal with this id, from memory while it did not change.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn kept(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    id: PortalId,
) -> Result<Option<Arc<Portal>>> {
    let portal = read_unit.recall(&KEPT, Value::from(id), read)?;
    Ok(portal.filter(|portal| portal.organization == organization))
}

/// The organization's portal with this id.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn find(read_unit: &mut Read<'_>, organization: OrganizationId, id: PortalId) -> Result<Option<Portal>> {
    read_unit.first(&FIND, params![organization, id], read)
}

/// The portal with this host label, whoever's it is.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn find_by_slug(read_unit: &mut Read<'_>, slug: &Slug) -> Result<Option<Portal>> {
    read_unit.first(&FIND_BY_SLUG, params![slug], read)
}

/// Every portal of the organization, by host label.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn list(read_unit: &mut Read<'_>, organization: OrganizationId) -> Result<Vec<Portal>> {
    read_unit.all(&LIST, params![organization], read)
}

/// The portal with this host label, and its organization, from memory while they did not change.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn at_slug(read_unit: &mut Read<'_>, slug: &str) -> Result<Option<Place>> {
    Ok(read_unit.recall(&AT_SLUG, Value::from(slug), read_place)?.map(Arc::unwrap_or_clone))
}

/// The portal with this host of its own, and its organization, from memory while they did not change.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn at_host(read_unit: &mut Read<'_>, host: &str) -> Result<Option<Place>> {
    Ok(read_unit.recall(&AT_HOST, Value::from(host), read_place)?.map(Arc::unwrap_or_clone))
}

/// Adds or changes the organization's portal with this host label. Tells whether anything changed;
/// a label that is another organization's is left alone.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn upsert(tx: &mut Tx<'_>, portal: &Portal, digest: Digest32) -> Result<bool> {
    let theme = to_json(&portal.theme)?;
    let changed = tx.execute(
        &UPSERT,
        params![
            portal.organization,
            portal.id,
            &portal.slug,
            portal.custom_host.as_ref(),
            &portal.name,
            portal.enabled,
            portal.locale,
            &theme,
            &digest,
            portal.created_at,
        ],
    )?;
    Ok(changed == 1)
}
