//! What meters showed.

use super::{by_external_ids, many};
use crate::list::{ListSpec, Sort, page};
use crate::statement::statements;
use crate::unit::{Read, Tx};
use crate::value::{Columns, params};
use vestibule_kernel::asset::Digest32;
use vestibule_kernel::filter::Condition;
use vestibule_kernel::id::{OrganizationId, ReadingId, SubscriptionId};
use vestibule_kernel::list::{Page, PageRequest, Position};
use vestibule_kernel::reading::MeterReading;
use vestibule_kernel::{Energy, Result};

macro_rules! columns {
    () => {
        "id, organization_id, subscription_id, meter_id, value_wh, day, type, message, created_at"
    };
}

statements! {
    NEWEST = concat!(
        "SELECT ", columns!(), " FROM meter_readings WHERE organization_id = $1 AND subscription_id = $2 \
         ORDER BY day DESC, id DESC LIMIT $3"
    );
    KNOWN = concat!(
        many!(),
        "SELECT t.external_id, t.id, t.digest FROM wanted CROSS JOIN meter_readings t \
         WHERE t.organization_id = $1 AND t.external_id = wanted.name"
    );
    UPSERT = "INSERT INTO meter_readings \
        (organization_id, id, external_id, subscription_id, meter_id, value_wh, day, type, message, digest, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
        ON CONFLICT (organization_id, id) DO UPDATE SET subscription_id = excluded.subscription_id, \
        meter_id = excluded.meter_id, value_wh = excluded.value_wh, day = excluded.day, type = excluded.type, \
        message = excluded.message, digest = excluded.digest";
}

const LIST: ListSpec = ListSpec { table: "meter_readings", columns: columns!(), sort: Sort::Id };

fn read(columns: &mut Columns<'_>) -> Result<MeterReading> {
    Ok(MeterReading {
        id: columns.next()?,
        organization: columns.next()?,
        subscription: columns.next()?,
        meter: columns.next()?,
        value: Energy::from_wh(columns.next()?),
        day: columns.next()?,
        reading_type: columns.next()?,
        message: columns.next()?,
        created_at: columns.next()?,
    })
}

/// The newest readings of a subscription by the day that they are of, the newest first.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn newest(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    subscription: SubscriptionId,
    count: u32,
) -> Result<Vec<MeterReading>> {
    read_unit.all(&NEWEST, params![organization, subscription, count], read)
}

/// A page of the organization's readings, the one reported last first.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn list(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    conditions: &[Condition],
    request: &PageRequest,
) -> Result<Page<MeterReading>> {
    let rows = read_unit.all_built(&page(&LIST, organization, conditions, request), read)?;
    Ok(Page::from_rows(rows, request.limit, |row| Position { at: row.created_at, id: row.id.uuid() }))
}

/// A reading that is there already, as far as many are looked up at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The operator's own id of it.
    pub external_id: String,
    /// Its id.
    pub id: ReadingId,
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
    by_external_ids(read_unit, &KNOWN, organization, external_ids, |columns| {
        Ok(Known { external_id: columns.next()?, id: columns.next()?, digest: columns.next()? })
    })
}

/// Adds the reading, or changes the one with its id.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn upsert(
    tx: &mut Tx<'_>,
    reading: &MeterReading,
    external_id: Option<&str>,
    digest: Digest32,
) -> Result<()> {
    let row = reading;
    tx.later(
        &UPSERT,
        params![
            row.organization,
            row.id,
            external_id,
            row.subscription,
            row.meter,
            row.value.wh,
            row.day,
            row.reading_type,
            row.message.as_ref(),
            &digest,
            row.created_at,
        ],
    )
}
