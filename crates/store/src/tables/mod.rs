//! One file per table.

use crate::statement::Statement;
use crate::unit::{Read, RowReader};
use crate::value::Value;
use vestibule_kernel::Result;
use vestibule_kernel::id::OrganizationId;

/// Declares the tables' modules and the list of all their statements, so that none is forgotten.
macro_rules! tables {
    ($($(#[$meta:meta])* $name:ident;)+) => {
        $($(#[$meta])* pub mod $name;)+
        /// Every statement of every table.
        pub(crate) static ALL: &[&[&Statement]] = &[$($name::STATEMENTS),+];
    };
}

tables! {
    access_links;
    access_tokens;
    addresses;
    api_clients;
    assets;
    audit_entries;
    customers;
    invoices;
    meter_readings;
    meters;
    organizations;
    payment_methods;
    plans;
    portals;
    price_days;
    price_series;
    refresh_tokens;
    sessions;
    subscriptions;
    usage_days;
    usage_months;
}

/// The SQL text of every statement, for the test that prepares them on both databases.
#[must_use]
pub fn all_statements() -> Vec<&'static Statement> {
    ALL.iter().flat_map(|table| table.iter().copied()).collect()
}

/// External ids that one statement asks for.
pub const MANY: usize = 64;

/// [`MANY`] parameters behind the organization's as the rows of `wanted`. A statement names it
/// first and joins with `CROSS JOIN`: SQLite keeps that order, and looks each one up in the index.
///
/// PostgreSQL does the same when it takes `wanted` for one row, and the condition makes it believe so. As
/// long as a table has no statistics it would else rather join with everything that the organization has.
macro_rules! many {
    () => {
        "WITH asked (name) AS (VALUES ($2), ($3), ($4), ($5), ($6), ($7), ($8), ($9), ($10), ($11), ($12), ($13), ($14), ($15), ($16), \
         ($17), ($18), ($19), ($20), ($21), ($22), ($23), ($24), ($25), ($26), ($27), ($28), ($29), ($30), \
         ($31), ($32), ($33), ($34), ($35), ($36), ($37), ($38), ($39), ($40), ($41), ($42), ($43), ($44), \
         ($45), ($46), ($47), ($48), ($49), ($50), ($51), ($52), ($53), ($54), ($55), ($56), ($57), ($58), \
         ($59), ($60), ($61), ($62), ($63), ($64), ($65)), \
         wanted AS (SELECT name FROM asked WHERE length(name || '') = length(name)) "
    };
}
pub(crate) use many;

/// Runs a statement that begins with [`many!`] for any number of external ids.
pub(crate) fn by_external_ids<T>(
    read: &mut Read<'_>,
    statement: &'static Statement,
    organization: OrganizationId,
    external_ids: &[&str],
    row: RowReader<T>,
) -> Result<Vec<T>> {
    let mut found = Vec::with_capacity(external_ids.len());
    for chunk in external_ids.chunks(MANY) {
        let mut params = Vec::with_capacity(MANY + 1);
        params.push(Value::from(organization));
        params.extend(chunk.iter().map(|id| Value::Text(id)));
        // Where there are fewer: what nothing is equal to.
        params.resize(MANY + 1, Value::Null);
        found.extend(read.all(statement, &params, row)?);
    }
    Ok(found)
}
