//! `POST /admin/magic_link`: a link that signs a customer in once, within minutes.

use super::check::{LINK_TTL_SECONDS, MINTS_PER_MINUTE};
use super::destination::Destination;
use super::return_url;
use super::which_portal::{Place, place};
use crate::audit::{self, Action, Event};
use crate::clients::{Caller, Credential, Scope, identify};
use crate::{Ctx, Origin};
use std::time::Duration;
use vestibule_kernel::customer::{Customer, CustomerStatus};
use vestibule_kernel::id::{CustomerId, LinkId};
use vestibule_kernel::organization::Organization;
use vestibule_kernel::{Error, Locale, Result, Secret, Timestamp, Token};
use vestibule_store::tables::access_links::{self, AccessLink, Standing};
use vestibule_store::tables::customers;
use vestibule_store::{Read, Tx};

/// Whom a link is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CustomerRef {
    /// By our id; a text that is none names nobody.
    Id(String),
    /// By the operator's own id.
    External(String),
}

/// What is asked for.
#[derive(Debug, Clone)]
pub struct MintInput {
    /// Whom the link is for.
    pub customer: CustomerRef,
    /// The page that it leads to.
    pub next: Option<String>,
    /// Where "Back to {app}" leads in the session.
    pub return_url: Option<String>,
    /// The language of the session.
    pub locale: Option<String>,
    /// Seconds that it works.
    pub expires_in: Option<u32>,
}

/// A link as it is shown once.
#[derive(Debug, Clone)]
pub struct MintedLink {
    /// The URL to send the customer's browser to.
    pub link: Secret<String>,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// Whom it signs in.
    pub customer: CustomerId,
}

/// Mints a link. Links minted earlier for the same customer keep working.
///
/// # Errors
/// `Invalid` for input that cannot be meant, `NotFound` for an unknown customer or another
/// organization's, `Rule` for a disabled customer or a plan without an enabled portal, `RateLimited`
/// past [`MINTS_PER_MINUTE`], and what the credential lacks.
pub async fn mint_link(
    ctx: &Ctx,
    credential: Credential,
    input: MintInput,
    origin: Origin,
) -> Result<MintedLink> {
    let unit = ctx.clone();
    ctx.db.write(move |tx| mint(tx, &unit, &credential, &input, &origin)).await?
}

/// Mints in a unit of work. The inner error is a refusal that the trail keeps.
fn mint(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    credential: &Credential,
    input: &MintInput,
    origin: &Origin,
) -> Result<Result<MintedLink>> {
    let caller = identify(tx, ctx.now(), credential)?;
    let (customer, wishes) = match hear(tx, &caller, input) {
        Ok(heard) => heard,
        Err(error) => return refuse(tx, ctx, origin, &caller, None, error),
    };
    match admit(tx, ctx, &caller.organization, &customer) {
        Ok(place) => {
            let minted = write(tx, ctx, &caller.organization, &customer, &place, wishes)?;
            trail(tx, ctx, origin, &caller, Some(customer.id), "ok", Some(minted.id.to_string()))?;
            Ok(Ok(minted.shown))
        }
        Err(error) => refuse(tx, ctx, origin, &caller, Some(customer.id), error),
    }
}

/// Whom the caller means and what they wish, if they may wish at all.
fn hear(read: &mut Read<'_>, caller: &Caller, input: &MintInput) -> Result<(Customer, Wishes)> {
    caller.may(Scope::Write)?;
    let wishes = Wishes::read(input, &caller.organization)?;
    let customer = find(read, &caller.organization, &input.customer)?.ok_or(Error::NotFound("Customer"))?;
    Ok((customer, wishes))
}

/// Keeps a refusal in the trail; a failure of ours undoes the unit instead.
fn refuse(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    origin: &Origin,
    caller: &Caller,
    customer: Option<CustomerId>,
    error: Error,
) -> Result<Result<MintedLink>> {
    let Some(result) = audit::refusal(&error) else { return Err(error) };
    trail(tx, ctx, origin, caller, customer, result, None)?;
    Ok(Err(error))
}

/// What the caller may choose, checked.
struct Wishes {
    next: Option<Destination>,
    return_url: Option<String>,
    locale: Option<Locale>,
    life: Duration,
}

