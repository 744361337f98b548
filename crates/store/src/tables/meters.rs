//! Electricity meters.

use crate::statement::statements;
use crate::unit::Tx;
use crate::value::{Columns, params};
use vestibule_kernel::Result;
use vestibule_kernel::id::{MeterId, OrganizationId};
use vestibule_kernel::subscription::Meter;

statements! {
    DELETE = "DELETE FROM meters WHERE organization_id = $1 AND id = $2";
    UPSERT = "INSERT INTO meters (organization_id, id, number, type, malo, melo, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7) \
        ON CONFLICT (organization_id, id) DO UPDATE SET number = excluded.number, type = excluded.type, \
        malo = excluded.malo, melo = excluded.melo";
}

pub(crate) fn read(columns: &mut Columns<'_>) -> Result<Meter> {
    Ok(Meter {
        id: columns.next()?,
        number: columns.next()?,
        meter_type: columns.next()?,
        malo: columns.next()?,
        melo: columns.next()?,
        created_at: columns.next()?,
    })
}

/// Adds the meter, or changes the one with its id.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn upsert(tx: &mut Tx<'_>, organization: OrganizationId, meter: &Meter) -> Result<()> {
    tx.later(
        &UPSERT,
        params![
            organization,
            meter.id,
            &meter.number,
            meter.meter_type,
            meter.malo.as_ref(),
            meter.melo.as_ref(),
            meter.created_at,
        ],
    )
}

/// Deletes the meter with this id.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn delete(tx: &mut Tx<'_>, organization: OrganizationId, id: MeterId) -> Result<()> {
    tx.later(&DELETE, params![organization, id])
}
