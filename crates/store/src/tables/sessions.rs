//! Sessions: rows that are there are sign-ins that hold; ending one deletes it.

use super::customers;
use crate::statement::statements;
use crate::unit::{Read, Tx};
use crate::value::{Columns, params};
use std::time::Duration;
use vestibule_kernel::customer::Customer;
use vestibule_kernel::id::{CustomerId, OrganizationId, SessionId};
use vestibule_kernel::session::Session;
use vestibule_kernel::{Result, Timestamp, TokenHash, TokenKey};

macro_rules! columns {
    () => {
        "id, organization_id, portal_id, customer_id, door, link_id, ip, user_agent, return_url, locale, created_at, \
         last_seen_at, idle_micros, expires_at"
    };
}

statements! {
    FIND = concat!(
        "SELECT s.id, s.organization_id, s.portal_id, s.customer_id, s.door, s.link_id, s.ip, s.user_agent, \
         s.return_url, s.locale, s.created_at, s.last_seen_at, s.idle_micros, s.expires_at, ",
        customers::columns!(joined),
        " FROM sessions s JOIN customers c ON c.organization_id = s.organization_id AND c.id = s.customer_id \
         WHERE s.organization_id = $1 AND s.id = $2 AND s.token_hash = $3"
    );
    OF_CUSTOMER = concat!(
        "SELECT ", columns!(), " FROM sessions WHERE organization_id = $1 AND customer_id = $2 \
         ORDER BY last_seen_at DESC, id DESC LIMIT 200"
    );
    INSERT = "INSERT INTO sessions \
        (organization_id, id, token_hash, portal_id, customer_id, door, link_id, ip, user_agent, return_url, locale, \
         created_at, last_seen_at, idle_micros, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    SEEN = "UPDATE sessions SET last_seen_at = $4 WHERE organization_id = $1 AND id = $2 AND token_hash = $3 \
        AND last_seen_at < $4";
    END = "DELETE FROM sessions WHERE organization_id = $1 AND id = $2 AND token_hash = $3";
    END_ONE = "DELETE FROM sessions WHERE organization_id = $1 AND id = $2 AND customer_id = $3";
    END_ALL = "DELETE FROM sessions WHERE organization_id = $1 AND customer_id = $2";
    SWEEP = "DELETE FROM sessions WHERE (organization_id, id) IN \
        (SELECT organization_id, id FROM sessions WHERE expires_at < $1 LIMIT $2)";
}

fn read(columns: &mut Columns<'_>) -> Result<Session> {
    Ok(Session {
        id: columns.next()?,
        organization: columns.next()?,
        portal: columns.next()?,
        customer: columns.next()?,
        door: columns.next()?,
        link: columns.next()?,
        ip: columns.next()?,
        user_agent: columns.next()?,
        return_url: columns.next()?,
        locale: columns.next()?,
        created_at: columns.next()?,
        last_seen_at: columns.next()?,
        idle: Duration::from_micros(u64::try_from(columns.next::<i64>()?).unwrap_or(0)),
        expires_at: columns.next()?,
    })
}

/// The session with this key and whose it is; whether it still holds is for the caller to ask.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn find(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    key: &TokenKey,
) -> Result<Option<(Session, Customer)>> {
    let both = |columns: &mut Columns<'_>| Ok((read(columns)?, customers::read(columns)?));
    read_unit.first(&FIND, params![organization, key.id, &key.hash], both)
}

/// A customer's sessions, the one seen last first.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn of_customer(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    customer: CustomerId,
) -> Result<Vec<Session>> {
    read_unit.all(&OF_CUSTOMER, params![organization, customer], read)
}

/// Starts a session.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn insert(tx: &mut Tx<'_>, session: &Session, token_hash: &TokenHash) -> Result<()> {
    let idle = i64::try_from(session.idle.as_micros()).unwrap_or(i64::MAX);
    tx.later(
        &INSERT,
        params![
            session.organization,
            session.id,
            token_hash,
            session.portal,
            session.customer,
            session.door,
            session.link,
            &session.ip,
            &session.user_agent,
            session.return_url.as_ref(),
            session.locale,
            session.created_at,
            session.last_seen_at,
            idle,
            session.expires_at,
        ],
    )
}

/// Notes that the session was seen at `now`.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn seen(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    key: &TokenKey,
    now: Timestamp,
) -> Result<()> {
    tx.later(&SEEN, params![organization, key.id, &key.hash, now])
}

/// Ends the session with this key; tells whether there was one.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn end(tx: &mut Tx<'_>, organization: OrganizationId, key: &TokenKey) -> Result<bool> {
    Ok(tx.execute(&END, params![organization, key.id, &key.hash])? == 1)
}

/// Ends one session of a customer; tells whether there was one.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn end_one(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    customer: CustomerId,
    id: SessionId,
) -> Result<bool> {
    Ok(tx.execute(&END_ONE, params![organization, id, customer])? == 1)
}

/// Ends every session of a customer; gives their number.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn end_all(tx: &mut Tx<'_>, organization: OrganizationId, customer: CustomerId) -> Result<u64> {
    tx.execute(&END_ALL, params![organization, customer])
}

/// Deletes sessions whose absolute life ended before `before`, `limit` of them at the most; gives their
/// number.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn sweep(tx: &mut Tx<'_>, before: Timestamp, limit: u32) -> Result<u64> {
    tx.execute(&SWEEP, params![before, limit])
}
