//! Contracts of customers on plans.

use super::{addresses, by_external_ids, many, meters, payment_methods, plans};
use crate::list::{ListSpec, Sort, page};
use crate::statement::statements;
use crate::unit::{Read, Tx};
use crate::value::{Columns, only, params};
use vestibule_kernel::asset::Digest32;
use vestibule_kernel::filter::Condition;
use vestibule_kernel::id::{
    AddressId, CustomerId, MeterId, OrganizationId, PaymentMethodId, SubscriptionId,
};
use vestibule_kernel::list::{Page, PageRequest, Position};
use vestibule_kernel::subscription::{Address, Contract, Meter, PaymentMethod, Subscription};
use vestibule_kernel::{Energy, Money, Period, Result, Timestamp};

macro_rules! columns {
    () => {
        "id, organization_id, external_id, customer_id, plan_id, number, status, estimated_usage_wh, address_id, \
         meter_id, payment_method_id, price_series_id, confirmed_at, start_at, terminated_at, end_at, period_start, period_end, \
         cancel_at_period_end, amount_minor, currency, billing_interval, metadata, created_at, updated_at"
    };
}

/// A subscription with its address, meter and payment method.
macro_rules! contracts {
    ($filter:literal) => {
        concat!(
            "SELECT s.id, s.organization_id, s.external_id, s.customer_id, s.plan_id, s.number, s.status, \
             s.estimated_usage_wh, s.address_id, s.meter_id, s.payment_method_id, s.price_series_id, s.confirmed_at, s.start_at, \
             s.terminated_at, s.end_at, s.period_start, s.period_end, s.cancel_at_period_end, s.amount_minor, \
             s.currency, s.billing_interval, s.metadata, s.created_at, s.updated_at, \
             a.id, a.street, a.house_number, a.zip, a.city, a.country, a.created_at, \
             m.id, m.number, m.type, m.malo, m.melo, m.created_at, \
             y.id, y.country, y.last4, y.account_holder, y.created_at \
             FROM subscriptions s \
             LEFT JOIN addresses a ON a.organization_id = s.organization_id AND a.id = s.address_id \
             LEFT JOIN meters m ON m.organization_id = s.organization_id AND m.id = s.meter_id \
             LEFT JOIN payment_methods y ON y.organization_id = s.organization_id AND y.id = s.payment_method_id \
             WHERE s.organization_id = $1 AND ",
            $filter
        )
    };
}

statements! {
    FIND = concat!("SELECT ", columns!(), " FROM subscriptions WHERE organization_id = $1 AND id = $2");
    KEYS_BY_EXTERNAL = "SELECT external_id, id, customer_id, address_id, meter_id, payment_method_id, digest \
        FROM subscriptions WHERE organization_id = $1 AND external_id = $2";
    KNOWN = concat!(
        many!(),
        "SELECT t.external_id, t.id, t.customer_id, t.address_id, t.meter_id, t.payment_method_id, t.digest \
         FROM wanted CROSS JOIN subscriptions t \
         WHERE t.organization_id = $1 AND t.external_id = wanted.name"
    );
    ANY = "SELECT 1 FROM subscriptions WHERE organization_id = $1 LIMIT 1";
    CONTRACT = contracts!("s.id = $2");
    CONTRACTS = contracts!("s.customer_id = $2 ORDER BY s.id DESC LIMIT 100");
    UPSERT = "INSERT INTO subscriptions \
        (organization_id, id, external_id, customer_id, plan_id, number, status, estimated_usage_wh, address_id, \
         meter_id, payment_method_id, price_series_id, confirmed_at, start_at, terminated_at, end_at, period_start, period_end, \
         cancel_at_period_end, amount_minor, currency, billing_interval, metadata, digest, created_at, updated_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, \
         $22, $23, $24, $25, $26) \
        ON CONFLICT (organization_id, external_id) DO UPDATE SET customer_id = excluded.customer_id, \
        plan_id = excluded.plan_id, number = excluded.number, status = excluded.status, \
        estimated_usage_wh = excluded.estimated_usage_wh, address_id = excluded.address_id, \
        meter_id = excluded.meter_id, payment_method_id = excluded.payment_method_id, \
        price_series_id = excluded.price_series_id, \
        confirmed_at = excluded.confirmed_at, start_at = excluded.start_at, \
        terminated_at = excluded.terminated_at, end_at = excluded.end_at, period_start = excluded.period_start, \
        period_end = excluded.period_end, cancel_at_period_end = excluded.cancel_at_period_end, \
        amount_minor = excluded.amount_minor, currency = excluded.currency, \
        billing_interval = excluded.billing_interval, metadata = excluded.metadata, digest = excluded.digest, \
        updated_at = excluded.updated_at \
        WHERE subscriptions.digest <> excluded.digest";
}

const LIST: ListSpec = ListSpec { table: "subscriptions", columns: columns!(), sort: Sort::Id };

