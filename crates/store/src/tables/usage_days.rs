//! Measured use by day: one row for each day of a subscription, its values packed, and the sums of its
//! months written in the same unit.

use super::usage_months;
use crate::pack::{Packed, put_value};
use crate::statement::statements;
use crate::unit::{Question, Read, Tx};
use crate::value::{Columns, params};
use vestibule_kernel::id::{OrganizationId, SubscriptionId};
use vestibule_kernel::series::{Merged, Resolution};
use vestibule_kernel::usage::{Measured, Quality, UsageDay};
use vestibule_kernel::{Error, LocalDay, Result};

statements! {
    OF_DAY = "SELECT day, block FROM usage_days \
        WHERE organization_id = $1 AND subscription_id = $2 AND day = $3";
    BETWEEN = "SELECT day, block FROM usage_days \
        WHERE organization_id = $1 AND subscription_id = $2 AND day >= $3 AND day < $4 ORDER BY day";
    NEWEST = "SELECT day FROM usage_days WHERE organization_id = $1 AND subscription_id = $2 \
        ORDER BY day DESC LIMIT 1";
    OLDEST = "SELECT day FROM usage_days WHERE organization_id = $1 AND subscription_id = $2 \
        ORDER BY day LIMIT 1";
    UPSERT = "INSERT INTO usage_days (organization_id, subscription_id, day, block) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (organization_id, subscription_id, day) DO UPDATE SET block = excluded.block";
}

/// The days from `first` up to and without `end` that have a row, in their order.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn between(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    subscription: SubscriptionId,
    first: LocalDay,
    end: LocalDay,
) -> Result<Vec<UsageDay>> {
    read_unit.all(&BETWEEN, params![organization, subscription, first, end], read)
}

/// The same, to be asked together with others.
#[must_use]
pub fn ask_between(
    organization: OrganizationId,
    subscription: SubscriptionId,
    first: LocalDay,
    end: LocalDay,
) -> Question<UsageDay> {
    Question::new(&BETWEEN, params![organization, subscription, first, end], read)
}

/// The first and the last day that have a row.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn span(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    subscription: SubscriptionId,
) -> Result<Option<(LocalDay, LocalDay)>> {
    let day = |columns: &mut Columns<'_>| columns.next::<LocalDay>();
    let oldest = read_unit.first(&OLDEST, params![organization, subscription], day)?;
    let newest = read_unit.first(&NEWEST, params![organization, subscription], day)?;
    Ok(oldest.zip(newest))
}

/// Takes over what a delivery says of one day, as `UsageDay::take` does, and tells what that did. Other
/// units must not work on the same day meanwhile.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn take(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    subscription: SubscriptionId,
    delivery: &UsageDay,
) -> Result<Merged> {
    let there = tx.first(&OF_DAY, params![organization, subscription, delivery.day], read)?;
    let mut day = there.clone().unwrap_or_else(|| UsageDay { values: Vec::new(), ..delivery.clone() });
    let merged = day.take(delivery);
    if merged.created + merged.changed > 0 {
        tx.later(&UPSERT, params![organization, subscription, day.day, pack(&day).as_slice()])?;
        usage_months::add(tx, organization, subscription, there.as_ref(), &day)?;
    }
    Ok(merged)
}

/// In place of a quality: the slots differ.
const MIXED: u8 = 3;

/// The first byte says the resolution and the quality of all slots; where they differ, two bits for each
/// follow. Then the values.
fn pack(day: &UsageDay) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(4 + day.values.len() * 2);
    let hour = u8::from(day.resolution == Resolution::Hour);
    let mut qualities = day.values.iter().flatten().map(|value| value.quality);
    let first = qualities.next().unwrap_or(Quality::Final);
    if qualities.all(|quality| quality == first) {
        bytes.push(hour | (code(first) << 1));
    } else {
        bytes.push(hour | (MIXED << 1));
        bytes.push(u8::try_from(day.values.len()).unwrap_or(u8::MAX));
        bytes.extend(day.values.chunks(4).map(|four| {
            let codes = four.iter().map(|value| value.map_or(0, |value| code(value.quality)));
            codes.enumerate().fold(0, |byte, (index, code)| byte | (code << (index * 2)))
        }));
    }
    for value in &day.values {
        put_value(&mut bytes, value.map(|value| value.milli));
    }
    bytes
}

fn read(columns: &mut Columns<'_>) -> Result<UsageDay> {
    let day = columns.next()?;
    let block: Vec<u8> = columns.next()?;
    let mut packed = Packed::new(&block);
    let head = packed.byte()?;
    let resolution = if head & 1 == 1 { Resolution::Hour } else { Resolution::Quarter };
    let mut qualities = Vec::new();
    let uniform = match head >> 1 {
        MIXED => {
            let slots = usize::from(packed.byte()?);
            for byte in packed.bytes(slots.div_ceil(4))? {
                for index in 0..4 {
                    qualities.push(quality((byte >> (index * 2)) & 3)?);
                }
            }
            Quality::Final
        }
        code => quality(code)?,
    };
    let mut values = Vec::with_capacity(100);
    while !packed.is_empty() {
        let quality = qualities.get(values.len()).copied().unwrap_or(uniform);
        values.push(packed.value()?.map(|milli| Measured { milli, quality }));
    }
    Ok(UsageDay { day, resolution, values })
}

const fn code(quality: Quality) -> u8 {
    match quality {
        Quality::Preliminary => 0,
        Quality::Substituted => 1,
        Quality::Final => 2,
    }
}

fn quality(code: u8) -> Result<Quality> {
    match code {
        0 => Ok(Quality::Preliminary),
        1 => Ok(Quality::Substituted),
        2 => Ok(Quality::Final),
        _ => Err(Error::internal("a stored block has a quality that nobody wrote")),
    }
}
