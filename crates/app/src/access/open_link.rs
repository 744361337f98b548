//! Opening a hand-off link: whatever races, crashes or restarts, one opening gets a session.

use super::visit::{Surface, Visitor, live_session};
use crate::audit::{self, Action, Event};
use crate::portals::surface_at;
use crate::{Ctx, Origin};
use std::time::Duration;
use vestibule_kernel::id::{CustomerId, OrganizationId, SessionId};
use vestibule_kernel::organization::OrganizationSettings;
use vestibule_kernel::session::{Door, Session};
use vestibule_kernel::{Result, Timestamp, Token, TokenKey};
use vestibule_store::Tx;
use vestibule_store::tables::access_links::{self, AccessLink};
use vestibule_store::tables::sessions;

/// How opening a link ends.
#[derive(Debug, Clone)]
pub enum Opened {
    /// No portal lives at this host.
    NoPortal,
    /// There is one, but it is closed; the link was not used.
    Closed(Box<Surface>),
    /// A new session; its token goes into the cookie.
    SignedIn {
        /// The token of the session.
        token: Token,
        /// How long the cookie may live.
        life: Duration,
        /// Whether this browser was signed in as somebody else until now.
        switched: bool,
    },
    /// The link is used up, but this browser is signed in as the same customer already.
    AlreadyIn,
    /// The link is used, expired or unknown; which, is not told.
    Refused(Box<Surface>),
}

/// Opens the link with this token on the portal that was asked.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub async fn open_link(ctx: &Ctx, visitor: Visitor, token: &str) -> Result<Opened> {
    let (unit, key) = (ctx.clone(), TokenKey::of(token));
    ctx.db.write(move |tx| open(tx, &unit, &visitor, key.as_ref())).await
}

fn open(tx: &mut Tx<'_>, ctx: &Ctx, visitor: &Visitor, key: Option<&TokenKey>) -> Result<Opened> {
    let Some(surface) = surface_at(tx, &visitor.host)? else { return Ok(Opened::NoPortal) };
    let organization = surface.organization.id;
    if !surface.is_open() {
        let event = redemption(organization, "portal_closed", "anonymous", None, None);
        audit::record_stranger(tx, ctx, &visitor.origin, event)?;
        return Ok(Opened::Closed(Box::new(surface)));
    }
    let consume = |key| access_links::consume(tx, organization, surface.portal.id, key, ctx.now());
    match key.map(consume).transpose()?.flatten() {
        Some(link) => redeem(tx, ctx, visitor, &surface, &link),
        None => turn_away(tx, ctx, visitor, surface, key),
    }
}

/// Starts a session for a link that was just used up.
fn redeem(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    visitor: &Visitor,
    surface: &Surface,
    link: &AccessLink,
) -> Result<Opened> {
    let switched = replace_session(tx, ctx, visitor, surface, link.customer)?;
    let session = new_session(ctx, &visitor.origin, surface, link);
    let token = Token::new(session.id.uuid(), &ctx.rng);
    sessions::insert(tx, &session, &token.key().hash)?;
    let (actor, subject) = (link.customer.to_string(), Some(session.id.to_string()));
    let event = redemption(link.organization, "ok", &actor, Some(link.customer), subject);
    audit::record(tx, ctx, &visitor.origin, event)?;
    let life = session.expires_at.since(session.created_at);
    Ok(Opened::SignedIn { token, life, switched })
}

/// Ends the session that this browser had until now (ASVS 7.2.4). Tells whether it was somebody else's.
fn replace_session(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    visitor: &Visitor,
    surface: &Surface,
    newcomer: CustomerId,
) -> Result<bool> {
    let Some(old) = &visitor.session else { return Ok(false) };
    let before = live_session(tx, surface, old, ctx.now())?;
    sessions::end(tx, surface.organization.id, old)?;
    Ok(before.is_some_and(|(session, _)| session.customer != newcomer))
}

fn new_session(ctx: &Ctx, origin: &Origin, surface: &Surface, link: &AccessLink) -> Session {
    let now = ctx.now();
    let OrganizationSettings { session_idle, session_absolute, .. } = surface.organization.settings;
    Session {
        id: SessionId::new(now, &ctx.rng),
        organization: link.organization,
        portal: link.portal,
        customer: link.customer,
        door: Door::Link,
        link: Some(link.id),
        ip: origin.ip.clone(),
        user_agent: origin.user_agent.clone(),
        return_url: link.return_url.clone(),
        locale: link.locale,
        created_at: now,
        last_seen_at: now,
        idle: Duration::from_secs(u64::from(session_idle)),
        expires_at: now.plus(Duration::from_secs(u64::from(session_absolute))),
    }
}

/// A link that cannot be used: go on when this browser is signed in as its customer, else say no. The
/// trail keeps both.
fn turn_away(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    visitor: &Visitor,
    surface: Surface,
    key: Option<&TokenKey>,
) -> Result<Opened> {
    let find = |key| access_links::find(tx, surface.organization.id, key);
    let known = key.map(find).transpose()?.flatten().filter(|link| link.portal == surface.portal.id);
    let organization = surface.organization.id;
    if let (Some(link), Some(cookie)) = (&known, &visitor.session)
        && let Some((session, _)) = live_session(tx, &surface, cookie, ctx.now())?
        && session.customer == link.customer
    {
        let (actor, subject) = (link.customer.to_string(), Some(link.id.to_string()));
        let event = redemption(organization, "already_in", &actor, Some(link.customer), subject);
        audit::record(tx, ctx, &visitor.origin, event)?;
        return Ok(Opened::AlreadyIn);
    }
    match known {
        Some(link) => {
            let (customer, subject) = (Some(link.customer), Some(link.id.to_string()));
            let event = redemption(organization, refusal(&link, ctx.now()), "anonymous", customer, subject);
            audit::record(tx, ctx, &visitor.origin, event)?;
        }
        None => {
            let event = redemption(organization, "unknown", "anonymous", None, None);
            audit::record_stranger(tx, ctx, &visitor.origin, event)?;
        }
    }
    Ok(Opened::Refused(Box::new(surface)))
}

/// Why a link that we know was not taken.
fn refusal(link: &AccessLink, now: Timestamp) -> &'static str {
    if link.consumed_at.is_some() {
        "used"
    } else if link.expires_at <= now {
        "expired"
    } else {
        "customer_disabled"
    }
}

fn redemption<'a>(
    organization: OrganizationId,
    result: &'a str,
    actor: &'a str,
    customer: Option<CustomerId>,
    subject: Option<String>,
) -> Event<'a> {
    Event { organization, action: Action::LinkRedeem, result, actor, customer, subject }
}
