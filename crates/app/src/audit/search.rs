//! Reading the trail: an organization's lines, newest first.

use super::Entry;
use crate::Ctx;
use crate::access::CustomerRef;
use std::ops::Range;
use vestibule_kernel::id::{AuditId, CustomerId, OrganizationId};
use vestibule_kernel::{Error, Result, Timestamp};
use vestibule_store::tables::{audit_entries, customers};

/// Lines that are read together, so that nobody waits for long.
const PAGE: u32 = 1000;
/// Which lines are wanted.
#[derive(Debug, Clone)]
pub struct Search {
    /// Those about this customer alone.
    pub customer: Option<CustomerRef>,
    /// None before this instant, to the millisecond.
    pub since: Option<Timestamp>,
    /// None from this instant on, to the millisecond.
    pub until: Option<Timestamp>,
    /// So many at the most.
    pub limit: usize,
    /// So many lines about others are passed over at the most: the trail is kept in the order of time and in no
    /// other, so whoever looks for one customer walks past everybody.
    pub patience: usize,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The lines, newest first.
    pub lines: Vec<Entry>,
    /// When the search gave up because it passed over too many lines of others: the instant of the oldest line
    /// that it looked at.
    pub gave_up_at: Option<Timestamp>,
}

/// The newest lines of an organization's trail that are wanted, newest first.
///
/// # Errors
/// `NotFound` for a customer whom the organization does not know by this id of its own. One of ours is looked
/// for whoever's it is: the trail may outlive the customer.
pub async fn search(ctx: &Ctx, organization: OrganizationId, search: Search) -> Result<Found> {
    let customer = match search.customer {
        Some(who) => Some(find(ctx, organization, who).await?),
        None => None,
    };
    let mut ids = between(search.since, search.until);
    let (mut lines, mut passed_over) = (Vec::new(), 0);
    while lines.len() < search.limit {
        let wanted = ids.clone();
        let page = ctx.db.read(move |read| audit_entries::between(read, organization, &wanted, PAGE)).await?;
        let Some(oldest) = page.last() else { break };
        let (looked_at, looked_back_to) = (page.len(), oldest.at);
        ids.end = oldest.id;
        let before = lines.len();
        lines.extend(page.into_iter().filter(|line| customer.is_none() || line.customer == customer));
        passed_over += looked_at - (lines.len() - before);
        if passed_over > search.patience && lines.len() < search.limit {
            return Ok(Found { lines, gave_up_at: Some(looked_back_to) });
        }
    }
    lines.truncate(search.limit);
    Ok(Found { lines, gave_up_at: None })
}

/// The ids of what happened between these instants.
fn between(since: Option<Timestamp>, until: Option<Timestamp>) -> Range<AuditId> {
    let first = since.unwrap_or(Timestamp::from_micros(0));
    let end = until.unwrap_or(Timestamp::from_micros(i64::MAX));
    AuditId::first_at(first)..AuditId::first_at(end)
}

async fn find(ctx: &Ctx, organization: OrganizationId, who: CustomerRef) -> Result<CustomerId> {
    match who {
        CustomerRef::Id(text) => text.parse().map_err(|_| Error::NotFound("Customer")),
        CustomerRef::External(text) => {
            let found = ctx.db.read(move |read| customers::id_by_external(read, organization, &text)).await?;
            found.ok_or(Error::NotFound("Customer"))
        }
    }
}
