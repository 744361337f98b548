//! Measured use by month: the sums of the days, kept up with every day that is written.

use crate::statement::statements;
use crate::unit::{Read, Tx};
use crate::value::{Columns, params};
use vestibule_kernel::id::{OrganizationId, SubscriptionId};
use vestibule_kernel::usage::{Quality, UsageDay, UsageMonth};
use vestibule_kernel::{LocalDay, Result};

statements! {
    BETWEEN = "SELECT month, milli, preliminary_minutes, substituted_minutes, final_minutes FROM usage_months \
        WHERE organization_id = $1 AND subscription_id = $2 AND month >= $3 AND month < $4 ORDER BY month";
    ADD = "INSERT INTO usage_months (organization_id, subscription_id, month, milli, preliminary_minutes, \
        substituted_minutes, final_minutes) VALUES ($1, $2, $3, $4, $5, $6, $7) \
        ON CONFLICT (organization_id, subscription_id, month) DO UPDATE SET \
        milli = usage_months.milli + excluded.milli, \
        preliminary_minutes = usage_months.preliminary_minutes + excluded.preliminary_minutes, \
        substituted_minutes = usage_months.substituted_minutes + excluded.substituted_minutes, \
        final_minutes = usage_months.final_minutes + excluded.final_minutes";
}

/// The months from that of `first` up to and without that of `end` that have any value, in their order.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn between(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    subscription: SubscriptionId,
    first: LocalDay,
    end: LocalDay,
) -> Result<Vec<UsageMonth>> {
    let (first, end) = (first.first_of_month(0), end.first_of_month(0));
    read_unit.all(&BETWEEN, params![organization, subscription, first, end], read)
}

fn read(columns: &mut Columns<'_>) -> Result<UsageMonth> {
    Ok(UsageMonth {
        first: columns.next()?,
        milli: columns.next()?,
        preliminary_minutes: columns.next()?,
        substituted_minutes: columns.next()?,
        final_minutes: columns.next()?,
    })
}

/// Adds what `day` has more than it had when it was as `before`.
pub(super) fn add(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    subscription: SubscriptionId,
    before: Option<&UsageDay>,
    day: &UsageDay,
) -> Result<()> {
    let milli = |day: &UsageDay| day.total().unwrap_or(0);
    let minutes = |day: &UsageDay, quality: Quality| {
        let slots = day.values.iter().flatten().filter(|value| value.quality == quality).count();
        i64::try_from(slots).unwrap_or(0) * i64::from(day.resolution.minutes())
    };
    let more = |count: &dyn Fn(&UsageDay) -> i64| count(day) - before.map_or(0, count);
    tx.later(
        &ADD,
        params![
            organization,
            subscription,
            day.day.first_of_month(0),
            more(&milli),
            more(&|day| minutes(day, Quality::Preliminary)),
            more(&|day| minutes(day, Quality::Substituted)),
            more(&|day| minutes(day, Quality::Final)),
        ],
    )
}
