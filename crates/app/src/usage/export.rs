//! `/usage.csv`: the values of a span as they were measured.

use super::points::{self, Point};
use super::span::Span;
use crate::Ctx;
use crate::access::{Outcome, Visitor, look};
use vestibule_kernel::Result;
use vestibule_store::tables::usage_days;

/// Measured values, one for each slot that has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageExport {
    /// The span that they are of.
    pub span: Span,
    /// The values in their order.
    pub points: Vec<Point>,
}

/// The values of the visitor's contract in `span`. Nothing for a customer without any contract.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub async fn usage_export(ctx: &Ctx, visitor: Visitor, span: Span) -> Result<Outcome<Option<UsageExport>>> {
    look(ctx, visitor, move |read, visit| {
        let Some(contract) = visit.account.contract() else { return Ok(None) };
        let organization = &visit.surface.organization;
        let days =
            usage_days::between(read, organization.id, contract.subscription.id, span.first, span.end)?;
        let slots = days.iter().flat_map(|day| points::by_slot(day, &organization.time_zone));
        let points = slots.filter(|point| point.milli.is_some()).collect();
        Ok(Some(UsageExport { span, points }))
    })
    .await
}
