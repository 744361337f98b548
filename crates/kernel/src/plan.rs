//! Plans: what can be bought.

use crate::id::{OrganizationId, PlanId, PortalId, PriceSeriesId};
use crate::{Money, Slug, Timestamp};

crate::text_enum! {
    /// What a plan delivers; pages take their words from it.
    PlanType {
        /// Electricity that the customer uses.
        Consumption = "consumption",
        /// Electricity that the customer feeds in.
        FeedIn = "feed_in",
        /// Anything else billed by time, seat or unit.
        Service = "service",
    }
}

crate::text_enum! {
    /// How often a price falls due.
    Interval {
        /// Every month.
        Month = "month",
        /// Every year.
        Year = "year",
    }
}

crate::text_enum! {
    /// What a part of a price depends on.
    ComponentGroup {
        /// Due whatever is used.
        Base = "base",
        /// Due for each unit used.
        Variable = "variable",
    }
}

crate::text_enum! {
    /// What a part of a price pays for.
    ComponentKind {
        /// The supplier's own fee.
        Fee = "fee",
        /// The grid.
        Grid = "grid",
        /// The meter and its reading.
        Metering = "metering",
        /// The energy itself.
        Energy = "energy",
        /// Taxes and levies.
        Levies = "levies",
    }
}

/// A part of a plan's price.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceComponent {
    /// What it depends on.
    pub group: ComponentGroup,
    /// What it pays for.
    pub kind: ComponentKind,
    /// Its name as customers read it.
    pub name: String,
    /// Thousandths of the minor unit: per month for `base`, per unit (kWh) for `variable`.
    pub amount_milli: i64,
}

/// What can be bought.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Its id.
    pub id: PlanId,
    /// Whose it is.
    pub organization: OrganizationId,
    /// The operator's own id of it.
    pub external_id: String,
    /// Its short name, unique in the organization.
    pub slug: Slug,
    /// Its name as customers read it.
    pub name: String,
    /// What it is, in a sentence or two.
    pub description: String,
    /// What it delivers.
    pub plan_type: PlanType,
    /// The base price per interval.
    pub price: Money,
    /// How often the base price falls due.
    pub interval: Interval,
    /// What the price consists of.
    pub components: Vec<PriceComponent>,
    /// The portal of its customers; none means no hosted portal.
    pub portal: Option<PortalId>,
    /// What a kilowatt-hour costs when; none means the same at any time.
    pub price_series: Option<PriceSeriesId>,
    /// Notice before it can be ended, as customers read it in days.
    pub cancellation_days: Option<u32>,
    /// Whether new customers are offered it.
    pub on_offer: bool,
    /// When it was created.
    pub created_at: Timestamp,
}
