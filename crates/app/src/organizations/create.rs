//! A new tenant.

use super::settings::faults;
use crate::Ctx;
use vestibule_kernel::id::OrganizationId;
use vestibule_kernel::organization::{Organization, OrganizationSettings, OrganizationStatus};
use vestibule_kernel::{Currency, Error, FieldError, Locale, Result, Slug, TimeZone};
use vestibule_store::tables::organizations;

/// What a new organization starts with.
#[derive(Debug, Clone)]
pub struct NewOrganization {
    /// Its short name.
    pub slug: Slug,
    /// Its name as customers read it.
    pub name: String,
    /// The language of its portals.
    pub locale: Locale,
    /// Where its days begin.
    pub time_zone: TimeZone,
    /// Its currency.
    pub currency: Currency,
    /// What it decides about access and contact.
    pub settings: OrganizationSettings,
}

/// Creates an organization.
///
/// # Errors
/// `Invalid` when the name is empty or a setting cannot be meant, `Conflict` when the short name is taken.
pub async fn create_organization(ctx: &Ctx, new: NewOrganization) -> Result<Organization> {
    if new.name.trim().is_empty() {
        return Err(Error::invalid("name", "too_small", "Expected a name"));
    }
    let wrong: Vec<FieldError> = faults(&new.settings)
        .into_iter()
        .map(|fault| {
            FieldError::new(fault.name, "invalid_value", format!("{} (got '{}')", fault.reason, fault.value))
        })
        .collect();
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let now = ctx.now();
    let organization = Organization {
        id: OrganizationId::new(now, &ctx.rng),
        slug: new.slug,
        name: new.name.trim().to_owned(),
        status: OrganizationStatus::Active,
        default_plan: None,
        locale: new.locale,
        time_zone: new.time_zone,
        currency: new.currency,
        settings: new.settings,
        created_at: now,
    };
    ctx.db
        .write(move |tx| {
            if organizations::insert(tx, &organization)? {
                return Ok(organization);
            }
            let message =
                format!("There is an organization '{}' already; choose another slug", organization.slug);
            Err(Error::Conflict { code: "duplicate_slug", message })
        })
        .await
}