fn read(columns: &mut Columns<'_>) -> Result<Subscription> {
    Ok(Subscription {
        id: columns.next()?,
        organization: columns.next()?,
        external_id: columns.next()?,
        customer: columns.next()?,
        plan: columns.next()?,
        number: columns.next()?,
        status: columns.next()?,
        estimated_usage: columns.next::<Option<i64>>()?.map(Energy::from_wh),
        address: columns.next()?,
        meter: columns.next()?,
        payment_method: columns.next()?,
        price_series: columns.next()?,
        confirmed_at: columns.next()?,
        start_at: columns.next()?,
        terminated_at: columns.next()?,
        end_at: columns.next()?,
        current_period: period(columns)?,
        cancel_at_period_end: columns.next()?,
        amount: {
            let minor: Option<i64> = columns.next()?;
            let currency = columns.next()?;
            minor.map(|minor| Money::new(minor, currency))
        },
        interval: columns.next()?,
        metadata: columns.next()?,
        created_at: columns.next()?,
        updated_at: columns.next()?,
    })
}

/// Two columns that are a period together.
pub(crate) fn period(columns: &mut Columns<'_>) -> Result<Option<Period>> {
    let start: Option<Timestamp> = columns.next()?;
    let end: Option<Timestamp> = columns.next()?;
    Ok(start.zip(end).map(|(start, end)| Period { start, end }))
}

/// A contract without its plan.
type Bare = (Subscription, Option<Address>, Option<Meter>, Option<PaymentMethod>);

fn read_bare(columns: &mut Columns<'_>) -> Result<Bare> {
    Ok((
        read(columns)?,
        columns.joined(7, addresses::read)?,
        columns.joined(6, meters::read)?,
        columns.joined(5, payment_methods::read)?,
    ))
}

fn with_plan(read_unit: &mut Read<'_>, bare: Bare) -> Result<Contract> {
    let (subscription, address, meter, payment_method) = bare;
    let plan = plans::of_subscription(read_unit, subscription.organization, subscription.plan)?;
    Ok(Contract { subscription, plan, address, meter, payment_method })
}

/// The organization's subscription with this id.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn find(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    id: SubscriptionId,
) -> Result<Option<Subscription>> {
    read_unit.first(&FIND, params![organization, id], read)
}

/// What an import has to know of a subscription that is there already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// The operator's own id of it.
    pub external_id: String,
    /// Its id.
    pub id: SubscriptionId,
    /// Who has it.
    pub customer: CustomerId,
    /// The row of its address.
    pub address: Option<AddressId>,
    /// The row of its meter.
    pub meter: Option<MeterId>,
    /// The row of its payment method.
    pub payment_method: Option<PaymentMethodId>,
    /// The digest of the record that it was written from.
    pub digest: Digest32,
}

fn read_keys(columns: &mut Columns<'_>) -> Result<Keys> {
    Ok(Keys {
        external_id: columns.next()?,
        id: columns.next()?,
        customer: columns.next()?,
        address: columns.next()?,
        meter: columns.next()?,
        payment_method: columns.next()?,
        digest: columns.next()?,
    })
}

/// The keys of the subscription that the operator knows by this id.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn keys_by_external(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    external_id: &str,
) -> Result<Option<Keys>> {
    read_unit.first(&KEYS_BY_EXTERNAL, params![organization, external_id], read_keys)
}

/// Whether the organization has any subscription.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn any(read_unit: &mut Read<'_>, organization: OrganizationId) -> Result<bool> {
    Ok(read_unit.first(&ANY, params![organization], only::<i64>)?.is_some())
}

/// Which of these external ids there are.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn known(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    external_ids: &[&str],
) -> Result<Vec<Keys>> {
    by_external_ids(read_unit, &KNOWN, organization, external_ids, read_keys)
}

/// The organization's subscription with this id, and everything that hangs on it.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn contract(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    id: SubscriptionId,
) -> Result<Option<Contract>> {
    let found = read_unit.first(&CONTRACT, params![organization, id], read_bare)?;
    found.map(|bare| with_plan(read_unit, bare)).transpose()
}

/// The newest hundred subscriptions of a customer, newest first, with everything that hangs on them.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn contracts(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    customer: CustomerId,
) -> Result<Vec<Contract>> {
    let found = read_unit.all(&CONTRACTS, params![organization, customer], read_bare)?;
    found.into_iter().map(|bare| with_plan(read_unit, bare)).collect()
}

/// A page of the organization's subscriptions.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn list(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    conditions: &[Condition],
    request: &PageRequest,
) -> Result<Page<Subscription>> {
    let rows = read_unit.all_built(&page(&LIST, organization, conditions, request), read)?;
    Ok(Page::from_rows(rows, request.limit, |row| Position { at: row.created_at, id: row.id.uuid() }))
}

/// Adds or changes the subscription that the operator knows by its `external_id`; nothing changes when
/// the digest is the same.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn upsert(tx: &mut Tx<'_>, subscription: &Subscription, digest: Digest32) -> Result<()> {
    let row = subscription;
    let currency = row.amount.map_or(vestibule_kernel::Currency::EUR, |amount| amount.currency);
    tx.later(
        &UPSERT,
        params![
            row.organization,
            row.id,
            &row.external_id,
            row.customer,
            row.plan,
            row.number.as_ref(),
            row.status,
            row.estimated_usage.map(|usage| usage.wh),
            row.address,
            row.meter,
            row.payment_method,
            row.price_series,
            row.confirmed_at,
            row.start_at,
            row.terminated_at,
            row.end_at,
            row.current_period.map(|period| period.start),
            row.current_period.map(|period| period.end),
            row.cancel_at_period_end,
            row.amount.map(|amount| amount.minor),
            &currency,
            row.interval,
            row.metadata.as_ref(),
            &digest,
            row.created_at,
            row.updated_at,
        ],
    )
}
