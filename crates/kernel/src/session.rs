//! Sign-ins of customers: sessions, and the hand-off links that start them.

use crate::id::{CustomerId, LinkId, OrganizationId, PortalId, SessionId};
use crate::{Locale, Timestamp};
use std::time::Duration;

crate::text_enum! {
    /// The door that a session came in by.
    Door {
        /// A hand-off link.
        Link = "link",
    }
}

/// A sign-in of a customer in one browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id, shown to people. The cookie's token begins with it, but it alone opens nothing.
    pub id: SessionId,
    /// Whose portal it is in.
    pub organization: OrganizationId,
    /// In which portal.
    pub portal: PortalId,
    /// Who is signed in.
    pub customer: CustomerId,
    /// How they came in.
    pub door: Door,
    /// The link they came in by.
    pub link: Option<LinkId>,
    /// The address they came from.
    pub ip: String,
    /// What their browser calls itself.
    pub user_agent: String,
    /// Where "Back to {app}" leads in this session.
    pub return_url: Option<String>,
    /// The language that the link asked for.
    pub locale: Option<Locale>,
    /// When they came in.
    pub created_at: Timestamp,
    /// When they were last seen, to the minute.
    pub last_seen_at: Timestamp,
    /// How long they may be away.
    pub idle: Duration,
    /// When it ends whatever they do.
    pub expires_at: Timestamp,
}

impl Session {
    /// `last_seen` is written at most this often.
    pub const SEEN_EVERY: Duration = Duration::from_secs(60);

    /// Whether the session still holds at `now`.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        now < self.expires_at && now < self.last_seen_at.plus(self.idle)
    }
}
