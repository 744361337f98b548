//! Writing customers. Who is shut out, or gets another address, is signed out in the same unit.

use super::{Candidate, Kind, Located, Tally, leave_out_unchanged};
use crate::Origin;
use crate::access::end_access;
use crate::audit::{self, Action, Event};
use crate::records::desk::Desk;
use crate::records::kinds::Record;
use crate::records::kinds::customer::CustomerRecord;
use crate::records::types::RecordType;
use std::collections::HashMap;
use vestibule_kernel::Result;
use vestibule_kernel::asset::Digest32;
use vestibule_kernel::customer::{Customer, CustomerStatus};
use vestibule_kernel::id::CustomerId;
use vestibule_store::Tx;
use vestibule_store::tables::customers::{self, Known};

pub(super) struct Customers {
    /// Nothing of the input can be there already.
    fresh: bool,
}

pub(super) struct Item {
    candidate: Candidate<CustomerRecord>,
    existed: bool,
}

impl Customers {
    pub(super) fn new(desk: &Desk) -> Result<Self> {
        let organization = desk.organization;
        Ok(Self { fresh: !desk.read(move |read| customers::any(read, organization))? })
    }
}

impl Kind for Customers {
    type Item = Item;
    const TYPE: RecordType = RecordType::Customer;

    fn prepare(&mut self, desk: &Desk, records: Vec<Located>, tally: &mut Tally) -> Result<Vec<Item>> {
        let mut candidates: Vec<_> = records.into_iter().filter_map(candidate).collect();
        let known = if self.fresh { HashMap::new() } else { digests(desk, &candidates)? };
        leave_out_unchanged(&mut candidates, &known, |record| &record.external_id, tally);
        let item = |candidate: Candidate<CustomerRecord>| {
            let existed = known.contains_key(&candidate.record.external_id);
            Item { candidate, existed }
        };
        Ok(candidates.into_iter().map(item).collect())
    }

    fn write(tx: &mut Tx<'_>, desk: &Desk, items: Vec<Item>) -> Result<Tally> {
        let mut tally = Tally::default();
        let changed = items.iter().filter(|item| item.existed);
        let names: Vec<&str> = changed.map(|item| item.candidate.record.external_id.as_str()).collect();
        let before = by_name(customers::known(tx, desk.organization, &names)?);
        for Item { candidate: Candidate { record, digest, .. }, existed } in items {
            let before = before.get(&record.external_id);
            let customer = customer(desk, record, before);
            customers::upsert(tx, &customer, digest)?;
            if let Some(before) = before {
                sign_out(tx, desk, before, &customer)?;
            }
            tally.count(existed, true);
        }
        Ok(tally)
    }
}

fn candidate(located: Located) -> Option<Candidate<CustomerRecord>> {
    let Record::Customer(record) = located.record else { return None };
    Some(Candidate::new(record, located.files))
}

fn by_name(rows: Vec<Known>) -> HashMap<String, Known> {
    rows.into_iter().map(|row| (row.external_id.clone(), row)).collect()
}

/// The digests of those that are there already.
fn digests(desk: &Desk, candidates: &[Candidate<CustomerRecord>]) -> Result<HashMap<String, Digest32>> {
    let names = candidates.iter().map(|candidate| candidate.record.external_id.clone()).collect();
    let rows = desk.look_up(names, customers::known)?;
    Ok(rows.into_iter().map(|row| (row.external_id, row.digest)).collect())
}

/// The customer that a record describes. Where it says nothing of their status, that is what it was.
fn customer(desk: &Desk, record: CustomerRecord, before: Option<&Known>) -> Customer {
    let now = desk.now();
    let CustomerRecord {
        external_id,
        customer_type,
        first_name,
        last_name,
        company_name,
        email,
        phone,
        vat_id,
        locale,
        status,
    } = record;
    let before = before.map(|known| known.status);
    Customer {
        id: CustomerId::new(now, &desk.ctx.rng),
        organization: desk.organization,
        external_id: Some(external_id),
        customer_type,
        first_name,
        last_name,
        company_name,
        email,
        phone,
        vat_id,
        locale,
        status: status.or(before).unwrap_or(CustomerStatus::Active),
        created_at: now,
    }
}

/// Ends what `before` can come in with, when they are shut out or have another address now
/// (ASVS 7.4.2).
fn sign_out(tx: &mut Tx<'_>, desk: &Desk, before: &Known, after: &Customer) -> Result<()> {
    let shut_out = match after.status {
        CustomerStatus::Active => false,
        CustomerStatus::Disabled | CustomerStatus::Erased => before.status != after.status,
    };
    if !shut_out && before.email_key == after.email.key() {
        return Ok(());
    }
    let ended = end_access(tx, desk.organization, before.id, desk.now())?;
    if ended.sessions == 0 && ended.links == 0 {
        return Ok(());
    }
    let event = Event {
        organization: desk.organization,
        action: Action::SessionEnd,
        result: "ok",
        actor: "import",
        customer: Some(before.id),
        subject: Some(ended.to_string()),
    };
    audit::record(tx, &desk.ctx, &Origin::default(), event)
}
