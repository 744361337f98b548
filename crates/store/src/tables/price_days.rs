//! Prices by day: one row for each day of a series, its values packed.

use crate::pack::{Packed, put_value};
use crate::statement::statements;
use crate::unit::{Question, Read, Tx};
use crate::value::{Columns, params};
use vestibule_kernel::id::{OrganizationId, PriceSeriesId};
use vestibule_kernel::prices::{Price, PriceDay};
use vestibule_kernel::series::{Merged, Resolution};
use vestibule_kernel::{LocalDay, Result};

statements! {
    OF_DAY = "SELECT day, block FROM price_days WHERE organization_id = $1 AND series_id = $2 AND day = $3";
    BETWEEN = "SELECT day, block FROM price_days \
        WHERE organization_id = $1 AND series_id = $2 AND day >= $3 AND day < $4 ORDER BY day";
    UPSERT = "INSERT INTO price_days (organization_id, series_id, day, block) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (organization_id, series_id, day) DO UPDATE SET block = excluded.block";
}

/// The days from `first` up to and without `end` that have a row, in their order.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn between(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    series: PriceSeriesId,
    first: LocalDay,
    end: LocalDay,
) -> Result<Vec<PriceDay>> {
    read_unit.all(&BETWEEN, params![organization, series, first, end], read)
}

/// The same, to be asked together with others.
#[must_use]
pub fn ask_between(
    organization: OrganizationId,
    series: PriceSeriesId,
    first: LocalDay,
    end: LocalDay,
) -> Question<PriceDay> {
    Question::new(&BETWEEN, params![organization, series, first, end], read)
}

/// Takes over what a delivery says of one day, and tells what that did. Other units must not work on the same
/// day meanwhile.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn take(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    series: PriceSeriesId,
    delivery: &PriceDay,
) -> Result<Merged> {
    let there = tx.first(&OF_DAY, params![organization, series, delivery.day], read)?;
    let mut day = there.unwrap_or_else(|| PriceDay { values: Vec::new(), ..delivery.clone() });
    let merged = day.take(delivery);
    if merged.created + merged.changed > 0 {
        tx.later(&UPSERT, params![organization, series, day.day, pack(&day).as_slice()])?;
    }
    Ok(merged)
}

/// The first byte says the resolution. Then every slot's energy, then every slot's grid, then its levies: neighbours
/// are alike, and the last two are mostly the same all day.
fn pack(day: &PriceDay) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(1 + day.values.len() * 8);
    bytes.push(u8::from(day.resolution == Resolution::Hour));
    bytes.push(u8::try_from(day.values.len()).unwrap_or(u8::MAX));
    let parts: [fn(&Price) -> Option<i64>; 3] = [|price| price.electricity, |price| price.grid, |price| price.levies];
    for part in parts {
        let values: Vec<Option<i64>> = day.values.iter().map(|price| price.as_ref().and_then(part)).collect();
        let all_day = values.windows(2).all(|two| two[0] == two[1]);
        bytes.push(u8::from(all_day));
        let written = if all_day { &values[..values.len().min(1)] } else { &values };
        written.iter().for_each(|value| put_value(&mut bytes, *value));
    }
    bytes
}

fn read(columns: &mut Columns<'_>) -> Result<PriceDay> {
    let day = columns.next()?;
    let block: Vec<u8> = columns.next()?;
    let mut packed = Packed::new(&block);
    let resolution = if packed.byte()? == 1 { Resolution::Hour } else { Resolution::Quarter };
    let slots = usize::from(packed.byte()?);
    let [electricity, grid, levies] = [part(&mut packed, slots)?, part(&mut packed, slots)?, part(&mut packed, slots)?];
    let price = |slot: usize| {
        let price = Price { electricity: electricity[slot], grid: grid[slot], levies: levies[slot] };
        price.parts().iter().any(|(_, part)| part.is_some()).then_some(price)
    };
    Ok(PriceDay { day, resolution, values: (0..slots).map(price).collect() })
}

fn part(packed: &mut Packed<'_>, slots: usize) -> Result<Vec<Option<i64>>> {
    if packed.byte()? == 1 {
        let value = if slots == 0 { None } else { packed.value()? };
        return Ok(vec![value; slots]);
    }
    (0..slots).map(|_| packed.value()).collect()
}
