//! What the operator sees and ends of a customer's access: `GET/DELETE /admin/customers/{id}/sessions`.

use super::check::LINK_TTL_SECONDS;
use super::end_access::{EndedAccess, end_access};
use crate::audit::{self, Action, Event};
use crate::clients::{Caller, Credential, Scope, authorize, identify};
use crate::{Ctx, Origin};
use std::time::Duration;
use vestibule_kernel::id::CustomerId;
use vestibule_kernel::session::Session;
use vestibule_kernel::{Error, Result, Timestamp};
use vestibule_store::tables::access_links::{self, AccessLink};
use vestibule_store::tables::{customers, sessions};
use vestibule_store::{Read, Tx};

/// The longest that a link can live: links older than this are dead.
const LONGEST_LINK: Duration = Duration::from_secs(*LINK_TTL_SECONDS.end() as u64);

/// How a customer can come in at this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerAccess {
    /// Their live sign-ins, the one seen last first.
    pub sessions: Vec<Session>,
    /// Their links that were not opened yet, newest first.
    pub links: Vec<AccessLink>,
}

/// Lists a customer's live sign-ins and unused links.
///
/// # Errors
/// `NotFound` for an unknown customer or another organization's, and what the credential lacks.
pub async fn list_customer_access(
    ctx: &Ctx,
    credential: Credential,
    customer: &str,
) -> Result<CustomerAccess> {
    let (now, customer) = (ctx.now(), customer.to_owned());
    ctx.db
        .read(move |read| {
            let caller = authorize(read, now, &credential, Scope::Read)?;
            let customer = existing(read, &caller, &customer)?;
            access_of(read, &caller, customer, now)
        })
        .await
}

fn access_of(
    read: &mut Read<'_>,
    caller: &Caller,
    customer: CustomerId,
    now: Timestamp,
) -> Result<CustomerAccess> {
    let organization = caller.organization.id;
    let mut sessions = sessions::of_customer(read, organization, customer)?;
    sessions.retain(|session| session.is_live(now));
    let links = access_links::unused(read, organization, customer, now.minus(LONGEST_LINK), now)?;
    Ok(CustomerAccess { sessions, links })
}

/// Ends a customer's sign-ins and makes their unused links worthless.
///
/// # Errors
/// `NotFound` for an unknown customer or another organization's, and what the credential lacks.
pub async fn end_customer_access(
    ctx: &Ctx,
    credential: Credential,
    customer: &str,
    origin: Origin,
) -> Result<EndedAccess> {
    let (unit, customer) = (ctx.clone(), customer.to_owned());
    ctx.db.write(move |tx| end(tx, &unit, &credential, &customer, &origin)).await?
}

/// Ends access in a unit of work. The inner error is a refusal that the trail keeps.
fn end(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    credential: &Credential,
    customer: &str,
    origin: &Origin,
) -> Result<Result<EndedAccess>> {
    let caller = identify(tx, ctx.now(), credential)?;
    let customer = match caller.may(Scope::Write).and_then(|()| existing(tx, &caller, customer)) {
        Ok(customer) => customer,
        Err(error) => {
            let Some(result) = audit::refusal(&error) else { return Err(error) };
            trail(tx, ctx, origin, &caller, None, result, None)?;
            return Ok(Err(error));
        }
    };
    let ended = end_access(tx, caller.organization.id, customer, ctx.now())?;
    trail(tx, ctx, origin, &caller, Some(customer), "ok", Some(ended.to_string()))?;
    Ok(Ok(ended))
}

fn trail(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    origin: &Origin,
    caller: &Caller,
    customer: Option<CustomerId>,
    result: &str,
    subject: Option<String>,
) -> Result<()> {
    let (organization, actor) = (caller.organization.id, caller.actor.as_str());
    let event = Event { organization, action: Action::SessionEnd, result, actor, customer, subject };
    audit::record(tx, ctx, origin, event)
}

fn existing(read: &mut Read<'_>, caller: &Caller, customer: &str) -> Result<CustomerId> {
    let id: CustomerId = customer.parse().map_err(|_| Error::NotFound("Customer"))?;
    customers::find(read, caller.organization.id, id)?
        .map(|customer| customer.id)
        .ok_or(Error::NotFound("Customer"))
}
