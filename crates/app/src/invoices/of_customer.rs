//! A customer's own invoices.

use super::list::of_subscription;
use crate::Ctx;
use crate::access::{Outcome, Visit, Visitor, look};
use vestibule_kernel::id::InvoiceId;
use vestibule_kernel::invoice::Invoice;
use vestibule_kernel::list::{Page, PageRequest};
use vestibule_kernel::subscription::Contract;
use vestibule_kernel::{Error, Result};
use vestibule_store::Read;
use vestibule_store::tables::{invoices, subscriptions};

/// Invoices on a page.
const PER_PAGE: u32 = 20;

/// A page of a customer's invoices.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerInvoices {
    /// The invoices, the newest issued first.
    pub page: Page<Invoice>,
    /// The cursor of the next page.
    pub next: Option<String>,
    /// Whether this is the first page.
    pub is_first: bool,
}

/// A page of the visitor's invoices: all of them, or those for the contract that the visitor asks for.
/// `cursor` goes on where an earlier page ended; one that is none of this list, such as an old bookmark's,
/// leads to the first page.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub async fn customer_invoices(
    ctx: &Ctx,
    visitor: Visitor,
    cursor: Option<String>,
) -> Result<Outcome<CustomerInvoices>> {
    let keys = ctx.keys.clone();
    look(ctx, visitor, move |read, visit| {
        let (organization, customer) = (visit.surface.organization.id, visit.customer.id);
        let selected = visit.account.asked;
        let list = format!("/invoices of {customer} for {selected:?}");
        let going_on = cursor.and_then(|cursor| keys.cursors.open(&list, Some(PER_PAGE), &cursor).ok());
        let is_first = going_on.is_none();
        let request = going_on.unwrap_or_else(|| PageRequest::first(PER_PAGE));
        let page = invoices::list(read, organization, &of_subscription(customer, selected), &request)?;
        let next = page.next.map(|position| keys.cursors.seal(&list, PER_PAGE, position));
        Ok(CustomerInvoices { page, next, is_first })
    })
    .await
}

/// An invoice as its customer sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerInvoice {
    /// The invoice.
    pub invoice: Invoice,
    /// The contract that it is for.
    pub contract: Option<Contract>,
    /// The invoice that it takes back.
    pub voids: Option<Invoice>,
    /// The invoice that takes it back.
    pub voided_by: Option<Invoice>,
}

/// One of the visitor's invoices.
///
/// # Errors
/// `NotFound` when it is none of theirs.
pub async fn customer_invoice(ctx: &Ctx, visitor: Visitor, id: &str) -> Result<Outcome<CustomerInvoice>> {
    let id = id.to_owned();
    look(ctx, visitor, move |read, visit| {
        let invoice = own_invoice(read, visit, &id)?;
        let organization = visit.surface.organization.id;
        let contract = match invoice.subscription {
            Some(id) => subscriptions::contract(read, organization, id)?,
            None => None,
        };
        let voids = match invoice.voids {
            Some(id) => invoices::find_of_customer(read, organization, visit.customer.id, id)?,
            None => None,
        };
        let voided_by = invoices::voiding(read, organization, visit.customer.id, invoice.id)?;
        Ok(CustomerInvoice { invoice, contract, voids, voided_by })
    })
    .await
}

/// The visitor's invoice with this id.
pub(super) fn own_invoice(read: &mut Read<'_>, visit: &Visit, id: &str) -> Result<Invoice> {
    let missing = || Error::NotFound("Invoice");
    let id: InvoiceId = id.parse().map_err(|_| missing())?;
    invoices::find_of_customer(read, visit.surface.organization.id, visit.customer.id, id)?
        .ok_or_else(missing)
}
