//! Series of prices.

use crate::statement::statements;
use crate::unit::{Read, Tx};
use crate::value::{Columns, only, params};
use vestibule_kernel::Result;
use vestibule_kernel::asset::Digest32;
use vestibule_kernel::id::{OrganizationId, PriceSeriesId};
use vestibule_kernel::prices::PriceSeries;

macro_rules! columns {
    () => {
        "id, organization_id, external_id, reference, created_at"
    };
}

statements! {
    FIND = concat!("SELECT ", columns!(), " FROM price_series WHERE organization_id = $1 AND id = $2");
    ID_BY_EXTERNAL = "SELECT id FROM price_series WHERE organization_id = $1 AND external_id = $2";
    UPSERT = "INSERT INTO price_series \
        (organization_id, id, external_id, reference, digest, created_at) VALUES ($1, $2, $3, $4, $5, $6) \
        ON CONFLICT (organization_id, external_id) DO UPDATE SET reference = excluded.reference, \
        digest = excluded.digest WHERE price_series.digest <> excluded.digest";
}

fn read(columns: &mut Columns<'_>) -> Result<PriceSeries> {
    Ok(PriceSeries {
        id: columns.next()?,
        organization: columns.next()?,
        external_id: columns.next()?,
        reference: columns.next()?,
        created_at: columns.next()?,
    })
}

/// The organization's series with this id.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn find(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    id: PriceSeriesId,
) -> Result<Option<PriceSeries>> {
    read_unit.first(&FIND, params![organization, id], read)
}

/// The id of the series that the operator knows by this id.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn id_by_external(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    external_id: &str,
) -> Result<Option<PriceSeriesId>> {
    read_unit.first(&ID_BY_EXTERNAL, params![organization, external_id], only)
}

/// Adds or changes the series that the operator knows by its `external_id`; tells whether anything changed.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn upsert(tx: &mut Tx<'_>, series: &PriceSeries, digest: Digest32) -> Result<bool> {
    let row = series;
    let touched = tx.execute(
        &UPSERT,
        params![
            row.organization,
            row.id,
            &row.external_id,
            &row.reference,
            &digest,
            row.created_at,
        ],
    )?;
    Ok(touched > 0)
}
