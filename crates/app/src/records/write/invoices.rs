//! Writing invoices, in two rounds: those that take another one back come after all the others, so
//! that what they take back is there.

use super::{Kind, Located, Tally, vanished};
use crate::records::desk::Desk;
use crate::records::kinds::invoice::{InvoiceRecord, Owner};
use crate::records::kinds::{Record, digest};
use crate::records::types::RecordType;
use std::collections::{HashMap, HashSet};
use vestibule_kernel::asset::{Asset, Digest32};
use vestibule_kernel::id::{CustomerId, InvoiceId, OrganizationId, SubscriptionId};
use vestibule_kernel::invoice::Invoice;
use vestibule_kernel::{Result, Timestamp};
use vestibule_store::tables::{assets, customers, invoices, subscriptions};
use vestibule_store::{Read, Tx};

/// Owners that are remembered from unit to unit.
const REMEMBERED: usize = 20_000;

pub(super) struct Invoices {
    fresh: bool,
    voids: bool,
    subscriptions: HashMap<String, (SubscriptionId, CustomerId)>,
    customers: HashMap<String, CustomerId>,
}

pub(super) struct Item {
    invoice: Invoice,
    document: Option<Asset>,
    digest: Digest32,
    existed: bool,
}

struct Candidate {
    record: InvoiceRecord,
    document: Option<Asset>,
    digest: Digest32,
}

impl Invoices {
    /// The round of those that take nothing back.
    pub(super) fn first(desk: &Desk) -> Result<Self> {
        let organization = desk.organization;
        Ok(Self::new(!desk.read(move |read| invoices::any(read, organization))?, false))
    }

    /// The round of those that do.
    pub(super) fn voids(_: &Desk) -> Result<Self> {
        Ok(Self::new(false, true))
    }

    fn new(fresh: bool, voids: bool) -> Self {
        Self { fresh, voids, subscriptions: HashMap::new(), customers: HashMap::new() }
    }

    /// Looks up the owners that are not remembered.
    fn learn(&mut self, desk: &Desk, candidates: &[Candidate]) -> Result<()> {
        if self.subscriptions.len() + self.customers.len() > REMEMBERED {
            self.subscriptions.clear();
            self.customers.clear();
        }
        let (mut contracts, mut people) = (HashSet::new(), HashSet::new());
        for candidate in candidates {
            match &candidate.record.owner {
                Owner::Subscription(name) if !self.subscriptions.contains_key(name) => {
                    contracts.insert(name.clone())
                }
                Owner::Customer(name) if !self.customers.contains_key(name) => people.insert(name.clone()),
                Owner::Subscription(_) | Owner::Customer(_) => false,
            };
        }
        if contracts.is_empty() && people.is_empty() {
            return Ok(());
        }
        let organization = desk.organization;
        let (contracts, people) = desk.read(move |read| {
            let contracts: Vec<&str> = contracts.iter().map(String::as_str).collect();
            let people: Vec<&str> = people.iter().map(String::as_str).collect();
            let found = subscriptions::known(read, organization, &contracts)?;
            Ok((found, customers::known(read, organization, &people)?))
        })?;
        self.subscriptions.extend(contracts.into_iter().map(|row| (row.external_id, (row.id, row.customer))));
        self.customers.extend(people.into_iter().map(|(name, id, _)| (name, id)));
        Ok(())
    }

    fn owner(&self, owner: &Owner) -> Result<(CustomerId, Option<SubscriptionId>)> {
        match owner {
            Owner::Subscription(name) => self
                .subscriptions
                .get(name)
                .map(|(subscription, customer)| (*customer, Some(*subscription)))
                .ok_or_else(|| vanished("subscription", name)),
            Owner::Customer(name) => {
                self.customers.get(name).map(|id| (*id, None)).ok_or_else(|| vanished("customer", name))
            }
        }
    }
}

impl Kind for Invoices {
    type Unit = Vec<Item>;
    const TYPE: RecordType = RecordType::Invoice;

