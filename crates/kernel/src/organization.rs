//! The tenant: an operator whose customers use the portals.

use crate::id::{OrganizationId, PlanId};
use crate::{Currency, Locale, Slug, TimeZone, Timestamp};
use std::time::Duration;

crate::text_enum! {
    /// Whether an organization may be served.
    OrganizationStatus {
        /// It may.
        Active = "active",
        /// Its API answers 402 and its portals say that they are closed.
        Suspended = "suspended",
    }
}

/// A tenant.
#[derive(Debug, Clone, PartialEq)]
pub struct Organization {
    /// Its id.
    pub id: OrganizationId,
    /// Its short name, unique in the installation.
    pub slug: Slug,
    /// Its name as customers read it.
    pub name: String,
    /// Whether it may be served.
    pub status: OrganizationStatus,
    /// The plan that customers without a contract are shown when nothing else decides.
    pub default_plan: Option<PlanId>,
    /// The language of its portals when nothing else decides.
    pub locale: Locale,
    /// Where its civil days begin and end.
    pub time_zone: TimeZone,
    /// The currency of amounts that do not name one.
    pub currency: Currency,
    /// What it decides about access and contact.
    pub settings: OrganizationSettings,
    /// When it was created.
    pub created_at: Timestamp,
}

/// Decisions of an organization; every one has a default.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OrganizationSettings {
    /// Life of a hand-off link in seconds, 30 to 900.
    pub link_ttl: u32,
    /// Idle life of a hand-off session in seconds.
    pub session_idle: u32,
    /// Absolute life of a hand-off session in seconds.
    pub session_absolute: u32,
    /// The operator's app: where "Back to {name}" leads.
    pub app: Option<App>,
    /// Origins that a link's `return_url` may point to, such as `https://app.example.com`.
    pub return_origins: Vec<String>,
    /// Where customers find help.
    pub support: Support,
    /// The pages that the law asks for.
    pub legal: Legal,
}

impl Default for OrganizationSettings {
    fn default() -> Self {
        Self {
            link_ttl: 300,
            session_idle: 12 * 3600,
            session_absolute: 7 * 24 * 3600,
            app: None,
            return_origins: Vec::new(),
            support: Support::default(),
            legal: Legal::default(),
        }
    }
}

impl OrganizationSettings {
    /// Shortest and longest life of a hand-off link.
    pub const LINK_TTL_RANGE: std::ops::RangeInclusive<u32> = 30..=900;

    /// Life of a hand-off link.
    #[must_use]
    pub fn link_ttl(&self) -> Duration {
        Duration::from_secs(u64::from(self.link_ttl))
    }
}

/// The operator's own app.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct App {
    /// What customers call it.
    pub name: String,
    /// Where it is; customers whose link is used up go there for a new one.
    pub url: String,
}

/// Ways to reach a person.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Support {
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number as it is printed.
    pub phone: Option<String>,
    /// Help site.
    pub url: Option<String>,
}

/// Pages that the law asks for, on the operator's own site.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Legal {
    /// Imprint.
    pub imprint_url: Option<String>,
    /// Privacy notice.
    pub privacy_url: Option<String>,
    /// General terms.
    pub terms_url: Option<String>,
}
