//! Writing subscriptions, and the rows of their addresses, meters and payment methods.

use super::plans::series;
use super::{Candidate, Kind, Located, Tally, leave_out_unchanged, vanished};
use crate::records::desk::Desk;
use crate::records::kinds::Record;
use crate::records::kinds::subscription::{AddressPart, MeterPart, PaymentPart, SubscriptionRecord};
use crate::records::types::RecordType;
use std::collections::HashMap;
use vestibule_kernel::asset::Digest32;
use vestibule_kernel::id::{AddressId, CustomerId, MeterId, PaymentMethodId, PlanId, SubscriptionId};
use vestibule_kernel::plan::Interval;
use vestibule_kernel::subscription::{Address, Meter, PaymentMethod, Subscription};
use vestibule_kernel::{Result, Timestamp};
use vestibule_store::Tx;
use vestibule_store::tables::subscriptions::Keys;
use vestibule_store::tables::{
    addresses, customers, invoices, meters, payment_methods, plans, subscriptions,
};

pub(super) struct Subscriptions {
    fresh: bool,
    plans: HashMap<String, (PlanId, Interval)>,
}

pub(super) struct Item {
    candidate: Candidate<SubscriptionRecord>,
    customer: CustomerId,
    plan: (PlanId, Interval),
    existed: bool,
}

impl Subscriptions {
    pub(super) fn new(desk: &Desk) -> Result<Self> {
        let organization = desk.organization;
        desk.read(move |read| {
            let fresh = !subscriptions::any(read, organization)?;
            let plans = plans::all(read, organization)?;
            let plans = plans.into_iter().map(|plan| (plan.external_id, (plan.id, plan.interval))).collect();
            Ok(Self { fresh, plans })
        })
    }
}

impl Kind for Subscriptions {
    type Item = Item;
    const TYPE: RecordType = RecordType::Subscription;

    fn prepare(&mut self, desk: &Desk, records: Vec<Located>, tally: &mut Tally) -> Result<Vec<Item>> {
        let mut candidates: Vec<_> = records.into_iter().filter_map(candidate).collect();
        let known = if self.fresh { HashMap::new() } else { digests(desk, &candidates)? };
        leave_out_unchanged(&mut candidates, &known, |record| &record.external_id, tally);
        let customers = customer_ids(desk, &candidates)?;
        let item = |candidate: Candidate<SubscriptionRecord>| {
            let record = &candidate.record;
            let customer = customers.get(&record.customer).copied();
            let customer = customer.ok_or_else(|| vanished("customer", &record.customer))?;
            let plan = self.plans.get(&record.plan).copied();
            let plan = plan.ok_or_else(|| vanished("plan", &record.plan))?;
            let existed = known.contains_key(&record.external_id);
            Ok(Item { candidate, customer, plan, existed })
        };
        candidates.into_iter().map(item).collect()
    }

    fn write(tx: &mut Tx<'_>, desk: &Desk, items: Vec<Item>) -> Result<Tally> {
        let mut tally = Tally::default();
        let changed = items.iter().filter(|item| item.existed);
        let names: Vec<&str> = changed.map(|item| item.candidate.record.external_id.as_str()).collect();
        let there = subscriptions::known(tx, desk.organization, &names)?;
        let mut there: HashMap<String, Keys> =
            there.into_iter().map(|keys| (keys.external_id.clone(), keys)).collect();
        for item in items {
            tally.count(item.existed, true);
            let keys = there.remove(&item.candidate.record.external_id);
            write_one(tx, desk, item, keys)?;
        }
        Ok(tally)
    }
}

fn candidate(located: Located) -> Option<Candidate<SubscriptionRecord>> {
    let Record::Subscription(record) = located.record else { return None };
    Some(Candidate::new(*record, located.files))
}

/// The digests of those that are there already.
fn digests(desk: &Desk, candidates: &[Candidate<SubscriptionRecord>]) -> Result<HashMap<String, Digest32>> {
    let names = candidates.iter().map(|candidate| candidate.record.external_id.clone()).collect();
    let rows = desk.look_up(names, subscriptions::known)?;
    Ok(rows.into_iter().map(|row| (row.external_id, row.digest)).collect())
}

fn customer_ids(
    desk: &Desk,
    candidates: &[Candidate<SubscriptionRecord>],
) -> Result<HashMap<String, CustomerId>> {
    let names = candidates.iter().map(|candidate| candidate.record.customer.clone()).collect();
    let rows = desk.look_up(names, customers::known)?;
    Ok(rows.into_iter().map(|row| (row.external_id, row.id)).collect())
}

