//! Customers.

use super::{by_external_ids, many};
use crate::list::{ListSpec, Sort, page};
use crate::statement::statements;
use crate::unit::{Read, Tx};
use crate::value::{Columns, only, params};
use vestibule_kernel::Result;
use vestibule_kernel::asset::Digest32;
use vestibule_kernel::customer::{Customer, CustomerStatus};
use vestibule_kernel::filter::Condition;
use vestibule_kernel::id::{CustomerId, OrganizationId};
use vestibule_kernel::list::{Page, PageRequest, Position};

/// The columns of a customer, in the order that [`read`] takes them.
macro_rules! columns {
    () => {
        "id, organization_id, external_id, type, first_name, last_name, company_name, email, phone, vat_id, locale, \
         status, created_at"
    };
    (joined) => {
        "c.id, c.organization_id, c.external_id, c.type, c.first_name, c.last_name, c.company_name, c.email, c.phone, \
         c.vat_id, c.locale, c.status, c.created_at"
    };
}
pub(crate) use columns;

statements! {
    FIND = concat!("SELECT ", columns!(), " FROM customers WHERE organization_id = $1 AND id = $2");
    FIND_BY_EXTERNAL = concat!(
        "SELECT ", columns!(), " FROM customers WHERE organization_id = $1 AND external_id = $2"
    );
    KNOWN = concat!(
        many!(),
        "SELECT t.external_id, t.id, t.email_key, t.status, t.digest FROM wanted CROSS JOIN customers t \
         WHERE t.organization_id = $1 AND t.external_id = wanted.name"
    );
    ANY = "SELECT 1 FROM customers WHERE organization_id = $1 LIMIT 1";
    ID_BY_EXTERNAL = "SELECT id FROM customers WHERE organization_id = $1 AND external_id = $2";
    UPSERT = "INSERT INTO customers \
        (organization_id, id, external_id, type, first_name, last_name, company_name, email, email_key, phone, \
         vat_id, locale, status, digest, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) \
        ON CONFLICT (organization_id, external_id) DO UPDATE SET type = excluded.type, \
        first_name = excluded.first_name, last_name = excluded.last_name, company_name = excluded.company_name, \
        email = excluded.email, email_key = excluded.email_key, phone = excluded.phone, vat_id = excluded.vat_id, \
        locale = excluded.locale, status = excluded.status, digest = excluded.digest \
        WHERE customers.digest <> excluded.digest";
}

const LIST: ListSpec = ListSpec { table: "customers", columns: columns!(), sort: Sort::Id };

pub(crate) fn read(columns: &mut Columns<'_>) -> Result<Customer> {
    Ok(Customer {
        id: columns.next()?,
        organization: columns.next()?,
        external_id: columns.next()?,
        customer_type: columns.next()?,
        first_name: columns.next()?,
        last_name: columns.next()?,
        company_name: columns.next()?,
        email: columns.next()?,
        phone: columns.next()?,
        vat_id: columns.next()?,
        locale: columns.next()?,
        status: columns.next()?,
        created_at: columns.next()?,
    })
}

/// The organization's customer with this id.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn find(read_unit: &mut Read<'_>, organization: OrganizationId, id: CustomerId) -> Result<Option<Customer>> {
    read_unit.first(&FIND, params![organization, id], read)
}

/// The customer that the operator knows by this id.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn find_by_external(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    external_id: &str,
) -> Result<Option<Customer>> {
    read_unit.first(&FIND_BY_EXTERNAL, params![organization, external_id], read)
}

/// The id of the customer that the operator knows by this id.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn id_by_external(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    external_id: &str,
) -> Result<Option<CustomerId>> {
    read_unit.first(&ID_BY_EXTERNAL, params![organization, external_id], only)
}

/// Whether the organization has any customer.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn any(read_unit: &mut Read<'_>, organization: OrganizationId) -> Result<bool> {
    Ok(read_unit.first(&ANY, params![organization], only::<i64>)?.is_some())
}

/// A customer who is there already, as far as many are looked up at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The operator's own id of them.
    pub external_id: String,
    /// Their id.
    pub id: CustomerId,
    /// Their e-mail address, as addresses are compared.
    pub email_key: String,
    /// Whether they may come in.
    pub status: CustomerStatus,
    /// The digest of the record that they were written from.
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
            email_key: columns.next()?,
            status: columns.next()?,
            digest: columns.next()?,
        })
    };
    by_external_ids(read_unit, &KNOWN, organization, external_ids, row)
}

/// A page of the organization's customers.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn list(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    conditions: &[Condition],
    request: &PageRequest,
) -> Result<Page<Customer>> {
    let rows = read_unit.all_built(&page(&LIST, organization, conditions, request), read)?;
    Ok(Page::from_rows(rows, request.limit, |row| Position { at: row.created_at, id: row.id.uuid() }))
}

/// Adds or changes the customer that the operator knows by its `external_id`; nothing changes when the
/// digest is the same.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn upsert(tx: &mut Tx<'_>, customer: &Customer, digest: Digest32) -> Result<()> {
    let email_key = customer.email.key();
    tx.later(
        &UPSERT,
        params![
            customer.organization,
            customer.id,
            customer.external_id.as_ref(),
            customer.customer_type,
            &customer.first_name,
            &customer.last_name,
            customer.company_name.as_ref(),
            &customer.email,
            &email_key,
            customer.phone.as_ref(),
            customer.vat_id.as_ref(),
            customer.locale,
            customer.status,
            &digest,
            customer.created_at,
        ],
    )
}
