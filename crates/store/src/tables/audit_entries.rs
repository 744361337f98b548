//! The audit trail: who did what to whom, when, from where, with which result. Rows are only added.

use crate::statement::statements;
use crate::unit::{Read, Tx};
use crate::value::{Columns, params};
use std::ops::Range;
use vestibule_kernel::id::{AuditId, CustomerId, OrganizationId};
use vestibule_kernel::{Result, Timestamp};

/// The columns of a line, in the order that [`read`] takes them.
macro_rules! columns {
    () => {
        "organization_id, id, at, action, result, actor, customer_id, subject, ip, user_agent, request_id"
    };
}

statements! {
    INSERT = "INSERT INTO audit_entries \
        (organization_id, id, at, action, result, actor, customer_id, subject, ip, user_agent, request_id) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    NEWEST = concat!(
        "SELECT ", columns!(), " FROM audit_entries WHERE organization_id = $1 ORDER BY id DESC LIMIT $2"
    );
    /// From the newest that is wanted to the oldest, along the primary key and no further.
    BETWEEN = concat!(
        "SELECT ", columns!(), " FROM audit_entries WHERE organization_id = $1 AND id >= $2 AND id < $3 \
         ORDER BY id DESC LIMIT $4"
    );
    /// Looks at so many lines at the most, or a flood would cost more with every line.
    ALIKE = "SELECT COALESCE(SUM(CASE WHEN ip = $5 THEN 1 ELSE 0 END), 0), COUNT(*) FROM \
        (SELECT at, action, result, ip FROM audit_entries WHERE organization_id = $1 \
        ORDER BY id DESC LIMIT 100) AS newest WHERE at > $2 AND action = $3 AND result = $4";
}

/// A line of the audit trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// In whose organization.
    pub organization: OrganizationId,
    /// Its id.
    pub id: AuditId,
    /// When.
    pub at: Timestamp,
    /// What was done: `link.mint`, `link.redeem`, `session.end`, ….
    pub action: String,
    /// How it ended: `ok`, or why it was refused.
    pub result: String,
    /// Who did it: a client's or customer's id, or `anonymous`.
    pub actor: String,
    /// To which customer.
    pub customer: Option<CustomerId>,
    /// The id of the thing that it was done to.
    pub subject: Option<String>,
    /// From which address.
    pub ip: String,
    /// With what.
    pub user_agent: String,
    /// In which request.
    pub request_id: String,
}

/// Which lines are looked for by [`alike`].
#[derive(Debug, Clone, Copy)]
pub struct Recent<'a> {
    /// In whose organization.
    pub organization: OrganizationId,
    /// What was done.
    pub action: &'a str,
    /// How it ended.
    pub result: &'a str,
    /// From which address, for [`Alike::here`].
    pub ip: &'a str,
    /// Since when.
    pub since: Timestamp,
}

/// How many lines are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alike {
    /// From the same address.
    pub here: u32,
    /// From any address.
    pub everywhere: u32,
}

fn read(columns: &mut Columns<'_>) -> Result<AuditRow> {
    Ok(AuditRow {
        organization: columns.next()?,
        id: columns.next()?,
        at: columns.next()?,
        action: columns.next()?,
        result: columns.next()?,
        actor: columns.next()?,
        customer: columns.next()?,
        subject: columns.next()?,
        ip: columns.next()?,
        user_agent: columns.next()?,
        request_id: columns.next()?,
    })
}

/// Adds a line.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn insert(tx: &mut Tx<'_>, row: &AuditRow) -> Result<()> {
    tx.later(
        &INSERT,
        params![
            row.organization,
            row.id,
            row.at,
            &row.action,
            &row.result,
            &row.actor,
            row.customer,
            row.subject.as_ref(),
            &row.ip,
            &row.user_agent,
            &row.request_id,
        ],
    )
}

/// The newest lines of an organization, newest first.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn newest(read_unit: &mut Read<'_>, organization: OrganizationId, count: u32) -> Result<Vec<AuditRow>> {
    read_unit.all(&NEWEST, params![organization, count], read)
}

/// The newest of an organization's lines whose ids lie in `ids`, newest first.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn between(
    read_unit: &mut Read<'_>,
    organization: OrganizationId,
    ids: &Range<AuditId>,
    count: u32,
) -> Result<Vec<AuditRow>> {
    read_unit.all(&BETWEEN, params![organization, ids.start, ids.end, count], read)
}

/// How many of an organization's newest hundred lines are alike.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn alike(read_unit: &mut Read<'_>, recent: &Recent<'_>) -> Result<Alike> {
    let params = params![recent.organization, recent.since, recent.action, recent.result, recent.ip];
    let counted = read_unit.first(&ALIKE, params, |columns| {
        Ok(Alike { here: columns.next()?, everywhere: columns.next()? })
    })?;
    Ok(counted.unwrap_or(Alike { here: 0, everywhere: 0 }))
}
