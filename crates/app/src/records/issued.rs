//! What an input may still say of invoices that are issued already: how they were paid, and a
//! document that was not there. Everything else stays as it was issued, and a number belongs to the
//! invoice that has it.

use super::desk::Desk;
use super::files;
use super::kinds::invoice::{InvoiceRecord, Owner};
use super::ledger::Ledger;
use super::read::Place;
use super::report::Problem;
use super::row::FileKind;
use super::types::RecordType;
use std::collections::HashMap;
use vestibule_kernel::Result;
use vestibule_kernel::invoice::InvoiceStatus;
use vestibule_store::tables::invoices::{self, Issued};

/// Invoices that are compared at once.
const BATCH: usize = 512;

/// Compares the invoices of an input, some at a time, with those that are issued.
pub(super) struct Comparison<'d> {
    desk: &'d Desk,
    /// Nothing is issued yet, so that there is nothing to compare with.
    fresh: bool,
    waiting: Vec<Waiting>,
}

/// An invoice of the input, and where it stands.
struct Waiting {
    source: u16,
    place: Place,
    record: Box<InvoiceRecord>,
}

impl<'d> Comparison<'d> {
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub(super) fn new(desk: &'d Desk) -> Result<Self> {
        let organization = desk.organization;
        let fresh = !desk.read(move |read| invoices::any(read, organization))?;
        Ok(Self { desk, fresh, waiting: Vec::new() })
    }

    /// Takes an invoice of the input, and refuses it sooner or later when it is not as it was issued.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer, or the file of rejects cannot be written.
    pub(super) fn add(
        &mut self,
        source: u16,
        place: Place,
        record: Box<InvoiceRecord>,
        ledger: &mut Ledger,
    ) -> Result<()> {
        if self.fresh {
            return Ok(());
        }
        self.waiting.push(Waiting { source, place, record });
        if self.waiting.len() < BATCH { Ok(()) } else { self.settle(ledger) }
    }

    /// Compares those that wait.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer, or the file of rejects cannot be written.
    pub(super) fn settle(&mut self, ledger: &mut Ledger) -> Result<()> {
        let waiting = std::mem::take(&mut self.waiting);
        let names = waiting.iter().map(|one| one.record.external_id.clone()).collect();
        let rows = self.desk.look_up(names, invoices::issued)?;
        let issued: HashMap<&str, &Issued> =
            rows.iter().map(|row| (row.invoice.external_id.as_str(), row)).collect();
        let mut new = Vec::new();
        for one in waiting {
            match issued.get(one.record.external_id.as_str()) {
                None => new.push(one),
                Some(there) => one.against(there, ledger)?,
            }
        }
        self.numbers(&new, ledger)
    }

    /// Refuses new invoices under numbers that others have.
    fn numbers(&self, new: &[Waiting], ledger: &mut Ledger) -> Result<()> {
        let numbers = new.iter().map(|one| one.record.number.clone()).collect();
        let taken: HashMap<String, String> =
            self.desk.look_up(numbers, invoices::by_number)?.into_iter().collect();
        for one in new {
            if let Some(holder) = taken.get(&one.record.number) {
                let reason = format!(
                    "is the number of the invoice {holder}; expected a number that no other invoice has"
                );
                one.refuse(Problem::of_value("number", &one.record.number, reason), ledger)?;
            }
        }
        Ok(())
    }
}

impl Waiting {
    fn refuse(&self, problem: Problem, ledger: &mut Ledger) -> Result<()> {
        ledger.refuse(self.source, self.place, Some(RecordType::Invoice), problem)
    }

    /// Refuses the row when it says something else than what was issued.
    fn against(&self, there: &Issued, ledger: &mut Ledger) -> Result<()> {
        if let Some((first, others)) = self.changes(there, ledger).split_first() {
            self.refuse(Problem::of_column(*first, edited(others)), ledger)?;
        }
        let (before, after) = (there.invoice.status, self.record.status);
        if before == InvoiceStatus::Voided && after != before {
            let reason = "the invoice is voided, which is final; issue a new one under an external_id and a number of its own";
            self.refuse(Problem::of_value("status", after.as_str(), reason), ledger)?;
        }
        Ok(())
    }

    /// The columns that say something else than what was issued.
    fn changes(&self, there: &Issued, ledger: &Ledger) -> Vec<&'static str> {
        let (new, old) = (&self.record, &there.invoice);
        let same = [
            ("number", new.number == old.number),
            (self.owner_column(), self.has_owner_of(there)),
            ("invoice_type", new.invoice_type == old.invoice_type),
            ("total", new.total.minor == old.total.minor),
            ("currency", new.total.currency == old.total.currency),
            ("tax", new.tax_minor == old.tax_minor),
            ("lines", new.lines == old.lines),
            ("usage_kwh", new.usage == old.usage),
            ("period.start", new.period.map(|period| period.start) == old.period.map(|period| period.start)),
            ("period.end", new.period.map(|period| period.end) == old.period.map(|period| period.end)),
            ("period_number", new.period_number == old.period_number),
            ("issued_at", new.issued_at == old.issued_at),
            ("due_at", new.due_at == old.due_at),
            ("voids", new.voids == there.voids),
            ("document", self.keeps_document(there, ledger)),
        ];
        same.into_iter().filter(|(_, same)| !same).map(|(column, _)| column).collect()
    }

    fn owner_column(&self) -> &'static str {
        match self.record.owner {
            Owner::Subscription(_) => "subscription",
            Owner::Customer(_) => "customer",
        }
    }

    /// Whether it belongs to the same subscription, whoever has that now, or to the same customer.
    fn has_owner_of(&self, there: &Issued) -> bool {
        match &self.record.owner {
            Owner::Subscription(name) => there.subscription.as_ref() == Some(name),
            Owner::Customer(name) => there.customer.as_ref() == Some(name),
        }
    }

    /// Whether the document is none, the first one, or the one that is there.
    fn keeps_document(&self, there: &Issued, ledger: &Ledger) -> bool {
        let (Some(path), Some(kept)) = (&self.record.document, there.invoice.document) else { return true };
        let folder = ledger.source(self.source).folder.as_deref();
        // What cannot be read was refused for that.
        files::load(folder, FileKind::Document, path).map_or(kept, |file| file.digest) == kept
    }
}

/// Why a row that changes an issued invoice is refused, in one column and in `others`.
fn edited(others: &[&str]) -> String {
    let others = match others {
        [] => String::new(),
        columns => format!(", and so do {}", columns.join(", ")),
    };
    format!(
        "differs from the invoice that was issued{others}; an issued invoice is never edited: take it back with one of type void, and issue a new one under an external_id and a number of its own"
    )
}
