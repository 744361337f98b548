//! Issued invoices.

use super::subscriptions::period;
use super::{by_external_ids, many};
use crate::list::{ListSpec, Sort, page};
use crate::statement::statements;
use crate::unit::{Question, Read, Tx};
use crate::value::{Columns, from_json, only, params, to_json};
use vestibule_kernel::asset::Digest32;
use vestibule_kernel::filter::Condition;
use vestibule_kernel::id::{CustomerId, InvoiceId, OrganizationId, SubscriptionId};
use vestibule_kernel::invoice::Invoice;
use vestibule_kernel::list::{Page, PageRequest, Position};
use vestibule_kernel::{Energy, Money, Result};

macro_rules! columns {
    () => {
        "id, organization_id, external_id, customer_id, subscription_id, number, type, status, total_minor, currency, \
         tax_minor, lines, usage_wh, period_start, period_end, period_number, issued_at, due_at, paid_at, \
         payment_failed_at, voids_id, document_digest, created_at"
    };
}

statements! {
    FIND = concat!("SELECT ", columns!(), " FROM invoices WHERE organization_id = $1 AND id = $2");
    FIND_OF_CUSTOMER = concat!(
        "SELECT ", columns!(), " FROM invoices WHERE organization_id = $1 AND customer_id = $2 AND id = $3"
    );
    // Both in one round trip.
    SUMMARY = concat!(
        "SELECT 0 AS part, open.* FROM (SELECT ", columns!(), " FROM invoices \
          WHERE organization_id = $1 AND customer_id = $2 AND (subscription_id = $3 OR subscription_id IS NULL) \
          AND status = 'open' ORDER BY issued_at DESC, id DESC LIMIT 50) open \
         UNION ALL \
         SELECT 1 AS part, newest.* FROM (SELECT ", columns!(), " FROM invoices \
          WHERE organization_id = $1 AND customer_id = $2 AND (subscription_id = $3 OR subscription_id IS NULL) \
          ORDER BY issued_at DESC, id DESC LIMIT $4) newest"
    );
    VOIDING = concat!(
        "SELECT ", columns!(), " FROM invoices WHERE organization_id = $1 AND customer_id = $2 AND voids_id = $3 \
         ORDER BY issued_at LIMIT 1"
    );
    KNOWN = concat!(
        many!(),
        "SELECT t.external_id, t.id, t.voids_id, t.digest FROM wanted CROSS JOIN invoices t \
         WHERE t.organization_id = $1 AND t.external_id = wanted.name"
    );
    // The customer's own id only where no subscription tells whose it is.
    ISSUED = concat!(
        many!(),
        "SELECT ", columns!(), ", \
         (SELECT s.external_id FROM subscriptions s WHERE s.organization_id = $1 AND s.id = t.subscription_id), \
         (SELECT c.external_id FROM customers c WHERE c.organization_id = $1 AND c.id = t.customer_id \
          AND t.subscription_id IS NULL), \
         (SELECT v.external_id FROM invoices v WHERE v.organization_id = $1 AND v.id = t.voids_id) \
         FROM wanted CROSS JOIN invoices t \
         WHERE t.organization_id = $1 AND t.external_id = wanted.name"
    );
    BY_NUMBER = concat!(
        many!(),
        "SELECT t.number, t.external_id FROM wanted CROSS JOIN invoices t \
         WHERE t.organization_id = $1 AND t.number = wanted.name"
    );
    ANY = "SELECT 1 FROM invoices WHERE organization_id = $1 LIMIT 1";
    ID_BY_EXTERNAL = "SELECT id FROM invoices WHERE organization_id = $1 AND external_id = $2";
    UPSERT = "INSERT INTO invoices \
        (organization_id, id, external_id, customer_id, subscription_id, number, type, status, total_minor, \
         currency, tax_minor, lines, usage_wh, period_start, period_end, period_number, issued_at, due_at, paid_at, \
         payment_failed_at, voids_id, document_digest, digest, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, \
         $22, $23, $24) \
        ON CONFLICT (organization_id, external_id) DO UPDATE SET status = excluded.status, \
        paid_at = excluded.paid_at, payment_failed_at = excluded.payment_failed_at, \
        document_digest = COALESCE(invoices.document_digest, excluded.document_digest), digest = excluded.digest \
        WHERE invoices.digest <> excluded.digest";
    MOVE_TO_CUSTOMER = "UPDATE invoices SET customer_id = $4 \
        WHERE organization_id = $1 AND customer_id = $2 AND subscription_id = $3";
}

const LIST: ListSpec = ListSpec { table: "invoices", columns: columns!(), sort: Sort::Instant("issued_at") };

fn read(columns: &mut Columns<'_>) -> Result<Invoice> {
    Ok(Invoice {
        id: columns.next()?,
        organization: columns.next()?,
        external_id: columns.next()?,
        customer: columns.next()?,
        subscription: columns.next()?,
        number: columns.next()?,
        invoice_type: columns.next()?,
        status: columns.next()?,
        total: Money::new(columns.next()?, columns.next()?),
        tax_minor: columns.next()?,
        lines: from_json(&columns.next::<String>()?)?,
        usage: columns.next::<Option<i64>>()?.map(Energy::from_wh),
        period: period(columns)?,
        period_number: columns.next()?,
        issued_at: columns.next()?,
        due_at: columns.next()?,
        paid_at: columns.next()?,
        payment_failed_at: columns.next()?,
        voids: columns.next()?,
        document: columns.next()?,
        created_at: columns.next()?,
    })
}

/// The organization's invoice with this id.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn find(read_unit: &mut Read<'_>, organization: OrganizationId, id: InvoiceId) -> Result<Option<Invoice>> {
    read_unit.first(&FIND, params![organization, id], read)
}

