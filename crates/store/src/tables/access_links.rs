//! Hand-off links. Only the digest of a link's token is here.

use crate::statement::statements;
use crate::unit::{Read, Tx};
use crate::value::{Columns, params};
use vestibule_kernel::id::{CustomerId, LinkId, OrganizationId, PlanId, PortalId};
use vestibule_kernel::subscription::SubscriptionStatus;
use vestibule_kernel::{Locale, Result, Timestamp, TokenHash, TokenKey};

macro_rules! columns {
    () => {
        "organization_id, id, token_hash, portal_id, customer_id, return_url, locale, created_at, expires_at, \
         consumed_at"
    };
}

statements! {
    FIND = concat!("SELECT ", columns!(), " FROM access_links WHERE organization_id = $1 \
         AND id = $2 AND token_hash = $3");
    INSERT = "INSERT INTO access_links \
        (organization_id, id, token_hash, portal_id, customer_id, return_url, locale, created_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    CONSUME = concat!(
        "UPDATE access_links SET consumed_at = $5 WHERE organization_id = $1 AND id = $2 AND token_hash = $3 \
         AND portal_id = $4 AND consumed_at IS NULL AND expires_at > $5 \
         AND EXISTS (SELECT 1 FROM customers c WHERE c.organization_id = $1 AND c.id = access_links.customer_id \
                     AND c.status = 'active') \
         RETURNING ", columns!()
    );
    // The count and the doors in one round trip: first a row with the count, then one for each door.
    STANDING = "SELECT COUNT(*), MIN(created_at), NULL, NULL FROM access_links \
          WHERE organization_id = $1 AND customer_id = $2 AND created_at > $3 \
        UNION ALL \
        SELECT 0, NULL, d.status, d.plan_id FROM ( \
          SELECT s.status, s.plan_id FROM subscriptions s \
          WHERE s.organization_id = $1 AND s.customer_id = $2 ORDER BY s.id DESC LIMIT 100) d";
    UNUSED = concat!(
        "SELECT ", columns!(), " FROM access_links WHERE organization_id = $1 AND customer_id = $2 \
         AND created_at > $3 AND consumed_at IS NULL AND expires_at > $4 ORDER BY created_at DESC LIMIT 200"
    );
    CANCEL = "UPDATE access_links SET expires_at = $3 WHERE organization_id = $1 AND customer_id = $2 \
        AND consumed_at IS NULL AND expires_at > $3";
    SWEEP = "DELETE FROM access_links WHERE (organization_id, id) IN \
        (SELECT organization_id, id FROM access_links WHERE expires_at < $1 LIMIT $2)";
}

/// A hand-off link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessLink {
    /// Whose customer it signs in.
    pub organization: OrganizationId,
    /// Its id, which its token names.
    pub id: LinkId,
    /// The digest of its token.
    pub token_hash: TokenHash,
    /// The portal that it opens.
    pub portal: PortalId,
    /// Whom it signs in.
    pub customer: CustomerId,
    /// Where "Back to {app}" leads in the session.
    pub return_url: Option<String>,
    /// The language it asks for.
    pub locale: Option<Locale>,
    /// When it was minted.
    pub created_at: Timestamp,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// When it was opened.
    pub consumed_at: Option<Timestamp>,
}

fn read(columns: &mut Columns<'_>) -> Result<AccessLink> {
    Ok(AccessLink {
        organization: columns.next()?,
        id: columns.next()?,
        token_hash: columns.next()?,
        portal: columns.next()?,
        customer: columns.next()?,
        return_url: columns.next()?,
        locale: columns.next()?,
        created_at: columns.next()?,
        expires_at: columns.next()?,
        consumed_at: columns.next()?,
    })
}

/// The organization's link with this key, in whatever state.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn find(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    key: &TokenKey,
) -> Result<Option<AccessLink>> {
    read_unit.first(&FIND, params![organization, key.id, &key.hash], read)
}

/// Keeps a link.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn insert(tx: &mut Tx<'_>, link: &AccessLink) -> Result<()> {
    tx.later(
        &INSERT,
        params![
            link.organization,
            link.id,
            &link.token_hash,
            link.portal,
            link.customer,
            link.return_url.as_ref(),
            link.locale,
            link.created_at,
            link.expires_at,
        ],
    )
}

/// Uses the link of an active customer up, in one statement: of any number of simultaneous openings one
/// gets the link, the others nothing (ASVS 15.4.2).
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn consume(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    portal: PortalId,
    key: &TokenKey,
    now: Timestamp,
) -> Result<Option<AccessLink>> {
    tx.first(&CONSUME, params![organization, key.id, &key.hash, portal, now], read)
}

/// What decides whether a customer gets a link, and to where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// How many links were minted for them lately.
    pub minted: u32,
    /// When the first of those was.
    pub first: Option<Timestamp>,
    /// Their newest hundred subscriptions, newest first.
    pub doors: Vec<Door>,
}

/// A subscription, as far as it tells where its customer belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Door {
    /// Where the subscription is in its life.
    pub status: SubscriptionStatus,
    /// Its plan, which has the portal.
    pub plan: PlanId,
}

fn read_door(columns: &mut Columns<'_>) -> Result<Door> {
    Ok(Door { status: columns.next()?, plan: columns.next()? })
}

/// How a customer stands with the door: links minted after `since`, and their subscriptions.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn standing(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    customer: CustomerId,
    since: Timestamp,
) -> Result<Standing> {
    let row = |columns: &mut Columns<'_>| Ok((columns.next()?, columns.next()?, columns.joined(2, read_door)?));
    let mut standing = Standing::default();
    for (minted, first, door) in read_unit.all(&STANDING, params![organization, customer, since], row)? {
        match door {
            None => (standing.minted, standing.first) = (minted, first),
            Some(door) => standing.doors.push(door),
        }
    }
    Ok(standing)
}

/// A customer's links that still work, newest first. Looks back as far as `since`.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn unused(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    customer: CustomerId,
    since: Timestamp,
    now: Timestamp,
) -> Result<Vec<AccessLink>> {
    read_unit.all(&UNUSED, params![organization, customer, since, now], read)
}

/// Makes every unused link of a customer stop working; gives their number.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn cancel(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    customer: CustomerId,
    now: Timestamp,
) -> Result<u64> {
    tx.execute(&CANCEL, params![organization, customer, now])
}

/// Deletes links that stopped working before `before`, `limit` of them at the most; gives their
/// number.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn sweep(tx: &mut Tx<'_>, before: Timestamp, limit: u32) -> Result<u64> {
    tx.execute(&SWEEP, params![before, limit])
}
