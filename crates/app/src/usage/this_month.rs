//! Use in the month that runs, beside the month before up to the same day.

use super::points::{self, Point};
use vestibule_kernel::id::{OrganizationId, SubscriptionId};
use vestibule_kernel::usage::UsageDay;
use vestibule_kernel::{LocalDay, TimeZone};
use vestibule_store::Question;
use vestibule_store::tables::usage_days;

/// The newest month of which anything is known: the one that runs, or the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthOfUse {
    /// Its first day.
    pub first: LocalDay,
    /// Its days, up to the last one that anything is known of.
    pub days: Vec<Point>,
    /// All of them together.
    pub total: Point,
    /// The same days of the month before, when all of both are known.
    pub before: Option<i64>,
}

/// The days to ask for: those of the month of `today`, and of the one before.
pub(crate) fn ask_this_month(
    organization: OrganizationId,
    subscription: SubscriptionId,
    today: LocalDay,
) -> Question<UsageDay> {
    let (before, end) = (today.first_of_month(-1), today.first_of_month(1));
    usage_days::ask_between(organization, subscription, before, end)
}

/// Use in the month of `today`, or in the month before as long as nothing is known of it, from what
/// [`ask_this_month`] found.
pub(crate) fn this_month(days: &[UsageDay], today: LocalDay, zone: &TimeZone) -> Option<MonthOfUse> {
    let (first, before) = (today.first_of_month(0), today.first_of_month(-1));
    let newest = days.last().map(|day| day.day)?;
    let month = newest.first_of_month(0);
    let end = newest.plus_days(1);
    let each = std::iter::successors(Some(month), |day| Some(day.plus_days(1))).take_while(|day| *day < end);
    let of_day = |day: LocalDay| points::sum(days, day, day.plus_days(1), zone);
    let total = points::sum(days, month, end, zone);
    // The month before may be shorter; then it is compared as a whole.
    let same_day = before.plus_days(end.number() - month.number());
    let earlier = points::sum(days, before, same_day.min(first), zone);
    let comparable = month == first && total.whole && earlier.whole;
    Some(MonthOfUse {
        first: month,
        days: each.map(of_day).collect(),
        total,
        before: earlier.milli.filter(|_| comparable),
    })
}
