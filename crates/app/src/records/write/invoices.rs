//! Writing invoices, in two rounds: those that take another one back come after all the others, so
//! that what they take back is there.

use super::{Candidate, Kind, Located, Tally, leave_out_unchanged, vanished};
use crate::records::desk::Desk;
use crate::records::kinds::Record;
use crate::records::kinds::invoice::{InvoiceRecord, Owner};
use crate::records::types::RecordType;
use std::collections::{HashMap, HashSet};
use vestibule_kernel::asset::{Asset, Digest32};
use vestibule_kernel::id::{CustomerId, InvoiceId, OrganizationId, SubscriptionId};
use vestibule_kernel::invoice::Invoice;
use vestibule_kernel::{Result, Timestamp};
use vestibule_store::Tx;
use vestibule_store::tables::invoices::Known;
use vestibule_store::tables::{assets, customers, invoices, subscriptions};

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
    fn learn(&mut self, desk: &Desk, candidates: &[Candidate<InvoiceRecord>]) -> Result<()> {
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
        let contracts = desk.look_up(contracts.into_iter().collect(), subscriptions::known)?;
        let people = desk.look_up(people.into_iter().collect(), customers::known)?;
        self.subscriptions.extend(contracts.into_iter().map(|row| (row.external_id, (row.id, row.customer))));
        self.customers.extend(people.into_iter().map(|row| (row.external_id, row.id)));
        Ok(())
    }

    /// What is written of a candidate; `ids` has the invoices that are there already.
    fn item(
        &self,
        desk: &Desk,
        ids: &HashMap<String, InvoiceId>,
        candidate: Candidate<InvoiceRecord>,
    ) -> Result<Item> {
        let Candidate { record, files, digest } = candidate;
        let (there, now) = (ids.get(&record.external_id).copied(), desk.now());
        let owner = self.owner(&record.owner)?;
        let voids = record.voids.as_ref().map(|name| ids.get(name).ok_or_else(|| vanished("invoice", name)));
        let voids = voids.transpose()?.copied();
        let id = there.unwrap_or_else(|| InvoiceId::new(now, &desk.ctx.rng));
        let document = files.into_iter().next();
        let document_digest = document.as_ref().map(|document| document.digest);
        let invoice = invoice(desk.organization, id, now, record, owner, voids, document_digest);
        Ok(Item { invoice, document, digest, existed: there.is_some() })
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
    type Item = Item;
    const TYPE: RecordType = RecordType::Invoice;

    fn takes(&self, record: &Record) -> bool {
        let Record::Invoice(record) = record else { return false };
        record.voids.is_some() == self.voids
    }

    fn prepare(&mut self, desk: &Desk, records: Vec<Located>, tally: &mut Tally) -> Result<Vec<Item>> {
        let mut candidates: Vec<_> = records.into_iter().filter_map(candidate).collect();
        let known = if self.fresh { Vec::new() } else { known(desk, &candidates)? };
        let digests = known.iter().map(|row| (row.external_id.clone(), row.digest)).collect();
        leave_out_unchanged(&mut candidates, &digests, |record| &record.external_id, tally);
        self.learn(desk, &candidates)?;
        let ids: HashMap<String, InvoiceId> =
            known.into_iter().map(|row| (row.external_id, row.id)).collect();
        candidates.into_iter().map(|candidate| self.item(desk, &ids, candidate)).collect()
    }

    fn write(tx: &mut Tx<'_>, desk: &Desk, items: Vec<Item>) -> Result<Tally> {
        let mut tally = Tally::default();
        for item in items {
            if let Some(document) = &item.document {
                assets::insert(tx, desk.organization, document, item.invoice.created_at)?;
            }
            invoices::upsert(tx, &item.invoice, item.digest)?;
            tally.count(item.existed, true);
        }
        Ok(tally)
    }
}

fn candidate(located: Located) -> Option<Candidate<InvoiceRecord>> {
    let Record::Invoice(record) = located.record else { return None };
    Some(Candidate::new(*record, located.files))
}

/// The candidates that are there already, and the invoices that they take back.
fn known(desk: &Desk, candidates: &[Candidate<InvoiceRecord>]) -> Result<Vec<Known>> {
    let names: HashSet<&String> = candidates
        .iter()
        .flat_map(|candidate| [Some(&candidate.record.external_id), candidate.record.voids.as_ref()])
        .flatten()
        .collect();
    desk.look_up(names.into_iter().cloned().collect(), invoices::known)
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
