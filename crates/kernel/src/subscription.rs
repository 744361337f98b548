//! Subscriptions: a customer's contract on a plan, with what is delivered where and paid how.

use crate::id::{
    AddressId, CustomerId, MeterId, OrganizationId, PaymentMethodId, PlanId, PriceSeriesId, SubscriptionId,
};
use crate::plan::{Interval, Plan};
use crate::{Energy, Money, Period, Timestamp};
use std::sync::Arc;

crate::text_enum! {
    /// Where a subscription is in its life.
    SubscriptionStatus {
        /// Ordered, not yet begun.
        Pending = "pending",
        /// Running; also between notice and end.
        Active = "active",
        /// A payment failed (plans of type `service` only).
        PastDue = "past_due",
        /// Paused (plans of type `service` only).
        Paused = "paused",
        /// Over.
        Ended = "ended",
    }
}

crate::text_enum! {
    /// How a meter is read.
    MeterType {
        /// By itself, every quarter hour.
        Smart = "smart",
        /// By a person.
        Analog = "analog",
    }
}

/// A postal address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Its id.
    pub id: AddressId,
    /// Street, without the house number.
    pub street: String,
    /// House number with its additions.
    pub house_number: String,
    /// Postal code.
    pub zip: String,
    /// City.
    pub city: String,
    /// Country, two letters.
    pub country: String,
    /// When it was created.
    pub created_at: Timestamp,
}

/// An electricity meter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meter {
    /// Its id.
    pub id: MeterId,
    /// The number printed on it.
    pub number: String,
    /// How it is read.
    pub meter_type: MeterType,
    /// Market location.
    pub malo: Option<String>,
    /// Metering location.
    pub melo: Option<String>,
    /// When it was created.
    pub created_at: Timestamp,
}

/// A SEPA account that may be debited, as far as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentMethod {
    /// Its id.
    pub id: PaymentMethodId,
    /// Country of the account, two letters.
    pub country: String,
    /// The last four characters of the IBAN.
    pub last4: String,
    /// Whose account it is.
    pub account_holder: String,
    /// When it was created.
    pub created_at: Timestamp,
}

impl PaymentMethod {
    /// The IBAN as it may be shown: `DE************6485`.
    #[must_use]
    pub fn masked_iban(&self) -> String {
        format!("{}************{}", self.country, self.last4)
    }
}

/// A customer's contract on a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Subscription {
    /// Its id.
    pub id: SubscriptionId,
    /// Whose it is.
    pub organization: OrganizationId,
    /// The operator's own id of it.
    pub external_id: String,
    /// Who has it.
    pub customer: CustomerId,
    /// On which plan.
    pub plan: PlanId,
    /// Its number as customers read it.
    pub number: Option<String>,
    /// Where it is in its life.
    pub status: SubscriptionStatus,
    /// Expected use in a year.
    pub estimated_usage: Option<Energy>,
    /// Where it is delivered.
    pub address: Option<AddressId>,
    /// What measures it.
    pub meter: Option<MeterId>,
    /// What it is paid with.
    pub payment_method: Option<PaymentMethodId>,
    /// What a kilowatt-hour costs when, in place of what the plan says.
    pub price_series: Option<PriceSeriesId>,
    /// When it was confirmed.
    pub confirmed_at: Option<Timestamp>,
    /// When it begins.
    pub start_at: Option<Timestamp>,
    /// When notice was given.
    pub terminated_at: Option<Timestamp>,
    /// The first instant after it.
    pub end_at: Option<Timestamp>,
    /// The period that is running.
    pub current_period: Option<Period>,
    /// Whether it ends with the running period.
    pub cancel_at_period_end: bool,
    /// What it costs per interval.
    pub amount: Option<Money>,
    /// How often that falls due.
    pub interval: Interval,
    /// What the operator keeps with it: a JSON object as text.
    pub metadata: Option<String>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A subscription with everything that hangs on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Contract {
    /// The subscription itself.
    pub subscription: Subscription,
    /// Its plan.
    pub plan: Arc<Plan>,
    /// Where it is delivered.
    pub address: Option<Address>,
    /// What measures it.
    pub meter: Option<Meter>,
    /// What it is paid with.
    pub payment_method: Option<PaymentMethod>,
}

impl Contract {
    /// What a kilowatt-hour costs when: as the contract itself says, else as its plan does.
    #[must_use]
    pub fn price_series(&self) -> Option<PriceSeriesId> {
        self.subscription.price_series.or(self.plan.price_series)
    }
}