/// The customer's invoice with this id; nobody else's.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn find_of_customer(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    customer: CustomerId,
    id: InvoiceId,
) -> Result<Option<Invoice>> {
    read_unit.first(&FIND_OF_CUSTOMER, params![organization, customer, id], read)
}

/// What a customer's account shows first of their invoices.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Summary {
    /// The newest fifty that are unpaid, newest first.
    pub open: Vec<Invoice>,
    /// The newest, newest first.
    pub newest: Vec<Invoice>,
}

/// An invoice, and which list of a [`Summary`] it is in.
pub struct Summed(i64, Invoice);

/// Of the customer's invoices for a subscription and for none, the unpaid ones and the newest `count`: what to
/// ask, for [`Summary::of`].
#[must_use]
pub fn summary(
    organization: OrganizationId,
    customer: CustomerId,
    subscription: Option<SubscriptionId>,
    count: u32,
) -> Question<Summed> {
    Question::new(&SUMMARY, params![organization, customer, subscription, count], |columns| {
        Ok(Summed(columns.next()?, read(columns)?))
    })
}

impl Summary {
    /// The summary from what [`summary`] found.
    #[must_use]
    pub fn of(found: Vec<Summed>) -> Self {
        let mut summary = Self::default();
        for Summed(part, invoice) in found {
            if part == 0 { summary.open.push(invoice) } else { summary.newest.push(invoice) }
        }
        summary
    }
}

/// The customer's invoice that takes back the one with this id.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn voiding(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    customer: CustomerId,
    id: InvoiceId,
) -> Result<Option<Invoice>> {
    read_unit.first(&VOIDING, params![organization, customer, id], read)
}

/// The id of the invoice that the operator knows by this id.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn id_by_external(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    external_id: &str,
) -> Result<Option<InvoiceId>> {
    read_unit.first(&ID_BY_EXTERNAL, params![organization, external_id], only)
}

/// Whether the organization has any invoice.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn any(read_unit: &mut Read<'_>, organization: OrganizationId) -> Result<bool> {
    Ok(read_unit.first(&ANY, params![organization], only::<i64>)?.is_some())
}

/// An invoice that is there already, as far as many are looked up at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The operator's own id of it.
    pub external_id: String,
    /// Its id.
    pub id: InvoiceId,
    /// The invoice that it takes back.
    pub voids: Option<InvoiceId>,
    /// The digest of the record that it was written from.
    pub digest: Digest32,
}

/// Which of these external ids there are.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn known(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    external_ids: &[&str],
) -> Result<Vec<Known>> {
    let row = |columns: &mut Columns<'_>| {
        Ok(Known {
            external_id: columns.next()?,
            id: columns.next()?,
            voids: columns.next()?,
            digest: columns.next()?,
        })
    };
    by_external_ids(read_unit, &KNOWN, organization, external_ids, row)
}

/// An invoice as it was issued, with the operator's own ids of what it belongs to.
#[derive(Debug, Clone, PartialEq)]
pub struct Issued {
    /// The invoice.
    pub invoice: Invoice,
    /// The subscription that it is for.
    pub subscription: Option<String>,
    /// The customer, where it is for no subscription.
    pub customer: Option<String>,
    /// The invoice that it takes back.
    pub voids: Option<String>,
}

/// Those of these external ids that are issued.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn issued(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    external_ids: &[&str],
) -> Result<Vec<Issued>> {
    let row = |columns: &mut Columns<'_>| {
        Ok(Issued {
            invoice: read(columns)?,
            subscription: columns.next()?,
            customer: columns.next()?,
            voids: columns.next()?,
        })
    };
    by_external_ids(read_unit, &ISSUED, organization, external_ids, row)
}

/// Which of these numbers are taken, each with the external id of the invoice that has it.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn by_number(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    numbers: &[&str],
) -> Result<Vec<(String, String)>> {
    let row = |columns: &mut Columns<'_>| Ok((columns.next()?, columns.next()?));
    by_external_ids(read_unit, &BY_NUMBER, organization, numbers, row)
}

/// A page of the organization's invoices. Name the customer among the conditions: the index begins
/// with it.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn list(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    conditions: &[Condition],
    request: &PageRequest,
) -> Result<Page<Invoice>> {
    let rows = read_unit.all_built(&page(&LIST, organization, conditions, request), read)?;
    Ok(Page::from_rows(rows, request.limit, |row| Position { at: row.issued_at, id: row.id.uuid() }))
}

/// Adds the invoice that the operator knows by its `external_id`. Of one that is issued already only
/// the payment changes, and a document that it has not; nothing does when the digest is the same.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn upsert(tx: &mut Tx<'_>, invoice: &Invoice, digest: Digest32) -> Result<()> {
    let row = invoice;
    let lines = to_json(&row.lines)?;
    tx.later(
        &UPSERT,
        params![
            row.organization,
            row.id,
            &row.external_id,
            row.customer,
            row.subscription,
            &row.number,
            row.invoice_type,
            row.status,
            row.total.minor,
            &row.total.currency,
            row.tax_minor,
            &lines,
            row.usage.map(|usage| usage.wh),
            row.period.map(|period| period.start),
            row.period.map(|period| period.end),
            row.period_number,
            row.issued_at,
            row.due_at,
            row.paid_at,
            row.payment_failed_at,
            row.voids,
            row.document.as_ref(),
            &digest,
            row.created_at,
        ],
    )
}

/// Gives the invoices of a subscription that `from` had to the customer `to`, who has it now. Tells
/// how many there were.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn move_to_customer(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    from: CustomerId,
    subscription: SubscriptionId,
    to: CustomerId,
) -> Result<u64> {
    tx.execute(&MOVE_TO_CUSTOMER, params![organization, from, subscription, to])
}