impl Wishes {
    fn read(input: &MintInput, organization: &Organization) -> Result<Self> {
        let next = input.next.as_deref().map(destination).transpose()?;
        let return_url = input
            .return_url
            .as_deref()
            .map(|url| return_url::checked(&organization.settings, url))
            .transpose()?;
        let locale = input.locale.as_deref().map(locale).transpose()?;
        let life = match input.expires_in {
            None => organization.settings.link_ttl(),
            Some(seconds) if LINK_TTL_SECONDS.contains(&seconds) => Duration::from_secs(u64::from(seconds)),
            Some(_) => {
                let (start, end) = LINK_TTL_SECONDS.into_inner();
                let message = format!("Expected {start} to {end} seconds");
                return Err(Error::invalid("expires_in", "invalid_value", message));
            }
        };
        Ok(Self { next, return_url, locale, life })
    }
}

fn destination(next: &str) -> Result<Destination> {
    Destination::parse(next).ok_or_else(|| {
        let pages = super::PAGES.join(", ");
        Error::invalid("next", "invalid_value", format!("Expected the path of a portal page: {pages}"))
    })
}

fn locale(tag: &str) -> Result<Locale> {
    Locale::from_tag(tag)
        .ok_or_else(|| Error::invalid("locale", "invalid_enum_value", "Expected 'de' | 'en'"))
}

fn find(read: &mut Read<'_>, organization: &Organization, who: &CustomerRef) -> Result<Option<Customer>> {
    match who {
        CustomerRef::Id(text) => match text.parse::<CustomerId>() {
            Ok(id) => customers::find(read, organization.id, id),
            Err(_) => Ok(None),
        },
        CustomerRef::External(text) => customers::find_by_external(read, organization.id, text),
    }
}

/// Whether the customer may have a link now, and to where.
fn admit(tx: &mut Tx<'_>, ctx: &Ctx, organization: &Organization, customer: &Customer) -> Result<Place> {
    match customer.status {
        CustomerStatus::Active => {}
        CustomerStatus::Disabled | CustomerStatus::Erased => {
            return Err(Error::Rule {
                code: "customer_disabled",
                field: "customerId",
                message: "The customer is disabled and cannot sign in".into(),
            });
        }
    }
    tx.one_at_a_time(customer.id.uuid())?;
    let minute = Duration::from_secs(60);
    let now = ctx.now();
    let Standing { minted, first, doors } =
        access_links::standing(tx, organization.id, customer.id, now.minus(minute))?;
    if minted >= MINTS_PER_MINUTE {
        let after = first.map_or(minute, |first| first.plus(minute).since(now));
        return Err(Error::RateLimited { after });
    }
    place(tx, organization, doors)
}

struct Written {
    id: LinkId,
    shown: MintedLink,
}

fn write(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    organization: &Organization,
    customer: &Customer,
    place: &Place,
    wishes: Wishes,
) -> Result<Written> {
    let now = ctx.now();
    let id = LinkId::new(now, &ctx.rng);
    let token = Token::new(id.uuid(), &ctx.rng);
    let expires_at = now.plus(wishes.life);
    let link = AccessLink {
        organization: organization.id,
        id,
        token_hash: token.key().hash,
        portal: place.portal.id,
        customer: customer.id,
        return_url: wishes.return_url,
        locale: wishes.locale,
        created_at: now,
        expires_at,
        consumed_at: None,
    };
    access_links::insert(tx, &link)?;
    let shown = MintedLink {
        link: Secret::new(url(ctx, place, &token, wishes.next)),
        expires_at,
        customer: customer.id,
    };
    Ok(Written { id: link.id, shown })
}

/// The link's URL, in the shape that the reference has: query, then `type`, then `next` last, where
/// integrators append their own.
fn url(ctx: &Ctx, place: &Place, token: &Token, next: Option<Destination>) -> String {
    let base = ctx.settings.portal_url(&place.portal.slug, place.portal.custom_host.as_deref());
    let (path, default) =
        if place.checkout { ("/start", Destination::start()) } else { ("/", Destination::overview()) };
    let next = next.unwrap_or(default);
    let query: String =
        form_urlencoded::Serializer::new(String::new()).append_pair("next", next.as_str()).finish();
    let query = query.replace("%2F", "/");
    format!("{base}{path}?token_hash={}&type=magiclink&{query}", token.expose())
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
    let event = Event {
        organization: caller.organization.id,
        action: Action::LinkMint,
        result,
        actor: &caller.actor,
        customer,
        subject,
    };
    audit::record(tx, ctx, origin, event)
}