    fn takes(&self, record: &Record) -> bool {
        match record {
            Record::Invoice(record) => record.voids.is_some() == self.voids,
            Record::Organization(_)
            | Record::Portal(_)
            | Record::Plan(_)
            | Record::Customer(_)
            | Record::Subscription(_) => false,
        }
    }

    fn prepare(&mut self, desk: &Desk, records: Vec<Located>, tally: &mut Tally) -> Result<Vec<Item>> {
        let mut candidates: Vec<Candidate> = records.into_iter().filter_map(candidate).collect();
        let known = if self.fresh { HashMap::new() } else { known(desk, &candidates)? };
        candidates.retain(|candidate| {
            let there = known.get(&candidate.record.external_id);
            let same = there.is_some_and(|(_, digest)| *digest == candidate.digest);
            if same {
                tally.count(true, false);
            }
            !same
        });
        self.learn(desk, &candidates)?;
        let now = desk.now();
        candidates
            .into_iter()
            .map(|Candidate { record, document, digest }| {
                let there = known.get(&record.external_id).map(|(id, _)| *id);
                let owner = self.owner(&record.owner)?;
                let voids = match &record.voids {
                    Some(name) => Some(known.get(name).ok_or_else(|| vanished("invoice", name))?.0),
                    None => None,
                };
                let id = there.unwrap_or_else(|| InvoiceId::new(now, &desk.ctx.rng));
                let document_digest = document.as_ref().map(|document| document.digest);
                let invoice = invoice(desk.organization, id, now, record, owner, voids, document_digest);
                Ok(Item { invoice, document, digest, existed: there.is_some() })
            })
            .collect()
    }

    fn is_empty(unit: &Vec<Item>) -> bool {
        unit.is_empty()
    }

    fn write(tx: &mut Tx<'_>, desk: &Desk, unit: Vec<Item>) -> Result<Tally> {
        let mut tally = Tally::default();
        for item in unit {
            if let Some(document) = &item.document {
                assets::insert(tx, desk.organization, document, item.invoice.created_at)?;
            }
            tally.count(item.existed, invoices::upsert(tx, &item.invoice, item.digest)?);
        }
        Ok(tally)
    }
}

fn candidate(located: Located) -> Option<Candidate> {
    let Located { record: Record::Invoice(record), files } = located else { return None };
    let document = files.into_iter().next();
    let digests: Vec<Digest32> = document.iter().map(|document| document.digest).collect();
    Some(Candidate { digest: digest(&record, &digests), record: *record, document })
}

/// The candidates that are there already, and the invoices that they take back.
fn known(desk: &Desk, candidates: &[Candidate]) -> Result<HashMap<String, (InvoiceId, Digest32)>> {
    let organization = desk.organization;
    let names: HashSet<String> = candidates
        .iter()
        .flat_map(|candidate| [Some(&candidate.record.external_id), candidate.record.voids.as_ref()])
        .flatten()
        .cloned()
        .collect();
    desk.read(move |read: &mut Read<'_>| {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let rows = invoices::known(read, organization, &names)?;
        Ok(rows.into_iter().map(|row| (row.external_id, (row.id, row.digest))).collect())
    })
}

fn invoice(
    organization: OrganizationId,
    id: InvoiceId,
    now: Timestamp,
    record: InvoiceRecord,
    (customer, subscription): (CustomerId, Option<SubscriptionId>),
    voids: Option<InvoiceId>,
    document: Option<Digest32>,
) -> Invoice {
    Invoice {
        id,
        organization,
        external_id: record.external_id,
        customer,
        subscription,
        number: record.number,
        invoice_type: record.invoice_type,
        status: record.status,
        total: record.total,
        tax_minor: record.tax_minor,
        lines: record.lines,
        usage: record.usage,
        period: record.period,
        period_number: record.period_number,
        issued_at: record.issued_at,
        due_at: record.due_at,
        paid_at: record.paid_at,
        payment_failed_at: record.payment_failed_at,
        voids,
        document,
        created_at: now,
    }
}
