//! `/usage`: what a customer used in a day, a week, a month or a year.

use super::points::{self, Point};
use super::span::Span;
use crate::Ctx;
use crate::access::{Outcome, Visitor, look};
use vestibule_kernel::id::{OrganizationId, SubscriptionId};
use vestibule_kernel::usage::{SpanKind, UsageDay};
use vestibule_kernel::{LocalDay, Result, TimeZone};
use vestibule_store::Read;
use vestibule_store::tables::{usage_days, usage_months};

/// Use in one span of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerUsage {
    /// The span that is shown.
    pub span: Span,
    /// Its points, in their order: slots of a day, days of a week or month, months of a year.
    pub points: Vec<Point>,
    /// All of it together.
    pub total: Point,
    /// The first and the last day that anything is known of; nothing when nothing is.
    pub known: Option<(LocalDay, LocalDay)>,
}

/// The use of the visitor's contract in the span of `kind` around `day`, or else around the last day that
/// anything is known of. Nothing for a customer without any contract.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub async fn customer_usage(
    ctx: &Ctx,
    visitor: Visitor,
    kind: SpanKind,
    day: Option<LocalDay>,
) -> Result<Outcome<Option<CustomerUsage>>> {
    look(ctx, visitor, move |read, visit| {
        let Some(contract) = visit.account.contract() else { return Ok(None) };
        let (organization, subscription) = (visit.surface.organization.id, contract.subscription.id);
        let zone = &visit.surface.organization.time_zone;
        let known = usage_days::span(read, organization, subscription)?;
        let today = visit.at.day_in(zone);
        let day = day.or(known.map(|(_, last)| last)).unwrap_or(today);
        let span = Span::around(kind, day);
        let (points, total) = in_span(read, organization, subscription, span, zone)?;
        Ok(Some(CustomerUsage { span, points, total, known }))
    })
    .await
}

/// The points of a span, and its sum.
fn in_span(
    read: &mut Read<'_>,
    organization: OrganizationId,
    subscription: SubscriptionId,
    span: Span,
    zone: &TimeZone,
) -> Result<(Vec<Point>, Point)> {
    if span.kind == SpanKind::Year {
        let months = usage_months::between(read, organization, subscription, span.first, span.end)?;
        let point = |(first, end)| points::of_month(&months, first, end, zone);
        let points: Vec<Point> = span.parts().into_iter().map(point).collect();
        let total = points::together(&points, span.instants(zone));
        return Ok((points, total));
    }
    let days: Vec<UsageDay> = usage_days::between(read, organization, subscription, span.first, span.end)?;
    let total = points::sum(&days, span.first, span.end, zone);
    let points = match (span.kind, days.first()) {
        (SpanKind::Day, Some(day)) => points::by_slot(day, zone),
        (SpanKind::Day, None) => Vec::new(),
        (SpanKind::Week | SpanKind::Month | SpanKind::Year, _) => {
            span.parts().into_iter().map(|(first, end)| points::sum(&days, first, end, zone)).collect()
        }
    };
    Ok((points, total))
}
