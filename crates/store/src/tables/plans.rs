//! What can be bought.

use crate::list::{ListSpec, Sort, page};
use crate::statement::statements;
use crate::unit::{Read, Tx};
use crate::value::{Columns, Value, from_json, only, params, to_json};
use std::sync::Arc;
use vestibule_kernel::asset::Digest32;
use vestibule_kernel::filter::Condition;
use vestibule_kernel::id::{OrganizationId, PlanId};
use vestibule_kernel::list::{Page, PageRequest, Position};
use vestibule_kernel::plan::Plan;
use vestibule_kernel::{Error, Money, Result};

macro_rules! columns {
    () => {
        "id, organization_id, external_id, slug, name, description, type, price_minor, currency, billing_interval, \
         components, portal_id, price_series_id, cancellation_days, on_offer, created_at"
    };
}

statements! {
    KEPT = concat!("SELECT ", columns!(), " FROM plans WHERE id = $1");
    FIND = concat!("SELECT ", columns!(), " FROM plans WHERE organization_id = $1 AND id = $2");
    ID_BY_EXTERNAL = "SELECT id FROM plans WHERE organization_id = $1 AND external_id = $2";
    HOLDER_OF_SLUG = "SELECT external_id FROM plans WHERE organization_id = $1 AND slug = $2";
    OFFERS = concat!(
        "SELECT ", columns!(), " FROM plans WHERE organization_id = $1 AND on_offer ORDER BY price_minor, id LIMIT 50"
    );
    ALL = concat!("SELECT ", columns!(), " FROM plans WHERE organization_id = $1 ORDER BY id");
    UPSERT = "INSERT INTO plans \
        (organization_id, id, external_id, slug, name, description, type, price_minor, currency, billing_interval, \
         components, portal_id, price_series_id, cancellation_days, on_offer, digest, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) \
        ON CONFLICT (organization_id, external_id) DO UPDATE SET slug = excluded.slug, name = excluded.name, \
        description = excluded.description, type = excluded.type, price_minor = excluded.price_minor, \
        currency = excluded.currency, billing_interval = excluded.billing_interval, \
        components = excluded.components, portal_id = excluded.portal_id, \
        price_series_id = excluded.price_series_id, \
        cancellation_days = excluded.cancellation_days, on_offer = excluded.on_offer, digest = excluded.digest \
        WHERE plans.digest <> excluded.digest";
}

const LIST: ListSpec = ListSpec { table: "plans", columns: columns!(), sort: Sort::Id };

fn read(columns: &mut Columns<'_>) -> Result<Plan> {
    Ok(Plan {
        id: columns.next()?,
        organization: columns.next()?,
        external_id: columns.next()?,
        slug: columns.next()?,
        name: columns.next()?,
        description: columns.next()?,
        plan_type: columns.next()?,
        price: Money::new(columns.next()?, columns.next()?),
        interval: columns.next()?,
        components: from_json(&columns.next::<String>()?)?,
        portal: columns.next()?,
        price_series: columns.next()?,
        cancellation_days: columns.next()?,
        on_offer: columns.next()?,
        created_at: columns.next()?,
    })
}

/// The organization's plan with this id, from memory while it did not change.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn kept(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    id: PlanId,
) -> Result<Option<Arc<Plan>>> {
    let plan = read_unit.recall(&KEPT, Value::from(id), read)?;
    Ok(plan.filter(|plan| plan.organization == organization))
}

/// The plan of one of the organization's subscriptions, from memory while it did not change.
///
/// # Errors
/// `Internal` when there is none, which the database does not allow; `Unavailable` when it does not answer.
pub fn of_subscription(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    plan: PlanId,
) -> Result<Arc<Plan>> {
    kept(read_unit, organization, plan)?.ok_or_else(|| Error::internal("a subscription without its plan"))
}

/// The organization's plan with this id.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn find(read_unit: &mut Read<'_>, organization: OrganizationId, id: PlanId) -> Result<Option<Plan>> {
    read_unit.first(&FIND, params![organization, id], read)
}

/// The id of the plan that the operator knows by this id.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn id_by_external(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    external_id: &str,
) -> Result<Option<PlanId>> {
    read_unit.first(&ID_BY_EXTERNAL, params![organization, external_id], only)
}

/// The external id of the plan that has this slug.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn holder_of_slug(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    slug: &str,
) -> Result<Option<String>> {
    read_unit.first(&HOLDER_OF_SLUG, params![organization, slug], only)
}

/// The plans that new customers are offered, cheapest first.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn offers(read_unit: &mut Read<'_>, organization: OrganizationId) -> Result<Vec<Plan>> {
    read_unit.all(&OFFERS, params![organization], read)
}

/// Every plan of the organization, oldest first.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn all(read_unit: &mut Read<'_>, organization: OrganizationId) -> Result<Vec<Plan>> {
    read_unit.all(&ALL, params![organization], read)
}

/// A page of the organization's plans.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn list(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    conditions: &[Condition],
    request: &PageRequest,
) -> Result<Page<Plan>> {
    let rows = read_unit.all_built(&page(&LIST, organization, conditions, request), read)?;
    Ok(Page::from_rows(rows, request.limit, |plan| Position { at: plan.created_at, id: plan.id.uuid() }))
}

/// Adds or changes the plan that the operator knows by its `external_id`. Tells whether anything changed.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn upsert(tx: &mut Tx<'_>, plan: &Plan, digest: Digest32) -> Result<bool> {
    let components = to_json(&plan.components)?;
    let changed = tx.execute(
        &UPSERT,
        params![
            plan.organization,
            plan.id,
            &plan.external_id,
            &plan.slug,
            &plan.name,
            &plan.description,
            plan.plan_type,
            plan.price.minor,
            &plan.price.currency,
            plan.interval,
            &components,
            plan.portal,
            plan.price_series,
            plan.cancellation_days,
            plan.on_offer,
            &digest,
            plan.created_at,
        ],
    )?;
    Ok(changed == 1)
}
