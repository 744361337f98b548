//! The API's view of invoices.

use crate::Ctx;
use crate::clients::{Credential, look};
use vestibule_kernel::filter::{Condition, FieldSpec, Kind, Operator, Value};
use vestibule_kernel::id::{CustomerId, InvoiceId, SubscriptionId};
use vestibule_kernel::invoice::Invoice;
use vestibule_kernel::list::{Page, PageRequest};
use vestibule_kernel::organization::Organization;
use vestibule_kernel::{Error, LocalDay, Result};
use vestibule_store::tables::{invoices, subscriptions};

/// What a list of invoices can be filtered by.
pub const FILTERS: &[FieldSpec] = &[
    FieldSpec {
        name: "status",
        column: "status",
        kind: Kind::Words(&["open", "paid", "voided", "uncollectible"]),
    },
    FieldSpec {
        name: "type",
        column: "type",
        kind: Kind::Words(&["usage", "prepayment", "void", "purchase"]),
    },
    FieldSpec { name: "period_start", column: "period_start", kind: Kind::Instant },
    FieldSpec { name: "period_end", column: "period_end", kind: Kind::Instant },
];

/// An invoice, and the civil day that says which month it is of.
#[derive(Debug, Clone, PartialEq)]
pub struct DatedInvoice {
    /// The invoice.
    pub invoice: Invoice,
    /// The day on which its period begins in the organization's time zone; the day of issue when it
    /// has no period.
    pub first_day: LocalDay,
}

impl DatedInvoice {
    fn new(invoice: Invoice, organization: &Organization) -> Self {
        let start = invoice.period.map_or(invoice.issued_at, |period| period.start);
        Self { first_day: start.day_in(&organization.time_zone), invoice }
    }
}

/// A page of a subscription's invoices, the newest issued first.
///
/// # Errors
/// `NotFound` for an unknown subscription or another organization's, and what the credential lacks.
pub async fn list_invoices(
    ctx: &Ctx,
    credential: Credential,
    subscription: &str,
    mut filters: Vec<Condition>,
    page: PageRequest,
) -> Result<Page<DatedInvoice>> {
    let id = subscription.parse::<SubscriptionId>();
    look(ctx, credential, move |read, caller| {
        let (organization, missing) = (caller.organization.id, || Error::NotFound("Subscription"));
        let id = id.map_err(|_| missing())?;
        let subscription = subscriptions::find(read, organization, id)?.ok_or_else(missing)?;
        filters.extend(of_subscription(subscription.customer, Some(id)));
        let page = invoices::list(read, organization, &filters, &page)?;
        Ok(page.map(|invoice| DatedInvoice::new(invoice, &caller.organization)))
    })
    .await
}

/// The conditions that leave a customer's invoices for one subscription (or all of them).
pub(super) fn of_subscription(customer: CustomerId, subscription: Option<SubscriptionId>) -> Vec<Condition> {
    let equal = |column, id| Condition { column, operator: Operator::Eq, value: Value::Id(id) };
    let mut conditions = vec![equal("customer_id", customer.uuid())];
    conditions.extend(subscription.map(|id| equal("subscription_id", id.uuid())));
    conditions
}

/// The invoice with this id.
///
/// # Errors
/// `NotFound` for an unknown one or another organization's, and what the credential lacks.
pub async fn get_invoice(ctx: &Ctx, credential: Credential, id: &str) -> Result<DatedInvoice> {
    let id = id.parse::<InvoiceId>();
    look(ctx, credential, move |read, caller| {
        let id = id.map_err(|_| Error::NotFound("Invoice"))?;
        let invoice = invoices::find(read, caller.organization.id, id)?.ok_or(Error::NotFound("Invoice"))?;
        Ok(DatedInvoice::new(invoice, &caller.organization))
    })
    .await
}
