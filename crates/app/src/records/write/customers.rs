//! Writing customers. Who is shut out, or gets another address, is signed out in the same unit.

use super::{Kind, Located, Tally};
use crate::Origin;
use crate::audit::{self, Action, Event};
use crate::records::desk::Desk;
use crate::records::kinds::customer::CustomerRecord;
use crate::records::kinds::{Record, digest};
use crate::records::types::RecordType;
use std::collections::HashMap;
use vestibule_kernel::Result;
use vestibule_kernel::asset::Digest32;
use vestibule_kernel::customer::{Customer, CustomerStatus};
use vestibule_kernel::id::CustomerId;
use vestibule_store::Tx;
use vestibule_store::tables::{access_links, customers, sessions};

pub(super) struct Customers {
    /// Nothing of the input can be there already.
    fresh: bool,
}

pub(super) struct Item {
    customer: Customer,
    digest: Digest32,
    existed: bool,
}

impl Customers {
    pub(super) fn new(desk: &Desk) -> Result<Self> {
        let organization = desk.organization;
        Ok(Self { fresh: !desk.read(move |read| customers::any(read, organization))? })
    }
}

impl Kind for Customers {
    type Unit = Vec<Item>;
    const TYPE: RecordType = RecordType::Customer;

    fn prepare(&mut self, desk: &Desk, records: Vec<Located>, tally: &mut Tally) -> Result<Vec<Item>> {
        let records: Vec<CustomerRecord> = records.into_iter().filter_map(only).collect();
        let known = if self.fresh { HashMap::new() } else { known(desk, &records)? };
        let now = desk.now();
        let mut items = Vec::with_capacity(records.len());
        for record in records {
            let digest = digest(&record, &[]);
            let there = known.get(&record.external_id);
            if there == Some(&digest) {
                tally.count(true, false);
                continue;
            }
            let id = CustomerId::new(now, &desk.ctx.rng);
            items.push(Item { existed: there.is_some(), customer: customer(desk, id, record), digest });
        }
        Ok(items)
    }

    fn is_empty(unit: &Vec<Item>) -> bool {
        unit.is_empty()
    }

    fn write(tx: &mut Tx<'_>, desk: &Desk, unit: Vec<Item>) -> Result<Tally> {
        let mut tally = Tally::default();
        for item in unit {
            let before = match (&item.customer.external_id, item.existed) {
                (Some(name), true) => customers::find_by_external(tx, desk.organization, name)?,
                (None, _) | (_, false) => None,
            };
            let written = customers::upsert(tx, &item.customer, item.digest)?;
            if let (Some(before), true) = (&before, written.is_some()) {
                sign_out(tx, desk, before, &item.customer)?;
            }
            tally.count(item.existed, written.is_some());
        }
        Ok(tally)
    }
}

fn only(located: Located) -> Option<CustomerRecord> {
    match located.record {
        Record::Customer(record) => Some(record),
        Record::Organization(_)
        | Record::Portal(_)
        | Record::Plan(_)
        | Record::Subscription(_)
        | Record::Invoice(_) => None,
    }
}

fn known(desk: &Desk, records: &[CustomerRecord]) -> Result<HashMap<String, Digest32>> {
    let organization = desk.organization;
    let names: Vec<String> = records.iter().map(|record| record.external_id.clone()).collect();
    desk.read(move |read| {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let rows = customers::known(read, organization, &names)?;
        Ok(rows.into_iter().map(|(name, _, digest)| (name, digest)).collect())
    })
}

fn customer(desk: &Desk, id: CustomerId, record: CustomerRecord) -> Customer {
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
    Customer {
        id,
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
        status,
        created_at: desk.now(),
    }
}

/// Ends what `before` can come in with, when they are shut out or have another address now
/// (ASVS 7.4.2).
fn sign_out(tx: &mut Tx<'_>, desk: &Desk, before: &Customer, after: &Customer) -> Result<()> {
    let shut_out = match after.status {
        CustomerStatus::Active => false,
        CustomerStatus::Disabled | CustomerStatus::Erased => before.status != after.status,
    };
    if !shut_out && before.email.key() == after.email.key() {
        return Ok(());
    }
    let sessions = sessions::end_all(tx, desk.organization, before.id)?;
    let links = access_links::cancel(tx, desk.organization, before.id, desk.now())?;
    if sessions == 0 && links == 0 {
        return Ok(());
    }
    let event = Event {
        organization: desk.organization,
        action: Action::SessionEnd,
        result: "ok",
        actor: "import",
        customer: Some(before.id),
        subject: Some(format!("{sessions} sessions, {links} links")),
    };
    audit::record(tx, &desk.ctx, &Origin::default(), event)
}
