//! Writing subscriptions, and the rows of their addresses, meters and payment methods.

use super::{Kind, Located, Tally, vanished};
use crate::records::desk::Desk;
use crate::records::kinds::subscription::{AddressPart, MeterPart, PaymentPart, SubscriptionRecord};
use crate::records::kinds::{Record, digest};
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
    record: SubscriptionRecord,
    digest: Digest32,
    customer: CustomerId,
    plan: (PlanId, Interval),
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
    type Unit = Vec<Item>;
    const TYPE: RecordType = RecordType::Subscription;

    fn prepare(&mut self, desk: &Desk, records: Vec<Located>, tally: &mut Tally) -> Result<Vec<Item>> {
        let mut records: Vec<(SubscriptionRecord, Digest32)> = records
            .into_iter()
            .filter_map(only)
            .map(|record| {
                let digest = digest(&record, &[]);
                (record, digest)
            })
            .collect();
        if !self.fresh {
            let known = known(desk, &records)?;
            records.retain(|(record, digest)| {
                let same = known.get(&record.external_id) == Some(digest);
                if same {
                    tally.count(true, false);
                }
                !same
            });
        }
        let customers = customer_ids(desk, &records)?;
        records
            .into_iter()
            .map(|(record, digest)| {
                let customer = customers.get(&record.customer).copied();
                let customer = customer.ok_or_else(|| vanished("customer", &record.customer))?;
                let plan = self.plans.get(&record.plan).copied();
                let plan = plan.ok_or_else(|| vanished("plan", &record.plan))?;
                Ok(Item { record, digest, customer, plan })
            })
            .collect()
    }

    fn is_empty(unit: &Vec<Item>) -> bool {
        unit.is_empty()
    }

    fn write(tx: &mut Tx<'_>, desk: &Desk, unit: Vec<Item>) -> Result<Tally> {
        let mut tally = Tally::default();
        for item in unit {
            let there = subscriptions::keys_by_external(tx, desk.organization, &item.record.external_id)?;
            let existed = there.is_some();
            let same = there.as_ref().is_some_and(|keys| keys.digest == item.digest);
            if !same {
                write_one(tx, desk, item, there)?;
            }
            tally.count(existed, !same);
        }
        Ok(tally)
    }
}

fn only(located: Located) -> Option<SubscriptionRecord> {
    match located.record {
        Record::Subscription(record) => Some(*record),
        Record::Organization(_)
        | Record::Portal(_)
        | Record::Plan(_)
        | Record::Customer(_)
        | Record::Invoice(_) => None,
    }
}

fn known(desk: &Desk, records: &[(SubscriptionRecord, Digest32)]) -> Result<HashMap<String, Digest32>> {
    let organization = desk.organization;
    let names: Vec<String> = records.iter().map(|(record, _)| record.external_id.clone()).collect();
    desk.read(move |read| {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let rows = subscriptions::known(read, organization, &names)?;
        Ok(rows.into_iter().map(|row| (row.external_id, row.digest)).collect())
    })
}

fn customer_ids(
    desk: &Desk,
    records: &[(SubscriptionRecord, Digest32)],
) -> Result<HashMap<String, CustomerId>> {
    let organization = desk.organization;
    let names: Vec<String> = records.iter().map(|(record, _)| record.customer.clone()).collect();
    if names.is_empty() {
        return Ok(HashMap::new());
    }
    desk.read(move |read| {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let rows = customers::known(read, organization, &names)?;
        Ok(rows.into_iter().map(|(name, id, _)| (name, id)).collect())
    })
}

/// Writes a subscription that is new or changed. What hangs on it is changed in place; what it no
/// longer has is deleted. When it goes to another customer, its invoices go with it.
fn write_one(tx: &mut Tx<'_>, desk: &Desk, item: Item, there: Option<Keys>) -> Result<()> {
    let Item { record, digest, customer, plan: (plan, plan_interval) } = item;
    let (organization, now) = (desk.organization, desk.now());
    let at = begun(&record, now);
    let keys = there.unwrap_or_else(|| Keys {
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