/// Writes a subscription that is new or changed. What hangs on it is changed in place; what it no
/// longer has is deleted. When it goes to another customer, its invoices go with it.
fn write_one(tx: &mut Tx<'_>, desk: &Desk, item: Item, there: Option<Keys>) -> Result<()> {
    let Item { candidate: Candidate { record, digest, .. }, customer, plan: (plan, plan_interval), .. } =
        item;
    let (organization, now) = (desk.organization, desk.now());
    let at = begun(&record, now);
    let keys = there.unwrap_or_else(|| Keys {
        external_id: record.external_id.clone(),
        id: SubscriptionId::new(at, &desk.ctx.rng),
        customer,
        address: None,
        meter: None,
        payment_method: None,
        digest,
    });
    let address = write_address(tx, desk, record.address, keys.address)?;
    let meter = write_meter(tx, desk, record.meter, keys.meter)?;
    let payment_method = write_payment(tx, desk, record.payment, keys.payment_method)?;
    let price_series = match &record.price_series {
        None => None,
        Some(name) => Some(series(tx, desk, name)?),
    };
    let subscription = Subscription {
        id: keys.id,
        organization,
        external_id: record.external_id,
        customer,
        plan,
        number: record.number,
        status: record.status,
        estimated_usage: record.estimated_usage,
        address,
        meter,
        payment_method,
        price_series,
        confirmed_at: record.confirmed_at,
        start_at: record.start_at,
        terminated_at: record.terminated_at,
        end_at: record.end_at,
        current_period: record.current_period,
        cancel_at_period_end: record.cancel_at_period_end,
        amount: record.amount,
        interval: record.interval.unwrap_or(plan_interval),
        metadata: record.metadata,
        created_at: at,
        updated_at: now,
    };
    subscriptions::upsert(tx, &subscription, digest)?;
    if keys.customer != customer {
        invoices::move_to_customer(tx, organization, keys.customer, keys.id, customer)?;
    }
    Ok(())
}

/// When a subscription counts as created: ids sort by it, and the newest one decides where a
/// customer is led, so it is the contract's own time and not that of the import.
fn begun(record: &SubscriptionRecord, now: Timestamp) -> Timestamp {
    let at = record.confirmed_at.or(record.start_at).unwrap_or(now);
    at.clamp(Timestamp::from_micros(0), now)
}

fn write_address(
    tx: &mut Tx<'_>,
    desk: &Desk,
    part: Option<AddressPart>,
    there: Option<AddressId>,
) -> Result<Option<AddressId>> {
    let Some(AddressPart { street, house_number, zip, city, country }) = part else {
        there.map(|id| addresses::delete(tx, desk.organization, id)).transpose()?;
        return Ok(None);
    };
    let now = desk.now();
    let id = there.unwrap_or_else(|| AddressId::new(now, &desk.ctx.rng));
    let address = Address { id, street, house_number, zip, city, country, created_at: now };
    addresses::upsert(tx, desk.organization, &address)?;
    Ok(Some(id))
}

fn write_meter(
    tx: &mut Tx<'_>,
    desk: &Desk,
    part: Option<MeterPart>,
    there: Option<MeterId>,
) -> Result<Option<MeterId>> {
    let Some(MeterPart { number, meter_type, malo, melo }) = part else {
        there.map(|id| meters::delete(tx, desk.organization, id)).transpose()?;
        return Ok(None);
    };
    let now = desk.now();
    let id = there.unwrap_or_else(|| MeterId::new(now, &desk.ctx.rng));
    meters::upsert(tx, desk.organization, &Meter { id, number, meter_type, malo, melo, created_at: now })?;
    Ok(Some(id))
}

fn write_payment(
    tx: &mut Tx<'_>,
    desk: &Desk,
    part: Option<PaymentPart>,
    there: Option<PaymentMethodId>,
) -> Result<Option<PaymentMethodId>> {
    let Some(PaymentPart { country, last4, account_holder }) = part else {
        there.map(|id| payment_methods::delete(tx, desk.organization, id)).transpose()?;
        return Ok(None);
    };
    let now = desk.now();
    let id = there.unwrap_or_else(|| PaymentMethodId::new(now, &desk.ctx.rng));
    let method = PaymentMethod { id, country, last4, account_holder, created_at: now };
    payment_methods::upsert(tx, desk.organization, &method)?;
    Ok(Some(id))
}
