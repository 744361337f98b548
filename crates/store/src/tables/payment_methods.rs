//! How customers pay: of a bank account, what may be shown.

use crate::statement::statements;
use crate::unit::Tx;
use crate::value::{Columns, params};
use vestibule_kernel::Result;
use vestibule_kernel::id::{OrganizationId, PaymentMethodId};
use vestibule_kernel::subscription::PaymentMethod;

statements! {
    DELETE = "DELETE FROM payment_methods WHERE organization_id = $1 AND id = $2";
    UPSERT = "INSERT INTO payment_methods (organization_id, id, country, last4, account_holder, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6) \
        ON CONFLICT (organization_id, id) DO UPDATE SET country = excluded.country, last4 = excluded.last4, \
        account_holder = excluded.account_holder";
}

pub(crate) fn read(columns: &mut Columns<'_>) -> Result<PaymentMethod> {
    Ok(PaymentMethod {
        id: columns.next()?,
        country: columns.next()?,
        last4: columns.next()?,
        account_holder: columns.next()?,
        created_at: columns.next()?,
    })
}

/// Adds the payment method, or changes the one with its id.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn upsert(tx: &mut Tx<'_>, organization: OrganizationId, method: &PaymentMethod) -> Result<()> {
    tx.later(
        &UPSERT,
        params![
            organization,
            method.id,
            &method.country,
            &method.last4,
            &method.account_holder,
            method.created_at,
        ],
    )
}

/// Deletes the payment method with this id.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn delete(tx: &mut Tx<'_>, organization: OrganizationId, id: PaymentMethodId) -> Result<()> {
    tx.later(&DELETE, params![organization, id])
}
