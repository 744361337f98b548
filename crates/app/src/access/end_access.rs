//! Ending everything that a customer can come in with.

use vestibule_kernel::id::{CustomerId, OrganizationId};
use vestibule_kernel::{Result, Timestamp};
use vestibule_store::Tx;
use vestibule_store::tables::{access_links, sessions};

/// What a customer could come in with until now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndedAccess {
    /// Sign-ins that were ended.
    pub sessions: u64,
    /// Unused links that were made worthless.
    pub links: u64,
}

impl std::fmt::Display for EndedAccess {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} sessions, {} links", self.sessions, self.links)
    }
}

/// Ends every sign-in of a customer and makes their unused links worthless.
///
/// Links first: whoever opens one at this moment holds its row until their session is there, so that it is
/// ended with the others.
pub(crate) fn end_access(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    customer: CustomerId,
    now: Timestamp,
) -> Result<EndedAccess> {
    let links = access_links::cancel(tx, organization, customer, now)?;
    Ok(EndedAccess { sessions: sessions::end_all(tx, organization, customer)?, links })
}
