//! Who stands at a portal's door: nobody, a stranger, or a customer who is signed in. Every page's
//! use case goes through here, so that none can forget to ask.

use crate::customers::Account;
use crate::portals::{Host, surface_at};
use crate::{Ctx, Origin};
use std::sync::Arc;
use vestibule_kernel::customer::{Customer, CustomerStatus};
use vestibule_kernel::id::SubscriptionId;
use vestibule_kernel::organization::{Organization, OrganizationStatus};
use vestibule_kernel::portal::Portal;
use vestibule_kernel::session::Session;
use vestibule_kernel::{Locale, Result, Timestamp, TokenKey};
use vestibule_store::tables::sessions;
use vestibule_store::{Read, Tx};

/// What a request to a portal shows of who sent it.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// The host that was asked.
    pub host: Host,
    /// The key of the session that the cookie names.
    pub session: Option<TokenKey>,
    /// The contract that the address asks for.
    pub subscription: Option<SubscriptionId>,
    /// Where the request came from.
    pub origin: Origin,
}

/// A portal and whose it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Surface {
    /// The portal.
    pub portal: Arc<Portal>,
    /// Whose it is.
    pub organization: Arc<Organization>,
}

impl Surface {
    /// Whether customers may come in.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.portal.enabled && self.organization.status == OrganizationStatus::Active
    }

    /// The portal's language when nothing else decides.
    #[must_use]
    pub fn locale(&self) -> Locale {
        self.portal.locale.unwrap_or(self.organization.locale)
    }
}

/// A customer who is signed in to a portal.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The portal and whose it is.
    pub surface: Surface,
    /// Who is signed in.
    pub customer: Customer,
    /// Their contracts, and the one that was asked for.
    pub account: Account,
    /// Their session in this browser.
    pub session: Session,
    /// When the visit was.
    pub at: Timestamp,
    token: TokenKey,
}

impl Visit {
    /// The key of the session.
    pub(crate) fn token(&self) -> &TokenKey {
        &self.token
    }
}

/// How a request to a portal ends.
#[derive(Debug, Clone)]
pub enum Outcome<T> {
    /// No portal lives at this host.
    NoPortal,
    /// There is one, but it is closed.
    Closed(Box<Surface>),
    /// Nobody is signed in.
    Stranger(Box<Surface>),
    /// Somebody is, and this is what they asked for.
    Seen(Box<Visit>, T),
}

impl<T> Outcome<T> {
    /// Goes on with what was seen; every other ending stays as it is.
    pub(super) fn and_then<U>(self, next: impl FnOnce(&Visit, T) -> Result<U>) -> Result<Outcome<U>> {
        Ok(match self {
            Self::NoPortal => Outcome::NoPortal,
            Self::Closed(surface) => Outcome::Closed(surface),
            Self::Stranger(surface) => Outcome::Stranger(surface),
            Self::Seen(visit, found) => {
                let found = next(&visit, found)?;
                Outcome::Seen(visit, found)
            }
        })
    }
}

/// Tells who stands at the door.
fn enter(read: &mut Read<'_>, now: Timestamp, visitor: &Visitor) -> Result<Outcome<()>> {
    let Some(surface) = surface_at(read, &visitor.host)? else { return Ok(Outcome::NoPortal) };
    if !surface.is_open() {
        return Ok(Outcome::Closed(Box::new(surface)));
    }
    let Some(token) = visitor.session else { return Ok(Outcome::Stranger(Box::new(surface))) };
    Ok(match live_session(read, &surface, &token, now)? {
        Some((session, customer)) => {
            let account = Account::of(read, surface.organization.id, customer.id, visitor.subscription)?;
            Outcome::Seen(Box::new(Visit { surface, customer, account, session, at: now, token }), ())
        }
        None => Outcome::Stranger(Box::new(surface)),
    })
}

/// The session behind a cookie, when it holds for this portal, and its customer.
pub(super) fn live_session(
    read: &mut Read<'_>,
    surface: &Surface,
    token: &TokenKey,
    now: Timestamp,
) -> Result<Option<(Session, Customer)>> {
    let found = sessions::find(read, surface.organization.id, token)?;
    Ok(found.filter(|(session, customer)| {
        session.portal == surface.portal.id
            && session.is_live(now)
            && customer.status == CustomerStatus::Active
    }))
}

/// Lets a signed-in customer look at something. Notes that they were seen, at most once a minute.
pub(crate) async fn look<T, F>(ctx: &Ctx, visitor: Visitor, work: F) -> Result<Outcome<T>>
where
    T: Send + 'static,
    F: FnOnce(&mut Read<'_>, &Visit) -> Result<T> + Send + 'static,
{
    let now = ctx.now();
    let outcome =
        ctx.db.read(move |read| enter(read, now, &visitor)?.and_then(|visit, ()| work(read, visit))).await?;
    if let Outcome::Seen(visit, _) = &outcome
        && now.since(visit.session.last_seen_at) >= Session::SEEN_EVERY
    {
        note_seen(ctx, visit, now).await;
    }
    Ok(outcome)
}

/// A page is worth more than the note that it was seen.
async fn note_seen(ctx: &Ctx, visit: &Visit, now: Timestamp) {
    let (organization, token) = (visit.surface.organization.id, visit.token);
    if let Err(error) = ctx.db.write(move |tx| sessions::seen(tx, organization, &token, now)).await {
        tracing::warn!(%error, "a session's last use could not be noted");
    }
}

/// Lets a signed-in customer change something, all in one unit of work.
pub(crate) async fn change<T, F>(ctx: &Ctx, visitor: Visitor, work: F) -> Result<Outcome<T>>
where
    T: Send + 'static,
    F: FnOnce(&mut Tx<'_>, &Visit, &Origin) -> Result<T> + Send + 'static,
{
    let now = ctx.now();
    ctx.db
        .write(move |tx| enter(tx, now, &visitor)?.and_then(|visit, ()| work(tx, visit, &visitor.origin)))
        .await
}

/// Tells whether somebody is signed in, and nothing more.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub async fn front_door(ctx: &Ctx, visitor: Visitor) -> Result<Outcome<()>> {
    look(ctx, visitor, |_, _| Ok(())).await
}
