//! Postal addresses.

use crate::statement::statements;
use crate::unit::{Read, Tx};
use crate::value::{Columns, params};
use vestibule_kernel::Result;
use vestibule_kernel::id::{AddressId, OrganizationId};
use vestibule_kernel::subscription::Address;

statements! {
    FIND = "SELECT id, street, house_number, zip, city, country, created_at FROM addresses \
        WHERE organization_id = $1 AND id = $2";
    DELETE = "DELETE FROM addresses WHERE organization_id = $1 AND id = $2";
    UPSERT = "INSERT INTO addresses (organization_id, id, street, house_number, zip, city, country, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
        ON CONFLICT (organization_id, id) DO UPDATE SET street = excluded.street, \
        house_number = excluded.house_number, zip = excluded.zip, city = excluded.city, country = excluded.country";
}

pub(crate) fn read(columns: &mut Columns<'_>) -> Result<Address> {
    Ok(Address {
        id: columns.next()?,
        street: columns.next()?,
        house_number: columns.next()?,
        zip: columns.next()?,
        city: columns.next()?,
        country: columns.next()?,
        created_at: columns.next()?,
    })
}

/// The organization's address with this id.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn find(read_unit: &mut Read<'_>, organization: OrganizationId, id: AddressId) -> Result<Option<Address>> {
    read_unit.first(&FIND, params![organization, id], read)
}

/// Adds the address, or changes the one with its id.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn upsert(tx: &mut Tx<'_>, organization: OrganizationId, address: &Address) -> Result<()> {
    tx.later(
        &UPSERT,
        params![
            organization,
            address.id,
            &address.street,
            &address.house_number,
            &address.zip,
            &address.city,
            &address.country,
            address.created_at,
        ],
    )
}

/// Deletes the address with this id.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn delete(tx: &mut Tx<'_>, organization: OrganizationId, id: AddressId) -> Result<()> {
    tx.later(&DELETE, params![organization, id])
}
