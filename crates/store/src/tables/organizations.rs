//! Tenants.

use crate::statement::statements;
use crate::unit::{Read, Tx};
use crate::value::{Columns, Value, from_json, params, to_json};
use std::sync::Arc;
use vestibule_kernel::id::{OrganizationId, PlanId};
use vestibule_kernel::organization::{Organization, OrganizationStatus};
use vestibule_kernel::{Error, Result, TimeZone};

/// The columns of an organization, in the order that [`read`] takes them.
macro_rules! columns {
    ($prefix:literal) => {
        concat!(
            $prefix, "id, ", $prefix, "slug, ", $prefix, "name, ", $prefix, "status, ", $prefix, "default_plan_id, ",
            $prefix, "locale, ", $prefix, "time_zone, ", $prefix, "currency, ", $prefix, "settings, ",
            $prefix, "created_at"
        )
    };
}
pub(crate) use columns;

statements! {
    FIND = concat!("SELECT ", columns!(""), " FROM organizations WHERE id = $1");
    FIND_BY_SLUG = concat!("SELECT ", columns!(""), " FROM organizations WHERE slug = $1");
    LIST = concat!("SELECT ", columns!(""), " FROM organizations ORDER BY slug");
    INSERT = "INSERT INTO organizations \
        (id, slug, name, status, default_plan_id, locale, time_zone, currency, settings, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (slug) DO NOTHING";
    UPDATE = "UPDATE organizations SET name = $2, default_plan_id = $3, locale = $4, time_zone = $5, \
        currency = $6, settings = $7 WHERE id = $1";
    SET_STATUS = "UPDATE organizations SET status = $2 WHERE id = $1 AND status <> $2";
}

pub(crate) fn read(columns: &mut Columns<'_>) -> Result<Organization> {
    Ok(Organization {
        id: columns.next()?,
        slug: columns.next()?,
        name: columns.next()?,
        status: columns.next()?,
        default_plan: columns.next::<Option<PlanId>>()?,
        locale: columns.next()?,
        time_zone: {
            let name: String = columns.next()?;
            TimeZone::named(&name).ok_or_else(|| Error::internal(format_args!("unknown time zone {name}")))?
        },
        currency: columns.next()?,
        settings: from_json(&columns.next::<String>()?)?,
        created_at: columns.next()?,
    })
}

/// The organization with this id.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn find(read_unit: &mut Read<'_>, id: OrganizationId) -> Result<Option<Organization>> {
    read_unit.first(&FIND, params![id], read)
}

/// The organization with this id, from memory while it did not change.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn recall(read_unit: &mut Read<'_>, id: OrganizationId) -> Result<Option<Arc<Organization>>> {
    read_unit.recall(&FIND, Value::from(id), read)
}

/// The organization with this short name.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn find_by_slug(read_unit: &mut Read<'_>, slug: &str) -> Result<Option<Organization>> {
    read_unit.first(&FIND_BY_SLUG, params![slug], read)
}

/// Every organization, by short name.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn list(read_unit: &mut Read<'_>) -> Result<Vec<Organization>> {
    read_unit.all(&LIST, params![], read)
}

/// Adds an organization; `false` when its short name is taken.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn insert(tx: &mut Tx<'_>, organization: &Organization) -> Result<bool> {
    let settings = to_json(&organization.settings)?;
    let added = tx.execute(
        &INSERT,
        params![
            organization.id,
            &organization.slug,
            &organization.name,
            organization.status,
            organization.default_plan,
            organization.locale,
            organization.time_zone.name(),
            &organization.currency,
            &settings,
            organization.created_at,
        ],
    )?;
    Ok(added == 1)
}

/// Writes what may change of an organization, all but its status: an import that read it before it was
/// suspended must not bring it back.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn update(tx: &mut Tx<'_>, organization: &Organization) -> Result<()> {
    let settings = to_json(&organization.settings)?;
    tx.execute(
        &UPDATE,
        params![
            organization.id,
            &organization.name,
            organization.default_plan,
            organization.locale,
            organization.time_zone.name(),
            &organization.currency,
            &settings,
        ],
    )?;
    Ok(())
}

/// Gives an organization this status; tells whether it had another one.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn set_status(tx: &mut Tx<'_>, id: OrganizationId, status: OrganizationStatus) -> Result<bool> {
    Ok(tx.execute(&SET_STATUS, params![id, status])? == 1)
}
