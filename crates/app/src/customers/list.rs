//! The API's view of customers.

use crate::Ctx;
use crate::clients::{Credential, look};
use vestibule_kernel::customer::Customer;
use vestibule_kernel::filter::{Condition, FieldSpec, Kind};
use vestibule_kernel::id::CustomerId;
use vestibule_kernel::list::{Page, PageRequest};
use vestibule_kernel::{Error, Result};
use vestibule_store::tables::customers;

/// What a list of customers can be filtered by.
pub const FILTERS: &[FieldSpec] = &[
    FieldSpec { name: "email", column: "email_key", kind: Kind::Text },
    FieldSpec { name: "type", column: "type", kind: Kind::Words(&["person", "company"]) },
    FieldSpec { name: "created_at", column: "created_at", kind: Kind::Instant },
];

/// A page of the organization's customers, newest first.
///
/// # Errors
/// What the credential lacks.
pub async fn list_customers(
    ctx: &Ctx,
    credential: Credential,
    filters: Vec<Condition>,
    page: PageRequest,
) -> Result<Page<Customer>> {
    look(ctx, credential, move |read, caller| customers::list(read, caller.organization.id, &filters, &page))
        .await
}

/// The customer with this id.
///
/// # Errors
/// `NotFound` for an unknown one or another organization's, and what the credential lacks.
pub async fn get_customer(ctx: &Ctx, credential: Credential, id: &str) -> Result<Customer> {
    let id = id.parse::<CustomerId>();
    look(ctx, credential, move |read, caller| {
        let id = id.map_err(|_| Error::NotFound("Customer"))?;
        customers::find(read, caller.organization.id, id)?.ok_or(Error::NotFound("Customer"))
    })
    .await
}

/// The customer that the operator knows by this id.
///
/// # Errors
/// `NotFound` for an unknown one or another organization's, and what the credential lacks.
pub async fn get_customer_by_external_id(
    ctx: &Ctx,
    credential: Credential,
    external_id: &str,
) -> Result<Customer> {
    let external_id = external_id.to_owned();
    look(ctx, credential, move |read, caller| {
        customers::find_by_external(read, caller.organization.id, &external_id)?
            .ok_or(Error::NotFound("Customer"))
    })
    .await
}
